import Foundation
import JourneyLanguage
import JourneyReports
import JourneyRuntime
import XCTest

@testable import journey

/// Every folder of `journeys/`: nothing to complain of, laid out in the canonical way, its tests pass, and the index names it.
final class LibraryTests: XCTestCase {
    private let journeys = Program.repository.appendingPathComponent("journeys").path

    private func name(_ folder: WorkspaceFolder) -> String { folder.root.map { String($0.dropFirst(journeys.count + 1)) } ?? "journeys" }

    private func folders() throws -> [WorkspaceFolder] { try WorkspaceFolder.all(in: [journeys]) }

    func testEveryFolderIsWithoutComplaint() throws {
        let folders = try folders()
        XCTAssertGreaterThan(folders.count, 40)
        for folder in folders {
            let workspace = try Workspace(folder, language: DiagnosticLanguage(asked: "en"))
            let told = workspace.diagnosticsText(isColoured: false)
            XCTAssertTrue(told.isEmpty, "\(name(folder)):\n\(told)")
        }
    }

    /// Chinese without spaces, as it comes through a chat window.
    private let asPeopleType: Set = ["retail/browse_rescue/zh", "retail/coupon_expiry/zh", "education/homework/zh"]

    func testEveryFileIsLaidOut() throws {
        for folder in try folders() {
            let sources = try folder.allFiles.map { path in
                SourceText(name: path, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
            }
            let catalogue = Catalogue(sources, around: [])
            for source in sources where source.name != folder.inherited {
                let parsed = catalogue.read(source)
                XCTAssertFalse(parsed.hasErrors, source.name)
                let canonical = format(parsed, names: catalogue.names(in: nil))
                if asPeopleType.contains(name(folder)) {
                    let again = catalogue.read(SourceText(name: source.name, bytes: Array(canonical.utf8)))
                    XCTAssertEqual(again.program, parsed.program, "\(source.name) says something else when it is laid out")
                } else {
                    XCTAssertTrue(Array(canonical.utf8) == source.bytes, "journey fmt \(source.name) changes it")
                }
            }
        }
    }

    func testTheTestsOfEveryFolderPass() async throws {
        var count = 0
        for folder in try folders() where folder.root != nil {
            let workspace = try Workspace(folder)
            let machines = try XCTUnwrap(workspace.machines(), "\(name(folder)) has errors")
            XCTAssertGreaterThan(workspace.compiled.tests.count, 0, "\(name(folder)) has no test")
            let results = try await TestCommand.run(workspace.compiled.tests, workspace, machines)
            count += results.count
            let report = TestReport(workspace: workspace, machines: machines, results: results)
            XCTAssertTrue(results.allSatisfy(\.passed), "\(name(folder)):\n" + TestReport.text([report], ink: Ink(isOn: false)))
        }
        XCTAssertGreaterThan(count, 0)
    }

    func testTheIndexNamesEveryJourney() throws {
        let index = try String(contentsOfFile: journeys + "/README.md", encoding: .utf8)
        let roots = try folders().map(name).filter { $0.contains("/") && !$0.hasSuffix("/zh") }
        for root in roots {
            let journey = String(root.split(separator: "/").last ?? "")
            let twin = "\(root)/zh/\(journey).zh.journey"
            let hasTwin = FileManager.default.fileExists(atPath: journeys + "/" + twin)
            let row = "| [\(journey)](\(root)/\(journey).journey)" + (hasTwin ? " · [中文](\(twin))" : "") + " | "
            let found = index.split(separator: "\n").first { $0.hasPrefix(row) }
            XCTAssertGreaterThan(found?.count ?? 0, row.count + 10, "the index lacks the line: \(row)… |")
        }
        let linked = index.matches(of: /\]\(([^)#]+)\)/).map { String($0.1) }
        for path in linked { XCTAssertTrue(FileManager.default.fileExists(atPath: journeys + "/" + path), "\(path) is not there") }
        XCTAssertEqual(Set(linked).count, linked.count, "something is linked twice")
    }
}

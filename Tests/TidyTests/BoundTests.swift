import XCTest

/// Every bound of the sources stands in `Tests/Corpus/bounds.txt`, with the test that tries what lies around it, or why none needs to.
///
/// A bound is a constant of a type that is called so: `mostEntries`, `limit`, `bodyLimit`, `longest`, and all of `Limits`.
final class BoundTests: XCTestCase {
    private static let list = "Tests/Corpus/bounds.txt"

    /// `JourneyEngine/Pauses.swift mostHeldEntries`.
    private func bounds() throws -> [String] {
        var found: [String] = []
        for (file, text) in try SourceTree.swiftFiles.get() where file.path.hasPrefix("Sources/") && !Self.isInstrument(file) {
            for line in text.code {
                guard let name = Self.constant(line), file.name == "Limits.swift" || Self.isBound(name) else { continue }
                found.append("\(file.path.dropFirst("Sources/".count)) \(name)")
            }
        }
        return found
    }

    /// What measures and simulates bounds itself.
    private static func isInstrument(_ file: SourceTree.File) -> Bool {
        ["JourneyFaults", "journey-bench", "journey-simulate-faults"].contains(file.target)
    }

    private static func constant(_ line: String) -> String? {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "static"), words.count > place + 2, words[place + 1] == "let" else { return nil }
        return String(words[place + 2].prefix { $0.isLetter || $0.isNumber })
    }

    private static func isBound(_ name: String) -> Bool {
        let beginnings = ["most", "limit", "longest", "largest", "deepest"]
        return beginnings.contains { name == $0 || (name.hasPrefix($0) && name.dropFirst($0.count).first?.isUppercase == true) }
            || name.hasSuffix("Limit")
    }

    func testEveryBoundIsListed() throws {
        let lines = try SourceTree.files(under: Self.list).flatMap { $0.text.split(separator: "\n") }.filter { !$0.hasPrefix("#") }
        let tests = try SourceTree.swiftFiles.get().filter { $0.file.path.hasPrefix("Tests/") }
        var listed: Set<String> = []
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3 else {
                XCTFail("`\(line)` is no line of \(Self.list)")
                continue
            }
            listed.insert(words[0] + " " + words[1])
            // A reason instead of a test begins with a dash.
            if words[2].hasPrefix("- ") { continue }
            let name = words[2].split(separator: ".").map(String.init)
            let isThere = name.count == 2 && tests.contains { test in
                test.file.name.hasPrefix(name[0]) && test.text.code.contains { $0.contains("func \(name[1])(") }
            }
            XCTAssertTrue(isThere, "\(words[0]) \(words[1]): there is no test `\(words[2])`")
        }
        let bounds = try Set(bounds())
        XCTAssertGreaterThan(bounds.count, 60)
        XCTAssertEqual(bounds.subtracting(listed).sorted(), [], "bounds that \(Self.list) does not list: which test tries one below, at and above?")
        XCTAssertEqual(listed.subtracting(bounds).sorted(), [], "listed, and not there")
    }
}

import Foundation
import JourneyLibrary
import XCTest

/// What the program holds is what stands under `journeys/`.
final class GeneratedTests: XCTestCase {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private let journeys = GeneratedTests.root.appendingPathComponent("journeys")
    private let generated = GeneratedTests.root.appendingPathComponent("Sources/JourneyLibrary/Generated")
    private let mend = "JOURNEY_RECORD=1 swift test --filter GeneratedTests writes it"

    func testTheTextsAreThoseOfTheFolders() throws {
        let wanted = try sources()
        if ProcessInfo.processInfo.environment["JOURNEY_RECORD"] != nil {
            try? FileManager.default.removeItem(at: generated)
            try FileManager.default.createDirectory(at: generated, withIntermediateDirectories: true)
            for (name, text) in wanted { try Data(text.utf8).write(to: generated.appendingPathComponent(name)) }
            return
        }
        XCTAssertEqual(try names(in: generated), wanted.map(\.name), mend)
        for (name, text) in wanted {
            let found = try? String(contentsOf: generated.appendingPathComponent(name), encoding: .utf8)
            XCTAssertTrue(found == text, "\(name) is out of date; " + mend)
        }
    }

    /// A text that Swift read otherwise than it was written would go unnoticed.
    func testTheTextsAreReadAsTheyStand() throws {
        try XCTSkipIf(ProcessInfo.processInfo.environment["JOURNEY_RECORD"] != nil, "they were only just written")
        for folder in Library.folders + [Library.starter] {
            XCTAssertFalse(folder.files.isEmpty, folder.name)
            for file in folder.files {
                let path = journeys.appendingPathComponent(folder.name + "/" + file.path)
                let found = (try? String(contentsOf: path, encoding: .utf8)) == file.text
                XCTAssertTrue(found, "\(folder.name)/\(file.path) is another text; " + mend)
            }
            XCTAssertTrue(folder.files.contains { $0.path == "catalogue.journey" }, "\(folder.name) has no catalogue")
        }
        for folder in Library.folders { XCTAssertNotNil(folder.mainFile, "\(folder.name) holds no journey of this name") }
    }

    // MARK: The files to be

    private func sources() throws -> [(name: String, text: String)] {
        var sources = [(name: "Starter.swift", text: header + "\nextension Library {\n" + (try starter()) + "}\n")]
        var trades: [String] = []
        for trade in try names(in: journeys) {
            let folders = try libraryFolders(of: trade)
            guard !folders.isEmpty else { continue }
            trades.append(property(trade))
            var text = header + "\nextension Library {\n    static let \(property(trade)): [LibraryFolder] = [\n"
            text += folders.map { "        \(property(trade + "_" + $0)),\n" }.joined() + "    ]\n"
            for folder in folders { text += "\n" + (try definition(property(trade + "_" + folder), trade + "/" + folder)) }
            sources.append((typeName(trade) + ".swift", text + "}\n"))
        }
        let list = "    static let trades: [[LibraryFolder]] = [\(trades.joined(separator: ", "))]\n"
        sources.append(("Trades.swift", header + "\nextension Library {\n" + list + "}\n"))
        return sources.sorted { $0.name < $1.name }
    }

    private let header = "// Written by GeneratedTests from the folder `journeys`; not to be edited.\n"

    /// Folders with a catalogue; others are examples that are read in place.
    private func libraryFolders(of trade: String) throws -> [String] {
        guard !isFile(trade) else { return [] }
        return try names(in: journeys.appendingPathComponent(trade)).filter {
            FileManager.default.fileExists(atPath: journeys.appendingPathComponent("\(trade)/\($0)/catalogue.journey").path)
        }
    }

    private func starter() throws -> String { try definition("starterFolder", "starter", withEvents: true) }

    private func definition(_ property: String, _ folder: String, withEvents: Bool = false) throws -> String {
        var text = "    static let \(property) = LibraryFolder(\n        \"\(folder)\",\n        [\n"
        for path in try texts(in: folder, withEvents: withEvents) {
            let content = try String(contentsOf: journeys.appendingPathComponent(folder + "/" + path), encoding: .utf8)
            XCTAssertFalse(content.contains("\"\"\"##") || content.contains("\\##"), "\(folder)/\(path) cannot stand in a literal")
            text += "            .init(\n                \"\(path)\",\n##\"\"\"\n\(content)\n\"\"\"##),\n"
        }
        return text + "        ])\n"
    }

    /// All but logs of events, which can be large.
    private func texts(in folder: String, withEvents: Bool) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: journeys.appendingPathComponent(folder).path).sorted().filter {
            isFile(folder + "/" + $0) && !$0.split(separator: "/").contains { $0.hasPrefix(".") } && (withEvents || !$0.hasSuffix(".jsonl"))
        }
    }

    private func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: journeys.appendingPathComponent(path).path, isDirectory: &isFolder)
        return exists && !isFolder.boolValue
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// `consumer_goods/big_basket` is `consumerGoodsBigBasket`.
    private func property(_ name: String) -> String {
        let type = typeName(name)
        return type.prefix(1).lowercased() + type.dropFirst()
    }

    private func typeName(_ name: String) -> String {
        name.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

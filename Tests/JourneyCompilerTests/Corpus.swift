import Foundation
import JourneyLanguage
import XCTest

/// The data files of the tests. With `JOURNEY_RECORD=1` in the environment the expected texts are written instead of compared.
enum Corpus {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus")
    static let project = root.deletingLastPathComponent().deletingLastPathComponent()

    /// Files of a folder with an extension, sorted by name; none where the folder is missing.
    static func files(_ folder: URL, _ suffix: String) -> [URL] {
        let found = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return found.filter { $0.pathExtension == suffix }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    static func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

    static func parsed(_ url: URL) throws -> ParsedFile {
        parse(SourceText(name: url.lastPathComponent, bytes: [UInt8](try Data(contentsOf: url))))
    }

    static func check(_ text: String, against url: URL, file: StaticString = #filePath, line: UInt = #line) throws {
        if ProcessInfo.processInfo.environment["JOURNEY_RECORD"] == "1" {
            try Data(text.utf8).write(to: url)
            return
        }
        let expected = try Corpus.text(url)
        XCTAssertEqual(text, expected, url.lastPathComponent, file: file, line: line)
    }
}

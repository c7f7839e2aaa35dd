import Foundation
import XCTest

@testable import JourneyLanguage

/// The list of keywords in the language's page is that of the keyword table.
final class KeywordPageTests: XCTestCase {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Grammar/README.md")

    /// A row each, in the order of the table; signs and words that stand alone in one language, too.
    private var table: String {
        func cell(_ forms: [String]) -> String { forms.map { "`\($0)`" }.joined(separator: " ") }
        let rows = Keywords.rows.map { "| \(cell($0.english)) | \(cell($0.chinese)) |" }
        let units = Keywords.units.map { "| \(cell([$0.letter] + $0.english)) | \(cell($0.chinese)) |" }
        return (["| English | 中文 |", "| --- | --- |"] + rows + units).joined(separator: "\n")
    }

    func testThePageHoldsTheTable() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let opening = try XCTUnwrap(text.range(of: "<!-- keywords:"))
        let begin = try XCTUnwrap(text.range(of: "-->\n", range: opening.upperBound..<text.endIndex)).upperBound
        let end = try XCTUnwrap(text.range(of: "<!-- end of keywords -->", range: begin..<text.endIndex)).lowerBound
        let wanted = table + "\n"
        if text[begin..<end] == wanted { return }
        if ProcessInfo.processInfo.environment["JOURNEY_RECORD"] != nil {
            return try text.replacingCharacters(in: begin..<end, with: wanted).write(to: Self.page, atomically: true, encoding: .utf8)
        }
        XCTFail("Grammar/README.md has other keywords than the table; JOURNEY_RECORD=1 writes them anew")
    }
}

import Foundation
import JourneyCompiler
import JourneyLanguage
import XCTest

/// `journey check --explain`: every code has its text, and the examples are what they say they are.
final class ExplanationTests: XCTestCase {
    /// Codes that no short program shows: bytes that are no text, and sizes.
    private let unshown: Set = ["J0001", "J0017", "J0172", "J0173", "J0199", "J1240", "J1241"]

    func testEveryCodeIsExplainedAndEveryExplanationHasItsCode() throws {
        let codes = try Self.codesInSources()
        XCTAssertGreaterThan(codes.count, 80)
        let explained = Explanation.all.map(\.code)
        XCTAssertEqual(Set(codes).count, codes.count, "a code is given twice")
        XCTAssertEqual(Set(explained).count, explained.count, "a code is explained twice")
        let missing = Set(codes).subtracting(explained).sorted()
        XCTAssertEqual(missing, [], "add an entry in Sources/JourneyCompiler/Explanations for each")
        XCTAssertEqual(Set(explained).subtracting(codes).sorted(), [], "explained, but no problem or finding has the code")
    }

    func testExamplesAreWrongAndRight() {
        for explanation in Explanation.all {
            let code = explanation.code
            if explanation.example == nil { XCTAssertTrue(unshown.contains(code), "\(code) has no example") }
            for example in [explanation.example, explanation.chineseExample].compactMap(\.self) {
                let found = codes(of: example.wrong)
                XCTAssertTrue(found.contains(code), "\(code) is not found in `\(example.wrong)`, but \(found)")
                let left = codes(of: example.right)
                XCTAssertEqual(left, [], "the right example of \(code): `\(example.right)`")
            }
        }
    }

    func testTextsAreWholeInBothLanguages() {
        for explanation in Explanation.all {
            for text in [explanation.title, explanation.meaning] {
                XCTAssertFalse(hasHan(text.english), "\(explanation.code): \(text.english)")
                XCTAssertTrue(hasHan(text.chinese), "\(explanation.code): \(text.chinese)")
            }
            XCTAssertTrue(explanation.meaning.english.hasSuffix("."), explanation.code)
            XCTAssertTrue(explanation.meaning.chinese.hasSuffix("。"), explanation.code)
            for language in Language.allCases {
                for line in explanation.text(in: language).split(separator: "\n") where !line.hasPrefix("    ") {
                    XCTAssertLessThanOrEqual(line.count, 100, "\(line)")
                }
            }
        }
    }

    func testCodesAreFoundAsPeopleWriteThem() {
        for written in ["J0104", "j0104", "0104", "104"] { XCTAssertEqual(Explanation.of(written)?.code, "J0104", written) }
        for written in ["", "J", "J01040", "X104", "J9999", "一〇四"] { XCTAssertNil(Explanation.of(written), written) }
        XCTAssertEqual(Explanation.nearest(to: "J0189"), ["J0199", "J0174", "J0173"])
        XCTAssertEqual(Explanation.nearest(to: "what").count, 3)
    }

    private func codes(of program: String) -> [String] {
        let workspace = compile([("example.journey", parse(SourceText(name: "example.journey", program)))])
        return workspace.diagnostics.map(\.diagnostic.code)
    }

    private func hasHan(_ text: String) -> Bool { text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }

    /// Every code that a problem or a finding is made with.
    private static func codesInSources() throws -> [String] {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        var codes: [String] = []
        for folder in ["JourneyLanguage", "JourneyCompiler"] {
            let url = sources.appendingPathComponent(folder)
            for path in try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted() where path.hasSuffix(".swift") {
                let name = path.split(separator: "/").last ?? ""
                guard name.hasPrefix("Problems") || name.hasPrefix("Finding") else { continue }
                let text = try String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)
                codes += text.matches(of: /"(J\d{4})"/).map { String($0.1) }
            }
        }
        return codes
    }
}

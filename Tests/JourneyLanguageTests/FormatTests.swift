import Foundation
import JourneyLanguage
import XCTest

final class FormatTests: XCTestCase {
    /// Programs of `Corpus/format` with their canonical layout, and their translation into Chinese.
    func testLayouts() throws {
        let programs = try Corpus.files("format", "journey")
        XCTAssertGreaterThan(programs.count, 15)
        for url in programs {
            let file = parse(try Corpus.read(url))
            XCTAssertEqual(file.diagnostics.filter { $0.severity == .error }.map(\.message), [], url.lastPathComponent)
            let expected = url.deletingPathExtension()
            try Corpus.expect(format(file), expected.appendingPathExtension("expected"))
            try Corpus.expect(translated(file, to: .chinese), expected.appendingPathExtension("zh"))
        }
    }

    /// Every program of the project without errors: the same tree, the same comments, and nothing to change the second time.
    func testEveryProgramKeepsItsMeaning() throws {
        let programs = try Corpus.everyProgram()
        XCTAssertGreaterThan(programs.count, 100)
        for file in programs { try checkRoundTrip(file) }
    }

    /// The same into Chinese and back.
    func testEveryProgramKeepsItsMeaningInChinese() throws {
        for file in try Corpus.everyProgram() {
            let chinese = translated(file, to: .chinese)
            let read = parse(SourceText(name: file.source.name, chinese), names: file.names)
            let source = String(decoding: file.source.bytes, as: UTF8.self)
            XCTAssertEqual(read.diagnostics.filter { $0.severity == .error }.map(\.message), [], chinese)
            XCTAssertTrue(read.program == file.program, "another tree:\n\(source)\n=>\n\(chinese)")
            XCTAssertEqual(read.comments.map(\.text), file.comments.map(\.text), source)
            XCTAssertEqual(translated(read, to: .chinese), chinese)
            let english = translated(read, to: .english)
            let back = parse(SourceText(name: file.source.name, english), names: file.names)
            XCTAssertTrue(back.program == file.program, "another tree:\n\(chinese)\n=>\n\(english)")
        }
    }

    private func translated(_ file: ParsedFile, to language: Language) -> String {
        format(file, language: language, names: NameTranslation([file.program], to: language))
    }

    func testGeneratedExpressionsKeepTheirMeaning() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<400 {
            let text = "when a where \(condition(4, &random)) send x via y\n"
            let file = parse(SourceText(name: "generated", text))
            XCTAssertEqual(file.diagnostics.map(\.message), [], text)
            if !file.hasErrors { try checkRoundTrip(file) }
        }
    }

    func testManyLinesAreLaidOutInTimeLinearInTheirNumber() {
        let step = "  send hello with name: first_name via wecom or else sms # why\n"
        let text = "journey long\n  when a\n" + String(repeating: step, count: 10_000) + "end\n"
        let file = parse(SourceText(name: "long", text))
        let result = format(file)
        XCTAssertEqual(result.split(separator: "\n").count, 10_003)
        XCTAssertTrue(result.hasSuffix("# why\nend\n"))
    }

    private func checkRoundTrip(_ file: ParsedFile) throws {
        let once = format(file)
        let again = parse(SourceText(name: file.source.name, once))
        let source = String(decoding: file.source.bytes, as: UTF8.self)
        XCTAssertEqual(again.diagnostics.filter { $0.severity == .error }.map(\.message), [], "\(source)\n=>\n\(once)")
        XCTAssertTrue(again.program == file.program, "another tree:\n\(source)\n=>\n\(once)")
        XCTAssertEqual(again.comments.map(\.text), file.comments.map(\.text), source)
        XCTAssertEqual(format(again), once)
    }

    // MARK: Sentences

    private func condition(_ depth: Int, _ random: inout SeededRandom) -> String {
        let signs = ["=", "!=", "<", "<=", ">", ">=", "is", "is not", "contains", "starts with"]
        switch depth == 0 ? 4 : random.below(10) {
        case 0: return "\(condition(depth - 1, &random)) and \(condition(depth - 1, &random))"
        case 1: return "\(condition(depth - 1, &random)) or \(condition(depth - 1, &random))"
        case 2: return "not \(condition(depth - 1, &random))"
        case 3: return "(\(condition(depth - 1, &random)))"
        case 5: return "\(value(2, &random)) between \(value(1, &random)) and \(value(1, &random))"
        case 6: return "\(value(1, &random)) in (\(value(1, &random)), \(value(0, &random)))"
        case 7: return "\(value(1, &random)) not in (\"a\", \"b\")"
        case 8: return "\(value(1, &random)) is \(random.below(2) == 0 ? "known" : "unknown")"
        case 9: return "has tag vip"
        default: return "\(value(2, &random)) \(signs[random.below(signs.count)]) \(value(2, &random))"
        }
    }

    private func value(_ depth: Int, _ random: inout SeededRandom) -> String {
        let leaves = [
            "price", "event.total", "customer.tier", "a.b", "12", "12.5", "1.0", "50%", "true", "2d", "90m",
            "\"a\\\"b\\\\\\n\\t\\{x}\"",
            "\"中文：；\"", "2026-11-11", "now", "0.000001", "message", "-3",
        ]
        switch depth == 0 ? 5 : random.below(8) {
        case 0: return "\(value(depth - 1, &random)) + \(value(depth - 1, &random))"
        case 1: return "\(value(depth - 1, &random)) - (\(value(depth - 1, &random)))"
        case 2: return "(\(value(depth - 1, &random))) * \(value(0, &random))"
        case 3: return "-\(value(0, &random))"
        case 4: return "\(value(0, &random)) / (\(value(depth - 1, &random)))"
        default: return leaves[random.below(leaves.count)]
        }
    }
}

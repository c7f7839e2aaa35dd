import JourneyCompiler
import JourneyLanguage
import JourneyModel
import XCTest

/// Programs and events made to hurt: large, deep, repetitive. What takes more than a time in proportion to the input would show here
/// as a test that does not end.
final class MaliceTests: XCTestCase {
    private func many(_ count: Int, _ piece: (Int) -> String) -> String { (0..<count).map(piece).joined() }

    /// Reads, checks, shows what is wrong; what is well is laid out.
    private func work(_ program: String, _ name: String) {
        let parsed = parse(SourceText(name: "malice.journey", program))
        let compiled = compile([("malice.journey", parsed)])
        _ = DiagnosticRenderer(parsed).render(compiled.diagnostics.map(\.diagnostic))
        if !parsed.hasErrors { XCTAssertFalse(format(parsed).isEmpty, name) }
    }

    func testRepeatedProgramsOnOneLine() {
        let pieces: [(name: String, before: String, piece: String, after: String)] = [
            ("brackets", "when a if ", "(", ""), ("brackets alone", "", "(", ""), ("negations", "when x if ", "not ", "a = 1 stop end"),
            ("signs", "when a if ", "-", "a = 1 stop end"), ("ors", "when x if ", "a = 1 or ", "a = 1 stop end"),
            ("ifs", "when x ", "if a = 1 ", "stop"), ("rounds", "when x ", "repeat up to 1000 times every 1d ", "tag t"),
            ("channels", "when x send a via b ", "or else c ", ""), ("steps", "when x ", "tag t ", ""), ("quotes", "", "\"", ""),
            ("placeholders", "message m for sms \"", "{a}", "\" end"), ("open placeholders", "message m for sms \"", "{a or \"", "\" end"),
            ("dots", "when x if ", "a.", "b = 1 stop end"), ("caps", "policy ", "at most 1 message per 1d ", "end"),
            ("rules", "", "when a stop\n", ""), ("comments", "", "# c\n", ""), ("glued", "当", "浏览", "就打标签高意向"),
            ("waits", "when x ", "wait up to 1d for a if so tag t else tag u end ", ""), ("marks", "when x tag \"", "a\u{301}\u{301}", "\""),
            ("joined", "when x tag \"", "\u{1F469}\u{200D}", "\""), ("nothing", "", "\u{0}", ""), ("half", "when x tag \"", "\u{FFFD}", ""),
        ]
        for (name, before, piece, after) in pieces {
            work(before + String(repeating: piece, count: 24_000 / piece.utf8.count) + after, name)
        }
    }

    func testManyDifferentThings() {
        work("when x " + many(2_500) { "label l\($0) " } + "tag t", "labels")
        work("when x split \"s\" " + many(1_000) { "0.1% \"a\($0)\" tag t\($0) " } + "end", "arms")
        work("when x if a in (" + (0..<4_000).map(String.init).joined(separator: ", ") + ") stop end", "a list")
        work("when x if a = 0 stop " + many(1_000) { "else if a = \($0) tag t " } + "else stop end", "branches")
        work("when " + (0..<2_500).map { "e\($0)" }.joined(separator: " or ") + " stop", "events")
        work("when " + (0..<2_500).map { "e\($0)" }.joined(separator: " and ") + " within 1d stop", "all events")
        work("when e " + many(1_000) { "then e\($0) within 1d " } + "stop", "a sequence")
        work("when x send a with " + (0..<2_500).map { "a\($0): \($0)" }.joined(separator: ", ") + " via b", "arguments")
        work(many(700) { "journey j\($0) when a start j\($0 + 1) end\n" }, "journeys that start one another")
        work(many(600) { "audience a\($0) = in audience a\($0 + 1) and in audience a\($0 + 2)\n" }, "audiences in one another")
        work("event q end " + many(1_000) { "when e\($0)x stop " }, "names nearly alike")
        work("event e " + many(2_000) { "f\($0) number " } + "end", "fields")
        work("event e also " + (0..<3_000).map { "a\($0)" }.joined(separator: ", ") + " end", "other names")
        work("when " + String(repeating: "a", count: 50_000) + " stop", "a long name")
        work("when a if a = " + String(repeating: "1", count: 50_000) + " stop end", "a long number")
    }

    /// Every column on a long line is right, also beyond where they are counted from its start.
    func testColumnsOfLongLines() {
        let words = String(repeating: "购买 or ", count: 3_000)
        let source = SourceText(name: "long", "# one\nwhen \(words)x tag t\r\n# 三\nwhen a")
        var column = 1
        var line = 1
        for (offset, byte) in source.bytes.enumerated() {
            if byte & 0xC0 != 0x80 {
                XCTAssertEqual(source.position(at: offset), .init(line: line, column: column))
                column += 1
            }
            if byte == 0x0A { (line, column) = (line + 1, 1) }
        }
        XCTAssertEqual(source.position(at: source.bytes.count), .init(line: line, column: column))
        XCTAssertEqual(source.position(at: .max), .init(line: line, column: column))
    }

    // MARK: Events

    func testEventsMadeToHurt() {
        let start = #"{"customer":"c","event":"b","at":1,"#
        let half = 40_000
        let lines = [
            String(repeating: "[", count: half), String(repeating: "{\"a\":", count: half / 5), start + String(repeating: "\"", count: half),
            start + #""a":""# + String(repeating: "\\", count: half), start + #""a":""# + String(repeating: "\\u0041", count: half / 6) + "\"}",
            start + #""a":"# + String(repeating: "9", count: half) + "}", start + #""a":1e"# + String(repeating: "9", count: half) + "}",
            start + #""a":0."# + String(repeating: "0", count: half) + "1}", start + #""a":-"# + String(repeating: "0", count: half) + "}",
            start + #""a":["# + String(repeating: "1,", count: half / 2) + "1]}",
            start + many(256) { "\"p\($0 % 255)\":1," } + "\"z\":1}",
            start + many(255) { "\"" + String(repeating: "p", count: 1_000) + "\($0)\":1," } + "\"z\":1}",
            start + many(255) { "\"\\u00\(String(65 + $0 % 26, radix: 16))\($0)\":1," } + "\"z\":1}",
            start + #""a":""# + String(repeating: "e\u{301}", count: half / 3) + "\"}", start + String(repeating: " ", count: half) + "\"z\":1}",
            #"{"customer":""# + String(repeating: "é", count: half) + #"","event":"b","at":1}"#,
            #"{"customer":"c","event":"b","at":""# + String(repeating: "2", count: half) + "\"}",
            #"{"customer":"c","event":"b","at":"# + String(repeating: "1", count: half) + "}",
        ]
        for line in lines {
            let bytes = Array(line.utf8)
            XCTAssertNoThrow(try FuzzTarget.events.check(bytes), String(line.prefix(60)))
            XCTAssertNoThrow(try FuzzTarget.csv.check(Array("customer,event,at,a\n".utf8) + bytes), String(line.prefix(60)))
        }
    }

    /// Quotes that open and close nothing, commas without end.
    func testRecordsMadeToHurt() {
        for piece in ["\"", ",", "\"\"", "\n", "\r", "\",\"", "a\"", "\"\n"] {
            let record = String(repeating: piece, count: 30_000 / piece.utf8.count)
            for header in ["", "customer,event,at,a\n", "customer,event,at,"] {
                XCTAssertNoThrow(try FuzzTarget.csv.check(Array((header + record).utf8)), header + piece)
            }
        }
    }
}

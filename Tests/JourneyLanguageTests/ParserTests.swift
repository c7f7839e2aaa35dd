import JourneyModel
import XCTest

@testable import JourneyLanguage

final class ParserTests: XCTestCase {
    private func condition(_ text: String) -> String {
        let parsed = parse("when a if \(text) stop end")
        guard parsed.diagnostics.isEmpty, case .rule(let rule) = parsed.program.items.first,
            case .branch(let branches, _) = rule.steps[0].kind
        else { return parsed.diagnostics.map { "\($0.code) \($0.message)" }.joined(separator: "; ") }
        return TreeDump.expression(branches[0].condition)
    }

    func testPrecedence() {
        let cases: [(String, String)] = [
            ("a = b or c = d and not e = f", "((a = b) or ((c = d) and (not (e = f))))"),
            ("a + b * c - d > -e / 2", "(((a + (b * c)) - d) > ((minus e) / integer(2)))"),
            ("(a + b) * c = 3", "(((a + b) * c) = integer(3))"),
            ("a between 1 and 5 and b = 2", "((a between integer(1) and integer(5)) and (b = integer(2)))"),
            ("a in (1, \"b\"、2d)", "(a in [integer(1), text(\"b\"), duration(172800000000)])"),
            ("not a not in (1)", "(not (a not in [integer(1)]))"),
            ("a is known and b is unknown or c is not \"x\"", "(((a is known) and (b is unknown)) or (c is not text(\"x\")))"),
            ("event.price >= customer.limit", "(event.price >= customer.limit)"),
            ("event.in = 1", "(event.in = integer(1))"),
            (
                "page contains \"x\" and name starts with \"y\"",
                "((page contains text(\"x\")) and (name starts with text(\"y\")))"
            ),
            ("has tag vip and not has tag \"银 卡\"", "((has tag 'vip') and (not (has tag '银 卡')))"),
            ("now > expires_on", "(now > expires_on)"),
            (
                "value > 3 and message is \"m\" and date = 2026-11-11",
                "(((value > integer(3)) and (message is text(\"m\"))) and (date = date(days: 20768)))"
            ),
            ("rate < 12.5%", "(rate < percent(125000))"),
            ("opened_at < 9:30", "(opened_at < timeOfDay(seconds: 34200))"),
            ("vip is true", "(vip is boolean(true))"),
            ("not in audience warm and a not in (1)", "((not (in audience 'warm')) and (a not in [integer(1)]))"),
            ("a != 1 and b ≠ 2", "((a != integer(1)) and (b != integer(2)))"),
        ]
        for (text, expected) in cases { XCTAssertEqual(condition(text), expected, text) }
    }

    /// As deep as is read, in every way there is to nest, and one deeper: a complaint and no crash.
    func testDepthIsBounded() {
        let deep = 20_000
        let nests: [(String, String, String)] = [
            ("(", "a = 1", ")"), ("not ", "a = 1", ""), ("-", "a", " = 1"), ("a + ", "1 = 1", ""), ("a = 1 or ", "a = 1", ""),
            ("a = 1 and ", "b = 2", ""),
            ("((((((((((a*1)*1)*1)*1)*1)*1)*1)*1)*1)*1) + ", "1 = 1", ""),
        ]
        for (open, inside, close) in nests {
            let closers = String(repeating: close.hasPrefix(" ") ? "" : close, count: deep) + (close.hasPrefix(" ") ? close : "")
            let codes = parse("when x if " + String(repeating: open, count: deep) + inside + closers + " stop end").diagnostics
                .map(\.code)
            XCTAssertEqual(codes, ["J0120"], open)
        }
        for open in ["if a = 1 ", "wait up to 1d for a if so ", "wait up to 1d for a or else "] {
            let codes = parse("when x " + String(repeating: open, count: deep) + "stop " + String(repeating: "end ", count: deep))
                .diagnostics
            XCTAssertTrue(codes.contains { $0.code == "J0120" }, open)
            XCTAssertLessThan(codes.count, 4, open)
        }
        XCTAssertEqual(parse("when " + String(repeating: "(", count: deep) + "a").diagnostics.map(\.code), ["J0120"])
        XCTAssertEqual(
            parse("when x " + String(repeating: "if a = 1 ", count: 90) + "stop" + String(repeating: " end", count: 90))
                .diagnostics, [])
        XCTAssertEqual(
            condition(String(repeating: "(", count: 90) + "a = 1" + String(repeating: ")", count: 90)), "(a = integer(1))")
    }

    func testChainsOfElseIfAreNotDeep() {
        let parsed = parse("when x if a = 0 stop " + (1...5000).map { "else if a = \($0) tag t " }.joined() + "else stop end")
        XCTAssertEqual(parsed.diagnostics, [])
    }

    func testEmptyFiles() {
        for text in ["", " \n", "# only a comment", ",;。\n"] {
            let parsed = parse(text)
            XCTAssertEqual(parsed.diagnostics, [])
            XCTAssertEqual(parsed.program.items, [])
        }
    }

    /// What is understood of a broken file is still there.
    func testGoodItemsSurviveBadOnes() {
        let parsed = parse("when a send b via c\nwhen send via d\njourney j when e send f via g end\nsned x\nwhen h stop")
        let names = parsed.program.items.map { item in
            if case .rule(let rule) = item { return rule.steps.count } else { return -1 }
        }
        XCTAssertEqual(names, [1, 0, -1, 1])
        XCTAssertTrue(parsed.hasErrors)
    }

    func testNestedElseIsNoElseIf() {
        let chained = parse("when x if a = 1 stop else if b = 2 tag t end")
        let nested = parse("when x if a = 1 stop else then if b = 2 tag t end end")
        XCTAssertEqual(chained.diagnostics + nested.diagnostics, [])
        XCTAssertNotEqual(chained.program, nested.program)
    }
}

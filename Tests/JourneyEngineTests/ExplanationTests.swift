import JourneyCompiler
import JourneyLanguage
import JourneyModel
import XCTest

@testable import JourneyEngine

/// Which parts of a condition decide it, with which values, and how the journal keeps them.
final class ExplanationTests: XCTestCase {
    private let now = Timestamp(rfc3339: "2026-11-23T10:00:00Z") ?? .distantPast

    private func condition(_ text: String, file: StaticString = #filePath, line: UInt = #line) throws -> Formula {
        let source = SourceText(name: "c.journey", bytes: Array("journey c when x for customers where \(text) stop end".utf8))
        let compiled = compile([(path: "c.journey", parsed: parse(source))])
        return try XCTUnwrap(compiled.machines.first?.audience, text, file: file, line: line)
    }

    /// A customer who is silver, tagged `new`, and bought 80 and 20 an hour ago.
    private func customer(_ conditions: [Formula]) -> (Engine, CustomerState) {
        let names = NameTable()
        var definitions = Definitions()
        definitions.questions = conditions
        let deployment = Deployment(
            [], definitions: definitions, names: names, epoch: { _ in HistoryEpoch(number: 1, isFromTheStart: true) })
        let engine = Engine(deployment: deployment, isBackfill: true)
        var state = CustomerState(id: "c")
        var output = Output(deployment: deployment, nextNumber: 1, keepsDecisions: false)
        for (name, properties) in [
            ("$set", #""tier":"silver","points":80,"note":"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十""#), ("$tag", #""tag":"new""#),
            ("bought", #""total":80"#), ("bought", #""total":20"#),
        ] {
            Array(properties.utf8).withUnsafeBytes { bytes in
                let view = EventView(name: names.number(name), at: now - .hour, properties: bytes)
                engine.process(view, of: &state, now: now - .hour, past: { [] }, into: &output)
            }
        }
        return (engine, state)
    }

    private func line(_ part: DecidingPart) -> String {
        let values = part.readings.map { " \($0.of.text)=\($0.value == .unknown ? "?" : $0.value.text)" }.joined()
        return (part.holds ? "+" : "-") + part.condition.text + values
    }

    func testTheDecidingParts() throws {
        let cases: [(String, Bool, [String])] = [
            ("tier is \"gold\"", false, ["-tier is \"gold\" tier=silver"]),
            ("tier is \"silver\"", true, ["+tier is \"silver\" tier=silver"]),
            // Of an `and` that fails, all that fail.
            ("tier is \"gold\" and points >= 100", false, ["-tier is \"gold\" tier=silver", "-points >= 100 points=80"]),
            ("tier is \"silver\" and points >= 100", false, ["-points >= 100 points=80"]),
            ("tier is \"silver\" and points >= 50", true, ["+tier is \"silver\" tier=silver", "+points >= 50 points=80"]),
            // Of an `or` that holds, the first that does.
            ("tier is \"gold\" or points >= 50 or has tag new", true, ["+points >= 50 points=80"]),
            ("tier is \"gold\" or has tag old", false, ["-tier is \"gold\" tier=silver", "-has tag old"]),
            ("not (tier is \"silver\" or points > 100)", false, ["+tier is \"silver\" tier=silver"]),
            ("city is unknown", true, ["-city is known city=?"]),
            ("city is \"x\"", false, ["-city is \"x\" city=?"]),
            ("points between 90 and 100", false, ["-points between 90 and 100 points=80"]),
            ("tier in (\"gold\", \"bronze\")", false, ["-tier in (\"gold\", \"bronze\") tier=silver"]),
            ("points * 2 > points + 100", false, ["-points * 2 > points + 100 points=80"]),
            ("bought at least 3 times within 90d", false, ["-bought at least 3 times within 90d bought at least 3 times within 90d=2"]),
            ("bought at least 2 times within 90d", true, ["+bought at least 2 times within 90d"]),
            ("bought at least 3 times within 30m", false, ["-bought at least 3 times within 30m bought at least 3 times within 30m=0"]),
            ("sum of bought.total within 90d > 100", false, ["-sum of bought.total within 90d > 100 sum of bought.total within 90d=100"]),
            ("days since bought > 1", false, ["-days since bought > 1 days since bought=0"]),
            ("event.price > 3", false, ["-event.price > 3 event.price=?"]),
            ("consented to marketing", false, ["-consented to marketing"]),
        ]
        for (text, holds, expected) in cases {
            let formula = try condition(text)
            let (engine, state) = customer([formula])
            let found = engine.explain(formula, of: state, at: now)
            XCTAssertEqual(found.holds, holds, text)
            XCTAssertEqual(engine.holds(formula, of: state, at: now), holds, text)
            XCTAssertEqual(found.parts.map(line), expected, text)
        }
    }

    /// What the journal keeps gives the same parts again, and a fact of another question none.
    func testTheJournalsForm() throws {
        let texts = [
            "tier is \"gold\" and points >= 100 or has tag old", "bought at least 3 times within 90d and note contains \"x\"",
            "points between 90 and 100 or city is known",
        ]
        let question = try texts.map { try condition($0) }
        let (engine, state) = customer(question)
        let fact = Because.fact(question, version: 7, engine.scope(state, nil, now)).value
        XCTAssertEqual(Because.version(fact), 7)
        let parts = Because.parts(fact, of: question)
        XCTAssertEqual(
            parts.map(line),
            [
                "-tier is \"gold\" tier=silver", "-points >= 100 points=80", "-has tag old",
                "-bought at least 3 times within 90d bought at least 3 times within 90d=2",
                "-note contains \"x\" note=一二三四五六七八九十一二三四五…", "-points between 90 and 100 points=80",
            ])
        XCTAssertEqual(Because.parts(fact, of: [try condition("tier is \"gold\"")]), [])
        XCTAssertEqual(Because.parts(.list([.integer(1), .integer(-4)]), of: question), [])
        XCTAssertEqual(Because.parts(.list([.integer(1), .integer(0)]), of: question), [])
        XCTAssertEqual(Because.parts(.text("x"), of: question), [])
        XCTAssertNil(Because.version(.list([.integer(-1)])))
        var out = ByteWriter()
        out.value(fact)
        XCTAssertLessThan(out.bytes.count, 150)
    }
}

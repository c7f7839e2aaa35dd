import JourneyLanguage
import XCTest

/// What the grammar says, the parser reads; what the formatter writes of it says the same.
final class SentenceTests: XCTestCase {
    private static let rounds = 4000

    func testEverySentenceOfTheGrammarIsRead() throws {
        let grammar = try Grammar()
        var generator = SentenceGenerator(grammar: grammar, seed: 20_261_121)
        var refused = 0
        var changed = 0
        for round in 0..<Self.rounds {
            let words = generator.sentence("file")
            let text = SentenceGenerator.text(words, [[" "], ["\n"], [" ", " ", "\n"]][round % 3])
            let parsed = parse(SourceText(name: "round \(round)", text))
            if !parsed.diagnostics.isEmpty {
                refused += 1
                if refused <= 8 { XCTFail(DiagnosticRenderer(parsed.source).render(parsed.diagnostics) + text) }
                continue
            }
            let formatted = format(parsed)
            let again = parse(SourceText(name: "formatted", formatted))
            if again.program != parsed.program || !again.diagnostics.isEmpty {
                changed += 1
                if changed <= 8 || text.utf8.count < 150 {
                    XCTFail(
                        "formatted differently\n\(text)\n--\n\(formatted)\n"
                            + DiagnosticRenderer(again.source).render(again.diagnostics))
                }
            }
        }
        XCTAssertEqual(refused, 0)
        XCTAssertEqual(changed, 0)
        for (number, choice) in grammar.choices.enumerated() where generator.taken[number].count < choice.ways {
            XCTFail("a way of `\(choice.production)` was never taken: \(generator.taken[number].sorted()) of \(choice.ways)")
        }
    }
}

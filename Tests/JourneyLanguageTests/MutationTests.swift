import Foundation
import JourneyLanguage
import XCTest

/// The words of a program as written.
enum Tokens {
    /// Cut at white space outside of texts and comments, and around punctuation; comments are left out.
    static func split(_ source: SourceText) -> [String] {
        var words: [String] = []
        var word = ""
        func flush() {
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        var rest = Substring(String(decoding: source.bytes, as: UTF8.self))
        while let character = rest.popFirst() {
            switch character {
            case "#":
                while let next = rest.first, next != "\n" { rest.removeFirst() }
            case "\"", "“":
                flush()
                let closer: Character = character == "\"" ? "\"" : "”"
                let isTriple = character == "\"" && rest.hasPrefix("\"\"")
                if isTriple { rest.removeFirst(2) }
                word = isTriple ? "\"\"\"" : String(character)
                var braces = 0
                var isNested = false
                while let next = rest.popFirst() {
                    word.append(next)
                    if next == "\\", let escaped = rest.popFirst() {
                        word.append(escaped)
                    } else if next == "\"", braces > 0 {
                        isNested.toggle()
                    } else if !isNested, next == "{" || next == "}" {
                        braces += next == "{" ? 1 : -1
                    } else if braces > 0 {
                        continue
                    } else if next == closer, !isTriple || word.hasSuffix("\"\"\"") && word.count >= 6 {
                        break
                    }
                }
                flush()
            case "(", ")", ",", "，", "（", "）", ";":
                flush()
                words.append(String(character))
            default:
                if character.isWhitespace { flush() } else { word.append(character) }
            }
        }
        flush()
        return words
    }

    static func join(_ words: [String], _ space: String) -> String { words.joined(separator: space) }
}

/// Programs with one thing wrong: never a crash, never a flood.
final class MutationTests: XCTestCase {
    /// Complaints that one missing, doubled or swapped word may cause.
    private static let handful = 5

    func testOneWrongWordGivesAtMostAHandfulOfComplaints() throws {
        var random = SeededRandom(seed: 20_261_111)
        for source in try Corpus.programs() {
            let words = Tokens.split(source)
            // Of a long program one mutant a place.
            let isLong = words.count > 150
            for place in words.indices {
                var mutants = [words, words, words]
                mutants[0].remove(at: place)
                mutants[1].insert(words[place], at: place)
                if place > 0 { mutants[2].swapAt(place, place - 1) }
                for (number, mutant) in mutants.enumerated() where !isLong || number == place % 3 {
                    check(Tokens.join(mutant, place % 2 == 0 ? " " : "\n"), source.name, Self.handful)
                }
                guard place % (isLong ? 5 : 1) == 0 else { continue }
                var scattered = words
                scattered.swapAt(place, random.below(words.count))
                check(Tokens.join(scattered, " "), source.name, 2 * Self.handful)
            }
        }
    }

    /// Of the programs that come with the project a sample; all of them with JOURNEY_ALL_MUTANTS set in the environment.
    func testOneWrongWordInAShippedProgram() throws {
        let every = ProcessInfo.processInfo.environment["JOURNEY_ALL_MUTANTS"] == nil ? 16 : 1
        var round = 0
        for source in try Corpus.shipped() {
            let words = Tokens.split(source)
            for place in words.indices {
                round += 1
                guard round % every == 0 else { continue }
                for kind in 0..<3 where every == 1 || kind == round / every % 3 {
                    var mutant = words
                    switch kind {
                    case 0: mutant.remove(at: place)
                    case 1: mutant.insert(words[place], at: place)
                    default: mutant.swapAt(place, max(0, place - 1))
                    }
                    check(Tokens.join(mutant, round / every % 2 == 0 ? " " : "\n"), source.name, Self.handful)
                }
            }
        }
    }

    func testAnyBytesGiveAResult() throws {
        var random = SeededRandom(seed: 7)
        let programs = try Corpus.programs()
        for round in 0..<3000 {
            var bytes = programs[random.below(programs.count)].bytes
            for _ in 0...random.below(8) {
                let place = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + random.below(20)))
                case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                default: bytes.append(contentsOf: bytes[place..<min(bytes.count, place + random.below(60))])
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            let parsed = parse(SourceText(name: "round \(round)", bytes: bytes))
            XCTAssertLessThanOrEqual(parsed.diagnostics.count, 100)
            for diagnostic in parsed.diagnostics {
                XCTAssertTrue(isInside(diagnostic.range, parsed.source))
                XCTAssertFalse(DiagnosticRenderer(parsed.source).render(diagnostic).isEmpty)
            }
        }
    }

    /// Things repeated without end: the work stays in proportion, and so do the complaints.
    func testRepetitionsGiveAResult() {
        let pieces = [
            "\"", "\"{", "when \"{", "'", "end ", "sned ", "when sned\n", "else ", "event ", "priority 1 ", "for x ", "a-", "1d",
            "(", "“", "{", "#\n",
            "but #\n", "wait # x\n", "channel c a b\n", "policy a b\n", "split \"a\" 50% ", "\u{0}", "，", "then ", "-b", "\"\"\"",
            "when ", "a.", "=",
        ]
        for piece in pieces {
            for start in ["", "when a ", "when a if ", "when a send b via c ", "channel c ", "policy "] {
                let parsed = parse(start + String(repeating: piece, count: 1500))
                XCTAssertLessThanOrEqual(parsed.diagnostics.count, 100, piece)
            }
        }
    }

    func testEveryPrefixOfAProgramGivesAResult() throws {
        for source in try Corpus.programs() {
            for count in stride(from: 0, to: source.bytes.count, by: source.bytes.count > 1500 ? 11 : 3) {
                let parsed = parse(SourceText(name: "prefix", bytes: Array(source.bytes.prefix(count))))
                XCTAssertLessThanOrEqual(parsed.diagnostics.count, 4, "\(source.name) cut at \(count)")
            }
        }
    }

    private func check(_ text: String, _ name: String, _ most: Int) {
        let parsed = parse(text)
        XCTAssertLessThanOrEqual(
            parsed.diagnostics.count, most,
            name + "\n" + text + "\n" + DiagnosticRenderer(parsed.source).render(parsed.diagnostics))
        for diagnostic in parsed.diagnostics { XCTAssertTrue(isInside(diagnostic.range, parsed.source), diagnostic.message) }
        guard parsed.diagnostics.isEmpty else { return }
        // Nothing to complain of: then it says something, which can be written down and read again.
        let again = parse(SourceText(name: "formatted", format(parsed)))
        XCTAssertEqual(again.diagnostics, [], text)
        XCTAssertEqual(again.program, parsed.program, text)
    }

    private func isInside(_ range: SourceRange, _ source: SourceText) -> Bool {
        range.start >= 0 && range.start <= range.end && range.end <= source.bytes.count
    }
}

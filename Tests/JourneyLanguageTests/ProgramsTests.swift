import JourneyLanguage
import XCTest

/// Good programs: `NAME.journey` with its tree in `NAME.tree`; `NAME.layouts` holds one program in several layouts, between
/// lines of `===`, which all have the same tree.
final class ProgramsTests: XCTestCase {
    func testProgramsGiveTheirTrees() throws {
        let files = try Corpus.files("programs", "journey")
        XCTAssertGreaterThanOrEqual(files.count, 5)
        for url in files {
            let parsed = parse(try Corpus.read(url))
            XCTAssertEqual(parsed.diagnostics, [], DiagnosticRenderer(parsed.source).render(parsed.diagnostics))
            try Corpus.expect(TreeDump.dump(parsed.program), url.deletingPathExtension().appendingPathExtension("tree"))
        }
    }

    func testLayoutsOfAProgramAreOne() throws {
        for url in try Corpus.files("programs", "layouts") {
            var variants: [[Substring]] = [[]]
            for line in try Corpus.text(url).split(separator: "\n", omittingEmptySubsequences: false) {
                if line == "===" { variants.append([]) } else { variants[variants.count - 1].append(line) }
            }
            let parsed = variants.map { parse($0.joined(separator: "\n")) }
            XCTAssertGreaterThan(parsed.count, 1)
            for (number, file) in parsed.enumerated() {
                XCTAssertEqual(file.diagnostics, [], DiagnosticRenderer(file.source).render(file.diagnostics))
                XCTAssertEqual(
                    TreeDump.dump(file.program), TreeDump.dump(parsed[0].program),
                    "\(url.lastPathComponent), layout \(number + 1)")
                XCTAssertEqual(file.program, parsed[0].program)
            }
        }
    }

    /// Each token on its own line, and all on one line, say the same.
    func testLineBreaksMeanNothing() throws {
        for source in try Corpus.programs() {
            let tree = parse(source).program
            let words = Tokens.split(source)
            XCTAssertEqual(parse(Tokens.join(words, "\n")).program, tree, source.name)
            XCTAssertEqual(parse(Tokens.join(words, " ")).program, tree, source.name)
        }
    }

    func testKeywordsIgnoreCase() throws {
        let tree = parse("when a but not b within 2d send c via d or else e wait up to 1d for f if so tag g end").program
        XCTAssertEqual(
            parse("When a But NOT b WITHIN 2D Send c Via d OR Else e WAIT Up To 1D FOR f IF So TAG g END").program, tree)
        XCTAssertNotEqual(
            parse("when A but not b within 2d send c via d or else e wait up to 1d for f if so tag g end").program, tree)
    }

    func testRangesCoverWhatTheyName() throws {
        let source = SourceText(name: "test", "when 浏览 where price > 10  send “c” via d\n\njourney j when a stop end\n")
        let parsed = parse(source)
        guard case .rule(let rule) = parsed.program.items[0], case .journey(let journey) = parsed.program.items[1],
            case .pattern(let pattern) = rule.trigger.kind, case .any(let events) = pattern.base
        else { return XCTFail("not the tree of this program") }
        XCTAssertEqual(source.text(rule.range), "when 浏览 where price > 10  send “c” via d")
        XCTAssertEqual(source.text(journey.range), "journey j when a stop end")
        XCTAssertEqual(source.text(events.alternatives[0].name.range), "浏览")
        XCTAssertEqual(source.text(events.range), "浏览 where price > 10")
        XCTAssertEqual(source.text(rule.steps[0].range), "send “c” via d")
    }

    func testCommentsAreKept() {
        let parsed = parse("# first\nwhen a # trailing  \n  but # inside\n  not b within 2d\n\tsend c via d # last")
        XCTAssertEqual(parsed.diagnostics, [])
        XCTAssertEqual(parsed.comments.map(\.text), ["# first", "# trailing", "# inside", "# last"])
        XCTAssertEqual(parsed.comments.map(\.isTrailing), [false, true, true, true])
        for comment in parsed.comments { XCTAssertEqual(parsed.source.text(comment.range), comment.text) }
    }
}

import JourneyCompiler
import JourneyLanguage
import JourneyModel
import XCTest

final class MachineTests: XCTestCase {
    private func machine(_ text: String) throws -> Machine {
        let workspace = compile([("test.journey", parse(SourceText(name: "test.journey", text)))])
        XCTAssertEqual(workspace.diagnostics.map(\.diagnostic.message), [], text)
        return try XCTUnwrap(workspace.machines.first)
    }

    /// The version of a journey is stored: what gives another hash for the same journey makes a new version of all of them.
    func testTheHashIsTheSameForEver() throws {
        let machine = try machine("when browsed but not bought within 2d send coupon via wecom")
        let json =
            #"{"name":"test","reentry":{"once":{}},"states":[{"kind":"step","label":"send#1","transitions":"#
            + #"[{"actions":[{"send":{"_0":{"channels":["wecom"],"content":"coupon"}}}],"cause":{"immediate":{}},"name":"","#
            + #""target":1}]},{"kind":"done","label":"done"}],"trigger":{"pattern":{"_0":{"absence":"#
            + #"{"events":[{"event":"bought"}],"within":172800000000},"base":{"any":{"_0":[{"event":"browsed"}]}}}}}}"#
        XCTAssertEqual(String(decoding: try machine.encoded(), as: UTF8.self), json)
        XCTAssertEqual(machine.hash, "767e8119b783070e6a2f0fbb72719fb7")
        XCTAssertEqual(machine.triggerHash, "85bdd80f10d30ee1b736e1e3cb325061")
    }

    func testLayoutAndCommentsMakeNoNewVersion() throws {
        let plain = try machine("journey j when a where x is 1 and y is 2 and z is 3 send b via c end")
        let spread = try machine("# why\njourney j\n  when a # first\n where (x is 1 and y is 2) and z = 3,\n then send b\n via c\nend")
        XCTAssertEqual(plain, spread)
        XCTAssertEqual(plain.hash, spread.hash)
        let other = try machine("journey j when a where x is 1 and y is 2 and z is 4 send b via c end")
        XCTAssertNotEqual(plain.hash, other.hash)
        XCTAssertNotEqual(plain.triggerHash, other.triggerHash)
        let sameTrigger = try machine("journey j when a where x is 1 and y is 2 and z is 3 send b via d end")
        XCTAssertEqual(plain.triggerHash, sameTrigger.triggerHash)
        XCTAssertNotEqual(plain.hash, sameTrigger.hash)
    }

    func testForeignBytesAreNoMachine() throws {
        let bytes = try machine("when a send b via c").encoded()
        let text = String(decoding: bytes, as: UTF8.self)
        let broken = [
            "", "{}", "[]", "nonsense", String(text.dropLast()),
            text.replacingOccurrences(of: "\"target\":1", with: "\"target\":2"),
            text.replacingOccurrences(of: "\"target\":1", with: "\"target\":-1"),
        ]
        for text in broken { XCTAssertThrowsError(try Machine(encoded: Array(text.utf8)), text) }
        XCTAssertEqual(try Machine(encoded: bytes).name, "test")
    }

    func testDeepFormulasAreEncodedAndRead() throws {
        let machine = try machine("when a where " + String(repeating: "not ", count: 98) + "x is 1 send b via c")
        XCTAssertEqual(try Machine(encoded: machine.encoded()), machine)
        let sum = try self.machine("when a where x = " + String(repeating: "1 + ", count: 98) + "1 send b via c")
        XCTAssertEqual(try Machine(encoded: sum.encoded()), sum)
    }

    func testTheLongestPathSaturates() throws {
        var machine = try machine("when a goal b within 3d wait 1d wait up to 2d for c")
        XCTAssertEqual(machine.longestPath, 6 * .day)
        machine.goal?.within = .max
        XCTAssertEqual(machine.longestPath, .max)
    }

    func testAnythingGivesAResult() throws {
        var random = SplitMix(state: 3)
        let words = [
            "when", "a", "b.c", "but not", "within", "2d", "then", "and", "or", "not", "where", "=", "3", "\"x\"", "(", ")", "send", "via",
            "if", "else", "end", "wait", "wait up to", "for", "if so", "or else", "goal", "exit when", "journey", "channel", "policy", "stop",
            "no", "times", "event.x", "+", "-", "in", "between", "is known", "adapter", "file", "#", "\n", "，", "中文",
        ]
        for _ in 0..<2_000 {
            let text = (0..<random.below(40)).map { _ in words[random.below(words.count)] }.joined(separator: " ")
            let file = parse(SourceText(name: "any.journey", text))
            let workspace = compile([("any.journey", file)])
            for machine in workspace.machines { XCTAssertFalse(machineGraph(machine, as: .mermaid).isEmpty) }
            if !file.hasErrors {
                let once = format(file)
                let again = parse(SourceText(name: "any.journey", once))
                XCTAssertTrue(again.program == file.program, "\(text)\n=>\n\(once)")
                XCTAssertEqual(format(again), once, text)
            }
        }
    }
}

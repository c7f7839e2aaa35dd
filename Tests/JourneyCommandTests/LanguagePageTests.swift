import Foundation
import XCTest

/// The examples of Grammar/README.md are read and checked without a complaint, and their tests pass.
///
/// A block that begins with ```` ```journey ```` is a file. A word after it says that it holds pieces of one: `trigger` and
/// `condition` one a line, `header` and `step` some that stand together. `zh` before that word marks the blocks in Chinese.
final class LanguagePageTests: XCTestCase {
    private struct Example {
        var line: Int
        var isChinese: Bool
        var program: String
        var hasTests: Bool { program.contains("\ntest ") }
    }

    private func examples() throws -> [Example] {
        let page = try String(contentsOf: Program.repository.appendingPathComponent("Grammar/README.md"), encoding: .utf8)
        var examples: [Example] = []
        var open: (kind: [Substring], line: Int, text: [Substring])?
        for (number, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let block = open {
                guard line == "```" else {
                    open?.text.append(line)
                    continue
                }
                let isChinese = block.kind.first == "zh"
                for (offset, program) in programs(block.text, kind: block.kind.drop { $0 == "zh" }.first.map(String.init), isChinese) {
                    examples.append(Example(line: block.line + offset, isChinese: isChinese, program: program))
                }
                open = nil
            } else if line.hasPrefix("```journey") {
                open = (line.split(separator: " ").dropFirst().map { $0 }, number + 2, [])
            }
        }
        return examples
    }

    private func programs(_ lines: [Substring], kind: String?, _ isChinese: Bool) -> [(Int, String)] {
        let (when, send, condition, stop) =
            isChinese ? ("当 注册\n", "\n通过 短信 发送 问候", "如果 ", "\n停止 结束") : ("when signed_up\n", "\nsend hello via sms", "if ", "\nstop end")
        let each = lines.enumerated().filter { !$0.element.isEmpty }.map { ($0.offset, String($0.element)) }
        switch kind {
        case "trigger": return each.map { ($0.0, $0.1 + send) }
        case "header": return [(0, when + lines.joined(separator: "\n") + send)]
        case "condition": return each.map { ($0.0, when + condition + $0.1 + stop) }
        case "step":
            let steps = lines.joined(separator: "\n") + "\n"
            let pool = isChinese ? "优惠券池 春季券 库存 500 结束" : "coupon spring_twenty stock 500 end"
            return [(0, when + steps + (steps.contains(isChinese ? "发放" : "give ") ? pool : ""))]
        default: return [(0, lines.joined(separator: "\n") + "\n")]
        }
    }

    func testExamples() throws {
        let examples = try examples()
        XCTAssertGreaterThan(examples.count, 90)
        var tested = 0
        try withTemporaryFolder { folder in
            for example in examples {
                let file = "line-\(example.line).journey"
                try example.program.write(to: folder.appendingPathComponent(file), atomically: true, encoding: .utf8)
                let result = try Program.run(["check", file], in: folder)
                let complaint = result.errors + result.output
                XCTAssertEqual(result.code, 0, "Grammar/README.md:\(example.line)\n\(example.program)\n\(complaint)")
                for word in ["error[", "warning["] where complaint.contains(word) {
                    XCTFail("Grammar/README.md:\(example.line)\n\(example.program)\n\(complaint)")
                }
                guard example.hasTests else { continue }
                tested += 1
                let run = try Program.run(["test", file], in: folder)
                XCTAssertEqual(run.code, 0, "Grammar/README.md:\(example.line)\n\(run.errors)\(run.output)")
            }
        }
        XCTAssertGreaterThan(tested, 0)
    }
}

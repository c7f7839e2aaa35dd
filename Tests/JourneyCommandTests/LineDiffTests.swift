import JourneyReports
import XCTest

@testable import journey

final class LineDiffTests: XCTestCase {
    /// What stays and what goes is the old text, what stays and what comes the new one, and no shorter way leads from one to the other.
    func testDifferencesAreWholeAndShortest() {
        var random = Seeded(7)
        for round in 0..<2_000 {
            let old = text(&random)
            let new = text(&random)
            let diff = LineDiff(old, new)
            XCTAssertEqual(diff.lines.compactMap(\.old).joined(), old, "round \(round)")
            XCTAssertEqual(diff.lines.compactMap(\.new).joined(), new, "round \(round)")
            let changes = diff.lines.count { if case .kept = $0 { false } else { true } }
            XCTAssertEqual(changes, fewestChanges(old, new), "round \(round): `\(old)` `\(new)`")
        }
    }

    func testWhatDiffersEverywhereIsOneBlock() {
        let old = (0..<3_000).map { "old \($0)\n" }.joined()
        let new = (0..<3_000).map { "new \($0)\n" }.joined()
        let lines = LineDiff("same\n" + old, "same\n" + new).lines
        XCTAssertEqual(lines.count, 6_001)
        XCTAssertEqual(lines.compactMap(\.old).joined(), "same\n" + old)
        XCTAssertEqual(lines.compactMap(\.new).joined(), "same\n" + new)
    }

    func testHunks() {
        func numbered(_ changed: [Int: String]) -> String { (1...20).map { (changed[$0] ?? "\($0)") + "\n" }.joined() }
        let cases: [(old: String, new: String, expected: String)] = [
            ("a\n", "a\n", ""),
            ("", "a\n", "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n"),
            ("a\n", "", "--- f\n+++ f\n@@ -1,1 +0,0 @@\n-a\n"),
            ("a", "a\n", "--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n"),
            (
                numbered([:]), numbered([2: "two", 19: "nineteen"]),
                "--- f\n+++ f\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -16,5 +16,5 @@\n 16\n 17\n 18\n-19\n+nineteen\n 20\n"
            ),
            (
                numbered([:]), numbered([5: "", 11: "x"]),
                "--- f\n+++ f\n@@ -2,13 +2,13 @@\n 2\n 3\n 4\n-5\n+\n 6\n 7\n 8\n 9\n 10\n-11\n+x\n 12\n 13\n 14\n"
            ),
        ]
        for (old, new, expected) in cases { XCTAssertEqual(unifiedDiff(old, new, name: "f"), expected) }
        XCTAssertTrue(unifiedDiff("a\n", "b\n", name: "f", ink: Ink(isOn: true)).contains("\u{1B}[31m-a\u{1B}[0m\n\u{1B}[32m+b\u{1B}[0m\n"))
    }

    /// A few lines of a few letters, some without their last line end.
    private func text(_ random: inout Seeded) -> String {
        let lines = (0..<Int.random(in: 0...8, using: &random)).map { _ in ["a", "b", "c"][Int.random(in: 0...2, using: &random)] + "\n" }
        let text = lines.joined()
        return Int.random(in: 0...4, using: &random) == 0 ? String(text.dropLast()) : text
    }

    private func fewestChanges(_ old: String, _ new: String) -> Int {
        func lines(_ text: String) -> [String] { text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) }
        var (a, b) = (lines(old), lines(new))
        if !old.hasSuffix("\n"), let last = a.popLast() { a.append(last + "!") }
        if !new.hasSuffix("\n"), let last = b.popLast() { b.append(last + "!") }
        var row = Array(0...b.count)
        for i in a.indices {
            var next = [i + 1]
            for j in b.indices { next.append(a[i] == b[j] ? row[j] : min(row[j + 1], next[j]) + 1) }
            row = next
        }
        return row[b.count]
    }
}

extension LineDiff.Line {
    fileprivate var old: String? {
        switch self {
        case .kept(let text), .removed(let text): text
        case .added: nil
        }
    }

    fileprivate var new: String? {
        switch self {
        case .kept(let text), .added(let text): text
        case .removed: nil
        }
    }
}

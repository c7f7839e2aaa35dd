import JourneyReports

/// A difference as `diff -u` writes it, and `patch` reads it.
func unifiedDiff(_ old: String, _ new: String, name: String, ink: Ink = .none) -> String {
    let lines = LineDiff(old, new).lines
    let changed = lines.indices.filter { if case .kept = lines[$0] { false } else { true } }
    guard var first = changed.first else { return "" }
    var text = ink(.bold, "--- \(name)") + "\n" + ink(.bold, "+++ \(name)") + "\n"
    // Changes with no more than twice the context between them are shown together.
    let context = 3
    var numbers = Numbers()
    var last = first
    for next in changed.dropFirst() + [Int.max] {
        if next != Int.max, next - last <= 2 * context {
            last = next
            continue
        }
        let hunk = max(first - context, numbers.index)..<min(last + context + 1, lines.count)
        numbers.skip(lines[numbers.index..<hunk.lowerBound])
        text += numbers.hunk(lines[hunk], ink)
        first = next
        last = next
    }
    return text
}

/// How many lines of both texts have been passed.
private struct Numbers {
    var index = 0
    private var old = 0
    private var new = 0

    mutating func skip(_ lines: ArraySlice<LineDiff.Line>) {
        index += lines.count
        old += lines.count
        new += lines.count
    }

    mutating func hunk(_ lines: ArraySlice<LineDiff.Line>, _ ink: Ink) -> String {
        var (removed, added) = (0, 0)
        var body = ""
        for line in lines {
            switch line {
            case .kept(let text):
                removed += 1
                added += 1
                body += shown(" ", text, nil, ink)
            case .removed(let text):
                removed += 1
                body += shown("-", text, .red, ink)
            case .added(let text):
                added += 1
                body += shown("+", text, .green, ink)
            }
        }
        let place = "@@ -\(span(old, removed)) +\(span(new, added)) @@"
        index += lines.count
        old += removed
        new += added
        return ink(.cyan, place) + "\n" + body
    }

    /// An empty span is named by the line before it.
    private func span(_ before: Int, _ count: Int) -> String { "\(count == 0 ? before : before + 1),\(count)" }

    private func shown(_ sign: String, _ line: String, _ tone: Ink.Tone?, _ ink: Ink) -> String {
        let hasEnd = line.utf8.last == 0x0A
        let text = hasEnd ? String(decoding: line.utf8.dropLast(), as: UTF8.self) : line
        return ink(tone, sign + text) + "\n" + (hasEnd ? "" : "\\ No newline at end of file\n")
    }
}

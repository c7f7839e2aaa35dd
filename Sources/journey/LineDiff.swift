/// The lines in which two texts differ, after Myers (An O(ND) Difference Algorithm, 1986).
struct LineDiff {
    enum Line: Equatable {
        case kept(String)
        case removed(String)
        case added(String)
    }

    /// Past so many differing lines what differs is shown as one block: nobody reads it line by line, and memory grows with the square.
    private static let mostDifferences = 1000

    private(set) var lines: [Line] = []

    init(_ old: String, _ new: String) {
        let (a, b) = (Self.lines(old), Self.lines(new))
        var start = 0
        while start < a.count, start < b.count, a[start] == b[start] { start += 1 }
        var (endA, endB) = (a.count, b.count)
        while endA > start, endB > start, a[endA - 1] == b[endB - 1] {
            endA -= 1
            endB -= 1
        }
        lines = a[..<start].map(Line.kept)
        lines += Self.script(Array(a[start..<endA]), Array(b[start..<endB]))
        lines += a[endA...].map(Line.kept)
    }

    /// Each with its line end, so that a missing one at the end of a file is a difference.
    private static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        for byte in text.utf8 {
            line.append(byte)
            guard byte == 0x0A else { continue }
            lines.append(String(decoding: line, as: UTF8.self))
            line.removeAll(keepingCapacity: true)
        }
        return line.isEmpty ? lines : lines + [String(decoding: line, as: UTF8.self)]
    }

    private static func script(_ a: [String], _ b: [String]) -> [Line] {
        guard let trace = trace(a, b) else { return a.map(Line.removed) + b.map(Line.added) }
        var reversed: [Line] = []
        var (x, y) = (a.count, b.count)
        for d in stride(from: trace.count - 1, through: 0, by: -1) {
            let reach = trace[d]
            // `reach` holds the diagonals -d...d of round d, before it was run.
            let k = x - y
            let isDown = k == -d || k != d && reach[k - 1 + d + 1] < reach[k + 1 + d + 1]
            let before = isDown ? k + 1 : k - 1
            let startX = d == 0 ? 0 : reach[before + d + 1]
            let startY = d == 0 ? 0 : startX - before
            while x > startX, y > startY {
                x -= 1
                y -= 1
                reversed.append(.kept(a[x]))
            }
            guard d > 0 else { break }
            if isDown {
                y -= 1
                reversed.append(.added(b[y]))
            } else {
                x -= 1
                reversed.append(.removed(a[x]))
            }
        }
        return removalsFirst(reversed.reversed())
    }

    /// For each number of differences, how far each diagonal reached before that round; nil past the bound.
    private static func trace(_ a: [String], _ b: [String]) -> [[Int]]? {
        let most = min(a.count + b.count, mostDifferences)
        var reach = [Int](repeating: 0, count: 2 * most + 3)
        var trace: [[Int]] = []
        for d in 0...most {
            // Diagonals -d-1 ... d+1.
            trace.append(Array(reach[(most + 1 - d - 1)...(most + 1 + d + 1)]))
            for k in stride(from: -d, through: d, by: 2) {
                let at = most + 1 + k
                var x = k == -d || k != d && reach[at - 1] < reach[at + 1] ? reach[at + 1] : reach[at - 1] + 1
                while x < a.count, x - k < b.count, a[x] == b[x - k] { x += 1 }
                reach[at] = x
                if x >= a.count, x - k >= b.count { return trace }
            }
        }
        return nil
    }

    /// In a run of changes, what goes stands before what comes.
    private static func removalsFirst(_ lines: [Line]) -> [Line] {
        var result: [Line] = []
        var added: [Line] = []
        for line in lines {
            switch line {
            case .added: added.append(line)
            case .removed: result.append(line)
            case .kept:
                result += added
                added = []
                result.append(line)
            }
        }
        return result + added
    }
}

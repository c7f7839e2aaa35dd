import JourneyLanguage

/// Things that lead to each other and back.
enum Rings {
    struct Edge {
        var target: Int
        var range: SourceRange
    }

    /// Each ring once, with what closes it: its last member and the edge back to its first. Depth first, with a stack of its own.
    static func find(_ edges: [[Edge]], _ body: (_ ring: [Int], _ last: Int, _ edge: Edge) -> Void) {
        enum Visit { case new, open, done }
        var visits = [Visit](repeating: .new, count: edges.count)
        for root in edges.indices where visits[root] == .new && !edges[root].isEmpty {
            var path: [(member: Int, next: Int)] = [(root, 0)]
            visits[root] = .open
            while let (current, next) = path.last {
                guard next < edges[current].count else {
                    visits[current] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let edge = edges[current][next]
                switch visits[edge.target] {
                case .new:
                    visits[edge.target] = .open
                    path.append((edge.target, 0))
                case .open: body(path.map(\.member).drop { $0 != edge.target } + [edge.target], current, edge)
                case .done: break
                }
            }
        }
    }

    /// `a` → `b` → `a`; of a long one its beginning and end.
    static func text(_ names: [String]) -> String {
        let quoted = names.map { "`" + $0 + "`" }
        let shown = quoted.count <= 12 ? quoted : quoted.prefix(6) + ["…"] + quoted.suffix(3)
        return shown.joined(separator: " → ")
    }
}

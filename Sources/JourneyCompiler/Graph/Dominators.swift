/// What hangs under what: the branches of a box, and the box at which they meet again.
struct Dominators {
    /// Of each box the layer it stands in, counted in boxes: the longest way to it.
    private(set) var ranks: [Int]
    /// Of a box where several lines meet, the last box that all ways to it go through; of a box behind a loop, the loop's head.
    private(set) var heads: [Int?]
    /// Of each line: it leads from the head of a loop to behind it.
    private(set) var leavesLoop: [Bool]

    init(_ walk: DepthFirstWalk, count: Int, lines: [LayeredLayout.Line]) {
        ranks = []
        heads = Array(repeating: nil, count: count)
        leavesLoop = Array(repeating: false, count: lines.count)
        var arriving = [[Int]](repeating: [], count: count)
        for (number, line) in lines.enumerated() where !walk.leadsBack[number] { arriving[line.to].append(line.from) }
        findMeetings(walk.topological, arriving)
        let behind = findLoopExits(walk, lines, arriving)
        ranks = longestWays(count, lines.indices.filter { !walk.leadsBack[$0] }.map { (lines[$0].from, lines[$0].to) }, behind)
    }

    /// Cooper, Harvey and Kennedy (2001), in one pass, as no line leads back.
    private mutating func findMeetings(_ topological: [Int], _ arriving: [[Int]]) {
        var parent = [Int?](repeating: nil, count: arriving.count)
        var depth = [Int](repeating: 0, count: arriving.count)
        for box in topological {
            guard var common = arriving[box].first else { continue }
            var meets = true
            for other in arriving[box].dropFirst() {
                var other = other
                while common != other {
                    let deeper = depth[common] >= depth[other] ? common : other
                    guard let up = parent[deeper] else {
                        meets = false
                        break
                    }
                    if deeper == common { common = up } else { other = up }
                }
            }
            guard meets else { continue }
            parent[box] = common
            depth[box] = depth[common] + 1
            if arriving[box].count > 1 { heads[box] = common }
        }
    }

    /// Pairs of a box of a loop, or of a branch that ends inside, and the box that its head goes on to: that stands below all of
    /// the loop, not beside it.
    private mutating func findLoopExits(
        _ walk: DepthFirstWalk, _ lines: [LayeredLayout.Line], _ arriving: [[Int]]
    ) -> [(Int, Int)] {
        var leaving = [[Int]](repeating: [], count: arriving.count)
        for (number, line) in lines.enumerated() where !walk.leadsBack[number] { leaving[line.from].append(number) }
        var pairs: [(Int, Int)] = []
        for (number, line) in lines.enumerated() where walk.leadsBack[number] && line.from != line.to {
            var isInside: Set<Int> = [line.from, line.to]
            var open = [line.from]
            while let box = open.popLast() {
                for other in arriving[box] where isInside.insert(other).inserted { open.append(other) }
            }
            for exit in leaving[line.to] where !isInside.contains(lines[exit].to) {
                let behind = lines[exit].to
                leavesLoop[exit] = true
                if heads[behind] == nil { heads[behind] = line.to }
                let after = reached(from: [behind], leaving, lines, not: [])
                pairs += reached(from: [line.from, line.to], leaving, lines, not: Set(after)).dropFirst(2).map { ($0, behind) }
                pairs.append((line.from, behind))
            }
        }
        return pairs
    }

    /// In the order in which they are found, `from` first.
    private func reached(from boxes: [Int], _ leaving: [[Int]], _ lines: [LayeredLayout.Line], not excluded: Set<Int>) -> [Int] {
        var isReached = excluded.union(boxes)
        var order = boxes
        var next = 0
        while next < order.count {
            for line in leaving[order[next]] where isReached.insert(lines[line].to).inserted { order.append(lines[line].to) }
            next += 1
        }
        return order
    }

    /// The wishes for boxes behind loops count as lines, unless together they go round in a circle.
    private func longestWays(_ count: Int, _ lines: [(from: Int, to: Int)], _ wishes: [(from: Int, to: Int)]) -> [Int] {
        var leaving = [[Int]](repeating: [], count: count)
        var missing = [Int](repeating: 0, count: count)
        for line in lines + wishes {
            leaving[line.from].append(line.to)
            missing[line.to] += 1
        }
        var ranks = [Int](repeating: 0, count: count)
        var order = missing.indices.filter { missing[$0] == 0 }
        var next = 0
        while next < order.count {
            let box = order[next]
            next += 1
            for target in leaving[box] {
                ranks[target] = max(ranks[target], ranks[box] + 1)
                missing[target] -= 1
                if missing[target] == 0 { order.append(target) }
            }
        }
        return order.count == count ? ranks : longestWays(count, lines, [])
    }
}

/// A walk over all boxes along the lines, first lines first: finds the lines that lead back, and the order in which to draw.
struct DepthFirstWalk {
    /// Of each line: it ends at a box that the walk to its beginning went through.
    private(set) var leadsBack: [Bool]
    /// The lines in the order of the walk; one that leads back comes right behind the branch that it closes.
    private(set) var lines: [Int] = []
    /// The boxes such that lines that do not lead back go from earlier to later.
    private(set) var topological: [Int] = []

    /// How far the walk is at a box on its way.
    private struct Step {
        var box: Int
        var next = 0
    }

    /// Behind each line, those that lead back to where it begins.
    private var closing: [[Int]]

    init(count: Int, lines: [LayeredLayout.Line]) {
        leadsBack = Array(repeating: false, count: lines.count)
        closing = Array(repeating: [], count: lines.count)
        var leaving = [[Int]](repeating: [], count: count)
        for (number, line) in lines.enumerated() { leaving[line.from].append(number) }
        search(leaving, lines)
        collect(leaving, lines)
    }

    private mutating func search(_ leaving: [[Int]], _ lines: [LayeredLayout.Line]) {
        var depth = [Int?](repeating: nil, count: leaving.count)
        var isSeen = [Bool](repeating: false, count: leaving.count)
        for root in leaving.indices where !isSeen[root] {
            var path = [Step(box: root)]
            isSeen[root] = true
            depth[root] = 0
            while let step = path.last {
                guard step.next < leaving[step.box].count else {
                    topological.append(step.box)
                    depth[step.box] = nil
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let number = leaving[step.box][step.next]
                let target = lines[number].to
                if let above = depth[target] {
                    leadsBack[number] = true
                    closing[leaving[target][path[above].next - 1]].append(number)
                } else if !isSeen[target] {
                    isSeen[target] = true
                    depth[target] = path.count
                    path.append(Step(box: target))
                }
            }
        }
        topological.reverse()
    }

    private mutating func collect(_ leaving: [[Int]], _ all: [LayeredLayout.Line]) {
        var isSeen = [Bool](repeating: false, count: leaving.count)
        for root in leaving.indices where !isSeen[root] {
            var path = [Step(box: root)]
            isSeen[root] = true
            while let step = path.last {
                if step.next > 0 { lines += closing[leaving[step.box][step.next - 1]] }
                guard step.next < leaving[step.box].count else {
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let number = leaving[step.box][step.next]
                if leadsBack[number] { continue }
                lines.append(number)
                let target = all[number].to
                if !isSeen[target] {
                    isSeen[target] = true
                    path.append(Step(box: target))
                }
            }
        }
    }
}

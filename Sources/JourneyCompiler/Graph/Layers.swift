/// A graph cut into layers: every segment of a line leads from one layer to the next.
struct Layers {
    /// What takes a place in a layer: a box, a label, or the passage of a line.
    struct Place {
        var layer: Int
        /// From the middle to both borders.
        var left: Int
        var right: Int
        var height: Int
        /// A passage or a label: the line runs straight through it.
        var isPassage: Bool
    }

    /// A line with the places it passes, from the upper box to the lower.
    struct Chain {
        var upper: Int
        var lower: Int
        var passages: [Int] = []
        /// The one that is the label.
        var label: Int?
        var leadsBack = false
        /// How far to the right of the upper and of the lower box it turns.
        var upperLane = 0
        var lowerLane = 0
        /// Of a line from a box to itself, whose label stands beside the box.
        var besideLabel: LayeredLayout.Size?
    }

    static let laneWidth = 16

    private(set) var places: [Place]
    private(set) var chains: [Chain]
    /// Of each layer, how high it is.
    private(set) var heights: [Int] = []
    /// Of each place, what stands side by side under it, and the boxes that stand straight below all of that.
    private(set) var branches: [[Int]]
    private(set) var meetings: [[Int]] = []
    /// Of each place, the last box can be reached from there.
    private(set) var leadsToEnd: [Bool] = []
    let sizes: [LayeredLayout.Size]

    init(boxes: [LayeredLayout.Size], lines: [LayeredLayout.Line]) {
        sizes = boxes
        let walk = DepthFirstWalk(count: boxes.count, lines: lines)
        let dominators = Dominators(walk, count: boxes.count, lines: lines)
        places = boxes.indices.map { index in
            let width = boxes[index].width
            return Place(
                layer: 2 * dominators.ranks[index], left: width / 2, right: width - width / 2, height: boxes[index].height,
                isPassage: false)
        }
        chains = lines.enumerated().map { number, line in
            walk.leadsBack[number]
                ? Chain(upper: line.to, lower: line.from, leadsBack: true) : Chain(upper: line.from, lower: line.to)
        }
        branches = Array(repeating: [], count: boxes.count)
        var isHanging = dominators.heads.map { $0 != nil }
        // A loop comes back to the right side of its head, so what leaves it keeps to the left.
        let order = walk.lines.filter { dominators.leavesLoop[$0] } + walk.lines.filter { !dominators.leavesLoop[$0] }
        for number in order { addPassages(number, lines[number].label, &isHanging) }
        meetings = Array(repeating: [], count: places.count)
        for box in boxes.indices {
            if let head = dominators.heads[box] { meetings[head].append(box) }
        }
        addLanes(lines)
        findWaysToEnd()
        heights = Array(repeating: 0, count: (places.map(\.layer).max() ?? 0) + 1)
        for place in places { heights[place.layer] = max(heights[place.layer], place.height) }
    }

    /// The label lies next to the box that the line comes from.
    private mutating func addPassages(_ number: Int, _ label: LayeredLayout.Size?, _ isHanging: inout [Bool]) {
        let chain = chains[number]
        let first = places[chain.upper].layer + 1
        let last = places[chain.lower].layer - 1
        if first > last { return }
        var previous = chain.upper
        for layer in first...last {
            let place = places.count
            var passage = Place(layer: layer, left: 0, right: 0, height: 0, isPassage: true)
            if let label, layer == (chain.leadsBack ? last : first) {
                passage.left = label.width / 2
                passage.right = label.width - label.width / 2
                passage.height = label.height
                chains[number].label = place
            }
            places.append(passage)
            branches.append([])
            chains[number].passages.append(place)
            branches[previous].append(place)
            previous = place
        }
        if chain.leadsBack || isHanging[chain.lower] { return }
        isHanging[chain.lower] = true
        branches[previous].append(chain.lower)
    }

    private mutating func findWaysToEnd() {
        var arriving = [[Int]](repeating: [], count: sizes.count)
        for chain in chains where !chain.leadsBack { arriving[chain.lower].append(chain.upper) }
        leadsToEnd = Array(repeating: false, count: places.count)
        guard var open = sizes.indices.last.map({ [$0] }) else { return }
        leadsToEnd[sizes.count - 1] = true
        while let box = open.popLast() {
            for other in arriving[box] where !leadsToEnd[other] {
                leadsToEnd[other] = true
                open.append(other)
            }
        }
        for chain in chains where !chain.leadsBack {
            for passage in chain.passages { leadsToEnd[passage] = leadsToEnd[chain.lower] }
        }
    }

    /// Keeps stripes to the right of boxes free for the lines that lead back; a line from a box to itself has its label there.
    private mutating func addLanes(_ lines: [LayeredLayout.Line]) {
        for number in chains.indices where chains[number].leadsBack && chains[number].upper != chains[number].lower {
            let chain = chains[number]
            chains[number].upperLane = addLane(chain.upper, 0)
            chains[number].lowerLane = addLane(chain.lower, 0)
        }
        for number in chains.indices where chains[number].upper == chains[number].lower {
            let label = lines[number].label
            chains[number].besideLabel = label
            chains[number].upperLane = addLane(chains[number].upper, label.map { $0.width + 8 } ?? 0)
        }
    }

    private mutating func addLane(_ box: Int, _ room: Int) -> Int {
        let lane = places[box].left + places[box].right - sizes[box].width + Self.laneWidth
        places[box].right += Self.laneWidth + room
        return lane
    }
}

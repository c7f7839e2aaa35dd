/// Where everything stands from left to right: branches side by side in the order of the text, as near as their contours allow
/// (after Reingold and Tilford, 1981), the box above in their middle, and the box where they meet straight below it.
///
/// So the main line of a journey runs straight down, however its branches are nested, and nothing stands on anything else.
struct Regions {
    /// Of each place, from the left border of the picture.
    private(set) var centers: [Int]

    private let places: [Layers.Place]
    private let branches: [[Int]]
    private let meetings: [[Int]]
    private let leadsToEnd: [Bool]
    /// From the place it hangs under.
    private var offsets: [Int]

    init(_ graph: Layers) {
        places = graph.places
        branches = graph.branches
        leadsToEnd = graph.leadsToEnd
        meetings = graph.meetings.map { boxes in
            boxes.sorted { (graph.places[$0].layer, $0) < (graph.places[$1].layer, $1) }
        }
        offsets = Array(repeating: 0, count: places.count)
        centers = Array(repeating: 0, count: places.count)
        var isHanging = [Bool](repeating: false, count: places.count)
        for place in places.indices {
            for child in branches[place] + meetings[place] { isHanging[child] = true }
        }
        let roots = places.indices.filter { !isHanging[$0] }
        let order = topDown(roots)
        arrange(roots, order)
        for place in order {
            for child in branches[place] + meetings[place] { centers[child] = centers[place] + offsets[child] }
        }
        let left = places.indices.map { centers[$0] - places[$0].left }.min() ?? 0
        for place in places.indices { centers[place] -= left }
    }

    private func topDown(_ roots: [Int]) -> [Int] {
        var order = roots
        var next = 0
        while next < order.count {
            order += branches[order[next]] + meetings[order[next]]
            next += 1
        }
        return order
    }

    private mutating func arrange(_ roots: [Int], _ order: [Int]) {
        var contours = [Contour?](repeating: nil, count: places.count)
        for place in order.reversed() {
            let margin = places[place].isPassage ? 12 : 20
            var contour = Contour(
                layer: places[place].layer, left: places[place].left + margin, right: places[place].right + margin)
            if let below = arrange(place, &contours) { contour.merge(below) }
            contours[place] = contour
        }
        var all: Contour?
        for root in roots {
            guard var contour = contours[root] else { continue }
            if let placed = all {
                centers[root] = max(0, placed.distance(to: contour))
                contour.move(by: centers[root])
                contour.merge(placed)
            }
            all = contour
        }
    }

    /// What hangs under a place, which stands at 0.
    private mutating func arrange(_ place: Int, _ contours: inout [Contour?]) -> Contour? {
        let children = branches[place]
        let middle = middle(of: place)
        let parts = sideBySide(children, middle, &contours)
        var left = merged(parts[..<middle.lowerBound])
        var right = merged(parts[middle.upperBound...])
        var inner = merged(parts[middle])
        var (leftMove, rightMove) = (0, 0)
        for box in meetings[place] {
            guard var contour = contours[box].take() else { continue }
            // Only a branch that ends in the middle without reaching the meeting stands in its way.
            if let inner {
                offsets[box] = max(0, inner.distance(to: contour))
                contour.move(by: offsets[box])
            }
            if let left { leftMove = max(leftMove, left.distance(to: contour)) }
            if let right { rightMove = max(rightMove, contour.distance(to: right)) }
            if let inner { contour.merge(inner) }
            inner = contour
        }
        for child in children[..<middle.lowerBound] { offsets[child] -= leftMove }
        for child in children[middle.upperBound...] { offsets[child] += rightMove }
        left?.move(by: -leftMove)
        right?.move(by: rightMove)
        return merged([inner, left, right].compactMap { $0 })
    }

    /// The branch that goes straight on, or the empty range between two: the only one that leads to the end, else the middle.
    private func middle(of place: Int) -> Range<Int> {
        let children = branches[place]
        let living = children.indices.filter { leadsToEnd[children[$0]] }
        if meetings[place].isEmpty, living.count == 1 { return living[0]..<living[0] + 1 }
        return children.count / 2..<(children.count + 1) / 2
    }

    /// The contours of branches as near to each other as they can stand, the middle of them at 0.
    private mutating func sideBySide(_ children: [Int], _ middle: Range<Int>, _ contours: inout [Contour?]) -> [Contour] {
        var parts = children.compactMap { contours[$0].take() }
        guard parts.count > 1 else { return parts }
        var reached = parts[0]
        for index in parts.indices.dropFirst() {
            offsets[children[index]] = reached.distance(to: parts[index])
            parts[index].move(by: offsets[children[index]])
            reached.merge(parts[index])
        }
        let (first, last) =
            middle.isEmpty
            ? (children[0], children[children.count - 1]) : (children[middle.lowerBound], children[middle.lowerBound])
        let center = (offsets[first] + offsets[last]) / 2
        for index in parts.indices {
            offsets[children[index]] -= center
            parts[index].move(by: -center)
        }
        return parts
    }

    private func merged(_ contours: some Sequence<Contour>) -> Contour? {
        contours.reduce(nil) { all, contour in
            guard var all else { return contour }
            all.merge(contour)
            return all
        }
    }
}

/// Gives the layers their height and the lines their corners.
///
/// Lines turn between layers only, where there are no boxes: each turn lies on a track. Lines that part from one place, or meet
/// at one, share theirs; others whose turns would touch have different ones.
struct LineRouting {
    typealias Frame = LayeredLayout.Frame
    typealias Point = LayeredLayout.Point

    private(set) var boxes: [Frame] = []
    private(set) var routes: [LayeredLayout.Route] = []
    private(set) var width = 0
    private(set) var height = 0

    private let graph: Layers
    private let centers: [Int]
    private var turns: [Turn] = []
    private var tops: [Int] = []
    private let placesOfLayer: [[Int]]

    /// Lines that share a track in the gap below a layer.
    private struct Turn {
        var gap: Int
        /// Where the lines part or meet.
        var stem: Int
        var low: Int
        var high: Int
        var track = 0
        var y = 0

        /// Rightwards before leftwards, and each such that few of them cross: the inner ones of a nest lie higher.
        var rank: (Int, Int) { low < stem && stem < high ? (0, stem) : stem == low ? (1, -stem) : (2, stem) }
    }

    /// One piece of a line in the gap below a layer.
    private struct Segment {
        var gap: Int
        var top: Int
        var bottom: Int
        var turn: Int?
    }

    private var segments: [[Segment]] = []

    init(_ graph: Layers, _ centers: [Int]) {
        self.graph = graph
        self.centers = centers
        var placesOfLayer = [[Int]](repeating: [], count: graph.heights.count)
        for place in graph.places.indices { placesOfLayer[graph.places[place].layer].append(place) }
        self.placesOfLayer = placesOfLayer
        addSegments()
        addTracks()
        placeBoxes()
        routes = graph.chains.indices.map(route)
        width = graph.places.indices.map { centers[$0] + graph.places[$0].right }.max() ?? 0
    }

    // MARK: Turns

    private mutating func addSegments() {
        var turnOfStem = [Int?](repeating: nil, count: 2 * graph.places.count)
        for chain in graph.chains {
            var list: [Segment] = []
            if chain.leadsBack {
                list = hooks(chain)
            } else {
                let way = [chain.upper] + chain.passages + [chain.lower]
                for (upper, lower) in zip(way, way.dropFirst()) {
                    list.append(segment(upper, lower, &turnOfStem))
                }
            }
            segments.append(list)
        }
    }

    private mutating func hooks(_ chain: Layers.Chain) -> [Segment] {
        guard let first = chain.passages.first, let last = chain.passages.last else { return [] }
        let way =
            [lane(chain.upper, chain.upperLane, towards: first)] + chain.passages.map { centers[$0] }
            + [lane(chain.lower, chain.lowerLane, towards: last)]
        let layer = graph.places[chain.upper].layer
        return zip(way, way.dropFirst()).enumerated().map { index, ends in hook(layer + index, top: ends.0, bottom: ends.1) }
    }

    /// Where a line that leads back turns beside a box: above or below its passage if nothing stands between, else in the lane.
    private func lane(_ box: Int, _ offset: Int, towards passage: Int) -> Int {
        let lane = lane(box, offset)
        guard centers[passage] > lane else { return lane }
        let isBlocked = placesOfLayer[graph.places[box].layer].contains { place in
            place != box && centers[place] > centers[box] && centers[place] - graph.places[place].left - 12 < centers[passage]
        }
        return isBlocked ? lane : centers[passage]
    }

    private func lane(_ box: Int, _ offset: Int) -> Int {
        centers[box] - graph.places[box].left + graph.sizes[box].width + offset
    }

    private mutating func hook(_ gap: Int, top: Int, bottom: Int) -> Segment {
        guard top != bottom else { return Segment(gap: gap, top: top, bottom: bottom) }
        turns.append(Turn(gap: gap, stem: bottom, low: min(top, bottom), high: max(top, bottom)))
        return Segment(gap: gap, top: top, bottom: bottom, turn: turns.count - 1)
    }

    private mutating func segment(_ upper: Int, _ lower: Int, _ turnOfStem: inout [Int?]) -> Segment {
        let gap = graph.places[upper].layer
        let (top, bottom) = (centers[upper], centers[lower])
        guard top != bottom else { return Segment(gap: gap, top: top, bottom: bottom) }
        // Lines part below boxes, and meet above them.
        let parts = gap.isMultiple(of: 2)
        let stem = parts ? 2 * upper : 2 * lower + 1
        let turn: Int
        if let known = turnOfStem[stem] {
            turn = known
            turns[turn].low = min(turns[turn].low, top, bottom)
            turns[turn].high = max(turns[turn].high, top, bottom)
        } else {
            turn = turns.count
            turns.append(Turn(gap: gap, stem: parts ? top : bottom, low: min(top, bottom), high: max(top, bottom)))
            turnOfStem[stem] = turn
        }
        return Segment(gap: gap, top: top, bottom: bottom, turn: turn)
    }

    /// Tracks, and with them the height of each gap and the top of each layer.
    private mutating func addTracks() {
        var turnsOfGap = [[Int]](repeating: [], count: graph.heights.count)
        for index in turns.indices { turnsOfGap[turns[index].gap].append(index) }
        var y = 0
        for layer in graph.heights.indices {
            tops.append(y)
            y += graph.heights[layer]
            if layer == graph.heights.count - 1 { break }
            let order = turnsOfGap[layer].sorted { turns[$0].rank < turns[$1].rank }
            var tracks = 1
            for (count, index) in order.enumerated() {
                for earlier in order[..<count] where touch(turns[earlier], turns[index]) {
                    turns[index].track = max(turns[index].track, turns[earlier].track + 1)
                }
                tracks = max(tracks, turns[index].track + 1)
                turns[index].y = y + 12 + 12 * turns[index].track
            }
            // The arrowhead wants more room than the way out of a box.
            if !order.isEmpty { y += 12 + 12 * (tracks - 1) }
            y += layer.isMultiple(of: 2) ? 14 : 22
        }
        height = y
    }

    private func touch(_ one: Turn, _ other: Turn) -> Bool { one.low - 12 < other.high && other.low - 12 < one.high }

    private mutating func placeBoxes() {
        boxes = graph.sizes.indices.map { box in
            let place = graph.places[box]
            let size = graph.sizes[box]
            return Frame(x: centers[box] - place.left, y: tops[place.layer], width: size.width, height: size.height)
        }
    }

    // MARK: Lines

    private func route(_ number: Int) -> LayeredLayout.Route {
        let chain = graph.chains[number]
        if chain.leadsBack { return routeBack(number) }
        var points = [Point(x: centers[chain.upper], y: boxes[chain.upper].bottom)]
        for segment in segments[number] { points += corners(segment) }
        points.append(Point(x: centers[chain.lower], y: boxes[chain.lower].y))
        return .init(points: points, label: chain.label.map(labelFrame))
    }

    private func corners(_ segment: Segment) -> [Point] {
        guard let turn = segment.turn else { return [] }
        return [Point(x: segment.top, y: turns[turn].y), Point(x: segment.bottom, y: turns[turn].y)]
    }

    private func labelFrame(_ place: Int) -> Frame {
        let size = graph.places[place]
        let layerHeight = graph.heights[size.layer]
        return Frame(
            x: centers[place] - size.left, y: tops[size.layer] + (layerHeight - size.height) / 2, width: size.left + size.right,
            height: size.height)
    }

    /// From the right side of the lower box up to the right side of the upper one.
    private func routeBack(_ number: Int) -> LayeredLayout.Route {
        let chain = graph.chains[number]
        let (upper, lower) = (boxes[chain.upper], boxes[chain.lower])
        guard let first = segments[number].first, let last = segments[number].last else {
            return routeAround(upper, lane(chain.upper, chain.upperLane), chain.besideLabel)
        }
        // Such that two such lines do not cross beside a box: the farther one reaches it higher, and leaves it lower.
        let start = lower.y + min(10 + chain.lowerLane, lower.height - min(10, lower.height / 2))
        let end = upper.bottom - min(10 + chain.upperLane, upper.height - min(10, upper.height / 2))
        var points = [Point(x: lower.right, y: start), Point(x: last.bottom, y: start)]
        for segment in segments[number].reversed() { points += corners(segment).reversed() }
        points += [Point(x: first.top, y: end), Point(x: upper.right, y: end)]
        return .init(points: points, label: chain.label.map(labelFrame))
    }

    /// From a box to itself.
    private func routeAround(_ box: Frame, _ lane: Int, _ label: LayeredLayout.Size?) -> LayeredLayout.Route {
        let (start, end) = (box.bottom - box.height / 4, box.y + box.height / 4)
        let points = [
            Point(x: box.right, y: start), Point(x: lane, y: start), Point(x: lane, y: end), Point(x: box.right, y: end),
        ]
        let frame = label.map { size in
            Frame(x: lane + 8, y: box.y + max(0, box.height - size.height) / 2, width: size.width, height: size.height)
        }
        return .init(points: points, label: frame)
    }
}

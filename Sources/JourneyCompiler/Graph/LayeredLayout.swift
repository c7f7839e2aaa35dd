/// Boxes in layers from top to bottom, joined by lines of right angles.
///
/// Boxes stand in the even layers, by the longest way to them (Sugiyama, Tagawa and Toda, 1981); the odd layers between them hold
/// the labels of lines, so that a label is placed like a box and can lie on nothing else. A line that passes a layer takes a
/// place of its own there, too. A line that leads back up (a loop) leaves and reaches its boxes at their right side. What stands
/// left and right follows from which branch it belongs to (`Regions`): the lines of a structured journey do not cross. All
/// lengths are whole pixels, and the same input gives the same picture.
struct LayeredLayout {
    struct Size: Equatable {
        var width: Int
        var height: Int
    }

    struct Line {
        var from: Int
        var to: Int
        /// Nil for a line without a label.
        var label: Size?
    }

    struct Frame: Equatable {
        var x: Int
        var y: Int
        var width: Int
        var height: Int

        var right: Int { x + width }
        var bottom: Int { y + height }
        var center: Int { x + width / 2 }
    }

    struct Point: Equatable {
        var x: Int
        var y: Int
    }

    /// What a line became: its corners from border to border, and where its label lies.
    struct Route: Equatable {
        var points: [Point]
        var label: Frame?
    }

    private(set) var boxes: [Frame]
    private(set) var routes: [Route]
    private(set) var width: Int
    private(set) var height: Int

    init(boxes sizes: [Size], lines: [Line]) {
        let layers = Layers(boxes: sizes, lines: lines)
        let routing = LineRouting(layers, Regions(layers).centers)
        boxes = routing.boxes
        routes = routing.routes
        width = routing.width
        height = routing.height
    }

    /// The right border of all that begins above a height.
    func right(above y: Int) -> Int {
        var right = 0
        for frame in boxes + routes.compactMap(\.label) where frame.y < y { right = max(right, frame.right) }
        for route in routes {
            for (from, to) in zip(route.points, route.points.dropFirst()) where min(from.y, to.y) < y {
                right = max(right, from.x, to.x)
            }
        }
        return right
    }
}

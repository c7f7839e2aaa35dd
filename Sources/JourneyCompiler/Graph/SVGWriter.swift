/// Writes the elements of a picture: plain attributes, no style sheets, so that slides and editors draw it as browsers do.
struct SVGWriter {
    private(set) var lines: [String] = []
    private var depth = 1

    mutating func open(_ tag: String) {
        add("<\(tag)>")
        depth += 1
    }

    mutating func close(_ name: String) {
        depth -= 1
        add("</\(name)>")
    }

    mutating func element(_ name: String, _ text: String) { add("<\(name)>\(XMLText.escaped(text))</\(name)>") }

    mutating func rectangle(_ frame: LayeredLayout.Frame, radius: Int, fill: String, stroke: String? = nil) {
        let border = stroke.map { " stroke=\"\($0)\"" } ?? ""
        add(
            "<rect x=\"\(frame.x)\" y=\"\(frame.y)\" width=\"\(frame.width)\" height=\"\(frame.height)\" rx=\"\(radius)\""
                + " fill=\"\(fill)\"\(border)/>")
    }

    mutating func circle(x: Int, y: Int, radius: Int, fill: String) {
        add("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" fill=\"\(fill)\"/>")
    }

    mutating func text(
        _ text: String, x: Int, y: Int, size: Int, fill: String, isBold: Bool = false, isCentered: Bool = false
    ) {
        let weight = isBold ? " font-weight=\"600\"" : ""
        let anchor = isCentered ? " text-anchor=\"middle\"" : ""
        add(
            "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" fill=\"\(fill)\"\(weight)\(anchor)>\(XMLText.escaped(text))</text>"
        )
    }

    /// A drawing of lines in a square of 20.
    mutating func icon(_ path: String, x: Int, y: Int, stroke: String) {
        add(
            "<path transform=\"translate(\(x) \(y))\" d=\"\(path)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"1.6\""
                + " stroke-linecap=\"round\" stroke-linejoin=\"round\"/>")
    }

    /// Through the points with round corners.
    mutating func line(_ points: [LayeredLayout.Point], stroke: String) {
        guard let first = points.first, let last = points.last else { return }
        var path = "M\(first.x) \(first.y)"
        for index in points.indices.dropFirst().dropLast() {
            let corner = points[index]
            let before = towards(points[index - 1], from: corner)
            let after = towards(points[index + 1], from: corner)
            path += "L\(before.x) \(before.y)Q\(corner.x) \(corner.y) \(after.x) \(after.y)"
        }
        path += "L\(last.x) \(last.y)"
        add("<path d=\"\(path)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"1.6\"/>")
    }

    /// A point up to 8 pixels along a side, at most half of it, so that two corners of one side do not meet.
    private func towards(_ point: LayeredLayout.Point, from corner: LayeredLayout.Point) -> LayeredLayout.Point {
        func step(_ length: Int) -> Int { max(-8, min(8, length / 2)) }
        return .init(x: corner.x + step(point.x - corner.x), y: corner.y + step(point.y - corner.y))
    }

    /// The head of an arrow that comes from `from`.
    mutating func arrowhead(at tip: LayeredLayout.Point, from: LayeredLayout.Point, fill: String) {
        let back =
            from.x == tip.x
            ? "\(tip.x - 5) \(tip.y - 9)L\(tip.x + 5) \(tip.y - 9)" : "\(tip.x + 9) \(tip.y - 5)L\(tip.x + 9) \(tip.y + 5)"
        add("<path d=\"M\(tip.x) \(tip.y)L\(back)Z\" fill=\"\(fill)\"/>")
    }

    private mutating func add(_ text: String) { lines.append(String(repeating: " ", count: 2 * depth) + text) }
}

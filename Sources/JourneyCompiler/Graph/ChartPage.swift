import JourneyLanguage

/// One journey laid out on a page: the title, the graph under it, and what holds for the whole journey at its
/// right, as near as the graph leaves room.
struct ChartPage {
    typealias Frame = LayeredLayout.Frame

    static let margin = 36
    static let factWidth = 250

    let chart: Chart
    let cards: [ChartCard]
    /// In its own coordinates; `origin` is where it begins on the page.
    let layout: LayeredLayout
    let labels: [[String]]
    private let heading: [String]
    private let facts: [[String]]
    let origin: LayeredLayout.Point
    let panel: Frame
    let width: Int
    let height: Int

    private static let labelFont = TextMeasure(size: 12, isBold: true)
    private static let headingFont = TextMeasure(size: 22, isBold: true)
    private static let factFont = TextMeasure(size: 13)

    init(_ chart: Chart) {
        self.chart = chart
        cards = chart.nodes.map(ChartCard.init)
        labels = chart.edges.map { Self.labelFont.lines($0.label, width: 180, limit: 2) }
        let lines = zip(chart.edges, labels).map { edge, rows in
            let size = LayeredLayout.Size(width: (rows.map(Self.labelFont.width).max() ?? 0) + 20, height: 7 + 15 * rows.count)
            return LayeredLayout.Line(from: edge.from, to: edge.to, label: rows.isEmpty ? nil : size)
        }
        layout = LayeredLayout(boxes: cards.map(\.size), lines: lines)
        facts = chart.facts.map { Self.factFont.lines($0.text, width: Self.factWidth - 58, limit: 6) }
        let panelHeight = 20 + facts.reduce(0) { $0 + 32 + 17 * $1.count }
        let panelLeft = Self.margin + layout.right(above: panelHeight + Self.margin) + Self.margin
        width = max(Self.margin + layout.width, facts.isEmpty ? 0 : panelLeft + Self.factWidth) + Self.margin
        heading = Self.headingFont.lines(chart.title, width: width - 2 * Self.margin, limit: 2)
        let top = Self.margin + 30 * heading.count + (chart.title == chart.name ? 6 : 26)
        origin = .init(x: Self.margin, y: top)
        panel = Frame(x: panelLeft, y: top, width: Self.factWidth, height: facts.isEmpty ? 0 : panelHeight)
        height = max(top + layout.height, panel.bottom) + Self.margin
    }

    func draw(_ writer: inout SVGWriter) {
        drawHeading(&writer)
        drawFacts(&writer)
        writer.open("g transform=\"translate(\(origin.x) \(origin.y))\"")
        drawLines(&writer)
        for index in cards.indices {
            drawCard(chart.nodes[index], cards[index], layout.boxes[index], &writer)
        }
        for index in labels.indices { drawLabel(index, &writer) }
        writer.close("g")
    }

    private func drawHeading(_ writer: inout SVGWriter) {
        var y = Self.margin - 8
        for line in heading {
            y += 30
            writer.text(line, x: Self.margin, y: y, size: 22, fill: ChartStyle.text, isBold: true)
        }
        if chart.title != chart.name {
            let name = TextMeasure(size: 13).lines(chart.name, width: width - 2 * Self.margin, limit: 1).first ?? ""
            writer.text(name, x: Self.margin, y: y + 21, size: 13, fill: ChartStyle.quiet)
        }
    }

    private func drawFacts(_ writer: inout SVGWriter) {
        if facts.isEmpty { return }
        writer.rectangle(panel, radius: 12, fill: "#FFFFFF", stroke: ChartStyle.border)
        var y = panel.y + 16
        for (fact, lines) in zip(chart.facts, facts) {
            let style = ChartStyle(fact.kind)
            writer.icon(style.icon, x: panel.x + 14, y: y, stroke: style.ink)
            writer.text(shown(fact.heading), x: panel.x + 44, y: y + 11, size: 11, fill: style.ink, isBold: true)
            for (index, line) in lines.enumerated() {
                writer.text(line, x: panel.x + 44, y: y + 29 + 17 * index, size: 13, fill: ChartStyle.text)
            }
            y += 32 + 17 * lines.count
        }
    }

    /// Small headings in capitals; scripts without them stay as they are.
    private func shown(_ heading: String) -> String { chart.language == .english ? heading.uppercased() : heading }

    private func drawLines(_ writer: inout SVGWriter) {
        for route in layout.routes { writer.line(route.points, stroke: ChartStyle.line) }
        for route in layout.routes {
            guard let tip = route.points.last, let from = route.points.dropLast().last(where: { $0 != tip }) else { continue }
            writer.arrowhead(at: tip, from: from, fill: ChartStyle.line)
        }
    }

    private func drawCard(_ node: Chart.Node, _ card: ChartCard, _ frame: Frame, _ writer: inout SVGWriter) {
        let style = ChartStyle(node.kind)
        let isTrigger = node.kind == .trigger
        writer.open("g")
        let whole = [node.verb + " " + node.title] + node.details + [node.chips.joined(separator: " → ")]
        writer.element("title", whole.filter { !$0.isEmpty }.joined(separator: "\n").drop { $0 == " " }.description)
        if node.kind == .end {
            writer.rectangle(frame, radius: 15, fill: style.ink)
            writer.text(node.title, x: frame.center, y: frame.y + 20, size: 12, fill: "#FFFFFF", isBold: true, isCentered: true)
            return writer.close("g")
        }
        writer.rectangle(
            frame, radius: isTrigger ? 16 : 10, fill: isTrigger ? style.ink : "#FFFFFF",
            stroke: isTrigger ? nil : ChartStyle.border)
        writer.circle(x: frame.x + 29, y: frame.y + 31, radius: 17, fill: style.tint)
        writer.icon(style.icon, x: frame.x + 19, y: frame.y + 21, stroke: style.ink)
        for row in card.rows {
            let (x, y) = (frame.x + ChartCard.textLeft, frame.y + row.baseline)
            switch row.style {
            case .verb:
                let fill = isTrigger ? "#C9D8EE" : style.ink
                writer.text(shown(row.text), x: x, y: y, size: 11, fill: fill, isBold: true)
            case .title:
                let fill = isTrigger ? "#FFFFFF" : ChartStyle.text
                writer.text(row.text, x: x, y: y, size: isTrigger ? 16 : 14, fill: fill, isBold: true)
            case .detail: writer.text(row.text, x: x, y: y, size: 12, fill: isTrigger ? "#DCE6F5" : ChartStyle.quiet)
            }
        }
        drawChips(card, frame, style, &writer)
        writer.close("g")
    }

    private func drawChips(_ card: ChartCard, _ frame: Frame, _ style: ChartStyle, _ writer: inout SVGWriter) {
        for (index, chip) in card.chips.enumerated() {
            let place = Frame(
                x: frame.x + chip.frame.x, y: frame.y + chip.frame.y, width: chip.frame.width, height: chip.frame.height)
            writer.rectangle(place, radius: 11, fill: style.tint)
            writer.text(chip.text, x: place.center, y: place.y + 15, size: 12, fill: style.ink, isCentered: true)
            if index + 1 < card.chips.count {
                let points = [
                    LayeredLayout.Point(x: place.right + 5, y: place.y + 7), .init(x: place.right + 9, y: place.y + 11),
                    .init(x: place.right + 5, y: place.y + 15),
                ]
                writer.icon(
                    "M\(points[0].x) \(points[0].y)L\(points[1].x) \(points[1].y)L\(points[2].x) \(points[2].y)", x: 0, y: 0,
                    stroke: style.ink)
            }
        }
    }

    private func drawLabel(_ index: Int, _ writer: inout SVGWriter) {
        guard let frame = layout.routes[index].label else { return }
        let style = ChartStyle.label(chart.edges[index].tone)
        // The ring in the colour of the page sets the label off from the line that it lies on.
        writer.rectangle(frame, radius: 11, fill: style.tint, stroke: ChartStyle.background)
        for (row, line) in labels[index].enumerated() {
            writer.text(
                line, x: frame.center, y: frame.y + 15 + 15 * row, size: 12, fill: style.ink, isBold: true, isCentered: true)
        }
    }
}

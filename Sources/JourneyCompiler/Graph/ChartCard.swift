/// A node of a chart with its texts broken into lines and its size known.
struct ChartCard {
    /// One line of text, or a row of chips.
    struct Row {
        enum Style {
            case verb, title, detail
        }

        var text: String
        var style: Style
        /// Where the letters stand, from the top of the card.
        var baseline: Int
    }

    struct Chip {
        var text: String
        var frame: LayeredLayout.Frame
    }

    static let textLeft = 54
    static let padding = 14
    static let chipFont = TextMeasure(size: 12)

    private(set) var rows: [Row] = []
    private(set) var chips: [Chip] = []
    private(set) var size: LayeredLayout.Size

    init(_ node: Chart.Node) {
        if node.kind == .end {
            size = .init(width: max(72, ChartCard.chipFont.width(node.title) + 32), height: 30)
            rows = [Row(text: node.title, style: .detail, baseline: 20)]
            return
        }
        let isTrigger = node.kind == .trigger
        size = .init(width: isTrigger ? 400 : 260, height: Self.padding)
        let room = size.width - Self.textLeft - Self.padding
        if !node.verb.isEmpty { add([node.verb], .verb) }
        add(
            TextMeasure(size: isTrigger ? 16 : 14, isBold: true).lines(node.title, width: room, limit: isTrigger ? 5 : 3), .title,
            isTrigger ? 21 : 18)
        if !node.details.isEmpty { size.height += isTrigger ? 6 : 2 }
        for detail in node.details.prefix(4) {
            add(TextMeasure(size: 12).lines(detail, width: room, limit: isTrigger ? 3 : 2), .detail)
        }
        if node.details.count > 4 { add(["…"], .detail) }
        addChips(node.chips, room)
        size.height = max(size.height + Self.padding - 4, 56)
    }

    private mutating func add(_ lines: [String], _ style: Row.Style, _ height: Int = 16) {
        for line in lines {
            size.height += height
            rows.append(Row(text: line, style: style, baseline: size.height - 4))
        }
    }

    private mutating func addChips(_ texts: [String], _ room: Int) {
        var x = Self.textLeft
        for (index, text) in texts.enumerated() {
            let cut = Self.chipFont.lines(text, width: room - 18, limit: 1).first ?? ""
            let width = Self.chipFont.width(cut) + 18
            if index == 0 || x + width > Self.textLeft + room {
                x = Self.textLeft
                size.height += index == 0 ? 28 : 26
            }
            chips.append(Chip(text: cut, frame: .init(x: x, y: size.height - 22, width: width, height: 22)))
            // Room for the arrow to the channel that is tried next.
            x += width + 16
        }
    }
}

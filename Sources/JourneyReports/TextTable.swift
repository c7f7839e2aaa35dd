import JourneyModel

/// Rows of cells in aligned columns.
public struct TextTable: Sendable {
    public enum Alignment: Sendable { case left, right }

    public struct Column: Sendable {
        public var title: String
        public var alignment: Alignment
        /// Longer cells are cut and end in an ellipsis.
        public var limit: Int

        public init(_ title: String, _ alignment: Alignment = .left, limit: Int = 60) {
            self.title = title
            self.alignment = alignment
            self.limit = limit
        }
    }

    public struct Cell: Sendable, ExpressibleByStringInterpolation {
        public var text: String
        public var tone: Ink.Tone?

        public init(_ text: String, _ tone: Ink.Tone? = nil) {
            self.text = text
            self.tone = tone
        }

        public init(stringLiteral text: String) { self.init(text) }
    }

    public var columns: [Column]
    public var rows: [[Cell]] = []
    /// Spaces before each line.
    public var indent: Int

    public init(_ columns: [Column], indent: Int = 0) {
        self.columns = columns
        self.indent = indent
    }

    /// Adds a row; cells that are missing are empty.
    public mutating func add(_ row: [Cell]) { rows.append(row) }

    /// The lines, each with its line break; the titles stand above a rule unless all are empty. No line ends in a space.
    public func text(_ ink: Ink = .none) -> String {
        let fitted = rows.map { row in
            row.enumerated().map { index, cell in
                Cell(index < columns.count ? shortened(printable(cell.text), to: columns[index].limit) : "", cell.tone)
            }
        }
        let widths = columns.indices.map { index in
            fitted.reduce(displayWidth(columns[index].title)) { max($0, index < $1.count ? displayWidth($1[index].text) : 0) }
        }
        var text = ""
        if columns.contains(where: { !$0.title.isEmpty }) {
            text += line(columns.map { Cell($0.title, .bold) }, widths, ink)
            text += line(widths.map { Cell(String(repeating: "─", count: $0), .dim) }, widths, ink)
        }
        for row in fitted { text += line(row, widths, ink) }
        return text
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ ink: Ink) -> String {
        var text = String(repeating: " ", count: indent)
        // Spaces are held back until a cell follows, so that no line ends in them.
        var gap = 0
        for (index, cell) in cells.enumerated() where index < columns.count {
            let free = widths[index] - displayWidth(cell.text)
            let isRight = columns[index].alignment == .right
            if isRight { gap += free }
            if !cell.text.isEmpty {
                text += String(repeating: " ", count: gap) + ink(cell.tone, cell.text)
                gap = 0
            }
            gap += (isRight ? 0 : free) + 2
        }
        return text + "\n"
    }
}

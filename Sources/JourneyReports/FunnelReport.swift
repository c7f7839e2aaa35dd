import JourneyModel

/// How far those who entered a journey came: a bar for each step, the steps of a branch under the way that leads to them.
///
/// Bars and percentages are shares of those who entered. `width` is that of a line, in columns.
public func funnelReport(_ journey: JourneySummary, width: Int = 80, ink: Ink = .none) -> String {
    var text = ink(.bold, printable(journey.name))
    if !journey.title.isEmpty { text += "  " + ink(.dim, printable(journey.title)) }
    text += "\n"
    guard journey.entered > 0 else { return text + "  " + ink(.dim, "nobody entered yet") + "\n" }

    var funnel = Funnel()
    funnel.add("entered", journey.entered, .cyan)
    for step in journey.steps { funnel.add(step) }
    funnel.closeBlocks(to: 0)
    if journey.hasGoal {
        let worth = journey.goalValue.isEmpty ? "" : ", worth " + grouped(journey.goalValue)
        funnel.add("goal reached" + worth, journey.goals, .green)
    }

    let longest = min(48, max(24, width - 30))
    let rows = funnel.rows.map { row in Funnel.Row(name: shortened(row.name, to: longest), row.count, row.tone, isWay: row.isWay) }
    let nameWidth = rows.reduce(0) { max($0, displayWidth($1.name)) }
    let countWidth = rows.reduce(0) { max($0, grouped($1.count).utf8.count) }
    let barWidth = min(32, max(8, width - nameWidth - countWidth - 13))
    for row in rows {
        let count = grouped(row.count)
        text += "  " + ink(row.isWay ? .dim : nil, filled(row.name, to: nameWidth))
        text += "  " + String(repeating: " ", count: countWidth - count.utf8.count) + ink(row.isWay ? .dim : .bold, count)
        text += "  " + ink(row.tone, filled(bar(row.count, of: journey.entered, width: barWidth), to: barWidth))
        let share = percent(row.count, of: journey.entered)
        text += "  " + String(repeating: " ", count: max(0, 5 - displayWidth(share))) + share + "\n"
    }
    return text
}

/// The rows of a funnel while its steps come in the order of the text.
private struct Funnel {
    struct Row {
        var name: String
        var count: Int64
        var tone: Ink.Tone
        var isWay: Bool

        init(name: String, _ count: Int64, _ tone: Ink.Tone, isWay: Bool) {
            self.name = name
            self.count = count
            self.tone = tone
            self.isWay = isWay
        }
    }

    private(set) var rows: [Row] = []
    /// The steps around the next one, each with the ways that are still to come.
    private var blocks: [ArraySlice<WayCount>] = []

    mutating func add(_ name: String, _ count: Int64, _ tone: Ink.Tone) {
        rows.append(Row(name: name, count, tone, isWay: false))
    }

    mutating func add(_ step: StepCount) {
        closeBlocks(to: step.depth)
        while let way = blocks.last?.first, blocks.last?.contains(where: { $0.name == step.way }) == true { open(way) }
        let name = step.title.isEmpty ? step.label : step.title
        rows.append(Row(name: margin(blocks.count) + printable(name), step.reached, .blue, isWay: false))
        blocks.append(step.ways[...])
    }

    /// Ways that no step followed are told before the text goes on outside.
    mutating func closeBlocks(to depth: Int) {
        while blocks.count > max(0, depth) {
            while let way = blocks.last?.first { open(way) }
            blocks.removeLast()
        }
    }

    private mutating func open(_ way: WayCount) {
        let isLast = blocks[blocks.count - 1].count == 1
        blocks[blocks.count - 1].removeFirst()
        let name = way.title.isEmpty ? spoken(way.name) : way.title
        rows.append(Row(name: margin(blocks.count - 1) + (isLast ? "└ " : "├ ") + printable(name), way.count, .dim, isWay: true))
    }

    /// Lines of the blocks around that have ways to come run on.
    private func margin(_ depth: Int) -> String {
        blocks.prefix(depth).map { $0.isEmpty ? "  " : "│ " }.joined()
    }
}

/// A bar in eighths of a column; whatever is not nothing shows at least one eighth.
func bar(_ part: Int64, of whole: Int64, width: Int) -> String {
    guard part > 0, whole > 0, width > 0 else { return "" }
    let eighths = min(Double(part) / Double(whole), 1) * Double(width * 8)
    let count = max(1, Int(eighths.rounded()))
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][count % 8]
    return String(repeating: "█", count: count / 8) + rest
}

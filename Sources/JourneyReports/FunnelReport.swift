/// How far those who entered a journey came: a bar for each step.
///
/// Bars and percentages are shares of those who entered. `width` is that of the longest bar, in columns.
public func funnelReport(_ journey: JourneySummary, width: Int = 32, ink: Ink = .none) -> String {
    let bars = rows(of: journey)
    let nameWidth = bars.reduce(0) { max($0, displayWidth($1.name)) }
    let countWidth = bars.reduce(0) { max($0, grouped($1.count).utf8.count) }

    var text = ink(.bold, printable(journey.name))
    if !journey.title.isEmpty { text += "  " + ink(.dim, printable(journey.title)) }
    text += "\n"
    guard journey.entered > 0 else { return text + "  " + ink(.dim, "nobody entered yet") + "\n" }
    for row in bars {
        let count = grouped(row.count)
        text += "  " + ink(row.isWay ? .dim : nil, filled(row.name, to: nameWidth))
        text += "  " + String(repeating: " ", count: countWidth - count.utf8.count) + ink(row.isWay ? .dim : .bold, count)
        text += "  " + ink(row.tone, filled(bar(row.count, of: journey.entered, width: width), to: width))
        let share = percent(row.count, of: journey.entered)
        text += "  " + String(repeating: " ", count: max(0, 5 - displayWidth(share))) + share
        text += row.note.isEmpty ? "\n" : "  " + ink(.green, row.note) + "\n"
    }
    return text
}

private struct Row {
    var name: String
    var count: Int64
    var tone: Ink.Tone
    var isWay = false
    var note = ""
}

private func rows(of journey: JourneySummary) -> [Row] {
    var rows = [Row(name: "entered", count: journey.entered, tone: .cyan)]
    for step in journey.steps {
        let indent = String(repeating: "  ", count: min(max(0, step.depth), 8))
        let name = step.title.isEmpty ? step.label : step.title
        rows.append(Row(name: indent + shortened(printable(name), to: 44), count: step.reached, tone: .blue))
        for (index, way) in step.ways.enumerated() {
            let branch = index + 1 < step.ways.count ? "├ " : "└ "
            let name = indent + branch + shortened(printable(spoken(way.name)), to: 42)
            rows.append(Row(name: name, count: way.count, tone: .dim, isWay: true))
        }
    }
    if journey.hasGoal {
        let note = journey.goalValue.isEmpty ? "" : "worth " + grouped(journey.goalValue)
        rows.append(Row(name: "goal reached", count: journey.goals, tone: .green, note: note))
    }
    return rows
}

/// A bar in eighths of a column; whatever is not nothing shows at least one eighth.
func bar(_ part: Int64, of whole: Int64, width: Int) -> String {
    guard part > 0, whole > 0, width > 0 else { return "" }
    let eighths = min(Double(part) / Double(whole), 1) * Double(width * 8)
    let count = max(1, Int(eighths.rounded()))
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][count % 8]
    return String(repeating: "█", count: count / 8) + rest
}

import JourneyModel

/// How a timeline shows the clock.
public struct TimelineZone: Sendable {
    public var name: String
    /// Seconds east of UTC at an instant.
    public var offset: @Sendable (Timestamp) -> Int

    public init(name: String, offset: @escaping @Sendable (Timestamp) -> Int) {
        self.name = name
        self.offset = offset
    }

    public static let utc = TimelineZone(name: "UTC") { _ in 0 }
}

/// The days of one customer and what happened on each.
///
/// - Parameters:
///   - entries: in the order in which they happened.
///   - folding: a run of more than three like events that changed nothing shows its first, how many more, and its last.
public func timelineReport(
    customer: String, entries: [TimelineEntry], zone: TimelineZone = .utc, folding: Bool = true, ink: Ink = .none
) -> String {
    var text = ink(.bold, printable(customer)) + "  " + ink(.dim, headline(entries, zone)) + "\n"
    var day: Int?
    var time = ""
    for line in folding ? folded(entries) : entries.map(Line.entry) {
        switch line {
        case .more(let count, let name):
            text += "         " + ink(.dim, "⋮ \(grouped(count)) more \(printable(name))") + "\n"
            day = nil
        case .entry(let entry):
            let local = LocalTime(entry.at, offset: zone.offset(entry.at))
            if local.day != day {
                text += "\n" + ink(.blue, local.date) + "\n"
                day = local.day
                time = ""
            }
            let shown = local.time == time ? "     " : local.time
            time = local.time
            text += "  " + ink(.dim, shown) + "  " + ink(entry.tone, entry.sign + " " + entry.words)
                + (entry.alias.isEmpty ? "" : "  " + ink(.dim, "as \(printable(entry.alias))")) + "\n"
        }
    }
    return text
}

private enum Line {
    case entry(TimelineEntry)
    case more(Int64, String)
}

/// `12 events · 2 messages · 1 goal · times in UTC`.
private func headline(_ entries: [TimelineEntry], _ zone: TimelineZone) -> String {
    var events: Int64 = 0
    var messages: Int64 = 0
    var goals: Int64 = 0
    for entry in entries {
        switch entry.what {
        case .event: events += 1
        case .message(_, _, "sent", _): messages += 1
        case .goal: goals += 1
        default: break
        }
    }
    let parts = [
        counted(events, "event"), counted(messages, "message") + " sent", counted(goals, "goal"), "times in \(zone.name)",
    ]
    return parts.joined(separator: " · ")
}

private func folded(_ entries: [TimelineEntry]) -> [Line] {
    var lines: [Line] = []
    var index = 0
    while index < entries.count {
        guard let name = plainEvent(entries, index) else {
            lines.append(.entry(entries[index]))
            index += 1
            continue
        }
        var end = index + 1
        while end < entries.count, plainEvent(entries, end) == name { end += 1 }
        if end - index > 3 {
            lines += [.entry(entries[index]), .more(Int64(end - index - 2), name), .entry(entries[end - 1])]
        } else {
            lines += entries[index..<end].map(Line.entry)
        }
        index = end
    }
    return lines
}

/// The name of an event after which, at the same instant, nothing happened.
private func plainEvent(_ entries: [TimelineEntry], _ index: Int) -> String? {
    guard case .event(let event, _) = entries[index].what else { return nil }
    let name = event + (entries[index].alias.isEmpty ? "" : " as " + entries[index].alias)
    guard index + 1 < entries.count, entries[index + 1].at == entries[index].at else { return name }
    if case .event = entries[index + 1].what { return name }
    return nil
}

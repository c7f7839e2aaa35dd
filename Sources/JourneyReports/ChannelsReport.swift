/// The messages per channel and outcome.
public func channelsReport(_ channels: [ChannelSummary], ink: Ink = .none) -> String {
    guard channels.contains(where: { total($0.outcomes) > 0 }) else { return "no messages\n" }
    var outcomes: [String] = []
    for tally in channels.flatMap(\.outcomes) where tally.count != 0 && !outcomes.contains(tally.name) {
        outcomes.append(tally.name)
    }

    var table = TextTable([.init("channel", limit: 32), .init("messages", .right)] + outcomes.map { .init(spoken($0), .right) })
    for channel in channels {
        let counts = outcomes.map { outcome in total(channel.outcomes.filter { $0.name == outcome }) }
        table.add(
            [.init(channel.channel, .cyan), .init(grouped(total(channel.outcomes)), .bold)]
                + zip(outcomes, counts).map { .init($1 == 0 ? "·" : grouped($1), tone(of: $0, $1)) })
    }
    return table.text(ink)
}

private func tone(of outcome: String, _ count: Int64) -> Ink.Tone? {
    guard count != 0 else { return .dim }
    switch outcome {
    case "sent": return .green
    case "failed", "uncertain", "unreachable": return .red
    default: return .yellow
    }
}

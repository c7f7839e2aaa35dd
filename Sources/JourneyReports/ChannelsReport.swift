/// The messages per channel and outcome, what they cost, and under that what became of them, as far as providers told.
public func channelsReport(_ channels: [ChannelSummary], ink: Ink = .none) -> String {
    guard channels.contains(where: { total($0.outcomes) > 0 }) else { return "no messages\n" }
    var outcomes: [String] = []
    for tally in channels.flatMap(\.outcomes) where tally.count != 0 && !outcomes.contains(tally.name) {
        outcomes.append(tally.name)
    }

    let hasCosts = channels.contains { $0.cost != 0 }
    var table = TextTable(
        [.init("channel", limit: 32), .init("messages", .right)] + outcomes.map { .init(spoken($0), .right) }
            + (hasCosts ? [.init("cost", .right)] : []))
    for channel in channels {
        let counts = outcomes.map { outcome in total(channel.outcomes.filter { $0.name == outcome }) }
        table.add(
            [.init(channel.channel, .cyan), .init(grouped(total(channel.outcomes)), .bold)]
                + zip(outcomes, counts).map { .init($1 == 0 ? "·" : grouped($1), tone(of: $0, $1)) }
                + (hasCosts ? [.init(channel.cost == 0 ? "·" : grouped(costText(channel.cost)))] : []))
    }
    return table.text(ink) + receiptsReport(channels, ink)
}

/// `sms  5,120 (98.2%)  1,204 (23.1%)`: how many receipts came, and how many for each hundred that were sent.
private func receiptsReport(_ channels: [ChannelSummary], _ ink: Ink) -> String {
    let told = channels.filter { total($0.receipts) > 0 }
    if told.isEmpty { return "" }
    let usual = ["delivered", "opened", "clicked", "failed", "unsubscribed"]
    let statuses = usual.filter { status in told.contains { $0.receipts.contains { $0.name == status && $0.count != 0 } } }
    var table = TextTable([.init("receipts", limit: 32)] + statuses.map { .init($0, .right) })
    for channel in told {
        let sent = total(channel.outcomes.filter { $0.name == "sent" })
        table.add(
            [.init(channel.channel, .cyan)]
                + statuses.map { status in
                    let count = total(channel.receipts.filter { $0.name == status })
                    if count == 0 { return .init("·", .dim) }
                    return .init(grouped(count) + (sent > 0 ? " (\(percent(count, of: sent)))" : ""), status == "failed" ? .red : nil)
                })
    }
    return "\n" + table.text(ink)
}

private func tone(of outcome: String, _ count: Int64) -> Ink.Tone? {
    guard count != 0 else { return .dim }
    switch outcome {
    case "sent": return .green
    case "failed", "uncertain", "unreachable": return .red
    default: return .yellow
    }
}

/// All journeys in one table, with the reasons of refusals and exits under it.
public func journeysReport(_ journeys: [JourneySummary], ink: Ink = .none) -> String {
    guard !journeys.isEmpty else { return "no journeys\n" }
    let hasWatches = journeys.contains { $0.watches != nil }
    let hasGoals = journeys.contains { $0.hasGoal }
    let hasValues = journeys.contains { !$0.goalValue.isEmpty }

    var columns = [TextTable.Column("journey", limit: 32)]
    if hasWatches { columns += ["watches", "cancelled", "fired", "pending"].map { .init($0, .right) } }
    columns += ["entered", "refused", "inside", "finished", "left"].map { .init($0, .right) }
    if hasGoals { columns += ["goals", "rate"].map { .init($0, .right) } }
    if hasValues { columns.append(.init("value", .right)) }

    var table = TextTable(columns)
    for journey in journeys {
        var row: [TextTable.Cell] = [.init(journey.name, .cyan)]
        if hasWatches {
            row += journey.watches.map { [$0.begun, $0.cancelled, $0.fired, $0.pending].map { figure($0) } } ?? ["", "", "", ""]
        }
        row += [figure(journey.entered, .bold), figure(total(journey.refused)), figure(journey.active)]
        row += [figure(journey.finished), figure(total(journey.exits))]
        if hasGoals {
            row +=
                journey.hasGoal ? [figure(journey.goals, .green), .init(percent(journey.goals, of: journey.entered))] : ["", ""]
        }
        if hasValues { row.append(.init(grouped(journey.goalValue), .green)) }
        table.add(row)
    }
    return table.text(ink) + reasons(journeys, ink)
}

private func figure(_ number: Int64, _ tone: Ink.Tone? = nil) -> TextTable.Cell {
    number == 0 ? TextTable.Cell("0", .dim) : TextTable.Cell(grouped(number), tone)
}

func total(_ tallies: [Tally]) -> Int64 {
    tallies.reduce(0) { sum, tally in
        let (next, overflow) = sum.addingReportingOverflow(tally.count)
        return overflow ? .max : next
    }
}

/// `coupon_reminder  refused: already inside 12 · left by: unsubscribed 3`.
private func reasons(_ journeys: [JourneySummary], _ ink: Ink) -> String {
    var table = TextTable([.init("", limit: 32), .init("", limit: 160)])
    for journey in journeys {
        for (verb, tallies) in [("refused", journey.refused), ("left by", journey.exits)] where total(tallies) > 0 {
            table.add([.init(journey.name, .cyan), .init("\(verb): \(listed(tallies))", .dim)])
        }
    }
    return table.rows.isEmpty ? "" : "\n" + table.text(ink)
}

/// `already inside 12 · again 30`.
func listed(_ tallies: [Tally]) -> String {
    tallies.filter { $0.count != 0 }.map { "\(spoken($0.name)) \(grouped($0.count))" }.joined(separator: " · ")
}

/// A word of the program as a person says it: `already_inside` becomes `already inside`.
func spoken(_ word: String) -> String { String(word.map { $0 == "_" ? " " : $0 }) }

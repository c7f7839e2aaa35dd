/// All journeys in one table, with what else there is to say of each under it.
public func journeysReport(_ journeys: [JourneySummary], ink: Ink = .none) -> String {
    guard !journeys.isEmpty else { return "no journeys\n" }
    let hasGoals = journeys.contains { $0.hasGoal }
    let hasValues = journeys.contains { !$0.goalValue.isEmpty }

    var columns = [TextTable.Column("journey", limit: 32)]
    columns += ["entered", "customers", "inside", "finished"].map { .init($0, .right) }
    if hasGoals { columns += ["goals", "rate"].map { .init($0, .right) } }
    if hasValues { columns.append(.init("value", .right)) }
    let hasCosts = journeys.contains { $0.cost != 0 }
    if hasCosts { columns.append(.init("cost", .right)) }

    var table = TextTable(columns)
    for journey in journeys {
        var row: [TextTable.Cell] = [.init(journey.name, .cyan), figure(journey.entered, .bold), figure(journey.customers)]
        row += [figure(journey.active), figure(journey.finished)]
        if hasGoals {
            row +=
                journey.hasGoal ? [figure(journey.goals, .green), .init(percent(journey.goals, of: journey.entered))] : ["", ""]
        }
        if hasValues { row.append(.init(grouped(journey.goalValue), .green)) }
        if hasCosts { row.append(journey.cost == 0 ? .init("·", .dim) : .init(grouped(costText(journey.cost)))) }
        table.add(row)
    }
    return table.text(ink) + notes(journeys, ink)
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

/// `coupon_reminder  watched 322: 277 ran out, 33 cancelled in time, 12 still open`, and who left or was not let in.
private func notes(_ journeys: [JourneySummary], _ ink: Ink) -> String {
    var table = TextTable([.init("", limit: 32), .init("", limit: 160)])
    for journey in journeys {
        var notes: [String] = []
        if let watches = journey.watches, watches.begun > 0 { notes.append(told(watches)) }
        if total(journey.refused) > 0 { notes.append("not let in: " + listed(journey.refused)) }
        if journey.heldOut > 0 {
            let goals = journey.hasGoal ? ", of whom \(grouped(journey.heldOutGoals)) reached the goal" : ""
            notes.append("held out: \(grouped(journey.heldOut))" + goals)
        }
        if total(journey.exits) > 0 { notes.append("left early: " + listed(journey.exits.map(spokenExit))) }
        for (index, note) in notes.enumerated() { table.add([.init(index == 0 ? journey.name : "", .cyan), .init(note, .dim)]) }
    }
    return table.rows.isEmpty ? "" : "\n" + table.text(ink)
}

/// Causes that are no event stand as they are said.
private func spokenExit(_ exit: Tally) -> Tally {
    switch exit.name {
    case "merged": Tally("merged into an earlier entry of the same person", exit.count)
    case "left": Tally("taken out by another journey", exit.count)
    case "failed": Tally("failed", exit.count)
    default: Tally("by " + exit.name, exit.count)
    }
}

private func told(_ watches: WatchCounts) -> String {
    let parts = [(watches.fired, "ran out"), (watches.cancelled, "cancelled in time"), (watches.pending, "still open")]
    return "watched \(grouped(watches.begun)): "
        + parts.filter { $0.0 != 0 }.map { "\(grouped($0.0)) \($0.1)" }.joined(separator: ", ")
}

/// `12 already inside, 30 entered before`; `9 by unsubscribed`.
func listed(_ tallies: [Tally], _ preposition: String = "") -> String {
    tallies.filter { $0.count != 0 }.map { "\(grouped($0.count)) \(preposition)\($0.name)" }.joined(separator: ", ")
}

/// A word of the program as a person says it: `already_inside` becomes `already inside`.
func spoken(_ word: String) -> String { String(word.map { $0 == "_" ? " " : $0 }) }

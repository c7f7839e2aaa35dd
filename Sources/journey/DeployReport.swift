import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneySimulator
import JourneyStore

/// What a deployment would mean, for people and programs.
struct DeployReport {
    var impact: Impact
    var machines: [Machine]
    var request: OperatorRequest
    /// What the new and changed journeys would have done; nil where they were not tried.
    var reach: Reach?
    /// It ends with the last event, which is long ago.
    var isReachOfThePast = false
    /// Why it cannot be done now.
    var refusal: String?

    // MARK: In words

    func text(ink: Ink) -> String {
        var text = ""
        for journey in impact.journeys {
            let lines = lines(on: journey)
            if journey.change == .unchanged, lines.isEmpty { continue }
            if journey.change == .gone, lines.isEmpty, !impact.changes.contains(where: { $0.journey == journey.name }) { continue }
            text += ink(.bold, printable(journey.name)) + "  " + ink(tone(journey.change), journey.change.rawValue) + "\n"
            text += lines.map { "  \(printable($0))\n" }.joined()
        }
        let unchanged = impact.journeys.filter { $0.change == .unchanged }.count
        if unchanged > 0 { text += counted(Int64(unchanged), "journey") + " unchanged\n" }
        if impact.hasNewTerms { text += "the policy or the declarations are new\n" }
        return text
    }

    private func tone(_ kind: Deployer.Change.Kind) -> Ink.Tone {
        switch kind {
        case .new: .green
        case .changed, .renamed, .rolledBack: .yellow
        case .gone: .red
        case .unchanged: .dim
        }
    }

    private func lines(on journey: Impact.Journey) -> [String] {
        var lines: [String] = []
        if journey.change == .rolledBack {
            lines.append("it was rolled back to version \(journey.version ?? 0) and stays there: the journey in the file is still the one it was rolled back from")
        }
        lines += journey.steps.map { line(on: $0, of: journey) }
        if journey.change == .gone, journey.waiting > 0 {
            let people = counted(Int64(journey.waiting), "customer")
            let (leaves, finishes) = journey.waiting == 1 ? ("leaves", "finishes") : ("leave", "finish")
            lines.append(request.drains ? "\(people) inside \(leaves) it" : "\(people) inside \(finishes) it; `--drain exit` sends them out")
        }
        if journey.watchesRunningOut > 0 {
            lines.append(pending(journey.watchesRunningOut) + (journey.version == nil ? " let nobody in any more" : " run out under the old trigger"))
        }
        if journey.watchesCarryingOn > 0, journey.change != .unchanged { lines.append(pending(journey.watchesCarryingOn) + " carry on") }
        if journey.heldEntries > 0 { lines.append(counted(Int64(journey.heldEntries), "entry is held", "entries are held") + " while it is paused") }
        return lines + reachLines(journey)
    }

    private func pending(_ count: Int) -> String { counted(Int64(count), "pending watch", "pending watches") }

    /// `412 customers wait in step remind (wait 2d); 398 continue, 14 have no counterpart and stay on the old version`.
    private func line(on step: Impact.Step, of journey: Impact.Journey) -> String {
        let text = counted(Int64(step.waiting), "customer waits", "customers wait") + " in step \(step.label) (\(step.state.title))"
        if journey.version == nil { return text }
        let staying = step.waiting - step.continuing
        let aim = step.counterpart.map { $0 == step.label ? "" : " at \($0)" } ?? ""
        var parts: [String] = []
        let finishing = step.waiting == 1 ? "finishes" : "they finish"
        if request.moves {
            if step.continuing > 0 { parts.append(grouped(Int64(step.continuing)) + (step.continuing == 1 ? " continues" : " continue") + aim) }
            if staying > 0 { parts.append(grouped(Int64(staying)) + (staying == 1 ? " has no counterpart and stays" : " have no counterpart and stay") + " on the old version") }
        } else {
            parts.append("\(finishing) on version \(step.version)")
            if step.continuing > 0 { parts.append("`--move` takes \(grouped(Int64(step.continuing))) along" + aim) }
        }
        return text + "; " + parts.joined(separator: ", ")
    }

    // MARK: The reach

    private func reachLines(_ journey: Impact.Journey) -> [String] {
        guard let reach, let machine = machine(journey) else { return [] }
        let totals = Totals(reach.counters)
        let days = durationText(reach.until - reach.from)
        guard reach.events > 0 else { return ["the store has no events of the last \(days) to try it on"] }
        let summary = totals.summary(machine)
        var parts = [counted(Int64(clamping: summary.entered), "entry", "entries")]
        parts += outcomes(of: journey.name).map { "\(grouped($0.count)) \($0.name)" }
        if summary.hasGoal { parts.append("\(grouped(summary.goals)) reached the goal") }
        if summary.heldOut > 0 { parts.append("\(grouped(summary.heldOut)) held out") }
        let refused = summary.refused.filter { $0.count > 0 }.map { "\(grouped($0.count)) refused (\($0.name))" }
        let span = isReachOfThePast ? "over the \(days) before \(reach.until.rfc3339), when the last event came," : "over the last \(days)"
        return ["\(span) it would have had " + (parts + refused).joined(separator: ", ")]
    }

    private func machine(_ journey: Impact.Journey) -> Machine? {
        guard [.new, .changed, .renamed].contains(journey.change) else { return nil }
        return machines.first { $0.name == journey.name }
    }

    /// `sent via sms`, `capped via sms`, …: in the order of their names, what was sent first.
    private func outcomes(of journey: String) -> [Tally] {
        var found: [String: Int64] = [:]
        for (counter, count) in reach?.counters ?? [:] where counter.journey == journey && !counter.step.isEmpty && count > 0 {
            if counter.metric.contains(" via ") { found[counter.metric, default: 0] += count }
        }
        return found.sorted { a, b in
            let (isASent, isBSent) = (a.key.hasPrefix("sent "), b.key.hasPrefix("sent "))
            return isASent != isBSent ? isASent : a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
        }.map { Tally($0.key, $0.value) }
    }

    // MARK: For programs

    var json: String {
        func quoted(_ text: String) -> String { JSONText.quoted(text) }
        let journeys = impact.journeys.map { journey in
            let steps = journey.steps.map { step in
                "{\"version\":\(step.version),\"step\":\(quoted(step.label)),\"waiting\":\(step.waiting),\"continuing\":\(step.continuing),"
                    + "\"counterpart\":\(step.counterpart.map(quoted) ?? "null")}"
            }
            return "{\"journey\":\(quoted(journey.name)),\"change\":\(quoted(journey.change.rawValue)),"
                + "\"version\":\(journey.version.map(String.init) ?? "null"),\"inside\":\(journey.inside),"
                + "\"steps\":[\(steps.joined(separator: ","))],\"watches_carrying_on\":\(journey.watchesCarryingOn),"
                + "\"watches_running_out\":\(journey.watchesRunningOut),\"reach\":\(reachJSON(journey))}"
        }
        return "{\"journeys\":[\(journeys.joined(separator: ","))],\"new_terms\":\(impact.hasNewTerms),"
            + "\"refusal\":\(refusal.map(quoted) ?? "null")}"
    }

    private func reachJSON(_ journey: Impact.Journey) -> String {
        guard let reach, let machine = machine(journey) else { return "null" }
        let summary = Totals(reach.counters).summary(machine)
        func object(_ tallies: [Tally]) -> String {
            "{" + tallies.map { "\(JSONText.quoted($0.name)):\($0.count)" }.joined(separator: ",") + "}"
        }
        return "{\"from\":\"\(reach.from.rfc3339)\",\"until\":\"\(reach.until.rfc3339)\",\"events\":\(reach.events),\"entered\":\(summary.entered),\"goals\":\(summary.goals),"
            + "\"held_out\":\(summary.heldOut),\"messages\":\(object(outcomes(of: journey.name))),\"refused\":\(object(summary.refused))}"
    }
}

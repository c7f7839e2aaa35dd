import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneySimulator
import JourneyStore

/// What nobody came to in a dry run on made-up customers, and why, as far as that can be told.
struct Unreached {
    private let machines: [Machine]
    private let counters: [Counter: Int64]
    private let terms: MadeUpTerms

    init(_ machines: [Machine], _ counters: [Counter: Int64], _ terms: MadeUpTerms) {
        self.machines = machines
        self.counters = counters
        self.terms = terms
    }

    /// Empty where somebody came everywhere.
    func text(ink: Ink) -> String {
        var text = ""
        let coverage = machines.map { ($0, StepGap.all(of: $0, counters)) }
        for (machine, gaps) in coverage {
            let entered = count(machine, "entered")
            if entered > 0, gaps.isEmpty { continue }
            text += "  " + ink(.bold, printable(machine.name)) + "\n"
            if entered == 0 {
                text += "    " + printable("nobody entered: " + reason(machine)) + "\n"
                continue
            }
            for gap in gaps { text += "    " + printable(gap.text) + "\n" }
        }
        return text.isEmpty ? "" : ink(.bold, "where nobody came") + "\n" + text
    }

    private func count(_ machine: Machine, _ metric: String) -> Int64 { counters[Counter(journey: machine.name, metric: metric)] ?? 0 }

    private func reason(_ machine: Machine) -> String {
        let last = terms.startDay + terms.days - 1
        if let dates = machine.dates, Int(dates.from) > last || Int(dates.until ?? .max) < terms.startDay {
            return "it is open from \(day(dates.from))" + (dates.until.map { " until \(day($0))" } ?? "") + "; \(mend(Int(dates.from)))"
        }
        if case .schedule(.once(let days, _)) = machine.trigger, !(terms.startDay...last).contains(Int(days)) {
            return "it runs on \(day(days)); \(mend(Int(days)))"
        }
        let refusals = Totals(counters).summary(machine).refused
        if !refusals.isEmpty {
            return "refused " + refusals.map { "\(grouped($0.count)) (\($0.name))" }.joined(separator: ", ")
        }
        var events: Set<String> = []
        if case .pattern = machine.trigger { events = Set(machine.triggerEvents) }
        let recorders = machines.filter { !events.isDisjoint(with: $0.recordedEvents) }.map { "`\($0.name)`" }
        if !recorders.isEmpty { return "it begins with what \(recorders.joined(separator: ", ")) records, and nobody got so far" }
        if !events.isEmpty, events.isSubset(of: Reactions.names) { return "it begins with reactions to messages: give more with `--reactions`" }
        return "nobody came to `when \(machine.trigger.text)`; more customers or days may"
    }

    private func mend(_ day: Int) -> String {
        "these days go from \(self.day(Int32(clamping: terms.startDay))) to \(self.day(Int32(clamping: terms.startDay + terms.days - 1))): "
            + "`--start \(CivilDate(days: max(day - 7, 0)).text)`"
    }

    private func day(_ days: Int32) -> String { CivilDate(days: Int(days)).text }
}

extension Machine {
    fileprivate var triggerEvents: [String] {
        guard case .pattern(let pattern) = trigger else { return [] }
        switch pattern.base {
        case .any(let events), .times(let events, _, _): return events.map(\.event)
        case .all(let groups, _): return groups.flatMap { $0 }.map(\.event)
        }
    }

    fileprivate var recordedEvents: [String] {
        states.flatMap(\.transitions).flatMap(\.actions).compactMap { if case .record(let event, _) = $0 { event } else { nil } }
    }
}

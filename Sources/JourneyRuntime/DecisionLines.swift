import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// Decisions as JSON Lines, one object an action:
/// `{"at":…,"customer":…,"journey":…,"step":"send#1","action":"send","content":…,"channel":…,"with":{},"outcome":"sent"}`.
///
/// `step` is missing where the action concerns the whole journey; the members after `action` are those that it has.
public struct DecisionLines {
    /// The actions written where none are asked for by name. A watch that begins or is cancelled is not an action of a journey.
    public static let usual: Set<Decision.Action> = [
        .enter, .send, .wait, .branch, .set, .tag, .untag, .goal, .stop, .exit, .refuse, .fail, .record, .start, .leave, .give, .pause,
        .merge, .merged,
    ]

    public var actions: Set<Decision.Action>
    /// Only this customer; nil: everybody.
    public var customer: String?

    /// Whether branches by chance are written, as `split`, and those by a condition or an event, as `branch`.
    public var tells = (splits: true, branches: true)
    /// Of each journey the steps that draw an arm.
    private let splits: [String: Set<String>]

    /// - Parameter machines: those whose decisions come: they say which step is a split.
    public init(_ machines: [Machine], actions: Set<Decision.Action> = DecisionLines.usual, customer: String? = nil) {
        self.actions = actions
        self.customer = customer
        splits = machines.reduce(into: [:]) { splits, machine in
            let steps = machine.states.filter { $0.kind == .split }.map(\.label)
            if !steps.isEmpty { splits[machine.name, default: []].formUnion(steps) }
        }
    }

    private func isSplit(_ decision: Decision) -> Bool {
        decision.action == .branch && splits[decision.journey]?.contains(decision.step) == true
    }

    /// The lines of a batch. What became of a message stands with its `send`.
    public func write(_ decisions: [Decision], _ outcomes: [Dispatcher.Outcome], to out: inout [UInt8]) {
        var byKey: [String: Dispatcher.Outcome] = [:]
        for outcome in outcomes { byKey[outcome.key] = outcome }
        for decision in decisions where actions.contains(decision.action) && customer ?? decision.customer == decision.customer {
            if decision.action == .branch, !(isSplit(decision) ? tells.splits : tells.branches) { continue }
            var outcome: Dispatcher.Outcome?
            if case .text(let key)? = decision[.key] { outcome = byKey[key] }
            write(decision, outcome, to: &out)
        }
    }

    public func write(_ decision: Decision, _ outcome: Dispatcher.Outcome?, to out: inout [UInt8]) {
        out.append(contentsOf: "{\"at\":\"".utf8)
        decision.at.appendRFC3339(to: &out)
        out.append(UInt8(ascii: "\""))
        member("customer", .text(decision.customer), to: &out)
        if !decision.journey.isEmpty { member("journey", .text(decision.journey), to: &out) }
        if !decision.step.isEmpty { member("step", .text(decision.step), to: &out) }
        member("action", .text(isSplit(decision) ? "split" : decision.action.name), to: &out)
        for fact in decision.facts where !Self.unspoken.contains(fact.detail) || (fact.detail == .outcome && decision.action == .merge) {
            switch (fact.detail, fact.value) {
            case (.channel, _): member("channel", outcome.map { .text($0.channel) } ?? fact.value, to: &out)
            // The journey that is started or left; the one that does it stands before.
            case (.journey, _): member("target", fact.value, to: &out)
            case (.with, .text(let json)):
                out.append(contentsOf: ",\"with\":".utf8)
                out.append(contentsOf: json.utf8)
            default: member(fact.detail.name, fact.value, to: &out)
            }
        }
        if decision.action == .goal { attribution(of: decision, to: &out) }
        if decision.action == .send {
            member("outcome", outcome.map { .text($0.status.name) } ?? decision[.outcome] ?? .text("queued"), to: &out)
        }
        if decision.isShadow { member("held_out", .boolean(true), to: &out) }
        out.append(contentsOf: "}\n".utf8)
    }

    /// `outcome` has a place of its own, and so has what a goal is linked to; `journey explain` tells of what decided.
    private static let unspoken: Set<Decision.Detail> = [
        .key, .outcome, .since, .because, .messages, .earlierMessages, .happenedAt,
    ]

    /// When the customer entered, when the goal's event happened where it came late, and the messages of the enrollment before it.
    private func attribution(of decision: Decision, to out: inout [UInt8]) {
        if let entry = decision[.since] { member("entered_at", entry, to: &out) }
        if let at = decision[.happenedAt] { member("event_at", at, to: &out) }
        guard let messages = decision.messagesBefore else { return }
        out.append(contentsOf: ",\"messages\":[".utf8)
        out.append(contentsOf: messages.map(\.json).joined(separator: ",").utf8)
        out.append(UInt8(ascii: "]"))
        if let earlier = decision[.earlierMessages] { member("earlier_messages", earlier, to: &out) }
    }

    private func member(_ name: String, _ value: Value, to out: inout [UInt8]) {
        out.append(contentsOf: ",\"".utf8)
        out.append(contentsOf: name.utf8)
        out.append(contentsOf: "\":".utf8)
        value.appendJSON(to: &out)
    }
}

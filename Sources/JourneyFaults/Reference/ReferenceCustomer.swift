import JourneyEngine
import JourneyLanguage
import JourneyModel

/// What the reference model keeps of a customer.
extension ReferenceModel {
    final class Customer {
        let id: String
        var attributes: [String: Value] = [:]
        var tags: Set<String> = []
        /// Everything that ever came.
        var events: [Event] = []
        var entries: [String: (count: Int, last: Timestamp)] = [:]
        /// In the order of their first event.
        var triggers: [ReferencePattern] = []
        var ways: [Way] = []
        /// The last word on each purpose.
        var consents: [String: Bool] = [:]
        var members: Set<String> = []
        /// By the name of the rule.
        var occasions: [String: Occasion] = [:]
        /// Channels; empty: all of them.
        var suppressed: Set<String> = []
        var given: [Given] = []
        /// When its audiences were looked at, and when they are to be because of what happened.
        var lookedAt = Timestamp.distantPast
        var look: Timestamp?
        /// Marketing messages.
        var queued: [(at: Timestamp, channel: String)] = []
        /// Tags or attributes changed while the present event or timer is seen to.
        var isChanged = false

        init(_ id: String) { self.id = id }
    }

    /// An enrollment.
    final class Way {
        let number: UInt64
        let rule: ReferenceRule
        let trigger: Event
        let instance: Value
        let enteredAt: Timestamp
        /// Held out: does nothing outside itself.
        let isShadow: Bool
        /// What is left to do at each level of nesting, the innermost last.
        var rest: [ArraySlice<Step>]
        /// Outermost first.
        var loops: [ReferenceLoop] = []
        var visits: [String: UInt32] = [:]
        /// The last event of each name, the trigger's own included.
        var seen: [String: Event] = [:]
        var place = ""
        /// Messages queued so far, as a goal tells of them.
        var sent: [Value] = []
        var wait: Wait?
        var isFinished = false
        var hasGoal = false
        var isGone = false

        struct Wait {
            var since: Timestamp
            var due: Timestamp
            var step: Step.WaitFor?
            var moment: Step.Moment?
            /// Stands at it; `since` it came there.
            var send: Step.Send?
            var isForBestTime = false
            /// Out, in a journey that stands still.
            var isFrozen = false
        }

        init(_ number: UInt64, _ rule: ReferenceRule, _ trigger: Event, _ instance: Value, _ now: Timestamp, isShadow: Bool) {
            self.instance = instance
            self.isShadow = isShadow
            self.number = number
            self.rule = rule
            self.trigger = trigger
            enteredAt = now
            rest = [rule.steps[...]]
        }
    }

    // MARK: Entry

    func refusal(_ rule: ReferenceRule, _ trigger: Event, _ instance: Value, _ customer: Customer) -> Refusal? {
        if let dates = rule.dates {
            let today = zone(of: customer).local(clock).days
            if today < dates.from || today > dates.until { return .dates }
        }
        if let audience = rule.audience, !audience.holds(scope(customer, trigger: trigger)) { return .audience }
        if customer.ways.contains(where: { $0.rule === rule && $0.instance == instance && !$0.isFinished && !$0.isGone }) { return .inside }
        if let entry = customer.entries[rule.memory(of: instance)] {
            switch rule.again {
            case .always: break
            case .once: return .once
            case .after(let length): if clock - entry.last < length.microseconds { return .again }
            }
        }
        return draws.rollOut(rule.name, customer.id) < rule.rollOut ? nil : .rollOut
    }

    // MARK: Matching

    func matches(_ events: Events, _ event: Event, _ scope: ReferenceScope) -> Bool {
        events.alternatives.contains { $0.matches(event, scope) }
    }
}

import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// One customer's history as a timeline: what happened, what was decided, what became of each message.
struct Timeline {
    /// Journeys by name, for what their steps wait for.
    var machines: [String: Machine]
    /// The id first seen of the person; nil where no ids were joined.
    var person: String?
    private(set) var entries: [TimelineEntry] = []
    /// The customer's, as far as it is known.
    let zone: Zone

    init(machines: [Machine], zone: Zone) {
        self.zone = zone
        self.machines = Dictionary(machines.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    /// Events and the decisions that follow from them, in the order of time; an event stands before what it led to.
    mutating func add(_ events: [WatchedIntake.Event], _ decisions: [Decision], _ outcomes: [Dispatcher.Outcome]) {
        let byKey = Dictionary(outcomes.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        var rest = events[...]
        for decision in decisions {
            while let event = rest.first, event.at <= decision.at {
                add(event)
                rest.removeFirst()
            }
            var outcome: Dispatcher.Outcome?
            if case .text(let key)? = decision[.key] { outcome = byKey[key] }
            add(decision, outcome: outcome)
        }
        for event in rest { add(event) }
    }

    private mutating func add(_ event: WatchedIntake.Event) {
        var details: [String] = []
        JSONMembers.forEach(in: event.properties) { key, value in details.append("\(key) \(value.text)") }
        let shown = details.count > 4 ? Array(details.prefix(4)) + ["…"] : details
        entries.append(TimelineEntry(at: event.at, alias: alias(event.customer), .event(event.name, details: shown.joined(separator: ", "))))
    }

    mutating func add(_ decision: Decision, outcome: Dispatcher.Outcome?) {
        if let what = what(decision, outcome) {
            entries.append(TimelineEntry(at: decision.at, journey: decision.journey, alias: alias(decision.customer), what))
        }
    }

    private func alias(_ id: String) -> String { person.map { $0 == id ? "" : id } ?? "" }

    private func what(_ decision: Decision, _ outcome: Dispatcher.Outcome?) -> TimelineEntry.What? {
        func text(_ detail: Decision.Detail) -> String { decision[detail]?.text ?? "" }
        func span() -> Microseconds {
            guard case .instant(let until)? = decision[.until] else { return 0 }
            return until - decision.at
        }
        switch decision.action {
        case .watch: return .watchBegan(by: text(.event), for: span())
        case .cancel: return .watchCancelled(by: text(.event))
        case .enter:
            let trigger = machines[decision.journey]?.trigger.text ?? ""
            return decision.isShadow ? .heldOut(by: trigger) : .entered(by: trigger)
        case .refuse: return .refused(reason: text(.reason))
        case .send:
            return .message(
                text(.content), channel: outcome?.channel ?? text(.channel),
                outcome: outcome.map { $0.status.name } ?? decision[.outcome]?.text ?? "queued",
                reason: outcome?.reason ?? text(.reason))
        case .wait:
            if let until = momentWaitedFor(decision) { return .waitingUntil(until) }
            return .waiting(for: span(), events: awaited(decision))
        case .branch:
            if case .integer(let round)? = decision[.round] { return .round(Int(round), of: Int(state(decision)?.loop?.limit ?? 0)) }
            if decision.step.hasPrefix("wait") { return .waitOver(event: decision[.event]?.text) }
            return .branched(step: decision.step, way: text(.taken), title: taken(decision, text(.taken)))
        // A shadow changes nothing outside itself.
        case .set where decision.isShadow, .tag where decision.isShadow, .untag where decision.isShadow,
            .record where decision.isShadow, .start where decision.isShadow, .leave where decision.isShadow:
            return nil
        case .record: return .recorded(text(.event))
        case .start: return .starting(text(.journey))
        case .leave: return .leaving(text(.journey))
        case .give where decision.isShadow: return nil
        case .give: return .coupon(text(.coupon), code: text(.code), reason: text(.reason))
        case .pause: return .paused(reason: text(.reason))
        case .hold: return .entryHeld
        case .move: return .moved(from: text(.reason), to: decision.step)
        case .set: return .attribute(text(.attribute), value: text(.value))
        case .tag: return .tagged(text(.tag))
        case .untag: return .untagged(text(.tag))
        case .goal:
            return .goal(by: text(.event), value: text(.value), links: Conversion(decision).links.english.replacing("`", with: ""))
        case .stop: return .stopped
        case .exit: return .exited(by: text(.reason))
        case .finish: return .finished
        case .fail: return .exited(by: text(.reason))
        case .merge where decision[.outcome] != nil: return .notJoined(with: text(.other), reason: text(.reason))
        case .merge: return .joined(with: text(.other))
        case .merged: return decision.step.isEmpty ? .watchMerged : .merged
        }
    }

    /// What ends the wait before its time; at the head of a loop, what ends the loop.
    private func awaited(_ decision: Decision) -> [String] { state(decision)?.awaited ?? [] }

    /// When a wait for a moment of the calendar ends; nil for every other.
    private func momentWaitedFor(_ decision: Decision) -> String? {
        guard case .instant(let until)? = decision[.until], state(decision)?.waitsForMoment == true else { return nil }
        return SpokenTime(zone: zone).text(until, beside: decision.at)
    }

    private func state(_ decision: Decision) -> State? {
        machines[decision.journey]?.states.first { $0.label == decision.step }
    }

    /// `if event.lines >= 40: yes`, `else if event.coupon_discount > 0: yes`; empty where the journey's text is not at hand.
    private func taken(_ decision: Decision, _ way: String) -> String {
        guard let state = state(decision), let taken = state.ways.first(where: { $0.name == way }) else { return "" }
        return taken.title.hasPrefix("else if") ? "\(taken.title): yes" : "\(state.title): \(taken.title)"
    }
}

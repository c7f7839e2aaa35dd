import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime

/// What conditions said of a person at earlier moments, where no decision was taken that would tell: the person's record (attributes, tags,
/// consent, what conditions ask of the past) built up anew from the journal, without journeys.
struct PastConditions {
    private let engine: Engine
    private let names: NameTable

    /// - Parameter conditions: all that will be asked.
    init(_ conditions: [Formula], definitions: Definitions, policy: Policy, names: NameTable) {
        var definitions = definitions
        definitions.questions += conditions
        self.names = names
        engine = Engine(
            deployment: Deployment(
                [], definitions: definitions, names: names, epoch: { _ in HistoryEpoch(number: 1, isFromTheStart: true) }), isBackfill: true,
            policy: policy)
    }

    /// What a person was like at an event, right after it was taken in.
    struct Moment {
        fileprivate let engine: Engine
        fileprivate let state: CustomerState
        fileprivate let view: EventView
        let event: PersonJournal.Event

        /// Whether a condition held of the event, and why.
        func explain(_ condition: Formula) -> (holds: Bool, parts: [DecidingPart]) {
            engine.explain(condition, of: state, event: view, at: view.at)
        }
    }

    /// Whether a condition holds of what the person is like in the end, and why.
    func explain(_ condition: Formula, of state: CustomerState, at now: Timestamp) -> (holds: Bool, parts: [DecidingPart]) {
        engine.explain(condition, of: state, at: now)
    }

    /// Goes through the events in order, each with what the person was like; gives what the person is like in the end.
    @discardableResult
    func walk(_ journal: PersonJournal, _ body: (Moment) -> Void) -> CustomerState {
        var state = CustomerState(id: journal.customer)
        var output = Output(deployment: engine.deployment, nextNumber: 1, keepsDecisions: false)
        var decisions = journal.decisions[...]
        func process(_ name: String, at: Timestamp, _ properties: [UInt8], _ body: (EventView) -> Void) {
            properties.withUnsafeBytes { bytes in
                let view = EventView(name: names.number(name), at: at, properties: bytes)
                engine.process(view, of: &state, now: at, past: { [] }, into: &output)
                body(view)
            }
        }
        func catchUp(before instant: Timestamp) {
            while let decision = decisions.first, decision.at < instant {
                if let (name, properties) = decision.change { process(name, at: decision.at, properties) { _ in } }
                decisions.removeFirst()
            }
        }
        for event in journal.events {
            catchUp(before: event.at)
            process(event.name, at: event.at, event.properties) { view in
                body(Moment(engine: engine, state: state, view: view, event: event))
            }
        }
        catchUp(before: .distantFuture)
        return state
    }
}

extension Decision {
    /// What a step changed of the person's record, as the event that would change the same.
    fileprivate var change: (name: String, properties: [UInt8])? {
        guard !isShadow else { return nil }
        func members(_ pairs: [(String, Value)]) -> [UInt8] {
            Array(pairs.map { JSONText.quoted($0.0) + ":" + $0.1.json }.joined(separator: ",").utf8)
        }
        switch action {
        case .set: return self[.attribute].map { ("$set", members([($0.text, self[.value] ?? .unknown)])) }
        case .tag: return self[.tag].map { ("$tag", members([("tag", $0)])) }
        case .untag: return self[.tag].map { ("$tag", members([("tag", $0), ("removed", .boolean(true))])) }
        default: return nil
        }
    }
}

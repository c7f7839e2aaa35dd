import JourneyCompiler
import JourneyModel

@testable import JourneyEngine

/// The engine over a few events and the timers that come of them, without a store.
struct EngineRun {
    /// Events and timers of one run; schedules would go on for ever.
    private static let most = 120
    /// A damaged machine may go round without waiting, `Engine.stepLimit` times for each event.
    private static let mostDecisions = 3_000

    let engine: Engine
    let names: NameTable
    var output: Output
    private(set) var states: [String: CustomerState] = [:]
    private(set) var decisions: [Decision] = []
    private var pasts: [String: [Engine.PastEvent]] = [:]
    private var timers: [(timer: Timer, customer: String)] = []
    private var formulas: [Formula] = []
    private var done = 0

    init(_ machines: [Machine], policy: Policy = Policy(), definitions: Definitions = Definitions()) {
        names = NameTable()
        let versions = machines.enumerated().map { index, machine in
            let number = UInt32(index) + 1
            return (
                machine: machine,
                identity: LoadedVersion.Identity(number: number, trigger: number, isCurrent: true, deployedAt: .distantPast)
            )
        }
        let deployment = Deployment(versions, definitions: definitions, names: names)
        engine = Engine(deployment: deployment, isBackfill: true, policy: policy)
        output = Output(deployment: deployment, nextNumber: 1, keepsDecisions: true)
        for coupon in definitions.coupons {
            var pool = CouponPools.Pool(name: coupon.name, size: 3, given: 0)
            pool.codes = ["A", "B", "C"]
            output.coupons.pools[names.number(coupon.name)] = pool
        }
        for machine in machines { machine.forEachFormula { formulas.append($0) } }
        formulas += definitions.questions + definitions.audiences.map(\.formula)
    }

    /// Sets a customer as a store had it.
    mutating func set(_ state: CustomerState) {
        states[state.id] = state
        let numbers = state.triggers.compactMap(\.watch).map { Timer(due: $0.due, number: $0.number) }
            + state.enrollments.compactMap { enrollment in enrollment.due.map { Timer(due: $0, number: enrollment.number) } }
            + state.schedules.compactMap { schedule in schedule.due.map { Timer(due: $0, number: schedule.number) } }
            + [state.membership?.check, state.membership?.wake].compactMap { $0 }
        for timer in numbers { insert(timer, state.id) }
    }

    /// Fires what is due before the event, then shows the event; a customer is made where there is none.
    mutating func take(_ event: EventRecord, of batch: EventBatch) throws {
        let properties = EventText.bytes(event.properties, of: batch)
        try take(batch.names[event.name], at: event.at, customer: batch.text(event.customer), properties)
    }

    mutating func take(_ name: String, at: Timestamp, customer: String, _ properties: [UInt8]) throws {
        try fire(before: at)
        let number = names.number(name)
        let past = pasts[customer] ?? []
        try change(customer, at: at) { engine, state, output in
            properties.withUnsafeBytes { bytes in
                engine.process(EventView(name: number, at: at, properties: bytes), of: &state, now: at, past: { past }, into: &output)
            }
        }
        if let state = states[customer] { try evaluate(state, EventRecord.Seen(name: number, at: at, properties: properties)) }
        pasts[customer, default: []].append(Engine.PastEvent(name: number, at: at, properties: properties))
    }

    /// Fires the timers before an instant, in their order.
    mutating func fire(before end: Timestamp) throws {
        while let first = timers.first, first.timer.due < end, done < Self.most, decisions.count < Self.mostDecisions {
            timers.removeFirst()
            let past = pasts[first.customer] ?? []
            try change(first.customer, at: first.timer.due) { engine, state, output in
                engine.fire(first.timer, of: &state, past: { past }, into: &output)
            }
        }
    }

    private mutating func change(
        _ customer: String, at: Timestamp, _ body: (Engine, inout CustomerState, inout Output) -> Void
    ) throws {
        done += 1
        guard done < Self.most, decisions.count < Self.mostDecisions else { return }
        var state = states[customer] ?? CustomerState(id: customer)
        body(engine, &state, &output)
        states[customer] = state
        for timer in output.timers { insert(timer, customer) }
        for decision in output.decisions {
            let bytes = decision.encoded(names: names)
            let again = try Decision(encoded: bytes, at: decision.at, customer: decision.customer, names: names)
            try require(again == decision, "a decision comes back as another one: \(decision) => \(again)")
        }
        decisions += output.decisions
        output.timers = []
        output.decisions = []
        output.messages = []
        output.recorded = []
        output.endings = []
        // Sums over what was forgotten since count from another start; what is packed does not.
        let packed = state.encoded()
        let again = try CustomerState(encoded: packed)
        try require(again.encoded() == packed, "a state comes back as another one: \(state) => \(again)")
    }

    /// Every formula has a value, and holds exactly where that is true.
    private func evaluate(_ state: CustomerState, _ event: EventRecord.Seen) throws {
        try event.properties.withUnsafeBytes { bytes in
            let scope = engine.scope(state, EventView(name: event.name, at: event.at, properties: bytes), event.at)
            for formula in formulas {
                let value = formula.value(scope)
                try require(formula.holds(scope) == (value == .boolean(true)), "\(formula) is \(value), and yet holds or not")
                _ = value.text
                _ = value.json
            }
        }
    }

    private mutating func insert(_ timer: Timer, _ customer: String) {
        let place = timers.firstIndex { ($0.timer.due, $0.timer.number) > (timer.due, timer.number) } ?? timers.count
        timers.insert((timer, customer), at: place)
    }
}

extension EventRecord {
    /// An event that has been shown to the engine.
    fileprivate struct Seen {
        var name: UInt32
        var at: Timestamp
        var properties: [UInt8]
    }
}

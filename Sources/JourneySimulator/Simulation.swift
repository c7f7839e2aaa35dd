import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// A dry run: the engine and runtime of the live scheduler over a store in memory, under a virtual clock, with channels that send
/// nothing.
public struct Simulation {
    /// A clock that stands still: only `until now` asks it.
    struct VirtualClock: WallClock {
        var instant: Timestamp

        func now() -> Timestamp { instant }
        func sleep(for length: Microseconds) async {}
    }

    public var machines: [Machine]
    public var policy: Policy
    /// Audiences, addresses and coupons that the machines name.
    public var definitions: Definitions
    /// Of the coupons that have files.
    public var codes: [String: [String]]
    /// What one message costs, by channel, in millionths.
    public var costs: [String: Int64] = [:]
    public var until: Until
    public var now: Timestamp
    /// Events join ids: then what happened under each must be at hand. It costs memory for every event.
    public var joinsIDs = false

    /// What channels answer; nil: `sent` to everything.
    public var answers: RecordedAnswers?

    /// Events tell of messages sent before: then those must be at hand.
    public var hasReceipts = false

    /// - Parameter now: where the clock stops for `until now`.
    public init(
        machines: [Machine], policy: Policy = Policy(), definitions: Definitions = Definitions(), codes: [String: [String]] = [:],
        until: Until = .done, now: Timestamp = .distantPast
    ) {
        self.machines = machines
        self.definitions = definitions
        self.policy = policy
        self.definitions = definitions
        self.codes = codes
        self.until = until
        self.now = now
    }

    /// Runs the journeys over recorded events.
    /// - Parameters:
    ///   - names: of the intake.
    ///   - wantsDecisions: whether the observer is told of decisions; totals alone are cheaper.
    /// - Returns: the totals.
    public func run(
        over intake: any EventIntake, names: NameTable, wantsDecisions: Bool, observer: Scheduler.Observer = .init()
    ) async throws -> [Counter: Int64] {
        let channel: any Channel = answers.map(AnsweringChannel.init) ?? SimulatedChannel()
        let stage = try stage(on: channel, wantsDecisions: wantsDecisions, grace: policy.grace)
        let scheduler = Scheduler(
            store: stage.store, stepper: stage.stepper, dispatcher: stage.dispatcher, intake: intake, names: names,
            clock: VirtualClock(instant: now), observer: observer)
        try await scheduler.runOnce(until: until, longest: longest)
        return try stage.store.counters()
    }

    /// The engine over a store in memory, before the first event.
    /// - Parameter keepsMessages: receipts are to find them, whether a journey looks at any or not.
    func stage(
        on channel: any Channel, wantsDecisions: Bool, grace: Microseconds, keepsMessages: Bool = false
    ) throws -> (store: MemoryStore, stepper: Stepper, dispatcher: Dispatcher) {
        let store = MemoryStore(
            keepsLog: joinsIDs, keepsMessages: keepsMessages || hasReceipts || machines.contains(where: \.asksForReactions))
        let (deployment, _) = try Deployer.deploy(machines, with: definitions, codes: codes, to: store, at: .distantPast)
        let stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: true, policy: policy), grace: grace,
            wantsDecisions: wantsDecisions)
        let routes = Dictionary(
            uniqueKeysWithValues: Set(machines.flatMap(\.channels)).map { ($0, Dispatcher.Route(channel: channel, cost: costs[$0] ?? 0)) })
        return (store, stepper, Dispatcher(store: store, routes: routes))
    }

    /// How long after the last event something may still come of it. Saturates.
    var longest: Microseconds {
        let path = (machines.map { $0.longestPath(under: policy) }.max() ?? 0).addingReportingOverflow(definitions.longestWindow)
        return path.overflow ? .max : path.partialValue
    }
}

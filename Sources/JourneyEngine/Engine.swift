import JourneyCompiler
import JourneyModel

/// The transition function of the whole system: (customer's state, event or timer, instant) -> (state, decisions, messages, timers).
///
/// Pure: no clock, no I/O, no randomness. The same inputs in the same order give the same output anywhere.
public struct Engine: Sendable {
    /// Steps that one event or timer may cause for one customer; past it the enrollment fails visibly.
    public static let stepLimit = 1_000
    /// Values of `for each` that one journey keeps apart for one customer; a further one is refused.
    public static let valueLimit = 10_000

    public let deployment: Deployment
    /// The log has let go of events up to this instant; nil: it has all.
    public var prunedThrough: Timestamp?
    let rules: SendingRules
    private let terms: Terms

    /// What hardly any event asks for: an engine is copied for each of them.
    private final class Terms: Sendable {
        let isBackfill: Bool
        let policy: Policy
        let zone: Zone
        let draws: Draws

        init(isBackfill: Bool, policy: Policy) {
            self.isBackfill = isBackfill
            self.policy = policy
            zone = Zone.named(policy.timeZone) ?? .utc
            draws = Draws(salt: policy.salt)
        }
    }

    public init(deployment: Deployment, isBackfill: Bool, policy: Policy = Policy()) {
        self.deployment = deployment
        rules = SendingRules(policy, deployment.definitions, deployment.names)
        terms = Terms(isBackfill: isBackfill, policy: policy)
    }

    /// Events older than a journey's deployment may start it too.
    public var isBackfill: Bool { terms.isBackfill }
    public var policy: Policy { terms.policy }
    /// The policy's; a customer may have another.
    var zone: Zone { terms.zone }
    var draws: Draws { terms.draws }

    /// An event of the customer's past, for what arrives late.
    public struct PastEvent: Sendable {
        public var name: UInt32
        public var at: Timestamp
        public var properties: [UInt8]
        /// Where it stands in the log; equal ones stand close to each other.
        public var place: Int64

        public init(name: UInt32, at: Timestamp, properties: [UInt8], place: Int64 = 0) {
            self.name = name
            self.at = at
            self.properties = properties
            self.place = place
        }
    }

    /// Processes one event to completion, all journeys of the customer included.
    /// - Parameters:
    ///   - now: engine time; after `event.at` where the event is late.
    ///   - past: the customer's logged events, asked for only when a late event needs them.
    public func process(
        _ event: EventView, of state: inout CustomerState, now: Timestamp, past: () throws -> [PastEvent],
        into output: inout Output
    ) rethrows {
        output.beginTurn()
        if deployment.keepsPast, deployment.asks(event.name) || output.receipt != nil { try prepare(&state, now, past, &output) }
        try deliver(event, &state, now, past, &output)
        seeToWhatChanged(&state, now, &output)
        if !output.queue.isEmpty { seeToCauses(&state, now, &output) }
        if !deployment.schedules.isEmpty { keepSchedules(&state, now, looksAgain: false, &output) }
        if output.audiencesMayHaveChanged { checkAudiences(&state, now, &output) }
        state.giveBackRoom()
    }

    /// Shows an event to all journeys of the customer.
    func deliver(
        _ event: EventView, _ state: inout CustomerState, _ now: Timestamp, _ past: () throws -> [PastEvent],
        _ output: inout Output
    ) rethrows {
        let interests = deployment.interests(of: event.name)
        if deployment.keepsPast { remember(event, &state, now, &output) }
        if deployment.movesAudiences(event.name) { output.audiencesMayHaveChanged = true }
        if event.name == deployment.setEvent { set(event, &state, &output) }
        if event.name == deployment.consentEvent { consent(event, &state, &output) }
        if event.name == deployment.tagEvent { tag(event, &state, &output) }
        if event.name == deployment.messageEvent { noteReceipt(event, &state, &output) } else if output.receipt != nil {
            noteFollowedLink(event, state, &output)
        }
        if event.name == deployment.replyEvent { noteReply(event, &state, &output) }
        if event.name == deployment.suppressEvent { suppress(event, &state, &output) }
        for interest in interests {
            let version = deployment.versions[interest.version]
            if interest.concern.contains(.enrollment) { react(version, to: event, &state, now, &output) }
            if interest.concern.contains(.trigger) {
                try match(version, event, &state, now, past, &output)
            }
        }
    }

    /// What an attribute or a tag that changed leads to.
    func seeToWhatChanged(_ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        guard output.conditionsMayHaveChanged else { return }
        exitWhereConditionsHold(&state, now, &output)
        if deployment.waitsForMoments { lookAgainAtMoments(&state, now, &output) }
        if !deployment.schedules.isEmpty { keepSchedules(&state, now, looksAgain: true, &output) }
        if !rules.quiet.isEmpty { lookAgainAtQuietHours(&state, now, &output) }
        output.conditionsMayHaveChanged = false
        output.audiencesMayHaveChanged = true
    }

    /// Fires a timer. One whose watch or enrollment has moved on since is nothing.
    /// - Parameter past: as for `process`.
    public func fire(
        _ timer: Timer, of state: inout CustomerState, past: () throws -> [PastEvent], into output: inout Output
    ) rethrows {
        output.beginTurn()
        if deployment.keepsPast { try prepare(&state, timer.due, past, &output) }
        output.isOfAudiences = fireAudiences(timer, &state, &output)
        if output.isOfAudiences {
            // Nothing else has this number.
        } else if let index = state.triggers.firstIndex(where: { $0.watch?.number == timer.number }) {
            fireWatch(at: index, timer, &state, &output)
        } else if let index = state.enrollments.firstIndex(where: { $0.number == timer.number }) {
            fireWait(at: index, timer, &state, &output)
        } else if let index = state.schedules.firstIndex(where: { $0.number == timer.number }) {
            fireSchedule(at: index, timer, &state, &output)
        }
        seeToWhatChanged(&state, timer.due, &output)
        if !output.queue.isEmpty { seeToCauses(&state, timer.due, &output) }
        if output.audiencesMayHaveChanged { checkAudiences(&state, timer.due, &output) }
        state.giveBackRoom()
    }

    /// `$set`: the event's properties become attributes.
    private func set(_ event: EventView, _ state: inout CustomerState, _ output: inout Output) {
        JSONMembers.forEach(in: event.properties) { name, value in
            guard let name = deployment.number(ofOutside: name, &output) else { return }
            if state.set(name, to: value, at: event.at) != nil { noteChange(of: name, to: value, by: event, at: event.at, &output) }
        }
        output.isChanged = true
        output.conditionsMayHaveChanged = true
    }

    /// `$tag`: `tag` is put on the customer, or taken off where `removed` is true.
    private func tag(_ event: EventView, _ state: inout CustomerState, _ output: inout Output) {
        guard case .text(let name) = event.property("tag") else { return }
        guard let tag = deployment.number(ofOutside: name, &output) else { return }
        if event.property("removed") == .boolean(true) { state.remove(tag: tag) } else { state.add(tag: tag) }
        output.isChanged = true
        output.conditionsMayHaveChanged = true
    }

    /// Whether a condition holds of a customer at an instant, outside of any journey.
    public func holds(_ condition: Formula, of state: CustomerState, at now: Timestamp) -> Bool {
        condition.holds(scope(state, nil, now))
    }

    /// What a step changed may end other enrollments of the customer at the same instant.
    func exitWhereConditionsHold(_ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        for version in deployment.versions where !version.exitConditions.isEmpty {
            var index = 0
            while index < state.enrollments.count {
                if state.enrollments[index].version == version.number, !state.enrollments[index].isFinished,
                    exitCondition(of: version, holdsFor: index, state, now)
                {
                    exit(version, at: index, by: nil, &state, now, &output)
                } else {
                    index += 1
                }
            }
        }
    }

    func scope(_ state: CustomerState, _ event: EventView? = nil, _ now: Timestamp) -> Scope {
        Scope(
            event: event, attributes: state.attributes, tags: state.tags, now: now, series: state.series, surroundings: deployment.surroundings,
            timeZone: deployment.timeZone, zone: zone, consents: state.consents, coupons: state.coupons,
            suppressions: state.suppressions, rules: rules)
    }

    func scope(_ version: LoadedVersion, _ enrollment: Int, _ state: CustomerState, _ event: EventView? = nil, _ now: Timestamp)
        -> Scope
    {
        Scope(
            event: event, attributes: state.attributes, tags: state.tags, capturedNames: version.captured,
            captured: state.enrollments[enrollment].captured, now: now, series: state.series, surroundings: deployment.surroundings,
            timeZone: deployment.timeZone, zone: zone, consents: state.consents, coupons: state.coupons,
            suppressions: state.suppressions, rules: rules)
    }

    /// The customer's, else the policy's.
    func zone(of state: CustomerState) -> Zone { Zone.of(state.attribute(deployment.timeZone)) ?? zone }
}

extension Zone {
    /// What an attribute names; nil where it names none.
    static func of(_ value: Value) -> Zone? {
        if case .text(let name) = value { named(name) } else { nil }
    }
}

extension Output {
    mutating func beginTurn() {
        isChanged = false
        conditionsMayHaveChanged = false
        steps = 0
        isOfAudiences = false
        queue.removeAll(keepingCapacity: true)
        audiencesMayHaveChanged = false
    }

    /// Notes a decision, its facts computed only where somebody wants them.
    @inline(__always)
    mutating func decide(
        _ action: Decision.Action, _ version: LoadedVersion, _ customer: String, _ enrollment: UInt64, step: String = "",
        at: Timestamp, _ facts: @autoclosure () -> [Decision.Fact] = []
    ) {
        guard keepsDecisions else { return }
        decisions.append(
            Decision(
                at: at, customer: customer, journey: version.machine.name, enrollment: enrollment, step: step, action: action,
                facts: facts()))
    }

    @inline(__always)
    mutating func decide(
        _ action: Decision.Action, _ version: LoadedVersion, _ customer: String, _ enrollment: @autoclosure () -> Enrollment,
        step: String = "", at: Timestamp, _ facts: @autoclosure () -> [Decision.Fact] = []
    ) {
        guard keepsDecisions else { return }
        let enrollment = enrollment()
        decide(action, version, customer, enrollment.number, step: step, at: at, facts())
        if enrollment.isShadow { decisions[decisions.count - 1].isShadow = true }
    }
}

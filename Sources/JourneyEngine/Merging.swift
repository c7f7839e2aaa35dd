import JourneyCompiler
import JourneyModel

/// `$identify`: two ids are one person.
///
/// The id first seen stays. What the other id did counts as if it came now, late and in order: it ends watches, fulfils waits, reaches
/// goals and goes on with sequences, and brings nothing about whose deadline has passed. What the other id has begun goes on under the
/// id that stays, and what that one did counts for it in turn. What one of them has done already is not done again.
extension Engine {
    /// One of the two: what the engine holds of it, and its past in order.
    public struct Side {
        public var state: CustomerState
        public var events: [PastEvent]

        public init(state: CustomerState, events: [PastEvent]) {
            self.state = state
            self.events = events
        }
    }

    /// The id that an `$identify` names beside its own; nil where it names none.
    public func otherID(_ event: EventView) -> String? {
        guard case .text(let id) = event.property("same_as"), !id.isEmpty, id.utf8.count <= Limits.customerBytes else { return nil }
        return id
    }

    /// Why two ids cannot be one person; nil where they can.
    public func refusal(_ a: CustomerState, _ b: CustomerState) -> String? {
        let different = conflicts(a, b)
        if !different.isEmpty { return "different " + different.joined(separator: ", ") }
        if a.aliases.count + b.aliases.count + 2 > Identity.limit { return "more than \(Identity.limit) ids of one person" }
        return nil
    }

    /// The strong ids of which the two have different values: then they are two people.
    public func conflicts(_ a: CustomerState, _ b: CustomerState) -> [String] {
        policy.uniqueAttributes.filter { name in
            let number = deployment.names.number(name)
            let (own, other) = (a.attribute(number), b.attribute(number))
            return own.isKnown && other.isKnown && Value.compare(own, other) != .equal
        }
    }

    /// Notes on both timelines that a merge was refused.
    public func refuseMerge(of a: String, with b: String, because reason: String, now: Timestamp, into output: inout Output) {
        for (customer, other) in [(a, b), (b, a)] {
            output.decideMerge(of: customer, with: other, at: now, [.init(.outcome, .text("refused")), .init(.reason, .text(reason))])
        }
    }

    /// Takes the other id's state and past into those of the id that stays.
    /// - Parameters:
    ///   - own: the past of the id that stays, in order.
    ///   - now: engine time.
    public func merge(
        _ other: Side, into state: inout CustomerState, _ own: [PastEvent], now: Timestamp, into output: inout Output
    ) {
        output.beginTurn()
        output.isChanged = true
        output.decideMerge(of: state.id, with: other.state.id, at: now, [])
        let merge = Merge(other, own: own, state, now: now)
        state.takeRecord(of: other.state)
        joinEntries(of: other.state, &state)
        joinEnrollments(of: other.state, &state, now, &output)
        var replays = joinTriggers(merge, &state, &output)
        joinSchedules(of: other.state, &state)
        let wasWhole = isWhole(state)
        if !wasWhole, deployment.keepsPast { prepare(&state, now, { merge.all.map(\.event) }, &output) }
        for past in merge.all {
            past.event.withView { replay($0, past, merge, &replays, takesIn: wasWhole, &state, &output) }
        }
        if let prunedThrough {
            let epoch = isWhole(other.state) ? presentEpoch : deployment.epoch.former(of: other.state)
            if let epoch {
                carry(other.state.series, of: epoch, other.events.filter(epoch.hasSeen), notBefore: prunedThrough, into: &state, now)
            }
        }
        settle(replays, &state, now, &output)
        joinMembership(of: other.state, &state, now)
        output.conditionsMayHaveChanged = true
        seeToWhatChanged(&state, now, &output)
        if !output.queue.isEmpty { seeToCauses(&state, now, &output) }
        checkAudiences(&state, now, &output)
    }

    /// One event of either past, as if it came now.
    private func replay(
        _ event: EventView, _ past: Merge.Past, _ merge: Merge, _ replays: inout [TriggerReplay], takesIn: Bool,
        _ state: inout CustomerState, _ output: inout Output
    ) {
        if past.isTheirs, takesIn, deployment.keepsPast { remember(event, &state, merge.now, &output) }
        for interest in deployment.interests(of: event.name) {
            let version = deployment.versions[interest.version]
            if interest.concern.contains(.enrollment) { replay(event, past, merge, to: version, &state, &output) }
            guard past.isTheirs, interest.concern.contains(.trigger) else { continue }
            for trigger in replays.indices where replays[trigger].version == interest.version {
                replay(event, past.index, merge, to: &replays[trigger], &state, &output)
            }
        }
    }

    /// Shows it to the enrollments of the other id.
    private func replay(
        _ event: EventView, _ past: Merge.Past, _ merge: Merge, to version: LoadedVersion, _ state: inout CustomerState,
        _ output: inout Output
    ) {
        let strangers = past.isTheirs ? merge.ownNumbers : merge.theirNumbers
        // What is said of a message concerns the enrollment that sent it.
        if strangers.isEmpty || reference(of: event) != nil { return }
        let instance = version.forEach.map { event.property($0) } ?? .unknown
        var index = 0
        while index < state.enrollments.count {
            let enrollment = state.enrollments[index]
            if enrollment.version == version.number, event.at >= enrollment.enteredAt, strangers.contains(enrollment.number),
                instance == .unknown || enrollment.instance == instance
            {
                react(version, at: index, to: event, &state, merge.now, &output)
            }
            if index < state.enrollments.count, state.enrollments[index].number == enrollment.number { index += 1 }
        }
    }
}

/// What a merge goes by.
struct Merge {
    struct Past {
        var event: Engine.PastEvent
        var isTheirs: Bool
        /// Among the events of its side.
        var index: Int
    }

    let other: CustomerState
    let theirs: [Engine.PastEvent]
    let own: [Engine.PastEvent]
    /// Both pasts, by `at`; of one instant those of the id that stays come first.
    let all: [Past]
    /// Of the enrollments that each had.
    let ownNumbers: Set<UInt64>
    let theirNumbers: Set<UInt64>
    let theirWatches: Set<UInt64>
    let now: Timestamp

    init(_ other: Engine.Side, own: [Engine.PastEvent], _ state: CustomerState, now: Timestamp) {
        self.other = other.state
        theirs = other.events
        self.own = own
        let both = own.enumerated().map { Past(event: $1, isTheirs: false, index: $0) }
            + other.events.enumerated().map { Past(event: $1, isTheirs: true, index: $0) }
        all = both.enumerated().sorted { ($0.element.event.at, $0.offset) < ($1.element.event.at, $1.offset) }.map(\.element)
        ownNumbers = Set(state.enrollments.map(\.number))
        theirNumbers = Set(other.state.enrollments.map(\.number))
        theirWatches = Set(other.state.triggers.compactMap { $0.watch?.number })
        self.now = now
    }

    /// It has seen all events of its id.
    func isTheirs(_ watch: TriggerMemory.Watch) -> Bool { theirWatches.contains(watch.number) }
}

extension Engine.PastEvent {
    func withView<Result>(_ body: (EventView) throws -> Result) rethrows -> Result {
        try properties.withUnsafeBytes { try body(EventView(name: name, at: at, properties: $0)) }
    }
}

extension Value {
    fileprivate var isKnown: Bool { self != .unknown && self != .text("") }
}

extension Output {
    fileprivate mutating func decideMerge(of customer: String, with other: String, at: Timestamp, _ facts: [Decision.Fact]) {
        guard keepsDecisions else { return }
        decisions.append(
            Decision(
                at: at, customer: customer, journey: "", enrollment: 0, step: "", action: .merge,
                facts: [.init(.other, .text(other))] + facts))
    }
}

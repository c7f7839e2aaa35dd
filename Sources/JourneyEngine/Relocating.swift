import JourneyCompiler
import JourneyModel

/// Those inside an old version, or a journey that is gone: what an operator may ask for them.
extension Engine {
    /// What became of one customer's enrollments.
    public struct Relocated: Equatable, Sendable {
        public var moved = 0
        /// Without a counterpart in the current version.
        public var stayed = 0
        public var drained = 0

        public init() {}
    }

    /// Brings the enrollments of some journeys to the current versions, and sends out those inside of others, which are gone.
    /// - Parameters:
    ///   - moves: numbers of the names of journeys that run.
    ///   - drains: the same, of journeys that are gone.
    ///   - plans: kept by the caller over customers, by old version.
    public func relocate(
        moves: Set<UInt32>, drains: Set<UInt32>, plans: inout [UInt32: MovePlan], of state: inout CustomerState, at now: Timestamp,
        into output: inout Output
    ) -> Relocated {
        output.beginTurn()
        var result = Relocated()
        var index = 0
        while index < state.enrollments.count {
            let enrollment = state.enrollments[index]
            guard !enrollment.isFinished, let version = deployment.version(enrollment.version), !version.identity.isCurrent else {
                index += 1
                continue
            }
            if let current = deployment.current(of: version.journey) {
                if moves.contains(current.journey) {
                    let plan = plans[version.number] ?? MovePlan(from: version.machine, to: current.machine)
                    plans[version.number] = plan
                    if move(index, version, to: current, by: plan, &state, now, &output) {
                        result.moved += 1
                    } else {
                        result.stayed += 1
                    }
                }
            } else if drains.contains(version.journey) {
                drain(index, version, &state, now, &output)
                result.drained += 1
                continue
            }
            index += 1
        }
        return result
    }

    private func drain(_ index: Int, _ version: LoadedVersion, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        let enrollment = state.enrollments.remove(at: index)
        output.isChanged = true
        output.count(version.tally(.left), of: enrollment)
        output.endings.append(.init(customer: state.id, enrollment: enrollment.number, reason: "drained"))
        output.decide(
            .exit, version, state.id, enrollment, step: version.states[Int(enrollment.state)].label, at: now,
            [.init(.reason, .text("drained"))])
    }

    /// Where an enrollment goes on in another version; nil where there is no counterpart.
    public func counterpart(of enrollment: Enrollment, to version: LoadedVersion, by plan: MovePlan) -> Int? {
        guard Int(enrollment.state) < plan.places.count, let place = plan.places[Int(enrollment.state)] else { return nil }
        // At the head of a loop that has fewer rounds now there is nothing to wait for.
        if let loop = version.states[place].loop {
            guard let round = enrollment.rounds.last(where: { $0.head == enrollment.state }), Int(round.number) < loop.limit else { return nil }
        }
        return place
    }

    private func move(
        _ index: Int, _ old: LoadedVersion, to version: LoadedVersion, by plan: MovePlan, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) -> Bool {
        let before = state.enrollments[index]
        guard let place = counterpart(of: before, to: version, by: plan) else { return false }
        var moved = before
        moved.version = version.number
        moved.state = UInt32(truncatingIfNeeded: place)
        moved.captured = carried(before.captured, from: old.number, to: version)
        carryPath(of: before, to: &moved, by: plan)
        moved.due = due(of: moved, in: version.states[place], state).map { max($0, now) }
        state.enrollments[index] = moved
        if let due = moved.due, due != before.due { output.timers.append(Timer(due: due, number: moved.number)) }
        output.isChanged = true
        output.decide(
            .move, version, state.id, moved, step: version.states[place].label, at: now,
            [.init(.reason, .text(old.states[Int(before.state)].label))] + (moved.due.map { [.init(.until, .instant($0))] } ?? []))
        return true
    }

    /// Rounds, arms and visits under the numbers of the new states.
    ///
    /// What is sent or recorded bears a key of the step's label and the visit: a label that acted under the old version begins at the
    /// visit after, so that no key comes twice.
    private func carryPath(of before: Enrollment, to moved: inout Enrollment, by plan: MovePlan) {
        func place(_ state: UInt32) -> UInt32? {
            guard Int(state) < plan.places.count else { return nil }
            return plan.places[Int(state)].map { UInt32(truncatingIfNeeded: $0) }
        }
        moved.rounds = before.rounds.compactMap { round in
            place(round.head).map { Enrollment.Round(head: $0, number: round.number, beganAt: round.beganAt, startedAt: round.startedAt) }
        }
        moved.arms = before.arms.compactMap { arm in
            guard let state = place(arm.state), let arms = plan.arms[Int(arm.state)], Int(arm.arm) < arms.count,
                let new = arms[Int(arm.arm)]
            else { return nil }
            return Enrollment.Arm(state: state, arm: UInt32(truncatingIfNeeded: new))
        }
        let most = before.visits.map(\.count).max() ?? 1
        moved.visits = before.visits.compactMap { visit in place(visit.state).map { Enrollment.Visit(state: $0, count: visit.count) } }
        for (state, mayHaveActed) in plan.mayHaveActed.enumerated() where mayHaveActed {
            moved.visits.removeAll { $0.state == state }
            moved.visits.append(Enrollment.Visit(state: UInt32(truncatingIfNeeded: state), count: most &+ 1))
        }
    }

    /// When its timer is out, counted from when it entered the step.
    private func due(of enrollment: Enrollment, in place: LoadedVersion.LoadedState, _ state: CustomerState) -> Timestamp? {
        if place.send != nil { return enrollment.due }
        if let (after, _) = place.timer { return enrollment.stateEnteredAt + after }
        if let (moment, _) = place.moment { return next(moment, from: enrollment.stateEnteredAt, state) }
        if let loop = place.loop { return enrollment.rounds.last { $0.head == enrollment.state }.map { $0.startedAt + loop.every } }
        return nil
    }
}

import JourneyCompiler
import JourneyModel

/// Enrollments: what an event, a timer or the arrival in a state does to one.
extension Engine {
    /// Goal, then exit, then the waiting step; the first that ends the journey ends the matter.
    func react(
        _ version: LoadedVersion, to event: EventView, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        let instance = version.forEach.map { event.property($0) } ?? .unknown
        var index = 0
        while index < state.enrollments.count {
            let number = state.enrollments[index].number
            if state.enrollments[index].version == version.number, event.at >= state.enrollments[index].enteredAt,
                instance == .unknown || state.enrollments[index].instance == instance
            {
                react(version, at: index, to: event, &state, now, &output)
            }
            if index < state.enrollments.count, state.enrollments[index].number == number { index += 1 }
        }
    }

    private func react(
        _ version: LoadedVersion, at index: Int, to event: EventView, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        if reachesGoal(version, at: index, event, state, now) {
            record(goal: event, version, at: index, &state, now, &output)
            let wasFinished = state.enrollments[index].isFinished
            guard version.machine.goal?.continues == true, !wasFinished else {
                if !wasFinished { output.count(version.tally(.endedByGoal)) }
                state.enrollments.remove(at: index)
                return
            }
        }
        guard !state.enrollments[index].isFinished else { return }
        if version.exitEvents.match(event, { scope(version, index, state, event, now) }) {
            exit(version, at: index, by: event, &state, now, &output)
            return
        }
        if exitCondition(of: version, holdsFor: index, state, now) {
            exit(version, at: index, by: nil, &state, now, &output)
            return
        }
        let enrollment = state.enrollments[index]
        let place = version.states[Int(enrollment.state)]
        guard event.at >= enrollment.stateEnteredAt, enrollment.due.map({ event.at <= $0 }) ?? true else { return }
        for (matchers, way) in place.events
        where matchers.match(event, { scope(version, index, state, event, now) }) {
            take(way, by: event, version, at: index, &state, now, &output)
            return
        }
    }

    private func reachesGoal(
        _ version: LoadedVersion, at index: Int, _ event: EventView, _ state: CustomerState, _ now: Timestamp
    ) -> Bool {
        guard let goal = version.machine.goal, !state.enrollments[index].hasReachedGoal,
            max(event.at, now) <= state.enrollments[index].enteredAt + goal.within
        else { return false }
        return version.goal.match(event) { scope(version, index, state, event, now) }
    }

    private func record(
        goal event: EventView, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        let value = version.machine.goal?.value.map { event.property($0) } ?? .unknown
        state.enrollments[index].hasReachedGoal = true
        output.isChanged = true
        output.count(version.tally(.goals))
        if let micros = value.micros { output.count(version.tally(.goalValue), by: micros) }
        output.decide(
            .goal, version, state.id, state.enrollments[index].number, at: now,
            [.init(.event, .text(deployment.names.text(event.name)))] + (value == .unknown ? [] : [.init(.value, value)]))
    }

    func exitCondition(of version: LoadedVersion, holdsFor index: Int, _ state: CustomerState, _ now: Timestamp) -> Bool {
        !version.exitConditions.isEmpty
            && version.exitConditions.contains { $0.holds(scope(version, index, state, nil, now)) }
    }

    func exit(
        _ version: LoadedVersion, at index: Int, by event: EventView?, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        output.isChanged = true
        output.count(version.tally(.exited))
        output.count(version.exitTally(by: event?.name))
        output.decide(
            .exit, version, state.id, state.enrollments[index].number,
            step: version.states[Int(state.enrollments[index].state)].label, at: now,
            [.init(.reason, .text(event.map { deployment.names.text($0.name) } ?? "condition"))])
        state.enrollments.remove(at: index)
    }

    func fireWait(at index: Int, _ timer: Timer, _ state: inout CustomerState, _ output: inout Output) {
        guard state.enrollments[index].due == timer.due, let version = deployment.version(state.enrollments[index].version),
            let (_, way) = version.states[Int(state.enrollments[index].state)].timer
        else { return }
        if exitCondition(of: version, holdsFor: index, state, timer.due) {
            exit(version, at: index, by: nil, &state, timer.due, &output)
        } else {
            take(way, by: nil, version, at: index, &state, timer.due, &output)
        }
    }

    private func take(
        _ way: LoadedVersion.WayOut, by event: EventView?, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) {
        if leave(by: way, event, version, at: index, &state, now, &output) {
            arrive(version, at: index, in: way.transition.target, &state, now, &output)
        }
    }

    /// Counts the way out and does its actions. False where they ended the enrollment.
    private func leave(
        by way: LoadedVersion.WayOut, _ event: EventView?, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) -> Bool {
        let place = version.states[Int(state.enrollments[index].state)]
        output.isChanged = true
        state.enrollments[index].due = nil
        output.count(way.tally)
        if !way.transition.name.isEmpty {
            output.decide(
                .branch, version, state.id, state.enrollments[index].number, step: place.label, at: now,
                [.init(.taken, .text(way.transition.name))]
                    + (event.map { [.init(.event, .text(deployment.names.text($0.name)))] } ?? []))
        }
        for action in way.transition.actions {
            guard perform(action, version, at: index, step: place.label, &state, now, &output) else { return false }
        }
        return true
    }

    /// Goes from state to state until one waits or the journey is done.
    func arrive(
        _ version: LoadedVersion, at index: Int, in target: Int, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        var target = target
        while true {
            let place = version.states[target]
            if !place.isFinal { output.steps += 1 }
            guard output.steps <= Self.stepLimit else {
                fail(version, at: index, "more than \(Self.stepLimit) steps at one instant", &state, now, &output)
                return
            }
            state.enrollments[index].state = UInt32(truncatingIfNeeded: target)
            state.enrollments[index].stateEnteredAt = now
            state.enrollments[index].due = nil
            output.count(place.tally)
            if place.isFinal {
                finish(version, at: index, &state, now, &output)
                return
            }
            let open = place.immediate.first { $0.transition.condition?.holds(scope(version, index, state, nil, now)) ?? true }
            guard let open else {
                wait(version, at: index, place, &state, now, &output)
                return
            }
            guard leave(by: open, nil, version, at: index, &state, now, &output) else { return }
            target = open.transition.target
        }
    }

    private func wait(
        _ version: LoadedVersion, at index: Int, _ place: LoadedVersion.LoadedState, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) {
        let number = state.enrollments[index].number
        var facts: [Decision.Fact] = []
        if let (after, _) = place.timer {
            let due = now + after
            state.enrollments[index].due = due
            output.timers.append(Timer(due: due, number: number))
            facts.append(.init(.until, .instant(due)))
        }
        output.decide(.wait, version, state.id, number, step: place.label, at: now, facts)
    }

    private func finish(
        _ version: LoadedVersion, at index: Int, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        output.count(version.tally(.finished))
        output.decide(.finish, version, state.id, state.enrollments[index].number, at: now)
        close(version, at: index, &state, now)
    }

    /// The steps are over; the goal may still be reached within its span.
    func close(_ version: LoadedVersion, at index: Int, _ state: inout CustomerState, _ now: Timestamp) {
        let enrollment = state.enrollments[index]
        if let goal = version.machine.goal, !enrollment.hasReachedGoal, enrollment.enteredAt + goal.within >= now {
            state.enrollments[index].isFinished = true
            state.enrollments[index].due = nil
        } else {
            state.enrollments.remove(at: index)
        }
    }

    private func fail(
        _ version: LoadedVersion, at index: Int, _ reason: String, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        output.count(version.tally(.failed))
        output.decide(
            .fail, version, state.id, state.enrollments[index].number, at: now, [.init(.reason, .text(reason))])
        state.enrollments.remove(at: index)
    }
}

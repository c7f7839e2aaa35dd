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
                output.concerned.map({ $0 == number }) ?? true, instance == .unknown || state.enrollments[index].instance == instance
            {
                react(version, at: index, to: event, &state, now, &output)
            }
            if index < state.enrollments.count, state.enrollments[index].number == number { index += 1 }
        }
    }

    func react(
        _ version: LoadedVersion, at index: Int, to event: EventView, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        // To a shadow nothing was sent, so nothing of it can have been opened.
        if state.enrollments[index].isShadow, deployment.isReaction(event.name) { return }
        if !version.lastEvents.isEmpty { remember(event, version, at: index, &state, now, &output) }
        if reachesGoal(version, at: index, event, state, now) {
            record(goal: event, version, at: index, &state, now, &output)
            output.endings.append(.init(customer: state.id, enrollment: state.enrollments[index].number, reason: "goal"))
            let wasFinished = state.enrollments[index].isFinished
            guard version.machine.goal?.continues == true, !wasFinished else {
                if !wasFinished { output.count(version.tally(.endedByGoal), of: state.enrollments[index]) }
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
        let place = version.states[Int(state.enrollments[index].state)]
        if !place.loops.isEmpty, endsLoop(version, place, at: index, by: event, &state, now, &output) { return }
        if place.events.isEmpty { return }
        let (since, due) = (state.enrollments[index].stateEnteredAt, state.enrollments[index].due)
        guard event.at >= since, due.map({ event.at <= $0 }) ?? true else { return }
        for (matchers, way) in place.events
        where matchers.match(event, { scope(version, index, state, event, now) }) {
            take(way, from: place, by: event, version, at: index, &state, now, &output)
            return
        }
    }

    /// `EVENT.property` is of the last such event; one that comes late does not take the place of another.
    private func remember(
        _ event: EventView, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        for last in version.lastEvents where last.event == event.name {
            guard let end = last.properties.last, end.place < state.enrollments[index].captured.count else { continue }
            let isKnown = last.properties.contains { state.enrollments[index].captured[$0.place] != .unknown }
            if isKnown, event.at < now { continue }
            for (name, place) in last.properties { state.enrollments[index].captured[place] = event.property(name) }
            output.isChanged = true
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
        let enrollment = state.enrollments[index]
        state.enrollments[index].forgetTouches()
        output.isChanged = true
        output.count(version.tally(enrollment.isShadow ? .heldOutGoals : .goals))
        if let micros = value.micros { output.count(version.tally(enrollment.isShadow ? .heldOutGoalValue : .goalValue), by: micros) }
        if !enrollment.arms.isEmpty { noteConversion(version, of: enrollment, now, &output) }
        output.decide(
            .goal, version, state.id, enrollment, at: now,
            [.init(.event, .text(deployment.names.text(event.name)))] + (value == .unknown ? [] : [.init(.value, value)])
                + attribution(of: enrollment, at: event.at, now))
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
        let enrollment = state.enrollments[index]
        output.count(version.tally(.exited), of: enrollment)
        output.count(version.exitTally(by: event?.name), of: enrollment)
        output.endings.append(.init(customer: state.id, enrollment: enrollment.number, reason: "exit"))
        output.decide(
            .exit, version, state.id, enrollment,
            step: version.states[Int(state.enrollments[index].state)].label, at: now,
            [.init(.reason, .text(event.map { deployment.names.text($0.name) } ?? "condition"))]
                + (event == nil ? [Because.fact(version.exitConditions, version: version.number, scope(version, index, state, nil, now))] : []))
        state.enrollments.remove(at: index)
    }

    func fireWait(at index: Int, _ timer: Timer, _ state: inout CustomerState, _ output: inout Output) {
        guard state.enrollments[index].due == timer.due, let version = deployment.version(state.enrollments[index].version)
        else { return }
        // In a paused journey what is due waits.
        if output.pauses.isPaused(version.journey) {
            output.frozen.append(timer)
            return
        }
        let place = version.states[Int(state.enrollments[index].state)]
        if place.send != nil { return release(place, version, at: index, &state, timer.due, &output) }
        guard let way = place.timer?.way ?? place.moment?.way ?? place.round else { return }
        if exitCondition(of: version, holdsFor: index, state, timer.due) {
            exit(version, at: index, by: nil, &state, timer.due, &output)
        } else {
            if place.loop != nil { nextRound(at: index, timer.due, &state) }
            take(way, from: place, by: nil, version, at: index, &state, timer.due, &output)
        }
    }

    func take(
        _ way: LoadedVersion.WayOut, from place: LoadedVersion.LoadedState, by event: EventView?, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) {
        if leave(place, by: way, event, version, at: index, &state, now, &output) {
            arrive(version, at: index, in: way.transition.target, &state, now, &output)
        }
    }

    /// Counts the way out and does its actions. False where they ended the enrollment.
    private func leave(
        _ place: LoadedVersion.LoadedState, by way: LoadedVersion.WayOut, _ event: EventView?, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) -> Bool {
        output.isChanged = true
        state.enrollments[index].due = nil
        output.count(way.tally, isShadow: state.enrollments[index].isShadow)
        if !way.transition.name.isEmpty {
            output.decide(
                .branch, version, state.id, state.enrollments[index], step: place.label, at: now,
                [.init(.taken, .text(way.transition.name))] + roundFact(way, state.enrollments[index])
                    + version.because(way, from: Int(state.enrollments[index].state)) { scope(version, index, state, nil, now) }
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
            state.enrollments[index].awaitsBestHour = false
            keepPath(of: place, number: target, at: index, &state)
            output.count(place.tally, isShadow: state.enrollments[index].isShadow)
            if place.isFinal {
                finish(version, at: index, &state, now, &output)
                return
            }
            let due: Timestamp?
            let open: LoadedVersion.WayOut?
            (open, due) = onward(version, at: index, place, number: target, &state, now, &output)
            if let send = place.send, rules.canHold || send.isAtBestTime || output.pauses.isPaused(version.journey),
                holds(send, version, at: index, comesAnew: true, &state, now, &output)
            {
                return
            }
            guard let open else {
                wait(version, at: index, place, until: due, &state, now, &output)
                return
            }
            guard leave(place, by: open, nil, version, at: index, &state, now, &output) else { return }
            target = open.transition.target
        }
    }

    /// The way that is open at once; else until when to wait, where there is an end.
    private func onward(
        _ version: LoadedVersion, at index: Int, _ place: LoadedVersion.LoadedState, number: Int, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) -> (way: LoadedVersion.WayOut?, due: Timestamp?) {
        for way in place.immediate where way.transition.condition?.holds(scope(version, index, state, nil, now)) ?? true {
            return (way, nil)
        }
        if let (after, _) = place.timer { return (nil, now + after) }
        if let (moment, way) = place.moment {
            let due = next(moment, from: now, state)
            return due > now ? (nil, due) : (way, nil)
        }
        if let split = place.split {
            return (arm(of: place, split, version, at: index, in: number, &state, now, &output), nil)
        }
        if let coupon = place.coupon { return (give(place, coupon, version, at: index, &state, now, &output), nil) }
        if let loop = place.loop { return onward(in: loop, place, number: number, at: index, now, &state) }
        return (nil, nil)
    }

    private func wait(
        _ version: LoadedVersion, at index: Int, _ place: LoadedVersion.LoadedState, until due: Timestamp?,
        _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        if let due {
            state.enrollments[index].due = due
            output.timers.append(Timer(due: due, number: state.enrollments[index].number))
        }
        output.decide(
            .wait, version, state.id, state.enrollments[index], step: place.label, at: now,
            due.map { [.init(.until, .instant($0))] } ?? [])
    }

    private func finish(
        _ version: LoadedVersion, at index: Int, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        output.count(version.tally(.finished), isShadow: state.enrollments[index].isShadow)
        output.decide(.finish, version, state.id, state.enrollments[index], at: now)
        close(version, at: index, &state, now)
    }

    /// The steps are over; the goal may still be reached within its span.
    func close(_ version: LoadedVersion, at index: Int, _ state: inout CustomerState, _ now: Timestamp) {
        if let goal = version.machine.goal, !state.enrollments[index].hasReachedGoal, state.enrollments[index].enteredAt + goal.within >= now {
            state.enrollments[index].isFinished = true
            state.enrollments[index].due = nil
            state.enrollments[index].rounds = []
            state.enrollments[index].visits = []
        } else {
            state.enrollments.remove(at: index)
        }
    }

    private func fail(
        _ version: LoadedVersion, at index: Int, _ reason: String, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        output.count(version.tally(.failed), of: state.enrollments[index])
        output.decide(
            .fail, version, state.id, state.enrollments[index], at: now, [.init(.reason, .text(reason))])
        state.enrollments.remove(at: index)
    }
}

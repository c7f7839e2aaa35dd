import JourneyCompiler
import JourneyModel

/// Entry: what is asked, in which order, once a trigger has matched.
extension Engine {
    /// An entry that no pattern or watch leads to: by a change of an attribute, or of an audience.
    /// - Parameter event: what brought the change; nil where it was a step, or time.
    func begin(
        _ version: LoadedVersion, with event: EventView?, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        var instance = Value.unknown
        if let property = version.forEach {
            instance = event?.property(property) ?? .unknown
            if instance == .unknown { return refuse(version, .instance, .refusedInstance, .unknown, &state, now, &output) }
        }
        enter(version, captured: event.map(version.capture) ?? [], instance, &state, now, &output)
    }

    func refuse(
        _ version: LoadedVersion, _ refusal: Refusal, _ metric: Metric, _ instance: Value, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) {
        output.isChanged = true
        output.count(version.tally(metric))
        output.decide(.refuse, version, state.id, 0, at: now, [.init(.reason, .text(refusal.rawValue))] + instance.fact)
    }

    /// - Parameter instance: with `for each` the value that the entry is for.
    func enter(
        _ version: LoadedVersion, captured: [Value], _ instance: Value, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        // Conversions that can no longer come make room.
        forgetClosedGoals(&state, now)
        if let (refusal, metric) = refusal(version, captured, instance, state, now) {
            return refuse(version, refusal, metric, instance, &state, now, &output)
        }
        let isFirst = !state.entries.contains { $0.journey == version.journey }
        let ordinal = remember(version, instance, &state, now)
        let number = output.takeNumber()
        state.enrollments.append(
            Enrollment(
                number: number, version: version.number, ordinal: ordinal, enteredAt: now, state: 0, stateEnteredAt: now,
                instance: instance, captured: captured))
        output.isChanged = true
        output.count(version.tally(.entered))
        if isFirst { output.count(version.tally(.customers)) }
        output.decide(.enter, version, state.id, number, at: now, instance.fact)
        arrive(version, at: state.enrollments.count - 1, in: 0, &state, now, &output)
    }

    private func refusal(
        _ version: LoadedVersion, _ captured: [Value], _ instance: Value, _ state: CustomerState, _ now: Timestamp
    ) -> (Refusal, Metric)? {
        if let audience = version.machine.audience {
            var scope = scope(state, nil, now)
            scope.capturedNames = version.captured
            scope.captured = captured
            if !audience.holds(scope) { return (.audience, .refusedAudience) }
        }
        let isInside = state.enrollments.contains { enrollment in
            !enrollment.isFinished && enrollment.instance == instance && deployment.version(enrollment.version)?.journey == version.journey
        }
        if isInside { return (.inside, .refusedInside) }
        guard let entry = state.entries.first(where: { $0.journey == version.journey && $0.instance == instance })
        else { return nil }
        switch version.machine.reentry {
        case .always: return nil
        case .once: return (.once, .refusedOnce)
        case .after(let length): return now >= entry.lastAt + length ? nil : (.again, .refusedAgain)
        }
    }

    /// Counts the entry; gives its ordinal.
    private func remember(_ version: LoadedVersion, _ instance: Value, _ state: inout CustomerState, _ now: Timestamp) -> UInt32 {
        guard let index = state.entries.firstIndex(where: { $0.journey == version.journey && $0.instance == instance }) else {
            state.entries.append(CustomerState.EntryMemory(journey: version.journey, count: 1, lastAt: now, instance: instance))
            return 1
        }
        state.entries[index].count &+= 1
        state.entries[index].lastAt = now
        return state.entries[index].count
    }

    private func forgetClosedGoals(_ state: inout CustomerState, _ now: Timestamp) {
        guard state.enrollments.contains(where: \.isFinished) else { return }
        state.enrollments.removeAll { enrollment in
            guard enrollment.isFinished else { return false }
            guard let goal = deployment.version(enrollment.version)?.machine.goal else { return true }
            return enrollment.enteredAt + goal.within < now
        }
    }
}

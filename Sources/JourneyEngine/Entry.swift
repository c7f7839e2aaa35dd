import JourneyCompiler
import JourneyModel

/// Entry: what is asked, in which order, once a trigger has matched.
extension Engine {
    /// An entry that no pattern or watch leads to: by a change of an attribute, or of an audience.
    /// - Parameters:
    ///   - event: what brought the change; nil where it was a step, or time.
    ///   - attribute: what the attribute became.
    func begin(
        _ version: LoadedVersion, with event: EventView?, of attribute: Value? = nil, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        var instance = Value.unknown
        if let property = version.forEach {
            instance = attribute ?? event?.property(property) ?? .unknown
            if instance == .unknown { return refuse(version, .instance, .refusedInstance, .unknown, &state, now, &output) }
        }
        enter(version, captured: event.map(version.capture) ?? version.captured.map { _ in .unknown }, instance, &state, now, &output)
    }

    func refuse(
        _ version: LoadedVersion, _ refusal: Refusal, _ metric: Metric, _ instance: Value, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output, because facts: [Decision.Fact] = []
    ) {
        output.isChanged = true
        output.count(version.tally(metric))
        output.decide(.refuse, version, state.id, 0, at: now, [.init(.reason, .text(refusal.rawValue))] + instance.fact + facts)
    }

    /// - Parameter instance: with `for each` the value that the entry is for.
    func enter(
        _ version: LoadedVersion, captured: [Value], _ instance: Value, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        // Conversions that can no longer come make room.
        forgetClosedGoals(&state, now)
        if output.pauses.isPaused(version.journey) {
            if hold(version, captured: captured, instance, &state, now, &output) { return }
            return refuse(version, .paused, .refusedPaused, instance, &state, now, &output)
        }
        if let (refusal, metric) = refusal(version, captured, instance, state, now) {
            let facts = output.keepsDecisions ? facts(of: refusal, version, captured, instance, state, now) : []
            return refuse(version, refusal, metric, instance, &state, now, &output, because: facts)
        }
        let isFirst = !state.entries.contains { deployment.isName($0.journey, of: version.journey) }
        let ordinal = remember(version, instance, &state, now)
        let heldOut = holdOut(version, state.id)
        let enrollment = Enrollment(
            number: output.takeNumber(), version: version.number, ordinal: ordinal, enteredAt: now, state: 0, stateEnteredAt: now,
            isShadow: heldOut != nil, instance: instance, captured: captured)
        state.enrollments.append(enrollment)
        output.isChanged = true
        output.count(version.tally(heldOut == nil ? .entered : .heldOut))
        if isFirst { output.count(version.tally(.customers), isShadow: heldOut != nil) }
        output.decide(
            .enter, version, state.id, enrollment, at: now,
            (heldOut.map { [.init(.reason, .text($0.rawValue))] } ?? []) + instance.fact)
        arrive(version, at: state.enrollments.count - 1, in: 0, &state, now, &output)
    }

    /// What a refusal looked at.
    private func facts(
        of refusal: Refusal, _ version: LoadedVersion, _ captured: [Value], _ instance: Value, _ state: CustomerState, _ now: Timestamp
    ) -> [Decision.Fact] {
        switch refusal {
        case .audience:
            guard let audience = version.machine.audience else { return [] }
            return [Because.fact([audience], version: version.number, entryScope(version, captured, state, now))]
        case .once, .again:
            let entry = state.entries.first { deployment.isName($0.journey, of: version.journey) && $0.instance == instance }
            return entry.map { [.init(.since, .instant($0.lastAt))] } ?? []
        case .dates, .inside, .instance, .values, .rollOut, .missed, .paused: return []
        }
    }

    /// What `for customers` looks at.
    private func entryScope(_ version: LoadedVersion, _ captured: [Value], _ state: CustomerState, _ now: Timestamp) -> Scope {
        var scope = scope(state, nil, now)
        scope.capturedNames = version.captured
        scope.captured = captured
        return scope
    }

    private func refusal(
        _ version: LoadedVersion, _ captured: [Value], _ instance: Value, _ state: CustomerState, _ now: Timestamp
    ) -> (Refusal, Metric)? {
        if let dates = version.machine.dates {
            let today = zone(of: state).local(now).days
            if today < dates.from || dates.until.map({ today > $0 }) ?? false { return (.dates, .refusedDates) }
        }
        if let audience = version.machine.audience, !audience.holds(entryScope(version, captured, state, now)) {
            return (.audience, .refusedAudience)
        }
        let isInside = state.enrollments.contains { enrollment in
            guard !enrollment.isFinished, enrollment.instance == instance, let other = deployment.version(enrollment.version) else { return false }
            return deployment.isName(other.journey, of: version.journey)
        }
        if isInside { return (.inside, .refusedInside) }
        if let entry = state.entries.first(where: { deployment.isName($0.journey, of: version.journey) && $0.instance == instance }) {
            switch version.machine.reentry {
            case .always: break
            case .once: return (.once, .refusedOnce)
            case .after(let length): if now < entry.lastAt + length { return (.again, .refusedAgain) }
            }
        } else if !hasRoom(forAnother: instance, among: state.entries, where: { deployment.isName($0.journey, of: version.journey) }) {
            return (.values, .refusedValues)
        }
        let isLetIn = version.machine.rollOut >= Draws.buckets || draws.rollOut(version.machine.name, state.id) < version.machine.rollOut
        return isLetIn ? nil : (.rollOut, .refusedRollOut)
    }

    /// Whether one more value of `for each` is kept apart; always true without `for each`.
    func hasRoom<Memory>(forAnother instance: Value, among memories: [Memory], where isOfTheJourney: (Memory) -> Bool) -> Bool {
        if instance == .unknown || memories.count < Self.valueLimit { return true }
        return memories.count(where: isOfTheJourney) < Self.valueLimit
    }

    /// Whom a raised share adds; nobody leaves by it.
    private func holdOut(_ version: LoadedVersion, _ customer: String) -> HoldOut? {
        if policy.holdOut > 0, !version.machine.isTransactional, draws.holdOut(customer) < policy.holdOut { return .workspace }
        let share = version.machine.holdOut
        return share > 0 && draws.holdOut(version.machine.name, customer) < share ? .journey : nil
    }

    /// Counts the entry; gives its ordinal.
    private func remember(_ version: LoadedVersion, _ instance: Value, _ state: inout CustomerState, _ now: Timestamp) -> UInt32 {
        guard let index = state.entries.firstIndex(where: { deployment.isName($0.journey, of: version.journey) && $0.instance == instance })
        else {
            let count = state.entriesBefore &+ 1
            state.entries.append(CustomerState.EntryMemory(journey: version.journey, count: count, lastAt: now, instance: instance))
            return count
        }
        // Once called otherwise, it goes on under its new name.
        state.entries[index].journey = version.journey
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

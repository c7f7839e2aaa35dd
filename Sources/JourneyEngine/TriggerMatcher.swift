import JourneyCompiler
import JourneyModel

/// Triggers: from an event to a match, a watch, or nothing.
extension Engine {
    func match(
        _ version: LoadedVersion, _ event: EventView, _ state: inout CustomerState, _ now: Timestamp,
        _ past: () throws -> [PastEvent], _ output: inout Output
    ) rethrows {
        let isHistory = event.at < version.identity.deployedAt && !isBackfill
        let memory = state.triggers.firstIndex { $0.trigger == version.identity.trigger }
        guard version.identity.isCurrent else {
            // An old trigger runs out: its pending watch may still be cancelled, nothing new begins. Where the current version has the
            // same trigger, that one sees the event.
            if let memory, deployment.current(of: version.journey)?.identity.trigger != version.identity.trigger {
                cancelOldWatch(version, memory, event, &state, now, &output)
            }
            return
        }
        switch version.trigger {
        case .none: break
        case .silence(let of, let length):
            if !isHistory { hear(version, memory, of, length, event, &state, now, &output) }
        case .pattern(let pattern):
            if let memory, let absence = pattern.absence,
                cancel(version, memory, absence.events, event, &state, now, &output)
            {
                return
            }
            if isHistory { return }
            try advance(version, pattern, memory, event, &state, now, past, &output)
        }
    }

    // MARK: Watches

    /// The absence's event ends the pending watch where it lies in its span. It then has no other place in the pattern.
    private func cancel(
        _ version: LoadedVersion, _ memory: Int, _ events: [Matcher], _ event: EventView, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) -> Bool {
        guard let watch = state.triggers[memory].watch, event.at >= watch.beganAt, event.at <= watch.due,
            events.match(event, { scope(state, event, now) })
        else { return false }
        state.triggers[memory].watch = nil
        forgetIfIdle(memory, &state)
        output.isChanged = true
        output.count(version.tally(.cancelled))
        output.decide(
            .cancel, version, state.id, watch.number, at: now,
            [.init(.event, .text(deployment.names.text(event.name)))])
        return true
    }

    private func cancelOldWatch(
        _ version: LoadedVersion, _ memory: Int, _ event: EventView, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        switch version.trigger {
        case .none: break
        case .pattern(let pattern):
            if let absence = pattern.absence { _ = cancel(version, memory, absence.events, event, &state, now, &output) }
        case .silence(let of, _):
            if of.isEmpty || of.match(event, { scope(state, event, now) }) {
                _ = cancel(version, memory, [Matcher(event: event.name)], event, &state, now, &output)
            }
        }
    }

    private func beginWatch(
        _ version: LoadedVersion, _ memory: Int, _ event: EventView, length: Microseconds, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) {
        let number = output.takeNumber()
        let due = event.at + length
        state.triggers[memory].watch = TriggerMemory.Watch(
            number: number, beganAt: event.at, due: due, version: version.number, captured: version.capture(event))
        output.timers.append(Timer(due: due, number: number))
        output.isChanged = true
        output.count(version.tally(.watched))
        output.decide(
            .watch, version, state.id, number, at: now,
            [.init(.event, .text(deployment.names.text(event.name))), .init(.until, .instant(due))])
    }

    func fireWatch(at memory: Int, _ timer: Timer, _ state: inout CustomerState, _ output: inout Output) {
        guard let watch = state.triggers[memory].watch else { return }
        if watch.due > timer.due {
            // A silence was broken since: the one timer moves on to where the watch now ends.
            output.timers.append(Timer(due: watch.due, number: watch.number))
            return
        }
        guard watch.due == timer.due, let began = deployment.version(state.triggers[memory].trigger) else { return }
        state.triggers[memory].watch = nil
        output.isChanged = true
        if case .pattern = began.trigger { forgetIfIdle(memory, &state) }
        // A journey that was taken away lets nobody in any more.
        guard let version = deployment.current(of: began.journey) else { return }
        output.count(version.tally(.fired))
        let names = deployment.version(watch.version)?.captured ?? []
        let captured = version.captured.map { name in
            names.firstIndex(of: name).flatMap { $0 < watch.captured.count ? watch.captured[$0] : nil } ?? Value.unknown
        }
        enter(version, captured: captured, &state, timer.due, &output)
    }

    // MARK: Silence

    /// Any event begins the silence of a customer never heard of; then each of the awaited events begins it anew. The timer stays
    /// where it is and moves on when it comes up, so that a busy customer costs no timers.
    private func hear(
        _ version: LoadedVersion, _ memory: Int?, _ of: [Matcher], _ length: Microseconds, _ event: EventView,
        _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        // What a journey records is no sign of life.
        if of.isEmpty, output.isOfAStep { return }
        guard let memory else {
            guard event.at + length >= now else { return }
            state.triggers.append(TriggerMemory(trigger: version.identity.trigger))
            beginWatch(version, state.triggers.count - 1, event, length: length, &state, now, &output)
            return
        }
        guard of.isEmpty || of.match(event, { scope(state, event, now) }) else { return }
        guard let watch = state.triggers[memory].watch else {
            if event.at + length >= now { beginWatch(version, memory, event, length: length, &state, now, &output) }
            return
        }
        if event.at + length >= watch.due {
            state.triggers[memory].watch = TriggerMemory.Watch(
                number: watch.number, beganAt: event.at, due: event.at + length, version: version.number,
                captured: version.capture(event))
            output.isChanged = true
        }
    }

    // MARK: Patterns

    private func advance(
        _ version: LoadedVersion, _ pattern: LoadedVersion.Pattern, _ memory: Int?, _ event: EventView,
        _ state: inout CustomerState, _ now: Timestamp, _ past: () throws -> [PastEvent], _ output: inout Output
    ) rethrows {
        let isPlain = pattern.isPlain
        if isPlain {
            // The common shape, `A` or `A but not B`, keeps no marks. A pending watch takes no notice of more As.
            if let memory, state.triggers[memory].watch != nil { return }
            guard pattern.groups[0].match(event, { scope(state, event, now) }) else { return }
        } else {
            var marks = memory.map { state.triggers[$0] } ?? TriggerMemory(trigger: version.identity.trigger)
            let before = marks
            let isComplete = pattern.place(event, into: &marks) { scope(state, event, now) }
            if marks != before { output.isChanged = true }
            if let memory {
                state.triggers[memory] = marks
            } else if !marks.isIdle {
                state.triggers.append(marks)
            }
            guard isComplete else { return }
        }
        guard let absence = pattern.absence else {
            forgetIfIdle(version, &state)
            enter(version, captured: version.capture(event), &state, now, &output)
            return
        }
        try watch(version, absence, event, &state, now, past, &output)
    }

    private func watch(
        _ version: LoadedVersion, _ absence: (events: [Matcher], within: Microseconds), _ event: EventView,
        _ state: inout CustomerState, _ now: Timestamp, _ past: () throws -> [PastEvent], _ output: inout Output
    ) rethrows {
        if let memory = state.triggers.firstIndex(where: { $0.trigger == version.identity.trigger }) {
            if state.triggers[memory].watch != nil { return }
        }
        if event.at < now {
            // Late: it may begin a watch only where the deadline is still ahead and what it waits for has not come meanwhile.
            let isOver = event.at + absence.within < now
            if try isOver || past().contains(where: { self.ends(absence, event, $0, state, now) }) {
                output.lateIgnored += 1
                forgetIfIdle(version, &state)
                return
            }
        }
        let memory =
            state.triggers.firstIndex { $0.trigger == version.identity.trigger }
            ?? {
                state.triggers.append(TriggerMemory(trigger: version.identity.trigger))
                return state.triggers.count - 1
            }()
        beginWatch(version, memory, event, length: absence.within, &state, now, &output)
    }

    private func ends(
        _ absence: (events: [Matcher], within: Microseconds), _ first: EventView, _ past: PastEvent, _ state: CustomerState,
        _ now: Timestamp
    ) -> Bool {
        guard past.at > first.at, past.at <= first.at + absence.within else { return false }
        return past.properties.withUnsafeBytes { bytes in
            let event = EventView(name: past.name, at: past.at, properties: bytes)
            return absence.events.match(event) { scope(state, event, now) }
        }
    }

    private func forgetIfIdle(_ version: LoadedVersion, _ state: inout CustomerState) {
        if let memory = state.triggers.firstIndex(where: { $0.trigger == version.identity.trigger }) {
            forgetIfIdle(memory, &state)
        }
    }

    private func forgetIfIdle(_ memory: Int, _ state: inout CustomerState) {
        if state.triggers[memory].isIdle { state.triggers.remove(at: memory) }
    }
}

extension LoadedVersion {
    /// What later steps ask of the trigger's event.
    func capture(_ event: EventView) -> [Value] {
        if captured.isEmpty { return [] }
        var values = captured.prefix(triggerProperties).map { event.property($0) }
        for last in lastEvents {
            for (name, _) in last.properties { values.append(last.event == event.name ? event.property(name) : .unknown) }
        }
        if values.count < captured.count { values.append(.text(String(decoding: event.properties, as: UTF8.self))) }
        return values
    }
}

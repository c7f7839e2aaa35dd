import JourneyCompiler
import JourneyModel

/// Triggers: from an event to a match, a watch, or nothing.
extension Engine {
    func match(
        _ version: LoadedVersion, _ event: EventView, _ state: inout CustomerState, _ now: Timestamp,
        _ past: () throws -> [PastEvent], _ output: inout Output
    ) rethrows {
        guard let property = version.forEach else {
            _ = try match(version, .unknown, isShared: false, event, &state, now, past, &output)
            return
        }
        let value = event.property(property)
        if value != .unknown {
            _ = try match(version, value, isShared: false, event, &state, now, past, &output)
            return
        }
        // Without the property it concerns every instance there is, and can begin none.
        var isPlaced = false
        for instance in state.triggers.filter({ $0.trigger == version.identity.trigger }).map(\.instance)
        where try match(version, instance, isShared: true, event, &state, now, past, &output) {
            isPlaced = true
        }
        if !isPlaced, version.identity.isCurrent, !isHistory(event.at, for: version), version.mayBegin(with: event, { scope(of: version, state, event, now) }) {
            refuse(version, .instance, .refusedInstance, .unknown, &state, now, &output)
        }
    }

    func isHistory(_ at: Timestamp, for version: LoadedVersion) -> Bool { at < version.identity.deployedAt && !isBackfill }

    /// True where the event has found a place in the trigger of this instance.
    private func match(
        _ version: LoadedVersion, _ instance: Value, isShared: Bool, _ event: EventView, _ state: inout CustomerState,
        _ now: Timestamp, _ past: () throws -> [PastEvent], _ output: inout Output
    ) rethrows -> Bool {
        let memory = state.memory(of: version, instance)
        guard version.identity.isCurrent else {
            // An old trigger runs out: its pending watch may still be cancelled, nothing new begins. Where the current version has the
            // same trigger, that one sees the event.
            if let memory, deployment.current(of: version.journey)?.identity.trigger != version.identity.trigger {
                cancelOldWatch(version, memory, event, &state, now, &output)
            }
            return false
        }
        switch version.trigger {
        case .none, .attribute, .audience: return false
        case .silence(let of, let length):
            if isHistory(event.at, for: version) { return false }
            return hear(version, memory, instance, of, length, event, &state, now, &output)
        case .pattern(let pattern):
            if let memory, let absence = pattern.absence {
                if cancel(version, memory, absence.events, event, &state, now, &output) { return true }
                if !pattern.restarts.isEmpty, restart(version, memory, pattern, event, &state, now, &output) { return true }
            }
            if isHistory(event.at, for: version) { return false }
            return try advance(version, pattern, memory, instance, isShared: isShared, event, &state, now, past, &output)
        }
    }

    /// Where the conditions of a trigger's events look: what they ask of the past they may compare with the event itself.
    private func scope(of version: LoadedVersion, _ state: CustomerState, _ event: EventView, _ now: Timestamp) -> Scope {
        var scope = scope(state, event, now)
        guard version.triggerComparesThePast else { return scope }
        scope.capturedNames = version.captured
        scope.captured = version.capture(event)
        return scope
    }

    // MARK: Watches

    /// Where the absence's condition finds the event that began the watch.
    func scope(_ watch: TriggerMemory.Watch, _ state: CustomerState, _ event: EventView, _ now: Timestamp) -> Scope {
        var scope = scope(state, event, now)
        scope.capturedNames = deployment.version(watch.version)?.captured ?? []
        scope.captured = watch.captured
        return scope
    }

    /// The absence's event ends the pending watch where it lies in its span. It then has no other place in the pattern.
    func cancel(
        _ version: LoadedVersion, _ memory: Int, _ events: [Matcher], _ event: EventView, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) -> Bool {
        #if FaultInjection
            if PlantedBug.chosen == .deadlineExclusive, state.triggers[memory].watch?.due == event.at { return false }
        #endif
        guard let watch = state.triggers[memory].watch, event.at >= watch.beganAt, event.at <= watch.due,
            events.match(event, { scope(watch, state, event, now) })
        else { return false }
        state.triggers[memory].watch = nil
        let instance = state.triggers[memory].instance
        forgetIfIdle(memory, &state)
        output.isChanged = true
        output.count(version.tally(.cancelled))
        output.decide(
            .cancel, version, state.id, watch.number, at: now,
            [.init(.event, .text(deployment.names.text(event.name)))] + instance.fact)
        return true
    }

    /// The window of the pending watch begins anew. Its timer stays where it is and moves on when it comes up.
    func restart(
        _ version: LoadedVersion, _ memory: Int, _ pattern: LoadedVersion.Pattern, _ event: EventView, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) -> Bool {
        guard let absence = pattern.absence, let watch = state.triggers[memory].watch, event.at >= watch.beganAt,
            event.at <= watch.due,
            pattern.restarts.match(event, { version.triggerComparesThePast ? scope(of: version, state, event, now) : scope(watch, state, event, now) })
        else { return false }
        let due = event.at + absence.within
        state.triggers[memory].watch = TriggerMemory.Watch(
            number: watch.number, beganAt: event.at, due: due, version: version.number, captured: version.capture(event))
        output.isChanged = true
        output.decide(
            .watch, version, state.id, watch.number, at: now,
            [.init(.event, .text(deployment.names.text(event.name))), .init(.until, .instant(due))] + state.triggers[memory].instance.fact)
        return true
    }

    private func cancelOldWatch(
        _ version: LoadedVersion, _ memory: Int, _ event: EventView, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        switch version.trigger {
        case .none, .attribute, .audience: break
        case .pattern(let pattern):
            if let absence = pattern.absence { _ = cancel(version, memory, absence.events, event, &state, now, &output) }
        case .silence(let of, _):
            if of.isEmpty || of.match(event, { scope(of: version, state, event, now) }) {
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
            [.init(.event, .text(deployment.names.text(event.name))), .init(.until, .instant(due))] + state.triggers[memory].instance.fact)
    }

    func fireWatch(at memory: Int, _ timer: Timer, _ state: inout CustomerState, _ output: inout Output) {
        guard let watch = state.triggers[memory].watch else { return }
        if watch.due > timer.due {
            // A silence was broken or a window begun anew since: the one timer moves on to where the watch now ends.
            output.timers.append(Timer(due: watch.due, number: watch.number))
            return
        }
        guard watch.due == timer.due else { return }
        if state.triggers[memory].isHeldEntry { return enterHeld(at: memory, watch, timer, &state, &output) }
        guard let began = deployment.version(state.triggers[memory].trigger) else { return }
        let instance = state.triggers[memory].instance
        state.triggers[memory].watch = nil
        output.isChanged = true
        if case .pattern = began.trigger { forgetIfIdle(memory, &state) }
        // A journey that was taken away lets nobody in any more.
        guard let version = deployment.current(of: began.journey) else { return }
        output.count(version.tally(.fired))
        enter(version, captured: carried(watch.captured, from: watch.version, to: version), instance, &state, timer.due, &output)
    }

    /// What one version remembers of events, as another one does.
    func carried(_ captured: [Value], from old: UInt32, to version: LoadedVersion) -> [Value] {
        let names = deployment.version(old)?.captured ?? []
        return version.captured.map { name in
            names.firstIndex(of: name).flatMap { $0 < captured.count ? captured[$0] : nil } ?? .unknown
        }
    }

    // MARK: Silence

    /// Any event begins the silence of a customer never heard of; then each of the awaited events begins it anew. The timer stays
    /// where it is and moves on when it comes up, so that a busy customer costs no timers.
    private func hear(
        _ version: LoadedVersion, _ memory: Int?, _ instance: Value, _ of: [Matcher], _ length: Microseconds, _ event: EventView,
        _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) -> Bool {
        // What a journey records is no sign of life.
        if of.isEmpty, output.isOfAStep { return false }
        guard let memory else {
            guard event.at + length >= now, hasRoom(for: instance, of: version, &state, now, &output) else { return false }
            state.triggers.append(TriggerMemory(trigger: version.identity.trigger, instance: instance))
            beginWatch(version, state.triggers.count - 1, event, length: length, &state, now, &output)
            return true
        }
        guard of.isEmpty || of.match(event, { scope(of: version, state, event, now) }) else { return false }
        guard let watch = state.triggers[memory].watch else {
            if event.at + length >= now { beginWatch(version, memory, event, length: length, &state, now, &output) }
            return true
        }
        if event.at + length >= watch.due {
            state.triggers[memory].watch = TriggerMemory.Watch(
                number: watch.number, beganAt: event.at, due: event.at + length, version: version.number,
                captured: version.capture(event))
            output.isChanged = true
        }
        return true
    }

    // MARK: Patterns

    func advance(
        _ version: LoadedVersion, _ pattern: LoadedVersion.Pattern, _ memory: Int?, _ instance: Value, isShared: Bool,
        _ event: EventView, _ state: inout CustomerState, _ now: Timestamp, _ past: () throws -> [PastEvent], _ output: inout Output
    ) rethrows -> Bool {
        if pattern.isPlain {
            // The common shape, `A` or `A but not B`, keeps no marks. A pending watch takes no notice of more As.
            if isShared { return false }
            if let memory, state.triggers[memory].watch != nil { return true }
            guard pattern.groups[0].match(event, { scope(of: version, state, event, now) }) else { return false }
        } else {
            var marks = memory.map { state.triggers[$0] } ?? TriggerMemory(trigger: version.identity.trigger, instance: instance)
            let before = marks
            let isComplete = pattern.place(event, into: &marks, mayBegin: !isShared) { scope(of: version, state, event, now) }
            if marks != before { output.isChanged = true }
            if let memory {
                state.triggers[memory] = marks
            } else if !marks.isIdle {
                guard hasRoom(for: instance, of: version, &state, now, &output) else { return true }
                state.triggers.append(marks)
            }
            guard isComplete else { return marks != before }
        }
        guard let absence = pattern.absence else {
            forgetIfIdle(version, instance, &state)
            enter(version, captured: version.capture(event), instance, &state, now, &output)
            return true
        }
        try watch(version, absence, instance, event, &state, now, past, &output)
        return true
    }

    private func watch(
        _ version: LoadedVersion, _ absence: (events: [Matcher], within: Microseconds), _ instance: Value, _ event: EventView,
        _ state: inout CustomerState, _ now: Timestamp, _ past: () throws -> [PastEvent], _ output: inout Output
    ) rethrows {
        let known = state.memory(of: version, instance)
        if let known, state.triggers[known].watch != nil { return }
        if event.at < now {
            // Late: it may begin a watch only where the deadline is still ahead and what it waits for has not come meanwhile.
            #if FaultInjection
                let isOver = event.at + absence.within < now && PlantedBug.chosen != .lateWatch
            #else
                let isOver = event.at + absence.within < now
            #endif
            if try isOver || past().contains(where: { self.ends(version, absence, instance, event, $0, state, now) }) {
                output.lateIgnored += 1
                forgetIfIdle(version, instance, &state)
                return
            }
        }
        if known == nil {
            guard hasRoom(for: instance, of: version, &state, now, &output) else { return }
            state.triggers.append(TriggerMemory(trigger: version.identity.trigger, instance: instance))
        }
        beginWatch(version, known ?? state.triggers.count - 1, event, length: absence.within, &state, now, &output)
    }

    /// Whether the trigger may begin to remember one more value of `for each`; refuses it where not.
    private func hasRoom(
        for instance: Value, of version: LoadedVersion, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) -> Bool {
        let trigger = version.identity.trigger
        if hasRoom(forAnother: instance, among: state.triggers, where: { $0.trigger == trigger }) { return true }
        refuse(version, .values, .refusedValues, instance, &state, now, &output)
        return false
    }

    func ends(
        _ version: LoadedVersion, _ absence: (events: [Matcher], within: Microseconds), _ instance: Value, _ first: EventView,
        _ past: PastEvent, _ state: CustomerState, _ now: Timestamp
    ) -> Bool {
        guard past.at > first.at, past.at <= first.at + absence.within else { return false }
        return past.properties.withUnsafeBytes { bytes in
            let event = EventView(name: past.name, at: past.at, properties: bytes)
            if let property = version.forEach {
                let value = event.property(property)
                if value != .unknown, value != instance { return false }
            }
            return absence.events.match(event) {
                var scope = scope(state, event, now)
                scope.capturedNames = version.captured
                scope.captured = version.capture(first)
                return scope
            }
        }
    }

    private func forgetIfIdle(_ version: LoadedVersion, _ instance: Value, _ state: inout CustomerState) {
        if let memory = state.memory(of: version, instance) { forgetIfIdle(memory, &state) }
    }

    func forgetIfIdle(_ memory: Int, _ state: inout CustomerState) {
        if state.triggers[memory].isIdle { state.triggers.remove(at: memory) }
    }
}

extension CustomerState {
    /// What the version's trigger remembers, of one value with `for each`.
    @inline(__always)
    func memory(of version: LoadedVersion, _ instance: Value) -> Int? {
        let trigger = version.identity.trigger
        if version.forEach == nil { return triggers.firstIndex { $0.trigger == trigger } }
        return triggers.firstIndex { $0.trigger == trigger && $0.instance == instance }
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

    /// Whether the event could be the first of the trigger.
    func mayBegin(with event: EventView, _ scope: () -> Scope) -> Bool {
        switch trigger {
        case .pattern(let pattern): pattern.groups.contains { $0.match(event, scope) }
        case .silence(let of, _): !of.isEmpty && of.match(event, scope)
        case .none, .attribute, .audience: false
        }
    }
}

extension Value {
    /// The value that an instance is for, as a decision tells it.
    var fact: [Decision.Fact] { self == .unknown ? [] : [.init(.value, self)] }
}

import JourneyCompiler
import JourneyModel

/// What one trigger has to look at in a merge.
struct TriggerReplay {
    /// Index among the deployment's versions.
    var version: Int
    var trigger: UInt32
    var instance: Value
    /// Indices of the other id's events that nothing has used up.
    var free: Set<Int> = []
    /// Those of them that have had a place in the other's trigger: the rest may go on with what was begun, and begin nothing. What an
    /// event began or did not begin when it came is decided.
    var begins: Set<Int> = []
    /// The other id's watch, until it is known whether the person's own goes on.
    var pending: TriggerMemory.Watch?
}

// What a merge makes of two ids' watches and half-matched patterns.
extension Engine {
    /// Joins what both remember of their triggers; gives what is left for each to look at.
    func joinTriggers(_ merge: Merge, _ state: inout CustomerState, _ output: inout Output) -> [TriggerReplay] {
        var replays: [TriggerReplay] = []
        var places: [(trigger: UInt32, instance: Value)] = state.triggers.map { ($0.trigger, $0.instance) }
        for theirs in merge.other.triggers where !places.contains(where: { $0.trigger == theirs.trigger && $0.instance == theirs.instance }) {
            places.append((theirs.trigger, theirs.instance))
        }
        for place in places {
            guard let (index, version) = runner(of: place.trigger) else { continue }
            let theirs = merge.other.triggers.first { $0.trigger == place.trigger && $0.instance == place.instance }
            switch version.trigger {
            case .none, .attribute, .audience: continue
            case .silence: if let theirs { joinSilences(theirs, version, &state, merge.now, &output) }
            case .pattern(let pattern):
                let own = state.triggers.first { $0.trigger == place.trigger && $0.instance == place.instance }
                let carries = own?.marks.isEmpty ?? true
                if carries, let theirs { carryMarks(of: theirs, &state) }
                var replay = TriggerReplay(version: index, trigger: place.trigger, instance: place.instance)
                if let watch = theirs?.watch { replay.pending = show(merge.own, to: watch, version, pattern, place.instance, &state, merge.now, &output) }
                if version.identity.isCurrent, pattern.isPlain ? pattern.absence != nil : !carries {
                    findFree(&replay, version, pattern, merge)
                }
                replays.append(replay)
            }
        }
        return replays
    }

    /// The events are seen: of two watches the earlier stays.
    func settle(_ replays: [TriggerReplay], _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        for replay in replays {
            #if FaultInjection
                if PlantedBug.chosen == .mergeDropsWatch { continue }
            #endif
            guard let pending = replay.pending else { continue }
            let own = state.triggers.first { $0.trigger == replay.trigger && $0.instance == replay.instance }?.watch
            guard let own else {
                put(pending, replay, &state)
                continue
            }
            let isOwnEarlier = (own.beganAt, own.number) <= (pending.beganAt, pending.number)
            if !isOwnEarlier { put(pending, replay, &state) }
            drop(isOwnEarlier ? pending.number : own.number, deployment.versions[replay.version], replay.instance, state.id, now, &output)
        }
    }

    /// The version that a trigger's memory is of: the current one, where it still has this trigger.
    private func runner(of trigger: UInt32) -> (index: Int, version: LoadedVersion)? {
        let candidates = deployment.versions.enumerated().filter { $0.element.identity.trigger == trigger }
        return (candidates.first { $0.element.identity.isCurrent } ?? candidates.first).map { ($0.offset, $0.element) }
    }

    /// The later event begins the silence.
    private func joinSilences(
        _ theirs: TriggerMemory, _ version: LoadedVersion, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        guard let index = state.triggers.firstIndex(where: { $0.trigger == theirs.trigger && $0.instance == theirs.instance }) else {
            state.triggers.append(theirs)
            return
        }
        guard let other = theirs.watch else { return }
        guard let own = state.triggers[index].watch else {
            state.triggers[index].watch = other
            return
        }
        if other.due > own.due {
            // Its timer moves on when it comes up.
            state.triggers[index].watch = other
            state.triggers[index].watch?.number = own.number
        }
        drop(other.number, version, theirs.instance, state.id, now, &output)
    }

    /// Nil where an event of the other id cancels the watch.
    private func show(
        _ events: [PastEvent], to watch: TriggerMemory.Watch, _ version: LoadedVersion, _ pattern: LoadedVersion.Pattern,
        _ instance: Value, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) -> TriggerMemory.Watch? {
        guard let absence = pattern.absence else { return watch }
        var memory = TriggerMemory(trigger: version.identity.trigger, instance: instance)
        memory.watch = watch
        state.triggers.append(memory)
        let place = state.triggers.count - 1
        for event in events where event.at >= watch.beganAt {
            let isCancelled = event.withView { view in
                guard concerns(view, version, instance) else { return false }
                if cancel(version, place, absence.events, view, &state, now, &output) { return true }
                if version.identity.isCurrent { _ = restart(version, place, pattern, view, &state, now, &output) }
                return false
            }
            // A cancelled watch left nothing behind.
            if isCancelled { return nil }
        }
        return state.triggers.removeLast().watch
    }

    private func put(_ watch: TriggerMemory.Watch, _ replay: TriggerReplay, _ state: inout CustomerState) {
        if let index = state.triggers.firstIndex(where: { $0.trigger == replay.trigger && $0.instance == replay.instance }) {
            state.triggers[index].watch = watch
        } else {
            var memory = TriggerMemory(trigger: replay.trigger, instance: replay.instance)
            memory.watch = watch
            state.triggers.append(memory)
        }
    }

    private func carryMarks(of theirs: TriggerMemory, _ state: inout CustomerState) {
        guard !theirs.marks.isEmpty else { return }
        if let index = state.triggers.firstIndex(where: { $0.trigger == theirs.trigger && $0.instance == theirs.instance }) {
            state.triggers[index].marks = theirs.marks
            state.triggers[index].nextSerial = theirs.nextSerial
        } else {
            var memory = theirs
            memory.watch = nil
            state.triggers.append(memory)
        }
    }

    /// A watch that ends because the person has an earlier one.
    private func drop(
        _ number: UInt64, _ version: LoadedVersion, _ instance: Value, _ customer: String, _ now: Timestamp, _ output: inout Output
    ) {
        output.count(version.tally(.cancelled))
        output.decide(.merged, version, customer, number, at: now, instance.fact)
    }

    /// With `for each`: the event's value is that of the instance, or it has none and concerns all.
    private func concerns(_ event: EventView, _ version: LoadedVersion, _ instance: Value) -> Bool {
        guard let property = version.forEach else { return true }
        let value = event.property(property)
        return value == .unknown || value == instance
    }

    // MARK: What is free

    /// The other's events that its own trigger has not used up: neither for a match or a watch, nor to end or restart one.
    private func findFree(_ replay: inout TriggerReplay, _ version: LoadedVersion, _ pattern: LoadedVersion.Pattern, _ merge: Merge) {
        var memory = TriggerMemory(trigger: replay.trigger, instance: replay.instance)
        var placed: [UInt32: Int] = [:]
        for (index, event) in merge.theirs.enumerated() where !isHistory(event.at, for: version) {
            event.withView { view in
                guard concerns(view, version, replay.instance) else { return }
                if let watch = memory.watch, watch.due < view.at { memory.watch = nil }
                if isSpent(view, on: &memory, version, pattern, merge) { return }
                replay.free.insert(index)
                guard let used = place(view, index, in: &memory, version, pattern, &placed, merge, &replay) else { return }
                replay.free.subtract(used)
                if let absence = pattern.absence, memory.watch == nil {
                    memory.watch = TriggerMemory.Watch(
                        number: 0, beganAt: view.at, due: view.at + absence.within, version: version.number, captured: version.capture(view))
                }
            }
        }
    }

    /// It cancels the pending watch, or begins it anew.
    private func isSpent(
        _ event: EventView, on memory: inout TriggerMemory, _ version: LoadedVersion, _ pattern: LoadedVersion.Pattern, _ merge: Merge
    ) -> Bool {
        guard let absence = pattern.absence, let watch = memory.watch, event.at >= watch.beganAt else { return false }
        let scope = { self.scope(watch, merge.other, event, merge.now) }
        if absence.events.match(event, scope) {
            memory.watch = nil
            return true
        }
        guard pattern.restarts.match(event, scope) else { return false }
        memory.watch?.beganAt = event.at
        memory.watch?.due = event.at + absence.within
        memory.watch?.captured = version.capture(event)
        return true
    }

    /// The events of a match that this one completes; nil where it completes none.
    private func place(
        _ event: EventView, _ index: Int, in memory: inout TriggerMemory, _ version: LoadedVersion, _ pattern: LoadedVersion.Pattern,
        _ placed: inout [UInt32: Int], _ merge: Merge, _ replay: inout TriggerReplay
    ) -> Set<Int>? {
        let scope = { self.scope(merge.other, event, merge.now) }
        let mayBegin = version.forEach.map { event.property($0) != .unknown } ?? true
        if pattern.isPlain {
            // A pending watch takes no notice of more of them.
            guard mayBegin, pattern.groups[0].match(event, scope) else { return nil }
            if memory.watch == nil { return [index] }
            replay.begins.insert(index)
            return nil
        }
        let before = memory
        let isComplete = pattern.place(event, into: &memory, mayBegin: mayBegin, scope)
        if !isComplete {
            if memory.nextSerial != before.nextSerial {
                placed[before.nextSerial] = index
                replay.begins.insert(index)
            }
            return nil
        }
        let left = Set(memory.marks.flatMap(\.used))
        let gone = before.marks.flatMap(\.used).filter { !left.contains($0) }
        defer { if memory.marks.isEmpty { placed = [:] } }
        return Set(gone.compactMap { placed[$0] } + [index])
    }

    // MARK: Late

    /// An event of the other id comes late to the person's trigger.
    /// - Parameter index: of the event among those of its id.
    func replay(
        _ event: EventView, _ index: Int, _ merge: Merge, to replay: inout TriggerReplay, _ state: inout CustomerState, _ output: inout Output
    ) {
        let version = deployment.versions[replay.version]
        guard case .pattern(let pattern) = version.trigger, concerns(event, version, replay.instance) else { return }
        func memory() -> Int? { state.triggers.firstIndex { $0.trigger == replay.trigger && $0.instance == replay.instance } }
        if let memory = memory(), let absence = pattern.absence, let watch = state.triggers[memory].watch, !merge.isTheirs(watch) {
            if cancel(version, memory, absence.events, event, &state, merge.now, &output) { return }
            if version.identity.isCurrent, restart(version, memory, pattern, event, &state, merge.now, &output) { return }
        }
        guard replay.free.contains(index) else { return }
        if let pending = replay.pending, memory().flatMap({ state.triggers[$0].watch }) == nil {
            put(pending, replay, &state)
            replay.pending = nil
        }
        let isShared = !replay.begins.contains(index) || (version.forEach.map { event.property($0) == .unknown } ?? false)
        _ = advance(
            version, pattern, memory(), replay.instance, isShared: isShared, event, &state, merge.now,
            { merge.own + merge.theirs.prefix(index) }, &output)
    }
}

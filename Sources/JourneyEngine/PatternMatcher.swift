import JourneyModel

/// Sequences, `and` and counts look back from the event that completes them; each event has at most one place in a pattern, and a
/// match uses up what it matched.
extension LoadedVersion.Pattern {
    /// One event completes it; nothing is looked back for.
    var isPlain: Bool { groups.count == 1 && count == 1 && follows.isEmpty }

    /// Gives the event its place among the marks. True where it completes the whole pattern.
    func place(_ event: EventView, into memory: inout TriggerMemory, _ scope: () -> Scope) -> Bool {
        for (stage, follow) in follows.enumerated() where !follow.without.isEmpty {
            if follow.without.match(event, scope) {
                memory.marks.removeAll { $0.place == .reached(stage: UInt32(truncatingIfNeeded: stage)) && $0.at <= event.at }
            }
        }
        // The furthest place first: what can go on with a sequence does not begin it anew.
        for stage in follows.indices.reversed() {
            guard let before = memory.marks.first(where: { $0.place == .reached(stage: UInt32(truncatingIfNeeded: stage)) }), before.at <= event.at,
                event.at - before.at <= follows[stage].within, follows[stage].events.match(event, scope)
            else { continue }
            return reach(stage + 1, event.at, before.used, &memory)
        }
        return placeInBase(event, &memory, scope)
    }

    private func placeInBase(_ event: EventView, _ memory: inout TriggerMemory, _ scope: () -> Scope) -> Bool {
        let matching = groups.indices.filter { groups[$0].match(event, scope) }
        guard let first = matching.first else { return false }
        if groups.count == 1 && count == 1 { return reach(0, event.at, [], &memory) }
        let taken = memory.marks.map(\.place)
        let free = matching.first { !taken.contains(.base(group: UInt32(truncatingIfNeeded: $0))) }
        let group = groups.count == 1 ? 0 : free ?? first
        let place = TriggerMemory.Place.base(group: UInt32(truncatingIfNeeded: group))
        let mark = TriggerMemory.Mark(place: place, at: event.at, used: [memory.takeSerial()])
        if groups.count > 1 {
            // Only the latest of each group can be on the latest way.
            if let older = memory.marks.firstIndex(where: { $0.place == place }) {
                if memory.marks[older].at > event.at { return false }
                memory.marks.remove(at: older)
            }
            memory.marks.append(mark)
        } else {
            insertInOrder(mark, &memory)
        }
        let base = memory.marks.filter { if case .base = $0.place { true } else { false } }
        guard base.count == max(groups.count, count), let earliest = base.map(\.at).min(), let latest = base.map(\.at).max(),
            latest - earliest <= within
        else { return false }
        return reach(0, latest, base.flatMap(\.used), &memory)
    }

    /// Keeps the latest `count` marks of a counted base, oldest first.
    private func insertInOrder(_ mark: TriggerMemory.Mark, _ memory: inout TriggerMemory) {
        let position = memory.marks.lastIndex { $0.place == mark.place && $0.at <= mark.at }.map { $0 + 1 } ?? 0
        memory.marks.insert(mark, at: position)
        if memory.marks.lazy.filter({ $0.place == mark.place }).count > count,
            let oldest = memory.marks.firstIndex(where: { $0.place == mark.place })
        {
            memory.marks.remove(at: oldest)
        }
    }

    /// The base (stage 0) or a `then` part is complete. The latest way to a stage replaces the ones before.
    private func reach(_ stage: Int, _ at: Timestamp, _ used: [UInt32], _ memory: inout TriggerMemory) -> Bool {
        // The base of several events has numbered its own; here the event gets its number where it completes alone.
        let isOwnEvent = stage > 0 || (groups.count == 1 && count == 1)
        let way = isOwnEvent ? used + [memory.takeSerial()] : used
        if stage == follows.count {
            memory.marks.removeAll { mark in mark.used.contains { way.contains($0) } }
            if memory.marks.isEmpty { memory.nextSerial = 0 }
            return true
        }
        let place = TriggerMemory.Place.reached(stage: UInt32(truncatingIfNeeded: stage))
        if let older = memory.marks.firstIndex(where: { $0.place == place }) {
            if memory.marks[older].at > at { return false }
            memory.marks.remove(at: older)
        }
        memory.marks.append(TriggerMemory.Mark(place: place, at: at, used: way))
        return false
    }
}

extension TriggerMemory {
    /// Serials only tell events of one memory apart; they start over when nothing is remembered, and wrap.
    mutating func takeSerial() -> UInt32 {
        defer { nextSerial &+= 1 }
        return nextSerial
    }
}

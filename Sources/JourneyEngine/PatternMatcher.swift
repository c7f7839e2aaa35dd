import JourneyModel

/// Sequences, `and` and counts look back from the event that completes them; each event has at most one place in a pattern, and a
/// match uses up what it matched.
///
/// With `with same` there may be several ways side by side, told apart by the values that are compared.
extension LoadedVersion.Pattern {
    /// Ways of different values kept side by side of one customer; past it the one that is behind longest is let go.
    static let limit = 256

    /// One event completes it; nothing is looked back for.
    var isPlain: Bool { groups.count == 1 && count == 1 && follows.isEmpty }

    /// Gives the event its place among the marks. True where it completes the whole pattern.
    /// - Parameter mayBegin: whether it may have a place in the base.
    func place(_ event: EventView, into memory: inout TriggerMemory, mayBegin: Bool = true, _ scope: () -> Scope) -> Bool {
        for (stage, follow) in follows.enumerated() where !follow.without.isEmpty {
            let place = TriggerMemory.Place.stage(stage)
            memory.marks.removeAll { mark in
                mark.place == place && mark.at <= event.at && follow.without.match(event) { comparing(mark.values, scope) }
            }
        }
        // The furthest place first: what can go on with a sequence does not begin it anew.
        for stage in follows.indices.reversed() {
            guard let before = latest(stage, for: event, memory, scope) else { continue }
            return reach(stage + 1, event.at, before.used, before.values, &memory)
        }
        return mayBegin && placeInBase(event, &memory, scope)
    }

    /// The latest way to a stage that the event goes on with.
    private func latest(_ stage: Int, for event: EventView, _ memory: TriggerMemory, _ scope: () -> Scope) -> TriggerMemory.Mark? {
        let place = TriggerMemory.Place.stage(stage)
        var found: TriggerMemory.Mark?
        for mark in memory.marks
        where mark.place == place && mark.at <= event.at && event.at - mark.at <= follows[stage].within
            && found.map({ $0.at <= mark.at }) ?? true && follows[stage].events.match(event, { comparing(mark.values, scope) })
        {
            found = mark
        }
        return found
    }

    private func comparing(_ values: [Value], _ scope: () -> Scope) -> Scope {
        var scope = scope()
        if scope.capturedNames.isEmpty {
            scope.capturedNames = sames
            scope.captured = values
        } else {
            scope.capturedNames = sames + scope.capturedNames
            scope.captured = values + scope.captured
        }
        return scope
    }

    // MARK: The base

    private func placeInBase(_ event: EventView, _ memory: inout TriggerMemory, _ scope: () -> Scope) -> Bool {
        let values = sames.isEmpty ? [] : sames.map { event.property($0) }
        let matching = groups.indices.filter { groups[$0].match(event) { comparing(values, scope) } }
        guard let first = matching.first else { return false }
        if groups.count == 1 && count == 1 { return reach(0, event.at, [], values, &memory) }
        let isTaken = { [marks = memory.marks] (group: Int) in
            marks.contains { $0.place == .group(group) && self.agree($0.values, values, on: self.baseSames) }
        }
        let group = groups.count == 1 ? 0 : matching.first { !isTaken($0) } ?? first
        let mark = TriggerMemory.Mark(place: .group(group), at: event.at, used: [memory.takeSerial()], values: values)
        if groups.count == 1 { return count(mark, &memory) }
        // Only the latest of each group can be on the latest way.
        if let older = memory.marks.firstIndex(where: { $0.place == mark.place && agree($0.values, values, on: baseSames) }) {
            if memory.marks[older].at > event.at { return false }
            memory.marks.remove(at: older)
        }
        memory.marks.append(mark)
        keepToLimit(&memory)
        return meet(mark, group, &memory)
    }

    /// `A N times`: keeps the latest `count` marks, oldest first.
    private func count(_ mark: TriggerMemory.Mark, _ memory: inout TriggerMemory) -> Bool {
        func isAlike(_ other: TriggerMemory.Mark) -> Bool { other.place == mark.place && agree(other.values, mark.values, on: baseSames) }
        let position = memory.marks.lastIndex { isAlike($0) && $0.at <= mark.at }.map { $0 + 1 } ?? 0
        memory.marks.insert(mark, at: position)
        if memory.marks.lazy.filter(isAlike).count > count, let oldest = memory.marks.firstIndex(where: isAlike) {
            memory.marks.remove(at: oldest)
        }
        keepToLimit(&memory)
        let alike = memory.marks.filter(isAlike)
        guard alike.count == count, let first = alike.first, let last = alike.last, last.at - first.at <= within else { return false }
        return reach(0, last.at, alike.flatMap(\.used), first.values, &memory)
    }

    /// `A and B`: looks for the latest of each group, all of which have the values of the first group's where they are compared.
    private func meet(_ mark: TriggerMemory.Mark, _ group: Int, _ memory: inout TriggerMemory) -> Bool {
        // The latest first; of one instant the one that came last.
        func marks(of group: Int) -> [TriggerMemory.Mark] {
            memory.marks.enumerated().filter { $0.element.place == .group(group) }
                .sorted { ($0.element.at, $0.offset) > ($1.element.at, $1.offset) }.map(\.element)
        }
        for first in group == 0 ? [mark] : marks(of: 0) {
            var members = [first]
            for other in groups.indices.dropFirst() {
                let fits = { (mark: TriggerMemory.Mark) in self.agree(mark.values, first.values, on: self.groupSames[other]) }
                guard let member = other == group ? (fits(mark) ? mark : nil) : marks(of: other).first(where: fits) else { break }
                members.append(member)
            }
            guard members.count == groups.count, let earliest = members.map(\.at).min(), let latest = members.map(\.at).max(),
                latest - earliest <= within
            else { continue }
            let used = memory.marks.filter(members.contains).flatMap(\.used)
            return reach(0, latest, used, first.values, &memory)
        }
        return false
    }

    private func agree(_ a: [Value], _ b: [Value], on places: [Int]) -> Bool {
        for place in places where place < a.count && place < b.count && Value.compare(a[place], b[place]) != .equal { return false }
        return true
    }

    private func keepToLimit(_ memory: inout TriggerMemory) {
        guard !sames.isEmpty, memory.marks.count > Self.limit + count else { return }
        if let oldest = memory.marks.indices.min(by: { memory.marks[$0].at < memory.marks[$1].at }) { memory.marks.remove(at: oldest) }
    }

    /// The base (stage 0) or a `then` part is complete. The latest way to a stage replaces the ones before.
    private func reach(_ stage: Int, _ at: Timestamp, _ used: [UInt32], _ values: [Value], _ memory: inout TriggerMemory) -> Bool {
        // The base of several events has numbered its own; here the event gets its number where it completes alone.
        let isOwnEvent = stage > 0 || (groups.count == 1 && count == 1)
        let way = isOwnEvent ? used + [memory.takeSerial()] : used
        if stage == follows.count {
            memory.marks.removeAll { mark in mark.used.contains { way.contains($0) } }
            if memory.marks.isEmpty { memory.nextSerial = 0 }
            return true
        }
        let place = TriggerMemory.Place.stage(stage)
        if let older = memory.marks.firstIndex(where: { $0.place == place && $0.values == values }) {
            if memory.marks[older].at > at { return false }
            memory.marks.remove(at: older)
        }
        memory.marks.append(TriggerMemory.Mark(place: place, at: at, used: way, values: values))
        keepToLimit(&memory)
        return false
    }
}

extension TriggerMemory.Place {
    fileprivate static func stage(_ number: Int) -> Self { .reached(stage: UInt32(truncatingIfNeeded: number)) }
    fileprivate static func group(_ number: Int) -> Self { .base(group: UInt32(truncatingIfNeeded: number)) }
}

extension TriggerMemory {
    /// Serials only tell events of one memory apart; they start over when nothing is remembered, and wrap.
    mutating func takeSerial() -> UInt32 {
        defer { nextSerial &+= 1 }
        return nextSerial
    }
}

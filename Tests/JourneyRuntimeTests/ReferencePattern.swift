import JourneyLanguage
import JourneyModel

/// What a trigger has seen of one customer: every event that ever had a place in its pattern.
struct ReferencePattern {
    struct Watch {
        var number: UInt64
        var due: Timestamp
        var event: ReferenceModel.Event
    }

    private struct Seen {
        var at: Timestamp
        /// Its place among the base's groups; nil where it went on with a sequence, or found no place.
        var group: Int?
        /// The base (0) or so many `then` parts are complete with this event.
        var stage: Int?
        /// The events on the way that led here, itself included, by their index.
        var way: Set<Int> = []
        /// The `then` parts that it may not come before.
        var spoils: Set<Int> = []
    }

    var watch: Watch?
    var hasHeard = false
    private var seen: [Seen] = []
    private var used: Set<Int> = []

    /// Notes an event. True where it completes the pattern, which then is used up.
    mutating func completes(_ pattern: Pattern, at: Timestamp, _ matches: (Events) -> Bool) -> Bool {
        var event = Seen(at: at)
        for (stage, follow) in pattern.follows.enumerated() where follow.without.map(matches) ?? false { event.spoils.insert(stage) }
        let index = seen.count
        seen.append(event)
        if let stage = pattern.follows.indices.reversed().first(where: { canFollow($0, pattern.follows[$0], index, matches) }) {
            seen[index].stage = stage + 1
            seen[index].way = seen[latest(stage, before: index) ?? index].way.union([index])
        } else {
            base(pattern.base, index, matches)
        }
        guard seen[index].stage == pattern.follows.count else { return false }
        used.formUnion(seen[index].way)
        return true
    }

    /// The latest event before this one that came as far as a stage, whatever became of it.
    private func latest(_ stage: Int, before index: Int) -> Int? { seen[..<index].lastIndex { $0.stage == stage } }

    private func canFollow(_ stage: Int, _ follow: Pattern.Follow, _ index: Int, _ matches: (Events) -> Bool) -> Bool {
        guard let before = latest(stage, before: index), seen[before].way.isDisjoint(with: used),
            seen[index].at - seen[before].at <= follow.within.microseconds,
            !seen[(before + 1)...index].contains(where: { $0.spoils.contains(stage) })
        else { return false }
        return matches(follow.events)
    }

    private mutating func base(_ base: Pattern.Base, _ index: Int, _ matches: (Events) -> Bool) {
        switch base {
        case .any(let events):
            guard matches(events) else { return }
            seen[index].stage = 0
            seen[index].way = [index]
        case .times(let events, let count, let within):
            guard matches(events) else { return }
            seen[index].group = 0
            let members = seen.indices.filter { seen[$0].group == 0 }.suffix(count)
            if members.count == count { complete(Set(members), within.microseconds, index) }
        case .all(let groups, let within):
            let fitting = groups.indices.filter { matches(groups[$0]) }
            let isFree = { (group: Int) in seen.lastIndex { $0.group == group }.map { used.contains($0) } ?? true }
            guard let group = fitting.first(where: isFree) ?? fitting.first else { return }
            seen[index].group = group
            let members = groups.indices.compactMap { group in seen.lastIndex { $0.group == group } }
            if members.count == groups.count { complete(Set(members), within.microseconds, index) }
        }
    }

    private mutating func complete(_ members: Set<Int>, _ within: Microseconds, _ index: Int) {
        guard members.isDisjoint(with: used), let first = members.min(), seen[index].at - seen[first].at <= within else { return }
        seen[index].stage = 0
        seen[index].way = members
    }
}

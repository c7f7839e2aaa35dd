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
        var event: ReferenceModel.Event
        /// Its place among the base's groups; nil where it went on with a sequence, or found no place.
        var group: Int?
        /// The base (0) or so many `then` parts are complete with this event.
        var stage: Int?
        /// The events on the way that led here, itself included, by their index.
        var way: Set<Int> = []
        /// The event that the way began with: what `with same` compares with.
        var first = 0
        /// The ways it ended, by the index of their latest event.
        var spoils: Set<Int> = []
    }

    /// Whether the present event is one of these, beside the event that it is compared with.
    typealias Matches = (Events, ReferenceModel.Event) -> Bool

    let rule: ReferenceRule
    let instance: Value
    var watch: Watch?
    var hasHeard = false
    private var seen: [Seen] = []
    private var used: Set<Int> = []

    init(_ rule: ReferenceRule, _ instance: Value) {
        self.rule = rule
        self.instance = instance
    }

    /// Notes an event. True where it completes the pattern, which then is used up.
    /// - Parameter mayBegin: whether it may have a place in the base.
    mutating func completes(_ pattern: Pattern, _ event: ReferenceModel.Event, mayBegin: Bool, between: Matches, _ matches: Matches) -> Bool {
        let index = seen.count
        var new = Seen(event: event)
        for (stage, follow) in pattern.follows.enumerated() {
            guard let without = follow.without else { continue }
            for way in ways(stage, pattern) where between(without, seen[seen[way].first].event) { new.spoils.insert(way) }
        }
        seen.append(new)
        for stage in pattern.follows.indices.reversed() {
            let before = ways(stage, pattern).last { canFollow($0, pattern.follows[stage], index, matches) }
            guard let before else { continue }
            seen[index].stage = stage + 1
            seen[index].way = seen[before].way.union([index])
            seen[index].first = seen[before].first
            break
        }
        if seen[index].stage == nil, mayBegin { base(pattern, index, matches) }
        guard seen[index].stage == pattern.follows.count else { return false }
        used.formUnion(seen[index].way)
        return true
    }

    /// The latest way to a stage for each of the values that `with same` compares, whatever became of it.
    private func ways(_ stage: Int, _ pattern: Pattern) -> [Int] {
        let reached = seen.indices.filter { seen[$0].stage == stage }
        return reached.filter { index in
            !reached.contains { $0 > index && values($0, pattern.sames) == values(index, pattern.sames) }
        }
    }

    private func values(_ index: Int, _ sames: [String]) -> [Value] { sames.map { seen[seen[index].first].event.property($0) } }

    private func canFollow(_ before: Int, _ follow: Pattern.Follow, _ index: Int, _ matches: Matches) -> Bool {
        seen[before].way.isDisjoint(with: used) && seen[index].event.at - seen[before].event.at <= follow.within.microseconds
            && !seen.contains { $0.spoils.contains(before) } && matches(follow.events, seen[seen[before].first].event)
    }

    /// Whether the latest event went on with a sequence, or ended one.
    var hasPlacedLast: Bool { seen.last.map { $0.stage != nil || !$0.spoils.isEmpty } ?? false }

    // MARK: The base

    private mutating func base(_ pattern: Pattern, _ index: Int, _ matches: Matches) {
        let event = seen[index].event
        seen[index].first = index
        func isAlike(_ a: Int, _ b: Int, _ sames: [String]) -> Bool {
            sames.allSatisfy { Value.compare(seen[a].event.property($0), seen[b].event.property($0)) == .equal }
        }
        switch pattern.base {
        case .any(let events):
            guard matches(events, event) else { return }
            seen[index].stage = 0
            seen[index].way = [index]
        case .times(let events, let count, let within):
            guard matches(events, event) else { return }
            seen[index].group = 0
            let members = seen.indices.filter { seen[$0].group == 0 && isAlike($0, index, events.sames) }.suffix(count)
            if members.count == count { complete(Array(members), within.microseconds, index) }
        case .all(let groups, let within):
            let sames = Array(Set(groups.flatMap(\.sames)))
            let fitting = groups.indices.filter { matches(groups[$0], event) }
            let isFree = { [seen, used] (group: Int) in
                seen.indices.last { seen[$0].group == group && isAlike($0, index, sames) }.map { used.contains($0) } ?? true
            }
            guard let group = fitting.first(where: isFree) ?? fitting.first else { return }
            seen[index].group = group
            // Those that no later one of the same values has taken the place of.
            func alive(_ group: Int) -> [Int] {
                let all = seen.indices.filter { seen[$0].group == group }
                return all.filter { one in !used.contains(one) && !all.contains { $0 > one && isAlike($0, one, sames) } }.reversed()
            }
            for first in group == 0 ? [index] : alive(0) {
                let members = groups.indices.dropFirst().map { other in
                    (other == group ? [index] : alive(other)).first { isAlike($0, first, groups[other].sames) }
                }
                let all = [first] + members.compactMap { $0 }
                if all.count == groups.count, complete(all, within.microseconds, index) { return }
            }
        }
    }

    @discardableResult
    private mutating func complete(_ members: [Int], _ within: Microseconds, _ index: Int) -> Bool {
        guard members.allSatisfy({ !used.contains($0) }), let first = members.first, let earliest = members.min(),
            seen[index].event.at - seen[earliest].event.at <= within
        else { return false }
        seen[index].stage = 0
        seen[index].way = Set(members)
        seen[index].first = first
        return true
    }
}

extension Events {
    var sames: [String] { alternatives.compactMap { $0.same?.text } }
}

extension Pattern {
    /// What `with same` compares inside base and sequence.
    var sames: [String] {
        let base: [String] =
            switch base {
            case .any(let events), .times(let events, _, _): events.sames
            case .all(let groups, _): groups.flatMap(\.sames)
            }
        // What must not come between may be compared with the first otherwise, too.
        let between = follows.flatMap { $0.without?.alternatives.flatMap { $0.condition?.comparedNames ?? [] } ?? [] }
        return base + follows.flatMap { $0.events.sames + ($0.without?.sames ?? []) } + between
    }
}

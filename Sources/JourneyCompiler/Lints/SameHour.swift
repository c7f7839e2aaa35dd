import JourneyLanguage
import JourneyModel

/// Two journeys that can message the same customer within an hour on the same channel: the same event begins both, or they have
/// the same time of day.
///
/// Conditions that exclude each other keep them apart, and so do dates, and a cap of one message. Journeys are found by event and
/// channel, and compared with their neighbours in time alone.
struct SameHour: Lint {
    /// More pairs than these are told by no one reading them.
    private static let mostPairs = 5

    private struct Key: Hashable {
        var cause: String
        var channel: String
    }

    private struct Entry {
        var time: Microseconds
        var journey: Int
        /// Of the event that begins it.
        var condition: Expression?
    }

    func look(_ workspace: CheckedWorkspace) {
        guard workspace.isAdvised else { return }
        var entries: [Key: [Entry]] = [:]
        var order: [Key] = []
        for (index, journey) in workspace.journeys.enumerated() where !journey.machine.isTransactional && !journey.hasErrors {
            let causes = Self.causes(journey)
            if causes.isEmpty { continue }
            for (channel, delay) in Self.first(journey) where !isCapped(channel, workspace.policy) {
                for cause in causes {
                    let key = Key(cause: cause.name, channel: channel)
                    if entries[key] == nil { order.append(key) }
                    let (time, overflow) = cause.time.addingReportingOverflow(delay)
                    if !overflow { entries[key, default: []].append(Entry(time: time, journey: index, condition: cause.condition)) }
                }
            }
        }
        var told: Set<Int> = []
        for key in order {
            guard told.count < Self.mostPairs, let group = entries[key], group.count > 1 else { continue }
            tell(group.sorted { ($0.time, $0.journey) < ($1.time, $1.journey) }, key.channel, &told, workspace)
        }
    }

    private func tell(_ group: [Entry], _ channel: String, _ told: inout Set<Int>, _ workspace: CheckedWorkspace) {
        for index in group.indices.dropFirst() where told.count < Self.mostPairs {
            for other in group[max(0, index - 3)..<index].reversed() {
                let (a, b) = (min(group[index].journey, other.journey), max(group[index].journey, other.journey))
                guard a != b, !told.contains(b), group[index].time - other.time < .hour else { continue }
                let (first, second) = (workspace.journeys[a], workspace.journeys[b])
                if Self.exclude(group[index].condition, other.condition) || Self.exclude(first, second) { continue }
                told.insert(b)
                let place = workspace.findings[first.file].place(first.syntax.range, from: workspace.findings[second.file])
                workspace.report(
                    .sameHour(first.machine.name, channel: channel, place: place),
                    at: workspace.findings[second.file].head(second.syntax.trigger.range), in: second)
            }
        }
    }

    /// A cap of one message in an hour or more already chooses.
    private func isCapped(_ channel: String, _ policy: Policy) -> Bool {
        policy.caps.contains { $0.count == 1 && $0.per >= .hour && ($0.channel == nil || $0.channel == channel) }
    }

    // MARK: When

    private struct Cause {
        var name: String
        /// From what has this name to the entry; of a schedule the time of day.
        var time: Microseconds
        var condition: Expression?
    }

    private static func causes(_ journey: CheckedJourney) -> [Cause] {
        switch journey.machine.trigger {
        case .pattern(let pattern):
            guard case .any(let events) = pattern.base, pattern.follows.isEmpty, pattern.restarts.isEmpty,
                case .pattern(let written) = journey.syntax.trigger.kind, case .any(let terms) = written.base
            else { return [] }
            return zip(events, terms.alternatives).map { Cause(name: "event " + $0.event, time: pattern.absence?.within ?? 0, condition: $1.condition) }
        case .silence(let events, let span):
            if events.isEmpty { return [Cause(name: "silence", time: span)] }
            return events.count == 1 ? [Cause(name: "silence of " + events[0].event, time: span)] : []
        case .schedule(.daily(let time)): return (1...7).map { Cause(name: "weekday \($0)", time: Microseconds(time) * .second) }
        case .schedule(.workdays(let time)): return (1...5).map { Cause(name: "weekday \($0)", time: Microseconds(time) * .second) }
        case .schedule(.weekly(let weekday, let time)): return [Cause(name: "weekday \(weekday)", time: Microseconds(time) * .second)]
        case .schedule(.monthly(let day, let time)): return [Cause(name: "day \(day)", time: Microseconds(time) * .second)]
        case .schedule(.once(let days, let time)): return [Cause(name: "date \(days)", time: Microseconds(time) * .second)]
        case .schedule(.yearly(let attribute, let time)): return [Cause(name: "yearly " + attribute, time: Microseconds(time) * .second)]
        case .attributeChanges(let name): return [Cause(name: "attribute " + name, time: 0)]
        case .attributeBecomes(let name, let value): return [Cause(name: "attribute " + name + " " + Spelling.literal(value), time: 0)]
        case .entersAudience(let name): return [Cause(name: "enters " + name, time: 0)]
        case .leavesAudience(let name): return [Cause(name: "leaves " + name, time: 0)]
        case .schedule(.before): return []
        }
    }

    /// The first message on each channel that needs no event and no calendar, and how long after entry it leaves.
    private static func first(_ journey: CheckedJourney) -> [(channel: String, delay: Microseconds)] {
        let times = journey.earliest(byItself: true)
        var found: [(channel: String, delay: Microseconds)] = []
        for sent in journey.sends {
            guard let channel = sent.send.channels.first, sent.send.to == nil, let time = times[sent.state] else { continue }
            if let known = found.firstIndex(where: { $0.channel == channel }) {
                found[known].delay = min(found[known].delay, time)
            } else {
                found.append((channel, time))
            }
        }
        return found
    }

    // MARK: Who

    private static func exclude(_ a: CheckedJourney, _ b: CheckedJourney) -> Bool {
        if let x = a.machine.dates, let y = b.machine.dates {
            if let until = x.until, until < y.from { return true }
            if let until = y.until, until < x.from { return true }
        }
        return exclude(a.audience, b.audience)
    }

    private static func exclude(_ a: Expression?, _ b: Expression?) -> Bool {
        guard let a, let b else { return false }
        var both = Conjunction()
        return both.take(a) != nil || both.take(b) != nil
    }
}

extension CheckedJourney {
    fileprivate var audience: Expression? {
        for header in syntax.headers { if case .audience(let condition) = header.kind { return condition } }
        return nil
    }
}

import JourneyCompiler
import JourneyEngine
import JourneyModel

/// Which instants journeys mean by times of the day, held against what clocks on the wall show: of schedules, of `wait until`, and of
/// the ends of quiet hours.
struct LocalTimes {
    private var look: WallLook
    private let quietHours: [Policy.QuietHours]
    /// Of journeys that nothing else begins, in all their versions.
    private var schedules: [String: [(seconds: Int, weekday: Int?)]] = [:]
    /// By journey and step, where all versions of the journey wait for such a time there.
    private var moments: [String: [Transition.Moment]] = [:]
    /// Journeys whose messages expire.
    private var expiring: Set<String> = []
    /// Entries of paused journeys are held, and come when they go on.
    var holdsEntries = false
    /// Then working days are known to them alone.
    private let hasCalendars: Bool

    init(_ policy: Policy, _ workspaces: [CompiledWorkspace]) {
        look = WallLook(usual: policy.timeZone)
        quietHours = policy.quietHours
        hasCalendars = workspaces.contains { !$0.definitions.calendars.isEmpty }
        let machines = workspaces.flatMap(\.machines)
        let started = Set(machines.flatMap(\.startedJourneys))
        for (journey, versions) in Dictionary(grouping: machines, by: \.name) {
            if versions.contains(where: { $0.expires != nil }) { expiring.insert(journey) }
            let found = versions.compactMap { Self.daily($0.trigger) }
            if found.count == versions.count, !started.contains(journey) { schedules[journey] = found }
            noteMoments(journey, versions)
        }
    }

    private static func daily(_ trigger: Machine.Trigger) -> (seconds: Int, weekday: Int?)? {
        switch trigger {
        case .schedule(.daily(let time)), .schedule(.workdays(let time)), .schedule(.monthly(_, let time)), .schedule(.once(_, let time)):
            (Int(time), nil)
        case .schedule(.weekly(let weekday, let time)): (Int(time), weekday)
        default: nil
        }
    }

    private mutating func noteMoments(_ journey: String, _ versions: [Machine]) {
        var found: [String: [Transition.Moment]] = [:]
        var others: Set<String> = []
        for state in versions.flatMap(\.states) {
            let label = "\(journey) \(state.label)"
            for transition in state.transitions {
                switch transition.cause {
                case .moment(let moment): found[label, default: []].append(moment)
                case .timer, .round: others.insert(label)
                default: break
                }
            }
        }
        for (label, moments) in found where !others.contains(label) { self.moments[label] = moments }
    }

    /// It says something of the clocks on the wall.
    func concerns(_ decision: Decision) -> Bool {
        switch decision.action {
        case .enter: !holdsEntries && schedules[decision.journey] != nil
        case .wait: decision[.until] != nil && moments["\(decision.journey) \(decision.step)"] != nil
        case .send: decision[.reason] == .text("quiet hours") && decision[.until] != nil
        default: false
        }
    }

    /// What is wrong with the instant of a decision in all zones in which the customer may have lived then; nil where nothing is.
    mutating func fault(of decision: Decision, in zones: Set<String>) -> String? {
        var wanted: Set<Timestamp> = []
        for zone in zones.sorted() {
            guard let found = instants(decision, zone) else { return nil }
            wanted.formUnion(found)
        }
        var found = decision.at
        if decision.action != .enter {
            guard case .instant(let until)? = decision[.until] else { return nil }
            found = until
            // No longer than the message keeps.
            if decision.action == .send, expiring.contains(decision.journey), wanted.contains(where: { until < $0 }) { return nil }
        }
        if wanted.contains(found) { return nil }
        let times = wanted.sorted().map(\.rfc3339).joined(separator: " or ")
        let what = decision.action == .enter ? "enters" : "waits at \(decision.step) since \(decision.at.rfc3339) until"
        return "\(decision.customer) of \(decision.journey) \(what) \(found.rfc3339), and clocks show the time at \(times)"
    }

    /// Nil where nothing is known of it.
    private mutating func instants(_ decision: Decision, _ zone: String) -> [Timestamp]? {
        switch decision.action {
        case .enter:
            return (schedules[decision.journey] ?? []).compactMap { schedule in
                look.next(from: decision.at, schedule.seconds, in: zone) { day in
                    schedule.weekday.map { CivilDate.weekday(days: day) == $0 } ?? true
                }
            }
        case .wait:
            var found: [Timestamp] = []
            for moment in moments["\(decision.journey) \(decision.step)"] ?? [] {
                guard let instant = instant(moment, from: decision.at, zone) else { return nil }
                found.append(instant)
            }
            return found
        default:
            guard case .text(let channel)? = decision[.channel] else { return nil }
            return [quietEnd(channel, at: decision.at, zone)]
        }
    }

    private mutating func instant(_ moment: Transition.Moment, from now: Timestamp, _ zone: String) -> Timestamp? {
        switch moment {
        case .time(let time): look.next(from: now, Int(time), in: zone)
        case .weekday(let weekday, let time): look.next(from: now, Int(time), in: zone) { CivilDate.weekday(days: $0) == weekday }
        case .workday(let time) where !hasCalendars: look.next(from: now, Int(time), in: zone) { CivilDate.weekday(days: $0) <= 5 }
        case .date(let days, let time): max(now, look.first(Int(days), Int(time), in: zone))
        default: nil
        }
    }

    /// One rule may end where another one begins.
    private mutating func quietEnd(_ channel: String, at now: Timestamp, _ zone: String) -> Timestamp {
        var end = now
        for _ in 0..<8 {
            let ends = quietHours.filter { $0.channel ?? channel == channel }
                .compactMap { look.quietEnd(from: Int($0.from), to: Int($0.to), at: end, in: zone) }
            guard let later = ends.max(), later > end else { break }
            end = later
        }
        return end
    }

    /// - Parameter zone: empty where it is the workspace's.
    mutating func isQuiet(_ channel: String, at now: Timestamp, in zone: String) -> Bool { quietEnd(channel, at: now, zone) > now }
}

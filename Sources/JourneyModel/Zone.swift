import Foundation
import Synchronization

/// A time zone: what clocks on the wall show at an instant, and which instant a wall-clock time is.
///
/// Its offsets from 1970 to 2100 are found out once; outside those years they are asked for each time.
public final class Zone: Sendable {
    public let name: String
    /// Where the offset changes, ascending; the first is the beginning of all.
    private let starts: [Timestamp]
    /// From each start on, in microseconds east of Greenwich.
    private let offsets: [Microseconds]
    private let source: TimeZone

    public static let utc = Zone(name: "UTC", TimeZone(secondsFromGMT: 0) ?? TimeZone(abbreviation: "UTC") ?? .gmt)

    private init(name: String, _ source: TimeZone) {
        self.name = name
        self.source = source
        (starts, offsets) = Self.changes(of: source)
    }

    /// Names that were asked for, known or not: customers bring their own.
    private static let asked = Mutex<[String: Zone?]>([:])
    private static let mostAsked = 2_000

    /// The zone of this name in the time-zone data base; nil where there is none.
    public static func named(_ name: String) -> Zone? {
        if name == "UTC" { return utc }
        return asked.withLock { asked in
            if let known = asked[name] { return known }
            let zone = name.utf8.count <= 64 ? TimeZone(identifier: name).map { Zone(name: name, $0) } : nil
            if asked.count >= mostAsked { asked.removeAll() }
            asked[name] = .some(zone)
            return zone
        }
    }

    // MARK: Both ways

    /// Microseconds east of Greenwich at an instant.
    public func offset(at instant: Timestamp) -> Microseconds {
        guard instant >= Self.first, instant < Self.last else { return Self.offset(of: source, at: instant) }
        return offsets[interval(of: instant)]
    }

    /// Day (since 1970-01-01) and microseconds since midnight that the wall shows at an instant.
    public func local(_ instant: Timestamp) -> (days: Int, time: Microseconds) {
        // Two days from the ends of all time, so that no day overflows.
        let edge = Timestamp.distantFuture - 2 * .day
        let local = min(max(instant + offset(at: instant), Timestamp(microseconds: -edge.microseconds)), edge)
        return (local.utcDays, local - Timestamp(utcDays: local.utcDays))
    }

    /// The instant at which the wall shows this time of this day.
    ///
    /// A time that the clocks skip is the first instant after the gap; of one that they show twice it is the first.
    public func instant(days: Int, seconds: Int) -> Timestamp {
        let (midnight, overflow) = Microseconds(days).multipliedReportingOverflow(by: .day)
        if overflow { return days < 0 ? .distantPast : .distantFuture }
        let local = Timestamp(microseconds: midnight) + Microseconds(seconds) * .second
        // No zone is further than 26 hours from Greenwich.
        let before = local - 26 * .hour
        guard before >= Self.first, local < Self.last else { return local - offset(at: local - offset(at: local)) }
        var index = interval(of: before)
        while index + 1 < starts.count {
            let instant = local - offsets[index]
            #if FaultInjection
                if PlantedBug.chosen == .gapAnHourOff, instant < starts[index] { return starts[index] + .hour }
            #endif
            if instant < starts[index] { return starts[index] }
            if instant < starts[index + 1] { return instant }
            index += 1
        }
        return max(local - offsets[index], starts[index])
    }

    /// The last index whose start is not after the instant.
    private func interval(of instant: Timestamp) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= instant { low = middle } else { high = middle }
        }
        return low
    }

    // MARK: The data

    private static let first = Timestamp(microseconds: 0)
    private static let last = Timestamp(utcDays: 47_482)

    /// No rule holds for less than a week: the offset is looked at so often, and where it differs the second of the change is sought.
    private static func changes(of source: TimeZone) -> ([Timestamp], [Microseconds]) {
        var starts = [first]
        var offsets = [offset(of: source, at: first)]
        var instant = first
        while instant < last {
            let next = instant + .week
            let found = offset(of: source, at: next)
            if let known = offsets.last, found != known {
                var (low, high) = (instant.microseconds / .second, next.microseconds / .second)
                while high - low > 1 {
                    let middle = (low + high) / 2
                    if offset(of: source, at: Timestamp(microseconds: middle * .second)) == known { low = middle } else { high = middle }
                }
                starts.append(Timestamp(microseconds: high * .second))
                offsets.append(offset(of: source, at: Timestamp(microseconds: high * .second)))
            }
            instant = next
        }
        return (starts, offsets)
    }

    private static func offset(of source: TimeZone, at instant: Timestamp) -> Microseconds {
        let seconds = Double(instant.microseconds / .second)
        return Microseconds(source.secondsFromGMT(for: Date(timeIntervalSince1970: seconds))) * .second
    }
}

import Foundation
import JourneyModel

/// What clocks on the wall show, found by going through time and looking at them: apart from the engine's arithmetic of zones.
struct WallLook {
    private struct Key: Hashable {
        var zone: String
        var days: Int
        var seconds: Int
    }

    private var found: [Key: Timestamp] = [:]
    private var zones: [String: TimeZone] = [:]
    /// Where the customer's is not known.
    private let usual: TimeZone

    init(usual: String) { self.usual = TimeZone(identifier: usual) ?? .gmt }

    /// Day since 1970-01-01 and seconds since midnight.
    mutating func local(_ instant: Timestamp, in zone: String) -> (days: Int, seconds: Int) {
        let seconds = Int((Double(instant.microseconds) / 1e6).rounded(.down))
        let local = seconds + timeZone(zone).secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        return (days, local - days * 86_400)
    }

    private mutating func timeZone(_ name: String) -> TimeZone {
        if name.isEmpty { return usual }
        if let known = zones[name] { return known }
        let zone = TimeZone(identifier: name) ?? usual
        zones[name] = zone
        return zone
    }

    /// The first instant at which clocks show a time of a day, or are past it: behind a gap its end, of an overlap the first time.
    mutating func first(_ days: Int, _ seconds: Int, in zone: String) -> Timestamp {
        let key = Key(zone: zone, days: days, seconds: seconds)
        if let known = found[key] { return known }
        let asInGreenwich = Timestamp(microseconds: (Int64(days) * 86_400 + Int64(seconds)) * .second)
        let shown = local(asInGreenwich, in: zone)
        // Near it, and by more than any change of the clocks before it.
        let ahead = (shown.days - days) * 86_400 + shown.seconds - seconds
        var instant = asInGreenwich - Microseconds(ahead) * .second - 3 * .hour
        while !isReached(instant + 15 * .minute, days, seconds, zone) { instant = instant + 15 * .minute }
        while !isReached(instant, days, seconds, zone) { instant = instant + .minute }
        found[key] = instant
        return instant
    }

    private mutating func isReached(_ instant: Timestamp, _ days: Int, _ seconds: Int, _ zone: String) -> Bool {
        let shown = local(instant, in: zone)
        return (shown.days, shown.seconds) >= (days, seconds)
    }

    /// The first such time of a day that is not before an instant.
    mutating func next(from now: Timestamp, _ seconds: Int, in zone: String, where isDay: (_ days: Int) -> Bool = { _ in true }) -> Timestamp? {
        let today = local(now, in: zone).days
        for day in today - 1...today + 10 where isDay(day) {
            let instant = first(day, seconds, in: zone)
            if instant >= now { return instant }
        }
        return nil
    }

    /// When quiet hours end of which an instant is one: they go from the first instant that shows their begin to the first that shows
    /// their end. Nil where it is none.
    mutating func quietEnd(from: Int, to: Int, at instant: Timestamp, in zone: String) -> Timestamp? {
        let today = local(instant, in: zone).days
        for day in today - 1...today + 1 {
            let end = first(to > from ? day : day + 1, to, in: zone)
            if first(day, from, in: zone) <= instant, instant < end { return end }
        }
        return nil
    }
}

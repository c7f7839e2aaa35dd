import JourneyModel

/// Instants as a person's clock shows them.
struct SpokenTime {
    var zone: Zone

    /// `2026-11-23 10:00`; with seconds where there are some.
    func text(_ instant: Timestamp) -> String {
        if instant == .distantPast || instant == .distantFuture { return instant.rfc3339 }
        return day(instant) + " " + clock(instant)
    }

    /// The clock alone where it is the same day as another instant's.
    func text(_ instant: Timestamp, beside other: Timestamp) -> String {
        zone.local(instant).days == zone.local(other).days ? clock(instant) : text(instant)
    }

    func day(_ instant: Timestamp) -> String { Value.date(days: Int32(clamping: zone.local(instant).days)).text }

    func clock(_ instant: Timestamp) -> String {
        let seconds = Int(zone.local(instant).time / .second)
        let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
        let text = twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
        return rest == 0 ? text : text + ":" + twoDigits(rest)
    }

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

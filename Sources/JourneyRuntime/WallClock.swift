import JourneyModel

/// The only way to the time of day. Tests and dry runs bring their own.
public protocol WallClock: Sendable {
    func now() -> Timestamp
    func sleep(for length: Microseconds) async
    /// Ends early where the alarm rings; a clock that has no time to lose need not listen.
    func sleep(for length: Microseconds, orUntil alarm: Alarm) async
}

extension WallClock {
    public func sleep(for length: Microseconds, orUntil alarm: Alarm) async { await sleep(for: length) }
}

import JourneyModel

/// The only way to the time of day. Tests and dry runs bring their own.
public protocol WallClock: Sendable {
    func now() -> Timestamp
    func sleep(for length: Microseconds) async
    /// Time that passes and is never set, from any beginning: what lasts long is cut short by it, and what channels take in a span is counted
    /// by it. 0 where time is not the machine's: then nothing is cut short, and limits count by the other one.
    func uptime() -> Microseconds
    /// Ends early where the alarm rings; a clock that has no time to lose need not listen.
    func sleep(for length: Microseconds, orUntil alarm: Alarm) async
}

extension WallClock {
    public func uptime() -> Microseconds { 0 }

    public func sleep(for length: Microseconds, orUntil alarm: Alarm) async { await sleep(for: length) }
}

import JourneyModel

/// The time by which a channel's limits count: it passes as the machine's does, whatever the clock on the wall is set to.
///
/// A wall clock that leaps ahead brings no token back early, one that is set back holds none for longer. It begins with the process, at
/// the instant that the wall shows then: of what an earlier process took nothing but the wall can tell how long ago that was.
struct Pace {
    private var last: (now: Timestamp, uptime: Microseconds)?
    /// How far the scheduler's time is ahead of it.
    private(set) var lead: Microseconds = 0

    /// - Parameter uptime: 0 where time is not the machine's; then it passes as the scheduler's does, and never back.
    mutating func look(at now: Timestamp, uptime: Microseconds) {
        if let last {
            let passed = uptime == 0 || last.uptime == 0 ? max(now - last.now, 0) : uptime - last.uptime
            lead = lead &+ (now - last.now) &- passed
        }
        last = (now, uptime)
    }
}

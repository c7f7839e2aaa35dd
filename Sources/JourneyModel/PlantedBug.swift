#if FaultInjection
    /// Bugs that a simulation must find, or it proves nothing. They are compiled in under the trait `FaultInjection` alone, and one of them
    /// at most is in force.
    public enum PlantedBug: String, CaseIterable, Sendable {
        /// An event at exactly the deadline no longer belongs to the watch.
        case deadlineExclusive = "deadline-exclusive"
        /// A message that was not sent keeps its place in the caps.
        case capPlaceKept = "cap-place-kept"
        /// A cap allows one message more.
        case capOffByOne = "cap-off-by-one"
        /// Ids of the events since the last fold are not read again.
        case idsForgotten = "ids-forgotten"
        /// A timer is not written where another one of its transaction is.
        case timerLost = "timer-lost"
        /// The key of a message in a loop is that of the first round.
        case visitForgotten = "visit-forgotten"
        /// Messages are handed over before their mark is durable.
        case sentBeforeCommit = "sent-before-commit"
        /// A further attempt has a key of its own.
        case keyOfAttempt = "key-of-attempt"
        /// Whether a customer still consents is not asked again.
        case consentOnce = "consent-once"
        /// Suppression of every channel is not looked at.
        case suppressionIgnored = "suppression-ignored"
        /// Quiet hours begin an instant late.
        case quietExclusive = "quiet-exclusive"
        /// A local time in a gap of the clocks is an hour later.
        case gapAnHourOff = "gap-an-hour-off"
        /// The watch of the id that is joined to another is dropped.
        case mergeDropsWatch = "merge-drops-watch"
        /// A paused journey's timers fire.
        case pauseLetsTimers = "pause-lets-timers"
        /// Timers fire before the events of their instant.
        case timersFirst = "timers-first"
        /// A deployment takes along who is inside.
        case deployMoves = "deploy-moves"
        /// A late event begins a watch whose deadline is over.
        case lateWatch = "late-watch"
        /// A late event sets the engine's time back.
        case clockBack = "clock-back"
        /// What has an unknown outcome is sent again whatever the channel.
        case uncertainRetried = "uncertain-retried"
        /// What was with a channel when the process ended is sent again whatever the channel.
        case crashResends = "crash-resends"
        /// Late events of a forgotten person are taken in.
        case forgottenKept = "forgotten-kept"
        /// Duplicates count as events.
        case duplicatesCounted = "duplicates-counted"
        /// Who is held out gets the message.
        case heldOutSends = "held-out-sends"
        /// A source is said to be read one line further than it is.
        case positionAhead = "position-ahead"
        /// What has expired in the outbox leaves.
        case expiredLeaves = "expired-leaves"
        /// Events go before their time.
        case pruneEarly = "prune-early"
        /// What is older than events are kept is taken in.
        case tooOldTaken = "too-old-taken"
        /// A rate limit allows one message more.
        case rateOffByOne = "rate-off-by-one"
        /// A restart gives what was taken of a rate limit anew.
        case rateAnew = "rate-anew"
        /// A rollback keeps the new machine.
        case rollbackKeepsNew = "rollback-keeps-new"
        /// A restart brings the file's version back.
        case rollbackUnpinned = "rollback-unpinned"
        /// A scheduler that stops does not wait for channels.
        case stopWaitsNot = "stop-waits-not"
        /// A scheduler that stops leaves in line what is in line.
        case stopGoesOn = "stop-goes-on"
        /// The scheduler's lock is not asked.
        case lockUnasked = "lock-unasked"
        /// An earlier owner writes on.
        case ownerUnasked = "owner-unasked"
        /// A source is told of a batch before it is durable.
        case acknowledgedEarly = "acknowledged-early"

        /// The one in force; set before anything runs.
        nonisolated(unsafe) public static var chosen: PlantedBug?
    }
#endif

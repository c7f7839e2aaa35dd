import JourneyCompiler
import JourneyModel

/// The journeys that stand still, and what the fuse counts; kept over batches.
///
/// In a paused journey due timers wait and nobody enters; events, goals and exits go on, up to the next send.
public struct Pauses: Sendable {
    /// Messages queued at one instant, or within a short time.
    struct Burst: Equatable, Sendable {
        var at: Timestamp
        var count: Int
    }

    /// How one journey stands still.
    public struct Pause: Equatable, Sendable {
        /// The distant past where the store did not keep it.
        public var since: Timestamp
        /// `stop after N messages per D` stopped it; messages queued before were within the bound and leave.
        public var isByFuse: Bool
        /// Entries are held until it goes on; else they are refused.
        public var holdsEntries: Bool
        /// Entries held so far.
        public var heldEntries: Int

        public init(since: Timestamp, isByFuse: Bool = false, holdsEntries: Bool = false, heldEntries: Int = 0) {
            self.since = since
            self.isByFuse = isByFuse
            self.holdsEntries = holdsEntries
            self.heldEntries = heldEntries
        }
    }

    /// Journeys that go on: what waited is done a slice at a time, `pace` apart.
    public struct Resumption: Equatable, Sendable {
        /// Numbers of all names that the journeys bear or bore.
        public var journeys: Set<UInt32>
        /// When the last one that was let go is due.
        public var last: Timestamp
        public var pace: Microseconds
        /// The last timer that was looked at: when it was due, and its number.
        public var timer: (due: Timestamp, number: UInt64)?
        /// The last message that was looked at; nil once all were.
        public var message: Int64? = 0

        public init(journeys: Set<UInt32>, last: Timestamp, pace: Microseconds) {
            self.journeys = journeys
            self.last = last
            self.pace = pace
        }

        public static func == (a: Self, b: Self) -> Bool {
            a.journeys == b.journeys && a.last == b.last && a.pace == b.pace && a.timer?.due == b.timer?.due
                && a.timer?.number == b.timer?.number && a.message == b.message
        }
    }

    /// By the number of the journey's name.
    public private(set) var paused: [UInt32: Pause] = [:]
    /// Everything stands still, journeys that are yet to come too.
    public private(set) var areAllPaused = false
    /// The names of those that stand still, former ones too.
    private var still: Set<UInt32> = []
    public var resumption: Resumption? { didSet { isChanged = true } }
    var bursts: [UInt32: [Burst]] = [:]
    private var span: Microseconds
    /// Something is to be written.
    public internal(set) var isChanged = false
    /// Read from a store that kept timers that were out in no place of their own: `looseTimers` gives them.
    public internal(set) var mayHaveLooseTimers = false
    /// Stopped by the fuse since this was emptied, with the reason.
    public var blown: [(journey: UInt32, reason: String, at: Timestamp)] = []

    /// More bursts than these are put together, the older at the later instant: the fuse may then blow a little early, never late.
    private static let mostBursts = 512
    /// Entries held for one journey; more are refused.
    public static let mostHeldEntries = 100_000

    public init(fuse: Policy.Fuse? = nil) { span = fuse?.per ?? 0 }

    init(paused: [UInt32: Pause], areAllPaused: Bool, fuse: Policy.Fuse?) {
        self.init(fuse: fuse)
        self.paused = paused
        self.areAllPaused = areAllPaused
        still = Set(paused.keys)
    }

    /// Takes up a deployment: a journey under a new name stands still as it did under the old one.
    public mutating func use(_ deployment: Deployment, _ fuse: Policy.Fuse?) {
        span = fuse?.per ?? 0
        for (name, pause) in paused {
            guard let newer = deployment.current(of: name)?.journey, newer != name else { continue }
            paused[name] = nil
            paused[newer] = pause
            isChanged = true
        }
        if areAllPaused, let since = paused.values.map(\.since).min() {
            for journey in deployment.journeys where paused[journey] == nil {
                paused[journey] = Pause(since: since)
                isChanged = true
            }
        }
        lookAgain(deployment)
    }

    /// Timers of one customer that were out in journeys that stand still, as they were due.
    public func looseTimers(of state: CustomerState, in deployment: Deployment, at now: Timestamp) -> [Timer] {
        state.enrollments.compactMap { enrollment in
            guard !enrollment.isFinished, let due = enrollment.due, due <= now, let version = deployment.version(enrollment.version),
                isPaused(version.journey)
            else { return nil }
            return Timer(due: due, number: enrollment.number)
        }
    }

    /// Each of them has its place now.
    public mutating func tookLooseTimers() { mayHaveLooseTimers = false }

    private mutating func lookAgain(_ deployment: Deployment) {
        still = Set(paused.keys.flatMap { deployment.names(ofJourney: $0) })
    }

    @inline(__always)
    func isPaused(_ journey: UInt32) -> Bool {
        #if FaultInjection
            if PlantedBug.chosen == .pauseLetsTimers { return false }
        #endif
        return !still.isEmpty && still.contains(journey)
    }

    /// Whether messages of a journey that were queued before stay where they are.
    public func parksMessages(of journey: UInt32) -> Bool {
        guard !still.isEmpty, still.contains(journey) else { return areAllPaused }
        return areAllPaused || paused[journey]?.isByFuse != true
    }

    /// One that stands still already stands still for this reason from now on.
    public mutating func pause(_ journey: UInt32, _ pause: Pause, in deployment: Deployment) {
        var pause = pause
        pause.heldEntries = paused[journey]?.heldEntries ?? 0
        paused[journey] = pause
        isChanged = true
        // What waits in it waits on, also where it had begun to go on.
        resumption?.journeys.subtract(deployment.names(ofJourney: journey))
        if resumption?.journeys.isEmpty == true { resumption = nil }
        lookAgain(deployment)
    }

    public mutating func pauseAll(_ pause: Pause, in deployment: Deployment) {
        areAllPaused = true
        for journey in deployment.journeys { self.pause(journey, pause, in: deployment) }
        isChanged = true
    }

    mutating func blow(_ fuse: Policy.Fuse, of journey: UInt32, in deployment: Deployment, at now: Timestamp) -> String {
        let journey = deployment.current(of: journey)?.journey ?? journey
        let reason = "\(fuse.count) messages within \(durationText(fuse.per))"
        pause(journey, Pause(since: now, isByFuse: true), in: deployment)
        blown.append((journey, reason, now))
        return reason
    }

    /// What was counted before counts no more. Gives the numbers of all names of the journey.
    public mutating func resume(_ journey: UInt32, in deployment: Deployment) -> [UInt32] {
        areAllPaused = false
        if paused.removeValue(forKey: journey) != nil { isChanged = true }
        let names = deployment.names(ofJourney: journey)
        for name in names { bursts[name] = nil }
        lookAgain(deployment)
        return names
    }

    /// Journeys that are yet to come do not stand still any more.
    public mutating func endPauseOfAll() {
        if areAllPaused { isChanged = true }
        areAllPaused = false
    }

    /// Makes room for one more held entry; false where there is none.
    mutating func holdsEntry(of journey: UInt32, in deployment: Deployment) -> Bool {
        let journey = deployment.current(of: journey)?.journey ?? journey
        guard let pause = paused[journey], pause.holdsEntries, pause.heldEntries < Self.mostHeldEntries else { return false }
        paused[journey]?.heldEntries += 1
        isChanged = true
        return true
    }

    /// Whether one more message would be too many.
    mutating func blows(_ fuse: Policy.Fuse, of journey: UInt32, at now: Timestamp) -> Bool {
        guard let known = bursts[journey] else { return fuse.count < 1 }
        var count = 0
        for burst in known where burst.at > now - fuse.per { count += burst.count }
        return count >= fuse.count
    }

    mutating func noteMessage(of journey: UInt32, at now: Timestamp) {
        isChanged = true
        var known = bursts[journey] ?? []
        if let last = known.last, last.at == now {
            known[known.count - 1].count += 1
        } else {
            known.append(Burst(at: now, count: 1))
        }
        if known.count > Self.mostBursts {
            known.removeAll { $0.at <= now - span }
            if known.count > Self.mostBursts { known = Self.halved(known) }
        }
        bursts[journey] = known
    }

    private static func halved(_ bursts: [Burst]) -> [Burst] {
        stride(from: 0, to: bursts.count, by: 2).map { index in
            guard index + 1 < bursts.count else { return bursts[index] }
            return Burst(at: bursts[index + 1].at, count: bursts[index].count + bursts[index + 1].count)
        }
    }
}

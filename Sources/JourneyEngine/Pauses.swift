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

    /// Numbers of the journeys' names.
    public private(set) var paused: Set<UInt32> = []
    private var bursts: [UInt32: [Burst]] = [:]
    private var span: Microseconds
    /// Something is to be written.
    public private(set) var isChanged = false

    /// More bursts than these are put together, the older at the later instant: the fuse may then blow a little early, never late.
    private static let mostBursts = 512
    private static let format: UInt8 = 1

    public init(fuse: Policy.Fuse? = nil) { span = fuse?.per ?? 0 }

    public mutating func use(_ fuse: Policy.Fuse?) { span = fuse?.per ?? 0 }

    func isPaused(_ journey: UInt32) -> Bool { !paused.isEmpty && paused.contains(journey) }

    public mutating func pause(_ journey: UInt32) { if paused.insert(journey).inserted { isChanged = true } }

    /// What was counted before counts no more.
    public mutating func resume(_ journey: UInt32) {
        if paused.remove(journey) != nil { isChanged = true }
        bursts[journey] = nil
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

    // MARK: Packed

    public mutating func takeEncoded(names: NameTable) -> [UInt8] {
        isChanged = false
        var out = ByteWriter()
        out.byte(Self.format)
        let journeys = paused.map { names[$0] }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        out.count(journeys.count)
        for journey in journeys { out.text(journey) }
        let counted = bursts.map { (names[$0], $1) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
        out.count(counted.count)
        for (journey, bursts) in counted {
            out.text(journey)
            out.count(bursts.count)
            var before: Int64 = 0
            for burst in bursts {
                out.signed(burst.at.microseconds &- before)
                before = burst.at.microseconds
                out.unsigned(UInt64(burst.count))
            }
        }
        return out.bytes
    }

    /// - Throws: `DecodingFailure` on bytes that no `takeEncoded` wrote.
    public init(encoded bytes: [UInt8], fuse: Policy.Fuse?, names: NameTable) throws {
        self.init(fuse: fuse)
        let (journeys, counted) = try Self.decoded(bytes)
        paused = Set(journeys.map(names.number))
        for (journey, found) in counted { bursts[names.number(journey)] = found }
    }

    /// The journeys that stand still, as a store has them.
    public static func journeys(encoded bytes: [UInt8]) throws -> [String] { try decoded(bytes).journeys }

    private static func decoded(_ bytes: [UInt8]) throws -> (journeys: [String], counted: [(String, [Burst])]) {
        try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            guard try reader.byte() == format else { throw DecodingFailure(what: "unknown format of the pauses", offset: 0) }
            let journeys = try (0..<(try reader.count())).map { _ in try reader.text() }
            var counted: [(String, [Burst])] = []
            for _ in 0..<(try reader.count()) {
                let journey = try reader.text()
                var before: Int64 = 0
                let bursts = try (0..<(try reader.count())).map { _ in
                    before = before &+ (try reader.signed())
                    return Burst(at: Timestamp(microseconds: before), count: Int(try reader.number()))
                }
                counted.append((journey, bursts))
            }
            return (journeys, counted)
        }
    }
}

extension Engine {
    /// Sets the timers of those who stand still in a journey that goes on, in the order in which they were due, `pace` apart.
    public func resume(_ journey: UInt32, _ state: inout CustomerState, due: (Enrollment) -> Timestamp, into output: inout Output) {
        output.beginTurn()
        for index in state.enrollments.indices {
            let enrollment = state.enrollments[index]
            guard due(enrollment) < .distantFuture, isFrozen(enrollment, in: journey, at: due(enrollment)) else { continue }
            state.enrollments[index].due = due(enrollment)
            output.timers.append(Timer(due: due(enrollment), number: enrollment.number))
            output.isChanged = true
        }
    }

    /// Whether a paused journey's enrollment waits for a timer that was out by an instant.
    public func isFrozen(_ enrollment: Enrollment, in journey: UInt32, at now: Timestamp) -> Bool {
        guard !enrollment.isFinished, let due = enrollment.due, due <= now else { return false }
        return deployment.version(enrollment.version)?.journey == journey
    }
}

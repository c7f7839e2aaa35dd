import JourneyCompiler
import JourneyModel

/// The packed form of the pauses, as a store keeps it: with names, since it is read without a deployment too.
extension Pauses {
    private static let format: UInt8 = 2
    /// Names alone: neither since when, nor who paused them, nor what goes on. Timers that were out stood in the customers' states only.
    private static let firstFormat: UInt8 = 1

    public mutating func takeEncoded(names: NameTable) -> [UInt8] {
        isChanged = false
        func byName<Element>(_ elements: [UInt32: Element]) -> [(String, Element)] {
            elements.map { (names[$0], $1) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
        }
        var out = ByteWriter()
        out.byte(Self.format)
        out.flag(areAllPaused)
        out.count(paused.count)
        for (journey, pause) in byName(paused) {
            out.text(journey)
            out.signed(pause.since.microseconds)
            out.flag(pause.isByFuse)
            out.flag(pause.holdsEntries)
            out.unsigned(UInt64(max(pause.heldEntries, 0)))
        }
        out.flag(resumption != nil)
        if let resumption { resumption.encode(to: &out, names) }
        out.count(bursts.count)
        for (journey, bursts) in byName(bursts) {
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
        self = try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            let (format, areAllPaused, journeys) = try Self.pauses(&reader)
            var pauses = Pauses(
                paused: Dictionary(journeys.map { (names.number($0), $1) }, uniquingKeysWith: { $1 }), areAllPaused: areAllPaused, fuse: fuse)
            if format != Self.firstFormat, try reader.flag() { pauses.resumption = try Resumption(&reader, names) }
            for _ in 0..<(try reader.count()) {
                let journey = try reader.text()
                var before: Int64 = 0
                pauses.bursts[names.number(journey)] = try (0..<(try reader.count())).map { _ in
                    before = before &+ (try reader.signed())
                    return Burst(at: Timestamp(microseconds: before), count: Int(try reader.number()))
                }
            }
            pauses.isChanged = format == Self.firstFormat
            pauses.mayHaveLooseTimers = format == Self.firstFormat && !journeys.isEmpty
            return pauses
        }
    }

    /// The journeys that stand still, as a store has them, in the order of their names.
    public static func journeys(encoded bytes: [UInt8]) throws -> [(name: String, pause: Pause)] {
        try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            return try pauses(&reader).journeys
        }
    }

    private static func pauses(
        _ reader: inout ByteReader
    ) throws -> (format: UInt8, areAllPaused: Bool, journeys: [(name: String, pause: Pause)]) {
        let found = try reader.byte()
        if found == firstFormat {
            let journeys = try (0..<(try reader.count())).map { _ in (name: try reader.text(), pause: Pause(since: .distantPast)) }
            return (found, false, journeys)
        }
        guard found == format else { throw DecodingFailure(what: "unknown format of the pauses", offset: 0) }
        let areAllPaused = try reader.flag()
        let journeys = try (0..<(try reader.count())).map { _ in
            (
                name: try reader.text(),
                pause: Pause(
                    since: Timestamp(microseconds: try reader.signed()), isByFuse: try reader.flag(), holdsEntries: try reader.flag(),
                    heldEntries: Int(min(try reader.unsigned(), UInt64(mostHeldEntries))))
            )
        }
        return (found, areAllPaused, journeys)
    }
}

extension Pauses.Resumption {
    fileprivate func encode(to out: inout ByteWriter, _ names: NameTable) {
        out.count(journeys.count)
        for journey in journeys.sorted() { out.text(names[journey]) }
        out.signed(last.microseconds)
        out.signed(pace)
        out.flag(timer != nil)
        if let timer {
            out.signed(timer.due.microseconds)
            out.unsigned(timer.number)
        }
        out.flag(message != nil)
        if let message { out.signed(message) }
    }

    fileprivate init(_ reader: inout ByteReader, _ names: NameTable) throws {
        let journeys = try (0..<(try reader.count())).map { _ in names.number(try reader.text()) }
        self.init(journeys: Set(journeys), last: Timestamp(microseconds: try reader.signed()), pace: try reader.signed())
        if try reader.flag() { timer = (Timestamp(microseconds: try reader.signed()), try reader.unsigned()) }
        message = try reader.flag() ? try reader.signed() : nil
    }
}

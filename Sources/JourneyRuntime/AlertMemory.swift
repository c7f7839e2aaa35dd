import JourneyModel
import JourneyStore

/// An alert that is on.
public struct StandingAlert: Equatable, Sendable {
    /// As the policy says it: `coupon spring_twenty below 100`.
    public var condition: String
    /// Where a condition holds of several: the journey that stands still; else empty.
    public var subject: String
    /// Where it was told.
    public var channel: String
    public var since: Timestamp
    /// What was found when it began.
    public var text: String

    public init(condition: String, subject: String = "", channel: String, since: Timestamp, text: String) {
        self.condition = condition
        self.subject = subject
        self.channel = channel
        self.since = since
        self.text = text
    }
}

/// What a store remembers for its alerts, so that a restart neither tells twice nor forgets.
struct AlertMemory: Equatable {
    /// By the clock, when events last came; nil before the first look.
    var lastEventsAt: Timestamp?
    var standing: [StandingAlert] = []
    /// By the span that a threshold looks back over.
    var windows: [Microseconds: CountWindow] = [:]

    private static let setting = "alerts"
    private static let format: UInt8 = 1

    init() {}

    init(_ store: any Store) throws {
        let found = try store.setting(Self.setting, format: Self.format, of: "its alerts") { reader in
            var memory = AlertMemory()
            if try reader.flag() { memory.lastEventsAt = Timestamp(microseconds: try reader.signed()) }
            for _ in 0..<(try reader.count()) {
                memory.standing.append(
                    StandingAlert(
                        condition: try reader.text(), subject: try reader.text(), channel: try reader.text(),
                        since: Timestamp(microseconds: try reader.signed()), text: try reader.text()))
            }
            for _ in 0..<(try reader.count()) {
                let span = try reader.signed()
                memory.windows[span] = try CountWindow(span: span, from: &reader)
            }
            return memory
        }
        self = found ?? AlertMemory()
    }

    /// In the open transaction.
    func write(to store: any Store) throws {
        var out = ByteWriter()
        out.byte(Self.format)
        out.flag(lastEventsAt != nil)
        if let lastEventsAt { out.signed(lastEventsAt.microseconds) }
        out.count(standing.count)
        for alert in standing {
            out.text(alert.condition)
            out.text(alert.subject)
            out.text(alert.channel)
            out.signed(alert.since.microseconds)
            out.text(alert.text)
        }
        out.count(windows.count)
        for (span, window) in windows.sorted(by: { $0.key < $1.key }) {
            out.signed(span)
            window.encode(to: &out)
        }
        try store.set(setting: Self.setting, to: out.bytes)
    }
}

/// How much two totals grew within a span that ends now, to a sixtieth of the span.
struct CountWindow: Equatable {
    struct Totals: Equatable {
        var rejected: Int64
        var late: Int64
    }

    private struct Sample: Equatable {
        var at: Timestamp
        var totals: Totals
    }

    private static let slices: Int64 = 60

    private let span: Microseconds
    /// In the order of time; the first is the last of those that are older than the span.
    private var samples: [Sample] = []

    init(span: Microseconds) { self.span = span }

    /// Takes a reading, and gives what came within the span.
    mutating func take(_ totals: Totals, at now: Timestamp) -> Totals {
        // A clock that was set back.
        samples.removeAll { $0.at > now }
        if samples.last.map({ now - $0.at >= max(span / Self.slices, 1) }) ?? true { samples.append(Sample(at: now, totals: totals)) }
        if let first = samples.lastIndex(where: { now - $0.at >= span }) { samples.removeFirst(first) }
        let base = samples.first?.totals ?? totals
        return Totals(rejected: totals.rejected - base.rejected, late: totals.late - base.late)
    }

    init(span: Microseconds, from reader: inout ByteReader) throws(DecodingFailure) {
        self.span = span
        for _ in 0..<(try reader.count()) {
            samples.append(
                Sample(
                    at: Timestamp(microseconds: try reader.signed()),
                    totals: Totals(rejected: try reader.signed(), late: try reader.signed())))
        }
    }

    func encode(to out: inout ByteWriter) {
        out.count(samples.count)
        for sample in samples {
            out.signed(sample.at.microseconds)
            out.signed(sample.totals.rejected)
            out.signed(sample.totals.late)
        }
    }
}

/// An elapsed time or distance between instants, in microseconds.
public typealias Microseconds = Int64

extension Microseconds {
    public static let second: Microseconds = 1_000_000
    public static let minute: Microseconds = 60 * second
    public static let hour: Microseconds = 60 * minute
    public static let day: Microseconds = 24 * hour
    public static let week: Microseconds = 7 * day
}

/// An instant: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Arithmetic saturates, so that no input can trap.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static let distantPast = Timestamp(microseconds: .min)
    public static let distantFuture = Timestamp(microseconds: .max)

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

    public static func + (a: Timestamp, b: Microseconds) -> Timestamp {
        let (sum, overflow) = a.microseconds.addingReportingOverflow(b)
        return Timestamp(microseconds: overflow ? (b > 0 ? .max : .min) : sum)
    }

    public static func - (a: Timestamp, b: Microseconds) -> Timestamp {
        let (difference, overflow) = a.microseconds.subtractingReportingOverflow(b)
        return Timestamp(microseconds: overflow ? (b > 0 ? .min : .max) : difference)
    }

    public static func - (a: Timestamp, b: Timestamp) -> Microseconds {
        let (difference, overflow) = a.microseconds.subtractingReportingOverflow(b.microseconds)
        return overflow ? (a > b ? .max : .min) : difference
    }
}

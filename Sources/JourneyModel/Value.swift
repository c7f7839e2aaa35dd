/// A value of an event property, a customer attribute or an expression.
///
/// Numbers are exact: integers of 64 bits, everything else a decimal of six places (`micros` = value × 1,000,000). A number
/// outside both is kept as its text.
public enum Value: Hashable, Sendable, Codable {
    case unknown
    case boolean(Bool)
    case integer(Int64)
    case decimal(micros: Int64)
    case text(String)
    case list([Value])
    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    case date(days: Int32)
    case instant(Timestamp)
    case duration(Microseconds)
    /// Seconds since local midnight.
    case timeOfDay(seconds: Int32)
}

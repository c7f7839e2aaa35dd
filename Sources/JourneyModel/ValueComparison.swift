/// How two things stand to one another.
public enum ThreeWay: Sendable, Equatable {
    case less, equal, greater

    @inline(__always)
    static func of<T: Comparable>(_ a: T, _ b: T) -> ThreeWay { a < b ? .less : a == b ? .equal : .greater }
}

extension Value {
    /// Nil where the two cannot be compared: one is unknown, or they are of different types.
    ///
    /// Integers and decimals compare exactly. Texts compare by their UTF-8 bytes. Beside a date a text is read as a date
    /// (`2026-11-21`, or the day written in an RFC 3339 date-time), beside an instant as a date-time, a date counting as its
    /// midnight UTC; a date beside an instant likewise. Booleans and lists are only equal or not: nil where they differ.
    public static func compare(_ a: Value, _ b: Value) -> ThreeWay? {
        switch (a, b) {
        case (.integer(let a), .integer(let b)): return .of(a, b)
        case (.decimal(let a), .decimal(let b)): return .of(a, b)
        case (.integer, .decimal), (.decimal, .integer):
            guard let a = a.micros, let b = b.micros else { return nil }
            return .of(a, b)
        case (.text(let a), .text(let b)): return compareBytes(a, b)
        case (.date(let a), .date(let b)): return .of(a, b)
        case (.duration(let a), .duration(let b)): return .of(a, b)
        case (.timeOfDay(let a), .timeOfDay(let b)): return .of(a, b)
        case (.date(let a), .text): return b.day.map { .of(a, $0) }
        case (.text, .date(let b)): return a.day.map { .of($0, b) }
        case (.instant(let a), _): return b.moment.map { .of(a, $0) }
        case (_, .instant(let b)): return a.moment.map { .of($0, b) }
        case (.boolean(let a), .boolean(let b)): return a == b ? .equal : nil
        case (.list(let a), .list(let b)):
            return a.count == b.count && zip(a, b).allSatisfy({ compare($0, $1) == .equal }) ? .equal : nil
        default: return nil
        }
    }

    /// The day that a date or a text names.
    private var day: Int32? {
        switch self {
        case .date(let days): return days
        case .text(var text):
            return text.withUTF8 { utf8 in
                let bytes = UnsafeRawBufferPointer(utf8)
                if bytes.count > 10 {
                    guard Timestamp(rfc3339: bytes) != nil else { return nil }
                    return CivilDate(text: UnsafeRawBufferPointer(rebasing: bytes[..<10])).map {
                        Int32(truncatingIfNeeded: $0.days)
                    }
                }
                return CivilDate(text: bytes).map { Int32(truncatingIfNeeded: $0.days) }
            }
        default: return nil
        }
    }

    /// The instant that a value or a text names.
    private var moment: Timestamp? {
        switch self {
        case .instant(let instant): return instant
        case .date(let days): return Timestamp(utcDays: Int(days))
        case .text(let text): return Timestamp(rfc3339: text) ?? CivilDate(text).map { Timestamp(utcDays: $0.days) }
        default: return nil
        }
    }
}

/// By UTF-8 bytes: `String`'s own comparison looks through canonical equivalence, stores do not.
private func compareBytes(_ a: String, _ b: String) -> ThreeWay {
    if a.utf8.elementsEqual(b.utf8) { return .equal }
    return a.utf8.lexicographicallyPrecedes(b.utf8) ? .less : .greater
}

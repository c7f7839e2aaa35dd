/// A piece of a program as the parser sees it: 24 bytes, its text stays in the source.
public struct Token: Sendable {
    public enum Kind: UInt8, Sendable {
        case endOfFile
        case keyword
        /// A bare word that is no keyword.
        case name
        case text
        /// `value` is the number.
        case integer
        /// `value` is the number times 1,000,000.
        case decimal
        /// `value` is the fraction times 1,000,000: 50% is 500,000.
        case percent
        /// `value` is in microseconds.
        case duration
        /// `value` is in seconds since midnight.
        case time
        /// `value` is in days since 1970-01-01.
        case date
        /// `1st`, `2nd`; `value` is the number.
        case ordinal
        case leftParenthesis, rightParenthesis, colon
        /// `.` that joins two names; any other `.` is a `pause`.
        case dot
        /// `,` `，` `、`: sugar between clauses, and what separates the members of a list.
        case comma
        /// `;` `；` `。` and a full stop: sugar between clauses.
        case pause
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case plus, minus, star, slash
    }

    public var kind: Kind
    public var keyword: Keyword
    /// A text or name whose value is not simply its bytes: escapes, full-width digits, `"""`.
    public var needsDecoding: Bool
    /// UTF-8 offsets into the source, end exclusive.
    public var start: Int32
    public var end: Int32
    /// What a number, percentage, duration, time or date says; 1 for a keyword in the form that closes one (曾经 … 过); 0 for all
    /// others.
    public var value: Int64

    public init(
        _ kind: Kind, _ keyword: Keyword = .none, start: Int, end: Int, value: Int64 = 0, needsDecoding: Bool = false
    ) {
        self.kind = kind
        self.keyword = keyword
        self.needsDecoding = needsDecoding
        self.start = Int32(truncatingIfNeeded: start)
        self.end = Int32(truncatingIfNeeded: end)
        self.value = value
    }

    public var range: SourceRange { SourceRange(Int(start), Int(end)) }
}

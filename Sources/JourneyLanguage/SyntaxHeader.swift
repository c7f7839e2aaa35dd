public struct Header: Sendable, Hashable {
    public indirect enum Kind: Sendable, Hashable {
        case audience(Expression)
        /// `for each PROPERTY`: one instance for each customer and value.
        case forEach(Name)
        case again(Again)
        case goal(events: Events, within: DurationLiteral, value: Name?, continues: Bool)
        case exit([Exit])
        case priority(Int)
        case owner(String)
        case holdOut(PercentLiteral)
        case rollOut(PercentLiteral)
        /// `from DATE [until DATE]`: when customers may enter, both days included.
        case dates(from: DateLiteral, until: DateLiteral?)
        case expires(DurationLiteral)
        case messageClass(isTransactional: Bool)
    }

    public enum Again: Sendable, Hashable {
        case once
        case always
        case after(DurationLiteral)
    }

    /// One alternative of `exit when`.
    public enum Exit: Sendable, Hashable {
        case event(EventTerm)
        case condition(Expression)
    }

    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

/// A share as written.
public struct PercentLiteral: Sendable, Hashable {
    /// The fraction times 1,000,000: 50% is 500,000.
    public var micros: Int64
    public var range: SourceRange
}

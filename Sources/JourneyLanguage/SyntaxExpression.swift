import JourneyModel

/// One grammar for values and conditions; types are checked afterwards.
public struct Expression: Sendable, Hashable {
    public indirect enum Kind: Sendable, Hashable {
        case literal(Value)
        /// The fraction times 1,000,000: 50% is 500,000.
        case percent(micros: Int64)
        case now
        /// A bare or dotted name: `total`, `customer.tier`, `event.price`.
        case path([Name])
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case between(Expression, Expression, Expression)
        case isIn(Expression, [Expression], negated: Bool)
        case isKnown(Expression, negated: Bool)
        case hasTag(Name)
        case inAudience(Name)
        case consentedTo(Name)
        case reachableVia(Name)
        /// A code of this coupon was given to the customer.
        case given(Name)
        /// `bought within 90d`, `bought at least 3 times within 90d`, `number of bought ever`, `sum of bought.total within 90d`.
        case history(History)
        case daysSince(Name)
        /// The day of the week now, in the customer's time zone.
        case weekday
        /// The time of day now, in the customer's time zone.
        case timeOfDay
        /// `monday` as a value: 1 to 7.
        case weekdayLiteral(Int)
        /// `2026-11-11 20:00`, in the customer's time zone.
        case dateTime(DateLiteral, TimeLiteral)
        /// A text with placeholders.
        case template(Template)
    }

    /// What a customer's past says of some events.
    public struct History: Sendable, Hashable {
        public enum Measure: String, Sendable, Hashable, Codable {
            /// A condition: at least `count` of them.
            case atLeast = "at least"
            case number = "number of", sum = "sum of", average = "average of", max = "max of", min = "min of"
        }

        public enum Span: Sendable, Hashable {
            case within(DurationLiteral)
            case ever
        }

        public var measure: Measure
        /// Of `atLeast`; 1 where no number is written.
        public var count: Int
        public var events: Events
        /// What is summed up: `total` in `sum of bought.total`; empty for `atLeast` and `number`.
        public var property: [Name]
        public var span: Span
    }

    public enum UnaryOperator: Sendable, Hashable { case not, minus }

    public enum BinaryOperator: String, Sendable, Hashable, Codable, CaseIterable {
        case and, or
        case equal = "=", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
        case `is` = "is", isNot = "is not"
        case contains, startsWith = "starts with"
        case plus = "+", minus = "-", times = "*", divided = "/"
    }

    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}


/// A text in which values are put: `亲爱的{name or "朋友"}`.
public struct Template: Sendable, Hashable {
    public enum Piece: Sendable, Hashable {
        case text(String)
        case value(Placeholder)
    }

    /// `{EXPRESSION [as FORMAT] [or FALLBACK]}`; the format is the value's alone.
    public struct Placeholder: Sendable, Hashable {
        public var value: Expression
        /// The first that is known stands in where the value is not.
        public var fallbacks: [Expression]
        /// `money`, `date`, `time`, …
        public var format: Name?
        /// `{link "https://…"}`: the value is an address that is to carry the message's key.
        public var isLink: Bool
        public var range: SourceRange
    }

    public var pieces: [Piece]
    public var range: SourceRange

    /// The whole text where nothing is put in.
    public var plainText: String? {
        var text = ""
        for piece in pieces {
            guard case .text(let part) = piece else { return nil }
            text += part
        }
        return text
    }
}

import JourneyModel

/// Where a piece of a program stands: UTF-8 offsets into its source text, end exclusive.
///
/// All ranges are equal to each other, so that two trees compare by what they say and not by their layout.
public struct SourceRange: Sendable, Hashable {
    // A tree holds more ranges than anything else, and no file that is read is longer than this can say.
    private var first: Int32
    private var last: Int32

    public var start: Int {
        get { Int(first) }
        set { first = Int32(clamping: newValue) }
    }
    public var end: Int {
        get { Int(last) }
        set { last = Int32(clamping: newValue) }
    }

    public init(_ start: Int, _ end: Int) {
        first = Int32(clamping: start)
        last = Int32(clamping: end)
    }

    public static func == (a: SourceRange, b: SourceRange) -> Bool { true }
    public func hash(into hasher: inout Hasher) {}
}

/// A name as written, quoted or bare.
public struct Name: Sendable, Hashable {
    public var text: String
    public var range: SourceRange

    public init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }
}

/// A literal duration: `2d`, `15 minutes`, `1d12h`.
public struct DurationLiteral: Sendable, Hashable {
    public var microseconds: Microseconds
    public var range: SourceRange

    public init(_ microseconds: Microseconds, _ range: SourceRange) {
        self.microseconds = microseconds
        self.range = range
    }
}

/// One file.
public struct Program: Sendable, Hashable {
    public var items: [Item]

    public init(items: [Item]) { self.items = items }
}

public indirect enum Item: Sendable, Hashable {
    /// A top-level `when`; its name is given by the file (`file`, or `file.EVENT` where a file holds several).
    case rule(Journey)
    case journey(Journey)
    case event(EventDeclaration)
    case customer(CustomerDeclaration)
    case audience(AudienceDeclaration)
    case message(MessageDeclaration)
    case coupon(CouponDeclaration)
    case channel(ChannelDeclaration)
    case policy(PolicyDeclaration)
    case calendar(CalendarDeclaration)
    case test(TestDeclaration)
}

extension Item {
    public var range: SourceRange {
        switch self {
        case .rule(let item), .journey(let item): item.range
        case .event(let item): item.range
        case .customer(let item): item.range
        case .audience(let item): item.range
        case .message(let item): item.range
        case .coupon(let item): item.range
        case .channel(let item): item.range
        case .policy(let item): item.range
        case .calendar(let item): item.range
        case .test(let item): item.range
        }
    }
}

/// `journey NAME [formerly NAME] ["TITLE"] when TRIGGER HEADERS STEPS end`, or a rule, whose `name` is nil.
public struct Journey: Sendable, Hashable {
    public var name: Name?
    /// The name it had before: the memory of entries is kept under it.
    public var formerly: Name?
    public var title: String?
    public var trigger: Trigger
    public var headers: [Header]
    public var steps: [Step]
    public var range: SourceRange

    public init(
        name: Name?, formerly: Name? = nil, title: String?, trigger: Trigger, headers: [Header], steps: [Step], range: SourceRange
    ) {
        self.name = name
        self.formerly = formerly
        self.title = title
        self.trigger = trigger
        self.headers = headers
        self.steps = steps
        self.range = range
    }
}

/// A comment, from `#` to the end of its line.
public struct Comment: Sendable, Hashable {
    /// With the `#`, without trailing white space.
    public var text: String
    public var range: SourceRange
    /// Code stands before it on its line.
    public var isTrailing: Bool

    public init(text: String, range: SourceRange, isTrailing: Bool) {
        self.text = text
        self.range = range
        self.isTrailing = isTrailing
    }
}

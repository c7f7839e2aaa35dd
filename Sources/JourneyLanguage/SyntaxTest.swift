/// `test "TITLE" [for JOURNEY] [starting DATE TIME] { LINE } end`.
public struct TestDeclaration: Sendable, Hashable {
    /// The event that tells what has become known of a customer.
    public static let becomesKnown = "$set"

    public struct Line: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            /// `customer [NAME] with …`: the lines below are about this person.
            case customer(Name?, [Step.Argument])
            /// `at 2h bought with total: 199`; `at 2h customer with tier: "gold"` is the event `becomesKnown`.
            case event(TestMoment, Name, [Step.Argument])
            /// `channel wecom answers unreachable`.
            case answers(channel: Name, Name)
            case expect(Expectation)
        }

        public var kind: Kind
        public var range: SourceRange
    }

    public enum Expectation: Sendable, Hashable {
        case noMessages
        /// A message, sent; what is not said is not asked.
        case message(Name, via: Name?, at: TestMoment?, [Step.Argument])
        case inJourney(isInside: Bool, at: TestMoment?)
        case goal(at: TestMoment?)
        /// `expect that tier is "gold" at 3d`.
        case that(Expression, at: TestMoment?)
    }

    public var title: String
    public var titleRange: SourceRange
    /// Nil: all journeys of the workspace.
    public var journey: Name?
    public var starting: TestMoment?
    public var lines: [Line]
    public var range: SourceRange
}

/// A moment of a test.
public enum TestMoment: Sendable, Hashable {
    /// Counted from the test's start.
    case after(DurationLiteral)
    /// In the policy's zone.
    case date(DateLiteral, at: TimeLiteral?)
}

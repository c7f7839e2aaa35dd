import JourneyLanguage
import JourneyModel

/// A test of the language, ready to be run: names resolved, values computed.
public struct TestPlan: Sendable {
    /// A moment of the test.
    public enum Moment: Sendable, Hashable {
        /// Counted from the test's start.
        case after(Microseconds)
        /// In the policy's zone: days since 1970-01-01, seconds since midnight.
        case local(days: Int32, seconds: Int32)
    }

    /// Somebody whom the test is about.
    public struct Customer: Sendable {
        public var id: String
        public var attributes: [(name: String, value: Value)] = []
        public var tags: [String] = []
        /// Purposes that were consented to.
        public var consents: [String] = []
    }

    public struct Event: Sendable {
        /// Index in `customers`.
        public var customer: Int
        public var moment: Moment
        public var name: String
        public var properties: [(name: String, value: Value)]
        public var range: SourceRange
    }

    public struct Expectation: Sendable {
        public enum Kind: Sendable {
            case noMessages
            /// What is not said is not asked.
            case message(String, via: String?, values: [(name: String, value: Value)])
            case inJourney(Bool)
            case goal
            /// The condition, and the same in the words of the language.
            case that(Formula, text: String)
        }

        /// Index in `customers`.
        public var customer: Int
        public var kind: Kind
        public var moment: Moment?
        public var range: SourceRange
    }

    /// As given to `compile`.
    public var path: String
    public var title: String
    public var titleRange: SourceRange
    /// Nil: all journeys of the workspace take part.
    public var journey: String?
    /// Time 0; Monday 2026-01-05 0:00 where the test does not say.
    public var start: Moment
    public var customers: [Customer]
    public var events: [Event]
    /// Channel and answer, in the order of the text.
    public var answers: [(channel: String, answer: String)]
    public var expectations: [Expectation]

    /// The answers that a provider can be made to give.
    public static let knownAnswers = ["sent", "unreachable", "failed", "retry", "uncertain"]
    /// 2026-01-05, a Monday.
    static let usualStart = Moment.local(days: 20_458, seconds: 0)
}

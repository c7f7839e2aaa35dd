/// What is wrong in a program, where, and how to mend it.
public struct Diagnostic: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable {
        case error, warning, note
    }

    /// A mend that an editor can apply: the range, which may be empty, gives way to the replacement.
    public struct Fix: Sendable, Hashable {
        public var range: SourceRange
        public var replacement: String

        public init(_ range: SourceRange, _ replacement: String) {
            self.range = range
            self.replacement = replacement
        }
    }

    /// Stable for ever: `J0101`.
    public var code: String
    public var severity: Severity
    public var range: SourceRange
    /// One sentence: lower-case start, no full stop, the author's text in backticks.
    public var message: String
    /// Stands beside the caret; may be empty.
    public var label: String
    /// What could stand there, as an author would write it; empty where the message says it all.
    public var expected: [String]
    /// How to mend it.
    public var help: String?
    public var fix: Fix?
    /// What it says in both languages, where it comes from a wording.
    var wording: Wording?

    public init(
        code: String, severity: Severity = .error, range: SourceRange, message: String, label: String = "",
        expected: [String] = [],
        help: String? = nil, fix: Fix? = nil
    ) {
        self.code = code
        self.severity = severity
        self.range = range
        self.message = message
        self.label = label
        self.expected = expected
        self.help = help
        self.fix = fix
    }
}

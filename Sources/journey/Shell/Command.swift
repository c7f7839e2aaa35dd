/// A command of the program as data: what help prints and what arguments are read against.
struct Command: Sendable {
    struct Option: Sendable {
        /// Without the dashes.
        var name: String
        /// The name of its value in help; nil: the option is a flag.
        var value: String?
        var help: String
        /// It may stand several times.
        var repeats = false
        /// The command does not run without it; usage shows it.
        var isRequired = false
        /// The values it takes; empty: any.
        var choices: [String] = []
        /// One letter: `-o`.
        var letter: Character?

        static func flag(_ name: String, _ help: String, letter: Character? = nil) -> Option {
            Option(name: name, value: nil, help: help, letter: letter)
        }

        static func value(
            _ name: String, _ value: String, _ help: String, repeats: Bool = false, isRequired: Bool = false,
            choices: [String] = [], letter: Character? = nil
        ) -> Option {
            Option(
                name: name, value: value, help: help, repeats: repeats, isRequired: isRequired, choices: choices, letter: letter)
        }
    }

    struct Positional: Sendable {
        var name: String
        var help: String
        var isRequired = true
        /// It takes all arguments that are left; only the last may.
        var repeats = false
    }

    struct Example: Sendable {
        var line: String
        var meaning: String

        init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// As it is typed: `run`, `customer show`.
    var name: String
    /// One line, lower-case, no full stop.
    var summary: String
    /// More than the summary, where there is something to say.
    var discussion = ""
    var positionals: [Positional] = []
    var options: [Option] = []
    var examples: [Example] = []
}

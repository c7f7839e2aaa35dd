/// What a diagnostic says, in the language of the author: every wording of the lexer and parser stands in this file.
struct Wording {
    var message: String
    var label = ""
    var help: String?
    var expected: [String] = []

    init(_ problem: Problem, in language: Language) {
        switch language {
        case .english, .chinese: self = Self.english(problem)
        }
    }

    private init(_ message: String, label: String = "", help: String? = nil, expected: [String] = []) {
        self.message = message
        self.label = label
        self.help = help
        self.expected = expected
    }

    private static func english(_ problem: Problem) -> Wording {
        switch problem {
        case .invalidUTF8, .controlCharacter, .strayCharacter, .unterminatedText, .unterminatedPlaceholder, .unknownEscape,
            .singleQuotes, .fileTooLarge, .foreignOperator, .leadingDot:
            characters(problem)
        case .numberTooLarge, .tooManyDecimals, .unknownUnit, .calendarUnit, .durationTooLong, .noSuchTime, .noSuchDate,
            .unitOrder,
            .zeroDuration, .percentOutOfRange, .countOutOfRange:
            numbers(problem)
        case .missingEnd, .strayEnd, .noSteps, .headerAfterStep, .duplicateHeader, .missingTrigger, .stepOutside, .notAnItem,
            .notAStep,
            .stopWhen, .ifSoWithoutWait, .missingContent, .missingVia, .orWithoutElse, .unknownPolicyRule, .duplicateRule,
            .tooDeep,
            .tooManyErrors:
            structure(problem)
        default: clauses(problem)
        }
    }

    private static func characters(_ problem: Problem) -> Wording {
        switch problem {
        case .invalidUTF8:
            .init("these bytes are no text", label: "not UTF-8", help: "save the file as UTF-8")
        case .controlCharacter(let value):
            .init("an invisible character (U+\(hexadecimal(value))) stands here", label: "invisible", help: "delete it")
        case .strayCharacter(let character):
            .init(
                "`\(character)` means nothing here", label: "not part of the language",
                help: "inside a text, put the text in `\"` quotes")
        case .unterminatedText(let opened, let closes):
            .init(
                "this text is never closed", label: "opened with `\(opened)`",
                help: "close it with `\(closes)` on the same line; a text of several lines stands between `\"\"\"`")
        case .unterminatedPlaceholder:
            .init(
                "this placeholder is never closed", label: "`}` is missing",
                help: "close it with `}`; a brace of the text itself is `\\{`")
        case .unknownEscape(let escape):
            .init(
                "`\(escape)` is no escape", label: "unknown escape",
                help: "the escapes are `\\\"` `\\\\` `\\n` `\\t` `\\{` and `\\u{…}`; a backslash of the text itself is `\\\\`")
        case .singleQuotes:
            .init("texts stand in double quotes", label: "single quotes", help: "write `\"` on both sides")
        case .fileTooLarge:
            .init("the file is larger than \(largestFile >> 20) MiB", help: "split it into several files")
        case .foreignOperator(let sign, let ours):
            .init("`\(sign)` is written `\(ours)` here", label: "write `\(ours)`")
        default:
            .init("a number begins with a digit", label: "`0.` is meant", help: "write `0.` and the digits")
        }
    }

    private static func numbers(_ problem: Problem) -> Wording {
        switch problem {
        case .numberTooLarge:
            .init(
                "this number is too large", help: "numbers go up to 9223372036854775807, decimals to about nine million millions")
        case .tooManyDecimals:
            .init(
                "this number has more decimal places than are kept",
                help: "numbers have at most six decimal places, percentages four")
        case .unknownUnit(let unit, let suggestion):
            .init(
                "`\(unit)` is no unit of time", label: suggestion.map { "did you mean `\($0)`?" } ?? "unknown unit",
                help: "the units are `s` `m` `h` `d` `w`; a name that begins with a digit stands in quotes")
        case .calendarUnit(let written, let days):
            .init(
                "`\(written)` has no fixed length", label: "write `\(days)`",
                help: "months and years differ in length, durations do not: count in days or weeks, such as `\(days)`")
        case .durationTooLong:
            .init("this duration is too long", help: "durations go up to 292,000 years")
        case .noSuchTime(let time):
            .init(
                "there is no time `\(time)`", label: "0:00 to 23:59",
                help: "write hours and two digits of minutes, such as `9:00` or `21:30`")
        case .noSuchDate(let date):
            .init("there is no date `\(date)`", label: "no such day", help: "write year, month and day, such as `2026-11-11`")
        case .unitOrder:
            .init(
                "the parts of a duration go from large to small, each once", label: "out of order",
                help: "write it such as `1d12h30m`")
        case .zeroDuration(let what):
            .init("\(what) of no length can never be met", label: "longer than zero", help: "give it a length, such as `1h`")
        case .percentOutOfRange:
            .init("a share is between 0% and 100%", label: "out of range")
        case .countOutOfRange(let what):
            .init("\(what) out of range", label: "out of range", help: "write a whole number from 1 to 1000")
        default: .init("")
        }
    }

    private static func structure(_ problem: Problem) -> Wording {
        switch problem {
        case .missingEnd(let opener):
            .init("`\(opener)` has no `end`", label: "opened here", help: "write `end` after its last line", expected: ["`end`"])
        case .strayEnd:
            .init("this `end` closes nothing", label: "nothing is open here", help: "delete it")
        case .noSteps(let what):
            .init(
                "\(what) has no steps", label: "and then what?",
                help: "say what to do, such as `send coupon via wecom`", expected: ["a step"])
        case .headerAfterStep(let header):
            .init(
                "`\(header)` comes too late", label: "after a step",
                help: "what holds for the whole journey stands between its `when` and its first step")
        case .duplicateHeader(let header):
            .init("`\(header)` is said twice", label: "said before", help: "keep one of them")
        case .missingTrigger:
            .init(
                "this journey does not say when it begins", label: "`when` is missing",
                help: "begin with a trigger, such as `when browsed`", expected: ["`when`"])
        case .stepOutside(let step):
            .init(
                "`\(step)` stands outside of a journey", label: "when?",
                help: "say when it happens first, such as `when browsed \(step) …`")
        case .notAnItem(let found):
            .init(
                found.map { "nothing begins with `\($0)`" } ?? "something is missing here",
                label: "not the beginning of anything",
                help: "a file holds sentences that begin with `when`, and `journey`, `channel` and `policy` blocks",
                expected: ["`when`", "`journey`", "`channel`", "`policy`"])
        case .notAStep(let found):
            .init(
                found.map { "`\($0)` is no step" } ?? "a step is missing here", label: "expected a step",
                help: "steps begin with a verb: send, wait, if, set, add, tag, untag, stop", expected: ["a step"])
        case .stopWhen:
            .init(
                "a journey ends early by `exit when`", label: "write `exit when`",
                help: "`stop` is a step that ends the journey where it stands")
        case .ifSoWithoutWait:
            .init(
                "`if so` answers a `wait up to … for …`, and none stands before it", label: "if what?",
                help: "write the condition, such as `if total > 100`")
        case .missingContent:
            .init(
                "`send` does not say what to send", label: "the message is missing",
                help: "name it first: `send coupon via wecom`")
        case .missingVia:
            .init(
                "`send` does not say through which channel", label: "`via` is missing", help: "name it: `send coupon via wecom`",
                expected: ["`via`"])
        case .orWithoutElse:
            .init(
                "the next channel follows after `or else`", label: "write `or else`",
                help: "it is tried when the one before cannot reach the customer")
        case .unknownPolicyRule(let rule):
            .init("a policy has no rule `\(rule)`", label: "unknown rule", expected: ["`time zone`", "`grace`", "`end`"])
        case .duplicateRule(let rule):
            .init("`\(rule)` is said twice", label: "said before", help: "keep one of them")
        case .tooDeep(let limit):
            .init("this is nested more than \(limit) deep", label: "too deep", help: "break it into several journeys")
        case .tooManyErrors:
            .init("there are more problems; these come first", help: "mend them and check again")
        default: .init("")
        }
    }

    private static func clauses(_ problem: Problem) -> Wording {
        switch problem {
        case .notYet(let feature):
            feature == "{…}"
                ? .init(
                    "placeholders in texts are part of the language, but this version cannot fill them yet", label: "not yet",
                    help: "a brace of the text itself is `\\{`")
                : .init("`\(feature)` is part of the language, but this version cannot run it yet", label: "not yet")
        case .gluedWords:
            .init(
                "sentences without spaces are part of the language, but this version cannot read them yet", label: "not yet",
                help: "put spaces between the words")
        case .expected(let expectations, let found):
            expected(expectations, found)
        case .misspelt(let word, let suggestion):
            .init("`\(word)` is not known here; did you mean `\(suggestion)`?", label: "did you mean `\(suggestion)`?")
        case .missingWithin(let clause):
            .init(
                "\(clause) does not say within how long", label: "`within` is missing", help: "say how long, such as `within 2d`",
                expected: ["`within`"])
        case .thenWithoutWithin:
            .init(
                "`then` and an event say a sequence, which needs its `within`", label: "`within` is missing",
                help:
                    "say how long after the first, such as `then bought within 2d`; a step begins with a verb, as in `then send …`",
                expected: ["`within`"])
        case .reservedName(let word):
            .init(
                "`\(word)` is a word of the language", label: "not a name by itself",
                help: "as a name it stands in quotes: `\"\(word)\"`")
        case .eventAfterWhere(let event):
            .init(
                "after `where`, `and` and `or` go on with the condition, so `\(event)` is no event here",
                label: "read as a condition",
                help: "put the event and its condition in parentheses: `(browsed where price > 100) or \(event)`")
        case .bareCondition(let name):
            .init(
                "`\(name)` is a value and no condition by itself", label: "compare it with something",
                help: "say what it must be, such as `\(name) is true` or `\(name) is known`")
        case .chainedComparison:
            .init(
                "comparisons are not chained", label: "a second comparison",
                help: "write `a between 1 and 5`, or join two with `and`")
        case .unquotedHyphen(let name):
            .init(
                "a name with `-` stands in quotes", label: "write `\"\(name)\"`",
                help: "or use `_` in names, which needs no quotes")
        case .incomplete(let word, let full):
            .init(
                "`\(word)` is only the beginning of a phrase", label: "incomplete",
                help: "write \(list(full.map { "`\($0)`" }))", expected: full.map { "`\($0)`" })
        case .strayWord(let word, let clause):
            .init("`\(word)` does not belong here, after \(clause)", label: "unexpected")
        case .missingValue(let key):
            .init(
                "`\(key)` has no value", label: "and the value?",
                help: "write a text in quotes, a number, a duration, a word, or `env` and the name of a variable")
        case .strayElse(let word):
            .init(
                "`\(word)` belongs to no open `if` or `wait`", label: "nothing is open here",
                help: "look for an `end` too many before it")
        default: .init("")
        }
    }

    private static func expected(_ expectations: [Expectation], _ found: String?) -> Wording {
        let words = expectations.map(word)
        let found = found.map { "`\($0)`" } ?? "the end of the file"
        return .init("expected \(list(words)), found \(found)", label: "expected \(list(words))", expected: words)
    }

    private static func word(_ expectation: Expectation) -> String {
        switch expectation {
        case .keyword(let keyword): "`\(keyword.spelling())`"
        case .sign(let sign): "`\(sign)`"
        case .eventName: "the name of an event"
        case .attributeName: "the name of an attribute"
        case .contentName: "the name of a message"
        case .channelName: "the name of a channel"
        case .tagName: "the name of a tag"
        case .propertyName: "the name of a property"
        case .journeyName: "the name of the journey"
        case .name: "a name"
        case .duration: "a duration such as `2d`"
        case .number: "a number"
        case .text: "a text in quotes"
        case .value: "a value"
        case .condition: "a condition"
        case .trigger: "an event"
        case .step: "a step"
        case .header: "a header"
        case .setting: "a setting"
        case .policyRule: "a rule of the policy"
        case .date: "a date such as `2026-11-11`"
        }
    }

    private static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

import JourneyLanguage

/// Everything the checker can find; its code, its severity and its wording stand here and nowhere else.
enum Finding {
    // Names
    case duplicateJourney(String, path: String)
    case collidingRules(String, path: String)

    // Conditions and values
    case bareCondition(String)
    case conditionAsValue
    case incomparable(String, String, String)
    case noArithmetic(String, String)
    case emptyRange(String, String)
    case notText(String, String)
    case comparedWithItself(String)
    case eventHistory(String, suggestion: String?)
    case eventInAbsence(String)

    // Triggers and steps
    case absenceOfSame(String, duration: String)
    case countOfOne
    case emptyWait
    case unreachable(String)
    case repeatedChannel(String)
    case repeatedArgument(String)
    case undeclaredChannel(String, suggestion: String?)
    case unusableLabel(String)
    case labelWithoutStep(String)

    // Declarations
    case unknownAdapter(String, suggestion: String?)
    case adapterNotYet(String)
    case missingAdapter(String)
    case missingPath(String)
    case pathNotText
    case misspeltSetting(String, suggestion: String)
    case duplicateChannel(String, path: String)
    case literalSecret(String)
    case contradiction(String, String, path: String)
    case unknownTimeZone(String, suggestion: String?)

    /// Stable for ever; a code is never used again for something else.
    var code: String {
        switch self {
        case .duplicateJourney: "J1000"
        case .collidingRules: "J1001"
        case .bareCondition: "J1010"
        case .conditionAsValue: "J1011"
        case .incomparable: "J1012"
        case .noArithmetic: "J1013"
        case .emptyRange: "J1014"
        case .notText: "J1015"
        case .comparedWithItself: "J1018"
        case .eventHistory: "J1016"
        case .eventInAbsence: "J1017"
        case .absenceOfSame: "J1030"
        case .countOfOne: "J1032"
        case .emptyWait: "J1033"
        case .unreachable: "J1034"
        case .repeatedChannel: "J1035"
        case .repeatedArgument: "J1036"
        case .undeclaredChannel: "J1037"
        case .unusableLabel: "J1038"
        case .labelWithoutStep: "J1039"
        case .unknownAdapter: "J1050"
        case .adapterNotYet: "J1051"
        case .missingAdapter: "J1052"
        case .missingPath: "J1053"
        case .pathNotText: "J1054"
        case .misspeltSetting: "J1056"
        case .duplicateChannel: "J1057"
        case .literalSecret: "J1058"
        case .contradiction: "J1060"
        case .unknownTimeZone: "J1061"
        }
    }

    var severity: Diagnostic.Severity {
        switch self {
        case .emptyRange, .comparedWithItself, .absenceOfSame, .countOfOne, .emptyWait, .unreachable, .repeatedChannel, .misspeltSetting,
            .undeclaredChannel: .warning
        default: .error
        }
    }
}

extension Finding {
    struct Wording {
        var message: String
        var label = ""
        var help: String?

        init(_ message: String, label: String = "", help: String? = nil) {
            self.message = message
            self.label = label
            self.help = help
        }
    }

    var wording: Wording {
        switch self {
        case .duplicateJourney(let name, let path):
            Wording(
                "a journey `\(name)` already stands in `\(path)`", label: "the same name again",
                help: "give one of the two another name: it is what their customers and reports are kept under")
        case .collidingRules(let name, let path):
            Wording(
                "this rule would be named `\(name)`, as another in `\(path)` is", label: "needs a name of its own",
                help: "write `journey NAME` before `when`, and `end` after the last step")
        case .bareCondition(let text):
            Wording("`\(text)` is a value, not a condition", label: "true or false?", help: "write `\(text) is true`")
        case .conditionAsValue:
            Wording(
                "a condition stands where a value is expected", label: "a condition",
                help: "use `if … else … end` around the step")
        case .incomparable(let sign, let left, let right):
            Wording("`\(sign)` compares \(left) with \(right), which is never true", help: "compare values of one kind")
        case .noArithmetic(let sign, let kind):
            Wording("`\(sign)` cannot calculate with \(kind)", help: "numbers and durations can be calculated with")
        case .emptyRange(let low, let high):
            Wording("nothing lies between \(low) and \(high)", help: "write `between \(high) and \(low)`")
        case .notText(let sign, let kind):
            Wording("`\(sign)` looks for a text, and this is \(kind)", help: "put it in quotes")
        case .comparedWithItself(let text):
            Wording(
                "`\(text)` is compared with itself", label: "the same on both sides",
                help: "in the `where` of a triggering event, `event` is that event")
        case .eventHistory(let name, let suggestion):
            Wording(
                suggestion.map { "`\(name)` is not known here; did you mean `\($0)`?" }
                    ?? "`\(name).…`, the last such event, is not there yet",
                help: "`event.NAME` is a property of the triggering event, `customer.NAME` an attribute of the customer")
        case .eventInAbsence(let name):
            Wording(
                "`event.\(name)` in an event that must not happen is not there yet", label: "which event?",
                help: "compare with an attribute of the customer, or leave the condition out")
        case .absenceOfSame(let name, let duration):
            Wording(
                "`\(name) but not \(name)` waits for a silence after `\(name)`", label: "the same event",
                help: "if that is meant, `when no \(name) for \(duration)` says it and starts anew with each `\(name)`")
        case .countOfOne:
            Wording("`1 times` is the event itself", help: "leave the count and its `within` out")
        case .emptyWait:
            Wording("this wait is over at once", help: "leave it out, or give it a length")
        case .unreachable(let step):
            Wording("`\(step)` is never reached", label: "after a `stop`", help: "remove it, or move it before the `stop`")
        case .repeatedChannel(let name):
            Wording("`\(name)` stands here already", help: "a fallback is another channel")
        case .repeatedArgument(let name):
            Wording("`\(name)` is given twice", help: "keep one of the two")
        case .undeclaredChannel(let name, let suggestion):
            Wording(
                "no channel `\(name)` is declared" + (suggestion.map { "; did you mean `\($0)`?" } ?? ""),
                help: "declare it: `channel \(name) adapter console end`")
        case .unusableLabel(let name):
            Wording("`\(name)` cannot be a label here", label: "taken", help: "give each step of a journey a label of its own, without `#`")
        case .labelWithoutStep(let name):
            Wording("no step follows the label `\(name)`", help: "a label names the step after it")
        case .unknownAdapter(let name, let suggestion):
            Wording(
                "there is no adapter `\(name)`" + (suggestion.map { "; did you mean `\($0)`?" } ?? ""),
                help: "write `adapter console` or `adapter file`")
        case .adapterNotYet(let name):
            Wording("the adapter `\(name)` is not there yet", help: "until then, `adapter file` keeps the messages")
        case .missingAdapter(let name):
            Wording("the channel `\(name)` has no adapter", help: "write `adapter console` or `adapter file` into it")
        case .missingPath(let name):
            Wording("the channel `\(name)` does not say which file", help: "write `path \"messages.jsonl\"` into it")
        case .pathNotText:
            Wording("`path` is a text", help: "put it in quotes: `path \"messages.jsonl\"`")
        case .misspeltSetting(let key, let suggestion):
            Wording("`\(key)` is no setting of this adapter; did you mean `\(suggestion)`?")
        case .duplicateChannel(let name, let path):
            Wording("a channel `\(name)` is already declared in `\(path)`", help: "give one of the two another name")
        case .literalSecret(let key):
            Wording(
                "`\(key)` is a secret and must not stand in a file", label: "readable by everybody",
                help: "write `\(key) env NAME` and set the environment variable where the scheduler runs")
        case .contradiction(let rule, let other, let path):
            Wording("`\(rule)` contradicts `\(other)` in `\(path)`", help: "a workspace has one policy: keep one of the two")
        case .unknownTimeZone(let name, let suggestion):
            Wording(
                "there is no time zone `\(name)`" + (suggestion.map { "; did you mean `\($0)`?" } ?? ""),
                help: "write it as in `Asia/Shanghai`")
        }
    }
}

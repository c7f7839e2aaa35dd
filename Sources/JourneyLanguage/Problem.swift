/// Everything the lexer and the parser can find wrong; `Wording` says it to the author.
enum Problem {
    // The characters of the file
    case invalidUTF8
    case controlCharacter(UInt32)
    case strayCharacter(String)
    case unterminatedText(opened: String, closes: String)
    case unterminatedPlaceholder
    case unknownEscape(String)
    case singleQuotes
    case numberTooLarge
    case tooManyDecimals
    case unknownUnit(String, suggestion: String?)
    case calendarUnit(String, days: String)
    case durationTooLong
    case noSuchTime(String)
    case noSuchDate(String)
    case foreignOperator(String, ours: String)
    case leadingDot
    case fileTooLarge
    case unitOrder

    // What the language has, but this version does not
    case notYet(String)
    case gluedWords

    // The structure of the program
    case expected([Expectation], found: String?)
    case misspelt(String, suggestion: String)
    case notAnItem(found: String?)
    case notAStep(found: String?)
    case missingEnd(of: String)
    case strayEnd
    case noSteps(in: String)
    case headerAfterStep(String)
    case duplicateHeader(String)
    case missingWithin(after: String)
    case thenWithoutWithin
    case reservedName(String)
    case eventAfterWhere(String)
    case bareCondition(String)
    case missingContent
    case missingVia
    case ifSoWithoutWait
    case stopWhen
    case zeroDuration(String)
    case percentOutOfRange
    case tooDeep(Int)
    case chainedComparison
    case unquotedHyphen(String)
    case missingTrigger
    case stepOutside(String)
    case countOutOfRange(String)
    case incomplete(String, full: [String])
    case orWithoutElse
    case strayWord(String, of: String)
    case unknownPolicyRule(String)
    case missingValue(of: String)
    case duplicateRule(String)
    case strayElse(String)
    case tooManyErrors

    /// Stable for ever; a code is never used again for something else.
    var code: String {
        switch self {
        case .invalidUTF8: "J0001"
        case .controlCharacter: "J0002"
        case .strayCharacter: "J0003"
        case .unterminatedText: "J0004"
        case .unterminatedPlaceholder: "J0005"
        case .unknownEscape: "J0006"
        case .singleQuotes: "J0007"
        case .numberTooLarge: "J0008"
        case .tooManyDecimals: "J0009"
        case .unknownUnit: "J0010"
        case .calendarUnit: "J0011"
        case .durationTooLong: "J0012"
        case .noSuchTime: "J0013"
        case .noSuchDate: "J0014"
        case .foreignOperator: "J0015"
        case .leadingDot: "J0016"
        case .fileTooLarge: "J0017"
        case .unitOrder: "J0018"
        case .notYet: "J0090"
        case .gluedWords: "J0091"
        case .expected: "J0100"
        case .misspelt: "J0101"
        case .notAnItem: "J0102"
        case .notAStep: "J0103"
        case .missingEnd: "J0104"
        case .strayEnd: "J0105"
        case .noSteps: "J0106"
        case .headerAfterStep: "J0107"
        case .duplicateHeader: "J0108"
        case .missingWithin: "J0109"
        case .thenWithoutWithin: "J0110"
        case .reservedName: "J0111"
        case .eventAfterWhere: "J0112"
        case .bareCondition: "J0113"
        case .missingContent: "J0114"
        case .missingVia: "J0115"
        case .ifSoWithoutWait: "J0116"
        case .stopWhen: "J0117"
        case .zeroDuration: "J0118"
        case .percentOutOfRange: "J0119"
        case .tooDeep: "J0120"
        case .chainedComparison: "J0121"
        case .unquotedHyphen: "J0122"
        case .missingTrigger: "J0123"
        case .stepOutside: "J0124"
        case .countOutOfRange: "J0125"
        case .incomplete: "J0126"
        case .orWithoutElse: "J0127"
        case .strayWord: "J0128"
        case .unknownPolicyRule: "J0129"
        case .missingValue: "J0130"
        case .duplicateRule: "J0131"
        case .strayElse: "J0132"
        case .tooManyErrors: "J0199"
        }
    }

    func diagnostic(_ range: SourceRange, fix: Diagnostic.Fix?, in language: Language) -> Diagnostic {
        let wording = Wording(self, in: language)
        return Diagnostic(
            code: code, range: range, message: wording.message, label: wording.label, expected: wording.expected,
            help: wording.help,
            fix: fix)
    }
}

/// What could stand at a place of a program.
enum Expectation: Hashable {
    case keyword(Keyword)
    case sign(String)
    case eventName, attributeName, contentName, channelName, tagName, propertyName, journeyName, name
    case duration, number, text, value, condition, trigger, step, header, setting, policyRule, date
}

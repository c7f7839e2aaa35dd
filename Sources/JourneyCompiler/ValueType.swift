import JourneyLanguage
import JourneyModel

/// What a value is, as far as declarations and the text tell.
enum ValueType: Hashable {
    case number, text, boolean, date, instant, time, duration, weekday, list
    /// One of these texts.
    case oneOf([String])
    /// The name of a message, a channel or a journey, as reactions carry it.
    case reference(NameKind)
    /// Nothing tells.
    case any

    init(_ type: Catalogue.FieldType) {
        switch type {
        case .number: self = .number
        case .text: self = .text
        case .boolean: self = .boolean
        case .date: self = .date
        case .time: self = .time
        case .list: self = .list
        case .oneOf(let choices): self = .oneOf(choices)
        }
    }

    init(of value: Value) {
        switch value {
        case .integer, .decimal: self = .number
        case .text: self = .text
        case .boolean: self = .boolean
        case .duration: self = .duration
        case .date: self = .date
        case .instant: self = .instant
        case .timeOfDay: self = .time
        case .list: self = .list
        case .unknown: self = .any
        }
    }

    /// As a finding calls it.
    var words: Bilingual {
        switch self {
        case .number: .init("a number", "数字")
        case .text, .oneOf, .reference: .init("a text", "文字")
        case .boolean: .init("true or false", "真或假")
        case .date: .init("a date", "日期")
        case .instant: .init("an instant", "时刻")
        case .time: .init("a time of day", "钟点")
        case .duration: .init("a duration", "时长")
        case .weekday: .init("a day of the week", "星期几")
        case .list: .init("a list", "列表")
        case .any: .init("a value", "值")
        }
    }

    /// Without what only narrows it down.
    var broad: ValueType {
        switch self {
        case .oneOf, .reference: .text
        default: self
        }
    }

    /// Texts and dates come as texts, so a property may be compared with both.
    var isText: Bool { broad == .text }
    var isDay: Bool { self == .date || self == .instant }

    /// What is greater and what is less means something.
    var hasOrder: Bool { self != .boolean && self != .list }

    /// Some value of the one may equal some value of the other.
    func isComparable(with other: ValueType) -> Bool {
        let (a, b) = (broad, other.broad)
        return a == b || a == .any || b == .any || (isDay && other.isDay)
    }
}

/// A formula, and what it gives.
struct Typed {
    var formula: Formula
    var type: ValueType
    /// The undeclared property or attribute that it is: what it is compared with tells its type.
    var use: TypeUses.Key?

    init(_ formula: Formula, _ type: ValueType, use: TypeUses.Key? = nil) {
        self.formula = formula
        self.type = type
        self.use = use
    }
}

/// What the uses of names without a declaration say of their types, over the whole workspace.
final class TypeUses {
    struct Key: Hashable {
        /// Nil: an attribute of the customer.
        var event: String?
        var name: String
    }

    private struct Use {
        var type: ValueType
        var findings: Findings
        var range: SourceRange
    }

    private var uses: [Key: Use] = [:]
    /// Where a contradiction was told last: one place is told of once.
    private var lastTold: (file: Findings, start: Int)?

    /// The name is used as this type here; another use that it contradicts is told.
    func note(_ key: Key, is type: ValueType, at range: SourceRange, _ findings: Findings) {
        let broad = type.broad
        // Days of the week are numbers in events, and what is anything tells nothing.
        if broad == .any || broad == .weekday || broad == .duration { return }
        guard let first = uses[key] else {
            uses[key] = Use(type: broad, findings: findings, range: range)
            return
        }
        if first.type.isComparable(with: broad) { return }
        // Dates come as texts, so whoever compares with both may mean it.
        if (first.type.isDay && broad == .text) || (first.type == .text && broad.isDay) { return }
        if let lastTold, lastTold.file === findings, lastTold.start == range.start { return }
        lastTold = (findings, range.start)
        let place = first.findings.place(first.range, from: findings)
        findings.report(
            .contradictoryUse(key.name, type.words, first.type.words, place: place), at: range)
    }

    /// What the uses seen so far say; `any` where there is none.
    func type(of key: Key) -> ValueType { uses[key]?.type ?? .any }
}

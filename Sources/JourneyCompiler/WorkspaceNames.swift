import JourneyLanguage
import JourneyModel

/// What a name can be the name of.
enum NameKind: Int, CaseIterable, Hashable {
    case event, attribute, message, channel, audience, coupon, journey
}

/// Every name of a workspace, looked up by any of its spellings.
///
/// A kind of which nothing is declared is not checked: every name goes, and is its own.
final class WorkspaceNames {
    /// The names of one kind, or the properties of one event.
    struct Table {
        /// By each name and `also` name, the declared one.
        private(set) var canonical: [String: String] = [:]
        private(set) var declared: [String] = []
        /// Something of the kind is declared, be it empty.
        var isChecked = false

        mutating func reserve(_ count: Int) { canonical.reserveCapacity(canonical.count + count) }

        mutating func add(_ name: String, also: [String] = []) {
            isChecked = true
            declared.append(name)
            canonical[name] = name
            for other in also where canonical[other] == nil { canonical[other] = name }
        }

        /// Another spelling, which is not suggested.
        mutating func add(spelling: String, of name: String) {
            if canonical[spelling] == nil { canonical[spelling] = name }
        }
    }

    /// The properties of an event or the attributes of the customer; a class, for they are looked up again and again.
    final class Fields {
        struct Field {
            var name: String
            var type: ValueType
        }

        /// By each name and `also` name.
        private var fields: FewNames<Field>
        private(set) var declared: [String] = []

        init(capacity: Int = 0) {
            fields = FewNames(minimumCapacity: capacity)
            declared.reserveCapacity(capacity)
        }

        func add(_ field: Catalogue.Field) {
            declared.append(field.name)
            add(field.name, also: field.also, ValueType(field.type))
        }

        func add(_ name: String, also: [String] = [], _ type: ValueType) {
            let field = Field(name: name, type: type)
            fields.set(field, name)
            for other in also { _ = fields.add(field, other) }
        }

        /// A declared field, or a part of one: `address.city` where there is an `address`.
        func find(_ name: String) -> Field? {
            if let field = fields[name] { return field }
            guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")), let owner = fields[String(name[..<dot])] else { return nil }
            return Field(name: owner.name + name[dot...], type: .any)
        }
    }

    private var tables = [Table](repeating: Table(), count: NameKind.allCases.count)
    let attributes = Fields()
    /// By the event's declared name; reactions are among them.
    private(set) var properties: [String: Fields] = [:]
    /// By the name at intake.
    private var eventsFrom: [String: String] = [:]
    /// Over all events; nil where two mean different properties.
    private var anyProperty: [String: String?] = [:]
    /// All events that something in the workspace waits for or records, as often as it does.
    private var usedEvents: [String] = []
    /// Every send, for its message to be looked at when all sends are known.
    private(set) var sendings: [MessageCheck.Sending] = []
    /// Journeys that a step of another starts.
    private(set) var startedJourneys: Set<String> = []

    subscript(_ kind: NameKind) -> Table { tables[kind.rawValue] }

    func add(_ name: String, also: [String] = [], _ kind: NameKind) { tables[kind.rawValue].add(name, also: also) }
    func add(spelling: String, of name: String, _ kind: NameKind) { tables[kind.rawValue].add(spelling: spelling, of: name) }
    /// So many more names are to come.
    func reserve(_ count: Int, _ kind: NameKind) {
        tables[kind.rawValue].reserve(count)
        if kind == .event { properties.reserveCapacity(properties.count + count) }
    }
    /// Something of the kind is declared, be it empty.
    func check(_ kind: NameKind) { tables[kind.rawValue].isChecked = true }

    func isChecked(_ kind: NameKind) -> Bool { tables[kind.rawValue].isChecked }

    /// The declared name; the name itself where nothing declares it.
    func canonical(_ name: String, _ kind: NameKind) -> String {
        tables[kind.rawValue].canonical[name] ?? asWritten(name, kind)
    }

    /// What nothing declares is its own name.
    private func asWritten(_ name: String, _ kind: NameKind) -> String { kind == .channel ? BuiltIn.channel(name) : name }

    /// The declared name; nil where nothing declares it though something of its kind is declared.
    func known(_ name: String, _ kind: NameKind) -> String? {
        if let declared = tables[kind.rawValue].canonical[name] { return declared }
        if !tables[kind.rawValue].isChecked { return asWritten(name, kind) }
        switch kind {
        case .event: return BuiltIn.events.contains(name) ? name : nil
        case .attribute: return BuiltIn.attributes.contains(name) ? name : nil
        case .message, .channel, .audience, .coupon, .journey: return nil
        }
    }

    /// The declared name that is most likely meant; each name is compared with all declared ones once, and so are no more than
    /// `mostSuggestions` names, for who has more names to mend has been told enough.
    func suggestion(_ name: String, _ kind: NameKind) -> String? {
        if kind == .event, let event = eventsFrom[name] { return event }
        if let known = suggestions[kind.rawValue][name] { return known }
        if suggestions[kind.rawValue].count >= Self.mostSuggestions { return nil }
        let length = name.utf8.count
        // A letter has up to four bytes, and three letters may be wrong.
        let near = tables[kind.rawValue].declared.lazy.filter { abs($0.utf8.count - length) <= 12 }
        let suggestion = closest(to: name, among: near)
        suggestions[kind.rawValue][name] = .some(suggestion)
        return suggestion
    }

    private static let mostSuggestions = 200
    private var suggestions = [[String: String?]](repeating: [:], count: NameKind.allCases.count)

    // MARK: Properties

    /// Nil where the event is not declared: any property goes.
    func fields(of event: String) -> Fields? { properties[event] }

    /// The declared name of a property of some event, where no event is at hand.
    func canonicalProperty(_ name: String) -> String { (anyProperty[name] ?? nil) ?? name }

    func add(_ event: Catalogue.Event) {
        add(event.name, also: event.also, .event)
        if let from = event.from, from != event.name { eventsFrom[from] = event.name }
        let fields = Fields(capacity: event.fields.count)
        for field in event.fields {
            fields.add(field)
            note(field.name, of: field)
            for name in field.also { note(name, of: field) }
        }
        if BuiltIn.events.contains(event.name) {
            for field in BuiltIn.reactionFields where fields.find(field.name) == nil { fields.add(field.name, field.type) }
        }
        properties[event.name] = fields
    }

    private func note(_ name: String, of field: Catalogue.Field) {
        if let known = anyProperty[name] {
            if known != field.name { anyProperty[name] = .some(nil) }
        } else {
            anyProperty[name] = field.name
        }
    }

    func add(_ attribute: Catalogue.Field) {
        attributes.add(attribute)
        add(attribute.name, also: attribute.also, .attribute)
    }

    // MARK: What journeys use

    /// `bought.total` where nothing declares `bought`: some journey must look at it.
    private(set) var lastEvents: [(event: Name, findings: Findings)] = []

    func note(event: String) { usedEvents.append(event) }
    func note(lastEvent event: Name, _ findings: Findings) {
        if fields(of: canonical(event.text, .event)) == nil { lastEvents.append((event, findings)) }
    }

    /// Tells of every `bought.total` whose event nothing declares and nothing looks at, and gives those that are errors.
    func checkLastEvents() -> [(event: Name, findings: Findings)] {
        if lastEvents.isEmpty { return [] }
        var unknown: [(event: Name, findings: Findings)] = []
        let usedEvents = Set(usedEvents)
        let used = usedEvents.sorted(by: precedesInBytes)
        var told = 0
        for (event, findings) in lastEvents {
            let name = canonical(event.text, .event)
            if usedEvents.contains(name) || BuiltIn.events.contains(name) { continue }
            let known = ["event", "customer"] + self[.event].declared + used
            told += 1
            let suggestion = told > Self.mostSuggestions ? nil : closest(to: name, among: known)
            let isCertain = self[.event].isChecked || suggestion != nil
            if isCertain { unknown.append((event, findings)) }
            findings.report(
                .eventHistory(event.text, suggestion: suggestion, isCertain: isCertain), at: event.range,
                fix: suggestion.map { Diagnostic.Fix(event.range, Spelling.name($0)) })
        }
        return unknown
    }

    func note(start journey: String) { startedJourneys.insert(journey) }

    func note(_ sending: MessageCheck.Sending) { sendings.append(sending) }

    /// Every message that some step sends; asked once all journeys are known.
    private(set) lazy var sentMessages = Set(sendings.lazy.map(\.action.content))

    /// The arguments that sends give to a message; asked once all journeys are known.
    private(set) lazy var arguments: [String: Set<String>] = {
        var arguments: [String: Set<String>] = [:]
        for send in sendings.lazy.map(\.action) where !send.arguments.isEmpty {
            arguments[send.content, default: []].formUnion(send.arguments.lazy.map(\.name))
        }
        return arguments
    }()
}

/// What needs no declaration.
enum BuiltIn {
    /// What becomes of messages.
    static let events: Set<String> = ["delivered", "opened", "clicked", "failed", "unsubscribed"]

    static let reactionFields: [(name: String, type: ValueType)] = [
        ("message", .reference(.message)), ("channel", .reference(.channel)), ("journey", .reference(.journey)), ("step", .text),
    ]

    /// `timezone` says where the customer's clock stands.
    static let attributes: Set<String> = ["timezone"]

    /// The names of the trade's channels in other tongues.
    static let channels: [String: String] = Dictionary(
        BuiltInChannels.all.flatMap { channel in channel.chinese.map { ($0, channel.english) } }, uniquingKeysWith: { first, _ in first })

    /// `短信` is `sms`; none of these names is in Latin letters.
    static func channel(_ name: String) -> String { name.utf8.first ?? 0 < 0x80 ? name : channels[name] ?? name }

    /// What `{… as FORMAT}` knows, and the types that it writes.
    static let formats: [(name: String, types: Set<ValueType>)] = [
        ("money", [.number]), ("number", [.number]), ("percent", [.number]), ("date", [.date, .instant]), ("time", [.time, .instant]),
    ]

    private static let englishChannels = Set(BuiltInChannels.all.map(\.english))

    /// The built-in channel of which a name is a slip of the hand.
    static func channel(near name: String) -> String? {
        guard !englishChannels.contains(name), name.unicodeScalars.count >= 3 else { return nil }
        let isChinese = name.utf8.contains { $0 >= 0x80 }
        return closest(to: name, among: BuiltInChannels.all.flatMap { isChinese ? $0.chinese : [$0.english] })
    }
}

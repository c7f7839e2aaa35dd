/// What the names of a workspace are called in a tongue: their `also` names, and those of the built-in channels.
///
/// Trees hold declared names; a translation gives the name to write instead. A name is translated only where its other name names
/// one thing of its kind, so that reading it gives the same tree.
public struct NameTranslation: Sendable {
    enum Kind: Int, CaseIterable {
        case event, attribute, message, coupon, audience, channel, calendar, other
    }

    /// Names stay as they are written.
    public static let asWritten = NameTranslation([], to: nil)

    let isAsWritten: Bool
    private let language: Language
    private var byKind: [[String: String]] = Kind.allCases.map { _ in [:] }
    private var byEvent: [String: [String: String]] = [:]
    /// Properties that have the same other name wherever they are declared.
    private var ofAnyEvent: [String: String] = [:]
    private var declared: Set<String> = []

    /// - Parameters:
    ///   - programs: all files of the workspace.
    ///   - language: the tongue to write; nil leaves every name as it is written.
    public init(_ programs: [Program], to language: Language?) {
        isAsWritten = language == nil
        self.language = language ?? .english
        var others: [[Entry]] = Kind.allCases.map { _ in [] }
        var properties: [(event: String, entries: [Entry])] = []
        for item in programs.lazy.flatMap(\.items) {
            switch item {
            case .event(let event):
                others[Kind.event.rawValue].append((event.name, event.also))
                properties.append((event.name.text, event.fields.map { ($0.name, $0.also) }))
            case .customer(let customer): others[Kind.attribute.rawValue] += customer.fields.map { ($0.name, $0.also) }
            case .audience(let audience): others[Kind.audience.rawValue].append((audience.name, audience.also))
            case .message(let message): others[Kind.message.rawValue].append((message.name, message.also))
            case .coupon(let coupon): others[Kind.coupon.rawValue].append((coupon.name, coupon.also))
            case .channel(let channel): others[Kind.channel.rawValue].append((channel.name, channel.also))
            case .calendar(let calendar): others[Kind.calendar.rawValue].append((calendar.name, calendar.also))
            case .journey(let journey): if let name = journey.name { declared.insert(name.text) }
            case .rule, .policy, .test: break
            }
        }
        for entries in others + properties.map(\.entries) {
            for entry in entries { declared.formUnion([entry.name.text] + entry.also.map(\.text)) }
        }
        for channel in BuiltInChannels.all { declared.formUnion([channel.english] + channel.chinese) }
        guard language != nil else { return }
        for kind in Kind.allCases { byKind[kind.rawValue] = map(others[kind.rawValue]) }
        addBuiltInChannels()
        for (event, entries) in properties { byEvent[event, default: [:]].merge(map(entries)) { first, _ in first } }
        joinProperties(properties)
    }

    func isDeclared(_ name: String) -> Bool { declared.contains(name) }

    func name(_ name: String, _ kind: Kind) -> String { byKind[kind.rawValue][name] ?? name }

    /// A property of these events; of none, of any that declares it.
    func property(_ name: String, of events: [String]) -> String {
        guard let first = events.first else { return ofAnyEvent[name] ?? name }
        guard let other = byEvent[first]?[name] else { return name }
        return events.allSatisfy { byEvent[$0]?[name] == other } ? other : name
    }

    // MARK: Building

    private typealias Entry = (name: Name, also: [Name])

    /// The names of one kind; a name that two things would have is left alone.
    private func map(_ entries: [Entry]) -> [String: String] {
        var map: [String: String] = [:]
        var owners: [String: Set<String>] = [:]
        for (name, also) in entries {
            for text in [name.text] + also.map(\.text) { owners[text, default: []].insert(name.text) }
        }
        for (name, also) in entries {
            let names = [name.text] + also.map(\.text)
            guard let target = names.first(where: isOfLanguage), target != name.text, owners[target]?.count == 1,
                !Self.keywords.contains(target.lowercased())
            else { continue }
            map[name.text] = target
        }
        return map
    }

    private mutating func addBuiltInChannels() {
        let kind = Kind.channel.rawValue
        for channel in BuiltInChannels.all where byKind[kind][channel.english] == nil {
            if let name = BuiltInChannels.name(of: channel.english, in: language) { byKind[kind][channel.english] = name }
        }
    }

    private mutating func joinProperties(_ properties: [(event: String, entries: [Entry])]) {
        var disagreeing: Set<String> = []
        for (event, entries) in properties {
            for entry in entries {
                let name = entry.name.text
                let other = byEvent[event]?[name] ?? name
                if let known = ofAnyEvent[name], known != other { disagreeing.insert(name) }
                ofAnyEvent[name] = other
            }
        }
        for name in disagreeing { ofAnyEvent[name] = nil }
        // A name that two properties would have is read as neither.
        var owners: [String: Set<String>] = [:]
        for entry in properties.flatMap(\.entries) {
            for name in [entry.name] + entry.also { owners[name.text, default: []].insert(entry.name.text) }
        }
        ofAnyEvent = ofAnyEvent.filter { owners[$0.value]?.count == 1 }
    }

    private func isOfLanguage(_ name: String) -> Bool {
        let isChinese = name.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) }
        return isChinese == (language == .chinese)
    }

    private static let keywords: Set<String> = Set(Keywords.rows.flatMap { $0.english + $0.chinese })
}

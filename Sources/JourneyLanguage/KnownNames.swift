/// The names of a workspace: what a sentence without spaces is cut by, and which of several names of one thing is its own.
///
/// It holds the built-in channels, every name that a file declares (with its `also` names), and every name that stands in
/// quotes where a name is expected.
public struct KnownNames: Sendable {
    /// What a name names: the same word may name an event and a tag.
    public enum Kind: Int, Sendable, CaseIterable {
        case channel, event
        /// Of an event.
        case property
        /// Of the customer.
        case attribute
        case audience, message, coupon, journey, other
    }

    /// No name but those of the built-in channels.
    public static let builtIn: KnownNames = {
        var names = KnownNames()
        for channel in BuiltInChannels.all {
            for name in channel.chinese { names.add(name, for: channel.english, .channel) }
        }
        return names
    }()

    /// A longer name is never found in glued text: it bounds how far ahead the lexer looks.
    static let longest = 64

    private(set) var trie = WordTrie()
    /// Some name begins with a digit.
    private(set) var hasDigitFirst = false
    /// Some other name of a thing is ASCII; where none is, most names need no looking up.
    private var hasASCIIAliases = false
    private var canonicals: [[String: String]] = Kind.allCases.map { _ in [:] }
    /// Words that name two things of a kind, so that they stand for neither.
    private var ambiguous: [Set<String>] = Kind.allCases.map { _ in [] }
    /// The properties of each declared event, by all of their names.
    private var properties: [String: [String: String]] = [:]

    public init() {}

    /// The names of a workspace, from all of its files.
    public init(of sources: [SourceText]) {
        self = .builtIn
        for source in sources { collect(from: source) }
    }

    /// The declared name of what `name` names; `name` itself where it has no other, or more than one.
    @inline(__always)
    public func canonical(_ name: String, _ kind: Kind) -> String {
        if !hasASCIIAliases, name.utf8.first ?? 0 < 0x80 { return name }
        return canonicals[kind.rawValue][name] ?? name
    }

    /// The declared name of a property that these events have; of an event that nothing declares, or of none, that of any event.
    @inline(__always)
    func canonical(_ name: String, of events: [String]) -> String {
        if !hasASCIIAliases, name.utf8.first ?? 0 < 0x80 { return name }
        return property(name, of: events)
    }

    private func property(_ name: String, of events: [String]) -> String {
        guard let first = events.first, let own = properties[first] else { return canonical(name, .property) }
        guard let canonical = own[name] else { return name }
        return events.allSatisfy { properties[$0]?[name] == canonical } ? canonical : name
    }

    /// Makes the declared name of a thing known, which stands for nothing else of its kind.
    mutating func declare(_ name: String, _ kind: Kind) {
        add(name)
        ambiguous[kind.rawValue].insert(name)
        canonicals[kind.rawValue][name] = nil
    }

    mutating func declare(event: String) {
        declare(event, .event)
        if properties[event] == nil { properties[event] = [:] }
    }

    /// Makes a property of an event, or another name of one, known.
    mutating func add(_ name: String, for canonical: String, ofEvent event: String) {
        add(name, for: canonical, .property)
        if properties[event, default: [:]][name] == nil { properties[event, default: [:]][name] = canonical }
    }

    /// Makes a name known; only what has a character outside ASCII can meet a neighbour it must be told from.
    mutating func add(_ name: String) {
        guard name.utf8.contains(where: { $0 >= 0x80 }), name.unicodeScalars.count <= Self.longest else { return }
        if let first = name.unicodeScalars.first, ("0"..."9").contains(first) { hasDigitFirst = true }
        trie.insert(name.unicodeScalars, 1)
    }

    /// Makes another name of `canonical` known.
    mutating func add(_ name: String, for canonical: String, _ kind: Kind) {
        add(name)
        // Names of no kind, such as those of tags, stand for nothing else.
        guard kind != .other else { return }
        let kind = kind.rawValue
        guard name != canonical, !ambiguous[kind].contains(name) else { return }
        if let other = canonicals[kind][name], other != canonical {
            ambiguous[kind].insert(name)
            canonicals[kind][name] = nil
        } else {
            canonicals[kind][name] = canonical
            if name.utf8.first ?? 0 < 0x80 { hasASCIIAliases = true }
        }
    }
}

extension KnownNames {
    /// Adds the names that a file declares or quotes; false where it has none that glued text could hold.
    @discardableResult
    mutating func collect(from source: SourceText) -> Bool {
        guard source.bytes.contains(where: { $0 >= 0x80 }) else { return false }
        return collect(from: lex(source, names: self).tokens, of: source)
    }

    /// The same, from tokens that have been read already.
    mutating func collect(from tokens: [Token], of source: SourceText) -> Bool {
        let before = (trie.values.count, canonicals.map(\.count), ambiguous.map(\.count))
        var collector = Collector()
        for at in tokens.indices {
            let token = tokens[at]
            let previous = at > 0 ? tokens[at - 1] : Token(.endOfFile, start: 0, end: 0)
            let beginsAlso = at + 1 < tokens.count && tokens[at + 1].keyword == .also
            guard token.kind == .name || token.kind == .text || beginsAlso && token.keyword.isAllowedAsName else {
                collector.pass(token)
                continue
            }
            let isOther =
                previous.keyword == .also
                || previous.kind == .comma && collector.canonical != nil && (token.kind == .name || collector.isInList)
            if isOther {
                collector.isInList = true
                add(source.value(of: token), toThat: collector)
                continue
            }
            // `alert when coupon x` names one that is declared elsewhere.
            let isAlarm = at > 1 && tokens[at - 2].keyword == .alertWhen
            let declared = token.kind == .text || isAlarm ? nil : Self.declared(by: previous.keyword)
            (collector.canonical, collector.isInList) = (nil, false)
            if declared != nil || beginsAlso {
                let name = source.value(of: token)
                let kind = declared ?? Self.declared(by: previous.keyword) ?? collector.fieldKind
                if kind == .event {
                    declare(event: name)
                    collector.event = name
                } else if declared == .channel {
                    // A line of a test begins with this word, too.
                    add(name)
                } else if declared != nil || kind == .attribute {
                    declare(name, kind)
                } else if let event = collector.event {
                    add(name, for: name, ofEvent: event)
                } else {
                    add(name)
                }
                if beginsAlso { collector.canonical = (name, kind) }
            } else if token.kind == .text, ChinesePlace.after(previous.keyword).needsName {
                add(source.value(of: token))
            }
        }
        return before != (trie.values.count, canonicals.map(\.count), ambiguous.map(\.count))
    }

    /// What the tokens so far say about the names to come.
    private struct Collector {
        /// The thing whose other names follow.
        var canonical: (name: String, kind: Kind)?
        /// Nothing but names and commas since the `also`.
        var isInList = false
        /// The event that is being declared.
        var event: String?
        var isCustomer = false

        var fieldKind: Kind { event != nil ? .property : isCustomer ? .attribute : .other }

        mutating func pass(_ token: Token) {
            if token.kind != .comma { isInList = false }
            switch token.keyword {
            case .end: (event, isCustomer) = (nil, false)
            case .customer where event == nil: isCustomer = true
            default: break
            }
        }
    }

    private mutating func add(_ name: String, toThat collector: Collector) {
        guard let canonical = collector.canonical else { return add(name) }
        if canonical.kind == .property, let event = collector.event {
            add(name, for: canonical.name, ofEvent: event)
        } else {
            add(name, for: canonical.name, canonical.kind)
        }
    }

    private static func declared(by keyword: Keyword) -> Kind? {
        switch keyword {
        case .event: .event
        case .audience: .audience
        case .message: .message
        case .coupon: .coupon
        case .channel: .channel
        case .journey: .journey
        case .calendar: .other
        default: nil
        }
    }
}

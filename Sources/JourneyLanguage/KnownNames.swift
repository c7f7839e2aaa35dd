/// The names of a workspace: what a sentence without spaces is cut by, and which of several names of one thing is its own.
///
/// It holds the built-in channels, every name that a file declares (with its `also` names), and every name that stands in
/// quotes where a name is expected.
public struct KnownNames: Sendable {
    /// What a name names: the same word may name an event and a tag.
    public enum Kind: Int, Sendable, CaseIterable {
        case channel, event, property, audience, message, coupon, journey, other
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

    /// Makes a name known; only what has a character outside ASCII can meet a neighbour it must be told from.
    mutating func add(_ name: String) {
        guard name.utf8.contains(where: { $0 >= 0x80 }), name.unicodeScalars.count <= Self.longest else { return }
        if let first = name.unicodeScalars.first, ("0"..."9").contains(first) { hasDigitFirst = true }
        trie.insert(name.unicodeScalars, 1)
    }

    /// Makes another name of `canonical` known.
    mutating func add(_ name: String, for canonical: String, _ kind: Kind) {
        add(name)
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
        var canonical: (name: String, kind: Kind)?
        for at in tokens.indices {
            let token = tokens[at]
            guard token.kind == .name || token.kind == .text else { continue }
            let previous = at > 0 ? tokens[at - 1].keyword : .none
            let isDeclared = token.kind == .name && Self.declared(by: previous) != nil
            let goesOn = at > 0 && tokens[at - 1].kind == .comma && canonical != nil && token.kind == .name
            if previous == .also || goesOn {
                let name = source.value(of: token)
                if let canonical { add(name, for: canonical.name, canonical.kind) } else { add(name) }
                continue
            }
            let beginsAlso = at + 1 < tokens.count && tokens[at + 1].keyword == .also
            if isDeclared || beginsAlso {
                let name = source.value(of: token)
                canonical = beginsAlso ? (name, Self.declared(by: previous) ?? .property) : nil
                add(name)
            } else {
                canonical = nil
                if token.kind == .text, ChinesePlace.after(previous).needsName { add(source.value(of: token)) }
            }
        }
        return before != (trie.values.count, canonicals.map(\.count), ambiguous.map(\.count))
    }

    private static func declared(by keyword: Keyword) -> Kind? {
        switch keyword {
        case .event: .event
        case .audience: .audience
        case .message: .message
        case .coupon: .coupon
        case .channel: .channel
        case .journey: .journey
        default: nil
        }
    }
}

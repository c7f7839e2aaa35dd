/// Writes sentences of the grammar, word by word.
///
/// What the grammar says in comments only (each header once, parentheses around an event whose condition is followed by `and`, …)
/// is known here: see `isAllowed`, `finish` and `emit`.
struct SentenceGenerator {
    let grammar: Grammar
    var random: SeededRandom
    /// Ways taken so far, per choice of the grammar.
    private(set) var taken: [Set<Int>]
    /// Fewest productions to the bottom.
    private let heights: [String: Int]
    private(set) var words: [String] = []
    private var depth = 0
    private var aliases = 0
    private var open: [String] = []
    /// Places of events whose condition is still open to `and` and `or`.
    private var openWhere: (start: Int, end: Int)?
    /// First words and keys said in the block around, by production.
    private var said: [Set<String>] = [[]]

    /// What NAME and SOFT are written as.
    var names = [
        "browsed", "bought", "added_to_cart", "tier", "total", "voucher", "wecom", "sms", "会员", "购物车提醒", "a1", "besuch_größe",
    ]
    var soft = ["class", "value", "text", "number", "date", "list", "stock", "priority"]
    /// Words that are names at the place of a WORD only.
    var wordsAnywhere = ["when", "end", "is", "within"]
    static let texts = [
        "\"a text\"", "“quoted”", "\"\"", "\"\"\"\n  two\n  lines\n  \"\"\"", "\"50\\{ \\u{1F600} \\n\"", "\"满200减20\"",
    ]
    private static let once: Set = ["header", "policyRule", "couponRule", "setting", "field", "body"]

    init(grammar: Grammar, seed: UInt64) {
        self.grammar = grammar
        random = SeededRandom(seed: seed)
        taken = grammar.choices.map { _ in [] }
        heights = Self.heights(grammar)
    }

    mutating func sentence(_ production: String) -> [String] {
        (words, depth, open, openWhere, said) = ([], 0, [], nil, [[]])
        write(.production(production))
        return words
    }

    // MARK: Walking

    private mutating func write(_ node: Grammar.Node) {
        switch node {
        case .keyword(let word): emit(word)
        case .token(let kind): emit(token(kind))
        case .production(let name): produce(name)
        case .sequence(let nodes): for node in nodes { write(node) }
        case .choice(let nodes, let id):
            let way = pick(nodes, id)
            taken[id].insert(way)
            write(nodes[way])
        case .optional(let node, let id):
            let isTaken = isAllowed(node, id) && random.below(depth > 10 ? 8 : 2) == 0
            taken[id].insert(isTaken ? 1 : 0)
            if isTaken { write(node) }
        case .repetition(let node, let id):
            let most = depth > 10 ? 1 : 2
            let count = random.below(most + 1)
            taken[id].insert(count > 0 ? 1 : 0)
            for _ in 0..<count { if isAllowed(node, id) { write(node) } }
        }
    }

    private mutating func pick(_ nodes: [Grammar.Node], _ id: Int) -> Int {
        let ways = nodes.indices.filter { isAllowed(nodes[$0], id) }
        let all = ways.isEmpty ? Array(nodes.indices) : ways
        if depth > 11 {
            let lowest = all.map { Self.height(nodes[$0], heights) }.min() ?? 0
            let low = all.filter { Self.height(nodes[$0], heights) == lowest }
            return low[random.below(low.count)]
        }
        return all[random.below(all.count)]
    }

    private mutating func produce(_ name: String) {
        depth += 1
        open.append(name)
        let start = words.count
        let openSaid = said
        if ["rule", "policy", "coupon", "channel", "eventDeclaration", "customer", "message"].contains(name) { said.append([]) }
        if let node = grammar.productions[name] {
            let before = (words, taken, openWhere)
            for attempt in 0..<20 {
                write(node)
                if !Self.once.contains(name) || isNew(name, start) || attempt == 19 { break }
                (words, taken, openWhere) = before
            }
        }
        if said.count != openSaid.count { said = openSaid }
        finish(name, start)
        open.removeLast()
        depth -= 1
    }

    // MARK: What the grammar says in comments

    /// Each header, rule, key and channel once: a line that was there is written anew, at last as it is.
    private mutating func isNew(_ name: String, _ start: Int) -> Bool {
        guard start < words.count else { return true }
        var key = words[start]
        switch name {
        case "header": key = ["again after": "again", "again always": "again", "once": "again"][key] ?? key
        case "body": key = start + 1 < words.count ? words[start + 1] : key
        case "policyRule", "couponRule": if key.first?.isNumber == true { key = "1" }
        case "setting": if key == "limit" { key += words.last ?? "" }
        default: break
        }
        return said[said.count - 1].insert(name + " " + key).inserted
    }

    private func isAllowed(_ node: Grammar.Node, _ id: Int) -> Bool {
        let production = open.last ?? ""
        switch node {
        // `name within D` is no history in the condition of an event; the name is then put in parentheses.
        case .production("name") where production == "those" && open.dropLast().last == "history": return !open.contains("event")
        case .keyword("with same"): return true
        case .sequence(let nodes):
            if case .keyword("with same") = nodes.first { return !open.contains("history") }
            return true
        default: return true
        }
    }

    /// A condition that is only a name is compared with something; an event with an open condition is remembered.
    private mutating func finish(_ name: String, _ start: Int) {
        switch name {
        case "comparison":
            let isBare = words[start...].allSatisfy { word in
                word == "(" || word == ")" || word == "." || ["now", "weekday", "time"].contains(word) || names.contains(word) || soft.contains(word)
            }
            if isBare { words.append("is known") }
        case "event":
            if words[start...].contains("where"), words.last(where: { _ in true }) != ")" || isOpenWhere(start) { openWhere = (start, words.count) }
        default: break
        }
    }

    /// The condition of the event that began here is the last thing in it, outside of parentheses.
    private func isOpenWhere(_ start: Int) -> Bool {
        var nesting = 0
        var isOpen = false
        for word in words[start...] {
            if word == "(" { nesting += 1 }
            if word == ")" { nesting -= 1 }
            if nesting == 0, word == "where" { isOpen = true }
            if nesting == 0, word == "with same" { isOpen = false }
        }
        return isOpen
    }

    private mutating func emit(_ word: String) {
        if let event = openWhere, event.end == words.count, isOpenWhere(event.start), word == "and" || word == "or" || isCount(word) {
            words.insert("(", at: event.start)
            words.append(")")
        }
        if word == "if", words.last == "else" { words.append("then") }
        if word != ")" { openWhere = openWhere?.end == words.count ? openWhere : nil }
        words.append(word)
    }

    private func isCount(_ word: String) -> Bool { word.allSatisfy(\.isNumber) && open.last == "base" }

    // MARK: Tokens

    private mutating func one(_ words: [String]) -> String { words[random.below(words.count)] }

    /// A name in another language, which is that of one thing only.
    private var isAlias: Bool {
        guard let last = words.last, last == "also" || last == ",", open.last == "name" || open.last == "word" else { return false }
        return open.last(where: { $0 != "name" && $0 != "word" }).map { $0 == "names" || $0 == "field" } ?? false
    }

    /// A quoted name here could be taken for the title.
    private var isFirstOfFields: Bool {
        open.last == "name" && open.dropLast().last == "field" && open.contains("eventDeclaration") && said[said.count - 1].isEmpty
    }

    private mutating func token(_ kind: String) -> String {
        if isAlias {
            aliases += 1
            return kind == "TEXT" ? "\"alias \(aliases)\"" : "别名_\(aliases)"
        }
        switch kind {
        case "TEXT" where isFirstOfFields: return one(names)
        case "NAME": return one(names)
        case "SOFT": return one(soft)
        case "WORD": return one(names + soft + wordsAnywhere)
        case "TEXT":
            switch open.last {
            case "template": return template()
            case "name": return one(["\"a name\"", "“引号”", "\"when\""])
            default: return one(Self.texts)
            }
        case "NUMBER": return one(["1", "2", "3", "10", "1_000"])
        case "DECIMAL": return one(["0.5", "12.25", "3.141592"])
        case "PERCENT": return one(["5%", "50%", "12.5%", "100%"])
        case "DURATION": return one(["2d", "90m", "1d12h", "2 days", "15 minutes", "30s", "1w"])
        case "TIME": return one(["9:00", "20:15", "0:00"])
        case "DATE": return one(["2026-11-11", "2028-02-29"])
        case "WEEKDAY": return one(["monday", "friday", "sunday"])
        case "ORDINAL": return one(["1st", "2nd", "23rd", "31st"])
        case "UNIT": return one(["second", "minute", "hour", "day"])
        case "DOT": return "."
        default: return kind
        }
    }

    private mutating func template() -> String {
        guard open.filter({ $0 == "template" }).count == 1, random.below(2) == 0 else { return one(["\"plain\"", "\"\"", "\"满\\{\""]) }
        var inner = self
        inner.words = []
        inner.openWhere = nil
        inner.produce("placeholder")
        (random, taken) = (inner.random, inner.taken)
        let text = Self.text(inner.words, [" "])
        return text.contains("“") || text.contains("\n") || text.contains("\\") || text.utf8.count > 300
            ? "\"Hi {name}\"" : "\"Hi {\(text)}, 您好\""
    }

    // MARK: Text

    /// The words with one of these spaces between them, in turn; a dot stands beside its words.
    static func text(_ words: [String], _ spaces: [String]) -> String {
        var text = ""
        for (number, word) in words.enumerated() {
            if number > 0, word != ".", words[number - 1] != "." { text += spaces[number % spaces.count] }
            text += word
        }
        return text
    }

    private static func heights(_ grammar: Grammar) -> [String: Int] {
        var heights: [String: Int] = [:]
        for _ in grammar.names {
            for name in grammar.names { heights[name] = grammar.productions[name].map { height($0, heights) + 1 } }
        }
        return heights
    }

    private static func height(_ node: Grammar.Node, _ heights: [String: Int]) -> Int {
        switch node {
        case .keyword, .token, .optional, .repetition: 0
        case .production(let name): heights[name] ?? 1000
        case .sequence(let nodes): nodes.map { height($0, heights) }.max() ?? 0
        case .choice(let nodes, _): nodes.map { height($0, heights) }.min() ?? 0
        }
    }
}

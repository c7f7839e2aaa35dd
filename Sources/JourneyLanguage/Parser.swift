/// Reads tokens into a tree: recursive descent, one method for each production of Grammar/Journey.ebnf, of the same name.
///
/// This file holds what the productions share: the cursor, complaints, recovery. A production that cannot go on reports and
/// throws `Panic`; whoever opened a block catches it and goes on at the next step, header or `end`, so that blocks stay matched.
struct Parser {
    /// A complaint has been made; the reader goes on elsewhere.
    struct Panic: Error {}

    /// Steps within steps and operators within operators; bounds the stack here and in everything that walks the tree.
    static let deepest = 100

    /// Steps of one journey, those inside blocks included; what walks its states may take more than linear time.
    static let mostSteps = 10_000

    /// Arms of one `split`.
    static let mostArms = 1_000

    /// After so many complaints the rest of a file is not read: nobody mends them all at once.
    static let mostComplaints = 500

    let source: SourceText
    let language: Language
    /// What stands for what: 企业微信 for `wecom`.
    let names: KnownNames
    /// Not constant: a misspelt keyword is put right, so that reading goes on as if nothing had been.
    var tokens: [Token]
    var at = 0
    var diagnostics: [Diagnostic]
    let brokenEnds: [Int32]
    /// Complaints so far, those that were not shown included.
    var complaints = 0
    /// Where the last complaint was made: a second one at the same place says nothing new.
    var complainedAt = -1
    /// The token that the trigger being read begins with, nil outside of one.
    var triggerAt: Int?
    /// The token that the step read last begins with, in this item.
    var lastStepStart: Int?
    /// Steps read in this item.
    var stepsRead = 0
    /// Words were cut apart wrongly here: what follows in this item says nothing of what its author wrote.
    var isTorn = false
    /// Above 0, nothing is reported: inside what is skipped anyway.
    var muted = 0
    var depth = 0
    /// Operators on the longest way down the expression read last.
    var height = 0
    /// Start of the event whose `where` is being read, nil outside of one.
    var whereEvent: Int?
    /// The events whose properties a bare name is about: those whose `where` is being read.
    var conditionEvents: [String]?
    /// The events that begin the journey that is being read: `event.x` is about theirs.
    var triggerEvents: [String] = []
    /// Blocks around this place in which an `else` may stand.
    var openBranches = 0
    /// A complaint about blocks was made in this item: what `end` closes is no longer certain.
    var blocksAreUncertain = false
    /// A block closed by an `end` that stands further left than its beginning: where an `end` may be missing.
    var suspect: (opener: SourceRange, word: String)?

    init(_ lexed: Lexed, source: SourceText, language: Language, names: KnownNames = .builtIn) {
        self.names = names
        self.source = source
        self.language = language
        tokens = lexed.tokens
        diagnostics = lexed.diagnostics
        brokenEnds = lexed.brokenEnds
    }

    // MARK: The cursor
    // What only looks and is asked often is inlined: a parser is half a kilobyte, and a call that may not change it copies it.

    @inline(__always) var current: Token { tokens[at] }
    @inline(__always) var keyword: Keyword { tokens[at].keyword }

    /// The token this many places on; the end of the file goes on for ever.
    @inline(__always)
    func peek(_ distance: Int = 1) -> Token { tokens[min(at + distance, tokens.count - 1)] }

    @inline(__always)
    mutating func advance() { if at < tokens.count - 1 { at += 1 } }

    /// Where the last token that was read ends.
    var previousEnd: Int { at > 0 ? Int(tokens[at - 1].end) : 0 }

    @inline(__always)
    func range(from start: Int) -> SourceRange { SourceRange(start, max(start, previousEnd)) }

    @inline(__always)
    mutating func accept(_ keyword: Keyword) -> Bool {
        guard tokens[at].keyword == keyword else { return false }
        at += 1
        return true
    }

    @inline(__always)
    mutating func acceptToken(_ kind: Token.Kind) -> Bool {
        guard tokens[at].kind == kind, kind != .endOfFile else { return false }
        at += 1
        return true
    }

    /// The first place from here that is no comma or full stop.
    @inline(__always)
    func indexPastSugar() -> Int {
        var index = at
        while tokens[index].kind == .comma || tokens[index].kind == .pause { index += 1 }
        return index
    }

    @inline(__always)
    func keywordPastSugar() -> Keyword { tokens[indexPastSugar()].keyword }

    @inline(__always)
    mutating func skipSugar() { at = indexPastSugar() }

    @inline(__always)
    mutating func acceptPastSugar(_ keyword: Keyword) -> Bool {
        let index = indexPastSugar()
        guard tokens[index].keyword == keyword else { return false }
        at = index + 1
        return true
    }

    // MARK: Texts

    func text(_ token: Token) -> String { source.value(of: token) }

    /// A token as a complaint shows it: as written, cut where it is long; nil for the end of the file.
    func shown(_ token: Token) -> String? {
        if token.kind == .endOfFile, token.start == token.end { return nil }
        if token.keyword != .none, source.bytes[Int(token.start)] < 0x80 { return token.keyword.spelling() }
        let written = source.text(token.range).split(separator: "\n").first.map(String.init) ?? ""
        return written.count > 40 ? written.prefix(39) + "…" : written
    }

    // MARK: Complaints

    mutating func report(_ problem: Problem, _ range: SourceRange, fix: Diagnostic.Fix? = nil) {
        let isRepeated = at == complainedAt
        complainedAt = at
        complaints += 1
        guard muted == 0, !isRepeated, !isTorn, complaints <= Self.mostComplaints, !followsBrokenText else { return }
        diagnostics.append(problem.diagnostic(range, fix: fix, in: language))
    }

    mutating func report(_ problem: Problem, _ range: SourceRange, fix: String) {
        report(problem, range, fix: .init(range, fix))
    }

    /// Says it in place of what the lexer has said of this piece, for the parser knows what stands there.
    mutating func reportInstead(_ problem: Problem, _ range: SourceRange, fix: String?) {
        complaints += 1
        guard muted == 0, complaints <= Self.mostComplaints else { return }
        diagnostics.removeAll { $0.range.start >= range.start && $0.range.end <= range.end }
        diagnostics.append(problem.diagnostic(range, fix: fix.map { .init(range, $0) }, in: language))
    }

    /// Reports and gives up the production.
    mutating func fail(_ problem: Problem, _ range: SourceRange, fix: Diagnostic.Fix? = nil) -> Panic {
        report(problem, range, fix: fix)
        return Panic()
    }

    mutating func failExpecting(_ expectations: Expectation...) -> Panic {
        fail(.expected(expectations, found: shown(current)), place(of: current))
    }

    /// Where a complaint about a missing thing points: at the token in its place, or just after the text at the end of the file.
    func place(of token: Token) -> SourceRange {
        guard token.kind == .endOfFile, at > 0 else { return token.range }
        return SourceRange(previousEnd, previousEnd)
    }

    private var followsBrokenText: Bool {
        guard !brokenEnds.isEmpty, at > 0 else { return false }
        return isBroken(tokens[at - 1].end) || isBroken(tokens[at].end)
    }

    private func isBroken(_ end: Int32) -> Bool {
        var low = 0
        var high = brokenEnds.count
        while low < high {
            let middle = (low + high) / 2
            if brokenEnds[middle] < end { low = middle + 1 } else { high = middle }
        }
        return low < brokenEnds.count && brokenEnds[low] == end
    }

    // MARK: Misspelt keywords

    /// Reads a keyword that must stand here; a misspelt one is reported and taken for it.
    mutating func expect(_ keyword: Keyword) throws(Panic) {
        skipSugarBefore(keyword)
        if accept(keyword) { return }
        if mend(among: [keyword]), accept(keyword) { return }
        throw failExpecting(.keyword(keyword))
    }

    mutating func expect(_ kind: Token.Kind, _ sign: String) throws(Panic) {
        if !acceptToken(kind) { throw failExpecting(.sign(sign)) }
    }

    mutating func skipSugarBefore(_ keyword: Keyword) {
        let index = indexPastSugar()
        if tokens[index].keyword == keyword { at = index }
    }

    /// Takes the name here for the keyword it is nearest to, and says so; false where none is near.
    mutating func mend(among keywords: [Keyword]) -> Bool {
        guard current.kind == .name, let nearest = nearest(at, among: keywords, isKeyword: true) else { return false }
        let (keyword, last, word) = nearest
        report(.misspelt(text(current), suggestion: word), current.range, fix: word)
        complainedAt = -1
        tokens[last] = Token(.keyword, keyword, start: Int(current.start), end: Int(tokens[last].end))
        at = last
        return true
    }

    /// The keyword that the name at a place probably means, the last token of its phrase, and its first word as it should be.
    ///
    /// - Parameter isKeyword: a keyword must stand here; two Chinese characters of which one is right are near to it then, and else
    ///   more likely a name.
    func nearest(_ index: Int, among keywords: [Keyword], isKeyword: Bool = false) -> (keyword: Keyword, last: Int, word: String)? {
        guard tokens[index].kind == .name else { return nil }
        if isWide(tokens[index]) { return nearestChinese(index, among: keywords, isKeyword: isKeyword) }
        let phrases = keywords.map(\.words)
        guard let word = closest(to: text(tokens[index]), among: phrases.compactMap(\.first)) else { return nil }
        let candidates = zip(keywords, phrases).filter { $0.1.first == word }.sorted { $0.1.count > $1.1.count }
        for (keyword, phrase) in candidates where index + phrase.count < tokens.count {
            let written = (1..<phrase.count).map { text(tokens[index + $0]).lowercased() }
            if written.elementsEqual(phrase.dropFirst()) { return (keyword, index + phrase.count - 1, word) }
        }
        return nil
    }

    // MARK: Recovery

    mutating func enter() throws(Panic) {
        if depth >= Self.deepest { throw fail(.tooDeep(Self.deepest), current.range) }
        depth += 1
    }

    mutating func leave() { depth -= 1 }

    /// Moves on to where a step, a header, an `end` or an item may begin, or to one of these keywords.
    mutating func synchronize(alsoAt others: Keyword...) {
        if complaints > Self.mostComplaints { at = tokens.count - 1 }
        while current.kind != .endOfFile {
            let keyword = keyword
            if keyword != .none {
                if keyword.beginsStep || beginsSendByChannel || keyword.closesBlock || keyword == .when || others.contains(keyword) { return }
                if keyword.beginsHeader, !keyword.isAllowedAsName || isFirstOnLine(current) { return }
                if beginsItem, isFirstOnLine(current) { return }
            }
            advance()
        }
    }

    /// A declaration begins here, as far as the next words tell.
    var beginsItem: Bool {
        switch keyword {
        case .customer:
            peek().keyword == .end || beginsName(peek()) && (peek(2).keyword.isType || peek(2).keyword == .also || peek(2).kind == .name)
        case .policy:
            peek().keyword == .end || peek().keyword == .every || peek().keyword == .forEachCustomer
                || Self.policyRules.contains(peek().keyword) || peek().kind == .name
        case .test: peek().kind == .text || beginsName(peek()) && isFirstOnLine(current)
        // Of a condition of the policy.
        case _ where at > 0 && tokens[at - 1].keyword == .alertWhen: false
        default: keyword.beginsItem && beginsName(peek())
        }
    }

    /// Layout means nothing to programs; to guess where a broken one goes on it is the best there is.
    func isFirstOnLine(_ token: Token) -> Bool {
        var offset = Int(token.start)
        while offset > 0 {
            offset -= 1
            if source.bytes[offset] == 0x0A { return true }
            if source.bytes[offset] > 0x20 { return false }
        }
        return true
    }

    /// The white space before the first thing on the line of this offset, in bytes.
    func indentation(at offset: Int) -> Int {
        let start = source.lineStarts[source.line(at: offset) - 1]
        var end = start
        while end < source.bytes.count, source.bytes[end] == 0x20 || source.bytes[end] == 0x09 { end += 1 }
        return end - start
    }
}

extension Keyword {
    /// A verb, with which a step begins.
    var beginsStep: Bool {
        switch self {
        case .send, .wait, .waitUntil, .waitUpTo, .ifSo, .if, .split, .repeat, .repeatUpTo, .set, .add, .tag, .untag, .give,
            .record,
            .start, .leave, .stop, .label:
            true
        default: false
        }
    }

    /// What stands after the last step of a block.
    var closesBlock: Bool { self == .end || self == .else || self == .elseIf }

    var beginsHeader: Bool {
        switch self {
        case .for, .forCustomersWhere, .forEach, .forEachCustomer, .again, .againAfter, .againAlways, .once, .goal, .exit, .exitWhen, .holdOut,
            .rollOutTo,
            .from, .priority, .owner, .expires, .class:
            true
        default: false
        }
    }

    var beginsItem: Bool {
        switch self {
        case .journey, .event, .customer, .audience, .message, .coupon, .channel, .policy, .calendar, .test: true
        default: false
        }
    }
}

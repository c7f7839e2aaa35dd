/// Verbs of other tools and of everyday speech, which the language says with its own.
extension Parser {
    private static let verbsOfOthers: [String: String] = [
        "email": "send", "mail": "send", "sms": "send", "notify": "send", "push": "send", "deliver": "send", "dispatch": "send",
        "sent": "send", "sending": "send", "sends": "send",
        "pause": "wait", "delay": "wait", "sleep": "wait", "hold": "wait",
        "assign": "set", "update": "set", "change": "set",
        "increase": "add", "increment": "add", "remove": "untag", "delete": "untag",
        "loop": "repeat up to", "branch": "if", "emit": "record", "track": "record", "log": "record",
        "launch": "start", "begin": "start", "enroll": "start", "quit": "stop", "finish": "stop", "otherwise": "else",
    ]

    /// The verb that says it in the language; nil for any other word.
    static func verbOfOthers(_ word: String) -> String? { verbsOfOthers[word.lowercased()] }

    /// `message coupon via wecom` at the place of a step: no declaration of a message.
    var isMeantAsVerb: Bool {
        guard keyword == .message, beginsName(peek()) else { return false }
        return peek(2).keyword == .via || peek(2).keyword == .with
    }

    /// A verb that the language says otherwise: reported and read as it; `email coupon` names the channel, too.
    mutating func mendVerb() -> Bool {
        let token = current
        let word = text(token)
        guard token.kind == .name || isMeantAsVerb, let ours = isMeantAsVerb ? "send" : Self.verbOfOthers(word) else { return false }
        let verb: Keyword? = Keyword.allCases.first { ($0.beginsStep || $0 == .else) && $0.spelling() == ours }
        guard let verb else { return false }
        let isChannel = ["email", "sms", "push"].contains(word.lowercased())
        if verb == .send, isChannel, beginsName(peek()), keywordAfter(1) != .via {
            let mended = "send \(source.text(peek().range)) via \(word.lowercased())"
            report(.verbOfOthers(word, ours: mended), range(at, at + 1), fix: mended)
            advance()
            advance()
            return true
        }
        // `increase points by 10`
        if verb == .add, beginsName(peek()), text(peek(2)).lowercased() == "by", peek(3).kind == .integer || peek(3).kind == .decimal {
            let mended = "add \(source.text(peek(3).range)) to \(source.text(peek().range))"
            report(.verbOfOthers(word, ours: mended), range(at, at + 3), fix: mended)
            at += 4
            return true
        }
        // `pause for 2 days`, `remove tag vip`
        let isLonger = verb == .wait && peek().keyword == .for && peek(2).kind == .duration || verb == .untag && peek().keyword == .tag
        let last = isLonger ? at + 1 : at
        report(.verbOfOthers(word, ours: ours), range(at, last), fix: ours)
        at = last
        tokens[at] = Token(.keyword, verb, start: Int(token.start), end: Int(tokens[at].end))
        if isLonger { complainedAt = -1 }
        return true
    }

    private func keywordAfter(_ distance: Int) -> Keyword { peek(distance + 1).keyword }
}

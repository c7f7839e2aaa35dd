/// `a customer browses but does not buy`: a story about a customer, put into the names of events.
extension Parser {
    /// Reports the trigger that is being read, if it is a story.
    mutating func rejectProse() throws(Panic) {
        if let triggerAt { try rejectProse(from: triggerAt) }
    }

    /// Reports the story that begins at this token, if it is one.
    mutating func rejectProse(from first: Int) throws(Panic) {
        guard let (last, mended) = prose(from: first) else { return }
        let range = range(first, last)
        report(.prose(mended: mended), range, fix: mended.map { .init(range, $0) })
        at = last + 1
        throw Panic()
    }

    private static let subjects: Set = [
        "customer", "customers", "user", "users", "contact", "contacts", "visitor", "visitors", "subscriber", "subscribers", "member", "members",
        "buyer", "buyers", "shopper", "shoppers", "client", "clients", "lead", "leads", "person", "people", "someone", "somebody", "anyone",
        "anybody", "everyone", "everybody", "nobody", "who", "they", "he", "she", "it", "there",
    ]
    private static let articles: Set = ["a", "an", "the", "any", "some", "each", "my", "our", "your", "their", "his", "her", "something", "anything"]
    private static let auxiliaries: Set = ["has", "have", "had", "does", "do", "did", "is", "are", "was", "were", "gets", "got", "just", "also", "never"]

    /// Words that go on with a sentence and can be no part of an event's name.
    static let connectives: Set<String> = subjects.union(auxiliaries).union([
        "unless", "only", "remove", "holdout", "rollout", "control", "maximum", "max", "until", "since", "after", "because", "while", "whenever",
    ]).union(comparisonsInWords.keys)

    private func word(_ token: Token) -> String {
        token.kind == .name || token.keyword == .customer || token.keyword == .every || token.keyword == .is ? text(token).lowercased() : ""
    }

    /// The last token of a story, and what it comes to; nil where nothing but names and words of the language stands here.
    private func prose(from first: Int) -> (last: Int, mended: String?)? {
        var story = Story()
        var index = first
        while index < tokens.count - 1, story.take(tokens[index], word(tokens[index]), tokens[index + 1], self) { index += story.length }
        guard story.isProse, index > first else { return nil }
        return (index - 1, story.mended)
    }

    /// A story, read word by word.
    private struct Story {
        /// Something in it is no name and no word of the language.
        var isProse = false
        private var words: [String] = []
        private var isAtVerb = true
        /// Nothing but a negation so far: `nobody bought`.
        private var isSilence = false
        /// Tokens that the last word took.
        var length = 1

        var mended: String? {
            guard let last = words.last, !["but", "but not", "and", "or", "then", "no"].contains(last) else { return nil }
            return words.joined(separator: " ")
        }

        /// Reads one more word; false where the story is over.
        mutating func take(_ token: Token, _ word: String, _ next: Token, _ parser: Parser) -> Bool {
            length = 1
            if isSpan(token, word), next.kind == .duration {
                words += [isSilence ? "for" : "within", parser.source.text(next.range)]
                isAtVerb = false
                length = 2
                return true
            }
            switch token.keyword {
            case .and, .or: return join(token.keyword.spelling())
            case .but, .butNot: return join(token.keyword.spelling())
            case .then where !next.keyword.beginsStep: return join("then")
            case .not: return negate()
            case .to where !isAtVerb && next.kind == .name && !words.isEmpty:
                words[words.count - 1] += "_to"
                return true
            case .none, .customer, .every, .is: break
            default: return false
            }
            guard !word.isEmpty, !parser.isWide(token) else { return false }
            return isAtVerb ? verb(word, next) : object(word, next)
        }

        private func isSpan(_ token: Token, _ word: String) -> Bool {
            token.keyword == .within || token.keyword == .in || token.keyword == .for || word == "since" || word == "over" || word == "after"
        }

        private mutating func join(_ word: String) -> Bool {
            guard !words.isEmpty, !isAtVerb else { return word == "then" }
            words.append(word)
            isAtVerb = true
            return true
        }

        private mutating func negate() -> Bool {
            switch words.last {
            case nil: (words, isSilence) = (["no"], true)
            case "and", "but": words[words.count - 1] = "but not"
            case "but not", "no": break
            default:
                guard !isAtVerb else { return false }
                words.append("but not")
                isAtVerb = true
            }
            return true
        }

        private mutating func verb(_ word: String, _ next: Token) -> Bool {
            // One of these words alone is the name of an event.
            let goesOn = next.kind == .name || next.keyword == .not || next.keyword == .customer || next.keyword == .is
            if word == "nobody" || word == "never" || word == "no" {
                isProse = true
                return negate()
            }
            if goesOn, subjects.contains(word) || articles.contains(word) || auxiliaries.contains(word) {
                isProse = true
                return true
            }
            if next.kind == .name, Self.adverbs.contains(word) { return true }
            words.append(Self.past(word))
            isAtVerb = false
            return true
        }

        private mutating func object(_ word: String, _ next: Token) -> Bool {
            if word == "unless" { 
                words.append("but not")
                (isProse, isAtVerb) = (true, true)
                return true
            }
            if auxiliaries.contains(word), next.keyword == .not || next.kind == .name {
                isProse = true
                return true
            }
            if articles.contains(word) {
                isProse = true
                return true
            }
            guard !words.isEmpty, next.kind != .integer else { return false }
            words[words.count - 1] += "_" + word
            return true
        }

        private static let adverbs: Set = ["first", "newly", "recently", "finally", "already"]

        private static let irregular = [
            "buy": "bought", "pay": "paid", "leave": "left", "send": "sent", "read": "read", "spend": "spent", "get": "got", "go": "went", "begin": "begun",
            "sell": "sold", "win": "won", "make": "made", "take": "took", "write": "wrote", "come": "came", "see": "saw", "give": "gave", "lose": "lost",
            "shop": "shopped", "drop": "dropped", "log": "logged", "cancel": "cancelled", "refer": "referred", "submit": "submitted",
        ]

        /// The past of an English verb, as events are named.
        static func past(_ word: String) -> String {
            guard word.utf8.allSatisfy({ (0x61...0x7A).contains($0) }), !word.hasSuffix("ed"), !irregular.values.contains(word), word.utf8.count > 2
            else { return word }
            if let past = irregular[word] { return past }
            var base = word
            if base.hasSuffix("ies") {
                base = base.dropLast(3) + "y"
            } else if ["sses", "ches", "shes", "xes", "oes"].contains(where: base.hasSuffix) {
                base.removeLast(2)
            } else if base.hasSuffix("s"), !base.hasSuffix("ss") {
                base.removeLast()
            } else if base.hasSuffix("ing") {
                return word
            }
            if let past = irregular[base] { return past }
            if base.hasSuffix("e") { return base + "d" }
            if base.hasSuffix("y"), let before = base.dropLast().last, !"aeiou".contains(before) { return base.dropLast() + "ied" }
            return base + "ed"
        }
    }
}

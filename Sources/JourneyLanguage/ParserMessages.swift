extension Parser {
    /// `"message" names {body} "end"`
    mutating func message() throws(Panic) -> MessageDeclaration {
        let opener = current
        advance()
        let names = try names(.contentName)
        var bodies: [MessageDeclaration.Body] = []
        var channels: Set<String> = []
        lines(opener) { parser throws(Panic) in
            let body = try parser.body()
            if !channels.insert(body.channel.text).inserted {
                parser.report(.duplicateRule("for \(body.channel.text)"), body.channel.range)
            }
            bodies.append(body)
        }
        return MessageDeclaration(
            name: names.name, also: names.also, title: names.title, bodies: bodies, range: range(from: Int(opener.start)))
    }

    /// `"for" name (TEXT | part {part})`
    mutating func body() throws(Panic) -> MessageDeclaration.Body {
        let start = Int(current.start)
        var isRead = accept(.for)
        if !isRead { isRead = try mendBody() }
        guard isRead || mend(among: [.for]) && accept(.for) else { throw failExpecting(.keyword(.for), .keyword(.end)) }
        let channel = try name(.channelName)
        var parts: [MessageDeclaration.Part] = []
        if current.kind == .text {
            parts.append(MessageDeclaration.Part(name: nil, text: try template()))
        } else {
            while beginsPart { parts.append(try part()) }
            if parts.isEmpty {
                if mendUnquotedText() { throw Panic() }
                throw failExpecting(.part)
            }
        }
        return MessageDeclaration.Body(channel: channel, parts: parts, range: range(from: start))
    }

    private var beginsPart: Bool {
        let index = indexPastSugar()
        return tokens[index].kind != .text && beginsName(tokens[index]) && tokens[min(index + 1, tokens.count - 1)].kind == .text
            && !tokens[index].keyword.beginsItem
    }

    /// `word TEXT`
    mutating func part() throws(Panic) -> MessageDeclaration.Part {
        skipSugar()
        let name = try word(.name)
        return MessageDeclaration.Part(name: name, text: try template())
    }
}

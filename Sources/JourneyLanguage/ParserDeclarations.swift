extension Parser {
    /// `"channel" name [TEXT] {setting} "end"`
    mutating func channel() throws(Panic) -> ChannelDeclaration? {
        let opener = current
        advance()
        if keyword.beginsItem, isFirstOnLine(current) { throw failExpecting(.channelName) }
        let name = try name(.channelName)
        try also()
        let title = optionalText()
        var declaration = ChannelDeclaration(
            name: name, title: title, settings: [], retries: nil, range: SourceRange(Int(opener.start), Int(opener.end)))
        var keys: Set<String> = []
        while true {
            skipSugar()
            if current.kind == .endOfFile || keyword == .end || keyword == .when || beginsNextItem { break }
            let before = at
            do { try setting(&declaration, &keys) } catch {
                if at == before { advance() }
                skipLine()
            }
        }
        end(opener)
        declaration.range.end = previousEnd
        return declaration
    }

    /// Goes on with the rest of a block at its next line.
    private mutating func skipLine() {
        if complaints > Self.mostComplaints { at = tokens.count - 1 }
        while current.kind != .endOfFile, keyword != .end, keyword != .when, !isFirstOnLine(current) { advance() }
    }

    /// An item that begins a line and is followed by a name: the block before it was not closed.
    private var beginsNextItem: Bool {
        switch keyword {
        case .journey, .channel: isFirstOnLine(current) && beginsName(peek())
        default: false
        }
    }

    /// `["also" name {"," name}]`, read through
    private mutating func also() throws(Panic) {
        guard keyword == .also else { return }
        let start = Int(current.start)
        repeat {
            advance()
            _ = try name(.name)
        } while current.kind == .comma
        notYet("also", from: start)
    }

    /// `"retry" NUMBER "times" | name argument`
    mutating func setting(_ declaration: inout ChannelDeclaration, _ keys: inout Set<String>) throws(Panic) {
        let first = current
        let start = Int(first.start)
        if first.keyword == .retry, peek().kind == .integer {
            advance()
            let retries = try count(of: "this number of retries is", from: 0)
            if !accept(.time) { try expect(.times) }
            if declaration.retries != nil { report(.duplicateRule("retry"), first.range) }
            declaration.retries = retries
            return
        }
        if first.keyword == .limit, peek().kind == .integer {
            advance()
            advance()
            try expect(.per)
            advance()
            return notYet("limit", from: start)
        }
        guard beginsName(first), first.kind != .text, first.keyword != .env else { throw failExpecting(.setting, .keyword(.end)) }
        advance()
        let key = Name(text(first), first.range)
        let argument = try argument(of: key)
        let setting = ChannelDeclaration.Setting(key: key, argument: argument, range: range(from: start))
        if !keys.insert(key.text).inserted { report(.duplicateRule(key.text), first.range) }
        declaration.settings.append(setting)
    }

    /// `TEXT | NUMBER | DURATION | "true" | "false" | "env" NAME | name`
    mutating func argument(of key: Name) throws(Panic) -> ChannelDeclaration.Setting.Argument {
        let token = current
        switch token.kind {
        case .text:
            advance()
            return .text(text(token))
        case .integer, .decimal:
            advance()
            return .number(token.kind == .integer ? .integer(token.value) : .decimal(micros: token.value))
        case .duration:
            advance()
            return .duration(token.value)
        case .keyword where token.keyword == .true || token.keyword == .false:
            advance()
            return .boolean(token.keyword == .true)
        case .keyword where token.keyword == .env:
            advance()
            if beginsPlainArgument(peek()) { throw fail(.missingValue(of: "env"), token.range) }
            return .environment(try name(.name).text)
        case .name, .keyword:
            guard beginsName(token), !beginsPlainArgument(peek()) else { throw fail(.missingValue(of: key.text), key.range) }
            return .word(try name(.name).text)
        default: throw fail(.missingValue(of: key.text), key.range)
        }
    }

    /// What can be an argument and no key: the word before it is a key, so that the key before that one has no argument.
    private func beginsPlainArgument(_ token: Token) -> Bool {
        switch token.kind {
        case .text, .integer, .decimal, .duration: true
        default: token.keyword == .env || token.keyword == .true || token.keyword == .false
        }
    }

    /// `"policy" {policyRule} "end"`
    mutating func policy() throws(Panic) -> PolicyDeclaration? {
        let opener = current
        advance()
        var rules: [PolicyDeclaration.Rule] = []
        while true {
            skipSugar()
            if current.kind == .endOfFile || keyword == .end || keyword == .when || beginsNextItem { break }
            let before = at
            do { if let rule = try policyRule(after: rules) { rules.append(rule) } } catch {
                if at == before { advance() }
                skipLine()
            }
        }
        end(opener)
        return PolicyDeclaration(rules: rules, range: range(from: Int(opener.start)))
    }

    /// `"time zone" TEXT | "grace" DURATION`, and the rules that are not run yet
    mutating func policyRule(after others: [PolicyDeclaration.Rule]) throws(Panic) -> PolicyDeclaration.Rule? {
        let first = current
        let start = Int(first.start)
        if current.kind == .name {
            let rules: [Keyword] = [
                .timeZone, .grace, .quietFrom, .atMost, .requireConsent, .unique, .holdOut, .keepEvents, .end,
            ]
            if !mend(among: rules) { throw fail(.unknownPolicyRule(text(first)), first.range) }
            if keyword == .end { return nil }
        }
        let keyword = keyword
        advance()
        let kind: PolicyDeclaration.Rule.Kind
        switch keyword {
        case .timeZone: kind = .timeZone(try text())
        case .grace: kind = .grace(try duration())
        default:
            try policyRuleNotYet(keyword, first)
            return nil
        }
        let isSaidBefore = others.contains { other in
            switch (other.kind, kind) {
            case (.timeZone, .timeZone), (.grace, .grace): true
            default: false
            }
        }
        if isSaidBefore {
            report(.duplicateRule(keyword.spelling()), first.range)
            return nil
        }
        return PolicyDeclaration.Rule(kind, range(from: start))
    }

    private mutating func policyRuleNotYet(_ keyword: Keyword, _ first: Token) throws(Panic) {
        switch keyword {
        case .quietFrom:
            guard acceptToken(.time) else { throw failExpecting(.value) }
            try expect(.to)
            guard acceptToken(.time) else { throw failExpecting(.value) }
        case .atMost, .stopAfter:
            _ = acceptToken(.integer)
            try expect(.message)
            try expect(.per)
            _ = try duration()
        case .requireConsent, .onlyToTag: _ = try name(.name)
        case .unique:
            repeat { _ = try name(.name) } while acceptToken(.comma)
        case .holdOut: try percent()
        case .keepEvents: _ = try duration()
        case .catchUpAt:
            _ = acceptToken(.integer)
            try expect(.per)
            advance()
        default:
            at -= 1
            throw fail(.unknownPolicyRule(shown(first) ?? ""), first.range)
        }
        if accept(.via) { _ = try name(.channelName) }
        notYet(keyword.spelling(), from: Int(first.start))
    }
}

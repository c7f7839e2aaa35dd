extension Parser {
    /// `"channel" names {setting} "end"`
    mutating func channel() throws(Panic) -> ChannelDeclaration {
        let opener = current
        advance()
        if keyword.beginsItem, isFirstOnLine(current) { throw failExpecting(.channelName) }
        let names = try names(.channelName)
        var declaration = ChannelDeclaration(
            name: names.name, also: names.also, title: names.title, settings: [], retries: nil, range: opener.range)
        var keys: Set<String> = []
        lines(opener) { parser throws(Panic) in try parser.setting(&declaration, &keys) }
        declaration.range = range(from: Int(opener.start))
        return declaration
    }

    /// `"retry" NUMBER "times" | "limit" NUMBER "per" unit | word argument`
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
        if first.keyword == .limit, peek().kind == .integer || peek().keyword == .every {
            advance()
            let limit: ChannelDeclaration.Limit
            if let rate = try leadingRate(of: "this limit is") {
                limit = .init(count: rate.count, per: rate.per, range: range(from: start))
            } else {
                let count = try number(of: "this limit is")
                try expect(.per)
                limit = .init(count: count, per: try unit(), range: range(from: start))
            }
            if declaration.limits.contains(where: { $0.per == limit.per }) { report(.duplicateRule("limit"), first.range) }
            declaration.limits.append(limit)
            return
        }
        guard beginsName(first), first.kind != .text, first.keyword != .env else { throw failExpecting(.setting, .keyword(.end)) }
        advance()
        let key = Name(text(first), first.range)
        let argument = try argument(of: key)
        let setting = ChannelDeclaration.Setting(key: key, argument: argument, range: range(from: start))
        if !keys.insert(key.text).inserted { report(.duplicateRule(key.text), first.range) }
        declaration.settings.append(setting)
    }

    /// `TEXT | NUMBER | DECIMAL | DURATION | "true" | "false" | "env" word | word`
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
            return .environment(try word(.name).text)
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
}

extension Parser {
    /// `"policy" {policyRule} "end"`
    mutating func policy() throws(Panic) -> PolicyDeclaration {
        let opener = current
        advance()
        var rules: [PolicyDeclaration.Rule] = []
        lines(opener) { parser throws(Panic) in
            let first = parser.current
            guard let rule = try parser.policyRule() else { return }
            if rules.contains(where: { parser.isSame($0.kind, rule.kind) }) {
                parser.report(.duplicateRule(parser.shown(first) ?? ""), first.range)
            } else {
                rules.append(rule)
            }
        }
        return PolicyDeclaration(rules: rules, range: range(from: Int(opener.start)))
    }

    /// Each rule is said once; quiet hours once for each channel, caps once for each channel and span.
    private func isSame(_ a: PolicyDeclaration.Rule.Kind, _ b: PolicyDeclaration.Rule.Kind) -> Bool {
        switch (a, b) {
        case (.quiet(_, _, let a), .quiet(_, _, let b)): a?.text == b?.text
        case (.atMost(_, let a, let x), .atMost(_, let b, let y)): a.microseconds == b.microseconds && x?.text == y?.text
        case (.timeZone, .timeZone), (.grace, .grace), (.unique, .unique), (.holdOut, .holdOut), (.keepEvents, .keepEvents),
            (.onlyToTag, .onlyToTag), (.stopAfter, .stopAfter), (.catchUp, .catchUp):
            true
        case (.requireConsent(let a), .requireConsent(let b)): a.text == b.text
        case (.alert(let a, let x), .alert(let b, let y)): isSame(a, b) && x.text == y.text
        default: false
        }
    }

    /// `"time zone" TEXT | "grace" DURATION | quiet | atMost | "require consent" name | …`; nil where only an `end` was misspelt
    mutating func policyRule() throws(Panic) -> PolicyDeclaration.Rule? {
        let first = current
        if mendChineseRule() {
            while current.kind != .endOfFile, keyword != .end { advance() }
            return nil
        }
        try mendSpokenRule()
        if current.kind == .name {
            if !mend(among: Self.policyRules) { throw fail(.unknownPolicyRule(text(first)), first.range) }
            if keyword == .end { return nil }
        }
        if keyword == .every, peek().kind == .duration { return PolicyDeclaration.Rule(try leadingCap(), range(from: Int(first.start))) }
        let rule = keyword
        guard Self.policyRules.contains(rule) else { throw fail(.unknownPolicyRule(shown(first) ?? ""), first.range) }
        advance()
        let kind: PolicyDeclaration.Rule.Kind
        switch rule {
        case .timeZone: kind = .timeZone(try text())
        case .grace: kind = .grace(try duration())
        case .quietFrom: kind = try quiet()
        case .atMost: kind = try atMost()
        case .requireConsent: kind = .requireConsent(try purpose())
        case .unique: kind = .unique(try unique())
        case .holdOut: kind = .holdOut(try percent())
        case .keepEvents: kind = .keepEvents(try span(of: "this time"))
        case .onlyToTag: kind = .onlyToTag(try name(.tagName))
        case .stopAfter: kind = try stopAfter()
        case .alertWhen: kind = try alert()
        default: kind = try catchUp()
        }
        return PolicyDeclaration.Rule(kind, range(from: Int(first.start)))
    }

    static let policyRules: [Keyword] = [
        .timeZone, .grace, .quietFrom, .atMost, .requireConsent, .unique, .holdOut, .keepEvents, .onlyToTag, .stopAfter, .catchUpAt,
        .alertWhen, .end,
    ]

    /// `"quiet from" TIME "to" TIME ["via" name]`, after `quiet from`
    mutating func quiet() throws(Panic) -> PolicyDeclaration.Rule.Kind {
        let from = try time()
        if keyword == .until, isWide(current) {
            advance()
        } else if keyword == .until {
            report(.foreignOperator("until", ours: "to"), current.range, fix: "to")
            advance()
        } else {
            try expect(.to)
        }
        let to = try time()
        return .quiet(from: from, to: to, via: accept(.via) ? try name(.channelName) : nil)
    }

    /// `"at most" NUMBER "message" "per" DURATION ["via" name]`, after `at most`
    mutating func atMost() throws(Panic) -> PolicyDeclaration.Rule.Kind {
        let count = try number(of: "this cap is")
        try messageWord()
        let per = try period()
        return .atMost(count, per: per, via: accept(.via) ? try name(.channelName) : nil)
    }

    /// `name {"," name}`, after `unique`
    mutating func unique() throws(Panic) -> [Name] {
        var names = [try name(.attributeName)]
        while acceptToken(.comma) { names.append(try name(.attributeName)) }
        return names
    }

    /// `"stop after" NUMBER "message" "per" DURATION`, after `stop after`
    mutating func stopAfter() throws(Panic) -> PolicyDeclaration.Rule.Kind {
        if accept(.every) {
            let per = try span(of: "a period")
            let count = try number(of: "this fuse is")
            _ = accept(.message)
            return .stopAfter(count, per: per)
        }
        let count = try number(of: "this fuse is")
        try expect(.message)
        return .stopAfter(count, per: try period())
    }

    /// `"catch up at" NUMBER "per" unit`, after `catch up at`
    mutating func catchUp() throws(Panic) -> PolicyDeclaration.Rule.Kind {
        if let rate = try leadingRate(of: "this rate is") { return .catchUp(rate.count, per: rate.per) }
        let count = try number(of: "this rate is")
        try expect(.per)
        return .catchUp(count, per: try unit())
    }
}

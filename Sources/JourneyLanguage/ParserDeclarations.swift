/// Declarations: what they have in common, and those of the catalogue. Channels, policies, messages and tests have files of their own.
extension Parser {
    /// `{line} "end"`: lines up to the `end` of a block; where it is missing, up to the next item.
    ///
    /// - Parameter isLine: what looks like an item here and is a line of this block.
    mutating func lines(
        _ opener: Token, isLine: (Parser) -> Bool = { _ in false }, _ line: (inout Parser) throws(Panic) -> Void
    ) {
        var failures = 0
        var strangers = 0
        while true {
            skipSugar()
            if current.kind == .endOfFile || keyword == .end || (keyword == .when || beginsItem) && !isLine(self) { break }
            let before = (at, diagnostics.count)
            let isForeign = keyword.isReserved && keyword != .for
            do {
                try line(&self)
                (failures, strangers) = (0, 0)
            } catch {
                if at == before.0 {
                    // What follows a broken line and begins no line either says nothing new.
                    if failures > 0 { diagnostics.removeSubrange(min(before.1, diagnostics.count)...) }
                    blocksAreUncertain = true
                    strangers += 1
                    advance()
                }
                failures += 1
                // The lines of something else: this block is not what it seemed to be.
                if isForeign && !isLine(self) || strangers > 2 || failures > 4 {
                    blocksAreUncertain = true
                    while current.kind != .endOfFile, keyword != .end, keyword != .when, !beginsItem || isLine(self) { advance() }
                }
                skipLine()
            }
        }
        end(opener)
    }

    /// Goes on with the rest of a block at its next line.
    private mutating func skipLine() {
        if complaints > Self.mostComplaints { at = tokens.count - 1 }
        while current.kind != .endOfFile, keyword != .end, keyword != .when, !isFirstOnLine(current) { advance() }
    }

    /// `name ["also" name {"," name}] [TEXT]`: after `also` a comma goes on with the names.
    mutating func names(_ expectation: Expectation) throws(Panic) -> (name: Name, also: [Name], title: String?) {
        // `event added to cart`: `to` and `in` can follow no name here.
        let next = peek().keyword
        let name = next == .to || next == .in ? try nameInOneWord(expectation) : try name(expectation)
        let also = try also()
        return (name, also, expectation == .eventName && beginsField ? nil : optionalText())
    }

    /// A text here is the quoted name of a field, and no title: a type follows, and no further one.
    private var beginsField: Bool { current.kind == .text && peek().keyword.isType && !peek(2).keyword.isType && peek(2).keyword != .also }

    /// `["also" name {"," name}]`
    private mutating func also() throws(Panic) -> [Name] {
        guard accept(.also) else { return [] }
        var names: [Name] = []
        repeat { names.append(try name(.name)) } while acceptToken(.comma)
        return names
    }

    // MARK: Events and customers

    /// `"event" names ["from" TEXT] {field} "end"`
    mutating func eventDeclaration() throws(Panic) -> EventDeclaration {
        let opener = current
        advance()
        let names = try names(.eventName)
        var from: String?
        if keyword == .from, peek().kind == .text {
            advance()
            from = optionalText()
        }
        let fields = fields(opener)
        return EventDeclaration(
            name: names.name, also: names.also, title: names.title, from: from, fields: fields, range: range(from: Int(opener.start)))
    }

    /// `"customer" {field} "end"`
    mutating func customer() throws(Panic) -> CustomerDeclaration {
        let opener = current
        advance()
        let fields = fields(opener)
        return CustomerDeclaration(fields: fields, range: range(from: Int(opener.start)))
    }

    /// Of so few fields each is compared with those before it, which is sooner done than to hash its name.
    private static let fewFields = 8

    private mutating func fields(_ opener: Token) -> [Field] {
        var fields: [Field] = []
        var names: Set<String> = []
        lines(opener, isLine: { $0.peek().keyword.isType || $0.peek().keyword == .also }) { parser throws(Panic) in
            let field = try parser.field()
            let name = field.name.text
            if fields.count == Self.fewFields { names = Set(fields.lazy.map(\.name.text)) }
            let isFirst = fields.count < Self.fewFields ? !fields.contains { $0.name.text == name } : names.insert(name).inserted
            if !isFirst { parser.report(.duplicateRule(name), field.name.range) }
            fields.append(field)
        }
        return fields
    }

    /// `name ["also" name {"," name}] type`
    mutating func field() throws(Panic) -> Field {
        let start = Int(current.start)
        let name = try name(.propertyName, as: .other)
        let also = try also()
        return Field(name: name, also: also, kind: try type(), range: range(from: start))
    }

    /// `"number" | "text" | "boolean" | "date" | "time" | "list" | "one of" TEXT {"," TEXT}`
    mutating func type() throws(Panic) -> Field.Kind {
        let token = current
        advance()
        switch token.keyword {
        case .number: return .number
        case .text: return .text
        case .boolean: return .boolean
        case .date: return .date
        case .time: return .time
        case .list: return .list
        case .oneOf:
            var values = [try text()]
            while current.kind == .comma, peek().kind == .text {
                advance()
                values.append(try text())
            }
            return .oneOf(values)
        default: break
        }
        if token.kind != .endOfFile { at -= 1 }
        if beginsName(token), peek().keyword.isType || peek().keyword == .also {
            // The next field: this one has no type.
            report(.expected([.type], found: shown(token)), token.range)
            return .text
        }
        guard token.kind == .name, !isFirstOnLine(token) else {
            throw fail(.expected([.type], found: shown(token)), place(of: token))
        }
        let word = text(token)
        let ours = Self.typesOfOthers[word.lowercased()] ?? closest(to: word, among: Self.types)
        report(.unknownType(word, ours: ours), token.range, fix: ours.map { .init(token.range, $0) })
        advance()
        return .text
    }

    private static let types = ["number", "text", "boolean", "date", "time", "list"]

    private static let typesOfOthers = [
        "string": "text", "str": "text", "int": "number", "integer": "number", "float": "number", "double": "number",
        "decimal": "number", "money": "number", "bool": "boolean", "datetime": "date", "timestamp": "date", "array": "list",
    ]

    // MARK: Audiences, coupons, calendars

    /// `"audience" names "=" condition`
    mutating func audience() throws(Panic) -> AudienceDeclaration {
        let opener = current
        advance()
        let names = try names(.audienceName)
        if keyword == .where || keyword == .is || current.kind == .colon {
            report(.foreignOperator(shown(current) ?? "", ours: "="), current.range, fix: "=")
            advance()
        } else {
            try expect(.equal, "=")
        }
        if beginsItem, isFirstOnLine(current) { throw failExpecting(.condition) }
        let condition = try condition()
        return AudienceDeclaration(
            name: names.name, also: names.also, title: names.title, condition: condition, range: range(from: Int(opener.start)))
    }

    /// `"coupon" names {couponRule} "end"`
    mutating func coupon() throws(Panic) -> CouponDeclaration {
        let opener = current
        advance()
        let names = try names(.name)
        var rules: [CouponDeclaration.Rule] = []
        lines(opener) { parser throws(Panic) in
            let first = parser.current
            let rule = try parser.couponRule()
            let isSaidBefore = rules.contains { other in
                switch (other.kind, rule.kind) {
                case (.codesFrom, .codesFrom), (.stock, .stock), (.forEachCustomer, .forEachCustomer), (.valid, .valid): true
                default: false
                }
            }
            if isSaidBefore {
                parser.report(.duplicateRule(parser.source.text(rule.range)), first.range)
            } else {
                rules.append(rule)
            }
        }
        return CouponDeclaration(
            name: names.name, also: names.also, title: names.title, rules: rules, range: range(from: Int(opener.start)))
    }

    /// `"codes from" TEXT | "stock" NUMBER | NUMBER "for each customer" | "valid" DURATION`
    mutating func couponRule() throws(Panic) -> CouponDeclaration.Rule {
        let start = Int(current.start)
        let kind: CouponDeclaration.Rule.Kind
        if current.kind == .integer {
            let share = try count(of: "this number of codes is")
            try expect(.forEachCustomer)
            kind = .forEachCustomer(share)
        } else {
            if accept(.forEachCustomer) {
                let share = try count(of: "this number of codes is")
                return CouponDeclaration.Rule(kind: .forEachCustomer(share), range: range(from: start))
            }
            _ = mend(among: [.codesFrom, .stock, .valid])
            let rule = keyword
            switch rule {
            case .codesFrom, .stock, .valid: advance()
            default: throw failExpecting(.couponRule, .keyword(.end))
            }
            switch rule {
            case .codesFrom: kind = .codesFrom(try text())
            case .stock: kind = .stock(try number(of: "this stock is"))
            default: kind = .valid(try span(of: "a validity"))
            }
        }
        return CouponDeclaration.Rule(kind: kind, range: range(from: start))
    }

    /// `"calendar" names {days} "end"`
    mutating func calendar() throws(Panic) -> CalendarDeclaration {
        let opener = current
        advance()
        let names = try names(.name)
        var all: [CalendarDeclaration.Days] = []
        lines(opener) { parser throws(Panic) in all.append(try parser.days()) }
        return CalendarDeclaration(
            name: names.name, also: names.also, title: names.title, days: all, range: range(from: Int(opener.start)))
    }

    /// `("holiday" | "workday") date ["to" date]`
    mutating func days() throws(Panic) -> CalendarDeclaration.Days {
        let start = Int(current.start)
        if keyword != .holiday, keyword != .workday { _ = mend(among: [.holiday, .workday]) }
        let isWorkday = keyword == .workday
        guard isWorkday || keyword == .holiday else { throw failExpecting(.keyword(.holiday), .keyword(.workday), .keyword(.end)) }
        advance()
        let from = try date()
        let to = accept(.to) || keyword == .until && isWide(current) && accept(.until) ? try date() : nil
        return CalendarDeclaration.Days(isWorkday: isWorkday, from: from, to: to, range: range(from: start))
    }
}

extension Keyword {
    var isType: Bool {
        switch self {
        case .number, .text, .boolean, .date, .time, .list, .oneOf: true
        default: false
        }
    }
}

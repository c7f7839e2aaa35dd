extension Parser {
    /// `expression`, where a bare name would be no condition
    mutating func condition() throws(Panic) -> Expression {
        let expression = try expression()
        try checkCondition(expression)
        return expression
    }

    /// `conjunction {"or" conjunction}`
    mutating func expression() throws(Panic) -> Expression {
        try enter()
        defer { leave() }
        return try chain(.or, .or) { parser throws(Panic) in try parser.conjunction() }
    }

    /// `negation {"and" negation}`
    mutating func conjunction() throws(Panic) -> Expression {
        try chain(.and, .and) { parser throws(Panic) in try parser.negation() }
    }

    @inline(__always)
    private mutating func chain(
        _ keyword: Keyword, _ operation: Expression.BinaryOperator, _ operand: (inout Parser) throws(Panic) -> Expression
    ) throws(Panic) -> Expression {
        var left = try operand(&self)
        while self.keyword == keyword {
            let tall = height
            try checkCondition(left)
            let before = previousEnd
            advance()
            let right = try operand(&self)
            try checkCondition(right, joinedAt: before)
            left = try joined(operation, left, right, tall)
        }
        return left
    }

    /// `"not" negation | comparison`
    mutating func negation() throws(Panic) -> Expression {
        // `not in` is one keyword, and before `audience` it is two words.
        if keyword == .notIn, peek().keyword == .audience, beginsName(peek(2)) {
            tokens[at].keyword = .not
            tokens[at + 1].keyword = .inAudience
        }
        guard keyword == .not else { return try comparison() }
        let start = Int(current.start)
        advance()
        try enter()
        defer { leave() }
        let operand = try negation()
        try checkCondition(operand)
        return try unary(.not, operand, start)
    }

    /// `arithmetic [comparison sign arithmetic | …]`
    mutating func comparison() throws(Panic) -> Expression {
        let left = try arithmetic()
        let tall = height
        let start = left.range.start
        try mendComparison()
        let token = current
        var compared: Expression
        if let operation = comparisonOperator(token) {
            advance()
            compared = try joined(operation, left, try arithmetic(), tall)
        } else {
            switch token.keyword {
            case .isKnown, .isUnknown:
                advance()
                compared = Expression(.isKnown(left, negated: token.keyword == .isUnknown), range(from: start))
            case .between:
                advance()
                let low = try arithmetic()
                let lowHeight = height
                if keyword != .until || !isWide(current) { try expect(.and) } else { advance() }
                let high = try arithmetic()
                acceptCloser(.between)
                compared = Expression(.between(left, low, high), range(from: start))
                height = max(height, lowHeight, tall) + 1
            case .in, .notIn: compared = try membership(left, tall)
            default: return left
            }
        }
        if comparisonOperator(current) != nil { throw fail(.chainedComparison, current.range) }
        compared.range = range(from: start)
        return compared
    }

    private func comparisonOperator(_ token: Token) -> Expression.BinaryOperator? {
        switch token.kind {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .keyword:
            switch token.keyword {
            case .is: .is
            case .isNot: .isNot
            case .contains: .contains
            case .startsWith: .startsWith
            default: nil
            }
        default: nil
        }
    }

    /// Ways to compare that people write and the language spells otherwise: said, and read as what they mean.
    private mutating func mendComparison() throws(Panic) {
        let token = current
        let next = peek()
        var ours: (Token.Kind, Keyword)?
        switch (token.keyword, next.keyword) {
        case (.is, .in), (.is, .between), (.is, .contains), (.is, .startsWith): ours = (.keyword, next.keyword)
        case (.isNot, .in): ours = (.keyword, .notIn)
        case (.is, .atLeast): ours = (.greaterOrEqual, .none)
        case (.is, .atMost): ours = (.lessOrEqual, .none)
        default: break
        }
        if let (kind, keyword) = ours {
            let written = "\(token.keyword.spelling()) \(next.keyword.spelling())"
            let spelling = kind == .keyword ? keyword.spelling() : kind == .greaterOrEqual ? ">=" : "<="
            report(.foreignOperator(written, ours: spelling), range(at, at + 1), fix: spelling)
            advance()
            tokens[at] = Token(kind, keyword, start: Int(token.start), end: Int(next.end))
        } else if token.keyword == .isNot, next.kind == .name, text(next).lowercased() == "known" {
            report(.foreignOperator("is not known", ours: "is unknown"), range(at, at + 1), fix: "is unknown")
            advance()
            tokens[at] = Token(.keyword, .isUnknown, start: Int(token.start), end: Int(next.end))
        } else if token.keyword == .atLeast || token.keyword == .atMost {
            let sign = token.keyword == .atLeast ? ">=" : "<="
            report(.foreignOperator(token.keyword.spelling(), ours: sign), token.range, fix: sign)
            tokens[at] = Token(sign == ">=" ? .greaterOrEqual : .lessOrEqual, start: Int(token.start), end: Int(token.end))
        }
    }

    /// `("in" | "not in") "(" arithmetic {"," arithmetic} ")"`
    mutating func membership(_ left: Expression, _ leftHeight: Int) throws(Panic) -> Expression {
        let negated = keyword == .notIn
        advance()
        try expect(.leftParenthesis, "(")
        var members: [Expression] = []
        var tall = leftHeight
        repeat {
            members.append(try arithmetic())
            tall = max(tall, height)
        } while acceptToken(.comma)
        try expect(.rightParenthesis, ")")
        height = tall + 1
        return Expression(.isIn(left, members, negated: negated), range(from: left.range.start))
    }

    /// `term {("+" | "-") term}`
    mutating func arithmetic() throws(Panic) -> Expression {
        var left = try term()
        while current.kind == .plus || current.kind == .minus {
            let tall = height
            let operation: Expression.BinaryOperator = current.kind == .plus ? .plus : .minus
            advance()
            left = try joined(operation, left, try term(), tall)
        }
        return left
    }

    /// `factor {("*" | "/") factor}`
    mutating func term() throws(Panic) -> Expression {
        var left = try factor()
        while current.kind == .star || current.kind == .slash {
            let tall = height
            let operation: Expression.BinaryOperator = current.kind == .star ? .times : .divided
            advance()
            left = try joined(operation, left, try factor(), tall)
        }
        return left
    }

    /// `"-" factor | "(" expression ")" | literal | history | measure | "now" | "weekday" | "time" | "days since" name | … | path`
    mutating func factor() throws(Panic) -> Expression {
        let token = current
        height = 0
        if beginsLeadingHistory { return try leadingHistory() }
        if beginsHistory { return try history() }
        switch token.kind {
        case .minus:
            advance()
            try enter()
            defer { leave() }
            return try unary(.minus, try factor(), Int(token.start))
        case .leftParenthesis:
            advance()
            let inner = try expression()
            try expect(.rightParenthesis, ")")
            return inner
        case .name: return try pathOrForgottenSpan()
        case .keyword: return try word()
        default: return try literal()
        }
    }

    /// The keywords that begin a value, and those that may be names.
    private mutating func word() throws(Panic) -> Expression {
        let token = current
        let start = Int(token.start)
        if token.keyword.isAllowedAsName, peek().kind == .dot { return path() }
        switch token.keyword {
        case .true, .false: return try literal()
        case .numberOf, .sumOf, .averageOf, .maxOf, .minOf: return try measure()
        case .now, .weekday, .time:
            advance()
            return Expression(token.keyword == .now ? .now : token.keyword == .weekday ? .weekday : .timeOfDay, token.range)
        case .hasTag:
            advance()
            return Expression(.hasTag(try name(.tagName)), range(from: start))
        case .inAudience:
            advance()
            return Expression(.inAudience(try name(.audienceName)), range(from: start))
        case .consentedTo:
            advance()
            return Expression(.consentedTo(try purpose()), range(from: start))
        case .reachableVia:
            advance()
            return Expression(.reachableVia(try name(.channelName)), range(from: start))
        case .daysSince:
            advance()
            let event = try name(.eventName)
            acceptCloser(.daysSince)
            return Expression(.daysSince(event), range(from: start))
        case .given where beginsName(peek()):
            advance()
            return Expression(.given(try name(.name, as: .coupon)), range(from: start))
        default: break
        }
        if token.keyword.isWeekday { return try literal() }
        if token.keyword.isAllowedAsName { return try pathOrForgottenSpan() }
        throw failExpecting(.value)
    }

    /// `TEXT | NUMBER | DECIMAL | PERCENT | DURATION | TIME | DATE [TIME] | WEEKDAY | "true" | "false"`
    mutating func literal() throws(Panic) -> Expression {
        let token = current
        let kind: Expression.Kind
        switch token.kind {
        case .text where firstPlaceholder(token) == nil:
            advance()
            return Expression(.literal(.text(text(token))), token.range)
        case .text:
            let template = try template()
            return Expression(template.plainText.map { .literal(.text($0)) } ?? .template(template), token.range)
        case .integer: kind = .literal(.integer(token.value))
        case .decimal: kind = .literal(.decimal(micros: token.value))
        case .percent: kind = .percent(micros: token.value)
        case .duration: kind = .literal(.duration(token.value))
        case .time: kind = .literal(.timeOfDay(seconds: Int32(truncatingIfNeeded: token.value)))
        case .date:
            advance()
            let days = Int32(truncatingIfNeeded: token.value)
            guard current.kind == .time else { return Expression(.literal(.date(days: days)), token.range) }
            let date = DateLiteral(days: days, range: token.range)
            return Expression(.dateTime(date, try time()), range(from: Int(token.start)))
        default:
            if token.keyword == .true || token.keyword == .false {
                kind = .literal(.boolean(token.keyword == .true))
            } else if let day = token.keyword.dayOfWeek {
                kind = .weekdayLiteral(day)
            } else {
                throw failExpecting(.value)
            }
        }
        advance()
        if current.start == token.end, current.kind == .name { mendCurrency(after: token) }
        return Expression(kind, token.range)
    }

    /// `word {"." WORD}`: after a dot every word is a name.
    mutating func path() -> Expression {
        let start = Int(current.start)
        var path = [Name(text(current), current.range)]
        advance()
        members(into: &path)
        if path.count == 1 {
            path[0].text = conditionEvents.map { names.canonical(path[0].text, of: $0) } ?? names.canonical(path[0].text, .attribute)
        } else {
            path[0].text = owner(path[0])
            path[1].text = member(path[1].text, of: path[0].text)
        }
        return Expression(.path(path), range(from: start))
    }

    /// Whose the member of a path is: 客户 and 事件 are `customer` and `event` in every tongue.
    private func owner(_ head: Name) -> String {
        guard head.text.utf8.first ?? 0 >= 0x80 else { return names.canonical(head.text, .event) }
        if Keywords.rowsByKeyword[Int(Keyword.customer.rawValue)].chinese.contains(head.text) { return "customer" }
        if Keywords.rowsByKeyword[Int(Keyword.event.rawValue)].chinese.contains(head.text) { return "event" }
        return names.canonical(head.text, .event)
    }

    private func member(_ name: String, of owner: String) -> String {
        switch owner {
        case "customer": names.canonical(name, .attribute)
        case "event": names.canonical(name, of: triggerEvents.isEmpty ? conditionEvents ?? [] : triggerEvents)
        default: names.canonical(name, of: [owner])
        }
    }

    /// `{"." WORD}`, of events
    mutating func members(of events: Events) -> [Name] {
        var path: [Name] = []
        members(into: &path)
        if let first = path.first { path[0].text = names.canonical(first.text, of: events.alternatives.map(\.name.text)) }
        return path
    }

    private mutating func members(into path: inout [Name]) {
        while current.kind == .dot {
            guard let member = memberName(peek()) else { break }
            advance()
            path.append(member)
            advance()
        }
    }

    /// After a dot every word is a name.
    func memberName(_ token: Token) -> Name? {
        guard token.kind == .name || token.kind == .keyword || token.kind == .text else { return nil }
        return Name(text(token), token.range)
    }

    // MARK: Building

    private mutating func joined(
        _ operation: Expression.BinaryOperator, _ left: Expression, _ right: Expression, _ leftHeight: Int
    ) throws(Panic) -> Expression {
        height = max(leftHeight, height) + 1
        if height > Self.deepest { throw fail(.tooDeep(Self.deepest), left.range) }
        return Expression(.binary(operation, left, right), SourceRange(left.range.start, right.range.end))
    }

    private mutating func unary(
        _ operation: Expression.UnaryOperator, _ operand: Expression, _ start: Int
    ) throws(Panic) -> Expression {
        height += 1
        if height > Self.deepest { throw fail(.tooDeep(Self.deepest), operand.range) }
        return Expression(.unary(operation, operand), range(from: start))
    }

    /// A bare name is a value: as a condition it is most often an event that was meant to go on with the pattern.
    ///
    /// `joinedAt` is where the part before the `and` or `or` ends.
    mutating func checkCondition(_ expression: Expression, joinedAt: Int? = nil) throws(Panic) {
        guard case .path(let names) = expression.kind, let name = names.last else { return }
        guard let event = whereEvent, let end = joinedAt, names.count == 1 else {
            try mendWaitedFor(expression)
            throw fail(.bareCondition(source.text(expression.range)), expression.range)
        }
        let before = SourceRange(event, end)
        throw fail(.eventAfterWhere(name.text), expression.range, fix: .init(before, "(\(source.text(before)))"))
    }
}

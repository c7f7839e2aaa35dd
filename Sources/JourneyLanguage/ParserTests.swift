/// Tests, in the language.
extension Parser {
    /// `"test" TEXT ["for" name] ["starting" moment] {testLine} "end"`
    mutating func test() throws(Panic) -> TestDeclaration {
        let opener = current
        advance()
        let titleToken = current
        let title = try text()
        var test = TestDeclaration(
            title: title, titleRange: titleToken.range, journey: nil, starting: nil, lines: [], range: opener.range)
        do {
            skipSugar()
            if accept(.for) { test.journey = try name(.journeyName) }
            skipSugar()
            if accept(.starting) { test.starting = try moment() }
        } catch { while current.kind != .endOfFile, keyword != .end, !isFirstOnLine(current) { advance() } }
        lines(opener, isLine: { $0.beginsTestLine }) { parser throws(Panic) in test.lines.append(try parser.testLine()) }
        test.range = range(from: Int(opener.start))
        return test
    }

    /// What would be an item elsewhere and is a line of a test.
    private var beginsTestLine: Bool {
        switch keyword {
        case .customer: peek().keyword == .with || beginsName(peek()) && !peek(2).keyword.isType && peek(2).keyword != .also
        case .channel: peek(2).keyword == .answers
        default: false
        }
    }

    /// `person | happening | answer | "expect" expectation`
    mutating func testLine() throws(Panic) -> TestDeclaration.Line {
        let start = Int(current.start)
        if current.kind == .name { _ = mend(among: [.expect, .customer, .channel, .end]) }
        let kind: TestDeclaration.Line.Kind
        switch keyword {
        case .customer: kind = try person()
        case .at: kind = try happening()
        case .channel: kind = try answer()
        case .expect:
            advance()
            kind = .expect(try expectation())
        default: throw failExpecting(.keyword(.customer), .keyword(.at), .keyword(.channel), .keyword(.expect), .keyword(.end))
        }
        return TestDeclaration.Line(kind: kind, range: range(from: start))
    }

    /// `"customer" (name ["with" arguments] | "with" arguments)`
    mutating func person() throws(Panic) -> TestDeclaration.Line.Kind {
        advance()
        if peek().kind == .colon {
            report(.expected([.keyword(.with)], found: shown(current)), current.range, fix: "with " + source.text(current.range))
            return .customer(nil, try arguments())
        }
        let name = keyword == .with ? nil : try self.name(.name)
        guard name != nil else {
            try expect(.with)
            return .customer(nil, try arguments())
        }
        return .customer(name, accept(.with) ? try arguments() : [])
    }

    /// `"at" moment (name ["with" arguments] | "customer" "with" arguments)`
    mutating func happening() throws(Panic) -> TestDeclaration.Line.Kind {
        advance()
        let moment = try moment()
        if keyword == .customer, peek().keyword == .with {
            let change = Name(TestDeclaration.becomesKnown, current.range)
            advance()
            advance()
            return .event(moment, change, try arguments())
        }
        if Self.testWords.contains(keyword) { throw failExpecting(.eventName) }
        let event = try nameInOneWord(.eventName)
        return .event(moment, event, acceptPastSugar(.with) ? try arguments(of: event) : [])
    }

    private static let testWords: [Keyword] = [.customer, .channel, .at, .expect]

    /// `"channel" name "answers" name`
    mutating func answer() throws(Panic) -> TestDeclaration.Line.Kind {
        advance()
        let channel = try name(.channelName)
        try expect(.answers)
        return .answers(channel: channel, try name(.name))
    }

    /// `DURATION | date [atTime]`
    mutating func moment() throws(Panic) -> TestMoment {
        if current.kind == .duration { return .after(try duration()) }
        if current.kind == .integer, peek().kind != .slash, peek().kind != .minus { return .after(try duration()) }
        let date = try date()
        return .date(date, at: try atTime())
    }

    // MARK: Expectations

    /// `"no messages" | ("in journey" | "not in journey") [atMoment] | "goal" [atMoment] | "that" expression [atMoment] | sent`
    mutating func expectation() throws(Panic) -> TestDeclaration.Expectation {
        let token = current
        switch token.keyword {
        case .noMessages:
            advance()
            return .noMessages
        case .inJourney, .notInJourney:
            advance()
            return .inJourney(isInside: token.keyword == .inJourney, at: try atMoment())
        case .goal:
            advance()
            return .goal(at: try atMoment())
        case .that:
            advance()
            let condition = try condition()
            return .that(condition, at: try atMoment())
        case .no:
            let range = range(at, beginsName(peek()) ? at + 1 : at)
            throw fail(.foreignOperator(source.text(range), ours: "no messages"), range, fix: .init(range, "no messages"))
        default: return try sent()
        }
    }

    /// `name ["via" name] [atMoment] ["with" arguments]`: the three in any order
    mutating func sent() throws(Panic) -> TestDeclaration.Expectation {
        let message = try nameInOneWord(.contentName)
        var via: Name?
        var moment: TestMoment?
        var arguments: [Step.Argument] = []
        while true {
            if via == nil, acceptPastSugar(.via) {
                via = try name(.channelName)
            } else if arguments.isEmpty, acceptPastSugar(.with) {
                arguments = try self.arguments()
            } else if moment == nil, let next = try atMoment() {
                moment = next
            } else {
                return .message(message, via: via, at: moment, arguments)
            }
        }
    }

    /// `"at" moment`; nil where the next line begins, which is `at`, a moment and the name of an event.
    mutating func atMoment() throws(Panic) -> TestMoment? {
        let index = indexPastSugar()
        guard tokens[index].keyword == .at else { return nil }
        var after = index + 2
        let last = tokens.count - 1
        if tokens[min(index + 1, last)].kind == .date {
            if tokens[min(after, last)].keyword == .at { after += 1 }
            if tokens[min(after, last)].kind == .time { after += 1 }
        }
        let next = tokens[min(after, last)]
        switch next.keyword {
        case .customer, .channel, .expect, .at, .test, .journey, .event, .audience, .message, .coupon, .policy, .calendar: break
        default: if beginsName(next), nearest(min(after, last), among: [.expect, .end]) == nil { return nil }
        }
        at = index + 1
        return try moment()
    }
}

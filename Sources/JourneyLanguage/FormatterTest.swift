/// Lays tests, a line for each of their lines.
extension Formatter {
    mutating func test(_ test: TestDeclaration) {
        let journey = test.journey.map { writer.words(writer[.for], writer.name($0)) } ?? ""
        let journeyEnd = test.journey?.range.end ?? 0
        let starting = test.starting.map { writer.words(writer[.starting], writer.moment($0)) } ?? ""
        // `for` has a line of its own where nothing follows it.
        let isApart = test.starting == nil && test.journey != nil
        let heading = writer.words(writer[.test], Spelling.text(test.title), isApart ? "" : journey, starting)
        page.line(heading, SourceRange(test.range.start, isApart ? test.titleRange.end : max(test.titleRange.end, journeyEnd)))
        var lines = test.lines.map { (text: writer.line($0.kind), range: $0.range) }
        if isApart, let name = test.journey { lines.insert((journey, name.range), at: 0) }
        block(lines, test.range)
    }
}

/// Prints the lines of tests.
extension Writer {
    func moment(_ moment: TestMoment) -> String {
        switch moment {
        // Beside the minutes that follow, the start is a minute, too.
        case .after(let span): span.microseconds == 0 ? order(["0m"], ["0分钟"]) : duration(span)
        case .date(let day, let time): words(date(day), time.map(self.time) ?? "")
        }
    }

    func line(_ kind: TestDeclaration.Line.Kind) -> String {
        switch kind {
        case .customer(let name, let arguments):
            words(self[.customer], name.map { self.name($0) } ?? "", self.arguments(arguments, .attributes))
        case .event(let moment, let event, let arguments) where event.text == TestDeclaration.becomesKnown:
            words(self[.at], self.moment(moment), self[.customer], self.arguments(arguments, .attributes))
        case .event(let moment, let event, let arguments):
            words(self[.at], self.moment(moment), name(event, .event), self.arguments(arguments, .propertiesOf([event.text])))
        case .answers(let channel, let answer): words(self[.channel], name(channel, .channel), self[.answers], name(answer))
        case .expect(let expectation): words(self[.expect], self.expectation(expectation))
        }
    }

    private func expectation(_ expectation: TestDeclaration.Expectation) -> String {
        switch expectation {
        case .noMessages: self[.noMessages]
        case .message(let message, let channel, let moment, let arguments):
            words(name(message, .message), via(channel), at(moment), self.arguments(arguments, .attributes))
        case .inJourney(let isInside, let moment): words(self[isInside ? .inJourney : .notInJourney], at(moment))
        case .goal(let moment): words(self[.goal], at(moment))
        case .that(let condition, let moment): words(self[.that], self.condition(condition), at(moment))
        }
    }

    private func at(_ moment: TestMoment?) -> String { moment.map { words(self[.at], self.moment($0)) } ?? "" }
}

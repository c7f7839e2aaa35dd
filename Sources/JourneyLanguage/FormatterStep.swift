import JourneyModel

/// Prints steps that hold no other steps, and the words that open those that do.
extension Writer {
    /// Nil for a step that holds other steps.
    func simple(_ step: Step) -> String? {
        switch step.kind {
        case .send(let send): self.send(send)
        case .wait(let span): words(self[.wait], duration(span))
        case .waitUntil(let moment): words(self[.waitUntil], self.moment(moment))
        case .waitFor(let wait): wait.outcome == .goesOn ? waitFor(wait) : nil
        case .set(let attribute, let value): words(self[.set], name(attribute, .attribute), self[word: .setTo], self.value(value))
        case .add(let value, let attribute): words(self[.add], arithmetic(value), self[.to], name(attribute, .attribute))
        case .tag(let tag): words(self[.tag], name(tag))
        case .untag(let tag): words(self[.untag], name(tag))
        case .give(let coupon, let otherwise): otherwise == nil ? give(coupon) : nil
        case .record(let event, let arguments):
            words(self[.record], name(event, .event), self.arguments(arguments, .propertiesOf([event.text])))
        case .start(let journey): words(self[.start], name(journey))
        case .leave(let journey): words(self[.leave], name(journey))
        case .stop: self[.stop]
        case .label(let label): words(self[.label], name(label))
        case .branch, .split, .repeats: nil
        }
    }

    func give(_ coupon: Name) -> String { words(self[.give], name(coupon, .coupon)) }

    func waitFor(_ wait: Step.WaitFor) -> String {
        words(self[.waitUpTo], duration(wait.limit), order([self[.for]], [self[.until]]), open(wait.events))
    }

    func repeats(_ loop: Step.Repeat) -> String {
        let until = loop.until.map { words(self[.until], open($0)) } ?? ""
        return words(self[.repeatUpTo], times(loop.times), self[word: .every], duration(loop.every), until)
    }

    private func send(_ send: Step.Send) -> String {
        let content = words(self[.send], name(send.content, .message))
        let arguments = self.arguments(send.arguments, .attributes)
        let to = send.to.map { broken(self[.to], name($0, .attribute)) } ?? ""
        let via = words(
            self[.via], send.channels.map { name($0, .channel) }.joined(separator: softBreak + self[word: .orElseChannel] + " "))
        let time = send.isAtBestTime ? broken(self[.atBestTime]) : ""
        return order([content, arguments, to, broken(via), time], [via, broken(content), arguments, to, time])
    }

    private func moment(_ moment: Step.Moment) -> String {
        switch moment {
        case .time(let time): self.time(time)
        case .weekday(let day, let time): words(weekday(day), time.map(self.time) ?? "")
        case .workday(let time): words(self[.workday], time.map(self.time) ?? "")
        case .date(let day, let time): words(date(day), time.map(self.time) ?? "")
        case .attribute(let name, let time): words(self.name(name, .attribute), at(time))
        case .before(let span, let name, let time): words(before(span, name), at(time))
        }
    }

    // MARK: Arguments

    /// Whose names those of arguments are.
    enum ArgumentScope {
        case attributes
        case propertiesOf([String])
    }

    /// `with k: v, l: w`; empty where there are none.
    func arguments(_ arguments: [Step.Argument], _ scope: ArgumentScope) -> String {
        if arguments.isEmpty { return "" }
        let list = arguments.map { argument in
            let name =
                switch scope {
                // Before a colon every word is a name.
                case _ where Keywords.reservedWords.contains(argument.name.text): argument.name.text
                case .attributes: self.name(argument.name, .attribute)
                case .propertiesOf(let events): property(argument.name, of: events)
                }
            return name + ": " + value(argument.value)
        }
        return broken(self[.with], list.joined(separator: "," + softBreak))
    }
}

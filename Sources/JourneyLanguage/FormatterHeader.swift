/// Prints headers.
extension Writer {
    func header(_ header: Header) -> String {
        switch header.kind {
        case .audience(let condition): words(self[.forCustomersWhere], self.condition(condition))
        case .forEach(let name): words(self[.forEach], property(name, of: triggerEvents))
        case .again(.once): self[.once]
        case .again(.always): self[.againAlways]
        case .again(.after(let span)): words(self[.againAfter], duration(span), order([], [closer(.againAfter)]))
        case .goal(let events, let within, let value, let continues):
            goal(events, within, value, isContinuing: continues)
        case .exit(let exits): words(self[.exitWhen], self.exits(exits))
        case .priority(let number): words(self[.priority], "\(number)")
        case .owner(let name): words(self[.owner], Spelling.text(name))
        case .holdOut(let share): words(self[.holdOut], percent(share))
        case .rollOut(let share): words(self[.rollOutTo], percent(share))
        case .dates(let from, let until):
            words(self[.from], date(from), until.map { words(order([self[.until]], ["至"]), date($0)) } ?? "")
        case .expires(let span): words(self[.expires], duration(span))
        case .messageClass(let isTransactional): words(self[.class], self[isTransactional ? .transactional : .marketing])
        }
    }

    private func goal(_ events: Events, _ within: DurationLiteral, _ value: Name?, isContinuing: Bool) -> String {
        let names = events.alternatives.map(\.name.text)
        let value = value.map { words(self[.value], property($0, of: names)) } ?? ""
        let rest = words(value, isContinuing ? self[.andContinue] : "")
        return order(
            [self[.goal], enclosed(events), window(within), rest], [self[.goal], window(within), enclosed(events), rest])
    }

    private func exits(_ exits: [Header.Exit]) -> String {
        exits.enumerated().map { index, exit in
            switch exit {
            case .event(let term): self.term(term, isEnclosed: index < exits.count - 1)
            case .condition(let condition): alternative(condition)
            }
        }.joined(separator: softBreak + self[.or] + " ")
    }
}

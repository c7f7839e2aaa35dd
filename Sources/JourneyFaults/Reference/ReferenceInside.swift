import JourneyEngine
import JourneyLanguage
import JourneyModel

/// What happens to those inside: goals, exits, steps.
extension ReferenceModel {
    func react(_ way: Way, _ event: Event, _ customer: Customer) {
        if way.isShadow, ["delivered", "opened", "clicked", "failed"].contains(event.name) { return }
        let scope = scope(customer, event: event, way)
        if let goal = way.rule.goal, !way.hasGoal, event.at - way.enteredAt <= goal.within.microseconds,
            matches(goal.events, event, scope)
        {
            way.hasGoal = true
            let value = goal.value.map { event.property($0.text) } ?? .unknown
            decide(
                .goal, way, customer,
                facts: [.init(.event, .text(event.name))] + (value == .unknown ? [] : [.init(.value, value)])
                    + attribution(of: way))
            if way.isFinished || !goal.continues {
                way.isGone = true
                return
            }
        }
        if way.isFinished { return }
        if way.rule.exitEvents.contains(where: { $0.matches(event, scope) }) {
            exit(way, by: event.name, customer)
        } else if holds(rule: way.rule, way, customer) {
            exit(way, by: "condition", customer)
        } else if let loop = way.loops.first(where: { $0.step.until.map { matches($0, event, scope) } ?? false }) {
            leave(loop, way, by: event, customer)
        } else if let wait = way.wait, let step = wait.step, event.at <= wait.due, matches(step.events, event, scope) {
            goOn(way, by: event, customer)
        }
    }

    private func attribution(of way: Way) -> [Decision.Fact] {
        let earlier = way.sent.count - 20
        return [.init(.since, .instant(way.enteredAt))] + (way.isShadow ? [] : [.init(.messages, .list(way.sent.suffix(20)))])
            + (earlier > 0 ? [.init(.earlierMessages, .integer(Int64(earlier)))] : [])
    }

    func holds(rule: ReferenceRule, _ way: Way, _ customer: Customer) -> Bool {
        rule.exitConditions.contains { $0.holds(scope(customer, way)) }
    }

    func lookAtConditions(_ customer: Customer) {
        for rule in rules {
            for way in customer.ways where way.rule === rule && !way.isGone && !way.isFinished && holds(rule: rule, way, customer) {
                exit(way, by: "condition", customer)
            }
        }
        customer.ways.removeAll(where: \.isGone)
    }

    func exit(_ way: Way, by reason: String, _ customer: Customer) {
        decide(.exit, way, customer, step: way.place, facts: [.init(.reason, .text(reason))])
        way.isGone = true
        way.wait = nil
    }

    func goOn(_ way: Way, by event: Event?, _ customer: Customer) {
        if let step = way.wait?.step {
            decide(
                .branch, way, customer, step: way.place,
                facts: [.init(.taken, .text(event == nil ? "timeout" : "came"))]
                    + (event.map { [.init(.event, .text($0.name))] } ?? []))
            switch step.outcome {
            case .goesOn: break
            case .orElse(let missed): if event == nil { way.rest.append(missed[...]) }
            case .ifSo(let came, let missed): way.rest.append(event == nil ? (missed ?? [])[...] : came[...])
            }
        }
        let send = way.wait?.send
        let cameAt = way.wait?.since ?? clock
        way.wait = nil
        if let send, !self.send(send, way, customer, cameAt: cameAt, comesAnew: false) { return }
        if let loop = way.loops.last, way.place == loop.label { beginRound(of: way, customer) }
        run(way, customer)
    }

    func run(_ way: Way, _ customer: Customer) {
        while let top = way.rest.indices.last {
            guard let step = way.rest[top].popFirst() else {
                way.rest.removeLast()
                if way.loops.last?.level == top, !endRound(of: way, customer) { return }
                continue
            }
            if case .label = step.kind { continue }
            way.place = way.rule.labels[step.range.start] ?? "?"
            if isTooMuch(way, customer) { return }
            if !way.loops.isEmpty { way.visits[way.place, default: 0] += 1 }
            if !perform(step, way, customer) { return }
        }
        decide(.finish, way, customer)
        close(way)
    }

    func close(_ way: Way) {
        way.isFinished = true
        way.rest = []
        way.loops = []
        if way.rule.goal == nil || way.hasGoal { way.isGone = true }
    }

    /// False where the way stops here for now or for ever.
    func perform(_ step: Step, _ way: Way, _ customer: Customer) -> Bool {
        func note(_ action: Decision.Action, _ facts: [Decision.Fact] = []) {
            decide(action, way, customer, step: way.place, facts: facts)
        }
        let scope = scope(customer, way)
        switch step.kind {
        case .send(let send):
            if holds(rule: way.rule, way, customer) {
                exit(way, by: "condition", customer)
                return false
            }
            return self.send(send, way, customer, cameAt: clock, comesAnew: true)
        case .wait(let length): return wait(way, length, nil, note)
        case .waitFor(let wait): return self.wait(way, wait.limit, wait, note)
        case .branch(let branches, let otherwise):
            let taken = branches.firstIndex { $0.condition.holds(scope) }
            note(.branch, [.init(.taken, .text(taken.map { $0 == 0 ? "then" : "else if \($0 + 1)" } ?? "else"))])
            way.rest.append((taken.map { branches[$0].steps } ?? otherwise ?? [])[...])
        case .set(let name, let formula): set(name.text, formula.value(scope), way, customer, note)
        case .add(let amount, let name):
            let before = customer.attributes[name.text] ?? .unknown
            set(name.text, Value.plus(before == .unknown ? .integer(0) : before, amount.value(scope)), way, customer, note)
        case .tag(let tag):
            if !way.isShadow {
                customer.tags.insert(tag.text)
                customer.isChanged = true
            }
            note(.tag, [.init(.tag, .text(tag.text))])
        case .untag(let tag):
            if !way.isShadow {
                customer.tags.remove(tag.text)
                customer.isChanged = true
            }
            note(.untag, [.init(.tag, .text(tag.text))])
        case .give(let coupon, let otherwise): give(coupon.text, otherwise, way, customer, note)
        case .stop:
            note(.stop)
            close(way)
            return false
        default: return performMore(step, way, customer, note)
        }
        return true
    }

    func wait(
        _ way: Way, _ length: DurationLiteral, _ step: Step.WaitFor?, _ note: (Decision.Action, [Decision.Fact]) -> Void
    ) -> Bool {
        way.wait = Way.Wait(since: clock, due: clock + length.microseconds, step: step)
        note(.wait, [.init(.until, .instant(clock + length.microseconds))])
        return false
    }

    func set(
        _ name: String, _ value: Value, _ way: Way, _ customer: Customer, _ note: (Decision.Action, [Decision.Fact]) -> Void
    ) {
        if !way.isShadow {
            noteChange(of: name, to: value, by: nil, customer)
            customer.attributes[name] = value
            customer.isChanged = true
        }
        note(.set, [.init(.attribute, .text(name)), .init(.value, value)])
    }
}

import JourneyLanguage
import JourneyModel

@testable import JourneyEngine

/// The meaning of journeys, written down a second time: by brute force, over the syntax tree, without a store, a machine or an index.
///
/// It keeps the whole history and looks through all of it at every step. It takes events in order only: what comes late is another
/// test's matter. The engine must decide the same, one by one.
final class ReferenceModel {
    struct Event {
        var at: Timestamp
        var customer: String
        var name: String
        var properties: [UInt8]

        func property(_ name: String) -> Value { properties.withUnsafeBytes { JSONMembers.value(of: name, in: $0) } }
    }

    /// What a step causes: it comes behind the present event.
    enum Cause {
        case event(Event)
        case start(String, Event)
        case leave(String)
    }

    let rules: [ReferenceRule]
    let zone: Zone
    let draws = Draws(salt: "journey")
    var causes: [Cause] = []
    /// The present event was recorded by a step.
    var isOfAStep = false
    /// Taken since the present event or timer.
    var steps = 0
    private(set) var decisions: [Decision] = []
    private var customers: [Customer] = []
    private var nextNumber: UInt64 = 1
    private(set) var clock = Timestamp.distantPast

    init(_ rules: [ReferenceRule], zone: Zone = .utc) {
        self.zone = zone
        self.rules = rules.sorted { $0.priority != $1.priority ? $0.priority > $1.priority : $0.name < $1.name }
    }

    // MARK: Time

    func take(_ event: Event) {
        while let due = nextDue(), due.at < event.at { fire(due) }
        clock = event.at
        let customer = customer(event.customer)
        customer.isChanged = false
        steps = 0
        deliver(event, customer)
        seeToTheRest(customer)
    }

    func deliver(_ event: Event, _ customer: Customer) {
        for way in customer.ways { way.seen[event.name] = event }
        if event.name == "$set" {
            event.properties.withUnsafeBytes { JSONMembers.forEach(in: $0) { customer.attributes[$0] = $1 } }
            customer.isChanged = true
        }
        for rule in rules {
            if rule.reacts(to: event.name) { for way in customer.ways where way.rule === rule { react(way, event, customer) } }
            customer.ways.removeAll(where: \.isGone)
            trigger(rule, event, customer)
            customer.ways.removeAll(where: \.isGone)
        }
    }

    private func seeToTheRest(_ customer: Customer) {
        lookAtChanges(customer)
        while !causes.isEmpty {
            see(to: causes.removeFirst(), customer)
            customer.ways.removeAll(where: \.isGone)
            lookAtChanges(customer)
        }
    }

    private func lookAtChanges(_ customer: Customer) {
        guard customer.isChanged else { return }
        lookAtConditions(customer)
        lookAtMoments(customer)
        customer.isChanged = false
    }

    /// Everything due up to an instant, itself included.
    func finish(at instant: Timestamp) {
        while let due = nextDue(), due.at <= instant { fire(due) }
    }

    private struct Due {
        var at: Timestamp
        var number: UInt64
        var customer: Customer
        var rule: ReferenceRule
        /// Nil: the watch of the rule's trigger.
        var way: Way?
    }

    private func nextDue() -> Due? {
        var least: Due?
        for customer in customers {
            for rule in rules {
                guard let watch = customer.triggers[rule.name]?.watch else { continue }
                keep(Due(at: watch.due, number: watch.number, customer: customer, rule: rule), in: &least)
            }
            for way in customer.ways {
                guard let wait = way.wait else { continue }
                keep(Due(at: wait.due, number: way.number, customer: customer, rule: way.rule, way: way), in: &least)
            }
        }
        return least
    }

    private func keep(_ due: Due, in least: inout Due?) {
        if let found = least, (found.at, found.number) < (due.at, due.number) { return }
        least = due
    }

    private func fire(_ due: Due) {
        clock = max(clock, due.at)
        due.customer.isChanged = false
        steps = 0
        if let way = due.way {
            if holds(rule: way.rule, way, due.customer) {
                exit(way, by: "condition", due.customer)
            } else {
                goOn(way, by: nil, due.customer)
            }
        } else if let watch = due.customer.triggers[due.rule.name]?.watch {
            due.customer.triggers[due.rule.name]?.watch = nil
            enter(due.rule, watch.event, due.customer)
        }
        due.customer.ways.removeAll(where: \.isGone)
        seeToTheRest(due.customer)
    }

    private func customer(_ id: String) -> Customer {
        if let known = customers.first(where: { $0.id == id }) { return known }
        customers.append(Customer(id))
        return customers[customers.count - 1]
    }

    private func takeNumber() -> UInt64 {
        nextNumber += 1
        return nextNumber - 1
    }

    // MARK: Triggers

    private func trigger(_ rule: ReferenceRule, _ event: Event, _ customer: Customer) {
        var memory = customer.triggers[rule.name] ?? ReferencePattern()
        defer { customer.triggers[rule.name] = memory }
        func matches(_ events: Events) -> Bool { self.matches(events, event, scope(customer, event: event, trigger: event)) }
        switch rule.trigger.kind {
        case .silence(let of, let length):
            if of == nil, isOfAStep { return }
            let isFirst = !memory.hasHeard
            memory.hasHeard = true
            guard isFirst || of.map(matches) ?? true else { return }
            if memory.watch == nil {
                begin(rule, event, length.microseconds, customer, &memory)
            } else {
                memory.watch?.due = event.at + length.microseconds
                memory.watch?.event = event
            }
        case .pattern(let pattern):
            if let watch = memory.watch, let absence = pattern.absence, event.at <= watch.due, matches(absence.events) {
                memory.watch = nil
                decide(.cancel, rule.name, customer, watch.number, facts: [.init(.event, .text(event.name))])
                return
            }
            guard memory.completes(pattern, at: event.at, matches) else { return }
            if let absence = pattern.absence {
                if memory.watch == nil { begin(rule, event, absence.within.microseconds, customer, &memory) }
            } else {
                enter(rule, event, customer)
            }
        default: break
        }
    }

    private func begin(
        _ rule: ReferenceRule, _ event: Event, _ length: Microseconds, _ customer: Customer, _ memory: inout ReferencePattern
    ) {
        let number = takeNumber()
        memory.watch = .init(number: number, due: event.at + length, event: event)
        decide(
            .watch, rule.name, customer, number,
            facts: [.init(.event, .text(event.name)), .init(.until, .instant(event.at + length))])
    }

    // MARK: Entry

    func enter(_ rule: ReferenceRule, _ trigger: Event, _ customer: Customer, isStarted: Bool = false) {
        if let refusal = refusal(rule, trigger, customer) {
            decide(.refuse, rule.name, customer, 0, facts: [.init(.reason, .text(refusal.rawValue))])
            return
        }
        customer.entries[rule.name] = ((customer.entries[rule.name]?.count ?? 0) + 1, clock)
        let isShadow = draws.holdOut(rule.name, customer.id) < rule.holdOut
        let way = Way(takeNumber(), rule, trigger, clock, isShadow: isShadow)
        if !isStarted { way.seen[trigger.name] = trigger }
        customer.ways.append(way)
        decide(.enter, way, customer, facts: isShadow ? [.init(.reason, .text("held out"))] : [])
        run(way, customer)
    }

    // MARK: Inside

    private func react(_ way: Way, _ event: Event, _ customer: Customer) {
        if way.isShadow, ["delivered", "opened", "clicked", "failed"].contains(event.name) { return }
        let scope = scope(customer, event: event, way)
        if let goal = way.rule.goal, !way.hasGoal, event.at - way.enteredAt <= goal.within.microseconds,
            matches(goal.events, event, scope)
        {
            way.hasGoal = true
            let value = goal.value.map { event.property($0.text) } ?? .unknown
            decide(
                .goal, way, customer,
                facts: [.init(.event, .text(event.name))] + (value == .unknown ? [] : [.init(.value, value)]))
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

    private func holds(rule: ReferenceRule, _ way: Way, _ customer: Customer) -> Bool {
        rule.exitConditions.contains { $0.holds(scope(customer, way)) }
    }

    private func lookAtConditions(_ customer: Customer) {
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

    private func goOn(_ way: Way, by event: Event?, _ customer: Customer) {
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
        way.wait = nil
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

    private func close(_ way: Way) {
        way.isFinished = true
        way.rest = []
        way.loops = []
        if way.rule.goal == nil || way.hasGoal { way.isGone = true }
    }

    /// False where the way stops here for now or for ever.
    private func perform(_ step: Step, _ way: Way, _ customer: Customer) -> Bool {
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
            let key = messageKey(
                way.rule.name, customer.id, UInt32(customer.entries[way.rule.name]?.count ?? 0), way.place,
                visit: way.visits[way.place] ?? 1)
            let with = send.arguments.map { (name: $0.name.text, value: $0.value.value(scope)) }
            note(
                .send,
                (way.isShadow ? [] : [.init(.key, .text(key))]) + [
                    .init(.content, .text(send.content.text)),
                    .init(.channel, .text(send.channels.first?.text ?? "")),
                    way.isShadow ? .init(.outcome, .text("held_out")) : .init(.with, .text(ReferenceValues.json(with))),
                ])
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
        case .stop:
            note(.stop)
            close(way)
            return false
        default: return performMore(step, way, customer, note)
        }
        return true
    }

    private func wait(
        _ way: Way, _ length: DurationLiteral, _ step: Step.WaitFor?, _ note: (Decision.Action, [Decision.Fact]) -> Void
    ) -> Bool {
        way.wait = Way.Wait(since: clock, due: clock + length.microseconds, step: step)
        note(.wait, [.init(.until, .instant(clock + length.microseconds))])
        return false
    }

    private func set(
        _ name: String, _ value: Value, _ way: Way, _ customer: Customer, _ note: (Decision.Action, [Decision.Fact]) -> Void
    ) {
        if !way.isShadow {
            customer.attributes[name] = value
            customer.isChanged = true
        }
        note(.set, [.init(.attribute, .text(name)), .init(.value, value)])
    }

    // MARK: Values

    func scope(_ customer: Customer, event: Event? = nil, trigger: Event) -> ReferenceScope {
        ReferenceScope(
            event: event, trigger: trigger, attributes: customer.attributes, tags: customer.tags, now: clock, zone: zone(of: customer))
    }

    func scope(_ customer: Customer, event: Event? = nil, _ way: Way) -> ReferenceScope {
        var scope = scope(customer, event: event, trigger: way.trigger)
        scope.seen = way.seen
        return scope
    }

    func decide(
        _ action: Decision.Action, _ way: Way, _ customer: Customer, step: String = "", facts: [Decision.Fact] = []
    ) {
        decide(action, way.rule.name, customer, way.number, step: step, facts: facts)
        decisions[decisions.count - 1].isShadow = way.isShadow
    }

    private func decide(
        _ action: Decision.Action, _ journey: String, _ customer: Customer, _ number: UInt64, step: String = "",
        facts: [Decision.Fact] = []
    ) {
        decisions.append(
            Decision(
                at: clock, customer: customer.id, journey: journey, enrollment: number, step: step, action: action, facts: facts))
    }
}

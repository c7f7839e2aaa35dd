import JourneyEngine
import JourneyLanguage
import JourneyModel

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
        case change(String, Value, Event?)
    }

    let rules: [ReferenceRule]
    let policy: ReferencePolicy
    let audiences: [String: Expression]
    var zone: Zone { policy.zone }
    let draws = Draws(salt: "journey")
    var causes: [Cause] = []
    /// The present event was recorded by a step.
    var isOfAStep = false
    /// Taken since the present event or timer.
    var steps = 0
    private(set) var decisions: [Decision] = []
    var customers: [Customer] = []
    var nextNumber: UInt64 = 1
    private(set) var clock = Timestamp.distantPast
    /// Codes given, by coupon.
    var given: [String: Int] = [:]
    /// Stopped by the fuse.
    var paused: Set<String> = []
    /// All that were queued.
    var messages: [(journey: String, at: Timestamp)] = []
    /// No occurrence of a schedule after it.
    private var scheduleEnd = Timestamp.distantFuture

    init(_ rules: [ReferenceRule], policy: ReferencePolicy = ReferencePolicy(), audiences: [String: Expression] = [:]) {
        self.policy = policy
        self.audiences = audiences
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
        keepSchedules(customer, looksAgain: false)
        noteForAudiences(customer)
    }

    func deliver(_ event: Event, _ customer: Customer) {
        for way in customer.ways { way.seen[event.name] = event }
        customer.events.append(event)
        if event.name == "$set" {
            event.properties.withUnsafeBytes {
                JSONMembers.forEach(in: $0) { name, value in
                    noteChange(of: name, to: value, by: event, customer)
                    customer.attributes[name] = value
                }
            }
            customer.isChanged = true
        }
        if event.name == "$consent" {
            var purpose = "marketing"
            if case .text(let name) = event.property("purpose"), !name.isEmpty { purpose = name }
            customer.consents[purpose] = event.property("granted") == .boolean(true)
            customer.isChanged = true
        }
        if event.name == "$suppress" { noteSuppression(event, customer) }
        if event.name == "$tag" { noteTag(event, customer) }
        for rule in rules {
            if rule.reacts(to: event.name, audiences) {
                for way in customer.ways where way.rule === rule && rule.concerns(event, way.instance) { react(way, event, customer) }
            }
            customer.ways.removeAll(where: \.isGone)
            trigger(rule, event, customer)
            customer.ways.removeAll(where: \.isGone)
        }
    }

    func seeToTheRest(_ customer: Customer) {
        lookAtChanges(customer)
        while !causes.isEmpty {
            see(to: causes.removeFirst(), customer)
            customer.ways.removeAll(where: \.isGone)
            lookAtChanges(customer)
        }
    }

    func lookAtChanges(_ customer: Customer) {
        guard customer.isChanged else { return }
        lookAtConditions(customer)
        lookAtMoments(customer)
        keepSchedules(customer, looksAgain: true)
        lookAtQuietHours(customer)
        customer.isChanged = false
    }

    /// Everything due up to an instant, itself included.
    /// - Parameter last: no schedule runs after it.
    func finish(at instant: Timestamp, schedulesUntil last: Timestamp = .distantFuture) {
        while let due = nextDue(), due.at <= min(instant, last) { fire(due) }
        scheduleEnd = last
        while let due = nextDue(), due.at <= instant { fire(due) }
    }

    struct Due {
        var at: Timestamp
        var number: UInt64
        var customer: Customer
        var rule: ReferenceRule
        /// Nil: a watch.
        var way: Way?
        var instance = Value.unknown
        var isOfAudiences = false
        var isOccurrence = false
    }

    func nextDue() -> Due? {
        var least: Due?
        for customer in customers {
            for trigger in customer.triggers {
                guard let watch = trigger.watch else { continue }
                keep(
                    Due(at: watch.due, number: watch.number, customer: customer, rule: trigger.rule, instance: trigger.instance),
                    in: &least)
            }
            for way in customer.ways {
                guard let wait = way.wait, !wait.isFrozen else { continue }
                keep(Due(at: wait.due, number: way.number, customer: customer, rule: way.rule, way: way), in: &least)
            }
            for rule in rules {
                guard let occasion = customer.occasions[rule.name], let due = occasion.due, due <= scheduleEnd else { continue }
                keep(Due(at: due, number: occasion.number, customer: customer, rule: rule, isOccurrence: true), in: &least)
            }
            if let look = nextLook(customer), let any = rules.first {
                keep(Due(at: look, number: .max, customer: customer, rule: any, isOfAudiences: true), in: &least)
            }
        }
        return least
    }

    func keep(_ due: Due, in least: inout Due?) {
        if let found = least, (found.at, found.number) < (due.at, due.number) { return }
        least = due
    }

    func fire(_ due: Due) {
        clock = max(clock, due.at)
        due.customer.isChanged = false
        steps = 0
        if due.isOfAudiences {
            lookAtAudiences(due.customer)
            seeToTheRest(due.customer)
            return
        }
        if due.isOccurrence {
            fireSchedule(due.rule, due.customer)
        } else if let way = due.way {
            if isPaused(way.rule) {
                way.wait?.isFrozen = true
            } else if holds(rule: way.rule, way, due.customer) {
                exit(way, by: "condition", due.customer)
            } else {
                goOn(way, by: nil, due.customer)
            }
        } else if let index = due.customer.triggers.firstIndex(where: { $0.rule === due.rule && $0.instance == due.instance }),
            let watch = due.customer.triggers[index].watch
        {
            due.customer.triggers[index].watch = nil
            enter(due.rule, watch.event, due.instance, due.customer)
        }
        due.customer.ways.removeAll(where: \.isGone)
        seeToTheRest(due.customer)
        noteForAudiences(due.customer)
    }

    func customer(_ id: String) -> Customer {
        if let known = customers.first(where: { $0.id == id }) { return known }
        customers.append(Customer(id))
        return customers[customers.count - 1]
    }

    func takeNumber() -> UInt64 {
        nextNumber += 1
        return nextNumber - 1
    }

    // MARK: Triggers

    func trigger(_ rule: ReferenceRule, _ event: Event, _ customer: Customer) {
        guard let property = rule.forEach else {
            trigger(rule, .unknown, event, customer)
            return
        }
        let value = event.property(property)
        if value != .unknown {
            trigger(rule, value, event, customer)
            return
        }
        var isPlaced = false
        for trigger in customer.triggers where trigger.rule === rule {
            if self.trigger(rule, trigger.instance, event, customer, isShared: true) { isPlaced = true }
        }
        if !isPlaced, rule.mayBegin(with: { matches($0, event, scope(customer, event: event, trigger: event)) }) {
            decide(.refuse, rule.name, customer, 0, facts: [.init(.reason, .text(Refusal.instance.rawValue))])
        }
    }

    /// True where the event found a place.
    @discardableResult
    func trigger(
        _ rule: ReferenceRule, _ instance: Value, _ event: Event, _ customer: Customer, isShared: Bool = false
    ) -> Bool {
        let index =
            customer.triggers.firstIndex { $0.rule === rule && $0.instance == instance }
            ?? {
                customer.triggers.append(ReferencePattern(rule, instance))
                return customer.triggers.count - 1
            }()
        var memory = customer.triggers[index]
        defer { customer.triggers[index] = memory }
        func matches(_ events: Events, first: Event) -> Bool {
            self.matches(events, event, scope(customer, event: event, trigger: event, first: first))
        }
        /// What must not come between looks back at the first.
        func comesBetween(_ events: Events, first: Event) -> Bool {
            self.matches(events, event, scope(customer, event: event, trigger: first, first: first))
        }
        switch rule.trigger.kind {
        case .silence(let of, let length):
            if of == nil, isOfAStep { return false }
            let isFirst = !memory.hasHeard
            memory.hasHeard = true
            guard isFirst || of.map({ matches($0, first: event) }) ?? true else { return false }
            if memory.watch == nil {
                begin(rule, event, length.microseconds, customer, &memory)
            } else {
                memory.watch?.due = event.at + length.microseconds
                memory.watch?.event = event
            }
            return true
        case .pattern(let pattern):
            if let watch = memory.watch, let absence = pattern.absence, event.at <= watch.due {
                let compared = scope(customer, event: event, trigger: watch.event)
                if self.matches(absence.events, event, compared) {
                    memory.watch = nil
                    decide(.cancel, rule.name, customer, watch.number, facts: [.init(.event, .text(event.name))] + instance.asFact)
                    return true
                }
                if let restarts = pattern.restartingOn, self.matches(restarts, event, compared) {
                    memory.watch = .init(number: watch.number, due: event.at + absence.within.microseconds, event: event)
                    tell(of: memory, rule, customer)
                    return true
                }
            }
            guard memory.completes(pattern, event, mayBegin: !isShared, between: comesBetween, matches) else { return memory.hasPlacedLast }
            if let absence = pattern.absence {
                if memory.watch == nil { begin(rule, event, absence.within.microseconds, customer, &memory) }
            } else {
                enter(rule, event, instance, customer)
            }
            return true
        default: return false
        }
    }

    func noteChange(of name: String, to value: Value, by event: Event?, _ customer: Customer) {
        if (customer.attributes[name] ?? .unknown) != value { causes.append(.change(name, value, event)) }
    }

    func follow(_ name: String, _ value: Value, _ event: Event?, _ customer: Customer) {
        for rule in rules {
            switch rule.trigger.kind {
            case .changes(let attribute) where attribute.text == name: break
            case .becomes(let attribute, let wanted) where attribute.text == name:
                guard case .literal(let wanted) = wanted.kind, Value.compare(value, wanted) == .equal else { continue }
            default: continue
            }
            begin(rule, event ?? Event(at: clock, customer: customer.id, name: "", properties: []), customer, of: value)
        }
    }

    /// An entry that no pattern leads to.
    func begin(_ rule: ReferenceRule, _ trigger: Event, _ customer: Customer, isStarted: Bool = false, of attribute: Value? = nil) {
        let instance = rule.forEach.map { attribute ?? trigger.property($0) } ?? .unknown
        if rule.forEach != nil, instance == .unknown {
            decide(.refuse, rule.name, customer, 0, facts: [.init(.reason, .text(Refusal.instance.rawValue))])
        } else {
            enter(rule, trigger, instance, customer, isStarted: isStarted)
        }
    }

    func begin(
        _ rule: ReferenceRule, _ event: Event, _ length: Microseconds, _ customer: Customer, _ memory: inout ReferencePattern
    ) {
        let number = takeNumber()
        memory.watch = .init(number: number, due: event.at + length, event: event)
        tell(of: memory, rule, customer)
    }

    func tell(of memory: ReferencePattern, _ rule: ReferenceRule, _ customer: Customer) {
        guard let watch = memory.watch else { return }
        decide(
            .watch, rule.name, customer, watch.number,
            facts: [.init(.event, .text(watch.event.name)), .init(.until, .instant(watch.due))] + memory.instance.asFact)
    }

    // MARK: Entry

    func enter(_ rule: ReferenceRule, _ trigger: Event, _ instance: Value, _ customer: Customer, isStarted: Bool = false) {
        if let refusal = isPaused(rule) ? .paused : refusal(rule, trigger, instance, customer) {
            decide(.refuse, rule.name, customer, 0, facts: [.init(.reason, .text(refusal.rawValue))] + instance.asFact)
            return
        }
        let key = rule.memory(of: instance)
        customer.entries[key] = ((customer.entries[key]?.count ?? 0) + 1, clock)
        let isOfTheWorkspace = !rule.isTransactional && draws.holdOut(customer.id) < policy.holdOut
        let isShadow = isOfTheWorkspace || draws.holdOut(rule.name, customer.id) < rule.holdOut
        let way = Way(takeNumber(), rule, trigger, instance, clock, isShadow: isShadow)
        if !isStarted { way.seen[trigger.name] = trigger }
        customer.ways.append(way)
        decide(.enter, way, customer, facts: (isShadow ? [.init(.reason, .text(isOfTheWorkspace ? "held out of the workspace" : "held out"))] : []) + instance.asFact)
        run(way, customer)
    }

    // MARK: Values

    /// - Parameter first: what `with same` compares with, where that is not the trigger's event.
    func scope(_ customer: Customer, event: Event? = nil, trigger: Event, first: Event? = nil) -> ReferenceScope {
        ReferenceScope(
            event: event, trigger: trigger, first: first ?? trigger, attributes: customer.attributes, tags: customer.tags,
            past: customer.events, now: clock, zone: zone(of: customer), consents: customer.consents, audiences: audiences,
            given: customer.given, isReachable: { self.isReachable(customer, via: $0) })
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

    func decide(
        _ action: Decision.Action, _ journey: String, _ customer: Customer, _ number: UInt64, step: String = "",
        facts: [Decision.Fact] = []
    ) {
        decisions.append(
            Decision(
                at: clock, customer: customer.id, journey: journey, enrollment: number, step: step, action: action, facts: facts))
    }
}

extension Value {
    /// How decisions tell of the value of `for each`.
    var asFact: [Decision.Fact] { self == .unknown ? [] : [.init(.value, self)] }
}

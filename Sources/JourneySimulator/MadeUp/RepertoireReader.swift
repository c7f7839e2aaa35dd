import JourneyCompiler
import JourneyEngine
import JourneyModel

/// Gathers a repertoire from what a workspace declares and from what its journeys look at.
struct RepertoireReader {
    private(set) var repertoire = Repertoire()
    /// By name; palettes that were found to be one point to one another.
    private var palettes: [String: Int] = [:]
    private var owners: [Int] = []
    private var habits: [Repertoire.Habit] = []
    /// By audience, while its condition is read.
    private var audience: String?
    /// Attributes that steps set and nothing declares: nobody brings them.
    private var assigned: Set<String> = []
    /// The properties of each event that the catalogue has.
    private var declared: [String: [String]] = [:]
    private var declaresNothing = false
    /// Events whose properties the steps of the journey at hand read.
    private var triggers: [String] = []

    static func read(_ machines: [Machine], _ catalogue: Catalogue, _ definitions: Definitions, _ policy: Policy) -> Repertoire {
        var reader = RepertoireReader()
        reader.repertoire.zone = Zone.named(policy.timeZone) ?? .utc
        reader.readMarks(machines, definitions, policy)
        reader.read(catalogue, definitions)
        for definition in definitions.audiences {
            reader.audience = definition.name
            reader.read(definition.formula, of: nil)
        }
        reader.audience = nil
        for machine in machines { reader.read(machine) }
        reader.settle(machines)
        return reader.repertoire
    }

    // MARK: Declarations

    private mutating func readMarks(_ machines: [Machine], _ definitions: Definitions, _ policy: Policy) {
        repertoire.foreign = ["delivered", "opened", "clicked", "failed", "$message"]
        var (asked, given) = (Set<String>(), Set<String>())
        var purposes = Set(policy.requiredConsents)
        func look(_ root: Formula) {
            root.forEachPart { part in
                if case .hasTag(let tag) = part { asked.insert(tag) }
                if case .consentedTo(let purpose) = part { purposes.insert(purpose) }
            }
        }
        for definition in definitions.audiences { look(definition.formula) }
        for machine in machines {
            machine.forEachFormula(look)
            for action in machine.states.flatMap(\.transitions).flatMap(\.actions) {
                switch action {
                case .tag(let tag): given.insert(tag)
                case .record(let event, _): repertoire.foreign.insert(event)
                case .set(let name, _), .add(_, let name): assigned.insert(name)
                default: break
                }
            }
        }
        if let tag = policy.onlyToTag { asked.insert(tag) }
        repertoire.tags = asked.sorted().map { .init(name: $0, percent: given.contains($0) ? 4 : 25) }
        repertoire.purposes = purposes.sorted().map { .init(name: $0, percent: 88) }
    }

    private mutating func read(_ catalogue: Catalogue, _ definitions: Definitions) {
        for event in catalogue.events {
            for field in event.fields { declare(field) }
        }
        for address in definitions.addresses {
            for name in address.attributes where !repertoire.addresses.contains(where: { $0.attribute == name }) {
                repertoire.addresses.append((name, address.form))
            }
        }
        for field in catalogue.attributes {
            declare(field)
            addAttribute(field.name)
        }
        declared = Dictionary(catalogue.events.map { ($0.name, $0.fields.map(\.name)) }, uniquingKeysWith: { first, _ in first })
        assigned.subtract(catalogue.attributes.map(\.name))
        declaresNothing = catalogue.attributes.isEmpty
    }

    private mutating func declare(_ field: Catalogue.Field) {
        let palette = palette(field.name)
        if repertoire.palettes[palette].kind != nil { return }
        switch field.type {
        case .number: repertoire.palettes[palette].kind = .number
        case .text: repertoire.palettes[palette].kind = .text
        case .boolean: repertoire.palettes[palette].kind = .boolean
        case .date: repertoire.palettes[palette].kind = .date
        case .time: repertoire.palettes[palette].kind = .time
        case .list: repertoire.palettes[palette].kind = .list
        case .oneOf(let choices):
            repertoire.palettes[palette].kind = .text
            repertoire.palettes[palette].choices = choices
        }
    }

    // MARK: Names

    private mutating func palette(_ name: String) -> Int {
        if let place = palettes[name] { return owner(place) }
        palettes[name] = repertoire.palettes.count
        owners.append(repertoire.palettes.count)
        repertoire.palettes.append(Palette(name: name))
        return repertoire.palettes.count - 1
    }

    private func owner(_ place: Int) -> Int {
        var place = place
        while owners[place] != place { place = owners[place] }
        return place
    }

    private mutating func join(_ a: String, _ b: String) {
        let (kept, other) = (palette(a), palette(b))
        if kept == other { return }
        repertoire.palettes[kept].merge(repertoire.palettes[other])
        owners[other] = kept
    }

    private mutating func addField(_ name: String, of event: String) {
        guard let place = addEvent(event), !repertoire.events[place].fields.contains(where: { $0.name == name }) else { return }
        repertoire.events[place].fields.append(.init(name: name, palette: palette(name)))
    }

    @discardableResult
    private mutating func addEvent(_ event: String) -> Int? {
        if let place = repertoire.place(of: event) { return place }
        guard let place = repertoire.add(event) else { return nil }
        for field in declared[event] ?? [] { addField(field, of: event) }
        return place
    }

    private mutating func addAttribute(_ name: String) {
        if name == "timezone" || repertoire.addresses.contains(where: { $0.attribute == name }) { return }
        if repertoire.attributes.contains(where: { $0.name == name }) { return }
        repertoire.attributes.append(.init(name: name, palette: palette(name)))
    }

    // MARK: Journeys

    private mutating func read(_ machine: Machine) {
        triggers = []
        if case .pattern(let pattern) = machine.trigger {
            // The event that completes the pattern, or began its watch, is one of these.
            var all: [EventMatcher] =
                switch pattern.base {
                case .any(let events), .times(let events, _, _): events
                case .all(let groups, _): groups.flatMap { $0 }
                }
            all += pattern.follows.flatMap(\.events) + pattern.restarts
            triggers = all.map(\.event)
        }
        if case .silence(let events, _) = machine.trigger { triggers = events.map(\.event) }
        readTrigger(machine)
        machine.forEachMatcher { matchers.append($0) }
        for matcher in matchers { read(matcher) }
        matchers.removeAll()
        if let name = machine.forEach { for event in triggers { addField(name, of: event) } }
        if let goal = machine.goal, let value = goal.value {
            repertoire.palettes[palette(value)].kind = repertoire.palettes[palette(value)].kind ?? .number
            for matcher in goal.events { addField(value, of: matcher.event) }
        }
        if let audience = machine.audience { read(audience, of: nil) }
        for case .condition(let condition) in machine.exits { read(condition, of: nil) }
        for transition in machine.states.flatMap(\.transitions) { read(transition) }
        repertoire.motives.append((.journey(machine), 6))
    }

    private var matchers: [EventMatcher] = []

    private mutating func readTrigger(_ machine: Machine) {
        switch machine.trigger {
        case .schedule(.yearly(let name, _)):
            addAttribute(name)
            repertoire.palettes[palette(name)].isYearly = true
            repertoire.palettes[palette(name)].kind = .date
        case .schedule(.before(let length, let name, _)): expect(name, in: length)
        case .attributeChanges(let name): addAttribute(name)
        case .attributeBecomes(let name, let value):
            addAttribute(name)
            repertoire.palettes[palette(name)].add(value)
        default: break
        }
    }

    /// An attribute whose day something waits for.
    private mutating func expect(_ name: String, in lead: Microseconds) {
        if !assigned.contains(name) { addAttribute(name) }
        let place = palette(name)
        repertoire.palettes[place].kind = repertoire.palettes[place].kind ?? .date
        repertoire.palettes[place].lead = max(repertoire.palettes[place].lead ?? 0, min(lead, 400 * .day))
    }

    private mutating func read(_ matcher: EventMatcher) {
        addEvent(matcher.event)
        if let same = matcher.same {
            for event in triggers + [matcher.event] { addField(same, of: event) }
        }
        if let condition = matcher.condition { read(condition, of: matcher.event) }
    }

    private mutating func read(_ transition: Transition) {
        switch transition.cause {
        case .moment(.attribute(let name, _)): expect(name, in: 0)
        case .moment(.before(let length, let name, _)): expect(name, in: length)
        default: break
        }
        if let condition = transition.condition { read(condition, of: nil) }
        for action in transition.actions {
            switch action {
            case .send(let send): for formula in send.arguments.map(\.value) + send.shows { read(formula, of: nil) }
            case .record(_, let arguments): for argument in arguments { read(argument.value, of: nil) }
            case .set(let name, let value):
                read(value, of: nil)
                if let other = reference(value) { join(name, other) }
            case .add(let value, _):
                read(value, of: nil)
                isNumber(value)
            case .tag, .untag, .start, .leave, .stop: break
            }
        }
    }

    // MARK: Conditions

    /// - Parameter event: whose properties bare names are.
    private mutating func read(_ formula: Formula, of event: String?) {
        switch formula {
        case .property(let name): if let event { addField(name, of: event) }
        case .triggerProperty(let name): for trigger in triggers { addField(name, of: trigger) }
        case .attribute(let name):
            if assigned.contains(name) { break }
            addAttribute(name)
            if let audience { repertoire.memberships[audience, default: []].append(name) }
        case .argument(let name): if declaresNothing, !assigned.contains(name) { addAttribute(name) }
        case .lastEvent(let event, let name): addField(name, of: event)
        case .daysSince(let event): keep(.init(events: [EventMatcher(event: event, condition: nil)], count: 1, within: nil))
        case .history(let query): read(query, count: query.measure == .atLeast ? query.count : 3)
        case .compare(let sign, let a, let b):
            read(sign, a, b)
            read(sign, b, a)
            if let one = reference(a), let other = reference(b) { join(one, other) }
        case .between(let a, let low, let high): for bound in [low, high] { read(.equal, a, bound) }
        case .isIn(let a, let choices, _): for choice in choices { read(.equal, a, choice) }
        case .arithmetic(_, let a, let b): for part in [a, b] { isNumber(part) }
        case .formatted(let value, let format): if format == "money" { isNumber(value) }
        default: break
        }
        if case .history = formula { return }
        for part in formula.parts { read(part, of: event) }
    }

    /// What a name is compared with may be its value.
    private mutating func read(_ sign: Formula.Comparison, _ subject: Formula, _ value: Formula) {
        guard case .literal(let literal) = value else { return }
        if case .history(let query) = subject {
            let count = if case .integer(let number) = literal, query.measure == .number { Int(clamping: number) } else { 3 }
            read(query, count: count)
            if let property = query.property {
                let place = palette(property)
                repertoire.palettes[place].add(literal)
                // So that several make up the sum.
                guard query.measure == .sum else { return }
                if case .integer(let sum) = literal, sum > 0 { repertoire.palettes[place].add(.integer(sum / 3 + 1)) }
            }
        }
        guard let name = reference(subject) else { return }
        let place = palette(name)
        if case .text(let text) = literal, sign == .contains || sign == .startsWith {
            if repertoire.palettes[place].kind == .list { repertoire.palettes[place].add(literal) } else { repertoire.palettes[place].fragments.append(text) }
            return
        }
        repertoire.palettes[place].add(literal)
        guard repertoire.palettes[place].kind == nil else { return }
        switch literal {
        case .integer, .decimal: repertoire.palettes[place].kind = .number
        case .boolean: repertoire.palettes[place].kind = .boolean
        case .date, .instant: repertoire.palettes[place].kind = .date
        case .timeOfDay: repertoire.palettes[place].kind = .time
        default: repertoire.palettes[place].kind = .text
        }
    }

    private mutating func read(_ query: HistoryQuery, count: Int) {
        for matcher in query.events {
            read(matcher)
            guard let property = query.property else { continue }
            addField(property, of: matcher.event)
            let place = palette(property)
            repertoire.palettes[place].kind = repertoire.palettes[place].kind ?? .number
        }
        keep(.init(events: query.events, count: min(max(count, 1), 40), within: query.within))
    }

    private mutating func keep(_ habit: Repertoire.Habit) {
        for matcher in habit.events { addEvent(matcher.event) }
        if let audience { repertoire.audiences[audience, default: []].append(habit) }
        if habits.contains(where: { $0.events == habit.events && $0.count == habit.count }) { return }
        habits.append(habit)
    }

    private mutating func isNumber(_ formula: Formula) {
        guard let name = reference(formula) else { return }
        let place = palette(name)
        repertoire.palettes[place].kind = repertoire.palettes[place].kind ?? .number
    }

    private func reference(_ formula: Formula) -> String? {
        switch formula {
        case .property(let name), .triggerProperty(let name), .attribute(let name), .lastEvent(_, let name): name
        default: nil
        }
    }

    // MARK: The end

    private mutating func settle(_ machines: [Machine]) {
        for index in repertoire.events.indices {
            for field in repertoire.events[index].fields.indices {
                repertoire.events[index].fields[field].palette = owner(repertoire.events[index].fields[field].palette)
            }
        }
        for index in repertoire.attributes.indices { repertoire.attributes[index].palette = owner(repertoire.attributes[index].palette) }
        repertoire.paletteOf = palettes.mapValues(owner)
        repertoire.motives += habits.map { (.habit($0), 2) }
        // What is asked of, somebody's changes now and then.
        let asked = Set(machines.flatMap(\.readAttributes))
        repertoire.motives += repertoire.attributes.filter { asked.contains($0.name) }.map { (.change($0.name), 1) }
    }
}

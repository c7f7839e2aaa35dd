import JourneyLanguage
import JourneyModel

/// Turns a test's tree into its plan.
struct TestLowering {
    private let context: CheckContext
    private let resolver: Resolver
    private var plan: TestPlan
    /// The customer whom the lines being read are about.
    private var current = 0

    private var findings: Findings { context.findings }

    init(_ test: TestDeclaration, _ context: CheckContext) {
        self.context = context
        resolver = Resolver(context, .customer)
        let journeys = context.names[.journey]
        plan = TestPlan(
            path: context.findings.path, title: test.title, titleRange: test.titleRange,
            journey: test.journey.map { context.names.canonical($0.text, .journey) },
            start: TestPlan.usualStart, customers: [], events: [], answers: [], expectations: [])
        if let start = test.starting { plan.start = Self.moment(start) }
        if let journey = test.journey, journeys.canonical[journey.text] == nil {
            let near = closest(to: journey.text, among: journeys.declared)
            findings.report(
                .unknownTestedJourney(journey.text, suggestion: near), at: journey.range, fix: near.map { .init(journey.range, $0) })
        }
        for line in test.lines { take(line) }
        // A test without a `customer` line is about one nobody has said anything of.
        if plan.customers.isEmpty { plan.customers = [TestPlan.Customer(id: "customer")] }
        if plan.expectations.isEmpty { findings.report(.testWithoutExpectation, at: test.titleRange) }
    }

    func result() -> TestPlan { plan }

    private mutating func take(_ line: TestDeclaration.Line) {
        switch line.kind {
        case .customer(let name, let arguments): customer(name, arguments)
        case .event(let moment, let name, let arguments):
            let moment = Self.moment(moment)
            if case .local(let days, let seconds) = moment, case .local(let first, let since) = plan.start, (days, seconds) < (first, since) {
                findings.report(.momentBeforeStart, at: line.range)
            }
            if name.text == TestDeclaration.becomesKnown { return known(values(arguments, Self.attribute), at: moment, line.range) }
            let event = context.event(name)
            let properties = values(arguments) { resolver, argument in resolver.argument(argument, propertyOf: event) }
            plan.events.append(
                .init(customer: somebody(), moment: moment, name: event, properties: properties, range: line.range))
        case .answers(let channel, let answer):
            if !TestPlan.knownAnswers.contains(answer.text) {
                let near = closest(to: answer.text, among: TestPlan.knownAnswers)
                findings.report(
                    .unknownAnswer(answer.text, suggestion: near), at: answer.range, fix: near.map { .init(answer.range, $0) })
            }
            plan.answers.append((context.name(channel, .channel), answer.text))
        case .expect(let expectation): expect(expectation, line.range)
        }
    }

    /// Lines before any `customer` line are about an unnamed one.
    private mutating func somebody() -> Int {
        if plan.customers.isEmpty { plan.customers.append(TestPlan.Customer(id: "customer")) }
        return current
    }

    /// `tag` and `consent` say what is no attribute; a name seen before goes on with that customer.
    private mutating func customer(_ name: Name?, _ arguments: [Step.Argument]) {
        let id = name?.text ?? (plan.customers.isEmpty ? "customer" : "customer \(plan.customers.count + 1)")
        if let known = plan.customers.firstIndex(where: { $0.id == id }) {
            current = known
        } else {
            plan.customers.append(TestPlan.Customer(id: id))
            current = plan.customers.count - 1
        }
        for (name, value) in values(arguments, Self.attribute) {
            switch (name, value) {
            case ("tag", .text(let tag)): plan.customers[current].tags.append(tag)
            case ("consent", .text(let purpose)): plan.customers[current].consents.append(purpose)
            default: plan.customers[current].attributes.append((name, value))
            }
        }
    }

    /// `at 1h customer with tier: "gold", tag: "vip"`: what has become known by then, as the events that tell it.
    private mutating func known(_ values: [(name: String, value: Value)], at moment: TestPlan.Moment, _ range: SourceRange) {
        var attributes: [(name: String, value: Value)] = []
        func tell(_ event: String, _ properties: [(name: String, value: Value)]) {
            plan.events.append(.init(customer: somebody(), moment: moment, name: event, properties: properties, range: range))
        }
        for (name, value) in values {
            switch (name, value) {
            case ("tag", .text): tell("$tag", [("tag", value)])
            case ("consent", .text): tell("$consent", [("purpose", value), ("granted", .boolean(true)), ("source", .text("test"))])
            default: attributes.append((name, value))
            }
        }
        if !attributes.isEmpty { tell(TestDeclaration.becomesKnown, attributes) }
    }

    private mutating func expect(_ expectation: TestDeclaration.Expectation, _ range: SourceRange) {
        let kind: TestPlan.Expectation.Kind
        var moment: TestMoment?
        switch expectation {
        case .noMessages: kind = .noMessages
        case .message(let content, let via, let at, let arguments):
            let values = values(arguments) { resolver, argument in
                Action.Argument(name: argument.name.text, value: resolver.value(argument.value).formula)
            }
            kind = .message(message(content), via: via.map { context.name($0, .channel) }, values: values)
            moment = at
        case .inJourney(let isInside, let at):
            kind = .inJourney(isInside)
            moment = at
        case .goal(let at):
            kind = .goal
            moment = at
        case .that(let condition, let at):
            let formula = resolver.condition(condition)
            kind = .that(formula, text: Spelling.expression(condition))
            moment = at
        }
        plan.expectations.append(
            .init(customer: somebody(), kind: kind, moment: moment.map(Self.moment), range: range))
    }

    /// A message that no journey sends could never be seen.
    private func message(_ name: Name) -> String {
        let message = context.names.canonical(name.text, .message)
        let sent = context.names.sentMessages
        if sent.contains(message) { return message }
        let near = closest(to: message, among: sent.sorted(by: precedesInBytes))
        findings.report(
            .neverSent(name.text, suggestion: near), at: name.range, fix: near.map { .init(name.range, Spelling.name($0)) })
        return message
    }

    private static func attribute(_ resolver: Resolver, _ argument: Step.Argument) -> Action.Argument {
        let value = resolver.value(argument.value)
        if ["tag", "consent"].contains(argument.name.text) { return Action.Argument(name: argument.name.text, value: value.formula) }
        let (name, type, use) = resolver.context.attribute(argument.name.text, at: argument.name.range)
        resolver.checkAssigned(value, argument.value, to: argument.name, type, use)
        return Action.Argument(name: name, value: value.formula)
    }

    /// Values of a test are what the text says: there is no customer or event to ask.
    private func values(_ arguments: [Step.Argument], _ read: (Resolver, Step.Argument) -> Action.Argument) -> [(name: String, value: Value)] {
        arguments.compactMap { argument in
            let read = read(resolver, argument)
            guard case .literal(let value) = read.value else {
                findings.report(.testValueNotConstant(argument.name.text), at: argument.value.range)
                return nil
            }
            return (read.name, value)
        }
    }

    private static func moment(_ moment: TestMoment) -> TestPlan.Moment {
        switch moment {
        case .after(let duration): .after(duration.microseconds)
        case .date(let date, let time): .local(days: date.days, seconds: time?.seconds ?? 0)
        }
    }
}

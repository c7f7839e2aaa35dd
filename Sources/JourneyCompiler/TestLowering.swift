import JourneyLanguage
import JourneyModel

/// Turns a test's tree into its plan.
struct TestLowering {
    let findings: Findings
    let journeys: Set<String>
    private var plan: TestPlan
    /// The customer whom the lines being read are about.
    private var current = 0

    init(_ test: TestDeclaration, findings: Findings, journeys: Set<String>) {
        self.findings = findings
        self.journeys = journeys
        plan = TestPlan(
            path: findings.path, title: test.title, titleRange: test.titleRange, journey: test.journey?.text,
            start: TestPlan.usualStart, customers: [], events: [], answers: [], expectations: [])
        if let start = test.starting { plan.start = Self.moment(start) }
        if let journey = test.journey, !journeys.contains(journey.text) {
            let near = closest(to: journey.text, among: journeys.sorted())
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
            plan.events.append(
                .init(customer: somebody(), moment: moment, name: name.text, properties: values(arguments), range: line.range))
        case .answers(let channel, let answer):
            if !TestPlan.knownAnswers.contains(answer.text) {
                let near = closest(to: answer.text, among: TestPlan.knownAnswers)
                findings.report(
                    .unknownAnswer(answer.text, suggestion: near), at: answer.range, fix: near.map { .init(answer.range, $0) })
            }
            plan.answers.append((channel.text, answer.text))
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
        for (name, value) in values(arguments) {
            switch (name, value) {
            case ("tag", .text(let tag)): plan.customers[current].tags.append(tag)
            case ("consent", .text(let purpose)): plan.customers[current].consents.append(purpose)
            default: plan.customers[current].attributes.append((name, value))
            }
        }
    }

    private mutating func expect(_ expectation: TestDeclaration.Expectation, _ range: SourceRange) {
        let kind: TestPlan.Expectation.Kind
        var moment: TestMoment?
        switch expectation {
        case .noMessages: kind = .noMessages
        case .message(let content, let via, let at, let arguments):
            kind = .message(content.text, via: via?.text, values: values(arguments))
            moment = at
        case .inJourney(let isInside, let at):
            kind = .inJourney(isInside)
            moment = at
        case .goal(let at):
            kind = .goal
            moment = at
        case .that(let condition, let at):
            let formula = Resolver(findings: findings, scope: .customer).condition(condition)
            kind = .that(formula, text: Spelling.expression(condition))
            moment = at
        }
        plan.expectations.append(
            .init(customer: somebody(), kind: kind, moment: moment.map(Self.moment), range: range))
    }

    /// Values of a test are what the text says: there is no customer or event to ask.
    private func values(_ arguments: [Step.Argument]) -> [(name: String, value: Value)] {
        let resolver = Resolver(findings: findings, scope: .customer)
        return arguments.compactMap { argument in
            guard case .literal(let value) = resolver.value(argument.value).formula else {
                findings.report(.testValueNotConstant(argument.name.text), at: argument.value.range)
                return nil
            }
            return (argument.name.text, value)
        }
    }

    private static func moment(_ moment: TestMoment) -> TestPlan.Moment {
        switch moment {
        case .after(let duration): .after(duration.microseconds)
        case .date(let date, let time): .local(days: date.days, seconds: time?.seconds ?? 0)
        }
    }
}

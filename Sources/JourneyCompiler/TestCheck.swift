import JourneyLanguage
import JourneyModel

/// A `test` of a file, with its names and values resolved.
public struct CompiledTest: Sendable {
    /// As given to `compile`.
    public var path: String
    public var source: SourceText
    /// Names of journeys, events, properties, attributes, messages and channels in it are the declared ones.
    public var declaration: TestDeclaration
    /// For each line, the values of its `with …`.
    public var values: [[Action.Argument]]
    /// For each line, what its `expect that …` looks at.
    public var conditions: [Formula?]
}

/// Checks the tests of a workspace, once all that they may expect is known.
struct TestCheck {
    let names: WorkspaceNames
    let uses: TypeUses
    /// Zero of a test that does not say when it starts: Monday 2026-01-05, 0:00.
    static let start: Int64 = 20_458 * 86_400

    func test(_ declared: CatalogueCheck.Declared<TestDeclaration>, _ source: SourceText) -> CompiledTest {
        let context = CheckContext(findings: declared.findings, names: names, uses: uses)
        var test = declared.syntax
        if let journey = test.journey { test.journey?.text = self.journey(journey, context) }
        var compiled = CompiledTest(path: declared.findings.path, source: source, declaration: test, values: [], conditions: [])
        let start = test.starting.map { Self.seconds($0, from: 0) } ?? Self.start
        for index in test.lines.indices {
            var values: [Action.Argument] = []
            var condition: Formula?
            compiled.declaration.lines[index].kind = line(test.lines[index].kind, start, &values, &condition, context)
            compiled.values.append(values)
            compiled.conditions.append(condition)
        }
        return compiled
    }

    private func line(
        _ kind: TestDeclaration.Line.Kind, _ start: Int64, _ values: inout [Action.Argument], _ condition: inout Formula?,
        _ context: CheckContext
    ) -> TestDeclaration.Line.Kind {
        switch kind {
        case .customer(let name, let arguments):
            values = arguments.map { attribute($0, context) }
            return .customer(name, renamed(arguments, values))
        case .event(let moment, let event, let arguments):
            checkMoment(moment, start, context)
            let name = context.event(event)
            values = arguments.map { Resolver(context, .customer).argument($0, propertyOf: name) }
            return .event(moment, Name(name, event.range), renamed(arguments, values))
        case .answers(let channel, let answer):
            return .answers(channel: Name(context.name(channel, .channel), channel.range), answer)
        case .expect(let expectation): return .expect(expect(expectation, start, &values, &condition, context))
        }
    }

    private func expect(
        _ expectation: TestDeclaration.Expectation, _ start: Int64, _ values: inout [Action.Argument], _ condition: inout Formula?,
        _ context: CheckContext
    ) -> TestDeclaration.Expectation {
        switch expectation {
        case .noMessages: return .noMessages
        case .message(let message, let via, let moment, let arguments):
            if let moment { checkMoment(moment, start, context) }
            values = arguments.map {
                Action.Argument(name: $0.name.text, value: Resolver(context, .customer).value($0.value).formula)
            }
            let channel = via.map { Name(context.name($0, .channel), $0.range) }
            return .message(Name(self.message(message, context), message.range), via: channel, at: moment, arguments)
        case .that(let expression, let moment):
            if let moment { checkMoment(moment, start, context) }
            condition = Resolver(context, .customer).condition(expression)
        case .inJourney(_, let moment), .goal(let moment):
            if let moment { checkMoment(moment, start, context) }
        }
        return expectation
    }

    /// A journey of the workspace: nothing else could be tested.
    private func journey(_ name: Name, _ context: CheckContext) -> String {
        let table = names[.journey]
        if let journey = table.canonical[name.text] { return journey }
        let suggestion = closest(to: name.text, among: table.declared)
        context.findings.report(
            .testOfUnknown(name.text, suggestion: suggestion), at: name.range,
            fix: suggestion.map { Diagnostic.Fix(name.range, Spelling.name($0)) })
        return name.text
    }

    /// A message that some journey sends, else the test could never pass.
    private func message(_ name: Name, _ context: CheckContext) -> String {
        let message = names.canonical(name.text, .message)
        if names.sentMessages.contains(message) { return message }
        let suggestion = closest(to: message, among: names.sentMessages.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        context.findings.report(
            .neverSent(name.text, suggestion: suggestion), at: name.range,
            fix: suggestion.map { Diagnostic.Fix(name.range, Spelling.name($0)) })
        return message
    }

    private func attribute(_ argument: Step.Argument, _ context: CheckContext) -> Action.Argument {
        let resolver = Resolver(context, .customer)
        let value = resolver.value(argument.value)
        if BuiltIn.testAttributes.contains(argument.name.text) {
            return Action.Argument(name: argument.name.text, value: value.formula)
        }
        let (name, type, use) = context.attribute(argument.name.text, at: argument.name.range)
        resolver.checkAssigned(value, argument.value, to: argument.name, type, use)
        return Action.Argument(name: name, value: value.formula)
    }

    private func renamed(_ arguments: [Step.Argument], _ values: [Action.Argument]) -> [Step.Argument] {
        zip(arguments, values).map { Step.Argument(name: Name($1.name, $0.name.range), value: $0.value) }
    }

    // MARK: Moments

    private func checkMoment(_ moment: TestMoment, _ start: Int64, _ context: CheckContext) {
        guard case .date(let date, let time) = moment, Self.seconds(moment, from: start) < start else { return }
        let range = SourceRange(date.range.start, time?.range.end ?? date.range.end)
        context.findings.report(.beforeStart, at: range)
    }

    /// On the wall clock, from 1970-01-01 on.
    private static func seconds(_ moment: TestMoment, from start: Int64) -> Int64 {
        switch moment {
        case .after(let duration): start.addingReportingOverflow(duration.microseconds / 1_000_000).partialValue
        case .date(let date, let time): Int64(date.days) * 86_400 + Int64(time?.seconds ?? 0)
        }
    }
}

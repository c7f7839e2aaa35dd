import JourneyModel
import XCTest

@testable import JourneyLanguage

/// Trees made by hand: a test of the checker says what it is about, whatever the parser reads.
enum Trees {
    static let nowhere = SourceRange(0, 0)

    static func name(_ text: String) -> Name { Name(text, nowhere) }

    static func span(_ duration: Microseconds) -> DurationLiteral { DurationLiteral(duration, nowhere) }

    static func share(_ micros: Int64) -> PercentLiteral { PercentLiteral(micros: micros, range: nowhere) }

    static func time(_ hour: Int32) -> TimeLiteral { TimeLiteral(seconds: hour * 3_600, range: nowhere) }

    static func date(_ days: Int32) -> DateLiteral { DateLiteral(days: days, range: nowhere) }

    /// The journeys of a program that the parser reads, before any declaration.
    static func items(_ text: String, file: StaticString = #filePath, line: UInt = #line) -> [Item] {
        let parsed = parse(SourceText(name: "test.journey", text))
        XCTAssertEqual(parsed.diagnostics.map(\.message), [], text, file: file, line: line)
        return parsed.program.items
    }

    /// A condition of an attribute's scope, as written in `if`.
    static func condition(_ text: String, file: StaticString = #filePath, line: UInt = #line) -> JourneyLanguage.Expression {
        let items = items("when a if \(text) stop end", file: file, line: line)
        if case .rule(let rule)? = items.first, case .branch(let branches, _)? = rule.steps.first?.kind, let first = branches.first {
            return first.condition
        }
        return JourneyLanguage.Expression(.literal(.boolean(true)), nowhere)
    }

    static func value(_ text: String, file: StaticString = #filePath, line: UInt = #line) -> JourneyLanguage.Expression {
        let items = items("when a set x to \(text)", file: file, line: line)
        if case .rule(let rule)? = items.first, case .set(_, let value)? = rule.steps.first?.kind { return value }
        return JourneyLanguage.Expression(.literal(.unknown), nowhere)
    }

    static func fields(_ fields: [(String, [String], Field.Kind)]) -> [Field] {
        fields.map { Field(name: name($0.0), also: $0.1.map(name), kind: $0.2, range: nowhere) }
    }

    static func event(
        _ name: String, also: [String] = [], from: String? = nil, _ fields: [(String, [String], Field.Kind)] = []
    ) -> Item {
        .event(
            EventDeclaration(
                name: Trees.name(name), also: also.map(Trees.name), title: nil, from: from, fields: Trees.fields(fields), range: nowhere))
    }

    static func customer(_ fields: [(String, [String], Field.Kind)]) -> Item {
        .customer(CustomerDeclaration(fields: Trees.fields(fields), range: nowhere))
    }

    static func audience(_ name: String, also: [String] = [], _ condition: JourneyLanguage.Expression) -> Item {
        .audience(
            AudienceDeclaration(
                name: Trees.name(name), also: also.map(Trees.name), title: nil, condition: condition, range: nowhere))
    }

    static func message(_ name: String, also: [String] = [], _ bodies: [(channel: String, [Template.Piece])]) -> Item {
        let bodies = bodies.map {
            MessageDeclaration.Body(
                channel: Trees.name($0.channel), parts: [.init(name: nil, text: Template(pieces: $0.1, range: nowhere))], range: nowhere)
        }
        return .message(
            MessageDeclaration(name: Trees.name(name), also: also.map(Trees.name), title: nil, bodies: bodies, range: nowhere))
    }

    static func placeholder(
        _ text: String, or fallback: String? = nil, as format: String? = nil, isLink: Bool = false
    ) -> Template.Piece {
        .value(
            .init(
                value: value(text), fallbacks: [fallback].compactMap { $0 }.map { value($0) }, format: format.map(name), isLink: isLink, range: nowhere))
    }

    static func coupon(_ name: String, also: [String] = [], _ rules: [CouponDeclaration.Rule.Kind]) -> Item {
        .coupon(
            CouponDeclaration(
                name: Trees.name(name), also: also.map(Trees.name), title: nil, rules: rules.map { .init(kind: $0, range: nowhere) },
                range: nowhere))
    }

    static func policy(_ rules: [PolicyDeclaration.Rule.Kind]) -> Item {
        .policy(PolicyDeclaration(rules: rules.map { .init($0, nowhere) }, range: nowhere))
    }

    static func calendar(_ name: String, from: Int32, to: Int32?) -> Item {
        .calendar(
            CalendarDeclaration(
                name: Trees.name(name), also: [], title: nil,
                days: [.init(isWorkday: false, from: date(from), to: to.map(date), range: nowhere)], range: nowhere))
    }

    static func test(_ title: String, for journey: String? = nil, starting: Int32? = nil, _ lines: [TestDeclaration.Line.Kind]) -> Item {
        .test(
            TestDeclaration(
                title: title, titleRange: nowhere, journey: journey.map(name), starting: starting.map { .date(date($0), at: nil) },
                lines: lines.map { .init(kind: $0, range: nowhere) }, range: nowhere))
    }

    static func pattern(_ event: String, same: String? = nil) -> Trigger.Kind {
        let term = EventTerm(name: name(event), condition: nil, same: same.map(name), range: nowhere)
        return .pattern(Pattern(base: .any(Events(alternatives: [term], range: nowhere)), follows: [], absence: nil))
    }

    static func journey(_ name: String, _ trigger: Trigger.Kind, headers: [Header.Kind] = [], _ steps: [Step.Kind]) -> Item {
        .journey(
            Journey(
                name: Trees.name(name), title: nil, trigger: Trigger(trigger, nowhere), headers: headers.map { Header($0, nowhere) },
                steps: self.steps(steps), range: nowhere))
    }

    static func steps(_ kinds: [Step.Kind]) -> [Step] { kinds.map { Step($0, nowhere) } }

    static func send(_ content: String, _ arguments: [(String, String)] = [], to: String? = nil, via channels: String...) -> Step.Kind {
        .send(
            Step.Send(
                content: name(content), arguments: arguments.map { Step.Argument(name: name($0.0), value: value($0.1)) },
                to: to.map(name), channels: channels.map(name)))
    }

    static func split(_ arms: [(Int64?, String?)]) -> Step.Kind {
        .split(
            Step.Split(
                name: "s", isAdaptive: false,
                arms: arms.map { .init(share: $0.0.map(share), name: $0.1, steps: [], range: nowhere) }))
    }

    static func file(_ path: String, _ items: [Item], in language: Language) -> (path: String, parsed: ParsedFile) {
        let source = SourceText(name: path, "\n")
        return (
            path, ParsedFile(program: Program(items: items), comments: [], diagnostics: [], source: source, language: language)
        )
    }
}

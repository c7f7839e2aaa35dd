import JourneyLanguage
import JourneyModel

/// One journey as the reference model reads it: the tree, its headers sorted out, its steps numbered.
final class ReferenceRule {
    let name: String
    let trigger: Trigger
    let steps: [Step]
    private(set) var priority = 0
    private(set) var forEach: String?
    /// In ten-thousandths.
    private(set) var holdOut = 0
    private(set) var rollOut = 10_000
    private(set) var expires: Microseconds?
    private(set) var isTransactional = false
    private(set) var dates: (from: Int, until: Int)?
    private(set) var audience: Expression?
    private(set) var again = Header.Again.once
    private(set) var goal: (events: Events, within: DurationLiteral, value: Name?, continues: Bool)?
    private(set) var exitEvents: [EventTerm] = []
    private(set) var exitConditions: [Expression] = []
    /// By where the step begins in the text.
    private(set) var labels: [Int: String] = [:]
    private var counts: [String: Int] = [:]
    private var waited: Set<String> = []
    private var nextLabel: String?

    init(_ journey: Journey, name: String) {
        self.name = name
        trigger = journey.trigger
        steps = journey.steps
        switch journey.trigger.kind {
        case .silence, .every, .on, .onAttribute, .before: again = .always
        default: break
        }
        for header in journey.headers {
            switch header.kind {
            case .audience(let condition): audience = condition
            case .again(let rule): again = rule
            case .goal(let events, let within, let value, let continues): goal = (events, within, value, continues)
            case .exit(let exits):
                for exit in exits {
                    switch exit {
                    case .event(let term): exitEvents.append(term)
                    case .condition(let condition): exitConditions.append(condition)
                    }
                }
            case .priority(let number): priority = number
            case .forEach(let name): forEach = name.text
            case .owner: break
            case .expires(let length): expires = length.microseconds
            case .messageClass(let isTransactional): self.isTransactional = isTransactional
            case .holdOut(let share): holdOut = Int(share.micros / 100)
            case .rollOut(let share): rollOut = Int(share.micros / 100)
            case .dates(let from, let until): dates = (Int(from.days), until.map { Int($0.days) } ?? .max)
            }
        }
        number(steps)
    }

    /// Exit conditions are looked at on the events that those inside are concerned with, not on every event of the customer.
    func reacts(to event: String, _ audiences: [String: Expression]) -> Bool {
        waited.contains(event) || exitEvents.contains { $0.name.text == event }
            || goal?.events.alternatives.contains { $0.name.text == event } == true || (["$set", "$tag"].contains(event) && !exitConditions.isEmpty)
            || exitConditions.contains { $0.asksOf(event, audiences) }
    }

    /// Whether an event could be the first of the trigger.
    func mayBegin(with matches: (Events) -> Bool) -> Bool {
        switch trigger.kind {
        case .silence(let of, _): of.map(matches) ?? false
        case .pattern(let pattern):
            switch pattern.base {
            case .any(let events), .times(let events, _, _): matches(events)
            case .all(let groups, _): groups.contains(where: matches)
            }
        default: false
        }
    }

    /// An event of another value of `for each` is nothing to an instance.
    func concerns(_ event: ReferenceModel.Event, _ instance: Value) -> Bool {
        let value = forEach.map { event.property($0) } ?? .unknown
        return value == .unknown || value == instance
    }

    /// Under what the entries of an instance are remembered.
    func memory(of instance: Value) -> String { name + (instance == .unknown ? "" : "\u{0}\(instance)") }

    private func number(_ steps: [Step]) {
        for step in steps {
            switch step.kind {
            case .label(let name): nextLabel = name.text
            case .waitUntil: label(step, "wait")
            case .give(_, let otherwise):
                label(step, "give")
                number(otherwise ?? [])
            case .record: label(step, "record")
            case .start: label(step, "start")
            case .leave: label(step, "leave")
            case .split(let split):
                label(step, "split")
                for arm in split.arms { number(arm.steps) }
            case .repeats(let loop):
                label(step, "repeat")
                for term in loop.until?.alternatives ?? [] { waited.insert(term.name.text) }
                number(loop.steps)
            case .send: label(step, "send")
            case .set: label(step, "set")
            case .add: label(step, "add")
            case .tag: label(step, "tag")
            case .untag: label(step, "untag")
            case .stop: label(step, "stop")
            case .wait: label(step, "wait")
            case .waitFor(let wait):
                label(step, "wait")
                for term in wait.events.alternatives { waited.insert(term.name.text) }
                switch wait.outcome {
                case .goesOn: break
                case .orElse(let missed): number(missed)
                case .ifSo(let came, let missed):
                    number(came)
                    number(missed ?? [])
                }
            case .branch(let branches, let otherwise):
                label(step, "if")
                for branch in branches { number(branch.steps) }
                number(otherwise ?? [])
            }
        }
    }

    private func label(_ step: Step, _ verb: String) {
        counts[verb, default: 0] += 1
        labels[step.range.start] = nextLabel ?? "\(verb)#\(counts[verb] ?? 0)"
        nextLabel = nil
    }
}

/// Where names get their values.
struct ReferenceScope {
    /// The event whose `where` is asked: bare names are its properties. Nil: they are attributes.
    var event: ReferenceModel.Event?
    var trigger: ReferenceModel.Event
    /// What `with same` compares with.
    var first: ReferenceModel.Event
    var attributes: [String: Value]
    var tags: Set<String>
    var past: [ReferenceModel.Event]
    var now: Timestamp
    var zone: Zone
    var consents: [String: Bool] = [:]
    var audiences: [String: Expression] = [:]
    var seen: [String: ReferenceModel.Event] = [:]
    var given: [ReferenceModel.Given] = []
    var isReachable: (String) -> Bool = { _ in true }
}

extension EventTerm {
    func matches(_ event: ReferenceModel.Event, _ scope: ReferenceScope) -> Bool {
        name.text == event.name && condition?.holds(scope) ?? true
            && same.map { Value.compare(event.property($0.text), scope.first.property($0.text)) == .equal } ?? true
    }
}

extension Expression {
    /// Whether it asks the past for an event.
    func asksOf(_ event: String, _ audiences: [String: Expression]) -> Bool {
        switch kind {
        case .history(let history): history.events.alternatives.contains { $0.name.text == event }
        case .daysSince(let name): name.text == event
        case .inAudience(let name): audiences[name.text]?.asksOf(event, audiences) ?? false
        case .unary(_, let a), .isKnown(let a, _): a.asksOf(event, audiences)
        case .binary(_, let a, let b): a.asksOf(event, audiences) || b.asksOf(event, audiences)
        default: false
        }
    }

    func holds(_ scope: ReferenceScope) -> Bool { value(scope) == .boolean(true) }

    func value(_ scope: ReferenceScope) -> Value {
        switch kind {
        case .literal(let value): return value
        case .percent(let micros): return .decimal(micros: micros)
        case .now: return .instant(scope.now)
        case .path(let names):
            let path = names.map(\.text)
            let rest = path.dropFirst().joined(separator: ".")
            if path.count > 1, path[0] == "customer" { return scope.attributes[rest] ?? .unknown }
            if path.count > 1, path[0] == "event" { return scope.trigger.property(rest) }
            if scope.event == nil, path.count == 2, path[1] == "code",
                let last = scope.given.last(where: { $0.coupon == path[0] || path[0] == "coupon" })
            {
                return .text(last.code)
            }
            if scope.event == nil, path.count > 1 { return scope.seen[path[0]]?.property(rest) ?? .unknown }
            let name = path.joined(separator: ".")
            return scope.event?.property(name) ?? (scope.event == nil ? scope.attributes[name] ?? .unknown : .unknown)
        case .unary(.not, let a): return .boolean(!a.holds(scope))
        case .unary(.minus, let a): return Value.negative(a.value(scope))
        case .between(let a, let low, let high):
            let value = a.value(scope)
            let isAbove = [.greater, .equal].contains(Value.compare(value, low.value(scope)))
            return .boolean(isAbove && [.less, .equal].contains(Value.compare(value, high.value(scope))))
        case .isIn(let a, let list, let negated):
            let value = a.value(scope)
            return .boolean(list.contains { Value.compare(value, $0.value(scope)) == .equal } != negated)
        case .isKnown(let a, let negated): return .boolean((a.value(scope) == .unknown) == negated)
        case .consentedTo(let purpose): return .boolean(scope.consents[purpose.text] ?? false)
        case .inAudience(let name):
            var inner = scope
            inner.event = nil
            return .boolean(scope.audiences[name.text]?.holds(inner) ?? false)
        case .reachableVia(let channel): return .boolean(scope.isReachable(channel.text))
        case .given(let coupon): return .boolean(scope.given.contains { $0.coupon == coupon.text })
        case .hasTag(let tag): return .boolean(scope.tags.contains(tag.text))
        case .history(let history): return history.answer(scope)
        case .daysSince(let event):
            let last = scope.past.filter { $0.name == event.text }.map(\.at).max()
            return last.map { .integer((scope.now - $0) / .day) } ?? .unknown
        case .weekday: return .integer(Int64(CivilDate.weekday(days: scope.zone.local(scope.now).days)))
        case .weekdayLiteral(let day): return .integer(Int64(day))
        case .timeOfDay: return .timeOfDay(seconds: Int32(scope.zone.local(scope.now).time / .second))
        case .dateTime(let date, let time):
            return .instant(scope.zone.instant(days: Int(date.days), seconds: Int(time.seconds)))
        case .binary(let sign, let a, let b): return Self.apply(sign, a, b, scope)
        default: return .unknown
        }
    }

    private static func apply(_ sign: BinaryOperator, _ left: Expression, _ right: Expression, _ scope: ReferenceScope) -> Value {
        if sign == .and { return .boolean(left.holds(scope) && right.holds(scope)) }
        if sign == .or { return .boolean(left.holds(scope) || right.holds(scope)) }
        let (a, b) = (left.value(scope), right.value(scope))
        let order = Value.compare(a, b)
        switch sign {
        case .equal, .is: return .boolean(order == .equal)
        case .notEqual, .isNot: return .boolean(order != .equal)
        case .less: return .boolean(order == .less)
        case .lessOrEqual: return .boolean(order == .less || order == .equal)
        case .greater: return .boolean(order == .greater)
        case .greaterOrEqual: return .boolean(order == .greater || order == .equal)
        case .contains:
            if case .list(let list) = a { return .boolean(list.contains { Value.compare($0, b) == .equal }) }
            guard case .text(let whole) = a, case .text(let part) = b else { return .boolean(false) }
            return .boolean(whole.contains(part))
        case .startsWith:
            guard case .text(let whole) = a, case .text(let start) = b else { return .boolean(false) }
            return .boolean(whole.hasPrefix(start))
        case .plus: return Value.plus(a, b)
        case .minus: return Value.minus(a, b)
        case .times: return Value.times(a, b)
        case .divided: return Value.divided(a, by: b)
        case .and, .or: return .unknown
        }
    }
}

extension Expression.History {
    /// By searching everything that ever came.
    func answer(_ scope: ReferenceScope) -> Value {
        var events = scope.past.filter { event in
            var scope = scope
            scope.event = event
            return self.events.alternatives.contains { $0.matches(event, scope) }
        }
        if case .within(let length) = span { events = events.filter { scope.now - $0.at <= length.microseconds } }
        let values = events.map { $0.property(property.map(\.text).joined(separator: ".")) }.filter { $0.exactMicros != nil }
        let sum = values.reduce(.integer(0), Value.plus)
        switch measure {
        case .atLeast: return .boolean(events.count >= count)
        case .number: return .integer(Int64(events.count))
        case .sum: return sum
        case .average: return values.isEmpty ? .unknown : Value.divided(sum, by: .integer(Int64(values.count)))
        case .max: return values.reduce(.unknown) { Value.compare($0, $1) == .greater ? $0 : $1 }
        case .min: return values.reduce(.unknown) { Value.compare($0, $1) == .less ? $0 : $1 }
        }
    }
}

enum ReferenceValues {
    static func json(_ members: [(name: String, value: Value)]) -> String {
        let parts = members.map { member in
            var text: [UInt8] = []
            JSONText.append(member.name, to: &text)
            text.append(UInt8(ascii: ":"))
            member.value.appendJSON(to: &text)
            return String(decoding: text, as: UTF8.self)
        }
        return "{" + parts.joined(separator: ",") + "}"
    }
}

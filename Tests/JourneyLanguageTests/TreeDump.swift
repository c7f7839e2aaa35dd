import JourneyLanguage
import JourneyModel

/// A tree as indented text, one node a line: what the corpus of programs is compared by.
enum TreeDump {
    static func dump(_ program: Program) -> String { program.items.flatMap(item).joined(separator: "\n") + "\n" }

    private static func indent(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }

    private static func item(_ item: Item) -> [String] {
        switch item {
        case .rule(let journey), .journey(let journey):
            let name = journey.name.map { "journey " + quoted($0.text) } ?? "rule"
            let formerly = journey.formerly.map { " formerly " + quoted($0.text) } ?? ""
            return [name + formerly + title(journey.title)]
                + indent(trigger(journey.trigger) + journey.headers.map(header) + journey.steps.flatMap(step))
        default: return DeclarationDump.item(item)
        }
    }

    static func title(_ title: String?) -> String { title.map { " " + quoted($0) } ?? "" }

    private static func trigger(_ trigger: Trigger) -> [String] {
        switch trigger.kind {
        case .silence(let of, let duration): return ["silence of \(of.map(events) ?? "anything") for \(length(duration))"]
        case .pattern(let pattern): return self.pattern(pattern)
        case .every(let recurrence, let time): return ["every \(recurrence)\(at(time))"]
        case .on(let date, let time): return ["on day \(date.days)\(at(time))"]
        case .onAttribute(let name, let time): return ["on \(quoted(name.text))\(at(time))"]
        case .before(let duration, let name, let time): return ["\(length(duration)) before \(quoted(name.text))\(at(time))"]
        case .changes(let name): return ["\(quoted(name.text)) changes"]
        case .becomes(let name, let value): return ["\(quoted(name.text)) becomes \(expression(value))"]
        case .entersAudience(let name): return ["enters audience \(quoted(name.text))"]
        case .leavesAudience(let name): return ["leaves audience \(quoted(name.text))"]
        }
    }

    private static func pattern(_ pattern: Pattern) -> [String] {
        var lines: [String]
        switch pattern.base {
        case .any(let events): lines = ["when \(self.events(events))"]
        case .all(let groups, let within):
            lines = ["when all \(groups.map(events).joined(separator: " & ")) within \(length(within))"]
        case .times(let events, let count, let within):
            lines = ["when \(count) x \(self.events(events)) within \(length(within))"]
        }
        if let restarting = pattern.restartingOn { lines.append("restarting on \(events(restarting))") }
        for follow in pattern.follows {
            let without = follow.without.map { " without " + events($0) } ?? ""
            lines.append("then \(events(follow.events)) within \(length(follow.within))\(without)")
        }
        if let absence = pattern.absence {
            lines.append("but not \(events(absence.events)) within \(length(absence.within))")
        }
        return lines
    }

    static func events(_ events: Events) -> String { "[" + events.alternatives.map(event).joined(separator: " | ") + "]" }

    private static func event(_ event: EventTerm) -> String {
        quoted(event.name.text) + (event.condition.map { " where " + expression($0) } ?? "")
            + (event.same.map { " with same " + quoted($0.text) } ?? "")
    }

    private static func header(_ header: Header) -> String {
        switch header.kind {
        case .audience(let condition): return "for \(expression(condition))"
        case .again(.once): return "once"
        case .again(.always): return "again always"
        case .again(.after(let duration)): return "again after \(length(duration))"
        case .goal(let events, let within, let value, let continues):
            let value = value.map { " value " + quoted($0.text) } ?? ""
            return "goal \(self.events(events)) within \(length(within))\(value)\(continues ? " and continue" : "")"
        case .exit(let exits):
            let parts = exits.map { exit in
                switch exit {
                case .event(let event): "event " + self.event(event)
                case .condition(let condition): "condition " + expression(condition)
                }
            }
            return "exit " + parts.joined(separator: " | ")
        case .forEach(let name): return "for each \(quoted(name.text))"
        case .priority(let priority): return "priority \(priority)"
        case .owner(let owner): return "owner \(quoted(owner))"
        case .holdOut(let share): return "hold out \(share.micros)"
        case .rollOut(let share): return "roll out to \(share.micros)"
        case .dates(let from, let until): return "from day \(from.days)" + (until.map { " until day \($0.days)" } ?? "")
        case .expires(let duration): return "expires \(length(duration))"
        case .messageClass(let isTransactional): return "class \(isTransactional ? "transactional" : "marketing")"
        }
    }

    private static func step(_ step: Step) -> [String] {
        switch step.kind {
        case .send(let send):
            let to = send.to.map { " to " + quoted($0.text) } ?? ""
            let channels = send.channels.map { quoted($0.text) }.joined(separator: " else ")
            let head = "send \(quoted(send.content.text))\(arguments(send.arguments))\(to)"
            return ["\(head) via \(channels)\(send.isAtBestTime ? " at best time" : "")"]
        case .wait(let duration): return ["wait \(length(duration))"]
        case .waitUntil(let moment): return ["wait until \(self.moment(moment))"]
        case .waitFor(let wait):
            let head = ["wait \(length(wait.limit)) for \(events(wait.events))"]
            switch wait.outcome {
            case .goesOn: return head
            case .ifSo(let steps, let otherwise): return head + block("came", steps) + (otherwise.map { block("else", $0) } ?? [])
            case .orElse(let steps): return head + block("timeout", steps)
            }
        case .branch(let branches, let otherwise):
            return branches.flatMap { block("if \(expression($0.condition))", $0.steps) }
                + (otherwise.map { block("else", $0) } ?? [])
        case .split(let split):
            return ["split \(quoted(split.name))\(split.isAdaptive ? " adaptively" : "")"]
                + indent(split.arms.flatMap { block("arm \($0.share?.micros ?? -1)\(title($0.name))", $0.steps) })
        case .repeats(let rounds):
            let until = rounds.until.map { " until " + events($0) } ?? ""
            return block("repeat \(rounds.times) x every \(length(rounds.every))\(until)", rounds.steps)
        case .give(let name, let otherwise): return ["give \(quoted(name.text))"] + (otherwise.map { block("none left", $0) } ?? [])
        case .record(let name, let values): return ["record \(quoted(name.text))\(arguments(values))"]
        default: return [shortStep(step)]
        }
    }

    private static func shortStep(_ step: Step) -> String {
        switch step.kind {
        case .set(let attribute, let value): "set \(quoted(attribute.text)) to \(expression(value))"
        case .add(let value, let attribute): "add \(expression(value)) to \(quoted(attribute.text))"
        case .tag(let tag): "tag \(quoted(tag.text))"
        case .untag(let tag): "untag \(quoted(tag.text))"
        case .start(let name): "start \(quoted(name.text))"
        case .leave(let name): "leave \(quoted(name.text))"
        case .label(let name): "label \(quoted(name.text))"
        default: "stop"
        }
    }

    static func arguments(_ arguments: [Step.Argument]) -> String {
        arguments.map { " \(quoted($0.name.text)): \(expression($0.value))" }.joined()
    }

    private static func moment(_ moment: Step.Moment) -> String {
        switch moment {
        case .time(let time): "time \(time.seconds)s"
        case .weekday(let day, let time): "weekday \(day)\(at(time))"
        case .workday(let time): "workday\(at(time))"
        case .date(let date, let time): "day \(date.days)\(at(time))"
        case .attribute(let name, let time): "\(quoted(name.text))\(at(time))"
        case .before(let duration, let name, let time): "\(length(duration)) before \(quoted(name.text))\(at(time))"
        }
    }

    static func at(_ time: TimeLiteral?) -> String { time.map { " at \($0.seconds)s" } ?? "" }

    private static func block(_ head: String, _ steps: [Step]) -> [String] { [head] + indent(steps.flatMap(step)) }

    static func expression(_ expression: Expression) -> String {
        switch expression.kind {
        case .literal(let value): return "\(value)"
        case .percent(let micros): return "percent(\(micros))"
        case .now: return "now"
        case .path(let names): return names.map(\.text).joined(separator: ".")
        case .unary(let operation, let operand): return "(\(operation) \(self.expression(operand)))"
        case .binary(let operation, let left, let right):
            return "(\(self.expression(left)) \(operation.rawValue) \(self.expression(right)))"
        case .between(let value, let low, let high):
            return "(\(self.expression(value)) between \(self.expression(low)) and \(self.expression(high)))"
        case .isIn(let value, let members, let negated):
            let list = members.map { self.expression($0) }.joined(separator: ", ")
            return "(\(self.expression(value)) \(negated ? "not in" : "in") [\(list)])"
        case .isKnown(let value, let negated): return "(\(self.expression(value)) is \(negated ? "unknown" : "known"))"
        case .hasTag(let tag): return "(has tag \(quoted(tag.text)))"
        case .inAudience(let name): return "(in audience \(quoted(name.text)))"
        case .consentedTo(let name): return "(consented to \(quoted(name.text)))"
        case .reachableVia(let name): return "(reachable via \(quoted(name.text)))"
        case .given(let name): return "(given \(quoted(name.text)))"
        case .daysSince(let name): return "(days since \(quoted(name.text)))"
        case .weekday: return "weekday"
        case .timeOfDay: return "time"
        case .weekdayLiteral(let day): return "weekday(\(day))"
        case .dateTime(let date, let time): return "dateTime(\(date.days), \(time.seconds)s)"
        case .template(let template): return self.template(template)
        case .history(let history):
            let count = history.measure == .atLeast ? " \(history.count) x" : ""
            let property = history.property.isEmpty ? "" : "." + history.property.map(\.text).joined(separator: ".")
            let span: String
            switch history.span {
            case .ever: span = "ever"
            case .within(let duration): span = "within \(length(duration))"
            }
            return "(\(history.measure.rawValue)\(count) \(events(history.events))\(property) \(span))"
        }
    }

    static func template(_ template: Template) -> String {
        let pieces = template.pieces.map { piece in
            switch piece {
            case .text(let text): return quoted(text)
            case .value(let value):
                let fallback = value.fallbacks.map { " or " + expression($0) }.joined()
                let format = value.format.map { " as " + quoted($0.text) } ?? ""
                return "{\(value.isLink ? "link " : "")\(expression(value.value))\(fallback)\(format)}"
            }
        }
        return "template(" + pieces.joined(separator: " ") + ")"
    }

    static func length(_ duration: DurationLiteral) -> String { "\(duration.microseconds / 1_000_000)s" }
    static func quoted(_ text: String) -> String { "'" + text + "'" }
}

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
            let title = journey.title.map { " " + quoted($0) } ?? ""
            return [name + title]
                + indent(trigger(journey.trigger) + journey.headers.map(header) + journey.steps.flatMap(step))
        case .channel(let channel):
            let retries = channel.retries.map { " retries \($0)" } ?? ""
            let title = channel.title.map { " " + quoted($0) } ?? ""
            return ["channel \(quoted(channel.name.text))\(title)\(retries)"]
                + channel.settings.map { "  \($0.key.text) = \($0.argument)" }
        case .policy(let policy):
            return ["policy"]
                + policy.rules.map { rule in
                    switch rule.kind {
                    case .timeZone(let zone): "  time zone \(quoted(zone))"
                    case .grace(let duration): "  grace \(length(duration))"
                    default: "  \(rule.kind)"
                    }
                }
        default: return ["\(item)"]
        }
    }

    private static func trigger(_ trigger: Trigger) -> [String] {
        switch trigger.kind {
        case .silence(let of, let duration): return ["silence of \(of.map(events) ?? "anything") for \(length(duration))"]
        case .pattern(let pattern):
            var lines: [String]
            switch pattern.base {
            case .any(let events): lines = ["when \(self.events(events))"]
            case .all(let groups, let within):
                lines = ["when all \(groups.map(events).joined(separator: " & ")) within \(length(within))"]
            case .times(let events, let count, let within):
                lines = ["when \(count) x \(self.events(events)) within \(length(within))"]
            }
            for follow in pattern.follows {
                let without = follow.without.map { " without " + events($0) } ?? ""
                lines.append("then \(events(follow.events)) within \(length(follow.within))\(without)")
            }
            if let absence = pattern.absence {
                lines.append("but not \(events(absence.events)) within \(length(absence.within))")
            }
            return lines
        default: return ["\(trigger.kind)"]
        }
    }

    private static func events(_ events: Events) -> String { "[" + events.alternatives.map(event).joined(separator: " | ") + "]" }

    private static func event(_ event: EventTerm) -> String {
        quoted(event.name.text) + (event.condition.map { " where " + expression($0) } ?? "")
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
        case .priority(let priority): return "priority \(priority)"
        case .owner(let owner): return "owner \(quoted(owner))"
        default: return "\(header.kind)"
        }
    }

    private static func step(_ step: Step) -> [String] {
        switch step.kind {
        case .send(let send):
            let arguments = send.arguments.map { " \(quoted($0.name.text)): \(expression($0.value))" }.joined()
            return [
                "send \(quoted(send.content.text))\(arguments) via \(send.channels.map { quoted($0.text) }.joined(separator: " else "))"
            ]
        case .wait(let duration): return ["wait \(length(duration))"]
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
        case .set(let attribute, let value): return ["set \(quoted(attribute.text)) to \(expression(value))"]
        case .add(let value, let attribute): return ["add \(expression(value)) to \(quoted(attribute.text))"]
        case .tag(let tag): return ["tag \(quoted(tag.text))"]
        case .untag(let tag): return ["untag \(quoted(tag.text))"]
        case .stop: return ["stop"]
        default: return ["\(step.kind)"]
        }
    }

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
        default: return "\(expression.kind)"
        }
    }

    private static func length(_ duration: DurationLiteral) -> String { "\(duration.microseconds / 1_000_000)s" }
    private static func quoted(_ text: String) -> String { "'" + text + "'" }
}

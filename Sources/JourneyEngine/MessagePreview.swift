import JourneyCompiler
import JourneyModel

/// What a channel would get of a message, and where each value in it came from.
public struct MessagePreview: Sendable {
    public struct Shown: Sendable {
        /// The placeholder as the author wrote it.
        public var written: String
        /// Nil: unknown.
        public var value: String?
        /// `attribute`, `event`, `with`, `fallback`, … in a few words.
        public var origin: String
    }

    public var channel: String
    /// An unknown value stands as its placeholder.
    public var body: MessageBody
    public var limit: TextLimit?
    public var values: [Shown]

    /// Placeholders without which the message is not sent.
    public var missing: [String] { values.filter { $0.value == nil }.map(\.written) }
    public var isTooLong: Bool { limit.map { $0.length(of: body["text"]) > $0.most } ?? false }
}

/// What stands for a send that nobody made: the values that it would have.
public struct PreviewValues: Sendable {
    /// `name`, `event.product`, `bought.total`, `spring_twenty.code`, each with its value.
    public var values: [(name: String, value: Value)]

    public init(_ values: [(name: String, value: Value)] = []) { self.values = values }

    /// The members of a JSON object without its braces.
    public init(members: [UInt8]) {
        values = []
        JSONMembers.forEach(in: members) { values.append(($0, $1)) }
    }
}

extension Engine {
    /// The channels that a message has texts for, in the order of the text; nil where no message of this name has any.
    public func channels(of content: String) -> [String]? {
        deployment.definitions.messages.first { $0.name == content }?.bodies.map(\.channel)
    }

    /// What a channel would get; nil where the message has nothing for it.
    ///
    /// A customer who is inside a journey that sends the message brings what that journey has kept for it.
    public func preview(
        _ content: String, via channel: String, of state: CustomerState, with values: PreviewValues, link: MessageLink, at now: Timestamp
    ) -> MessagePreview? {
        guard let body = deployment.texts.bodies(of: content)?[channel] else { return nil }
        let scope = scope(of: content, state, values, now)
        var shown: [MessagePreview.Shown] = []
        let filling = MessageFilling(texts: deployment.texts, link: link) { note in
            let written = note.formula.text
            if shown.contains(where: { $0.written == written }) { return }
            let isKnown = note.value != .unknown
            shown.append(
                .init(
                    written: written, value: isKnown ? note.value.text : nil,
                    origin: isKnown ? note.formula.origin(scope) : "unknown"))
        }
        guard case .bodies(let bodies)? = filling.fill(content, [channel], from: 0, scope) else { return nil }
        return MessagePreview(channel: channel, body: MessageBody(0, of: bodies), limit: body.limit, values: shown)
    }

    /// The bodies of a message to one customer outside of any journey, as `OutboxMessage.bodies` keeps them.
    func fill(_ content: String, via channel: String, of state: CustomerState, with values: PreviewValues, link: MessageLink, at now: Timestamp)
        -> MessageFilling.Result?
    {
        MessageFilling(texts: deployment.texts, link: link).fill(content, [channel], from: 0, scope(of: content, state, values, now))
    }

    private func scope(of content: String, _ state: CustomerState, _ values: PreviewValues, _ now: Timestamp) -> Scope {
        var scope = scope(state, nil, now)
        let inside = state.enrollments.lastIndex { deployment.version($0.version)?.machine.sends(content) ?? false }
        if let inside, let version = deployment.version(state.enrollments[inside].version) {
            scope = self.scope(version, inside, state, nil, now)
        }
        var arguments: [(String, Value)] = []
        for (name, value) in values.values {
            guard let dot = name.firstIndex(of: ".") else {
                arguments.append((name, value))
                // No send gives it, so the text asks for the attribute.
                scope.attributes.insert(.init(name: deployment.names.number(name), value: value, writtenAt: now), at: 0)
                continue
            }
            let (owner, member) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
            switch owner {
            case "customer", "客户":
                scope.attributes.insert(.init(name: deployment.names.number(member), value: value, writtenAt: now), at: 0)
            case "event", "事件":
                scope.capturedNames.insert(member, at: 0)
                scope.captured.insert(value, at: 0)
            default:
                scope.capturedNames.insert(Formula.lastEventKey(owner, member), at: 0)
                scope.captured.insert(value, at: 0)
            }
        }
        return scope.with(arguments)
    }
}

extension Machine {
    fileprivate func sends(_ content: String) -> Bool {
        states.contains { state in
            state.transitions.contains { $0.actions.contains { if case .send(let send) = $0 { send.content == content } else { false } } }
        }
    }
}

extension Formula {
    /// Where the value that is shown came from.
    fileprivate func origin(_ scope: Scope) -> String {
        switch self {
        case .fallback(let first, _):
            switch first.shown(scope) {
            case .unknown, .text(""): return "fallback"
            default: return first.origin(scope)
            }
        case .formatted(let inner, let format): return inner.origin(scope) + ", as " + format
        case .attribute(let name), .argument(let name): return scope.argument(name) != nil ? "with" : "attribute of the customer"
        case .triggerProperty: return "event that began the journey"
        case .lastEvent(let event, "code") where scope.code(of: event) != nil: return "coupon given to the customer"
        case .lastEvent(let event, _): return "last " + event
        case .history, .daysSince: return "the customer's past"
        case .literal: return "written"
        case .link: return "link"
        default: return "computed"
        }
    }
}

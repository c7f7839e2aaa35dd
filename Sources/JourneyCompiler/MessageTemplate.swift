import JourneyModel

/// What a message says on each channel, ready to be filled in.
public struct MessageTemplate: Codable, Hashable, Sendable {
    public struct Body: Codable, Hashable, Sendable {
        public var channel: String
        /// Of the part `text`; nil: as long as it likes.
        public var limit: TextLimit?
        public var parts: [Part]

        public init(channel: String, limit: TextLimit? = nil, parts: [Part]) {
            self.channel = channel
            self.limit = limit
            self.parts = parts
        }
    }

    public struct Part: Codable, Hashable, Sendable {
        /// As channels get it: `text`, `subject`, `html`, or what else the author calls it.
        public var name: String
        /// Texts and values in turn, put together as they stand.
        public var pieces: [Formula]

        public init(name: String, pieces: [Formula]) {
            self.name = name
            self.pieces = pieces
        }
    }

    public var name: String
    public var bodies: [Body]

    public init(name: String, bodies: [Body]) {
        self.name = name
        self.bodies = bodies
    }

    public func body(via channel: String) -> Body? { bodies.first { $0.channel == channel } }
}

extension MessageTemplate {
    /// - Parameter adapters: of the declared channels.
    init(_ message: Catalogue.Message, adapters: [String: String]) {
        self.init(
            name: message.name,
            bodies: message.bodies.map { body in
                Body(
                    channel: body.channel, limit: TextLimit.usual(of: body.channel, adapter: adapters[body.channel]),
                    parts: body.parts.map { Part(name: Self.name($0.name), pieces: Self.pieces($0.text)) })
            })
    }

    /// An author's word for a part, in either language.
    static func name(_ written: String?) -> String {
        switch written {
        case nil, "body"?, "正文"?, "内容"?: "text"
        case "主题"?, "标题"?: "subject"
        case let name?: name
        }
    }

    private static func pieces(_ text: Formula) -> [Formula] {
        if case .text(let pieces) = text { pieces } else { [text] }
    }
}

/// Adds to the machines' sends what their messages read beside the customer and the arguments: properties of events and the past, which
/// a journey remembers only where it is known that somebody asks.
struct ShownValues {
    private var shown: [String: [(channel: String, values: [Formula])]] = [:]

    init(_ messages: [Catalogue.Message], coupons: [String]) {
        let codes = Set(coupons + ["coupon"])
        for message in messages {
            shown[message.name] = message.bodies.map { body in
                var values: [Formula] = []
                for part in body.parts {
                    part.text.forEachPart { formula in
                        switch formula {
                        case .lastEvent(let event, _) where codes.contains(event): break
                        case .triggerProperty, .lastEvent, .history, .daysSince: if !values.contains(formula) { values.append(formula) }
                        default: break
                        }
                    }
                }
                return (body.channel, values)
            }
        }
        // Most messages show nothing of the kind.
        shown = shown.filter { $0.value.contains { !$0.values.isEmpty } }
    }

    func add(to machine: inout Machine) {
        if shown.isEmpty { return }
        for state in machine.states.indices {
            for transition in machine.states[state].transitions.indices {
                for action in machine.states[state].transitions[transition].actions.indices {
                    guard case .send(var send) = machine.states[state].transitions[transition].actions[action] else { continue }
                    for (channel, values) in shown[send.content] ?? [] where send.channels.contains(channel) {
                        send.shows += values.filter { !send.shows.contains($0) }
                    }
                    if !send.shows.isEmpty { machine.states[state].transitions[transition].actions[action] = .send(send) }
                }
            }
        }
    }
}

import JourneyCompiler
import JourneyModel

/// A message sent before, as far as a receipt of it must know: the same whatever became of it since.
public struct SentMessage: Equatable, Sendable {
    /// Without the channel.
    public var key: String
    /// The one that the receipt is about; empty where nobody knows.
    public var channel: String
    public var content: String
    public var journey: String
    public var step: String
    public var enrollment: UInt64

    public init(key: String = "", channel: String, content: String = "", journey: String = "", step: String = "", enrollment: UInt64 = 0) {
        self.key = key
        self.channel = channel
        self.content = content
        self.journey = journey
        self.step = step
        self.enrollment = enrollment
    }
}

/// Receipts become events that journeys know: `delivered`, `opened`, `clicked`, `failed`, `unsubscribed`.
///
/// Inside a journey a reaction concerns only the enrollment whose message it is; it begins journeys of anybody. It queues behind the
/// receipt at the same instant, as what a step records does.
extension Engine {
    /// The words of receipts that are events too.
    public static let reactions = ["delivered", "opened", "clicked", "failed", "unsubscribed"]

    /// - Parameter status: the provider's word.
    func react(to event: EventView, _ status: String, _ channel: String, _ state: CustomerState, _ output: inout Output) {
        guard Self.reactions.contains(status) else { return }
        var more: [(String, Value)] = []
        for name in ["url", "reason"] {
            if case .text(let text) = event.property(name) { more.append((name, .text(text))) }
        }
        guard let sent = output.receipt else {
            // Without its message a reaction would be of no journey, but an unsubscription is one all the same.
            if status == "unsubscribed" { raise(status, .init(channel: channel), to: nil, at: event.at, state, &output, more) }
            return
        }
        output.receipt = nil
        // Whoever wants no more messages means all journeys.
        raise(status, sent, to: status == "unsubscribed" ? nil : sent.enrollment, at: event.at, state, &output, more)
    }

    /// An event of the shop's own that carries a message's key: somebody followed its link.
    func noteFollowedLink(_ event: EventView, _ state: CustomerState, _ output: inout Output) {
        guard let sent = output.receipt else { return }
        output.receipt = nil
        raise("clicked", sent, to: sent.enrollment, at: event.at, state, &output)
    }

    /// - Parameter enrollment: the only one that it concerns; nil: all.
    func raise(
        _ name: String, _ sent: SentMessage, to enrollment: UInt64?, at: Timestamp, _ state: CustomerState, _ output: inout Output,
        _ more: [(String, Value)] = []
    ) {
        var members: [(String, Value)] = []
        for (name, text) in [
            ("message", sent.content), ("channel", sent.channel), ("journey", sent.journey), ("step", sent.step), ("key", sent.key),
        ] where !text.isEmpty { members.append((name, .text(text))) }
        let properties = Array(argumentsJSON(members + more).utf8.dropFirst().dropLast())
        let number = deployment.names.number(name)
        output.recorded.append(
            RecordedEvent(
                id: reactionID(name, sent, at, customer: state.id), customer: state.id, name: number, at: at, properties: properties))
        output.queue.append(.reaction(name: number, at: at, properties: properties, enrollment: enrollment))
    }

    /// The same for the same receipt, whenever it is looked at again.
    private func reactionID(_ name: String, _ sent: SentMessage, _ at: Timestamp, customer: String) -> String {
        messageKey(name, customer, .instant(at), 0, sent.key + "-" + sent.channel, visit: 0)
    }
}

// MARK: Which message

extension Engine {
    /// How an event names a message sent before.
    public struct Reference: Sendable {
        /// Without the channel; empty where only the provider's id is known.
        public var key: String
        public var channel: String
        public var providerID: String
        /// The provider's word; `clicked` for an event of the shop's own that carries the key of a link.
        public var status: String
        public var reason: String
    }

    /// Any event may carry the key of a message whose link was followed.
    @inline(__always)
    public var listensToLinks: Bool { deployment.texts.hasLinks }

    /// A message that ends without having reached anybody is to be told of: some journey looks at failures.
    public var tellsOfFailures: Bool { deployment.concerns(event: deployment.names.number("failed")) }

    /// Whether anything can follow from an event. Most events concern nobody.
    @inline(__always)
    public func concerns(_ event: EventView) -> Bool {
        deployment.concerns(event: event.name) || (deployment.texts.hasLinks && event.mentionsMessage)
    }

    /// The message that an event is a receipt of; nil where it is none, or names none.
    public func reference(of event: EventView) -> Reference? {
        let isReceipt = event.name == deployment.messageEvent
        guard isReceipt || (deployment.texts.hasLinks && event.mentionsMessage) else { return nil }
        func text(_ name: String) -> String { if case .text(let text) = event.property(name) { text } else { "" } }
        var reference = Reference(
            key: text(isReceipt ? "key" : "message_key"), channel: text("channel"), providerID: isReceipt ? text("provider_id") : "",
            status: isReceipt ? text("status") : "clicked", reason: text("reason"))
        if !isReceipt { reference.channel = "" }
        if let end = reference.key.firstIndex(of: "-") {
            if reference.channel.isEmpty { reference.channel = String(reference.key[reference.key.index(after: end)...]) }
            reference.key = String(reference.key[..<end])
        }
        return reference.key.isEmpty && reference.providerID.isEmpty ? nil : reference
    }
}

extension EventView {
    /// `"message_key"` stands somewhere in the properties: a look before anything is read.
    fileprivate var mentionsMessage: Bool {
        let name = Self.nameOfKey
        guard properties.count >= name.count else { return false }
        for start in 0...properties.count - name.count where properties[start] == name[0] && properties[start + 1] == name[1] {
            if UnsafeRawBufferPointer(rebasing: properties[start..<start + name.count]).elementsEqual(name) { return true }
        }
        return false
    }

    private static let nameOfKey = Array("\"message_key\"".utf8)
}

extension Machine {
    /// What becomes of messages may change what this journey does.
    public var asksForReactions: Bool {
        var events = Set(eventNames)
        var readsBestTime = false
        for action in states.flatMap(\.transitions).flatMap(\.actions) {
            if case .send(let send) = action, send.isAtBestTime { readsBestTime = true }
        }
        forEachFormula { root in
            root.forEachPart { part in
                switch part {
                case .history(let query): events.formUnion(query.events.map(\.event))
                case .daysSince(let event), .lastEvent(let event, _): events.insert(event)
                default: break
                }
            }
        }
        return readsBestTime || !events.isDisjoint(with: Engine.reactions)
    }
}

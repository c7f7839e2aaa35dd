import JourneyEngine
import JourneyModel
import JourneyStore

// What the engine gave, on its way into the store.
extension Stepper {
    /// Writes what was decided into the journal, but for some customers.
    func journalDecisions(but customers: Set<String> = []) throws {
        if store.isDurable {
            for index in output.decisions.indices where customers.isEmpty || !customers.contains(output.decisions[index].customer) {
                try journal(&output.decisions[index])
            }
        }
        if wantsDecisions { decisions.append(contentsOf: output.decisions) }
        output.decisions.removeAll(keepingCapacity: true)
    }

    /// Where it is: a copy counts a reference for each of its parts.
    private func journal(_ decision: inout Decision) throws {
        try store.append(.decision, customer: decision.customer, at: decision.at, bytes: decision.encoded(names: store.names))
    }

    /// Puts into the outbox what was decided to be sent.
    func queueMessages() throws {
        for message in output.messages { _ = try store.enqueue(OutboxMessage(message)) }
        output.messages.removeAll(keepingCapacity: true)
    }
}

extension OutboxMessage {
    init(_ message: Message) {
        self.init(
            key: message.key, customer: message.customer, journey: message.journey, step: message.step, content: message.content,
            channels: message.channels, arguments: message.arguments, queuedAt: message.at, address: message.address,
            expiresAt: message.expiresAt, isTransactional: message.isTransactional,
            enrollment: message.enrollment, bodies: message.bodies, channel: message.firstChannel, nextAttemptAt: message.at)
    }
}

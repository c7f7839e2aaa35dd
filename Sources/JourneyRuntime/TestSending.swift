import JourneyEngine
import JourneyModel
import JourneyStore

extension TestMessage {
    /// Of the command.
    public static let verb = "send"

    /// As commands are stored.
    public var json: String {
        let values = values.values.map { "\(JSONText.quoted($0.name)):\($0.value.json)" }.joined(separator: ",")
        return "{\"message\":\(JSONText.quoted(content)),\"to\":\(JSONText.quoted(customer))"
            + (channel.map { ",\"via\":\(JSONText.quoted($0))" } ?? "") + ",\"with\":{\(values)}}"
    }

    public init(json: String) {
        self.init(content: "", customer: "")
        JSONMembers.forEach(in: Array(json.utf8.dropFirst().dropLast())) { name, value in
            switch (name, value) {
            case ("message", .text(let text)): content = text
            case ("to", .text(let text)): customer = text
            case ("via", .text(let text)): channel = text
            default: if name.hasPrefix("with.") { values.values.append((String(name.dropFirst(5)), value)) }
            }
        }
    }

    /// Puts it into the outbox, in the open transaction.
    /// - Throws: `Engine.Refused`, `StoreError`.
    func queued(by engine: Engine, number: Int64, of state: CustomerState, in store: any Store, at now: Timestamp) throws -> OutboxMessage {
        var message = OutboxMessage(try engine.message(self, number: number, of: state, at: now))
        message.number = try store.enqueue(message)
        return message
    }

    /// Sends it in a store that no scheduler has open: queued together with its line in the audit log, then handed to its channel. What
    /// the channel puts off the next scheduler sends.
    /// - Parameters:
    ///   - engine: with the texts and addresses of the workspace, and the store's names.
    ///   - command: open, with its arguments.
    /// - Returns: the line of the audit log, and what became of the message.
    public func send(
        _ command: StoredCommand, with engine: Engine, routes: [String: Dispatcher.Route], in store: any Store, at now: Timestamp
    ) async throws -> (command: StoredCommand, outcomes: [Dispatcher.Outcome]) {
        var command = command
        command.finishedAt = now
        let state = try CustomerCache.state(of: customer, in: store) ?? CustomerState(id: customer)
        var queued: OutboxMessage?
        try store.begin()
        do {
            // The number that the line will have: no other writer numbers commands in this transaction.
            command.number = try store.put(command: command, inbox: [])
            do {
                let message = try self.queued(by: engine, number: command.number, of: state, in: store, at: now)
                queued = message
                command.status = .done
                command.result = "queued via \(message.channelName)"
            } catch let refused as Engine.Refused {
                command.status = .refused
                command.result = refused.description
            }
            try store.finish(command)
            try store.commit()
        } catch {
            try? store.rollback()
            throw error
        }
        guard let queued else { return (command, []) }
        return (command, try await Dispatcher(store: store, routes: routes).send(queued, at: now))
    }
}

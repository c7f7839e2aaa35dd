import JourneyModel
import JourneyRuntime
import JourneyStore

/// `journey customer forget`: erases one person.
enum CustomerForgetCommand: Subcommand {
    static let command = Command(
        name: "customer forget", summary: "erase one customer: everything that tells who it was",
        discussion: """
            Attributes, events, decisions and messages go from log, states, outbox and reject file, under all ids of the customer; what waits to be
            sent is not sent. Event ids remain as hashes, so that a repetition is still known, and totals remain. What comes later under the id is of
            somebody new. It cannot be undone. `journey customer export` first, where the customer has asked for the data.
            """,
        positionals: [.init(name: "ID", help: "one of the customer's ids")],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .flag("yes", "do not ask"),
        ],
        examples: [.init("journey customer forget c42 --store shop.db", "asks for the id to be typed")])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the customer is") }
        let id = arguments.positional("ID") ?? ""
        let reader = try SQLiteStore.existing(at: path, access: .reader)
        let person = try PersonRecord(id, in: reader)
        let pseudonym = Pseudonyms(salt: reader.salt).pseudonym(of: person.id)
        let unknown = try person.isKnown ? nil : UnknownName.customer(id, in: reader)
        reader.close()
        if let unknown {
            complain(unknown)
            return .problems
        }
        let others = person.ids.filter { $0 != id }
        if !others.isEmpty { note("`\(id)` is also known as " + others.map { "`\($0)`" }.joined(separator: ", ") + ": all are forgotten") }
        guard try Confirmation.isGiven(arguments, "Everything about `\(id)` goes and cannot be brought back.", word: id) else {
            note("nothing was done")
            return .problems
        }
        let store = try SQLiteStore.existing(at: path, access: .inbox)
        defer { store.close() }
        let now = SystemClock().now()
        // The audit log says that somebody was forgotten, and not who.
        _ = try store.put(
            command: StoredCommand(
                at: now, operatorName: OperatorName.current, verb: "forget", arguments: "{\"customer\":\(JSONText.quoted(pseudonym))}", status: .done,
                finishedAt: now, result: "put into the inbox"),
            inbox: [EventLine.text(customer: id, event: "$forget", at: now, properties: [], salt: "\(now.microseconds)")])
        put("customer `\(id)` is to be forgotten; \(inboxNote(path))\n")
        return .success
    }
}

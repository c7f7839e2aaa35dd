import Foundation
import JourneyModel
import JourneyReports
import JourneyStore

/// `journey outbox list`: messages that are not, or not surely, with their customers.
enum OutboxListCommand: Subcommand {
    static let command = Command(
        name: "outbox list", summary: "list messages that wait, failed, or are in doubt",
        discussion: """
            Without --status: what did not simply leave, that is all but what was sent and what rules kept back. A message is `uncertain`
            where nobody knows whether it arrived: `journey outbox confirm`, `retry` and `drop` take its number.
            """,
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .value("status", "STATUS", "only these", choices: OutboxMessage.Status.allCases.map(\.name)),
            .value("journey", "NAME", "only this journey's"),
            .value("limit", "N", "so many at most; 100 is the default"),
            .flag("json", "one JSON object a line"),
        ],
        examples: [
            .init("journey outbox list --store shop.db", "what needs a look"),
            .init("journey outbox list --store shop.db --status uncertain --journey cart_rescue", "what is in doubt of one journey"),
        ])

    private static let usual: [OutboxMessage.Status] = [.pending, .held, .sending, .uncertain, .failed, .unreachable]

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: whose outbox to list") }
        let limit = try arguments.integer("limit", in: 1...1_000_000) ?? 100
        let store = try SQLiteStore.existing(at: path, access: .reader)
        defer { store.close() }
        let status = arguments.value("status").flatMap { name in OutboxMessage.Status.allCases.first { $0.name == name } }
        var found: [OutboxMessage] = []
        for status in status.map({ [$0] }) ?? usual {
            found += try messages(status, of: arguments.value("journey"), in: store, limit: limit)
        }
        found = Array(found.sorted { $0.number < $1.number }.prefix(limit))
        if arguments.has("json") {
            for message in found { put(message.listingJSON + "\n") }
        } else if found.isEmpty {
            put("no such messages\n")
        } else {
            put(table(found).text(terminal.output))
        }
        return .success
    }

    private static func messages(_ status: OutboxMessage.Status, of journey: String?, in store: SQLiteStore, limit: Int) throws
        -> [OutboxMessage]
    {
        var found: [OutboxMessage] = []
        var last: Int64 = 0
        while found.count < limit {
            let slice = try store.messages(standing: status, after: last, limit: 1_000)
            found += slice.filter { journey ?? $0.journey == $0.journey }
            guard slice.count == 1_000, let end = slice.last else { break }
            last = end.number
        }
        return Array(found.prefix(limit))
    }

    private static func table(_ messages: [OutboxMessage]) -> TextTable {
        var table = TextTable(
            [
                .init("number", .right), .init("status"), .init("queued"), .init("customer", limit: 24), .init("journey", limit: 24),
                .init("step", limit: 16), .init("content", limit: 24), .init("channel", limit: 16), .init("tries", .right),
                .init("reason", limit: 60),
            ])
        for message in messages {
            let tone: Ink.Tone = message.status.isWaiting ? .yellow : .red
            table.add([
                .init(String(message.number)), .init(message.status.name, tone), .init(message.queuedAt.rfc3339, .dim),
                .init(message.customer), .init(message.journey, .cyan), .init(message.step), .init(message.content),
                .init(message.channelName), .init(String(message.attempts)), .init(message.reason, .dim),
            ])
        }
        return table
    }
}

extension OutboxMessage {
    /// The channel now tried, or that gave the last answer.
    var channelName: String { channels.indices.contains(channel) ? channels[channel] : "" }

    fileprivate var listingJSON: String {
        let texts = [
            ("key", key), ("customer", customer), ("journey", journey), ("step", step), ("content", content), ("channel", channelName),
            ("status", status.name), ("reason", reason), ("provider_id", providerID), ("queued_at", queuedAt.rfc3339),
        ]
        return "{\"number\":\(number)," + texts.map { "\"\($0.0)\":\(JSONText.quoted($0.1))" }.joined(separator: ",")
            + ",\"attempts\":\(attempts)" + (status.isWaiting ? ",\"next_attempt_at\":\"\(nextAttemptAt.rfc3339)\"" : "")
            + (bodies.isEmpty ? "" : ",\"bodies\":\(bodies)") + "}"
    }
}

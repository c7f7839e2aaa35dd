import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// `journey customer export`: everything that is held about one person.
enum CustomerExportCommand: Subcommand {
    static let command = Command(
        name: "customer export", summary: "write everything that is held about one customer",
        discussion: """
            One JSON document: ids, attributes, tags, consents, suppressions, coupons, entries, and all events, decisions and messages. With `--json` one
            object a line instead, `kind` saying of what. `kept_after` tells where events and messages up to an instant are no longer held.
            """,
        positionals: [.init(name: "ID", help: "one of the customer's ids")],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .flag("json", "one JSON object a line"),
        ],
        examples: [
            .init("journey customer export c42 --store shop.db > c42.json", "for the customer who asks"),
            .init("journey customer export c42 --store shop.db --json | jq 'select(.kind == \"message\")'", "for a program"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the customer is") }
        let store = try SQLiteStore.existing(at: path, access: .reader)
        defer { store.close() }
        let person = try PersonRecord(arguments.positional("ID") ?? "", in: store)
        guard person.isKnown else {
            complain(try UnknownName.customer(person.asked, in: store))
            return .problems
        }
        let export = try PersonExport(person, store)
        if arguments.has("json") {
            for section in export.sections { for entry in section.entries { put("{\"kind\":\"\(section.kind)\",\(entry.dropFirst())\n") } }
            return .success
        }
        put("{\n  \"customer\": \(JSONText.quoted(person.id)),\n  \"ids\": [\(person.ids.map(JSONText.quoted).joined(separator: ", "))]")
        if let through = store.retention.through { put(",\n  \"kept_after\": \"\(through.rfc3339)\"") }
        for section in export.sections where section.kind != "person" {
            put(",\n  \"\(section.plural)\": [" + section.entries.map { "\n    " + $0 }.joined(separator: ",") + (section.entries.isEmpty ? "]" : "\n  ]"))
        }
        put("\n}\n")
        return .success
    }
}

/// The parts of an export, each entry a JSON object.
struct PersonExport {
    struct Section {
        var kind: String
        var entries: [String]
        var plural: String { kind == "entry" ? "entries" : kind + "s" }
    }

    private(set) var sections: [Section] = []
    private let names: NameTable

    init(_ person: PersonRecord, _ store: SQLiteStore) throws {
        names = store.names
        let deployment = try Deployer.load(try store.versions(), names: names)
        add(
            "person",
            [[
                ("customer", .text(person.id)), ("ids", .list(person.ids.map { .text($0) })),
                ("kept_after", store.retention.through.map { .instant($0) } ?? .unknown),
            ]])
        addState(person.state ?? CustomerState(id: person.id), deployment)
        sections.append(Section(kind: "event", entries: person.records.filter { $0.kind == .event }.map(event)))
        var decisions: [String] = []
        let lines = DecisionLines(deployment.versions.map(\.machine))
        for record in person.records where record.kind == .decision {
            let decision = try Decision(encoded: record.bytes, at: record.at, customer: record.customer, names: names)
            var line: [UInt8] = []
            lines.write(decision, nil, to: &line)
            decisions.append(String(decoding: line.dropLast(), as: UTF8.self))
        }
        sections.append(Section(kind: "decision", entries: decisions))
        let messages = try person.ids.flatMap { try store.messages(of: $0) }.sorted { $0.number < $1.number }
        sections.append(Section(kind: "message", entries: messages.map(message)))
    }

    private mutating func addState(_ state: CustomerState, _ deployment: Deployment) {
        add(
            "attribute",
            state.attributes.map { [("name", .text(names[$0.name])), ("value", $0.value), ("at", .instant($0.writtenAt))] })
        add("tag", state.tags.map { [("tag", .text(names[$0]))] })
        add(
            "consent",
            state.consents.map {
                [
                    ("purpose", .text(names[$0.purpose])), ("granted", .boolean($0.isGranted)), ("at", .instant($0.at)), ("source", .text($0.source)),
                ]
            })
        add(
            "suppression",
            state.suppressions.map {
                [("channel", $0.channel.map { .text(names[$0]) } ?? .unknown), ("reason", .text($0.reason)), ("at", .instant($0.at))]
            })
        add(
            "coupon",
            state.coupons.map {
                [
                    ("coupon", .text(names[$0.coupon])), ("code", .text($0.code)), ("at", .instant($0.at)),
                    ("valid_until", $0.validUntil.map { .instant($0) } ?? .unknown),
                ]
            })
        add(
            "entry",
            state.entries.map {
                [("journey", .text(names[$0.journey])), ("value", $0.instance), ("count", .integer(Int64($0.count))), ("last_at", .instant($0.lastAt))]
            })
        add(
            "enrollment",
            state.enrollments.compactMap { enrollment in
                guard let version = deployment.version(enrollment.version) else { return nil }
                return [
                    ("journey", .text(version.machine.name)), ("value", enrollment.instance), ("entered_at", .instant(enrollment.enteredAt)),
                    ("step", .text(version.machine.states[Int(enrollment.state)].label)), ("finished", .boolean(enrollment.isFinished)),
                    ("held_out", .boolean(enrollment.isShadow)),
                ]
            })
    }

    private mutating func add(_ kind: String, _ entries: [[(String, Value)]]) {
        sections.append(Section(kind: kind, entries: entries.map(Self.object)))
    }

    private static func object(_ members: [(String, Value)]) -> String {
        "{" + members.filter { $0.1 != .unknown }.map { JSONText.quoted($0.0) + ":" + $0.1.json }.joined(separator: ",") + "}"
    }

    private func event(_ record: LogRecord) -> String {
        let head = Self.object([
            ("id", .text(record.id)), ("customer", .text(record.customer)), ("event", .text(names[record.name])), ("at", .instant(record.at)),
        ])
        return head.dropLast() + (record.bytes.isEmpty ? "" : ",") + String(decoding: record.bytes, as: UTF8.self) + "}"
    }

    private func message(_ message: OutboxMessage) -> String {
        let channel = message.channel < message.channels.count ? message.channels[message.channel] : ""
        var text = Self.object([
            ("key", .text(message.key)), ("customer", .text(message.customer)), ("journey", .text(message.journey)), ("step", .text(message.step)),
            ("content", .text(message.content)), ("channel", .text(channel)), ("to", message.address.map { .text($0) } ?? .unknown),
            ("queued_at", .instant(message.queuedAt)), ("status", .text(message.status.name)),
            ("reason", message.reason.isEmpty ? .unknown : .text(message.reason)),
            ("provider_id", message.providerID.isEmpty ? .unknown : .text(message.providerID)),
        ])
        text.removeLast()
        text += ",\"with\":" + message.arguments
        if !message.bodies.isEmpty { text += ",\"bodies\":" + message.bodies }
        return text + "}"
    }
}

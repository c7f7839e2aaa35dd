import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey audit`: what operators changed.
enum AuditCommand: Subcommand {
    static let command = Command(
        name: "audit", summary: "list what operators changed, when, who, and what became of it",
        discussion: """
            Commands, deployments by a change of files or the start of a scheduler, journeys that their fuse stopped, alerts and their ends. Phone
            numbers and e-mail addresses are masked.
            """,
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .value("since", "TIME", "only what was asked for from then on"),
            .flag("json", "one JSON object a line"),
        ],
        examples: [
            .init("journey audit --store shop.db --since 2026-11-01", "what changed this month"),
            .init("journey audit --store shop.db --json | jq 'select(.verb == \"deploy\")'", "every deployment"),
        ])

    private static let slice = 1_000

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let since = try arguments.value("since").map { text throws(UsageError) in try Self.since(text) } ?? .distantPast
        let store = try SQLiteStore.existing(at: try PauseCommand.storePath(arguments), access: .reader)
        defer { store.close() }
        var table = TextTable([.init("when"), .init("who"), .init("what", limit: 50), .init("result", limit: 200)])
        var last: Int64 = 0
        while true {
            let commands = try store.commands(after: last, limit: slice)
            for command in commands where command.at >= since {
                if arguments.has("json") { put(command.json + "\n") } else { table.add(command.cells) }
            }
            guard commands.count == slice, let end = commands.last else { break }
            last = end.number
        }
        if !arguments.has("json") { put(table.rows.isEmpty ? "no operator has changed anything\n" : table.text(terminal.output)) }
        return .success
    }

    private static func since(_ text: String) throws(UsageError) -> Timestamp {
        if let instant = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z") { return instant }
        throw UsageError("`--since` takes a date or a time such as `2026-11-21T08:30:00Z`, not `\(text)`")
    }
}

extension StoredCommand {
    fileprivate var cells: [TextTable.Cell] {
        let tone: Ink.Tone? = status == .refused ? .red : status == .open ? .yellow : nil
        let outcome = status == .open ? "not done yet" : status == .refused ? "refused: \(result)" : result
        return [.init(at.rfc3339, .dim), .init(masked(operatorName)), .init(masked("\(verb) \(subject)")), .init(masked(outcome), tone)]
    }

    /// What it was about, short.
    private var subject: String {
        guard let request = OperatorRequest(self) else { return arguments == "{}" ? "" : arguments }
        switch request.verb {
        case .pause, .resume: return request.journeys.isEmpty ? "--all" : request.journeys.joined(separator: " ") + (request.holds ? " --hold" : "")
        case .rollback: return request.journeys.joined(separator: " ") + (request.version.map { " --to \($0)" } ?? "")
        case .deploy: return (request.moves ? "--move " : "") + (request.drains ? "--drain exit" : "")
        case .start: return ""
        }
    }

    fileprivate var json: String {
        "{\"number\":\(number),\"at\":\"\(at.rfc3339)\",\"operator\":\(JSONText.quoted(masked(operatorName))),\"verb\":\(JSONText.quoted(verb)),"
            + "\"arguments\":\(maskedJSON(arguments)),\"status\":\"\(status)\","
            + "\"finished_at\":\(finishedAt.map { "\"\($0.rfc3339)\"" } ?? "null"),\"result\":\(JSONText.quoted(masked(result)))}"
    }
}

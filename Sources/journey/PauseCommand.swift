import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey pause`: stops journeys.
enum PauseCommand: Subcommand {
    static let command = Command(
        name: "pause", summary: "stop journeys; --all is the stop button",
        discussion: """
            A paused journey stands still: timers that come out wait, nobody enters, and its messages in the outbox do not leave.
            Events, goals and exits go on. A running scheduler stops between two batches; without one it is so when the next one runs.
            --all stops journeys that are deployed later, too.
            """,
        positionals: [.init(name: "JOURNEY", help: "a journey's name", isRequired: false, repeats: true)],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .flag("all", "every journey"),
            .flag("hold", "entries are held and enter when the journey goes on; else they are refused"),
        ],
        examples: [
            .init("journey pause --all --store shop.db", "nothing is sent any more"),
            .init("journey pause winback --hold --store shop.db", "one journey; who would enter enters later"),
        ])

    static func run(_ arguments: Arguments) async throws -> ExitCode {
        var request = OperatorRequest(.pause)
        request.journeys = try journeys(arguments)
        request.holds = arguments.has("hold")
        return try await OperatorCommand.run(request, store: try storePath(arguments))
    }

    /// Those named; none with `--all`.
    static func journeys(_ arguments: Arguments) throws(UsageError) -> [String] {
        let names = arguments.allPositionals("JOURNEY")
        if names.isEmpty != arguments.has("all") { throw UsageError("name journeys, or say `--all`") }
        return names
    }

    static func storePath(_ arguments: Arguments) throws(UsageError) -> String {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the journeys run") }
        return path
    }
}

/// `journey resume`: lets journeys go on.
enum ResumeCommand: Subcommand {
    static let command = Command(
        name: "resume", summary: "let paused journeys go on, and say before what that does",
        discussion: """
            What became due meanwhile is done in the order in which it was due, at most so much a second as the policy's `catch up` says,
            else 1,000 a second; messages past their time are dropped.
            """,
        positionals: [.init(name: "JOURNEY", help: "a journey's name", isRequired: false, repeats: true)],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .flag("all", "every journey that is paused"),
            .flag("dry-run", "only say what it would do"),
            .flag("json", "what it does as a JSON object"),
        ],
        examples: [
            .init("journey resume winback --store shop.db", "one journey"),
            .init("journey resume --all --dry-run --store shop.db", "what waits"),
        ])

    static func run(_ arguments: Arguments) async throws -> ExitCode {
        let path = try PauseCommand.storePath(arguments)
        var request = OperatorRequest(.resume)
        request.journeys = try PauseCommand.journeys(arguments)
        let preview = try preview(request.journeys, path)
        if let unknown = preview.unknown {
            complain(unknown.description)
            return .problems
        }
        put(arguments.has("json") ? preview.found.json + "\n" : preview.found.text)
        if arguments.has("dry-run") || preview.found.journeys.isEmpty { return .success }
        let row = try await OperatorCommand.perform(request, store: path)
        if row.status == .refused {
            complain(row.result)
            return .problems
        }
        if !arguments.has("json") { put(printable(row.result) + "\n") }
        return .success
    }

    private static func preview(_ journeys: [String], _ path: String) throws -> (found: ResumePreview, unknown: Stepper.UnknownJourney?) {
        let store = try SQLiteStore.existing(at: path, access: .reader)
        defer { store.close() }
        let engine = try Deployer.engine(of: store)
        let unknown = journeys.first { engine.deployment.journey(named: $0) == nil }
        return (
            try ResumePreview(of: journeys, in: store, engine: engine, at: SystemClock().now()),
            unknown.map { Stepper.UnknownJourney(journey: $0, known: engine.deployment.journeyNames) }
        )
    }
}

extension ResumePreview {
    var text: String {
        guard !journeys.isEmpty else { return "nothing is paused\n" }
        var text = journeys.map { "\(printable($0.told))\n" }.joined()
        var parts: [String] = []
        func add(_ count: Int, _ noun: String, _ one: String, _ many: String, plural: String? = nil) {
            if count > 0 { parts.append(counted(Int64(count), noun, plural) + " " + (count == 1 ? one : many)) }
        }
        add(timers, "timer", "is due", "are due")
        add(entries, "held entry", "enters", "enter", plural: "held entries")
        add(messages, "message", "would be sent", "would be sent")
        add(outbox, "message in the outbox", "leaves", "leave", plural: "messages in the outbox")
        add(expired, "message", "has expired and is dropped", "have expired and are dropped")
        text += parts.isEmpty ? "nothing has become due meanwhile\n" : parts.joined(separator: ", ") + "\n"
        if length >= .minute { text += "it takes \(durationText(length)) (policy `catch up at N per second`)\n" }
        return text
    }

    var json: String {
        let paused = journeys.map { journey in
            "{\"journey\":\(JSONText.quoted(journey.journey)),\"since\":"
                + (journey.since == .distantPast ? "null" : "\"\(journey.since.rfc3339)\"") + ",\"fuse\":\(journey.isByFuse),"
                + "\"holds_entries\":\(journey.holdsEntries),\"held_entries\":\(journey.heldEntries)}"
        }
        return "{\"journeys\":[\(paused.joined(separator: ","))],\"timers\":\(timers),\"entries\":\(entries),\"messages\":\(messages),"
            + "\"outbox\":\(outbox),\"expired\":\(expired),\"seconds\":\(length / .second)}"
    }
}

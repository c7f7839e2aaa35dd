import Foundation
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey ingest`: puts events into a store.
enum IngestCommand: Subcommand {
    static let command = Command(
        name: "ingest", summary: "put events into a store; a running scheduler picks them up",
        discussion: """
            When the command ends, the events are on the disk. They are checked here, so that the producer learns of a bad line at once.
            The same event id twice is one effect; an event without an id gets one from its content and place in its file.
            """,
        positionals: [.init(name: "FILE", help: "a .jsonl or .csv file, or `-` for standard input", isRequired: false, repeats: true)],
        options: [
            .value("store", "FILE", "the store; made where it is not there", isRequired: true),
            .value("map", "PAIRS", "columns of a CSV file: customer=user_id,event=action,at=ts"),
            .value("rejects", "FILE", "where lines that are no events are kept; else beside the store"),
            .flag("json", "print the counts as a JSON object"),
        ],
        examples: [
            .init("journey ingest --store shop.db orders.jsonl", "a file of events"),
            .init(#"echo '{"customer":"c42","event":"bought","total":19.9}' | journey ingest --store shop.db -"#, "an event, now"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the events go") }
        let files = arguments.allPositionals("FILE")
        let sources = try EventSources.open(files.isEmpty ? ["-"] : files, map: arguments.value("map"), isOnce: true)
        if access(path, F_OK) != 0 { try SQLiteStore(path: path, options: .init(creationSalt: SystemClock.salt())).close() }
        let store = try SQLiteStore.existing(at: path, access: .inbox)
        defer { store.close() }
        let rejects = RejectFile(path: arguments.value("rejects") ?? path + ".rejects.jsonl")
        var samples: [Rejection] = []
        var taken = 0
        let progress = Progress("ingesting", isShown: true)
        for source in sources {
            source.context.setClock(SystemClock().now())
            try take(source) { lines, rejected in
                try rejects.append(rejected)
                samples += rejected.prefix(3 - min(samples.count, 3))
                try store.putInInbox(lines)
                taken += lines.count
                progress.advance(by: lines.count)
            }
            source.close()
        }
        progress.finish()
        tell(samples, of: rejects.total, file: arguments.value("rejects") ?? path + ".rejects.jsonl")
        if arguments.has("json") {
            put("{\"events\":\(taken),\"rejected\":\(rejects.total)}\n")
        } else {
            let waits = SchedulerLock.holder(ofStore: path) == nil ? ", waiting for `journey run`" : ""
            put(counted(Int64(taken), "event") + " taken in" + waits + "\n")
        }
        return .success
    }

    private static func take(_ source: any EventSource, _ put: ([[UInt8]], [Rejection]) throws -> Void) throws {
        let names = NameTable()
        while true {
            var batch = EventBatch(names: names)
            var rejected: [Rejection] = []
            let state = try source.read(into: &batch, limit: 5_000, rejects: &rejected)
            try put(batch.events.map { line(of: $0, in: batch) }, rejected)
            switch state {
            case .more: continue
            case .finished: return
            case .unreadable(let reason): throw IntakeError(source: source.name, reason: reason)
            case .atEnd: if !source.waitForData(milliseconds: 1_000) { return }
            }
        }
    }

    /// The event as a line of its own: nothing is left to be made up later.
    private static func line(of event: EventRecord, in batch: EventBatch) -> [UInt8] {
        var out: [UInt8] = Array("{\"id\":".utf8)
        JSONText.append(batch.text(event.id), to: &out)
        out.append(contentsOf: ",\"customer\":".utf8)
        JSONText.append(batch.text(event.customer), to: &out)
        out.append(contentsOf: ",\"event\":".utf8)
        JSONText.append(batch.names[event.name], to: &out)
        out.append(contentsOf: ",\"at\":\"".utf8)
        event.at.appendRFC3339(to: &out)
        out.append(UInt8(ascii: "\""))
        if event.properties.count > 0 { out.append(UInt8(ascii: ",")) }
        out.append(contentsOf: batch.bytes[event.properties])
        out.append(UInt8(ascii: "}"))
        return out
    }
}

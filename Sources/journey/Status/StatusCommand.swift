import Foundation
import JourneyCompiler
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey status`: how a store and its journeys stand.
enum StatusCommand: Subcommand {
    static let command = Command(
        name: "status", summary: "show how journeys stand: who entered, what was sent, what waits",
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .value("journey", "NAME", "only this journey"),
            .flag("people", "count who waits at which step, and since when; reads every customer"),
            .flag("json", "one JSON object"),
            .value("metrics", "FILE", "write the figures for a monitoring system (OpenMetrics) there; `-` prints them"),
        ],
        examples: [
            .init("journey status --store shop.db", "the whole store"),
            .init("journey status --store shop.db --people --journey cart_rescue", "who waits where in one journey"),
            .init("journey status --store shop.db --json | jq .journeys", "for a program"),
            .init("journey status --store shop.db --metrics -", "for a monitoring system; `journey run --metrics FILE` writes them each minute"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: whose status to show") }
        if arguments.has("json"), arguments.value("metrics") == "-" { throw UsageError("`--json` and `--metrics -` both print; give one") }
        let store = try SQLiteStore.existing(at: path, access: .reader)
        defer { store.close() }
        var versions = try store.versions().filter(\.isCurrent).sorted { $0.journey.utf8.lexicographicallyPrecedes($1.journey.utf8) }
        if let name = arguments.value("journey") {
            guard versions.contains(where: { $0.journey == name }) else {
                if try store.versions().contains(where: { $0.journey == name }) {
                    throw UsageError("`\(name)` was in this store and runs no more; `journey versions` lists what was")
                }
                throw UnknownName.journey(name, "runs", among: versions.map(\.journey))
            }
            versions = versions.filter { $0.journey == name }
        }
        var status = try StoreStatus(store, path: path, machines: try versions.map { try $0.decoded() }, only: arguments.value("journey"), at: SystemClock().now())
        if arguments.has("people") { status.people = try WaitingPeople(store, only: arguments.value("journey")) }
        if let file = arguments.value("metrics") {
            if file == "-" {
                put(status.metrics)
                return .success
            }
            try MetricsFile.write(status.metrics, to: file)
        }
        put(arguments.has("json") ? status.json + "\n" : status.text(ink: terminal.output))
        return .success
    }
}

/// A file that is replaced as a whole: whoever reads it meanwhile sees the old one or the new one.
enum MetricsFile {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static func write(_ text: String, to path: String) throws {
        let partial = path + ".partial"
        func failure() -> Failure { Failure(description: "the metrics cannot be written to `\(path)`: \(String(cString: strerror(errno)))") }
        guard let file = fopen(partial, "w") else { throw failure() }
        let isWritten = fputs(text, file) >= 0
        guard fclose(file) == 0, isWritten, rename(partial, path) == 0 else { throw failure() }
    }
}

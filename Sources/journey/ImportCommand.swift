import Foundation
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey import`: customers, tags, consents and suppressions from a CSV file.
enum ImportCommand: Subcommand {
    static let command = Command(
        name: "import", summary: "bring customers, tags, consent or suppressions in from a CSV file",
        discussion: """
            A row is one event, so the engine knows it as if it had come from outside: `customers` sets attributes (`$set`), one a column; `tags` needs the
            column `tag`, `consent` the column `granted`, and both may have `removed`, `purpose`, `source`; `suppressions` may have `channel` and `reason`. `at`
            is when it was so, now where it is missing. The same row twice is one effect, so an import can be repeated; `--at` with another time
            says that it is meant anew.
            """,
        positionals: [.init(name: "FILE", help: "a .csv file with a header row, or `-` for standard input")],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .value("as", "KIND", "what the rows are", isRequired: true, choices: ImportKind.allCases.map(\.rawValue)),
            .value("map", "PAIRS", "columns under other names: customer=user_id,at=since"),
            .value("at", "TIME", "when rows without a time of their own were so"),
            .value("rejects", "FILE", "where rows that do not read are kept; else beside the store"),
            .flag("dry-run", "only check the rows"),
            .flag("json", "print the counts as a JSON object"),
        ],
        examples: [
            .init("journey import crm.csv --store shop.db --as customers --map customer=user_id", "attributes of all customers"),
            .init("journey import optin.csv --store shop.db --as consent --dry-run", "see whether the rows read"),
        ])

    private static let slice = 5_000

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the rows go") }
        guard let kind = arguments.value("as").flatMap(ImportKind.init) else { throw UsageError("`--as KIND` is missing: what the rows are") }
        let name = arguments.positional("FILE") ?? "-"
        let isDry = arguments.has("dry-run")
        let now = SystemClock().now()
        var rows = try ImportRows(kind, map: arguments.value("map"), now: now, at: try instant(arguments.value("at")))
        // A file that cannot be read leaves no new store behind.
        let file = try CSVFile(name)
        if !isDry, access(path, F_OK) != 0 { try SQLiteStore(path: path, options: .init(creationSalt: SystemClock.salt())).close() }
        let store = isDry ? nil : try SQLiteStore.existing(at: path, access: .inbox)
        defer { store?.close() }
        let rejectPath = arguments.value("rejects") ?? path + ".rejects.jsonl"
        let rejects = RejectFile(path: isDry ? nil : rejectPath)
        var samples: [Rejection] = []
        var (taken, lines): (Int, [[UInt8]]) = (0, [])
        let progress = Progress("importing", isShown: true)
        while let (record, line) = try file.next() {
            do throws(EventFault) {
                if let event = try record.withUnsafeBytesFault({ bytes throws(EventFault) in try rows.read(bytes) }) { lines.append(event) }
            } catch {
                if !rows.hasHeader { throw UsageError("`\(name)`: \(error.reason)") }
                let rejection = Rejection(source: name, line: line, reason: error.reason, text: Array(record.prefix(Limits.rejectedTextBytes)))
                if samples.count < 3 { samples.append(rejection) }
                try rejects.append([rejection])
            }
            guard lines.count >= slice else { continue }
            try store?.putInInbox(lines)
            (taken, lines) = (taken + lines.count, [])
            progress.advance(by: slice)
        }
        guard rows.hasHeader else { throw UsageError("`\(name)` is empty: the first row names the columns") }
        taken += lines.count
        // The last slice comes with the line of the audit log.
        _ = try store?.put(
            command: audit(name, kind, taken, rejects.total, at: now), inbox: lines)
        progress.finish()
        if !rows.unused.isEmpty { warn("columns that say nothing of \(kind.rawValue): " + rows.unused.map { "`\($0)`" }.joined(separator: ", ")) }
        tell(samples, of: rejects.total, file: isDry ? nil : rejectPath)
        if arguments.has("json") {
            put("{\"rows\":\(taken),\"rejected\":\(rejects.total),\"dry_run\":\(isDry)}\n")
        } else {
            put(counted(Int64(taken), "row") + (isDry ? (taken == 1 ? " reads" : " read") + "; nothing was brought in\n" : " taken in; \(inboxNote(path))\n"))
        }
        return rejects.total > 0 && isDry ? .problems : .success
    }

    private static func instant(_ text: String?) throws -> Timestamp? {
        guard let text else { return nil }
        guard let instant = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z") else {
            throw UsageError("`--at` takes a time such as `2026-11-21T08:30:00Z`, not `\(text)`")
        }
        return instant
    }

    private static func audit(_ file: String, _ kind: ImportKind, _ rows: Int, _ rejected: Int, at now: Timestamp) -> StoredCommand {
        StoredCommand(
            at: now, operatorName: OperatorName.current, verb: "import",
            arguments: "{\"file\":\(JSONText.quoted(file)),\"as\":\"\(kind.rawValue)\"}", status: .done, finishedAt: now,
            result: "\(rows) rows, \(rejected) rejected")
    }
}

extension [UInt8] {
    fileprivate func withUnsafeBytesFault<Result>(_ body: (UnsafeRawBufferPointer) throws(EventFault) -> Result) throws(EventFault) -> Result {
        let result: Swift.Result<Result, EventFault> = withUnsafeBytes { bytes in
            do throws(EventFault) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}

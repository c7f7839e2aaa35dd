import Foundation
import JourneyCompiler
import JourneyEngine
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
            .flag("json", "one JSON object"),
        ],
        examples: [
            .init("journey status --store shop.db", "the whole store"),
            .init("journey status --store shop.db --json | jq .journeys", "for a program"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: whose status to show") }
        let store = try SQLiteStore.existing(at: path, access: .reader)
        defer { store.close() }
        var versions = try store.versions().filter(\.isCurrent).sorted { $0.journey.utf8.lexicographicallyPrecedes($1.journey.utf8) }
        if let name = arguments.value("journey") {
            guard versions.contains(where: { $0.journey == name }) else {
                let mend = suggestion(for: name, among: versions.map(\.journey)).map { "; did you mean `\($0)`?" } ?? ""
                throw UsageError("no journey `\(name)` runs in this store" + mend)
            }
            versions = versions.filter { $0.journey == name }
        }
        let status = try StoreStatus(store, path: path, machines: versions.map { try Machine(encoded: $0.machine) })
        put(arguments.has("json") ? status.json + "\n" : status.text(ink: terminal.output))
        return .success
    }
}

/// What a store tells of itself.
struct StoreStatus {
    private let totals: Totals
    private let machines: [Machine]
    private let clock: Timestamp
    private let scheduler: String?
    private let sources: [(source: String, position: SourcePosition)]
    private let inbox: Int
    private let outbox: [OutboxMessage.Status: Int]
    private let paused: [PausedJourney]
    private let rolledBack: [String]
    private let pools: [StoredPool]

    init(_ store: SQLiteStore, path: String, machines: [Machine]) throws {
        totals = Totals(try store.counters())
        self.machines = machines
        clock = store.progress.clock
        scheduler = SchedulerLock.holder(ofStore: path)
        sources = try store.sources()
        inbox = try store.inboxCount()
        outbox = try store.outboxCounts()
        paused = try Stepper.pauses(in: store)
        rolledBack = try VersionBook(store).pins.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        pools = try store.pools()
    }

    func text(ink: Ink) -> String {
        var rows = [
            ("scheduler", scheduler.map { "running, pid \($0)" } ?? "not running"),
            ("engine time", clock == .distantPast ? "no event yet" : clock.rfc3339),
        ]
        if inbox > 0 { rows.append(("inbox", counted(Int64(inbox), "event") + (inbox == 1 ? " waits" : " wait"))) }
        for (status, count) in outboxRows { rows.append(("outbox", "\(grouped(Int64(count))) \(status)")) }
        for journey in paused { rows.append(("paused", journey.told)) }
        for journey in rolledBack { rows.append(("rolled back", "\(journey), until the journey in its file is another")) }
        for pool in pools { rows.append(("coupon", "\(pool.coupon), \(pool.told)")) }
        for source in sources where source.source != "inbox" {
            rows.append(("source", "\(source.source), read to byte \(grouped(Int64(clamping: source.position.offset)))"))
        }
        let heading = rows.map { ink(.dim, $0.0 + String(repeating: " ", count: 13 - $0.0.count)) + printable($0.1) + "\n" }.joined()
        return heading + "\n" + totals.text(machines, ink: ink)
    }

    /// What is out of the ordinary: sent messages stand in the table of channels.
    private var outboxRows: [(String, Int)] {
        OutboxMessage.Status.allCases.filter { $0 != .sent }.compactMap { status in outbox[status].map { (status.name, $0) } }
    }

    var json: String {
        func quoted(_ text: String) -> String { JSONText.quoted(text) }
        let totalNames = ["events", "duplicates", "late", "late without effect", "rejected", "before deployment", "history forgotten"]
        let counted = totalNames.map { "\(quoted($0.replacing(" ", with: "_"))):\(totals.whole($0))" }
        let statuses = OutboxMessage.Status.allCases.map { "\(quoted($0.name)):\(outbox[$0] ?? 0)" }
        let places = sources.map { "{\"source\":\(quoted($0.source)),\"offset\":\($0.position.offset)}" }
        let members = [
            "\"scheduler\":\(scheduler.map(quoted) ?? "null")",
            "\"clock\":\(clock == .distantPast ? "null" : quoted(clock.rfc3339))",
            "\"totals\":{\(counted.joined(separator: ","))}", "\"inbox\":\(inbox)", "\"outbox\":{\(statuses.joined(separator: ","))}",
            "\"paused\":[\(paused.map { quoted($0.journey) }.joined(separator: ","))]",
            "\"rolled_back\":[\(rolledBack.map(quoted).joined(separator: ","))]", "\"coupons\":[\(pools.map(\.json).joined(separator: ","))]",
            "\"sources\":[\(places.joined(separator: ","))]",
            "\"journeys\":[\(machines.map { totals.summary($0).json }.joined(separator: ","))]",
            "\"channels\":[\(totals.channels.map(\.json).joined(separator: ","))]",
        ]
        return "{\(members.joined(separator: ","))}"
    }
}

extension StoredPool {
    /// Of a coupon with a stock the store knows only what is given.
    fileprivate var told: String {
        size == 0 ? "\(grouped(given)) given" : "\(grouped(given)) of \(counted(size, "code")) given, \(grouped(size - given)) left"
    }

    fileprivate var json: String {
        "{\"coupon\":\(JSONText.quoted(coupon)),\"codes\":\(size),\"given\":\(given)}"
    }
}

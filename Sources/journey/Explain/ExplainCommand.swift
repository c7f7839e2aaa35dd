import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey explain`: why something happened to a person, or did not.
enum ExplainCommand: Subcommand {
    static let command = Command(
        name: "explain", summary: "say why something happened to a customer, or did not",
        discussion: """
            Tells of each entry, refusal, wait, way and message with the values that decided it, from the journal that drives the engine;
            of a journey never entered, which event was missing or which condition failed.
            """,
        positionals: [
            .init(name: "CUSTOMER", help: "the customer's id, as in the events"),
            .init(name: "JOURNEY", help: "only this journey; else all", isRequired: false),
        ],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .value("at", "TIME", "as it stood at this time"),
            .value("language", "LANGUAGE", "of what is told; else Chinese for journeys in Chinese, else that of LANG", choices: ["en", "zh"]),
            .flag("json", "one JSON object"),
        ],
        examples: [
            .init("journey explain c42 --store shop.db", "everything, journey by journey"),
            .init("journey explain c42 cart_rescue --store shop.db", "why this customer got, or did not get, what one journey sends"),
            .init("journey explain c42 --store shop.db --at 2026-11-23T12:00:00Z --json", "for a program, as it stood then"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the customer is") }
        let id = arguments.positional("CUSTOMER") ?? ""
        let end = try arguments.value("at").map { text throws(UsageError) in
            guard let instant = Timestamp(rfc3339: text) else {
                throw UsageError("`--at` takes a time such as `2026-11-23T12:00:00Z`, not `\(text)`")
            }
            return instant
        }
        let store = try SQLiteStore.existing(at: path, access: .reader)
        defer { store.close() }
        let stored = try ExplainedDeployment(store)
        if let journey = arguments.positional("JOURNEY") { try stored.requireJourney(journey) }
        let journal = try PersonJournal(of: id, in: store, until: end)
        let state = try CustomerCache.state(of: id, in: store)
        guard state != nil || !journal.isEmpty else {
            complain(end == nil ? try UnknownName.customer(id, in: store) : "no event is of customer `\(id)` before that time")
            return .problems
        }
        let explanation = PersonExplanation(
            journal, state: state, deployment: stored, names: store.names, retention: store.retention,
            only: arguments.positional("JOURNEY"))
        let asked = DiagnosticLanguage(asked: arguments.value("language"))
        let language = asked.asked ?? (explanation.isChinese ? .chinese : asked.usual)
        put(arguments.has("json") ? explanation.json(language) + "\n" : explanation.text(language, ink: terminal.output))
        return .success
    }
}

/// The journeys of a store, as those who ask about them need them.
struct ExplainedDeployment {
    let versions: [LoadedVersion]
    let definitions: Definitions
    let policy: Policy
    /// Events from before a journey's first deployment let nobody enter: what `--backfill` asks for is another thing.
    let excludesHistory: Bool
    /// How far everything is decided; nil where the journal alone tells.
    let clock: Timestamp?

    init(_ store: any Store) throws {
        clock = store.progress.clock
        excludesHistory = try store.counters()[Counter(metric: "before deployment")] ?? 0 > 0
        let stored = try StoredDeployment(store)
        definitions = stored?.definitions ?? Definitions()
        policy = stored?.policy ?? Policy()
        versions = try Deployer.load(try store.versions(), with: definitions, names: store.names).versions
    }

    /// Of a dry run.
    init(_ machines: [Machine], definitions: Definitions, policy: Policy) throws {
        versions = try Deployer.deploy(machines, with: definitions, to: MemoryStore(), at: .distantPast).0.versions
        self.definitions = definitions
        self.policy = policy
        excludesHistory = false
        clock = nil
    }

    func requireJourney(_ name: String) throws(UsageError) {
        let names = versions.map(\.machine.name)
        if !names.contains(name) { throw UnknownName.journey(name, "is or was", among: names) }
    }
}

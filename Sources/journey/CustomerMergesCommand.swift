import JourneyModel
import JourneyReports
import JourneyStore

/// `journey customer merges`: ids that could not be joined.
enum CustomerMergesCommand: Subcommand {
    static let command = Command(
        name: "customer merges", summary: "list ids that were said to be one customer's and could not be joined",
        discussion: "A merge is refused where the two have different strong ids (`policy unique`). Set one of them right, then `journey customer merge`.",
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .value("limit", "N", "the latest N; 100 where it is not said"),
            .flag("json", "one JSON object a line"),
        ],
        examples: [.init("journey customer merges --store shop.db", "the latest first")])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: whose merges to list") }
        let limit = try arguments.integer("limit", in: 1...1_000_000) ?? 100
        let store = try SQLiteStore.existing(at: path, access: .reader)
        defer { store.close() }
        let refused = try store.refusedMerges(limit: limit)
        if arguments.has("json") {
            put(refused.map { $0.json + "\n" }.joined())
            return .success
        }
        if refused.isEmpty {
            put("no merge was refused\n")
            return .success
        }
        var table = TextTable([.init("customer"), .init("other"), .init("because"), .init("times", .right), .init("last")])
        for merge in refused { table.add([.init(merge.customer), .init(merge.other), .init(merge.reason), .init(String(merge.count)), .init(merge.at.rfc3339)]) }
        put(table.text(terminal.output))
        return .success
    }
}

extension RefusedMerge {
    fileprivate var json: String {
        "{\"customer\":\(JSONText.quoted(customer)),\"other\":\(JSONText.quoted(other)),\"reason\":\(JSONText.quoted(reason)),"
            + "\"times\":\(count),\"at\":\"\(at.rfc3339)\"}"
    }
}

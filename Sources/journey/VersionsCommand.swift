import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey versions`: the versions of each journey.
enum VersionsCommand: Subcommand {
    static let command = Command(
        name: "versions", summary: "list the versions of each journey, since when they are current and who is inside",
        positionals: [.init(name: "JOURNEY", help: "only this journey", isRequired: false)],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .flag("json", "one JSON object a line for each version"),
        ],
        examples: [.init("journey versions --store shop.db", "all journeys; `journey deploy --rollback` takes one back")])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let store = try SQLiteStore.existing(at: try PauseCommand.storePath(arguments), access: .reader)
        defer { store.close() }
        var versions = try VersionSummary.all(in: store)
        if let name = arguments.positional("JOURNEY") {
            guard versions.contains(where: { $0.journey == name }) else {
                throw UnknownName.journey(name, "is or was", among: versions.map(\.journey))
            }
            versions = versions.filter { $0.journey == name }
        }
        if arguments.has("json") {
            put(versions.map { $0.json + "\n" }.joined())
            return .success
        }
        if versions.isEmpty {
            put("no journey was ever deployed to this store; `journey run` and `journey deploy` do\n")
            return .success
        }
        var table = TextTable([.init("journey"), .init("version", .right), .init("hash"), .init("since"), .init("inside", .right), .init("")])
        for version in versions {
            let state = version.isRolledBack ? "current, rolled back" : version.isCurrent ? "current" : ""
            table.add(
                [
                    .init(version.journey, .cyan), .init("\(version.number)"), .init(String(version.hash.prefix(8))),
                    .init(version.since.map(\.rfc3339) ?? ""), .init(grouped(Int64(version.inside))), .init(state, version.isRolledBack ? .yellow : .green),
                ])
        }
        put(table.text(terminal.output))
        return .success
    }
}

extension VersionSummary {
    fileprivate var json: String {
        "{\"journey\":\(JSONText.quoted(journey)),\"version\":\(number),\"hash\":\(JSONText.quoted(hash)),"
            + "\"since\":\(since.map { "\"\($0.rfc3339)\"" } ?? "null"),\"current\":\(isCurrent),\"rolled_back\":\(isRolledBack),\"inside\":\(inside)}"
    }
}

import JourneyReports
import JourneyStore

/// What is said of names that a store does not know.
enum UnknownName {
    private static let mostListed = 8

    /// - Parameter id: of whom nothing is in the store.
    static func customer(_ id: String, in store: SQLiteStore) throws -> String {
        let waiting = Int64(try store.inboxCount())
        let inbox = waiting == 0 ? "" : "; \(counted(waiting, "event")) in the inbox \(waiting == 1 ? "waits" : "wait") for `journey run`"
        return "no event is of customer `\(id)`" + inbox
    }

    /// - Parameters:
    ///   - verb: what the known ones do: `runs`, `is or was`.
    ///   - known: may name one several times.
    static func journey(_ name: String, _ verb: String, among known: [String]) -> UsageError {
        let names = Set(known).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let mend: String
        if names.isEmpty {
            mend = "none was ever deployed to it"
        } else if let meant = suggestion(for: name, among: names) {
            mend = "did you mean `\(meant)`?"
        } else {
            let more = names.count > mostListed ? " and \(names.count - mostListed) more" : ""
            mend = "there " + (names.count == 1 ? "is " : "are ") + names.prefix(mostListed).map { "`\($0)`" }.joined(separator: ", ") + more
        }
        return UsageError("no journey `\(name)` \(verb) in this store; \(mend)")
    }
}

/// One thing to measure: a child process that runs it, and how it is told of.
struct Scenario {
    enum Kind: String, CaseIterable {
        /// Bare SQLite appending each event as a row.
        case rows
        /// The simulator.
        case dry
        /// The store, channels answering at once.
        case durable
        /// A store full of waiting customers is made; the others below begin with it.
        case fill
        /// All timers of the store are due at one instant.
        case drain
        /// The same while events come in.
        case intake
        /// The store is opened and takes its first event.
        case restart
        /// Customers who wait for nothing, in bytes.
        case idle
        /// A scheduler that follows a file.
        case live
    }

    var name: String
    var title: String
    var kind: Kind
    var settings: [String: String] = [:]
    /// Runs before it, in the same folder.
    var needs: [String] = []
    /// Takes so long that one round has to do.
    var isOnce = false
}

/// What a scenario is told, as `name=value` words.
struct ScenarioSettings {
    private var values: [String: String]
    let folder: String

    init(folder: String, _ words: [String]) {
        self.folder = folder
        values = Dictionary(
            words.map { word in
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }, uniquingKeysWith: { $1 })
    }

    func text(_ name: String) throws -> String {
        guard let value = values[name] else { throw BenchError("the scenario is not told `\(name)`") }
        return value
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func number(_ name: String) throws -> Int {
        guard let number = Int(try text(name)), number > 0 else { throw BenchError("`\(name)` is no number above 0") }
        return number
    }

    var database: String { folder + "/store.db" }
}

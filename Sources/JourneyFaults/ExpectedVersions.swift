import JourneyCompiler
import JourneyModel

/// Which version of each journey is current, by what operators did: kept apart from the store's own book.
struct ExpectedVersions {
    private struct Known {
        var hash: String
        /// When it became current the last time.
        var since: Timestamp
    }

    /// By journey, in the order in which they came.
    private var known: [String: [Known]] = [:]
    private(set) var current: [String: String] = [:]
    /// What the file said when a journey was rolled back.
    private var fileHashes: [String: String] = [:]

    mutating func deploy(_ machines: [Machine], at now: Timestamp) {
        for machine in machines where fileHashes[machine.name] != machine.hash {
            fileHashes[machine.name] = nil
            makeCurrent(machine.name, machine.hash, at: now)
        }
        for name in current.keys where !machines.contains(where: { $0.name == name }) {
            current[name] = nil
            fileHashes[name] = nil
        }
    }

    mutating func rollBack(_ journey: String, at now: Timestamp) {
        guard let hash = current[journey] else { return }
        let others = (known[journey] ?? []).enumerated().filter { $0.element.hash != hash }
        guard let earlier = others.max(by: { ($0.element.since, $0.offset) < ($1.element.since, $1.offset) })?.element.hash else { return }
        let file = fileHashes[journey] ?? hash
        makeCurrent(journey, earlier, at: now)
        fileHashes[journey] = earlier == file ? nil : file
    }

    private mutating func makeCurrent(_ journey: String, _ hash: String, at now: Timestamp) {
        if current[journey] == hash { return }
        current[journey] = hash
        if let place = known[journey]?.firstIndex(where: { $0.hash == hash }) {
            known[journey]?[place].since = now
        } else {
            known[journey, default: []].append(Known(hash: hash, since: now))
        }
    }
}

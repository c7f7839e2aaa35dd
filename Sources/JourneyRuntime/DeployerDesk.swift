import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

extension Deployer {
    /// The versions of a store while a deployment or a rollback changes which are current, within its transaction.
    struct Desk {
        private let store: any Store
        private let now: Timestamp
        private(set) var versions: [StoredVersion]
        var book: VersionBook
        private let bookBefore: VersionBook

        init(_ store: any Store, at now: Timestamp) throws {
            self.store = store
            self.now = now
            versions = try store.versions()
            book = try VersionBook(store)
            bookBefore = book
        }

        /// Makes the machines the current versions; what is not among them is gone.
        mutating func deploy(_ machines: [Machine]) throws -> [Change] {
            var changes: [Change] = []
            let names = Set(machines.map(\.name))
            for machine in machines { changes.append(try deploy(machine, among: names)) }
            let renamed = Set(machines.compactMap(\.formerly))
            for index in versions.indices where versions[index].isCurrent && !names.contains(versions[index].journey) {
                try set(index, isCurrent: false)
                book.pins[versions[index].journey] = nil
                if !renamed.contains(versions[index].journey) {
                    changes.append(Change(journey: versions[index].journey, kind: .gone))
                }
            }
            return changes
        }

        private mutating func deploy(_ machine: Machine, among names: Set<String>) throws -> Change {
            let hash = machine.hash
            if let pin = book.pins[machine.name] {
                if pin.hash == hash, let index = versions.firstIndex(where: { $0.number == pin.version && $0.journey == machine.name }) {
                    try makeCurrent(index)
                    return Change(journey: machine.name, kind: .rolledBack)
                }
                book.pins[machine.name] = nil
            }
            let earlier = versions.indices.filter { versions[$0].journey == machine.name }
            if let same = earlier.first(where: { versions[$0].hash == hash }) {
                let wasCurrent = versions[same].isCurrent
                try makeCurrent(same)
                return Change(journey: machine.name, kind: wasCurrent ? .unchanged : .changed)
            }
            // A name that is still in use was not given up.
            let former = versions.filter { $0.journey == machine.formerly && !names.contains($0.journey) }
            let version = StoredVersion(
                number: (versions.map(\.number).max() ?? 0) + 1, journey: machine.name, hash: hash,
                deployedAt: (earlier.map { versions[$0].deployedAt } + former.map(\.deployedAt)).min() ?? now,
                machine: try machine.encoded(), isCurrent: false)
            versions.append(version)
            try store.add(version: version)
            try makeCurrent(versions.count - 1)
            return Change(journey: machine.name, kind: !earlier.isEmpty ? .changed : former.isEmpty ? .new : .renamed)
        }

        /// The one current version of its journey.
        mutating func makeCurrent(_ chosen: Int) throws {
            for index in versions.indices where versions[index].journey == versions[chosen].journey {
                try set(index, isCurrent: index == chosen)
            }
        }

        private mutating func set(_ index: Int, isCurrent: Bool) throws {
            guard versions[index].isCurrent != isCurrent else { return }
            versions[index].isCurrent = isCurrent
            try store.setCurrent(isCurrent, version: versions[index].number)
            if isCurrent { book.since[versions[index].number] = now }
        }

        /// Loads what is current now, and writes down what changed beside the versions.
        func settle(_ definitions: Definitions) throws -> Deployment {
            // Numbers of the names that machines mention must be as durable as the versions.
            var history = try HistorySetting(store)
            let before = history
            var epochs = try EpochBook(store)
            let epochsBefore = epochs
            var failure: (any Error)?
            let deployment = try Deployer.load(versions, with: definitions, since: book.since, names: store.names) { kept in
                var epoch = history.note(kept, isBeforeAnyEvent: store.progress.clock == .distantPast)
                do { try epochs.note(&epoch, kept.series, in: store) } catch { failure = error }
                return epoch
            }
            if let failure { throw failure }
            if epochs != epochsBefore { try epochs.write(to: store) }
            if history != before { try history.write(to: store) }
            if book != bookBefore { try book.write(to: store) }
            return deployment
        }
    }
}

import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// Brings compiled journeys into a store: new versions get a number, unchanged ones keep theirs, those inside stay on theirs.
public enum Deployer {
    public struct Change: Sendable, Equatable {
        public enum Kind: String, Sendable {
            case new, changed, unchanged
            /// Under a new name; those inside go on, entries count.
            case renamed
            /// No longer among the journeys: nobody enters, those inside go on.
            case gone
        }

        public var journey: String
        public var kind: Kind
    }

    /// A journey asks for what this engine cannot do yet; nothing was deployed.
    public struct Unsupported: Error, CustomStringConvertible {
        public var journey: String
        /// In the words of the language.
        public var features: [String]

        public var description: String {
            "the journey `\(journey)` uses \(features.map { "`\($0)`" }.joined(separator: ", ")), which this version cannot run yet"
        }
    }

    /// Makes the machines the current versions, in a transaction of its own.
    /// - Parameters:
    ///   - definitions: audiences, addresses and coupons.
    ///   - codes: of the coupons that have files; those that the store does not know are appended.
    ///   - now: the first deployment of names not seen before.
    /// - Throws: `Unsupported`; `StoreError.damaged` where a stored version does not decode.
    public static func deploy(
        _ machines: [Machine], with definitions: Definitions = Definitions(), codes: [String: [String]] = [:], to store: any Store, at now: Timestamp
    ) throws -> (Deployment, [Change]) {
        for machine in machines {
            let features = machine.unsupportedFeatures
            if !features.isEmpty { throw Unsupported(journey: machine.name, features: features) }
        }
        var versions = try store.versions()
        var changes: [Change] = []
        try store.begin()
        do {
            let names = Set(machines.map(\.name))
            for machine in machines { changes.append(try deploy(machine, &versions, store, now, among: names)) }
            let renamed = Set(machines.compactMap(\.formerly))
            for index in versions.indices where versions[index].isCurrent && !names.contains(versions[index].journey) {
                versions[index].isCurrent = false
                try store.setCurrent(false, version: versions[index].number)
                if !renamed.contains(versions[index].journey) {
                    changes.append(Change(journey: versions[index].journey, kind: .gone))
                }
            }
            // Numbers of the names that machines mention must be as durable as the versions.
            var history = try HistorySetting(store)
            let before = history
            let deployment = try load(versions, with: definitions, names: store.names) { kept in
                history.note(kept, isBeforeAnyEvent: store.progress.clock == .distantPast)
            }
            if history != before { try history.write(to: store) }
            for coupon in codes.keys.sorted() { _ = try store.add(codes: codes[coupon] ?? [], to: coupon) }
            try store.commit()
            return (deployment, changes)
        } catch {
            try store.rollback()
            throw error
        }
    }

    private static func deploy(
        _ machine: Machine, _ versions: inout [StoredVersion], _ store: any Store, _ now: Timestamp, among names: Set<String>
    ) throws -> Change {
        let hash = machine.hash
        let earlier = versions.indices.filter { versions[$0].journey == machine.name }
        if let same = earlier.first(where: { versions[$0].hash == hash }) {
            let wasCurrent = versions[same].isCurrent
            for index in earlier where versions[index].isCurrent != (index == same) {
                versions[index].isCurrent = index == same
                try store.setCurrent(index == same, version: versions[index].number)
            }
            return Change(journey: machine.name, kind: wasCurrent ? .unchanged : .changed)
        }
        for index in earlier where versions[index].isCurrent {
            versions[index].isCurrent = false
            try store.setCurrent(false, version: versions[index].number)
        }
        // A name that is still in use was not given up.
        let former = versions.filter { $0.journey == machine.formerly && !names.contains($0.journey) }
        let version = StoredVersion(
            number: (versions.map(\.number).max() ?? 0) + 1, journey: machine.name, hash: hash,
            deployedAt: (earlier.map { versions[$0].deployedAt } + former.map(\.deployedAt)).min() ?? now, machine: try machine.encoded(), isCurrent: true)
        versions.append(version)
        try store.add(version: version)
        return Change(journey: machine.name, kind: !earlier.isEmpty ? .changed : former.isEmpty ? .new : .renamed)
    }

    /// The deployment that a store's versions make.
    public static func load(
        _ versions: [StoredVersion], with definitions: Definitions = Definitions(), names: NameTable,
        epoch: (Deployment.KeptPast) -> HistoryEpoch = { _ in HistoryEpoch(number: 0, isFromTheStart: true) }
    ) throws -> Deployment {
        var loaded: [(machine: Machine, identity: LoadedVersion.Identity)] = []
        for version in versions.sorted(by: { $0.number < $1.number }) {
            guard let machine = try? Machine(encoded: version.machine) else {
                throw StoreError.damaged("version \(version.number) of journey `\(version.journey)` does not decode")
            }
            let sameTrigger = loaded.first {
                ($0.machine.name == machine.name || $0.machine.name == machine.formerly) && $0.machine.trigger == machine.trigger
            }
            loaded.append(
                (
                    machine,
                    LoadedVersion.Identity(
                        number: version.number, trigger: sameTrigger?.identity.trigger ?? version.number,
                        isCurrent: version.isCurrent, deployedAt: version.deployedAt)
                ))
        }
        return Deployment(loaded, definitions: definitions, names: names, epoch: epoch)
    }
}

extension Machine {
    /// The channels that its messages may take, each once, in the order of the text.
    public var channels: [String] {
        var found: [String] = []
        for state in states {
            for transition in state.transitions {
                for case .send(let send) in transition.actions {
                    for channel in send.channels where !found.contains(channel) { found.append(channel) }
                }
            }
        }
        return found
    }
}

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
            /// An operator put an earlier version back, and the file is still as it was then.
            case rolledBack = "rolled back"
        }

        public var journey: String
        public var kind: Kind

        public init(journey: String, kind: Kind) {
            self.journey = journey
            self.kind = kind
        }
    }

    /// What goes with the machines into a deployment.
    public struct Terms: Sendable {
        public var definitions: Definitions
        public var policy: Policy
        /// Of the coupons that have files; those that the store does not know are appended.
        public var codes: [String: [String]]
        /// Where the machines were read from, absolute.
        public var paths: [String]

        public init(
            definitions: Definitions = Definitions(), policy: Policy = Policy(), codes: [String: [String]] = [:], paths: [String] = []
        ) {
            self.definitions = definitions
            self.policy = policy
            self.codes = codes
            self.paths = paths
        }
    }

    /// Makes the machines the current versions, in a transaction of its own.
    /// - Parameters:
    ///   - definitions: audiences, addresses and coupons.
    ///   - codes: of the coupons that have files; those that the store does not know are appended.
    ///   - now: the first deployment of names not seen before.
    /// - Throws: `StoreError.damaged` where a stored version does not decode.
    public static func deploy(
        _ machines: [Machine], with definitions: Definitions = Definitions(), codes: [String: [String]] = [:], to store: any Store, at now: Timestamp
    ) throws -> (Deployment, [Change]) {
        try deploy(machines, Terms(definitions: definitions, codes: codes), to: store, at: now)
    }

    /// As above, with all that belongs to it.
    /// - Parameter also: done in the same transaction, with what changed and whether the terms did.
    public static func deploy(
        _ machines: [Machine], _ terms: Terms, to store: any Store, at now: Timestamp,
        also: (_ changes: [Change], _ hasNewTerms: Bool) throws -> Void = { _, _ in }
    ) throws -> (Deployment, [Change]) {
        try transaction(on: store) {
            var desk = try Desk(store, at: now)
            let changes = try desk.deploy(machines)
            let stored = StoredDeployment(definitions: terms.definitions, policy: terms.policy, paths: terms.paths, at: now)
            // A store that ends with the process is asked by nobody else.
            let hasNewTerms = store.isDurable ? try stored.write(to: store) : false
            for coupon in terms.codes.keys.sorted() { _ = try store.add(codes: terms.codes[coupon] ?? [], to: coupon) }
            let deployment = try desk.settle(terms.definitions)
            try also(changes, hasNewTerms)
            return (deployment, changes)
        }
    }

    /// A transaction that is rolled back where the body fails.
    public static func transaction<Result>(on store: any Store, _ body: () throws -> Result) throws -> Result {
        try store.begin()
        do {
            let result = try body()
            try store.commit()
            return result
        } catch {
            try store.rollback()
            throw error
        }
    }

    /// The deployment that a store's versions make.
    /// - Parameter since: by the version's number, when it became current the last time.
    public static func load(
        _ versions: [StoredVersion], with definitions: Definitions = Definitions(), since: [UInt32: Timestamp] = [:], names: NameTable,
        epoch: (Deployment.KeptPast) -> HistoryEpoch = { _ in HistoryEpoch(number: 0, isFromTheStart: true) }
    ) throws -> Deployment {
        var loaded: [(machine: Machine, identity: LoadedVersion.Identity)] = []
        for version in versions.sorted(by: { $0.number < $1.number }) {
            let machine = try version.decoded()
            let sameTrigger = loaded.first { machine.goesOn(with: $0.machine) && $0.machine.trigger == machine.trigger }
            loaded.append(
                (
                    machine,
                    LoadedVersion.Identity(
                        number: version.number, trigger: sameTrigger?.identity.trigger ?? version.number,
                        isCurrent: version.isCurrent, deployedAt: version.deployedAt)
                ))
        }
        for index in loaded.indices where loaded[index].identity.isCurrent {
            loaded[index].identity.inForceSince = inForce(index, loaded, since)
        }
        return Deployment(loaded, definitions: definitions, names: names, epoch: epoch)
    }

    /// Goes back over the versions that were current one after another, as long as their triggers are equal.
    private static func inForce(
        _ index: Int, _ loaded: [(machine: Machine, identity: LoadedVersion.Identity)], _ since: [UInt32: Timestamp]
    ) -> Timestamp {
        let current = loaded[index]
        var begun = since[current.identity.number] ?? current.identity.deployedAt
        let earlier = loaded.filter { current.machine.goesOn(with: $0.machine) }
            .compactMap { version in since[version.identity.number].map { (at: $0, trigger: version.identity.trigger) } }
            .filter { $0.at < begun }
        for version in earlier.sorted(by: { $0.at > $1.at }) {
            guard version.trigger == current.identity.trigger else { break }
            begun = version.at
        }
        return begun
    }
}

extension StoredVersion {
    /// - Throws: `StoreError.damaged`.
    public func decoded() throws -> Machine {
        guard let machine = try? Machine(encoded: self.machine) else {
            throw StoreError.damaged("version \(number) of journey `\(journey)` does not decode")
        }
        return machine
    }
}

extension Machine {
    /// Whether another one is a version of the same journey, under this name or the one before.
    fileprivate func goesOn(with other: Machine) -> Bool { other.name == name || other.name == formerly }

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

import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// What a deployment would mean for those inside and for pending watches. Nothing is written: a store opened to read will do.
public struct Impact: Sendable {
    /// Those who stand in one state of a version that is not, or will no longer be, current.
    public struct Step: Equatable, Sendable {
        public var version: UInt32
        public var label: String
        public var state: State
        public var waiting = 0
        /// Of them, those who have a counterpart in the current version, and its label.
        public var continuing = 0
        public var counterpart: String?
    }

    public struct Journey: Sendable {
        public var name: String
        public var change: Deployer.Change.Kind
        /// The version that will be current; nil where the journey is gone.
        public var version: UInt32?
        /// Those inside the version that will be current.
        public var inside = 0
        /// By version, then in the order of the text.
        public var steps: [Step] = []
        /// Watches that are pending under the trigger that the current version has.
        public var watchesCarryingOn = 0
        /// Those that run out under an old one.
        public var watchesRunningOut = 0
        /// Entries that are held while it is paused.
        public var heldEntries = 0

        /// Those inside older versions.
        public var waiting: Int { steps.reduce(0) { $0 + $1.waiting } }
        public var continuing: Int { steps.reduce(0) { $0 + $1.continuing } }
    }

    /// In the order of their names.
    public var journeys: [Journey] = []
    public var changes: [Deployer.Change] = []
    /// The policy, the audiences, the coupons or the calendar are others than those deployed.
    public var hasNewTerms = false

    /// - Parameter progress: told how many customers were looked at, now and then.
    public init(
        of machines: [Machine], _ terms: Deployer.Terms, in store: any Store, at now: Timestamp, progress: (Int) -> Void = { _ in }
    ) throws {
        let scratch = try Self.copy(of: store)
        let (deployment, changes) = try Deployer.deploy(machines, terms, to: scratch, at: now)
        self.changes = changes
        let stored = try? StoredDeployment(store)
        hasNewTerms = stored.map { $0.definitions != terms.definitions || $0.policy != terms.policy } ?? true
        var census = Census(deployment)
        var seen = 0
        try store.forEachCustomer { _, bytes in
            census.take(try CustomerState(encoded: bytes))
            seen += 1
            if seen == 10_000 {
                progress(seen)
                seen = 0
            }
        }
        progress(seen)
        journeys = census.journeys(changes)
    }

    /// The versions alone: what a deployment reads.
    private static func copy(of store: any Store) throws -> MemoryStore {
        let scratch = MemoryStore()
        try scratch.begin()
        for version in try store.versions() { try scratch.add(version: version) }
        try VersionBook(store).write(to: scratch)
        try scratch.commit()
        return scratch
    }
}

/// Who stands where, counted customer by customer.
private struct Census {
    private struct Place: Hashable {
        var version: UInt32
        var state: UInt32
    }

    private let engine: Engine
    private var plans: [UInt32: MovePlan] = [:]
    private var waiting: [Place: Int] = [:]
    private var continuing: [Place: Int] = [:]
    /// By the number of a version whose trigger it is.
    private var watches: [UInt32: Int] = [:]
    private var heldEntries: [UInt32: Int] = [:]

    init(_ deployment: Deployment) { engine = Engine(deployment: deployment, isBackfill: false) }

    mutating func take(_ state: CustomerState) {
        for enrollment in state.enrollments where !enrollment.isFinished {
            let place = Place(version: enrollment.version, state: enrollment.state)
            waiting[place, default: 0] += 1
            guard let version = engine.deployment.version(enrollment.version), !version.identity.isCurrent,
                let current = engine.deployment.currentVersion(after: enrollment.version)
            else { continue }
            let plan = plans[enrollment.version] ?? MovePlan(from: version.machine, to: current.machine)
            plans[enrollment.version] = plan
            if engine.counterpart(of: enrollment, to: current, by: plan) != nil { continuing[place, default: 0] += 1 }
        }
        for memory in state.triggers where memory.watch != nil {
            if memory.isHeldEntry { heldEntries[memory.heldTrigger, default: 0] += 1 } else { watches[memory.trigger, default: 0] += 1 }
        }
    }

    func journeys(_ changes: [Deployer.Change]) -> [Impact.Journey] {
        let deployment = engine.deployment
        var found: [String: Impact.Journey] = [:]
        for version in deployment.versions.sorted(by: { $0.identity.number < $1.identity.number }) {
            let current = deployment.currentVersion(after: version.identity.number)
            let name = current?.machine.name ?? version.machine.name
            let kind = changes.first { $0.journey == name }?.kind ?? .gone
            var journey = found[name] ?? Impact.Journey(name: name, change: kind, version: current?.identity.number)
            take(version, current, into: &journey)
            found[name] = journey
        }
        return found.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private func take(_ version: LoadedVersion, _ current: LoadedVersion?, into journey: inout Impact.Journey) {
        let number = version.identity.number
        for (index, state) in version.machine.states.enumerated() {
            let place = Place(version: number, state: UInt32(truncatingIfNeeded: index))
            guard let count = waiting[place] else { continue }
            if version.identity.isCurrent {
                journey.inside += count
            } else {
                let counterpart = plans[number]?.places[index].flatMap { current?.machine.states[$0].label }
                journey.steps.append(
                    Impact.Step(
                        version: number, label: state.label, state: state, waiting: count, continuing: continuing[place] ?? 0,
                        counterpart: counterpart))
            }
        }
        if current?.identity.trigger == number {
            journey.watchesCarryingOn += watches[number] ?? 0
        } else {
            journey.watchesRunningOut += watches[number] ?? 0
        }
        journey.heldEntries += heldEntries[number] ?? 0
    }
}

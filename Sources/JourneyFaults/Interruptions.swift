import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// What happens to a scheduler beside what fails, at instants that the seed draws.
struct Interruptions {
    enum Kind {
        /// It is asked to stop, and started again.
        case stop
        /// The same, once a channel has a message in hand.
        case stopInCall
        /// The same, once a message stands in line behind such a call.
        case stopInLine
        /// Another one is started on its store.
        case second
        /// The same, after somebody removed the lock's file.
        case takeover
        /// The one that was taken over from goes on.
        case afterTakeover
        case backup
        /// The store is lost.
        case loss
    }

    private(set) var next: [(at: Timestamp, kind: Kind)] = []
    /// What waits for its moment waits no longer.
    private let lastAt: Timestamp

    init(_ swarm: Swarm, _ workload: Workload, hasBreaks: Bool) {
        lastAt = workload.lastAt
        let span = max(Int(workload.lastAt - workload.start), 1)
        func add(_ kind: Kind, _ count: Int, _ random: inout Random) {
            for _ in 0..<count { insert(kind, at: workload.start + Microseconds(random.below(span))) }
        }
        if swarm.has(.twoSchedulers) {
            var random = swarm.numbers(for: .seconds)
            add(.second, 1 + random.below(3), &random)
            if hasBreaks, random.chance(60) { add(.takeover, 1, &random) }
        }
        if swarm.has(.stops), hasBreaks {
            var random = swarm.numbers(for: .stops)
            for _ in 0..<1 + random.below(3) { add(random.pick([.stop, .stopInCall, .stopInLine]), 1, &random) }
        }
        if swarm.has(.restores), hasBreaks {
            var random = swarm.numbers(for: .restores)
            add(.backup, 1 + random.below(2), &random)
            add(.loss, 1, &random)
        }
    }

    mutating func insert(_ kind: Kind, at instant: Timestamp) {
        next.insert((instant, kind), at: next.firstIndex { $0.at > instant } ?? next.count)
    }

    /// When something is due by the clock alone.
    var nextAt: Timestamp? { next.map { $0.kind.waits ? max($0.at, lastAt) : $0.at }.min() }

    /// The next one that is due, and whose moment it is.
    mutating func take(at now: Timestamp, where isMoment: (Kind) throws -> Bool) rethrows -> Kind? {
        let place = try next.firstIndex { try $0.at <= now && (!$0.kind.waits || now >= lastAt || isMoment($0.kind)) }
        return place.map { next.remove(at: $0).kind }
    }

    mutating func end() { next.removeAll() }
}

extension Interruptions.Kind {
    /// Being due is not enough.
    var waits: Bool { self == .stopInCall || self == .stopInLine }
}

/// A scheduler that believes it runs while another one has its store.
struct Predecessor {
    var store: FaultStore
    var stepper: Stepper
    var dispatcher: Dispatcher
    var lock: SchedulerLock?
}

/// A copy of the store, and what was known when it was begun.
struct Backup {
    var path: String
    var known: Witness.Known
    var calls: [String: Int]
    /// Nil where it is whole.
    var copying: StoreBackup?
}

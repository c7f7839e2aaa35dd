import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// What happens to a scheduler beside what fails, at instants that the seed draws.
struct Interruptions {
    enum Kind {
        /// It is asked to stop, and started again.
        case stop
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

    init(_ swarm: Swarm, _ workload: Workload, hasBreaks: Bool) {
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
            add(.stop, 1 + random.below(3), &random)
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

    /// The next one that is due.
    mutating func take(at now: Timestamp) -> Kind? {
        guard let first = next.first, first.at <= now else { return nil }
        next.removeFirst()
        return first.kind
    }

    mutating func end() { next.removeAll() }
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

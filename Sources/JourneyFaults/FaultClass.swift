import JourneyModel
import JourneySimulator

/// What may go wrong in a simulation, or happens at a bad moment. Each is on in half of the seeds, or in fewer.
public enum FaultClass: String, CaseIterable, Sendable {
    /// Up to three of ten lines come again.
    case duplicates
    /// Events come 1 s to 30 d after they happened.
    case late
    /// Lines overtake one another.
    case reordering
    /// The process ends at any verb of the store: before a commit, behind one, between sending and marking.
    case crashes
    /// The store fails once, or until the process is started again.
    case storeErrors = "store-errors"
    /// A channel does not answer in time, and may have sent.
    case timeouts
    /// A channel took the message, and its answer is lost.
    case lostReplies = "lost-replies"
    /// A channel fails for a while, or for one message.
    case serverErrors = "server-errors"
    /// A channel asks to be left alone, for absurd times too.
    case tooMany = "too-many"
    /// A channel says that it will never send this, or cannot reach the customer.
    case refusals
    /// The clock on the wall is set back or ahead.
    case clockJumps = "clock-jumps"
    /// Customers live in twelve zones, and the clocks change.
    case zones
    /// Journeys are edited, some with `--move`.
    case deploys
    case pauses
    /// Two ids turn out to be one person.
    case merges
    case forgets
    /// Customers unsubscribe, and come back.
    case suppressions
    /// A second scheduler is started on the store.
    case twoSchedulers = "two-schedulers"
    /// Next to nothing is held in memory, and folded at every turn.
    case littleMemory = "little-memory"
    /// Schedules, waits and quiet hours stand at times that the clocks skip, or show twice.
    case clockGaps = "clock-gaps"
    /// Old events go.
    case pruning
    /// Channels take only so many messages a minute, an hour or a day.
    case rateLimits = "rate-limits"
    /// Earlier versions of journeys are put back.
    case rollbacks
    /// The scheduler is asked to stop, and started again.
    case stops
    /// Providers tell of messages: before they answer, days after, twice.
    case receipts
    /// The store is lost, and a backup takes its place.
    case restores
    /// Journeys vanish, and with `--drain exit` those inside of them go.
    case drains

    /// In how many of a hundred seeds it is on; nil: one of the first, which are drawn together.
    ///
    /// The others are drawn each by itself: a class that is added changes nothing of what seeds made of those before it.
    fileprivate var share: Int? {
        switch self {
        case .clockGaps, .rollbacks: 50
        case .stops, .receipts, .rateLimits: 40
        case .pruning, .restores, .drains: 25
        default: nil
        }
    }
}

/// What a seed makes of a simulation; parts may be taken out of it to make a failing one smaller.
public struct Swarm: Sendable, Equatable {
    public var seed: UInt64
    public var classes: Set<FaultClass>
    public var customers: Int
    /// Indices of the journeys that take part, of those that the seed makes.
    public var journeys: [Int]
    /// Indices of the events that happen.
    public var events: [Int]
    /// Of the events' order and of decisions nothing but time may depend: the reference model can follow.
    public var isInOrder: Bool
    /// Journeys of the library take the place of made-up ones.
    public var isShipped: Bool
    /// The same without crashes must decide the same.
    public var hasTwin: Bool

    public static let mostCustomers = 200
    public static let mostJourneys = 8

    public init(seed: UInt64) {
        self.seed = seed
        var random = Random(seed)
        classes = Set(FaultClass.allCases.filter { $0.share == nil && random.chance(50) })
        isInOrder = random.chance(45)
        isShipped = random.chance(20)
        hasTwin = random.chance(30)
        // Then answers are always the same, and what a break changes is only when they come.
        if hasTwin { classes.subtract([.timeouts, .lostReplies, .serverErrors, .tooMany, .refusals]) }
        if isInOrder {
            classes.subtract([.late, .deploys, .pauses])
            if random.chance(60) { classes.subtract([.merges, .forgets, .suppressions]) }
        }
        for fault in FaultClass.allCases {
            guard let share = fault.share else { continue }
            var own = Random(SeededNumbers.mixed(seed) ^ SipHash(k0: 7, k1: 11).hash64(fault.rawValue))
            if own.chance(share) { classes.insert(fault) }
        }
        // When a message leaves, what is heard of it and what is read a second time then hangs on when the process broke.
        if hasTwin { classes.subtract([.rateLimits, .receipts, .restores]) }
        if isInOrder { classes.subtract([.receipts, .rollbacks]) }
        // Small ones more often: what is wrong shows in few, too, and faster.
        customers = min(1 + random.below(1 << (1 + random.below(8))), Self.mostCustomers)
        journeys = Array(0..<1 + random.below(1 << (1 + random.below(3))))
        events = Array(0..<min(8 + random.below(customers * 6 + 40), 320))
    }

    func has(_ fault: FaultClass) -> Bool { classes.contains(fault) }

    /// Customers live in several zones.
    var hasZones: Bool { has(.zones) || has(.clockGaps) }

    /// Numbers for one purpose: what is taken out of another leaves them alone.
    func numbers(for purpose: Purpose) -> Random { Random(SeededNumbers.mixed(seed) ^ (UInt64(purpose.rawValue) << 40)) }

    enum Purpose: Int {
        case program = 1, events, arrivals, people, breaks, operators, clocks, channels, extras, settings
        case gaps, retention, limits, rollbacks, stops, restores, seconds, drains, forgettings
    }

    /// The command that runs it again.
    public var command: String { "journey-simulate-faults --seed \(line)" }

    /// As it stands in a corpus: the seed, and what is changed of what it draws.
    var line: String {
        let whole = Swarm(seed: seed)
        var words = ["\(seed)"]
        let without = FaultClass.allCases.filter { whole.classes.contains($0) && !classes.contains($0) }.map(\.rawValue)
        if !without.isEmpty { words.append("--without \(without.joined(separator: ","))") }
        let with = FaultClass.allCases.filter { !whole.classes.contains($0) && classes.contains($0) }.map(\.rawValue)
        if !with.isEmpty { words.append("--with \(with.joined(separator: ","))") }
        if customers != whole.customers { words.append("--customers \(customers)") }
        if journeys != whole.journeys { words.append("--journeys \(Self.text(journeys))") }
        if events != whole.events { words.append("--events \(Self.text(events))") }
        return words.joined(separator: " ")
    }

    /// `329 --without pruning,stops --customers 3`; nil where the line says no such thing.
    init?(line: Substring) {
        var words = line.split(separator: " ").map { String($0) }[...]
        guard let seed = words.popFirst().flatMap({ UInt64($0) }) else { return nil }
        self.init(seed: seed)
        while let option = words.popFirst() {
            guard let value = words.popFirst(), take(option, value) else { return nil }
        }
    }

    /// False where an option takes out, or adds, no such part.
    public mutating func take(_ option: String, _ value: String) -> Bool {
        switch option {
        case "--without", "--with":
            let named = value.split(separator: ",").map { FaultClass(rawValue: String($0)) }
            guard !named.contains(nil) else { return false }
            if option == "--with" { classes.formUnion(named.compactMap { $0 }) } else { classes.subtract(named.compactMap { $0 }) }
        case "--customers":
            guard let count = Int(value), (1...Self.mostCustomers).contains(count) else { return false }
            customers = count
        case "--journeys":
            guard let indices = Self.indices(value), indices.allSatisfy({ $0 < Self.mostJourneys }) else { return false }
            journeys = indices
        case "--events":
            guard let indices = Self.indices(value) else { return false }
            events = indices
        default: return false
        }
        return true
    }

    /// `0-4,7`.
    public static func text(_ indices: [Int]) -> String {
        var parts: [String] = []
        var place = 0
        while place < indices.count {
            var end = place
            while end + 1 < indices.count, indices[end + 1] == indices[end] + 1 { end += 1 }
            parts.append(end == place ? "\(indices[place])" : "\(indices[place])-\(indices[end])")
            place = end + 1
        }
        return parts.isEmpty ? "none" : parts.joined(separator: ",")
    }

    /// Nil where the text says no such thing.
    public static func indices(_ text: String) -> [Int]? {
        if text == "none" { return [] }
        var found: [Int] = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, ends.count <= 2, first >= 0, first <= last, last < 10_000 else { return nil }
            found += first...last
        }
        return found
    }
}

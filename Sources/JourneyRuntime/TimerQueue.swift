import JourneyEngine
import JourneyModel
import JourneyStore

/// The timers that come next, in (due, number) order.
///
/// A window of the store's timers in memory: all up to a horizon are in the heap, later ones are read when the window is used up. A
/// timer that begins and fires within one transaction never reaches the store.
struct TimerQueue {
    private var heap = Heap<StoredTimer>()
    /// Added since the last commit.
    private var added: [StoredTimer] = []
    /// Those of `added` that lie beyond the window: the store does not have them yet.
    private var outside: [StoredTimer] = []
    /// All stored timers up to here are in the heap; nil before the first slice.
    private var horizon: StoredTimer.Key?
    /// All timers are in the heap.
    private var isComplete: Bool
    /// The highest key that fired in this transaction.
    private var lastFired: StoredTimer.Key?
    /// Timers that were out in journeys that stand still, where no store has them.
    private var kept = FrozenTimers()
    /// Those of `added` at or before `lastFired`, not fired yet: a wait of no length begins at the instant of a timer.
    private var behind: [StoredTimer] = []
    /// Read from the store; nobody was told yet whose they are.
    private var unannounced: ArraySlice<StoredTimer> = []
    private let slice: Int
    private let most: Int
    /// Timers that fired since it was last asked who comes up.
    private var fired = 0
    /// Slices that are read before they are needed where more is due than one holds.
    private static let slicesAhead = 20
    /// Of a slice: fewer are no burst.
    private static let leastShare = 16

    /// - Parameters:
    ///   - slice: timers read at a time.
    ///   - most: timers held before the window is narrowed.
    init(isDurable: Bool, slice: Int = 5_000, most: Int = 400_000) {
        isComplete = !isDurable
        self.slice = slice
        self.most = isDurable ? most : .max
    }

    /// The next timer, read from the store where the window is used up.
    mutating func first(in store: any Store) throws -> StoredTimer? {
        while true {
            if let first = heap.first { return first }
            if isComplete { return nil }
            try readSlice(from: store)
        }
    }

    /// No timer is due before an instant, as far as can be told without the store.
    @inline(__always)
    func isQuiet(before instant: Timestamp) -> Bool { heap.first.map { $0.key.due >= instant } ?? isComplete }

    private mutating func readSlice(from store: any Store) throws {
        let read = try store.timers(after: horizon, limit: slice)
        // Those that stand still come last.
        let end = read.firstIndex(where: \.isFrozen) ?? read.count
        for timer in read[..<end] { heap.insert(timer) }
        unannounced = unannounced + read[..<end]
        if end > 0 { horizon = read[end - 1].key }
        isComplete = end < slice
        for timer in outside where isInWindow(timer) { heap.insert(timer) }
        outside = outside.filter { !isInWindow($0) }
    }

    /// In a burst: the customers whose timers come up before an instant and who were not told of, in no order. Reads on meanwhile, so
    /// that they are known some time before.
    mutating func comingUp(before instant: Timestamp, in store: any Store) throws -> [UInt64] {
        guard let first = try first(in: store), first.key.due < instant else { return [] }
        // A few more than fired meanwhile, and no more: a transaction that waits for all of them would be long.
        var left = fired + slice
        fired = 0
        while left > 0, !isComplete, heap.count < slice * Self.slicesAhead, horizon.map({ $0.due < instant }) ?? true {
            try readSlice(from: store)
            left -= slice
        }
        let end = unannounced.firstIndex { $0.key.due >= instant } ?? unannounced.endIndex
        let coming = unannounced[..<end]
        unannounced = unannounced[end...]
        return coming.count > slice / Self.leastShare ? coming.map(\.customer) : []
    }

    mutating func removeFirst() {
        guard let timer = heap.removeFirst() else { return }
        fired += 1
        if !behind.isEmpty, let place = behind.firstIndex(of: timer) { behind.remove(at: place) }
        lastFired = max(lastFired ?? timer.key, timer.key)
    }

    mutating func add(_ timer: StoredTimer) {
        added.append(timer)
        if let lastFired, timer.key <= lastFired { behind.append(timer) }
        if isInWindow(timer) { heap.insert(timer) } else { outside.append(timer) }
    }

    // MARK: Standing still

    /// Keeps a timer that was out; it does not fire.
    mutating func freeze(_ timer: StoredTimer, in store: any Store) throws {
        if store.isDurable { try store.add(timer: timer.frozen) } else { kept.insert(timer.frozen) }
    }

    /// Timers that were frozen, in the order in which they were due.
    func frozen(after key: StoredTimer.Key?, limit: Int, in store: any Store) throws -> [StoredTimer] {
        let first = StoredTimer.Key(due: StoredTimer.beforeFrozen, number: 0)
        if !store.isDurable { return kept.first(limit, after: key) }
        return try store.timers(after: key ?? first, limit: limit).filter(\.isFrozen)
    }

    mutating func removeFrozen(_ key: StoredTimer.Key, in store: any Store) throws {
        if store.isDurable { try store.remove(timer: key) } else { kept.remove(key) }
    }

    /// Writes what the transaction changed.
    mutating func write(to store: any Store) throws {
        if store.isDurable {
            if let lastFired { try store.removeTimers(through: lastFired) }
            for timer in added where lastFired.map({ timer.key > $0 }) ?? true { try store.add(timer: timer) }
            #if FaultInjection
                if PlantedBug.chosen == .timerLost, added.count > 1, let last = added.last { try store.remove(timer: last.key) }
            #endif
            for timer in behind { try store.add(timer: timer) }
        }
        behind.removeAll(keepingCapacity: true)
        added.removeAll(keepingCapacity: true)
        outside.removeAll(keepingCapacity: true)
        lastFired = nil
        if heap.count > most { narrow() }
    }

    /// Lets go of the later half: the store has it.
    private mutating func narrow() {
        horizon = heap.keepLeast(most / 2)?.key
        isComplete = false
        // What lies beyond is read again.
        if let horizon { unannounced = unannounced.prefix { $0.key <= horizon } }
    }

    private func isInWindow(_ timer: StoredTimer) -> Bool { isComplete || horizon.map { timer.key <= $0 } ?? false }
}

extension StoredTimer: Comparable {
    public static func < (a: StoredTimer, b: StoredTimer) -> Bool { a.key < b.key }
}

/// Frozen timers of a store that keeps none, in the order of their keys.
private struct FrozenTimers {
    private var timers: [StoredTimer] = []

    private func place(of key: StoredTimer.Key) -> Int {
        var (low, high) = (0, timers.count)
        while low < high {
            let middle = (low + high) / 2
            if timers[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    mutating func insert(_ timer: StoredTimer) { timers.insert(timer, at: place(of: timer.key)) }

    mutating func remove(_ key: StoredTimer.Key) {
        let place = place(of: key)
        if place < timers.count, timers[place].key == key { timers.remove(at: place) }
    }

    func first(_ limit: Int, after key: StoredTimer.Key?) -> [StoredTimer] {
        var start = key.map(place) ?? 0
        if let key, start < timers.count, timers[start].key == key { start += 1 }
        return Array(timers[start...].prefix(limit))
    }
}

extension StoredTimer {
    /// Timers that were out in a journey that stands still are kept behind all others, in the order in which they were due.
    static let frozenZone = Timestamp(microseconds: 1 << 62)
    /// Before all of them, also of those that were due before 1970.
    static let beforeFrozen = Timestamp(microseconds: 1 << 61)
    /// Marks them: no watch or enrollment has such a number.
    private static let frozenMark: UInt64 = 1 << 63

    var isFrozen: Bool { key.number & Self.frozenMark != 0 }

    var frozen: StoredTimer {
        StoredTimer(
            key: Key(due: Self.frozenZone + key.due.microseconds, number: key.number | Self.frozenMark), customer: customer)
    }

    /// As it was due.
    var thawed: StoredTimer {
        StoredTimer(
            key: Key(due: key.due - Self.frozenZone.microseconds, number: key.number & ~Self.frozenMark), customer: customer)
    }
}

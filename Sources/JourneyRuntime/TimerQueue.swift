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
    /// Those of `added` at or before `lastFired`, not fired yet: a wait of no length begins at the instant of a timer.
    private var behind: [StoredTimer] = []
    private let slice: Int
    private let most: Int

    /// - Parameters:
    ///   - slice: timers read at a time.
    ///   - most: timers held before the window is narrowed.
    init(isDurable: Bool, slice: Int = 20_000, most: Int = 400_000) {
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

    private mutating func readSlice(from store: any Store) throws {
        let read = try store.timers(after: horizon, limit: slice)
        for timer in read { heap.insert(timer) }
        if let last = read.last { horizon = last.key }
        isComplete = read.count < slice
        for timer in outside where isInWindow(timer) { heap.insert(timer) }
        outside = outside.filter { !isInWindow($0) }
    }

    mutating func removeFirst() {
        guard let timer = heap.removeFirst() else { return }
        if !behind.isEmpty, let place = behind.firstIndex(of: timer) { behind.remove(at: place) }
        lastFired = max(lastFired ?? timer.key, timer.key)
    }

    mutating func add(_ timer: StoredTimer) {
        added.append(timer)
        if let lastFired, timer.key <= lastFired { behind.append(timer) }
        if isInWindow(timer) { heap.insert(timer) } else { outside.append(timer) }
    }

    /// Writes what the transaction changed.
    mutating func write(to store: any Store) throws {
        if store.isDurable {
            if let lastFired { try store.removeTimers(through: lastFired) }
            for timer in added where lastFired.map({ timer.key > $0 }) ?? true { try store.add(timer: timer) }
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
        let kept = heap.sortedPrefix(most / 2)
        heap = Heap(sorted: kept)
        horizon = kept.last?.key
        isComplete = false
    }

    private func isInWindow(_ timer: StoredTimer) -> Bool { isComplete || horizon.map { timer.key <= $0 } ?? false }
}

extension StoredTimer: Comparable {
    public static func < (a: StoredTimer, b: StoredTimer) -> Bool { a.key < b.key }
}

import JourneyModel
import JourneyRuntime
import JourneyStore

/// How long the intake of a scheduler stood still at most, and in what.
final class Stops {
    private let clock = BenchClock()
    private var takenAt: Microseconds
    private var since: Microseconds
    private var work = Scheduler.Work.reading
    private var part: SQLiteStore.CommitPart?
    private var spent: [String: Microseconds] = [:]
    private var longest: (length: Microseconds, spent: [String: Microseconds]) = (0, [:])
    private(set) var taken = 0

    init() {
        takenAt = clock.uptime()
        since = takenAt
    }

    /// Sees to it that it is told of everything.
    func watch(_ observer: inout Scheduler.Observer, _ store: SQLiteStore) {
        observer.read = { self.take($0) }
        observer.begins = { self.turn(to: $0, self.part) }
        store.began = { self.turn(to: self.work, $0) }
    }

    private func turn(to work: Scheduler.Work, _ part: SQLiteStore.CommitPart?) {
        let now = clock.uptime()
        spent[self.part.map { "\(self.work.rawValue)_\($0.rawValue)" } ?? self.work.rawValue, default: 0] += now - since
        since = now
        (self.work, self.part) = (work, part)
    }

    private func take(_ count: Int) {
        guard count > 0 else { return }
        turn(to: work, part)
        taken += count
        if since - takenAt > longest.length { longest = (since - takenAt, spent) }
        takenAt = since
        spent = [:]
    }

    /// The longest, and each of its parts that took a millisecond.
    var figures: [(String, Double)] {
        let parts = longest.spent.filter { $0.value >= 1_000 }.sorted { $0.key < $1.key }
        return [("longest_gap_ms", Double(longest.length) / 1_000)] + parts.map { ("of_it_\($0.key)_ms", Double($0.value) / 1_000) }
    }
}

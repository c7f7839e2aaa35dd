import JourneyModel

/// The messages of a store in memory that wait, by their ways: each way's as timers, due at their next attempt.
struct WaitingMessages {
    private var lists: [(way: OutboxWay, messages: TimerList)] = []
    /// Messages mostly come in runs of one way.
    private var last = 0

    private static func key(_ message: OutboxMessage) -> StoredTimer.Key {
        StoredTimer.Key(due: message.nextAttemptAt, number: UInt64(bitPattern: message.number))
    }

    mutating func insert(_ message: OutboxMessage) {
        last = place(of: message) ?? place(new: OutboxWay(of: message))
        lists[last].messages.insert(StoredTimer(key: Self.key(message), customer: 0))
    }

    mutating func remove(_ message: OutboxMessage) {
        guard let place = place(of: message) else { return }
        last = place
        lists[place].messages.remove(Self.key(message))
    }

    private func place(of message: OutboxMessage) -> Int? {
        // Ways take turns, so the one after the last is the next likely one.
        for place in last..<max(last, lists.count) where lists[place].way.has(message) { return place }
        for place in 0..<min(last, lists.count) where lists[place].way.has(message) { return place }
        return nil
    }

    private mutating func place(new way: OutboxWay) -> Int {
        let place = lists.firstIndex { way < $0.way } ?? lists.count
        lists.insert((way, TimerList()), at: place)
        return place
    }

    var all: [WaitingWay] {
        var found: [WaitingWay] = []
        for list in lists { if let first = list.messages.first { found.append(WaitingWay(list.way, nextAttemptAt: first.key.due)) } }
        return found
    }

    /// The numbers of the messages due on a way.
    func due(at instant: Timestamp, on way: OutboxWay, limit: Int) -> [Int64] {
        guard let list = lists.first(where: { $0.way == way }) else { return [] }
        return list.messages.first(limit, after: nil).prefix { $0.key.due <= instant }.map { Int64(bitPattern: $0.key.number) }
    }

    func count(on way: OutboxWay) -> Int { lists.first { $0.way == way }?.messages.count ?? 0 }
}

import JourneyModel
import XCTest

@testable import JourneyStore

/// The plainest thing that behaves like a store: what random tests compare with.
struct StoreModel {
    var ids: Set<String> = []
    var log: [LogRecord] = []
    var states: [UInt64: [UInt8]] = [:]
    var timers: [StoredTimer] = []
    var messages: [OutboxMessage] = []
    /// What the messages were made of.
    var keys: [Int] = []
    var counters: [Counter: Int64] = [:]
    var positions: [String: SourcePosition] = [:]
    var inbox: [(row: Int64, line: [UInt8])] = []
    var lastRow: Int64 = 0
    var progress = Progress()

    mutating func accept(_ batch: EventBatch) -> [Bool] {
        batch.events.map { event in
            let id = batch.text(event.id)
            guard ids.insert(id).inserted else { return false }
            log.append(
                LogRecord(
                    kind: .event, at: event.at, customer: batch.text(event.customer), name: event.name, id: id,
                    bytes: Array(batch.text(event.properties).utf8)))
            return true
        }
    }

    func pending(at instant: Timestamp) -> [OutboxMessage] {
        messages.filter { $0.status == .pending && $0.nextAttemptAt <= instant }
    }
}

/// A stream of numbers that is the same for the same seed.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(limit, 1), using: &self) }

    mutating func happens(_ percent: Int) -> Bool { below(100) < percent }
}

/// Drives a store and the model through the same random verbs.
struct RandomWalk {
    var store: any Store
    var model = StoreModel()
    var numbers: SeededNumbers
    let name: String
    private var idSpace = 0
    private var now: Int64 = 0

    init(_ store: any Store, seed: UInt64, name: String) {
        self.store = store
        self.name = "\(name), seed \(seed)"
        numbers = SeededNumbers(seed: seed)
    }

    private mutating func customer() -> String { "c\(numbers.below(12))" }

    /// New ids mostly, else one of those that were used before, near or far back.
    private mutating func id() -> String {
        if numbers.happens(30) { return name(numbers.below(idSpace + 1)) }
        idSpace += 1
        return name(idSpace)
    }

    private func name(_ n: Int) -> String {
        guard n % 3 == 0 else { return "id-\(n)" }
        let digits = String(n * 7919, radix: 16)
        return "0f8fad5b-d9cb-469f-a165-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private mutating func batch() -> EventBatch {
        var batch = TestBatch()
        for _ in 0..<numbers.below(numbers.happens(10) ? 120 : 12) {
            now += Int64(numbers.below(1_000))
            let event = numbers.happens(50) ? "browsed" : "bought"
            let at = now - Int64(numbers.below(2_000))
            batch.add(id: id(), customer: customer(), event: event, at: at, properties: "\"n\":\(now)")
        }
        return batch.batch
    }

    /// One transaction's verbs, in the store and in the model.
    mutating func verbs() throws {
        for _ in 0..<numbers.below(8) {
            switch numbers.below(10) {
            case 0...2: try accept()
            case 3: try append()
            case 4, 5: try put()
            case 6: try timer()
            case 7: try message()
            case 8: try fact()
            default: try inbox()
            }
        }
        if numbers.happens(20) { try compare() }
    }

    private mutating func accept() throws {
        let batch = batch()
        var isNew: [Bool] = []
        let known = batch.names.names.map { store.names.number($0) }
        try store.accept(batch, eventNames: known, isNew: &isNew)
        var translated = batch
        for index in translated.events.indices { translated.events[index].name = known[Int(batch.events[index].name)] }
        XCTAssertEqual(isNew, model.accept(translated), name)
    }

    private mutating func append() throws {
        let bytes = [UInt8](repeating: 1, count: numbers.below(numbers.happens(5) ? 60_000 : 200))
        let record = LogRecord(kind: .decision, at: Timestamp(microseconds: now), customer: customer(), bytes: bytes)
        try store.append(record.kind, customer: record.customer, at: record.at, bytes: bytes)
        model.log.append(record)
    }

    private mutating func put() throws {
        for _ in 0..<numbers.below(10) {
            let key = UInt64(numbers.below(40)) &* 0x9e37_79b9_7f4a_7c15
            let state = [UInt8](repeating: UInt8(numbers.below(256)), count: numbers.below(300))
            if numbers.happens(6) {
                try store.remove(customer: key)
                model.states[key] = nil
                continue
            }
            try store.put(customer: key, state: state)
            model.states[key] = state.isEmpty ? nil : state
        }
    }

    private mutating func timer() throws {
        for _ in 0..<numbers.below(12) {
            model.progress.nextNumber += 1
            let due = Timestamp(microseconds: now + Int64(numbers.below(5_000)))
            let key = StoredTimer.Key(due: due, number: model.progress.nextNumber)
            let timer = StoredTimer(key: key, customer: numbers.next())
            try store.add(timer: timer)
            model.timers.append(timer)
        }
        store.progress.nextNumber = model.progress.nextNumber
        model.timers.sort { $0.key < $1.key }
        guard numbers.happens(50) else { return }
        let key = StoredTimer.Key(due: Timestamp(microseconds: now + Int64(numbers.below(1_000))), number: numbers.next() >> 1)
        try store.removeTimers(through: key)
        model.timers.removeAll { !(key < $0.key) }
    }

    private mutating func message() throws {
        for _ in 0..<numbers.below(12) {
            // Often the key of one of the last messages again.
            var key = numbers.below(2_000)
            if numbers.happens(40), !model.messages.isEmpty { key = model.keys[max(0, model.keys.count - 1 - numbers.below(5))] }
            var message = TestMessage.make(key, nextAttemptAt: now + Int64(numbers.below(2_000)))
            message.journey = ["j", "k", "ü"][key % 3]
            message.isTransactional = key % 5 == 0
            message.customer = customer()
            if model.messages.contains(where: { $0.key == message.key }) {
                XCTAssertThrowsError(try store.enqueue(message), name)
            } else {
                message.number = try store.enqueue(message)
                XCTAssertEqual(message.number, Int64(model.messages.count + 1), name)
                model.messages.append(message)
                model.keys.append(key)
            }
        }
        for index in model.messages.indices where numbers.happens(10) {
            model.messages[index].status = numbers.happens(50) ? .pending : numbers.happens(50) ? .sending : .sent
            model.messages[index].attempts += 1
            model.messages[index].nextAttemptAt = Timestamp(microseconds: now + Int64(numbers.below(3_000)))
            try store.update(model.messages[index])
        }
    }

    private mutating func fact() throws {
        let counter = Counter(journey: "j\(numbers.below(3))", step: "", metric: "m\(numbers.below(3))")
        store.count(counter, by: 3)
        model.counters[counter, default: 0] += 3
        let position = SourcePosition(identity: "\(numbers.below(3))", offset: numbers.next())
        try store.set(position: position, of: "s\(numbers.below(3))x")
        model.positions["s\(0)x"] = try store.position(of: "s0x")
        model.progress.clock = Timestamp(microseconds: now)
        store.progress.clock = model.progress.clock
    }

    private mutating func inbox() throws {
        let lines = (0..<numbers.below(4)).map { [UInt8](repeating: UInt8($0), count: numbers.below(20)) }
        try store.putInInbox(lines)
        for line in lines {
            model.lastRow += 1
            model.inbox.append((model.lastRow, line))
        }
        guard numbers.happens(40) else { return }
        let row = max(0, model.lastRow - Int64(numbers.below(5)))
        try store.removeFromInbox(through: row)
        model.inbox.removeAll { $0.row <= row }
    }

    /// Everything that can be read is what the model says.
    mutating func compare() throws {
        for n in 0..<12 {
            let customer = "c\(n)"
            XCTAssertEqual(try store.history(of: customer), model.log.filter { $0.customer == customer }, name)
            XCTAssertEqual(try store.messages(of: customer), model.messages.filter { $0.customer == customer }, name)
        }
        let instant = Timestamp(microseconds: now - 3_000)
        XCTAssertEqual(try store.events(after: instant), model.log.filter { $0.kind == .event && $0.at > instant }, name)
        var states: [(UInt64, [UInt8])] = []
        try store.forEachCustomer { states.append(($0, $1)) }
        XCTAssertEqual(states.map(\.0), model.states.keys.sorted(), name)
        XCTAssertEqual(states.map(\.1), model.states.keys.sorted().map { model.states[$0] }, name)
        let key = UInt64(numbers.below(45)) &* 0x9e37_79b9_7f4a_7c15
        XCTAssertEqual(try store.customer(key), model.states[key], name)
        XCTAssertEqual(try store.timers(after: nil, limit: .max >> 1), model.timers, name)
        let after = StoredTimer.Key(due: Timestamp(microseconds: now), number: 0)
        XCTAssertEqual(try store.timers(after: after, limit: 5), Array(model.timers.filter { after < $0.key }.prefix(5)), name)
        let soon = Timestamp(microseconds: now + 1_000)
        XCTAssertEqual(try store.dueMessages(at: soon, limit: 7), Array(model.pending(at: soon).prefix(7)), name)
        let waiting = Dictionary(grouping: model.pending(at: .distantFuture), by: { OutboxWay(of: $0) })
        XCTAssertEqual(try store.waitingWays().map(\.way), waiting.keys.sorted(), name)
        for found in try store.waitingWays() {
            let all = (waiting[found.way] ?? []).sorted { ($0.nextAttemptAt, $0.number) < ($1.nextAttemptAt, $1.number) }
            XCTAssertEqual(found.nextAttemptAt, all.first?.nextAttemptAt, name)
            XCTAssertEqual(try store.waitingCount(on: found.way), all.count, name)
            XCTAssertEqual(
                try store.dueMessages(at: soon, on: found.way, limit: 3), Array(all.filter { $0.nextAttemptAt <= soon }.prefix(3)), name)
        }
        for status in OutboxMessage.Status.allCases {
            let all = model.messages.filter { $0.status == status }
            XCTAssertEqual(try store.messages(standing: status, after: 0, limit: .max), all, name)
            if let first = all.first {
                XCTAssertEqual(try store.messages(standing: status, after: first.number, limit: 2), Array(all.dropFirst().prefix(2)), name)
                XCTAssertEqual(try store.message(first.number), first, name)
            }
        }
        XCTAssertEqual(try store.message(Int64(model.messages.count) + 1), nil, name)
        XCTAssertEqual(try store.sendingMessages(), model.messages.filter { $0.status == .sending }, name)
        XCTAssertEqual(try store.nextAttempt(), model.pending(at: .distantFuture).map(\.nextAttemptAt).min(), name)
        XCTAssertEqual(
            try store.outboxCounts(), Dictionary(grouping: model.messages, by: \.status).mapValues(\.count), name)
        XCTAssertEqual(try store.counters(), model.counters, name)
        XCTAssertEqual(try store.position(of: "s0x"), model.positions["s0x"], name)
        XCTAssertEqual(store.progress, model.progress, name)
        let lines = try store.inbox(after: 0, limit: .max >> 1)
        XCTAssertEqual(lines.map(\.row), model.inbox.map(\.row), name)
        XCTAssertEqual(lines.map(\.line), model.inbox.map(\.line), name)
    }
}

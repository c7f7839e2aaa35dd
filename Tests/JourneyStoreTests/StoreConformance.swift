import JourneyModel
import XCTest

@testable import JourneyStore

/// A kind of store under test: how one is made, and how it is opened again where it lasts.
struct StoreKind {
    var name: String
    var make: () throws -> any Store
    /// Closes the store and opens it again; a store that does not last gives itself.
    var reopen: (any Store) throws -> any Store
    /// Whether what was not committed can be lost by dropping the store.
    var lasts: Bool
}

/// What every implementation of `Store` must do: one set of cases for all of them.
struct StoreConformance {
    let kind: StoreKind

    private static var cases: [(String, (StoreConformance) throws -> Void)] {
        [
            ("duplicates", { try $0.duplicates() }),
            ("history", { try $0.history() }),
            ("customers", { try $0.customers() }),
            ("timers", { try $0.timers() }),
            ("outbox", { try $0.outbox() }),
            ("facts", { try $0.facts() }),
            ("versions", { try $0.versions() }),
            ("coupons", { try $0.coupons() }),
            ("commands", { try $0.commands() }), ("slices", { try $0.slices() }), ("single timers", { try $0.singleTimers() }),
            ("waiting messages", { try $0.waitingMessages() }), ("the log by slices", { try $0.logSlices() }),
            ("held messages", { try $0.heldMessages() }),
            ("inbox", { try $0.inbox() }),
            ("refused merges", { try $0.refusedMerges() }),
            ("forgetting", { try $0.forgetting() }),
            ("rollback", { try $0.rollback() }),
            ("order of calls", { try $0.orderOfCalls() }),
        ]
    }

    func run() throws {
        for (name, body) in Self.cases {
            do { try body(self) } catch { XCTFail("\(kind.name): \(name): \(error)") }
        }
    }

    /// A store, and after each call of `again` the same one opened anew.
    func withStore(_ body: (_ store: inout any Store, _ again: (inout any Store) throws -> Void) throws -> Void) throws {
        var store = try kind.make()
        try body(&store) { store in store = try kind.reopen(store) }
        store.close()
    }
}

// MARK: Cases

extension StoreConformance {
    private func duplicates() throws {
        try withStore { store, again in
            let uuid = "0f8fad5b-d9cb-469f-a165-70867728950e"
            var batch = TestBatch()
            batch.add(id: "a", customer: "c1")
            batch.add(id: "b", customer: "c1")
            batch.add(id: "a", customer: "c2")
            batch.add(id: uuid, customer: "c1")
            batch.add(id: uuid.uppercased(), customer: "c1")
            batch.add(id: uuid, customer: "c1")
            XCTAssertEqual(try store.accepting(batch), [true, true, false, true, true, false], kind.name)
            for _ in 0..<2 {
                XCTAssertEqual(try store.accepting(batch), [Bool](repeating: false, count: 6), kind.name)
                try again(&store)
            }
            var more = TestBatch()
            more.add(id: "c", customer: "c1")
            more.add(id: "b", customer: "c1")
            more.add(id: "A", customer: "c1")
            XCTAssertEqual(try store.accepting(more), [true, false, true], kind.name)
            XCTAssertEqual(try store.accepting(TestBatch()), [], kind.name)
        }
    }

    private func history() throws {
        try withStore { store, again in
            let ids = [
                "e1", "0f8fad5b-d9cb-469f-a165-70867728950e", "0F8fad5b-d9cb-469f-a165-70867728950e", "", "长的标识",
                "0f8fad5b-d9cb-469f-a165-7086772895zz",
            ]
            let ats: [Int64] = [5, .max, .min, 0, -1, 1_700_000_000_000_000]
            var expected: [LogRecord] = []
            var batch = TestBatch()
            for (index, id) in ids.enumerated() {
                let name = index % 2 == 0 ? "browsed" : "购买"
                batch.add(id: id, customer: "客户", event: name, at: ats[index], properties: "\"n\":\(index)")
                batch.add(id: "x\(index)", customer: "other", event: name, at: ats[index])
                expected.append(
                    LogRecord(
                        kind: .event, at: Timestamp(microseconds: ats[index]), customer: "客户", name: UInt32(index % 2), id: id,
                        bytes: Array("\"n\":\(index)".utf8)))
            }
            _ = try store.accepting(batch)
            try again(&store)
            try store.begin()
            for kind in LogRecord.Kind.allCases where kind != .event {
                let bytes = [UInt8](repeating: kind.rawValue, count: Int(kind.rawValue) * 300)
                try store.append(kind, customer: "客户", at: Timestamp(microseconds: 9), bytes: bytes)
                expected.append(LogRecord(kind: kind, at: Timestamp(microseconds: 9), customer: "客户", bytes: bytes))
            }
            // One record longer than any chunk.
            let long = [UInt8](repeating: 7, count: 100_000)
            try store.append(.decision, customer: "客户", at: .distantFuture, bytes: long)
            expected.append(LogRecord(kind: .decision, at: .distantFuture, customer: "客户", bytes: long))
            try store.append(.clock, customer: "", at: .distantPast, bytes: [])
            XCTAssertEqual(try store.history(of: "客户"), expected, kind.name + ": reads see the open transaction")
            try store.commit()
            try again(&store)
            XCTAssertEqual(try store.history(of: "客户"), expected, kind.name)
            let ofNobody = LogRecord(kind: .clock, at: .distantPast, customer: "", bytes: [])
            XCTAssertEqual(try store.history(of: ""), [ofNobody], kind.name)
            XCTAssertEqual(try store.history(of: "nobody"), [], kind.name)
            // "é" in two forms of Unicode: two customers.
            XCTAssertEqual(try store.accepting(TestBatch(id: "u1", customer: "\u{e9}")), [true])
            XCTAssertEqual(try store.history(of: "e\u{301}"), [], kind.name)
            XCTAssertEqual(try store.history(of: "\u{e9}").count, 1, kind.name)
            let late = try store.events(after: Timestamp(microseconds: 5))
            XCTAssertEqual(late.map(\.at.microseconds), [.max, .max, 1_700_000_000_000_000, 1_700_000_000_000_000], kind.name)
            XCTAssertEqual(try store.events(after: .distantFuture), [], kind.name)
        }
    }

    private func customers() throws {
        try withStore { store, again in
            XCTAssertNil(try store.customer(1), kind.name)
            try store.begin()
            for key in [5, .max, 0, 1 << 63, 7] as [UInt64] { try store.put(customer: key, state: [UInt8(key & 0xff), 1]) }
            try store.put(customer: 7, state: [9])
            try store.put(customer: 8, state: [])
            XCTAssertEqual(try store.customer(7), [9], kind.name)
            try store.commit()
            for _ in 0..<3 {
                try again(&store)
                try store.transaction { try $0.put(customer: 6, state: [UInt8](repeating: 6, count: 5_000)) }
                try store.transaction { try $0.put(customer: 5, state: [55]) }
                XCTAssertEqual(try store.customer(7), [9], kind.name)
                XCTAssertNil(try store.customer(8), kind.name)
                XCTAssertEqual(try store.customer(.max), [255, 1], kind.name)
                XCTAssertNil(try store.customer(77), kind.name)
                var keys: [UInt64] = []
                try store.forEachCustomer { key, state in
                    keys.append(key)
                    XCTAssertEqual(try store.customer(key), state, kind.name)
                }
                XCTAssertEqual(keys, [0, 5, 6, 7, 1 << 63, .max], kind.name)
                // What is removed and given up is there again, and what is removed stays away.
                try store.begin()
                try store.remove(customer: 7)
                XCTAssertNil(try store.customer(7), kind.name)
                try store.rollback()
                XCTAssertEqual(try store.customer(7), [9], kind.name)
                try store.transaction { try $0.remove(customer: 5) }
                try store.transaction { try $0.remove(customer: 99) }
                try again(&store)
                XCTAssertNil(try store.customer(5), kind.name)
                XCTAssertEqual(try store.customers(after: 0, limit: 2).map(\.key), [6, 7], kind.name)
            }
        }
    }

    private func timers() throws {
        func timer(_ due: Int64, _ number: UInt64) -> StoredTimer {
            StoredTimer(key: .init(due: Timestamp(microseconds: due), number: number), customer: number &* 0x9e37_79b9_7f4a_7c15)
        }
        try withStore { store, again in
            let ordered = [timer(.min, 3), timer(-5, 1), timer(10, 1), timer(10, 2), timer(10, 300), timer(11, 0), timer(.max, 9)]
            try store.begin()
            for index in [3, 0, 6, 2, 5, 1, 4] { try store.add(timer: ordered[index]) }
            XCTAssertEqual(try store.timers(after: nil, limit: 100), ordered, kind.name)
            try store.commit()
            try again(&store)
            XCTAssertEqual(try store.timers(after: nil, limit: 3), Array(ordered[..<3]), kind.name)
            XCTAssertEqual(try store.timers(after: ordered[2].key, limit: 2), Array(ordered[3...4]), kind.name)
            XCTAssertEqual(try store.timers(after: nil, limit: 0), [], kind.name)
            try store.begin()
            try store.removeTimers(through: ordered[3].key)
            XCTAssertEqual(try store.timers(after: nil, limit: 100), Array(ordered[4...]), kind.name)
            // After the removal an earlier one may come again, and stays.
            try store.add(timer: timer(9, 9))
            try store.add(timer: timer(10, 299))
            XCTAssertEqual(try store.timers(after: nil, limit: 3), [timer(9, 9), timer(10, 299), timer(10, 300)], kind.name)
            try store.commit()
            try again(&store)
            XCTAssertEqual(try store.timers(after: nil, limit: 3), [timer(9, 9), timer(10, 299), timer(10, 300)], kind.name)
            try store.transaction { try $0.removeTimers(through: timer(.max, .max >> 1).key) }
            XCTAssertEqual(try store.timers(after: nil, limit: 3), [], kind.name)
        }
    }

    private func outbox() throws {
        try withStore { store, again in
            func due(_ at: Int64, _ limit: Int = 100) throws -> [Int64] {
                try store.dueMessages(at: Timestamp(microseconds: at), limit: limit).map(\.number)
            }
            XCTAssertNil(try store.nextAttempt(), kind.name)
            var messages = (1...5).map { TestMessage.make($0, nextAttemptAt: [30, 10, 20, 10, 40][$0 - 1]) }
            try store.begin()
            for message in messages { XCTAssertEqual(try store.enqueue(message), Int64(message.key.dropFirst(4)), kind.name) }
            XCTAssertThrowsError(try store.enqueue(messages[2]), kind.name) {
                XCTAssertEqual($0 as? StoreError, .duplicateMessage(key: "key-3"))
            }
            try store.commit()
            for index in messages.indices { messages[index].number = Int64(index + 1) }
            try again(&store)
            XCTAssertEqual(try due(5), [], kind.name)
            XCTAssertEqual(try due(20), [2, 3, 4], kind.name)
            XCTAssertEqual(try due(20, 2), [2, 3], kind.name)
            XCTAssertEqual(try store.dueMessages(at: .distantFuture, limit: 9), messages, kind.name)
            XCTAssertEqual(try store.nextAttempt(), Timestamp(microseconds: 10), kind.name)
            messages[1].status = .sent
            messages[1].providerID = "p"
            messages[3].attempts = 2
            messages[3].channel = 1
            messages[3].nextAttemptAt = Timestamp(microseconds: 99)
            messages[3].reason = "busy"
            messages[3].providerID = "p3"
            try store.transaction { for index in [1, 3] { try $0.update(messages[index]) } }
            try again(&store)
            XCTAssertEqual(try due(50), [1, 3, 5], kind.name)
            XCTAssertEqual(try due(99), [1, 3, 4, 5], kind.name)
            XCTAssertEqual(try store.messages(of: "c1"), [messages[0], messages[2], messages[4]], kind.name)
            XCTAssertEqual(try store.messages(of: "c0").map(\.number), [2, 4], kind.name)
            XCTAssertEqual(try store.messages(of: "c1", named: .key(messages[2].key)), [messages[2]], kind.name)
            XCTAssertEqual(try store.messages(of: "c0", named: .key(messages[2].key)), [], kind.name)
            XCTAssertEqual(try store.messages(of: "c0", named: .providerID("p3")), [messages[3]], kind.name)
            XCTAssertEqual(try store.outboxCounts(), [.pending: 4, .sent: 1], kind.name)
            XCTAssertEqual(try store.sendingMessages(), [], kind.name)
            messages[2].status = .sending
            try store.transaction { try $0.update(messages[2]) }
            try again(&store)
            XCTAssertEqual(try due(99), [1, 4, 5], kind.name)
            XCTAssertEqual(try store.sendingMessages(), [messages[2]], kind.name)
            XCTAssertEqual(try store.outboxCounts(), [.pending: 3, .sending: 1, .sent: 1], kind.name)
            messages[2].status = .uncertain
            try store.transaction { try $0.update(messages[2]) }
            try again(&store)
            XCTAssertEqual(try store.sendingMessages(), [], kind.name)
            XCTAssertThrowsError(try store.transaction { _ = try $0.enqueue(messages[1]) }, kind.name)
            XCTAssertThrowsError(try store.transaction { try $0.update(TestMessage.make(77, nextAttemptAt: 1)) }, kind.name)
        }
    }

    private func facts() throws {
        try withStore { store, again in
            let salt = store.salt
            XCTAssertEqual(salt.count, 16, kind.name)
            XCTAssertEqual(store.progress, Progress(), kind.name)
            let counter = Counter(journey: "j", step: "send#1", metric: "sent")
            store.count(counter, by: 2)
            try store.begin()
            store.progress = Progress(clock: Timestamp(microseconds: 77), nextNumber: 12)
            try store.set(position: SourcePosition(identity: "1:2", offset: .max), of: "f")
            XCTAssertEqual(store.names.number("browsed"), 0)
            XCTAssertEqual(store.names.number("购买"), 1)
            store.count(counter, by: 3)
            store.count(Counter(metric: "events"), by: -1)
            XCTAssertEqual(try store.counters(), [counter: 5, Counter(metric: "events"): -1], kind.name)
            try store.commit()
            for round in 1...2 {
                try again(&store)
                XCTAssertEqual(store.salt, salt, kind.name)
                XCTAssertEqual(store.progress, Progress(clock: Timestamp(microseconds: 77), nextNumber: 12), kind.name)
                XCTAssertEqual(try store.position(of: "f"), SourcePosition(identity: "1:2", offset: .max), kind.name)
                XCTAssertNil(try store.position(of: "g"), kind.name)
                XCTAssertEqual(store.names.names, ["browsed", "购买"], kind.name)
                try store.transaction { $0.count(counter, by: .max) }
                XCTAssertEqual(try store.counters(), [counter: .max, Counter(metric: "events"): -1], "\(kind.name) \(round)")
            }
        }
    }

    private func versions() throws {
        try withStore { store, again in
            let first = StoredVersion(
                number: 1, journey: "j", hash: "h1", deployedAt: Timestamp(microseconds: 3), machine: [1, 2, 3], isCurrent: true)
            var second = first
            second.number = 2
            second.hash = "h2"
            try store.transaction {
                try $0.add(version: second)
                try $0.add(version: first)
                try $0.setCurrent(false, version: 1)
            }
            try again(&store)
            var expected = first
            expected.isCurrent = false
            XCTAssertEqual(try store.versions(), [expected, second], kind.name)
        }
    }

    private func inbox() throws {
        try withStore { store, again in
            try store.putInInbox([Array("one".utf8), [], Array("三".utf8)])
            try again(&store)
            var lines = try store.inbox(after: 0, limit: 2)
            XCTAssertEqual(lines.map(\.row), [1, 2], kind.name)
            XCTAssertEqual(lines.map(\.line), [Array("one".utf8), []], kind.name)
            try store.transaction { try $0.removeFromInbox(through: 3) }
            try again(&store)
            try store.putInInbox([[4]])
            lines = try store.inbox(after: 0, limit: 10)
            XCTAssertEqual(lines.map(\.row), [4], "\(kind.name): a row's number never comes back")
            XCTAssertEqual(try store.inbox(after: 4, limit: 10).count, 0, kind.name)
        }
    }

    private func rollback() throws {
        try withStore { store, again in
            let counter = Counter(metric: "events")
            try store.transaction {
                _ = try $0.accept(TestBatch(id: "a", customer: "c"))
                try $0.put(customer: 1, state: [1])
                try $0.add(timer: StoredTimer(key: .init(due: Timestamp(microseconds: 1), number: 1), customer: 1))
                _ = try $0.enqueue(TestMessage.make(1, nextAttemptAt: 5))
                $0.count(counter, by: 1)
                $0.progress.nextNumber = 2
            }
            for round in 0..<3 {
                try store.begin()
                XCTAssertEqual(try store.accept(TestBatch(id: "b", customer: "c")), [true], "\(kind.name) \(round)")
                try store.append(.clock, customer: "c", at: .distantFuture, bytes: [1])
                try store.put(customer: 1, state: [2])
                try store.put(customer: 2, state: [2])
                try store.removeTimers(through: .init(due: Timestamp(microseconds: 1), number: 1))
                try store.add(timer: StoredTimer(key: .init(due: Timestamp(microseconds: 2), number: 2), customer: 2))
                XCTAssertEqual(try store.enqueue(TestMessage.make(2, nextAttemptAt: 4)), 2)
                var sent = try XCTUnwrap(store.messages(of: "c1").first)
                sent.status = .sent
                try store.update(sent)
                store.count(counter, by: 10)
                store.progress.nextNumber = 9
                try store.set(position: SourcePosition(identity: "", offset: 1), of: "s")
                try store.putInInbox([[1]])
                try store.rollback()
                if round == 1 { try again(&store) }
                XCTAssertEqual(try store.history(of: "c").count, 1, kind.name)
                XCTAssertEqual(try store.customer(1), [1], kind.name)
                XCTAssertNil(try store.customer(2), kind.name)
                XCTAssertEqual(try store.timers(after: nil, limit: 9).map(\.key.number), [1], kind.name)
                XCTAssertEqual(try store.dueMessages(at: .distantFuture, limit: 9).map(\.key), ["key-1"], kind.name)
                XCTAssertEqual(try store.nextAttempt(), Timestamp(microseconds: 5), kind.name)
                XCTAssertEqual(try store.outboxCounts(), [.pending: 1], kind.name)
                XCTAssertEqual(try store.counters(), [counter: 1], kind.name)
                XCTAssertEqual(store.progress.nextNumber, 2, kind.name)
                XCTAssertNil(try store.position(of: "s"), kind.name)
                XCTAssertEqual(try store.inbox(after: 0, limit: 9).count, 0, kind.name)
            }
            XCTAssertEqual(try store.accepting(TestBatch(id: "b", customer: "c")), [true], kind.name)
            XCTAssertEqual(try store.accepting(TestBatch(id: "a", customer: "c")), [false], kind.name)
        }
    }

    private func orderOfCalls() throws {
        try withStore { store, _ in
            XCTAssertThrowsError(try store.commit(), kind.name)
            XCTAssertThrowsError(try store.rollback(), kind.name)
            XCTAssertThrowsError(try store.accept(TestBatch(id: "a", customer: "c")), kind.name)
            XCTAssertThrowsError(try store.put(customer: 1, state: []), kind.name)
            XCTAssertThrowsError(try store.enqueue(TestMessage.make(1, nextAttemptAt: 0)), kind.name)
            try store.begin()
            XCTAssertThrowsError(try store.begin(), kind.name)
            try store.rollback()
        }
    }
}

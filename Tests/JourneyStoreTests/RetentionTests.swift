import JourneyModel
import XCTest

@testable import JourneyStore

/// What is older than an instant goes from log, index and outbox; nothing else does.
final class RetentionTests: XCTestCase {
    private static let day: Int64 = 1_000

    private struct Shop {
        var store: SQLiteStore
        let path: String
        let options: SQLiteStore.Options
        let perDay: Int
        var messages: [Int64: (day: Int64, status: OutboxMessage.Status)] = [:]

        init(_ path: String, foldEvery: Int, perDay: Int) throws {
            var options = SQLiteStore.Options(creationSalt: TestDirectory.salt, foldEvery: foldEvery, foldStatesEvery: foldEvery)
            options.syncs = false
            options.checkpointsInBackground = false
            self.path = path
            self.options = options
            self.perDay = perDay
            store = try SQLiteStore(path: path, options: options)
        }

        mutating func reopen() throws {
            store.close()
            store = try SQLiteStore(path: path, options: options)
        }

        func batch(_ day: Int64) -> TestBatch {
            var batch = TestBatch()
            for n in 0..<perDay {
                let customer = n % 7 == 0 ? "often" : "c\(Int(day) * perDay + n)"
                batch.add(id: "\(day)-\(n)", customer: customer, at: day * RetentionTests.day + Int64(n), properties: "\"n\":\(n),\"s\":\"000000000000\"")
            }
            return batch
        }

        /// A day's events, and messages of which every 50th is never over.
        mutating func live(_ day: Int64) throws {
            XCTAssertEqual(try store.accepting(batch(day)), [Bool](repeating: true, count: perDay))
            try store.begin()
            for n in 0..<5 {
                var message = TestMessage.make(Int(day) * 5 + n, nextAttemptAt: 0)
                message.queuedAt = Timestamp(microseconds: day * RetentionTests.day)
                message.number = try store.enqueue(message)
                message.status = message.number % 50 == 0 ? (n == 0 ? .uncertain : .pending) : .sent
                try store.update(message)
                messages[message.number] = (day, message.status)
            }
            try store.commit()
        }

        /// Everything before a day; gives the slices that it took.
        @discardableResult
        mutating func prune(before day: Int64, givingUpEvery broken: Int? = nil) throws -> Int {
            let limit = Timestamp(microseconds: day * RetentionTests.day)
            var slices = 0
            while true {
                try store.begin()
                let slice = try store.prune(before: limit, watching: []) { _ in }
                slices += 1
                if let broken, slices % broken == 0 {
                    try store.rollback()
                    continue
                }
                try store.commit()
                if !slice.isMoreLeft { break }
            }
            messages = messages.filter { $0.value.day >= day || !$0.value.status.isOver }
            return slices
        }
    }

    private func check(_ shop: Shop, from first: Int64, through last: Int64, line: UInt = #line) throws {
        let store = shop.store
        let through = store.retention.through?.microseconds ?? .min
        XCTAssertLessThan(through, first * Self.day, line: line)
        // A chunk that reaches past the limit stays as a whole.
        XCTAssertGreaterThan(through, (first - 15) * Self.day, line: line)
        let often = try store.history(of: "often").map(\.at.microseconds)
        XCTAssertEqual(often.filter { $0 > through }, (first - 15...last).flatMap { day in
            (0..<shop.perDay).filter { $0 % 7 == 0 }.map { day * Self.day + Int64($0) }
        }.filter { $0 > through }, line: line)
        XCTAssertEqual(Set(try shop.store.messages(of: "c0").map(\.number) + store.messages(of: "c1").map(\.number)), Set(shop.messages.keys), line: line)
        XCTAssertEqual(try store.outboxCounts().values.reduce(0, +), shop.messages.count, line: line)
        var faults: [StoreFault] = []
        try store.inspectLog({ faults.append($0) }, { _ in })
        try store.inspectIndex { faults.append($0) }
        try store.inspectOutbox({ faults.append($0) }, { _ in })
        XCTAssertEqual(faults, [], line: line)
    }

    func testAYearOfEventsStaysSmall() throws {
        for (foldEvery, perDay) in [(1_000, 200), (100_000, 40)] {
            let directory = try TestDirectory()
            var shop = try Shop(directory.file("s"), foldEvery: foldEvery, perDay: perDay)
            var sizes: [Int64] = []
            for day in Int64(0)..<365 {
                try shop.live(day)
                if day % 3 == 0, day > 30 { try shop.prune(before: day - 30, givingUpEvery: day % 2 == 0 ? 3 : nil) }
                if day % 50 == 49 { try shop.reopen() }
                if day % 60 == 59 {
                    // What is kept is known.
                    XCTAssertFalse(try shop.store.accepting(shop.batch(day - 29)).contains(true))
                    try check(shop, from: day - 32, through: day)
                }
                if day >= 120, day % 60 == 0 { sizes.append(try shop.store.extent().bytes) }
            }
            XCTAssertLessThan(try XCTUnwrap(sizes.max()), try XCTUnwrap(sizes.min()) * 3 / 2, "\(sizes)")
            while try shop.store.maintain() {}
            let database = shop.store.database
            XCTAssertLessThan(try database.integer("SELECT sum(n) FROM segment WHERE kind = 1", doing: "test"), Int64(perDay * 90))
            XCTAssertEqual(try database.integer("SELECT count(*) FROM segment_page WHERE id >> 24 NOT IN (SELECT id FROM segment)", doing: "test"), 0)
            XCTAssertEqual(try shop.store.quickCheck(), [])
            shop.store.close()
        }
    }

    /// Numbers are not given again where everything is gone.
    func testNothingIsLeftAndNothingComesTwice() throws {
        let directory = try TestDirectory()
        var shop = try Shop(directory.file("s"), foldEvery: 100_000, perDay: 40)
        for day in Int64(0)..<9 { try shop.live(day) }
        try shop.prune(before: 1_000)
        XCTAssertEqual(shop.messages.count, 0)
        for _ in 0..<2 {
            XCTAssertEqual(try shop.store.database.integer("SELECT count(*) FROM log", doing: "test"), 0)
            XCTAssertEqual(shop.store.retention, Retention(through: Timestamp(microseconds: 8 * Self.day + 39)))
            XCTAssertEqual(try shop.store.history(of: "often"), [])
            XCTAssertEqual(try shop.store.customersInLog(from: 0).customers, [])
            try shop.reopen()
        }
        try shop.live(2_000)
        XCTAssertEqual(shop.messages.keys.min(), 46)
        XCTAssertEqual(try shop.store.history(of: "often").count, 6)
        try shop.reopen()
        XCTAssertEqual(try shop.store.history(of: "often").count, 6)
        XCTAssertEqual(try shop.store.customersInLog(from: 0).customers.count, 40)
        shop.store.close()
    }

    /// Whoever asks is told of customers before their events go.
    func testCustomersAreToldOf() throws {
        let directory = try TestDirectory()
        let shop = try Shop(directory.file("s"), foldEvery: 10, perDay: 10)
        var batch = TestBatch()
        for n in 0..<2_000 { batch.add(id: "\(n)", customer: "c\(n)", event: n % 100 == 0 ? "bought" : "browsed", at: Int64(n)) }
        _ = try shop.store.accepting(batch)
        let bought = shop.store.names.number("bought")
        var told: [String] = []
        var isMoreLeft = true
        while isMoreLeft {
            try shop.store.begin()
            isMoreLeft = try shop.store.prune(before: .distantFuture, watching: [bought]) { customers in
                for customer in customers { XCTAssertEqual(try shop.store.history(of: customer).count, 1) }
                told += customers
            }.isMoreLeft
            try shop.store.commit()
        }
        XCTAssertEqual(told, stride(from: 0, to: 2_000, by: 100).map { "c\($0)" })
        shop.store.close()
    }

    func testRemovedStatesStayAway() throws {
        let directory = try TestDirectory()
        var shop = try Shop(directory.file("s"), foldEvery: 64, perDay: 10)
        var expected: [UInt64: [UInt8]] = [:]
        var numbers = SeededNumbers(seed: 5)
        for round in 0..<200 {
            try shop.store.begin()
            for _ in 0..<numbers.below(40) {
                let key = UInt64(numbers.below(300))
                if numbers.below(3) == 0 {
                    expected[key] = nil
                    try shop.store.remove(customer: key)
                } else {
                    expected[key] = [UInt8(round)]
                    try shop.store.put(customer: key, state: [UInt8(round)])
                }
            }
            try shop.store.commit()
            if round % 37 == 0 { try shop.reopen() }
            guard round % 20 == 0 else { continue }
            for key in UInt64(0)..<300 { XCTAssertEqual(try shop.store.customer(key), expected[key]) }
            var found: [UInt64] = []
            var last: UInt64?
            while true {
                let slice = try shop.store.customers(after: last, limit: 7)
                found += slice.map(\.key)
                last = slice.last?.key
                if slice.count < 7 { break }
            }
            XCTAssertEqual(found, expected.keys.sorted())
            found = []
            try shop.store.forEachCustomer { key, _ in found.append(key) }
            XCTAssertEqual(found, expected.keys.sorted())
        }
        while try shop.store.maintain() {}
        shop.store.close()
    }
}

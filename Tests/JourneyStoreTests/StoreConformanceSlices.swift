import JourneyModel
import XCTest

@testable import JourneyStore

/// What is looked at a slice at a time.
extension StoreConformance {
    func slices() throws {
        try withStore { store, again in
            XCTAssertEqual(try store.customers(after: nil, limit: 3).count, 0, kind.name)
            let keys: [UInt64] = [0, 1, 7, 1 << 40, 1 << 63, .max - 1, .max]
            for round in UInt8(0)..<3 {
                for (index, key) in keys.enumerated() where (index + Int(round)) % 3 != 0 || round == 0 {
                    try store.begin()
                    try store.put(customer: key, state: [round, UInt8(index)])
                    try store.commit()
                }
                try again(&store)
                var all: [(UInt64, [UInt8])] = []
                try store.forEachCustomer { all.append(($0, $1)) }
                for limit in 1...8 {
                    var found: [(UInt64, [UInt8])] = []
                    var last: UInt64?
                    while true {
                        let slice = try store.customers(after: last, limit: limit)
                        XCTAssertLessThanOrEqual(slice.count, limit, kind.name)
                        found += slice.map { ($0.key, $0.state) }
                        if slice.count < limit { break }
                        last = slice.last?.key
                    }
                    XCTAssertEqual(found.map(\.0), all.map(\.0), "\(kind.name), \(limit) at once")
                    XCTAssertEqual(found.map(\.1), all.map(\.1), "\(kind.name), \(limit) at once")
                }
                XCTAssertEqual(all.map(\.0), keys, kind.name)
            }
        }
    }

    func singleTimers() throws {
        func timer(_ due: Int64, _ number: UInt64) -> StoredTimer {
            StoredTimer(key: .init(due: Timestamp(microseconds: due), number: number), customer: number)
        }
        try withStore { store, again in
            XCTAssertThrowsError(try store.remove(timer: timer(1, 1).key), kind.name)
            try store.transaction { store in for number in UInt64(1)...5 { try store.add(timer: timer(Int64(number), number)) } }
            try again(&store)
            try store.begin()
            try store.add(timer: timer(9, 9))
            try store.remove(timer: timer(3, 3).key)
            try store.remove(timer: timer(9, 9).key)
            try store.remove(timer: timer(8, 8).key)
            XCTAssertEqual(try store.timers(after: nil, limit: 9).map(\.customer), [1, 2, 4, 5], kind.name)
            try store.rollback()
            XCTAssertEqual(try store.timers(after: nil, limit: 9).map(\.customer), [1, 2, 3, 4, 5], kind.name)
            try store.transaction { try $0.remove(timer: timer(1, 1).key) }
            try again(&store)
            XCTAssertEqual(try store.timers(after: nil, limit: 9).map(\.customer), [2, 3, 4, 5], kind.name)
        }
    }

    func waitingMessages() throws {
        try withStore { store, again in
            XCTAssertEqual(try store.waitingMessages(after: 0, limit: 9), [], kind.name)
            try store.transaction { store in
                for n in 1...6 { _ = try store.enqueue(TestMessage.make(n, nextAttemptAt: Int64(n))) }
            }
            try store.transaction { store in
                for (n, status) in [(1, OutboxMessage.Status.sent), (3, .held), (5, .failed)] {
                    var message = try XCTUnwrap(try store.messages(of: "c\(n % 2)").first { $0.key == "key-\(n)" })
                    message.status = status
                    try store.update(message)
                }
            }
            try again(&store)
            XCTAssertEqual(try store.waitingMessages(after: 0, limit: 9).map(\.key), ["key-2", "key-3", "key-4", "key-6"], kind.name)
            XCTAssertEqual(try store.waitingMessages(after: 2, limit: 2).map(\.key), ["key-3", "key-4"], kind.name)
            XCTAssertEqual(try store.waitingMessages(after: 6, limit: 2), [], kind.name)
        }
    }

    func logSlices() throws {
        try withStore { store, again in
            var empty = try store.eventsInLog(from: 0)
            XCTAssertEqual(empty.events, [], kind.name)
            for round in 0..<40 {
                var batch = TestBatch()
                let padding = String(repeating: "x", count: 4_000)
                for n in 0..<5 { batch.add(id: "\(round)-\(n)", customer: "c\(n)", at: Int64(round * 5 + n), properties: "\"p\":\"\(padding)\"") }
                try store.begin()
                var isNew: [Bool] = []
                let names = batch.batch.names.names.map(store.names.number)
                try store.accept(batch.batch, eventNames: names, isNew: &isNew)
                try store.append(.decision, customer: "c0", at: Timestamp(microseconds: 1), bytes: [1])
                try store.commit()
            }
            try again(&store)
            var found: [Int64] = []
            var place: Int64? = 0
            while let next = place {
                empty = try store.eventsInLog(from: next)
                found += empty.events.map(\.at.microseconds)
                place = empty.next
            }
            XCTAssertEqual(found, kind.lasts ? (0..<200).map { Int64($0) } : found, kind.name)
            XCTAssertEqual(found.count, 200, kind.name)
        }
    }
}

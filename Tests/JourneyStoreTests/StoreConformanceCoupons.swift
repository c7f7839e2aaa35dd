import JourneyModel
import XCTest

@testable import JourneyStore

extension StoreConformance {
    func coupons() throws {
        try withStore { store, again in
            XCTAssertEqual(try store.pool(of: "spring"), StoredPool(coupon: "spring"), kind.name)
            XCTAssertThrowsError(try store.add(codes: ["a"], to: "spring"), kind.name)
            try store.begin()
            XCTAssertEqual(try store.add(codes: ["a", "b", "a"], to: "spring"), 2, kind.name)
            XCTAssertEqual(try store.add(codes: ["a"], to: "summer"), 1, kind.name)
            try store.commit()
            try again(&store)
            try store.begin()
            try store.set(given: 1, of: "spring")
            // New codes come behind, known ones not again, given or not.
            XCTAssertEqual(try store.add(codes: ["c", "b", "a", "d"], to: "spring"), 2, kind.name)
            try store.set(given: 7, of: "stocked")
            try store.commit()
            try again(&store)
            XCTAssertEqual(try store.codes(of: "spring", from: 0, limit: 9), ["a", "b", "c", "d"], kind.name)
            XCTAssertEqual(try store.codes(of: "spring", from: 1, limit: 2), ["b", "c"], kind.name)
            XCTAssertEqual(try store.codes(of: "spring", from: 4, limit: 2), [], kind.name)
            XCTAssertEqual(try store.codes(of: "autumn", from: 0, limit: 2), [], kind.name)
            let pools = [
                StoredPool(coupon: "spring", size: 4, given: 1), StoredPool(coupon: "stocked", size: 0, given: 7),
                StoredPool(coupon: "summer", size: 1, given: 0),
            ]
            XCTAssertEqual(try store.pools(), pools, kind.name)
            try store.begin()
            _ = try store.add(codes: ["e"], to: "spring")
            try store.set(given: 2, of: "spring")
            try store.set(setting: "s", to: [1])
            try store.rollback()
            XCTAssertEqual(try store.pools(), pools, kind.name)
            XCTAssertNil(try store.setting("s"), kind.name)
        }
    }

    func commands() throws {
        try withStore { store, again in
            let pause = StoredCommand(at: Timestamp(microseconds: 5), operatorName: "ann", verb: "pause", arguments: "{\"journey\":\"a\"}")
            XCTAssertEqual(try store.put(command: pause, inbox: []), 1, kind.name)
            var merge = StoredCommand(at: Timestamp(microseconds: 6), operatorName: "bob", verb: "merge")
            merge.number = try store.put(command: merge, inbox: [[1], [2]])
            try again(&store)
            XCTAssertEqual(try store.inboxCount(), 2, kind.name)
            XCTAssertEqual(try store.openCommands(limit: 9).map(\.verb), ["pause", "merge"], kind.name)
            XCTAssertEqual(try store.openCommands(limit: 1).map(\.number), [1], kind.name)
            merge.status = .refused
            merge.finishedAt = Timestamp(microseconds: 9)
            merge.result = "two phones"
            XCTAssertThrowsError(try store.finish(merge), kind.name)
            for isKept in [false, true] {
                try store.begin()
                try store.finish(merge)
                if isKept { try store.commit() } else { try store.rollback() }
                XCTAssertEqual(try store.openCommands(limit: 9).count, isKept ? 1 : 2, kind.name)
            }
            try again(&store)
            XCTAssertEqual(try store.commands(after: 1, limit: 9), [merge], kind.name)
            XCTAssertEqual(try store.commands(after: 0, limit: 1).map(\.number), [1], kind.name)
        }
    }

    func heldMessages() throws {
        try withStore { store, again in
            try store.begin()
            for number in 1...3 { _ = try store.enqueue(TestMessage.make(number, nextAttemptAt: 0)) }
            var held = try XCTUnwrap(try store.dueMessages(at: Timestamp(microseconds: 0), limit: 9).first)
            held.status = .held
            held.nextAttemptAt = Timestamp(microseconds: 50)
            try store.update(held)
            try store.commit()
            try again(&store)
            XCTAssertEqual(try store.outboxCounts(), [.pending: 2, .held: 1], kind.name)
            XCTAssertEqual(try store.dueMessages(at: Timestamp(microseconds: 49), limit: 9).map(\.number), [2, 3], kind.name)
            XCTAssertEqual(try store.dueMessages(at: Timestamp(microseconds: 50), limit: 9).map(\.number), [1, 2, 3], kind.name)
            try store.begin()
            for number in 2...3 {
                var sent = held
                sent.number = Int64(number)
                sent.status = .sent
                try store.update(sent)
            }
            try store.commit()
            XCTAssertEqual(try store.nextAttempt(), Timestamp(microseconds: 50), kind.name)
        }
    }
}

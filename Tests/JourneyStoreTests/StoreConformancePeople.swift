import JourneyModel
import XCTest

@testable import JourneyStore

extension StoreConformance {
    func refusedMerges() throws {
        try withStore { store, again in
            let first = RefusedMerge(at: Timestamp(microseconds: 1), customer: "b", other: "a", reason: "different phone")
            XCTAssertThrowsError(try store.note(first), kind.name)
            try store.begin()
            try store.note(first)
            try store.note(RefusedMerge(at: Timestamp(microseconds: 2), customer: "c", other: "d", reason: "different phone"))
            try store.note(RefusedMerge(at: Timestamp(microseconds: 3), customer: "a", other: "b", reason: "different unionid"))
            try store.commit()
            try again(&store)
            let latest = RefusedMerge(at: Timestamp(microseconds: 3), customer: "a", other: "b", reason: "different unionid", count: 2)
            XCTAssertEqual(try store.refusedMerges(limit: 9).first, latest, kind.name)
            XCTAssertEqual(try store.refusedMerges(limit: 9).count, 2, kind.name)
            XCTAssertEqual(try store.refusedMerges(limit: 1), [latest], kind.name)
            for isKept in [false, true] {
                try store.begin()
                try store.removeRefusedMerges(among: ["x", "b", "a"])
                if isKept { try store.commit() } else { try store.rollback() }
                XCTAssertEqual(try store.refusedMerges(limit: 9).count, isKept ? 1 : 2, kind.name)
            }
        }
    }

    func forgetting() throws {
        try withStore { store, again in
            var batch = TestBatch()
            for number in 0..<40 { batch.add(id: "e\(number)", customer: number % 2 == 0 ? "ann" : "bob", at: Int64(number)) }
            batch.add(id: "0f8fad5b-d9cb-469f-a165-70867728950e", customer: "ann", at: 41)
            _ = try store.accepting(batch)
            try store.begin()
            try store.put(customer: 7, state: Array("ann's state".utf8))
            var message = TestMessage.make(1, nextAttemptAt: 0)
            message.customer = "ann"
            message.address = "555-1"
            _ = try store.enqueue(message)
            try store.append(.decision, customer: "ann", at: Timestamp(microseconds: 5), bytes: [1, 2, 3])
            try store.note(RefusedMerge(at: Timestamp(microseconds: 1), customer: "ann", other: "bob", reason: "different phone"))
            try store.commit()
            _ = try store.put(
                command: StoredCommand(
                    at: Timestamp(microseconds: 1), operatorName: "eve", verb: "merge", arguments: "{\"customer\":\"ann\"}", result: "`ann` and"),
                inbox: [])
            try again(&store)
            try store.begin()
            try store.put(customer: 7, state: Array("nobody".utf8))
            try store.forget(Forgetting(ids: ["ann"], keys: [7], at: Timestamp(microseconds: 38)))
            try store.commit()
            try again(&store)
            // What is later is somebody new's; it tells nothing more although not all may be erased yet.
            XCTAssertEqual(try store.history(of: "ann").map(\.at.microseconds), [41], kind.name)
            repeat {
                try again(&store)
                try store.begin()
                let isMoreLeft = try store.eraseSlice()
                try store.commit()
                if !isMoreLeft { break }
            } while true
            try again(&store)
            XCTAssertEqual(try store.forgettings(), [], kind.name)
            XCTAssertEqual(try store.history(of: "ann").map(\.at.microseconds), [41], kind.name)
            XCTAssertEqual(try store.history(of: "bob").count, 20, kind.name)
            XCTAssertEqual(try store.customer(7), Array("nobody".utf8), kind.name)
            XCTAssertEqual(try store.messages(of: "ann"), [], kind.name)
            XCTAssertEqual(try store.outboxCounts().values.reduce(0, +), 1, kind.name)
            XCTAssertEqual(try store.refusedMerges(limit: 9), [], kind.name)
            XCTAssertEqual(try store.commands(after: 0, limit: 9).map(\.arguments), ["{\"customer\":\"(forgotten)\"}"], kind.name)
            XCTAssertEqual(try store.commands(after: 0, limit: 9).map(\.result), ["`(forgotten)` and"], kind.name)
            XCTAssertEqual(try store.forgotten().map(\.key), [7], kind.name)
            // The ids of the events stay known.
            XCTAssertEqual(try store.accepting(batch), [Bool](repeating: false, count: 41), kind.name)
            try again(&store)
            XCTAssertEqual(try store.accepting(batch), [Bool](repeating: false, count: 41), kind.name)
        }
    }
}

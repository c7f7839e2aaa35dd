import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime
@testable import JourneyStore

/// What is remembered of sources and channels for those who watch over them.
final class HealthTests: XCTestCase {
    func testAChannelsFailuresAreCountedUntilItSends() {
        var health = ChannelHealth()
        func note(_ status: OutboxMessage.Status, _ reason: String = "", at minute: Int) {
            health.note(.init(key: "k", channel: "sms", status: status, reason: reason), at: Case.epoch + Microseconds(minute) * .minute)
        }
        note(.sent, at: 1)
        XCTAssertFalse(health.isFailing)
        note(.pending, "slow", at: 2)
        note(.unreachable, "no such number", at: 3)
        note(.capped, at: 4)
        note(.failed, "refused", at: 5)
        XCTAssertEqual(
            health,
            ChannelHealth(
                lastSentAt: Case.epoch + .minute, lastFailedAt: Case.epoch + 5 * .minute, failuresInARow: 2, outcome: "failed", reason: "refused"))
        note(.sent, at: 6)
        XCTAssertEqual(health.failuresInARow, 0)
        XCTAssertEqual(health.lastSentAt, Case.epoch + 6 * .minute)
    }

    func testTheStoreRemembers() throws {
        let store = MemoryStore()
        XCTAssertEqual(try Health.sources(in: store), [:])
        XCTAssertEqual(try Health.channels(in: store), [:])
        let sources = ["a.jsonl": SourceHealth(lastEventAt: Case.epoch, position: SourcePosition(identity: "1:2", offset: 9))]
        let channels = [
            "sms": ChannelHealth(lastSentAt: nil, lastFailedAt: Case.epoch, failuresInARow: 3, outcome: "failed", reason: "原因"),
            "email": ChannelHealth(lastSentAt: Case.epoch),
        ]
        try store.begin()
        try Health.write(sources, to: store)
        try Health.write(channels, to: store)
        try store.commit()
        XCTAssertEqual(try Health.sources(in: store), sources)
        XCTAssertEqual(try Health.channels(in: store), channels)
    }

    func testUnknownEventsAreThoseThatNobodyKnowsNow() throws {
        let counters: [Counter: Int64] = [
            Health.unknownEvent("b"): 3, Health.unknownEvent("a"): 3, Health.unknownEvent("c"): 9, Health.unknownEvent("known since"): 5,
            Counter(metric: "events"): 99,
        ]
        let found = Health.unknownEvents(in: counters, known: ["known since"])
        XCTAssertEqual(found.map { "\($0.name) \($0.count)" }, ["c 9", "a 3", "b 3"])
    }

    /// However many names come, only so many are counted apart.
    func testNamesAreBounded() throws {
        var testCase = Case(file: "health", title: "many names")
        testCase.program = "journey first when visited send a via sms end"
        for number in 0..<Health.mostUnknown + 20 {
            testCase.events.append(.init(at: Case.epoch, customer: "c", name: "e\(number)", properties: "{}"))
        }
        testCase.events.append(.init(at: Case.epoch, customer: "c", name: "visited", properties: "{}"))
        testCase.events.append(.init(at: Case.epoch, customer: "c", name: "$set", properties: "{}"))
        let store = MemoryStore()
        let run = try CaseRun(testCase, store: store)
        try run.take(testCase.events)
        let found = Health.unknownEvents(in: try store.counters(), known: [])
        XCTAssertEqual(found.count, Health.mostUnknown + 1)
        XCTAssertEqual(found.first?.count, 20)
        XCTAssertEqual(found.first?.name, Health.otherNames)
    }
}

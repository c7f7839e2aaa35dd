import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Stores that an earlier release left behind go on.
final class EarlierStoreTests: XCTestCase {
    /// Under the first format of the pauses, timers that were out stood nowhere but in the customers' states.
    func testAJourneyThatAnEarlierReleasePausedGoesOn() throws {
        let files = try StoreFiles()
        let path = files.new()
        var store = try StoreFiles.open(path, foldEvery: 3)
        let compiled = JourneyCompiler.compile([
            (path: "case.journey", parsed: parse(SourceText(name: "case.journey", "journey news when visited wait 1h send news via sms end")))
        ])
        func stepper() throws -> Stepper {
            let (deployment, _) = try Deployer.deploy(compiled.machines, to: store, at: .distantPast)
            return try Stepper(store: store, engine: Engine(deployment: deployment, isBackfill: false), grace: 0, wantsDecisions: true)
        }
        func at(_ minutes: Int64) -> Timestamp { Case.epoch + minutes * .minute }

        var running = try stepper()
        for (index, customer) in ["a", "b", "c"].enumerated() {
            var batch = EventBatch(names: store.names)
            batch.append(Case.Event(at: at([0, 10, 25][index]), customer: customer, name: "visited", properties: "{\"n\":\(index)}"))
            try running.step(batch, now: .distantFuture)
        }
        try running.pause(["news"], at: at(30))
        // Two of the three timers come up.
        try running.advance(to: at(75), isInclusive: true)
        try store.begin()
        for timer in try store.timers(after: nil, limit: 10) where timer.isFrozen { try store.remove(timer: timer.key) }
        try store.set(setting: "pauses", to: [1, 1, 4] + Array("news".utf8) + [0])
        try store.commit()
        store.close()

        // Whoever stops here has lost nothing.
        for _ in 0..<2 {
            store = try StoreFiles.open(path, foldEvery: 3)
            running = try stepper()
            XCTAssertEqual(running.pauses.map(\.told), [
                "news: an operator paused it; its messages in the outbox do not leave; entries are refused; `journey resume news` lets it go on"
            ])
            XCTAssertEqual(try store.timers(after: nil, limit: 10).map(\.isFrozen), [false, true, true])
            let preview = try ResumePreview(of: [], in: store, engine: running.engine, at: at(80))
            XCTAssertEqual(preview.timers, 2)
            XCTAssertEqual(preview.messages, 2)
            store.close()
        }
        store = try StoreFiles.open(path, foldEvery: 3)
        defer { store.close() }
        running = try stepper()
        try running.resume([], at: at(80))
        while running.hasChores { try running.doChore() }
        try running.advance(to: at(200), isInclusive: true)
        XCTAssertEqual(running.takeDecisions().filter { $0.action == .send }.map(\.customer), ["a", "b", "c"])
    }
}

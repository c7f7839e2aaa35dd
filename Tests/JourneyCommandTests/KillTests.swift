import Foundation
import XCTest

/// Promise P1 and P4 over a real log: a scheduler killed at random moments loses no message, sends none that the dry run does not give,
/// and repeats one only under the same key.
///
/// `JOURNEY_KILLS` sets how many kills, `JOURNEY_SEED` when they fall, `JOURNEY_LOG` another log.
final class KillTests: XCTestCase {
    private struct Sent: Hashable {
        var customer: String
        var journey: String
        var step: String
        var content: String
        var at: String
    }

    func testKilledAtRandomMomentsOverARealLog() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["JOURNEY_SEED"].flatMap(UInt64.init) ?? 20_261_121
        let kills = environment["JOURNEY_KILLS"].flatMap(Int.init) ?? 30
        let folder = Program.repository.appendingPathComponent("journeys/groceries")
        let log = environment["JOURNEY_LOG"] ?? folder.appendingPathComponent("complete-journey-sample.jsonl").path
        print("kills \(kills), seed \(seed)")
        try withTemporaryFolder { work in
            for name in ["coupon_reminder", "first_big_basket", "winback", "channels"] {
                try FileManager.default.copyItem(
                    at: folder.appendingPathComponent(name + ".journey"), to: work.appendingPathComponent(name + ".journey"))
            }
            let wanted = try rehearse(work, log)
            XCTAssertGreaterThan(wanted.count, 500)
            let killed = try runThroughKills(work, log, kills, Seeded(seed))
            try compare(wanted, in: work)
            let status = try Program.run(["status", "--store", "store.db", "--json"], in: work)
            XCTAssertTrue(status.output.contains("\"pending\":0"), status.output + status.errors)
            print("\(killed) of \(kills) kills met a running scheduler; \(wanted.count) messages")
        }
    }

    private func rehearse(_ work: URL, _ log: String) throws -> Set<Sent> {
        let dry = try Program.run(["simulate", ".", "--events", log, "--until", "last", "--json", "--only", "send"], in: work)
        XCTAssertEqual(dry.code, 0, dry.errors)
        return Set(try lines(Data(dry.output.utf8)).map(sent))
    }

    /// Gives how many kills met a scheduler at work.
    private func runThroughKills(_ work: URL, _ log: String, _ kills: Int, _ seeded: Seeded) throws -> Int {
        var random = seeded
        let arguments = ["run", ".", "--store", "store.db", "--events", log, "--once", "--backfill", "--until", "last"]
        var killed = 0
        for _ in 0..<kills {
            let process = try Program.start(arguments, in: work, discarding: true)
            usleep(UInt32.random(in: 2_000...120_000, using: &random))
            if process.isRunning { killed += 1 }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let last = try Program.run(arguments, in: work)
        XCTAssertEqual(last.code, 0, last.errors)
        return killed
    }

    private func compare(_ wanted: Set<Sent>, in work: URL) throws {
        var keys: [String: Sent] = [:]
        for channel in ["wecom", "sms", "email"] {
            let file = work.appendingPathComponent("demo/sent/\(channel).jsonl")
            for line in try lines(Data(contentsOf: file)) {
                let key = try XCTUnwrap(line["key"] as? String)
                let message = try sent(line)
                XCTAssertTrue(wanted.contains(message), "the dry run has no \(message)")
                if let earlier = keys.updateValue(message, forKey: key) { XCTAssertEqual(earlier, message, "one key, two messages") }
            }
        }
        XCTAssertEqual(keys.count, wanted.count, "messages with keys of their own")
        XCTAssertEqual(Set(keys.values), wanted)
    }

    private func lines(_ data: Data) throws -> [[String: Any]] {
        try data.split(separator: UInt8(ascii: "\n")).map {
            try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
        }
    }

    private func sent(_ line: [String: Any]) throws -> Sent {
        func text(_ name: String) throws -> String { try XCTUnwrap(line[name] as? String, name) }
        return Sent(
            customer: try text("customer"), journey: try text("journey"), step: try text("step"), content: try text("content"),
            at: try text("at"))
    }
}

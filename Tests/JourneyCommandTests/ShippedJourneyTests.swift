import Foundation
import XCTest

/// The journeys that come with the program do what their pages say, rehearsed and run.
final class ShippedJourneyTests: XCTestCase {
    private let browse = Program.repository.appendingPathComponent("journeys/browse")
    private let groceries = Program.repository.appendingPathComponent("journeys/groceries")

    private func output(_ arguments: [String], in folder: URL? = nil, line: UInt = #line) throws -> String {
        let result = try Program.run(arguments, in: folder)
        XCTAssertEqual(result.code, 0, result.errors, line: line)
        return result.output
    }

    /// `simulate` and `run --once --backfill` print the same lines; gives those of the last.
    private func decisions(_ folder: URL, _ log: String, until: String) throws -> [[String: Any]] {
        let events = ["--events", folder.appendingPathComponent(log).path, "--until", until, "--json"]
        return try withTemporaryFolder { work in
            let wanted = try output(["simulate", folder.path] + events, in: work)
            let found = try output(["run", folder.path, "--store", "s.db", "--once", "--backfill"] + events, in: work)
            XCTAssertTrue(found == wanted, "until \(until): other lines than those of the dry run")
            return try found.split(separator: "\n").map {
                try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
        }
    }

    /// `ana 2026-11-04T09:00:00.000Z`.
    private func sent(_ decisions: [[String: Any]]) -> [String] {
        decisions.filter { $0["action"] as? String == "send" }.map { "\($0["customer"] ?? "") \($0["at"] ?? "")" }
    }

    func testBrowse() throws {
        // The table of the page.
        let page = try String(contentsOf: browse.appendingPathComponent("README.md"), encoding: .utf8)
        var wanted: [String] = []
        for row in page.split(separator: "\n").map({ $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }) {
            guard row.count >= 3, row[2].contains("November") else { continue }
            let words = row[2].split(separator: " ").map(String.init)
            let day = words[0].count == 1 ? "0" + words[0] : words[0]
            let time = words[2].count == 4 ? "0" + words[2] : words[2]
            wanted.append("\(row[0]) 2026-11-\(day)T\(time):00.000Z")
        }
        XCTAssertEqual(wanted.count, 7)
        let last = try decisions(browse, "events.jsonl", until: "last")
        XCTAssertEqual(sent(last), wanted)
        let done = try decisions(browse, "events.jsonl", until: "done")
        XCTAssertEqual(sent(done), wanted + ["kofi 2026-11-13T10:00:00.000Z"])
        XCTAssertEqual(sent(try decisions(browse, "events.jsonl", until: "2026-11-05T00:00:00Z")), Array(wanted.prefix(3)))
        _ = try decisions(browse, "events.jsonl", until: "now")
    }

    func testGroceries() throws {
        let log = "complete-journey-sample.jsonl"
        let entered = try decisions(groceries, log, until: "last").filter { $0["action"] as? String == "enter" }
        let byJourney = Dictionary(grouping: entered) { $0["journey"] as? String ?? "" }.mapValues(\.count)
        XCTAssertEqual(byJourney, ["coupon_reminder": 277, "winback": 124, "first_big_basket": 89])
        func households(_ journey: String) -> Int {
            Set(entered.filter { $0["journey"] as? String == journey }.compactMap { $0["customer"] as? String }).count
        }
        XCTAssertEqual(households("winback"), 92)
        XCTAssertEqual(households("first_big_basket"), 89)
        for until in ["now", "done", "2017-12-01T00:00:00Z"] { _ = try decisions(groceries, log, until: until) }
    }

    /// What the store tells afterwards, and the household of the page.
    func testGroceriesInAStore() throws {
        try withTemporaryFolder { work in
            let log = groceries.appendingPathComponent("complete-journey-sample.jsonl").path
            let arguments = ["run", groceries.path, "--store", "s.db", "--events", log, "--once", "--backfill", "--until", "last"]
            _ = try output(arguments, in: work)
            let status = try output(["status", "--store", "s.db", "--json"], in: work)
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(status.utf8)) as? [String: Any])
            let journeys = try XCTUnwrap(object["journeys"] as? [[String: Any]])
            let reminder = try XCTUnwrap(journeys.first { $0["journey"] as? String == "coupon_reminder" })
            let watches = try XCTUnwrap(reminder["watches"] as? [String: Any], "\(reminder)")
            XCTAssertEqual(watches["begun"] as? Int, 322)
            XCTAssertEqual(watches["cancelled"] as? Int, 33)
            XCTAssertEqual(watches["pending"] as? Int, 12)
            let text = try output(["status", "--store", "s.db"], in: work)
            for part in ["coupon_reminder", "winback", "first_big_basket", "322", "277"] { XCTAssertTrue(text.contains(part), part) }

            let shown = try output(["customer", "show", "hh1012", "--store", "s.db"], in: work)
            for part in ["campaign_received", "coupon_redeemed", "big_basket"] { XCTAssertTrue(shown.contains(part), part) }
            // The dry run tells the same of it.
            let rehearsed = try output(
                ["simulate", groceries.path, "--events", log, "--until", "last", "--customer", "hh1012"], in: work)
            XCTAssertTrue(shown.hasPrefix(rehearsed.trimmingCharacters(in: .newlines)), rehearsed + "\n--- shown\n" + shown)
        }
    }
}

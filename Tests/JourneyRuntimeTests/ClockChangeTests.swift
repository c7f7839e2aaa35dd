import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Waits and schedules of twelve zones, minute by minute around each change of the clocks, through the whole engine.
final class ClockChangeTests: XCTestCase {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/zones")

    /// Every minute of the day in which the clocks change has its schedule and its wait, and each comes when the table says, once.
    func testSchedulesAndWaitsOverEachChange() throws {
        var compiled: [[Int64]: CompiledWorkspace] = [:]
        var minutes = 0
        // A few journeys at a time: each look at a customer's schedules looks at all of them.
        for change in try Self.changes().flatMap(Self.pieces) {
            let times = change.minutes.map { $0.local % 86_400 / 60 }
            let workspace = try compiled[times] ?? Self.workspace(times)
            compiled[times] = workspace
            var testCase = Case(file: "zones", title: "\(change.zone) \(change.minutes[0].local)")
            let first = Self.at(change.minutes.map(\.instant).min() ?? 0)
            testCase.events = [
                Case.Event(at: first - 14 * .hour, customer: "c", name: "$set", properties: "{\"timezone\":\"\(change.zone)\"}"),
                Case.Event(at: first - 12 * .hour, customer: "c", name: "a", properties: "{}"),
                Case.Event(at: first + 9 * .hour, customer: "c", name: "z", properties: "{}"),
            ]
            let run = try CaseRun(testCase, store: MemoryStore(keepsLog: true), compiled: workspace)
            try run.take(testCase.events)
            try run.finish()
            var found: [String: [Timestamp]] = [:]
            for decision in run.decisions where decision.action == .tag { found[decision.journey, default: []].append(decision.at) }
            for (minute, time) in zip(change.minutes, times) {
                let due = [Self.at(minute.instant)]
                XCTAssertEqual(found["s\(time)"], due, "\(testCase.title): every day at \(Self.clock(time))")
                XCTAssertEqual(found["w\(time)"], due, "\(testCase.title): wait until \(Self.clock(time))")
                minutes += 1
            }
            if testRun?.failureCount ?? 0 > 0 { return }
        }
        XCTAssertGreaterThan(minutes, 5_000)
    }

    /// Whenever it begins, a wait for a time of day ends at its next occurrence: in an overlap the second showing is none.
    func testWaitsThatBeginAroundAChange() throws {
        var waits = 0
        let lines = try String(contentsOf: Self.folder.appendingPathComponent("waits.txt"), encoding: .utf8).split(separator: "\n")
        let rows = lines.map { line -> (zone: String, numbers: [Int64]) in
            let words = line.split(separator: " ")
            return (String(words[0]), words.dropFirst().compactMap { Int64($0) })
        }
        for (zone, rows) in Dictionary(grouping: rows, by: \.zone).sorted(by: { $0.key < $1.key }) {
            var expected: [String: [String: Timestamp]] = [:]
            var starts: Set<Int64> = []
            for row in rows {
                for minute in 0..<row.numbers[2] {
                    let start = row.numbers[1] + minute * 60
                    starts.insert(start)
                    expected["w\(row.numbers[0] / 60)", default: [:]]["c\(start)"] = Self.at(row.numbers[3])
                }
            }
            let times = Set(rows.map { $0.numbers[0] / 60 }).sorted()
            var testCase = Case(file: "zones", title: zone)
            testCase.until = "last"
            testCase.program = "policy time zone \"\(zone)\" end\n"
                + times.map { "journey w\($0) when a wait until \(Self.clock($0)) tag t end" }.joined(separator: "\n")
            testCase.events = starts.sorted().map { Case.Event(at: Self.at($0), customer: "c\($0)", name: "a", properties: "{}") }
            let run = try CaseRun(testCase, store: MemoryStore(keepsLog: true))
            try run.take(testCase.events)
            try run.finish()
            for decision in run.decisions where decision.action == .wait || decision.action == .tag {
                guard let due = expected[decision.journey]?[decision.customer] else { continue }
                // Who comes at the very minute does not wait at all.
                let until: Timestamp = if case .instant(let until)? = decision[.until] { until } else { decision.at }
                XCTAssertEqual(until, due, "\(zone) \(decision.journey) \(decision.customer)")
                waits += decision.action == .wait ? 1 : 0
            }
            if testRun?.failureCount ?? 0 > 0 { return }
        }
        XCTAssertGreaterThan(waits, 15_000)
    }

    // MARK: The table

    private struct Change {
        var zone: String
        var minutes: [(local: Int64, instant: Int64)]
    }

    /// The stretches of local minutes of the table's last two years, those of one night together.
    private static func changes() throws -> [Change] {
        var changes: [Change] = []
        var zone = ""
        for line in try String(contentsOf: folder.appendingPathComponent("2024-2027.txt"), encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ")
            let numbers = words.compactMap { Int64($0) }
            if words[0] == "zone" { zone = String(words[1]) }
            guard words[0] == "local", numbers[0] > 1_767_225_600 else { continue }
            let minutes = (0..<numbers[2]).map { (local: numbers[0] + 60 * $0, instant: numbers[1] + numbers[3] * $0) }
            if let last = changes.last, last.zone == zone, let end = last.minutes.last, minutes[0].local - end.local == 60 {
                changes[changes.count - 1].minutes += minutes
            } else {
                changes.append(Change(zone: zone, minutes: minutes))
            }
        }
        return changes
    }

    private static func pieces(_ change: Change) -> [Change] {
        stride(from: 0, to: change.minutes.count, by: 20).map { start in
            Change(zone: change.zone, minutes: Array(change.minutes[start..<min(start + 20, change.minutes.count)]))
        }
    }

    private static func workspace(_ times: [Int64]) throws -> CompiledWorkspace {
        let program = times.map {
            "journey s\($0) when every day at \(clock($0)) tag t end\njourney w\($0) when a wait until \(clock($0)) tag t end"
        }.joined(separator: "\n")
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        XCTAssertFalse(compiled.hasErrors)
        return compiled
    }

    private static func clock(_ minutes: Int64) -> String { "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)" }
    private static func at(_ seconds: Int64) -> Timestamp { Timestamp(microseconds: seconds * .second) }
}

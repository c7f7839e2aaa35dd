import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneySimulator
import JourneyStore
import XCTest

@testable import journey

/// Customers who are made up: the same for the same seed, who come into every journey of the library, and whose events can be kept.
final class MadeUpTests: XCTestCase {
    private let journeys = Program.repository.appendingPathComponent("journeys").path

    private func events(_ workspace: Workspace, _ machines: [Machine], _ terms: MadeUpTerms) -> MadeUpEvents {
        MadeUpEvents(
            terms, machines: machines, catalogue: workspace.compiled.catalogue, definitions: workspace.compiled.definitions,
            policy: workspace.compiled.policy, names: NameTable())
    }

    /// All events as texts.
    private func lines(_ events: MadeUpEvents) throws -> [String] {
        var found: [String] = []
        var batch = EventBatch(names: NameTable())
        var rejects: [Rejection] = []
        var isOpen = true
        while isOpen {
            batch.removeAll()
            isOpen = try events.read(into: &batch, limit: 1_000, rejects: &rejects) == .more
            found += batch.events.map { "\($0.at.rfc3339) \(batch.text($0.customer)) \(batch.text($0.id)) \(batch.text($0.properties))" }
        }
        return found
    }

    func testTheSameSeedGivesTheSame() throws {
        let workspace = try Workspace([journeys + "/groceries"])
        let machines = try XCTUnwrap(workspace.machines())
        let terms = MadeUpTerms(customers: 60, days: 40, seed: 7)
        let first = try lines(events(workspace, machines, terms))
        XCTAssertGreaterThan(first.count, 300)
        XCTAssertEqual(first, try lines(events(workspace, machines, terms)))
        XCTAssertEqual(first.count, Set(first.map { $0.split(separator: " ")[2] }).count, "an id comes twice")
        XCTAssertEqual(first.map { String($0.prefix(19)) }, first.map { String($0.prefix(19)) }.sorted(), "not in order of time")
        XCTAssertNotEqual(first, try lines(events(workspace, machines, MadeUpTerms(customers: 60, days: 40, seed: 8))))
        // More people are others beside the same ones.
        let more = try lines(events(workspace, machines, MadeUpTerms(customers: 61, days: 40, seed: 7)))
        XCTAssertEqual(more.filter { !$0.contains(" c61 ") }, first)
    }

    /// Another release that draws otherwise says other things to those who compare: then this is to be changed on purpose.
    func testTheNumbersStayTheSame() {
        var numbers = SeededNumbers(1, 2, 3)
        XCTAssertEqual((0..<4).map { _ in numbers.below(1_000) }, Self.numbers)
    }

    private static let numbers = [540, 826, 538, 89]

    /// Open on days of their own.
    private let dated: Set = ["big_sale", "big_sale_warm_up", "event_invitation"]

    func testSomebodyEntersEveryJourneyOfTheLibrary() async throws {
        var count = 0
        // The Chinese ones are the same machines.
        for folder in try WorkspaceFolder.all(in: [journeys]) where folder.root.map({ !$0.hasSuffix("/zh") }) ?? false {
            let workspace = try Workspace(folder)
            let machines = try XCTUnwrap(workspace.machines())
            let terms = MadeUpTerms(customers: 60, days: 60)
            let simulation = Simulation(
                machines: machines, policy: workspace.compiled.policy, definitions: workspace.compiled.definitions,
                codes: try CouponCodes.read(workspace))
            let counters = try await simulation.run(
                over: events(workspace, machines, terms), reactions: machines.contains(where: \.asksForReactions) ? .usual : nil,
                wantsDecisions: false)
            XCTAssertNil(counters[Counter(metric: "late")], "\(folder.root ?? ""): something comes late")
            let unreached = Unreached(machines, counters, terms).text(ink: .none)
            for machine in machines {
                count += 1
                let entered = counters[Counter(journey: machine.name, metric: "entered")] ?? 0
                if dated.contains(machine.name) {
                    XCTAssertEqual(entered, 0)
                    XCTAssertTrue(unreached.contains("`--start "), unreached)
                } else {
                    XCTAssertGreaterThan(entered, 0, "\(folder.root ?? ""):\n\(unreached)")
                }
            }
        }
        XCTAssertGreaterThan(count, 60)
    }

    /// Kept and rehearsed again, they lead to the same decisions, reactions included.
    func testKeptEventsDecideTheSame() throws {
        try withTemporaryFolder { work in
            let folder = work.appendingPathComponent("shop")
            try FileManager.default.copyItem(
                at: Program.repository.appendingPathComponent("journeys/retail/cart_rescue"), to: folder)
            try FileManager.default.removeItem(at: folder.appendingPathComponent("zh"))
            let until = ["--until", "2026-02-20T00:00:00Z", "--json"]
            let madeUp = try Program.run(
                ["simulate", "shop", "--customers", "200", "--reactions", "delivered=90%,opened=40%,clicked=20%", "--write-events", "e.jsonl"]
                    + until, in: work)
            XCTAssertEqual(madeUp.code, 0, madeUp.errors)
            let recorded = try Program.run(["simulate", "shop", "--events", "e.jsonl"] + until, in: work)
            XCTAssertEqual(recorded.errors, "")
            XCTAssertTrue(recorded.output == madeUp.output, "other decisions")
            XCTAssertGreaterThan(madeUp.output.split(separator: "\n").count, 1_000)
            XCTAssertTrue(madeUp.output.contains("\"taken\":\"came\""))
        }
    }

    func testReactionsAsTheyAreWritten() {
        let cases: [(String, String)] = [
            ("opened=30%,clicked=5%", "opened=30%,clicked=5%"), (" clicked = 0.5% , opened=100%", "opened=100%,clicked=0.5%"),
            ("delivered=90.05%,failed=9%", "delivered=90.05%,failed=9%"), ("opened=0%", ""),
            ("seen=3%", "`seen` is no reaction; there are delivered, opened, clicked, failed, unsubscribed"),
            ("opened", "`opened` is no reaction: write `opened=30%`"), ("", "`` is no reaction: write `opened=30%`"),
            ("opened=30", "`30` is no share: write a number from 0% to 100%, with two decimals at most"),
            ("opened=100.5%", "`100.5%` is no share: write a number from 0% to 100%, with two decimals at most"),
            ("opened=-1%", "`-1%` is no share: write a number from 0% to 100%, with two decimals at most"),
            ("opened=99999999999999999999%", "`99999999999999999999%` is no share: write a number from 0% to 100%, with two decimals at most"),
            ("opened=1%,opened=2%", "`opened` stands twice"),
            ("delivered=95%,failed=6%", "more than 100% are reached and `failed` together; what failed reaches nobody"),
        ]
        for (text, expected) in cases {
            do throws(Reactions.Fault) {
                let reactions = try Reactions(parsing: text)
                XCTAssertEqual(reactions.description, expected, text)
            } catch {
                XCTAssertEqual(error.description, expected, text)
            }
        }
    }

    func testSharesOfReactions() throws {
        let reactions = try Reactions(parsing: "delivered=90%,opened=30%,clicked=5%,failed=2%,unsubscribed=1%")
        var counts: [String: Int] = [:]
        for number in 0..<20_000 {
            let found = reactions.of(key: "key \(number)", seed: 1)
            XCTAssertEqual(found.map(\.after), found.map(\.after).sorted())
            XCTAssertTrue(found.allSatisfy { $0.after >= Reactions.leastDelay })
            for reaction in found { counts[reaction.status, default: 0] += 1 }
            XCTAssertTrue(!found.contains { $0.status == "failed" } || found.count == 1)
        }
        for (status, share) in [("delivered", 18_000), ("opened", 6_000), ("clicked", 1_000), ("failed", 400), ("unsubscribed", 196)] {
            XCTAssertEqual(Double(counts[status] ?? 0), Double(share), accuracy: 250, status)
        }
    }
}

import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// Schedules over deployments, restarts and outages, on a store in memory and on a durable one.
final class ScheduleTests: XCTestCase {
    private enum Line {
        /// At an instant; the first one makes the store's stepper.
        case deploy(String, at: String)
        case event(String, String, String, String = "{}")
        /// The clock on the wall, to which all that is due is done.
        case clock(String)
        /// A scheduler that starts anew on the same store.
        case restart
        /// A run to its end.
        case done(String)
    }

    private let daily = "journey j when every day at 10:00 tag t end"

    // MARK: Outages

    func testInTimeNothingIsMissed() throws {
        try check(
            [.deploy(daily, at: "0s"), .event("8h", "a", "visited"), .clock("10h1s"), .clock("1d10h1s"), .restart, .clock("2d10h1s")],
            Self.entries("10h a", "1d10h a", "2d10h a"))
    }

    func testAfterAnOutageTheLatestRunsAndTheOthersAreMissed() throws {
        try check(
            [.deploy(daily, at: "0s"), .event("8h", "a", "visited"), .restart, .clock("3d12h"), .clock("4d10h1s")],
            ["10h a j refuse reason=\"missed, as nothing ran in time\" value=3"] + Self.entries("3d10h a", "4d10h a"), missed: 3)
    }

    func testAfterAnOutageNothingOlderThanSixHoursRuns() throws {
        try check(
            [.deploy(daily, at: "0s"), .event("8h", "a", "visited"), .restart, .clock("3d16h1s"), .clock("4d10h1s")],
            ["10h a j refuse reason=\"missed, as nothing ran in time\" value=4"] + Self.entries("4d10h a"), missed: 4)
        try check(
            [.deploy(daily, at: "0s"), .event("8h", "a", "visited"), .restart, .clock("3d16h"), .clock("4d10h1s")],
            ["10h a j refuse reason=\"missed, as nothing ran in time\" value=3"] + Self.entries("3d10h a", "4d10h a"), missed: 3)
    }

    func testOneThatCannotComeAgainIsMissed() throws {
        let once = "journey j when on 2026-01-06 at 10:00 tag t end"
        try check(
            [.deploy(once, at: "0s"), .event("8h", "a", "visited"), .restart, .clock("3d"), .event("3d1h", "a", "visited"), .clock("4d")],
            ["1d10h a j refuse reason=\"missed, as nothing ran in time\" value=1"], missed: 1)
    }

    /// What was missed is not made up for in a zone where it would be still to come.
    func testMissedIsMissedInEveryZone() throws {
        try check(
            [
                .deploy(daily, at: "0s"), .event("0s", "a", "$set", #"{"timezone":"Pacific/Kiritimati"}"#), .restart, .clock("1d4h"),
                .event("1d5h", "a", "$set", #"{"timezone":"Etc/GMT+12"}"#), .clock("3d"),
            ],
            ["20h a j refuse reason=\"missed, as nothing ran in time\" value=1"] + Self.entries("2d22h a"), missed: 1)
    }

    /// Old files, with their events between the occurrences, miss none.
    func testBackfillMissesNone() throws {
        try check(
            [.deploy(daily, at: "30d"), .clock("40d"), .event("8h", "a", "visited"), .event("2d12h", "b", "visited"), .done("2d12h")],
            isBackfill: true, Self.entries("10h a", "1d10h a", "2d10h a"))
    }

    // MARK: Deployments

    func testHistoryIsNoTrigger() throws {
        try check(
            [.deploy(daily, at: "2d"), .event("8h", "a", "visited"), .event("1d12h", "b", "visited"), .clock("2d12h")],
            Self.entries("2d10h a", "2d10h b"))
    }

    /// Nobody who was there before is forgotten, neither those whom no journey knew nor those with a state.
    func testADeploymentBeginsForThoseWhoWereThere() throws {
        let other = "journey other when bought tag u end"
        var lines: [Line] = [.deploy(other, at: "0s")]
        for number in 0..<30 { lines.append(.event("\(number)m", "c\(number < 10 ? "0" : "")\(number)", "visited")) }
        lines += [.event("1h", "d", "$set", #"{"timezone":"Europe/Berlin"}"#), .event("2h", "e", "left"), .clock("3h")]
        lines += [.deploy(other + "\n" + daily, at: "3h"), .event("8h", "f", "visited"), .clock("10h1s")]
        let all = (0..<30).map { "10h c\($0 < 10 ? "0" : "")\($0)" }
        try check(lines, Self.entries(["9h d"] + all + ["10h e", "10h f"]))
        try check(Array(lines.dropLast(2)) + [.restart, .clock("10h1s")], Self.entries(["9h d"] + all + ["10h e"]))
    }

    func testADeploymentBeginsWithWhatIsStillToCome() throws {
        try check(
            [
                .deploy("journey other when bought tag u end", at: "0s"), .event("8h", "a", "visited"), .clock("12h"),
                .deploy(daily, at: "12h"), .clock("1d12h"),
            ], Self.entries("1d10h a"))
    }

    func testAnEditOfStepsKeepsThePlace() throws {
        let edited = "journey j when every day at 10:00 tag t wait 1s end"
        try check(
            [
                .deploy(daily, at: "0s"), .event("8h", "a", "visited"), .clock("10h1s"), .deploy(edited, at: "10h2s"), .clock("11h"),
                .deploy(daily, at: "11h"), .restart, .clock("1d10h1s"),
            ], Self.entries("10h a", "1d10h a"))
    }

    func testAnEditOfTheTimeMovesIt() throws {
        let later = "journey j when every day at 11:00 tag t end"
        try check(
            [.deploy(daily, at: "0s"), .event("8h", "a", "visited"), .clock("9h"), .deploy(later, at: "9h"), .clock("12h")],
            Self.entries("11h a"))
        // Rolled back after both were done, neither comes again.
        try check(
            [
                .deploy(daily, at: "0s"), .event("8h", "a", "visited"), .clock("10h1s"), .deploy(later, at: "10h2s"), .clock("11h1s"),
                .deploy(daily, at: "12h"), .clock("1d10h1s"), .restart, .clock("1d12h"),
            ], Self.entries("10h a", "11h a", "1d10h a"))
    }

    func testAJourneyThatIsTakenAwayRunsNoMoreAndComesBack() throws {
        let other = "journey other when bought tag u end"
        try check(
            [
                .deploy(daily, at: "0s"), .event("8h", "a", "visited"), .clock("10h1s"), .deploy(other, at: "11h"), .clock("1d12h"),
                .deploy(daily, at: "1d13h"), .restart, .clock("2d10h1s"),
            ], Self.entries("10h a", "2d10h a"))
    }

    /// What was due before it was deployed, or while it was away, it did not miss, however late that is seen.
    func testADeploymentMissesNothingFromBeforeIt() throws {
        let later = "journey j when every day at 11:00 tag t end"
        try check(
            [
                .deploy(daily, at: "0s"), .event("8h", "a", "visited"), .clock("10h1s"), .deploy(later, at: "1d10h30m"), .clock("1d12h"),
            ], Self.entries("10h a", "1d11h a"))
        let other = "journey other when bought tag u end"
        try check(
            [
                .deploy(daily, at: "0s"), .event("8h", "a", "visited"), .clock("9h"), .deploy(other, at: "9h30m"), .deploy(daily, at: "12h"),
                .clock("1d12h"),
            ], Self.entries("1d10h a"))
    }

    // MARK: Runs to an end

    /// What lies past the end of a run waits for the next one, for everybody.
    func testWhatARunToItsEndSetsAsideGoesOn() throws {
        let slow = "journey j when every day at 10:00 wait 2d tag t end"
        try check(
            [
                .deploy(slow, at: "0s"), .event("8h", "a", "visited"), .event("12h", "b", "visited"), .done("12h"), .restart,
                .clock("3d10h1s"),
            ],
            Self.entries("10h a") + [
                "2d10h a j refuse reason=\"missed, as nothing ran in time\" value=1",
                "2d10h b j refuse reason=\"missed, as nothing ran in time\" value=1",
            ] + Self.entries("3d10h a", "3d10h b"), missed: 2, isDurableOnly: true)
    }

    // MARK: Breaking off

    /// The look at everybody breaks off at any verb and goes on.
    func testBeginningGoesOnAfterACrash() throws {
        let other = compiled("journey other when bought tag u end")
        let both = compiled("journey other when bought tag u end\n" + daily)
        let files = try StoreFiles()
        for verbs in 0..<60 {
            let path = files.new()
            var store = try StoreFiles.open(path, foldEvery: 5)
            var batch = EventBatch(names: NameTable())
            for number in 0..<20 {
                batch.append(Case.Event(at: Case.epoch + Microseconds(number) * .minute, customer: "c\(number)", name: "visited", properties: "{}"))
            }
            let before = try Stepper(
                store: store, engine: Engine(deployment: try Deployer.deploy(other, to: store, at: Case.epoch).0, isBackfill: false),
                wantsDecisions: false)
            try before.step(batch, now: .distantFuture)
            let at = Case.epoch + .hour
            let breaking = BreakingStore(store, after: verbs, commitsBeforeBreaking: verbs % 2 == 0)
            do {
                let engine = Engine(deployment: try Deployer.deploy(both, to: store, at: at).0, isBackfill: false)
                _ = try Stepper(store: breaking, engine: engine, wantsDecisions: false)
            } catch is BreakingStore.Broken {}
            store.close()
            store = try StoreFiles.open(path, foldEvery: 5)
            let engine = Engine(deployment: try Deployer.deploy(both, to: store, at: at).0, isBackfill: false)
            let after = try Stepper(store: store, engine: engine, wantsDecisions: true)
            try after.advance(to: Case.epoch + .day)
            XCTAssertEqual(after.takeDecisions().filter { $0.action == .enter }.count, 20, "after \(verbs) verbs")
            store.close()
        }
    }

    // MARK: The scenes

    private static func entries(_ moments: String...) -> [String] { entries(moments) }

    private static func entries(_ moments: [String]) -> [String] { moments.map { "\($0) j enter" } }

    private func compiled(_ program: String) -> [Machine] {
        let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
        XCTAssertEqual(compiled.diagnostics.filter { $0.diagnostic.severity == .error }.map(\.diagnostic.message), [])
        return compiled.machines
    }

    private func check(
        _ lines: [Line], isBackfill: Bool = false, _ expected: [String], missed: Int64 = 0, isDurableOnly: Bool = false,
        line: UInt = #line
    ) throws {
        let files = try StoreFiles()
        for path in isDurableOnly ? [files.new()] : [nil, files.new()] {
            var store: any Store = try path.map { try StoreFiles.open($0, foldEvery: 3) } ?? MemoryStore(keepsLog: true)
            let names = NameTable()
            var stepper: Stepper?
            var machines: [Machine] = []
            var found: [Decision] = []
            func instant(_ text: String) -> Timestamp { Case.epoch + (Case.duration(text) ?? 0) }
            func engine(at: Timestamp) throws -> Engine {
                Engine(deployment: try Deployer.deploy(machines, to: store, at: at).0, isBackfill: isBackfill)
            }
            for step in lines {
                switch step {
                case .deploy(let program, let at):
                    machines = compiled(program)
                    let engine = try engine(at: instant(at))
                    if let stepper { try stepper.use(engine) } else { stepper = try Stepper(store: store, engine: engine, wantsDecisions: true) }
                case .restart:
                    guard let path else { continue }
                    store.close()
                    store = try StoreFiles.open(path, foldEvery: 3)
                    stepper = try Stepper(store: store, engine: try engine(at: Case.epoch), wantsDecisions: true)
                case .event(let time, let customer, let name, let properties):
                    var batch = EventBatch(names: names)
                    batch.append(Case.Event(at: instant(time), customer: customer, name: name, properties: properties))
                    try stepper?.step(batch, now: .distantFuture)
                case .clock(let time):
                    stepper?.read(clock: instant(time))
                    try stepper?.advance(to: instant(time))
                case .done(let time):
                    if let stepper { try Replay.finish(stepper, at: instant(time)) }
                }
                found += stepper?.takeDecisions() ?? []
            }
            let shown = found.filter { $0.action == .enter || $0.action == .refuse }.map(\.line)
            XCTAssertEqual(shown.joined(separator: "\n"), expected.joined(separator: "\n"), path ?? "memory", line: line)
            XCTAssertEqual(try store.counters()[Counter(journey: "j", metric: "missed")] ?? 0, missed, line: line)
            store.close()
        }
    }
}

import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// What a change of the journeys means for those inside, for pending watches, and for history.
final class VersionTests: XCTestCase {
    private enum Line {
        case deploy(String)
        case event(String, String)
        /// A scheduler that starts anew on the same store.
        case restart
    }

    func testThoseInsideFinishOnTheirVersion() throws {
        try check(
            [
                .deploy("journey j when visited again always wait 2h send old via sms end"), .event("0s", "visited"),
                .deploy("journey j when visited again always wait 2h send new via sms wait 1h end"), .event("1h", "visited"), .restart,
                .event("3h", "visited"),
            ],
            [
                "0s c j enter", "0s c j wait wait#1 until=2h", "1h c j refuse reason=\"already inside\"",
                "2h c j send send#1 content=old channel=sms", "2h c j finish", "3h c j enter", "3h c j wait wait#1 until=5h",
                "5h c j send send#1 content=new channel=sms", "5h c j wait wait#2 until=6h", "6h c j finish",
            ])
    }

    func testAnUnchangedTriggerCarriesItsWatchOnIntoTheNewestVersion() throws {
        try check(
            [
                .deploy("journey j when browsed but not bought within 4h send old via sms end"), .event("0s", "browsed"),
                .deploy("journey j when browsed but not bought within 4h send new with page: event.i via sms end"), .restart,
                .event("1h", "browsed"), .event("5h", "left"),
            ],
            [
                "0s c j watch event=browsed until=4h", "4h c j enter",
                // The old version kept nothing of its event.
                "4h c j send send#1 content=new channel=sms with={\"page\":null}", "4h c j finish",
            ])
        try check(
            [
                .deploy("journey j when browsed then browsed within 4h send old via sms end"), .event("0s", "browsed"),
                .deploy("journey j when browsed then browsed within 4h send new via sms end"), .event("4h", "browsed"),
            ], ["4h c j enter", "4h c j send send#1 content=new channel=sms", "4h c j finish"])
    }

    func testAChangedTriggerRunsOut() throws {
        let change: [Line] = [
            .deploy("journey j when browsed but not bought within 4h send old via sms end"), .event("0s", "browsed"),
            .deploy("journey j when browsed but not bought within 1h again always send new via sms end"),
        ]
        try check(
            change + [.event("1h", "searched")],
            ["0s c j watch event=browsed until=4h", "4h c j enter", "4h c j send send#1 content=new channel=sms", "4h c j finish"])
        try check(change + [.event("2h", "bought")], ["0s c j watch event=browsed until=4h", "2h c j cancel event=bought"])
        // The new trigger watches beside the old one.
        try check(
            change + [.restart, .event("2h", "browsed")],
            [
                "0s c j watch event=browsed until=4h", "2h c j watch event=browsed until=3h", "3h c j enter",
                "3h c j send send#1 content=new channel=sms", "3h c j finish", "4h c j enter",
                "4h c j send send#1 content=new channel=sms", "4h c j finish",
            ])
    }

    func testAVanishedJourneyLetsNobodyIn() throws {
        try check(
            [
                .deploy("journey j when visited again always wait 4h send bye via sms end\njourney k when browsed but not bought within 2h tag t end"),
                .event("0s", "visited"), .event("1h", "browsed"), .deploy("journey other when never tag x end"),
                .event("5h", "visited"), .event("6h", "browsed"), .event("7h", "left"),
            ],
            [
                "0s c j enter", "0s c j wait wait#1 until=4h", "1h c k watch event=browsed until=3h",
                "4h c j send send#1 content=bye channel=sms", "4h c j finish",
            ])
    }

    func testAJourneyThatComesBackRemembersEntries() throws {
        let visits = "journey j when visited tag t end"
        try check(
            [.deploy(visits), .event("0s", "visited"), .deploy("journey k when x tag t end"), .deploy(visits), .event("1h", "visited")],
            ["0s c j enter", "0s c j tag tag#1 tag=t", "0s c j finish", "1h c j refuse reason=\"entered before\""])
    }

    func testHistoryIsNoTrigger() throws {
        let journeys = """
            journey a when visited tag t end
            journey b when browsed but not bought within 4h tag t end
            journey c when no visited for 2h tag t end
            """
        let events: [Line] = [.event("0s", "visited"), .event("1h", "browsed"), .event("2h", "$set"), .event("3h", "visited")]
        try check(
            [.deploy(journeys)] + events, deployedAt: Case.epoch + 3 * .hour,
            [
                "3h c a enter", "3h c a tag tag#1 tag=t", "3h c a finish", "3h c c watch event=visited until=5h", "5h c c enter",
                "5h c c tag tag#1 tag=t", "5h c c finish",
            ])
        try check(
            [.deploy(journeys)] + events, deployedAt: Case.epoch + 3 * .hour, isBackfill: true,
            [
                "0s c a enter", "0s c a tag tag#1 tag=t", "0s c a finish", "0s c c watch event=visited until=2h",
                "1h c b watch event=browsed until=5h", "2h c c enter", "2h c c tag tag#1 tag=t", "2h c c finish",
                "3h c a refuse reason=\"entered before\"", "3h c c watch event=visited until=5h", "5h c b enter",
                "5h c b tag tag#1 tag=t", "5h c b finish", "5h c c enter", "5h c c tag tag#1 tag=t", "5h c c finish",
            ])
        // An edit does not move the deployment.
        try check(
            [.deploy("journey a when visited tag t end"), .deploy("journey a when visited tag u end"), .event("3h", "visited")],
            deployedAt: Case.epoch + 3 * .hour, ["3h c a enter", "3h c a tag tag#1 tag=u", "3h c a finish"])
    }

    /// - Parameter deployedAt: of the first deployment; each later one is a day after the one before.
    private func check(
        _ lines: [Line], deployedAt: Timestamp = .distantPast, isBackfill: Bool = false, _ expected: [String],
        line: UInt = #line
    ) throws {
        let files = try StoreFiles()
        for path in [nil, files.new()] {
            var store: any Store = try path.map { try StoreFiles.open($0, foldEvery: 3) } ?? MemoryStore(keepsLog: true)
            let names = NameTable()
            var (machines, at): ([Machine], Timestamp) = ([], deployedAt)
            var stepper: Stepper?
            var found: [String] = []
            var last = Case.epoch
            for (index, step) in lines.enumerated() {
                switch step {
                case .deploy(let program):
                    let compiled = compile([(path: "case.journey", parsed: parse(SourceText(name: "case.journey", program)))])
                    XCTAssertFalse(compiled.hasErrors, line: line)
                    machines = compiled.machines
                    let engine = Engine(deployment: try Deployer.deploy(machines, to: store, at: at).0, isBackfill: isBackfill)
                    if let stepper { try stepper.use(engine) } else { stepper = try Stepper(store: store, engine: engine, wantsDecisions: true) }
                    at = at + .day
                case .restart:
                    guard let path else { continue }
                    store.close()
                    store = try StoreFiles.open(path, foldEvery: 3)
                    let engine = Engine(deployment: try Deployer.deploy(machines, to: store, at: at).0, isBackfill: isBackfill)
                    stepper = try Stepper(store: store, engine: engine, wantsDecisions: true)
                case .event(let time, let name):
                    last = Case.epoch + (Case.duration(time) ?? 0)
                    var batch = EventBatch(names: names)
                    batch.append(Case.Event(at: last, customer: "c", name: name, properties: "{\"i\":\(index)}"))
                    try stepper?.step(batch, now: .distantFuture)
                    found += stepper?.takeDecisions().map(\.line) ?? []
                }
            }
            if let stepper { try Replay.finish(stepper, at: last) }
            found += stepper?.takeDecisions().map(\.line) ?? []
            XCTAssertEqual(found.joined(separator: "\n"), expected.joined(separator: "\n"), path ?? "memory", line: line)
            store.close()
        }
    }
}

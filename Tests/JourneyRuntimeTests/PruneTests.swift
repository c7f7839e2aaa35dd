import JourneyEngine
import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime
@testable import JourneyStore

/// `keep events`: what is older goes, and nothing that runs notices.
final class PruneTests: XCTestCase {
    private let files = try? StoreFiles()

    private func open(_ path: String) throws -> SQLiteStore { try StoreFiles.open(path, foldEvery: 5) }

    private func stepper(_ program: String, on store: any Store) throws -> Stepper {
        try Replay(Case(file: "prune", title: "prune", program: program)).stepper(store, .init(name: "prune", batches: []))
    }

    private func feed(_ stepper: Stepper, _ events: [(at: Timestamp, customer: String, name: String, properties: String)]) throws {
        var batch = EventBatch(names: NameTable())
        for event in events {
            batch.append(Case.Event(at: event.at, customer: event.customer, name: event.name, properties: event.properties))
        }
        try stepper.step(batch, now: .distantFuture)
    }

    private func pruneAll(_ stepper: Stepper) throws { while try stepper.prune() {} }

    private func day(_ days: Int64) -> Timestamp { Case.epoch + days * .day }

    private func count(_ metric: String, _ store: any Store) throws -> Int64 { try store.counters()[Counter(metric: metric)] ?? 0 }

    /// Whatever runs decides the same with an hour of log as with all of it.
    func testRandomProgramsDecideTheSame() throws {
        let files = try XCTUnwrap(files)
        var pruned: Int64 = 0
        var decisions = 0
        for seed in UInt64(0)..<80 {
            var replay = try ReplayTests.madeUp(seed, most: 60)
            let isLate = seed % 4 == 3
            var random = Random(seed)
            let grace: Microseconds = isLate ? 30 * .minute : 0
            let order = isLate ? replay.shuffled(within: grace, &random) : replay.everything
            replay.policy.keepEvents = 1 * .hour
            var path = files.new()
            func way(prunes: Bool) -> Replay.Way {
                Replay.Way(
                    name: "prunes: \(prunes)", grace: grace, batches: Replay.batches(order, of: 4),
                    store: { path = files.new(); return try StoreFiles.open(path, foldEvery: 5) },
                    reopen: { $0.close(); return try StoreFiles.open(path, foldEvery: 5) },
                    sizes: seed % 3 == 0 ? .init(customersInMemory: 1, workLimit: 3, timerSlice: 1, timersInMemory: 2) : .init(), prunes: prunes)
            }
            let whole = try replay.run(way(prunes: false))
            var short = try replay.run(way(prunes: true))
            pruned += short.counters["//pruned records"] ?? 0
            for metric in ["//pruned records", "//pruned messages"] { short.counters[metric] = nil }
            XCTAssertEqual(short.decisions, whole.decisions, replay.title)
            XCTAssertEqual(short.counters, whole.counters, replay.title)
            XCTAssertTrue(Set(short.messages).isSubset(of: whole.messages), replay.title)
            decisions += whole.decisions.count
            if short.decisions != whole.decisions { return }
        }
        print("prune: seeds 0..<80, \(decisions) decisions, \(pruned) records gone")
        XCTAssertGreaterThan(pruned, 1_000)
    }

    /// Over a recorded log the outside answers years after the events, and what it said does not hold them back.
    func testAnswersFromLaterHoldNothing() throws {
        let files = try XCTUnwrap(files)
        let store = try open(files.new())
        let running = try stepper("policy keep events 2d end journey hello when visited again always send hello via sms end", on: store)
        try feed(running, [(day(0), "ann", "visited", "{}")])
        try store.begin()
        try store.append(.reply, customer: "ann", at: day(3_000), bytes: Array(repeating: 1, count: 30_000))
        try store.commit()
        for n in Int64(1)..<6 { try feed(running, [(day(n), "ann", "visited", "{}")]) }
        try feed(running, [(day(6), "ann", "visited", "{}")])
        try pruneAll(running)
        XCTAssertGreaterThan(try XCTUnwrap(store.retention.through), day(0), "what stands behind the answer went, too")
        store.close()
    }

    /// Past what is kept nobody needs to know any more who was forgotten: what they did before is refused as everybody's is.
    func testTheForgottenAreForgotten() throws {
        let files = try XCTUnwrap(files)
        let path = files.new()
        let program = "policy keep events 2d end journey hello when visited again always send hello via sms end"
        var store = try open(path)
        var running = try stepper(program, on: store)
        // A chunk goes where all in it is old.
        let long = #""text":"\#(String(repeating: "x", count: 9_000))""#
        func visits(_ day: Int64, _ customer: String) -> [(at: Timestamp, customer: String, name: String, properties: String)] {
            (0..<4).map { (self.day(day) + $0, customer, "visited", "{" + long + "}") }
        }
        for (day, customer) in [(Int64(0), "ann"), (1, "bob"), (2, "cid")] {
            try feed(running, visits(day, customer) + [(self.day(day) + .hour, customer, "$forget", "{}")])
        }
        while try running.eraseSlice() {}
        try feed(running, visits(3, "dan") + visits(4, "dan"))
        try pruneAll(running)
        XCTAssertEqual(running.forgotten.count, 1, "of \(String(describing: store.retention.through))")
        XCTAssertEqual(try store.forgotten().count, 1)
        let entered = try store.counters()[Counter(journey: "hello", metric: "entered")]
        for isReopened in [false, true] {
            if isReopened {
                store.close()
                store = try open(path)
                running = try stepper(program, on: store)
            }
            let refused = try count("too old", store)
            try feed(running, [(day(0) + 9, "ann", "visited", "{}"), (day(1) + 9, "bob", "visited", "{}")])
            XCTAssertEqual(try count("too old", store), refused + 2)
            XCTAssertEqual(try store.counters()[Counter(journey: "hello", metric: "entered")], entered)
        }
        store.close()
    }

    /// Messages go before any chunk does, and in the order in which they were queued, though not in that in which they were over: of their
    /// places in caps the doctor misses none, and of later ones it does.
    func testTheDoctorKnowsHowFarMessagesWent() throws {
        let files = try XCTUnwrap(files)
        let path = files.new()
        let program = "policy keep events 2d at most 9 messages per 60d end journey hello when visited again always send hello via sms end"
        var store = try open(path)
        let running = try stepper(program, on: store)
        func end(_ numbers: ClosedRange<Int64>, as status: OutboxMessage.Status) throws {
            try store.begin()
            for number in numbers {
                var message = try XCTUnwrap(try store.message(number))
                message.status = status
                try store.update(message)
            }
            for (key, value) in [("sent via sms", Int64(numbers.count))] { store.count(Counter(metric: key), by: value) }
            try store.commit()
        }
        func capPlaces() throws -> Int {
            let reader = try SQLiteStore(path: path, options: .init(access: .reader))
            defer { reader.close() }
            return try Doctor(reader).examine().first { $0.check == .capPlace }?.count ?? 0
        }
        try feed(running, (0..<8).map { (day($0 / 4) + $0, "ann", "visited", "{}") })
        try end(2...8, as: .sent)
        try feed(running, [(day(6), "ann", "visited", "{}")])
        try pruneAll(running)
        XCTAssertNil(try store.message(2), "it is over and old")
        XCTAssertNotNil(try store.message(1), "it waits")
        XCTAssertEqual(try capPlaces(), 0)
        try end(1...1, as: .sent)
        XCTAssertEqual(try capPlaces(), 0, "the message that waited is over, and is the first that is there")
        try end(9...9, as: .failed)
        XCTAssertEqual(try capPlaces(), 1, "a message that failed keeps its place")
        // As a program left it that did not say how far messages went.
        store.close()
        let database = try Database(path: path, access: .mustExist)
        try database.execute("DELETE FROM setting WHERE name = 'pruned messages'", doing: "going back")
        database.close()
        store = try open(path)
        XCTAssertEqual(try capPlaces(), 0)
        store.close()
    }

    func testAForgottenIDDoesNotComeBack() throws {
        let files = try XCTUnwrap(files)
        let path = files.new()
        let program = "journey hello when visited again always send hello via sms end"
        let keeping = "policy keep events 2d end " + program
        var store = try open(path)
        var running = try stepper(keeping, on: store)
        func visit(_ at: Timestamp) -> (Timestamp, String, String, String) { (at, "ann", "visited", "{}") }
        try feed(running, [visit(day(0)), visit(day(1)), visit(day(2)), visit(day(3))])
        try pruneAll(running)
        XCTAssertNil(store.retention.through)
        try feed(running, [(day(5), "bob", "visited", "{}")])
        try pruneAll(running)
        XCTAssertNil(store.retention.through)
        // The next round is an hour later.
        try feed(running, [(day(5) + 1, "bob", "visited", "{}")])
        try pruneAll(running)
        XCTAssertNil(store.retention.through)
        try feed(running, [(day(5) + .hour, "bob", "visited", "{}")])
        try pruneAll(running)
        XCTAssertEqual(store.retention.through, day(3))
        XCTAssertEqual(try store.history(of: "ann").count, 0)
        XCTAssertEqual(try store.messages(of: "ann").count, 4, "what waits stays")

        // Right at the edge: kept and known; just before it: refused.
        try feed(running, [visit(day(3)), visit(day(3) + .hour - 1), visit(day(3) + .hour)])
        XCTAssertEqual(try count("too old", store), 2)
        try feed(running, [visit(day(3) + .hour), (day(5) + 1, "bob", "visited", "{}")])
        XCTAssertEqual(try count("duplicates", store), 2)
        store.close()

        // A policy that keeps more, or all, brings nothing back.
        for (program, refused) in [("policy keep events 400d end " + program, Int64(3)), (program, 4)] {
            store = try open(path)
            running = try stepper(program, on: store)
            try feed(running, [visit(day(3))])
            XCTAssertEqual(try count("too old", store), refused)
            store.close()
        }
        store = try open(path)
        running = try stepper(program, on: store)
        try feed(running, [visit(day(3) + 1)])
        XCTAssertEqual(try count("too old", store), 4)
        XCTAssertEqual(try store.history(of: "ann").filter { $0.kind == .event }.count, 2)
        store.close()
    }

    /// A year of purchases, a month of log: what running journeys count stays whole over deployments that ask for other things too.
    func testCountersOutliveTheLog() throws {
        let files = try XCTUnwrap(files)
        func decisions(_ isKept: Bool) throws -> ([String], Int) {
            let path = files.new()
            var programs = [
                """
                journey loyal when bought again always choose
                  if bought at least 40 times ever send forty via sms
                  if bought at least 10 times within 90d send ten via sms
                end end
                """,
                """
                journey big when bought again always if sum of amount of bought ever is above 3000 send big via sms end end
                """,
                """
                journey other when visited again always if (visited at least 3 times within 100d) and (bought at least 45 times ever) send other via sms end end
                """,
            ]
            if isKept { programs[0] = "policy keep events 30d end " + programs[0] }
            var lines: [String] = []
            var left = 0
            var deployed = 1
            for week in Int64(0)..<56 {
                let store = try open(path)
                // Another journey asks for another table; one is changed, one goes.
                if week == 20 || week == 33 { deployed += 1 }
                let running = try stepper(programs[..<deployed].joined(separator: "\n"), on: store)
                var events: [(Timestamp, String, String, String)] = []
                for n in Int64(0)..<7 {
                    let at = day(week * 7 + n)
                    // One comes each week; another stays away over both deployments, and for longer than the log reaches.
                    if n == 1 { events.append((at, "often", "bought", "{\"amount\":\(100 + week)}")) }
                    if n == 2, week < 18 || week > 40 { events.append((at, "seldom", "bought", "{\"amount\":\(50 + week)}")) }
                    if n == 2, week < 18 || week > 40 { events.append((at + 1, "seldom", "bought", "{\"amount\":\(51 + week)}")) }
                    if n == 3 { events.append((at, "often", "visited", "{}")) }
                    if n == 3, week > 50 { events.append((at, "seldom", "visited", "{}")) }
                    events.append((at + 2, "c\(week)-\(n)", "looked", "{}"))
                }
                try feed(running, events)
                try pruneAll(running)
                lines += running.takeDecisions().filter { $0.action == .send }.map { "\($0.at.rfc3339) \($0.customer) \($0.step)" }
                left = try store.history(of: "often").filter { $0.kind == .event }.count
                store.close()
            }
            return (lines, left)
        }
        let (whole, all) = try decisions(false)
        let (short, left) = try decisions(true)
        XCTAssertEqual(short, whole)
        XCTAssertGreaterThan(whole.count, 40)
        XCTAssertEqual(all, 112)
        XCTAssertLessThan(left, 20)
    }

    /// Customers of whom only the state is left are there for a schedule that begins later.
    func testSchedulesFindThoseOfWhomTheLogTellsNothing() throws {
        let files = try XCTUnwrap(files)
        let path = files.new()
        var store = try open(path)
        var running = try stepper("policy keep events 2d end journey hello when visited send hello via sms end", on: store)
        try feed(running, (0..<500).map { (day(0) + Microseconds($0), "c\($0)", "$set", "{\"plan\":\"gold\"}") })
        try feed(running, [(day(9), "x", "$set", "{\"plan\":\"gold\"}")])
        try pruneAll(running)
        XCTAssertEqual(try store.history(of: "c7").count, 0)
        store.close()
        store = try open(path)
        running = try stepper(
            "policy keep events 2d end journey daily when every day at 10:00 for customers where plan is \"gold\" send daily via sms end", on: store)
        try running.advance(to: day(10), isInclusive: true)
        XCTAssertEqual(running.takeDecisions().filter { $0.action == .send }.count, 501)
        store.close()
    }

    /// A customer who waits for nothing and of whom nothing is known has no row; and comes back as if it had one.
    func testCustomersOfWhomNothingIsKnownHaveNoRow() throws {
        let files = try XCTUnwrap(files)
        let path = files.new()
        let program = "journey rescue when browsed but not bought within 2d send rescue via sms end"
        for round in Int64(0)..<3 {
            let store = try open(path)
            let running = try stepper(program, on: store)
            for n in Int64(0)..<20 {
                try feed(running, [(day(round) + n * 2, "c\(n)", "browsed", "{}"), (day(round) + n * 2 + 1, "c\(n)", "bought", "{}")])
            }
            XCTAssertEqual(try store.customers(after: nil, limit: 100).count, 0)
            store.close()
        }
    }

    /// The process dies at any verb while it lets go, and comes back.
    func testBreaksAnywhere() throws {
        let files = try XCTUnwrap(files)
        var random = Random(11)
        var breaks = 0
        for seed in UInt64(0)..<40 {
            var replay = try ReplayTests.madeUp(seed &+ 900, most: 40)
            replay.policy.keepEvents = 1 * .hour
            let batches = Replay.batches(replay.everything, of: 5)
            func run(_ most: Int?) throws -> Replay.Result {
                let path = files.new()
                var rounds = 0
                while true {
                    let file = try open(path)
                    defer { file.close() }
                    let store = BreakingStore(file, after: most.map { random.below($0 + rounds * 2) } ?? .max, commitsBeforeBreaking: random.chance(50))
                    do {
                        let (deployment, _) = try Deployer.deploy(replay.machines, with: replay.definitions, to: file, at: .distantPast)
                        let stepper = try Stepper(
                            store: store, engine: Engine(deployment: deployment, isBackfill: false, policy: replay.policy), grace: 0,
                            wantsDecisions: false, sizes: .init())
                        for indices in batches {
                            try stepper.step(replay.batch(indices), now: .distantFuture)
                            if most != nil { try pruneAll(stepper) }
                        }
                        try Replay.finish(stepper, at: replay.lastAt)
                        var result = try replay.result([], file)
                        // Fed again what is gone is too old instead of known.
                        for metric in ["too old", "pruned records", "pruned messages"] { result.counters["//" + metric] = nil }
                        return result
                    } catch is BreakingStore.Broken {
                        breaks += 1
                        rounds += 1
                    }
                }
            }
            let calm = try run(nil)
            XCTAssertEqual(try run(60).counters, calm.counters, "seed \(seed)")
        }
        XCTAssertGreaterThan(breaks, 100)
    }
}

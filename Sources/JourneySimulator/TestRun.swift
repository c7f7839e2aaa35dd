import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// What came of a test.
public struct TestResult: Sendable {
    public struct Failure: Sendable {
        /// One sentence: what was expected, and what came instead.
        public var message: String
        /// Index in the plan's expectations; nil where something happened that none of them names.
        public var expectation: Int?
    }

    /// A message that a journey sent, or tried to.
    public struct Message: Sendable {
        public var decision: Decision
        public var outcome: Dispatcher.Outcome?

        var wasSent: Bool { outcome?.status == .sent }
    }

    public var plan: TestPlan
    public var failures: [Failure] = []
    /// Instant of the test's start.
    public var start: Timestamp
    /// What happened, as given to the engine, in the order of time.
    public var events: [(customer: String, name: String, at: Timestamp, properties: [UInt8])] = []
    public var decisions: [Decision] = []
    public var outcomes: [Dispatcher.Outcome] = []
    /// How often steps were reached and ways taken.
    public var counters: [Counter: Int64] = [:]

    public var passed: Bool { failures.isEmpty }
}

/// Runs one test on the real engine under a virtual clock, over a store in memory, with channels that send nothing.
public struct TestRun {
    private let stepper: Stepper
    private let store: MemoryStore
    private let dispatcher: Dispatcher
    private let names = NameTable()
    private let zone: Zone
    private let longest: Microseconds
    private var result: TestResult

    /// - Parameters:
    ///   - machines: all of the workspace; the test takes the one it names and those that it starts, or all.
    ///   - definitions: but for the addresses: who can be reached a test says by `channel NAME answers unreachable`.
    ///   - codes: of the coupons that have files.
    public init(
        _ plan: TestPlan, machines: [Machine], policy: Policy, definitions: Definitions = Definitions(), codes: [String: [String]] = [:]
    ) throws {
        var definitions = definitions
        // An attribute that nobody has: `reachable via` knows of it, too.
        definitions.addresses = plan.answers.filter { $0.answer == "unreachable" }.map {
            ChannelAddress(channel: $0.channel, attributes: ["$unreachable"])
        }
        definitions.questions = plan.expectations.compactMap { if case .that(let condition, _) = $0.kind { condition } else { nil } }
        let machines = Self.taking(part: plan.journey, in: machines)
        store = MemoryStore(keepsLog: true, keepsMessages: true)
        zone = Zone.named(policy.timeZone) ?? .utc
        result = TestResult(plan: plan, start: .distantPast)
        let (deployment, _) = try Deployer.deploy(machines, with: definitions, codes: codes, to: store, at: .distantPast)
        stepper = try Stepper(
            store: store, engine: Engine(deployment: deployment, isBackfill: true, policy: policy), grace: policy.grace, wantsDecisions: true)
        let answers = Dictionary(plan.answers.map { ($0.channel, $0.answer) }, uniquingKeysWith: { $1 })
        let routes = Set(machines.flatMap(\.channels)).map { name in
            (name, Dispatcher.Route(channel: SimulatedChannel(answer: answers[name].flatMap(ChannelReply.Status.init) ?? .sent)))
        }
        dispatcher = Dispatcher(store: store, routes: Dictionary(uniqueKeysWithValues: routes))
        dispatcher.gate = stepper
        let path = (machines.map { $0.longestPath(under: policy) }.max() ?? 0).addingReportingOverflow(definitions.longestWindow)
        longest = path.overflow ? .max : path.partialValue
        result.start = instant(plan.start)
    }

    /// A journey and all that it starts, directly or through others.
    private static func taking(part journey: String?, in machines: [Machine]) -> [Machine] {
        guard let journey else { return machines }
        var names = [journey]
        var next = 0
        while next < names.count {
            for machine in machines where machine.name == names[next] {
                names += machine.startedJourneys.filter { !names.contains($0) }
            }
            next += 1
        }
        return machines.filter { names.contains($0.name) }
    }

    public mutating func run() async throws -> TestResult {
        try setUp()
        let plan = result.plan
        let events = plan.events.enumerated().map { (at: instant($1.moment), index: $0) }.sorted { ($0.at, $0.index) < ($1.at, $1.index) }
        let looks = plan.expectations.indices.compactMap { index in
            plan.expectations[index].moment.map { (at: instant($0), index: index) }
        }.sorted { ($0.at, $0.index) < ($1.at, $1.index) }
        var nextLook = 0
        var last = result.start
        func lookUp(to instant: Timestamp) -> ArraySlice<(at: Timestamp, index: Int)> {
            let first = nextLook
            while nextLook < looks.count, looks[nextLook].at < instant { nextLook += 1 }
            return looks[first..<nextLook]
        }
        for (at, index) in events {
            for look in lookUp(to: at) { try await self.look(at: look.at, look.index) }
            let event = plan.events[index]
            try take(event.name, at: at, customer: plan.customers[event.customer].id, event.properties)
            try await dispatch()
            last = at
        }
        for look in lookUp(to: .distantFuture) {
            try await self.look(at: look.at, look.index)
            last = max(last, look.at)
        }
        try await settle(from: last)
        judge()
        result.counters = try store.counters()
        return result
    }

    // MARK: Making it happen

    private mutating func setUp() throws {
        for customer in result.plan.customers {
            if !customer.attributes.isEmpty { try take("$set", at: result.start, customer: customer.id, customer.attributes) }
            for tag in customer.tags { try take("$tag", at: result.start, customer: customer.id, [("tag", .text(tag))]) }
            for purpose in customer.consents {
                let consent: [(String, Value)] = [("purpose", .text(purpose)), ("granted", .boolean(true)), ("source", .text("test"))]
                try take("$consent", at: result.start, customer: customer.id, consent)
            }
        }
    }

    private mutating func take(_ name: String, at: Timestamp, customer: String, _ properties: [(name: String, value: Value)]) throws {
        var batch = EventBatch(names: names)
        func run(_ bytes: some Collection<UInt8>) -> ByteRange {
            let range = ByteRange(start: batch.bytes.count, count: bytes.count)
            batch.bytes += bytes
            return range
        }
        var json: [UInt8] = []
        for (name, value) in properties {
            if !json.isEmpty { json.append(UInt8(ascii: ",")) }
            JSONText.append(name, to: &json)
            json.append(UInt8(ascii: ":"))
            value.appendJSON(to: &json)
        }
        result.events.append((customer, name, at, json))
        let number = names.number(name)
        let customer = run(customer.utf8)
        let id = run("test \(result.events.count)".utf8)
        batch.events.append(
            EventRecord(at: at, name: number, source: 0, customer: customer, id: id, properties: run(json), position: 0))
        try stepper.step(batch, now: .distantFuture)
    }

    private mutating func dispatch() async throws {
        result.outcomes += try await dispatcher.runOnce(at: stepper.clock)
        result.decisions += stepper.takeDecisions()
        // A channel's failure comes in as an event, for who waits for it; what that sends may fail in turn, each message once.
        while let (row, line) = try store.inbox(after: 0, limit: 1).first {
            let members = Array(line.dropFirst().dropLast())
            func text(_ name: String) -> String { JSONMembers.value(of: name, in: members).text }
            let properties = ["status", "key", "reason"].map { (name: $0, value: Value.text(text($0))) }
            try take(text("event"), at: stepper.clock, customer: text("customer"), properties)
            try store.begin()
            try store.removeFromInbox(through: row)
            try store.commit()
            result.outcomes += try await dispatcher.runOnce(at: stepper.clock)
            result.decisions += stepper.takeDecisions()
        }
    }

    /// Fires timers and retries in their order, up to an instant and all of it.
    private mutating func advance(to instant: Timestamp) async throws {
        while let next = [try stepper.nextTimer(), try store.nextAttempt()].compactMap({ $0 }).min(), next <= instant {
            try stepper.advance(to: next, isInclusive: true)
            try await dispatch()
        }
        try stepper.advance(to: instant, isInclusive: true)
        try await dispatch()
    }

    /// Lets everything that is pending come to its end.
    private mutating func settle(from last: Timestamp) async throws {
        try await advance(to: last)
        stepper.endSchedules(at: last)
        while let next = [try stepper.nextTimer(), try store.nextAttempt()].compactMap({ $0 }).min(), next <= last + longest {
            try await advance(to: next)
        }
    }

    // MARK: Looking at it

    private mutating func look(at instant: Timestamp, _ index: Int) async throws {
        try await advance(to: instant)
        try check(index, at: instant)
    }

    /// The expectations of a state, at their moment or at the end.
    private mutating func check(_ index: Int, at instant: Timestamp) throws {
        let expectation = result.plan.expectations[index]
        let customer = result.plan.customers[expectation.customer].id
        switch expectation.kind {
        case .inJourney(let expected):
            let enrollments = try stepper.state(of: customer).enrollments.filter { !$0.isFinished }
            let inside = Set(enrollments.compactMap { stepper.journey(of: $0) })
            let isInside = result.plan.journey.map(inside.contains) ?? !inside.isEmpty
            if isInside == expected { return }
            let what = result.plan.journey.map { "`\($0)`" } ?? "a journey"
            fail(expected ? "\(customer) is not in \(what)" : "\(customer) is in \(what)", index)
        case .that(let condition, let text):
            if try !stepper.holds(condition, of: customer, at: instant) { fail("`\(text)` does not hold", index) }
        case .goal, .message, .noMessages: break
        }
    }

    private mutating func fail(_ message: String, _ expectation: Int?) {
        let moment = expectation.flatMap { result.plan.expectations[$0].moment }
        let when = moment.map { " at " + self.text($0) } ?? ""
        result.failures.append(.init(message: message + when, expectation: expectation))
    }

    /// What can be said only of the whole: messages and goals.
    private mutating func judge() {
        for index in result.plan.expectations.indices where result.plan.expectations[index].moment == nil {
            do { try check(index, at: stepper.clock) } catch { fail("cannot be looked at: \(error)", index) }
        }
        var messages = self.messages()
        for (index, expectation) in result.plan.expectations.enumerated() {
            let customer = result.plan.customers[expectation.customer].id
            switch expectation.kind {
            case .message: judgeMessage(index, customer, &messages)
            case .goal:
                let at = expectation.moment.map(instant)
                let isGoal = result.decisions.contains { $0.action == .goal && $0.customer == customer && isReached(at, $0) }
                if !isGoal { fail("\(customer) does not reach the goal", index) }
            case .noMessages:
                for message in messages where message.decision.customer == customer && message.wasSent {
                    fail("no message was expected, and \(describe(message))", index)
                }
                messages.removeAll { $0.decision.customer == customer }
            case .inJourney, .that: break
            }
        }
        for message in messages where message.wasSent { fail("no `expect` names this message: \(describe(message))", nil) }
        result.failures.sort { ($0.expectation ?? .max) < ($1.expectation ?? .max) }
    }

    private func messages() -> [TestResult.Message] {
        let byKey = Dictionary(result.outcomes.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        return result.decisions.filter { $0.action == .send }.map { decision in
            TestResult.Message(decision: decision, outcome: decision[.key].flatMap { byKey[$0.text] })
        }
    }

    private mutating func judgeMessage(_ index: Int, _ customer: String, _ messages: inout [TestResult.Message]) {
        let expectation = result.plan.expectations[index]
        guard case .message(let content, let via, let values) = expectation.kind else { return }
        let at = expectation.moment.map(instant)
        let found = messages.firstIndex { message in
            message.decision.customer == customer && message.wasSent && message.decision[.content]?.text == content
                && via ?? message.outcome?.channel == message.outcome?.channel && at.map { isAt($0, message.decision.at) } ?? true
                && values.allSatisfy { Value.compare(message.value($0.name), $0.value) == .equal }
        }
        if let found {
            messages.remove(at: found)
            return
        }
        let near = messages.firstIndex { $0.decision.customer == customer && $0.decision[.content]?.text == content }
        let wanted = "`\(content)`" + (via.map { " via \($0)" } ?? "")
            + (values.isEmpty ? "" : " with " + values.map { "\($0.name): \($0.value.text)" }.joined(separator: ", "))
        guard let near else { return fail("\(wanted) is not sent", index) }
        fail("\(wanted) is not sent; \(describe(messages[near]))", index)
        messages.remove(at: near)
    }

    private func describe(_ message: TestResult.Message) -> String {
        let decision = message.decision
        let channel = message.outcome?.channel ?? decision[.channel]?.text ?? ""
        let with = decision[.with]?.text ?? "{}"
        let status = message.outcome.map { $0.status.name } ?? decision[.outcome]?.text ?? "queued"
        let verb = status == "sent" ? "is sent" : "is \(status)"
        return "`\(decision[.content]?.text ?? "")` \(verb) via \(channel) at \(text(.after(decision.at - result.start)))"
            + (with == "{}" ? "" : " with \(with)")
    }

    // MARK: Time

    private func isReached(_ moment: Timestamp?, _ decision: Decision) -> Bool { moment.map { isAt($0, decision.at) } ?? true }

    /// Moments of a test are said to the second: a span that is over ends a microsecond later.
    private func isAt(_ moment: Timestamp, _ instant: Timestamp) -> Bool { instant >= moment && instant < moment + .second }

    private func instant(_ moment: TestPlan.Moment) -> Timestamp {
        switch moment {
        case .after(let offset): result.start + offset
        case .local(let days, let seconds): zone.instant(days: Int(days), seconds: Int(seconds))
        }
    }

    private func text(_ moment: TestPlan.Moment) -> String {
        switch moment {
        case .after(let offset): durationText(offset)
        case .local: instant(moment).rfc3339
        }
    }
}

extension TestResult.Message {
    /// A value that the message was sent with.
    fileprivate func value(_ name: String) -> Value {
        guard let json = decision[.with]?.text else { return .unknown }
        return Array(json.utf8.dropFirst().dropLast()).withUnsafeBytes { JSONMembers.value(of: name, in: $0) }
    }
}

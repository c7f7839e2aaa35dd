import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel

/// What one seed came to.
public struct FaultOutcome: Sendable {
    public var swarm: Swarm
    /// Promises that were broken, in words; none where all held.
    public var violations: [String]
    /// Equal for equal seeds, on every machine.
    public var trace: UInt64
    public var figures: FaultFigures

    public var passed: Bool { violations.isEmpty }
}

/// How much a simulation saw.
public struct FaultFigures: Sendable, Equatable {
    public var seeds = 0
    public var commits = 0
    /// Ends of the process before its work was done.
    public var breaks = 0
    public var decisions = 0
    public var messages = 0
    public var turns = 0
    /// Starts after a stop, a takeover, or a loss of the store.
    public var handovers = 0
    /// What providers told of messages.
    public var receipts = 0
    /// Seeds that were held against the reference model, and against the same without breaks.
    public var modelled = 0
    public var twins = 0

    public init() {}

    public static func + (a: FaultFigures, b: FaultFigures) -> FaultFigures {
        var sum = a
        sum.seeds += b.seeds
        sum.commits += b.commits
        sum.breaks += b.breaks
        sum.decisions += b.decisions
        sum.messages += b.messages
        sum.turns += b.turns
        sum.handovers += b.handovers
        sum.receipts += b.receipts
        sum.modelled += b.modelled
        sum.twins += b.twins
        return sum
    }
}

/// Runs seeds: the real engine, runtime and store under a virtual clock, with everything going wrong that the seed allows.
public enum FaultSimulation {
    /// - Parameter folder: where store files may lie; what is made there is removed.
    public static func run(_ swarm: Swarm, in folder: URL) -> FaultOutcome {
        let workload = Workload(swarm)
        var figures = FaultFigures()
        let run = inPlace(folder, "\(swarm.seed)") { FaultRun(swarm, workload, in: $0).run() }
        figures.seeds = 1
        figures.commits = run.commits
        figures.breaks = max(run.lives - 1, 0)
        figures.decisions = run.decisionCount
        figures.messages = run.messages
        figures.turns = run.turns
        figures.handovers = run.handovers
        figures.receipts = run.receipts
        var violations = run.violations
        if violations.isEmpty, let model = modelled(workload, swarm, run) {
            figures.modelled = 1
            let hasAudiences = !(workload.programs.first?.compiled.definitions.audiences.isEmpty ?? true)
            var (found, wanted) = (lines(run.decisions, hasAudiences: hasAudiences), lines(model, hasAudiences: hasAudiences))
            // A goal names the messages that were out before it: of the model's each is out when it is queued.
            if !swarm.classes.isDisjoint(with: [.rateLimits, .tooMany, .serverErrors]) {
                (found, wanted) = (found.map(withoutMessages), wanted.map(withoutMessages))
            }
            violations += difference(found, wanted, "the engine", "the reference model")
        }
        if violations.isEmpty, swarm.hasTwin, run.lives > 1 {
            figures.twins = 1
            let twin = inPlace(folder, "\(swarm.seed)-twin") { FaultRun(swarm, workload, in: $0, hasBreaks: false).run() }
            violations += twin.violations.map { "without breaks: \($0)" }
            violations += difference(run.decisions.map(\.numberedLine), twin.decisions.map(\.numberedLine), "the broken run", "the same without breaks")
            if violations.isEmpty { violations += difference(run.outbox, twin.outbox, "the broken run's outbox", "that without breaks") }
        }
        return FaultOutcome(swarm: swarm, violations: violations, trace: run.trace, figures: figures)
    }

    /// What a seed makes happen, for who looks for the reason of a failure.
    public static func description(of swarm: Swarm) -> String {
        let workload = Workload(swarm)
        let classes = swarm.classes.map(\.rawValue).sorted().joined(separator: ", ")
        let programs = workload.programs.map { "--- program\n\($0.text)\n" }.joined()
        let lines = workload.arrivals.map { "\($0.at.rfc3339) \($0.line)\n" }.joined()
        let deeds = workload.deeds.map { "\($0.at.rfc3339) \($0.deed)\n" }.joined()
        return "--- \(classes); grace \(workload.grace.short)\n\(programs)--- lines\n\(lines)--- operators\n\(deeds)"
    }

    private static func inPlace(_ folder: URL, _ name: String, _ body: (URL) -> FaultRun.Result) -> FaultRun.Result {
        let own = folder.appendingPathComponent("seed-\(name)")
        try? FileManager.default.removeItem(at: own)
        try? FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: own) }
        return body(own)
    }

    private static func difference(_ found: [String], _ wanted: [String], _ who: String, _ other: String) -> [String] {
        if found == wanted { return [] }
        let place = zip(found, wanted).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(found.count, wanted.count)
        let (a, b) = (place < found.count ? found[place] : "nothing", place < wanted.count ? wanted[place] : "nothing")
        return ["decision \(place): \(who) has `\(a)`, \(other) `\(b)`"]
    }

    // MARK: The reference model

    /// What the model decides, customer by customer; nil where it does not reach.
    private static func modelled(_ workload: Workload, _ swarm: Swarm, _ run: FaultRun.Result) -> [Decision]? {
        guard swarm.isInOrder, !swarm.isShipped, let program = workload.programs.first, workload.arrivals.count <= 400,
            swarm.classes.isDisjoint(with: [.merges, .forgets, .suppressions, .late, .receipts])
        else { return nil }
        let policy = ReferencePolicy(program.parsed.map(\.program))
        // What ended unsent gave its place in the caps back.
        if run.hasFailures { return nil }
        if swarm.hasZones, !policy.quiet.isEmpty || program.text.contains("wait until") || program.text.contains("best time") { return nil }
        let conditions = program.parsed.reduce(into: [String: JourneyLanguage.Expression]()) { $0.merge(Self.audiences(of: $1)) { $1 } }
        let model = ReferenceModel(program.parsed.flatMap { ReferenceRule.rules(of: $0) }, policy: policy, audiences: conditions)
        for arrival in workload.arrivals.enumerated().filter({ !$0.element.isRepetition })
            .sorted(by: { ($0.element.event.at, $0.offset) < ($1.element.event.at, $1.offset) }).map(\.element)
        {
            let event = arrival.event
            model.take(.init(at: event.at, customer: event.customer, name: event.name, properties: Array(event.properties.utf8.dropFirst().dropLast())))
        }
        model.finish(at: workload.lastAt + 20 * .day)
        return (0..<swarm.customers).flatMap { number in model.decisions.filter { $0.customer == "c\(number)" } }
    }

    /// Looks at audiences take numbers, too: then watches and enrollments are told apart by the order in which a customer's are first named.
    private static func lines(_ decisions: [Decision], hasAudiences: Bool) -> [String] {
        if !hasAudiences { return decisions.map(\.numberedLine) }
        var numbers: [String: UInt64] = [:]
        return decisions.map { decision in
            var decision = decision
            let name = "\(decision.customer) \(decision.enrollment)"
            if decision.enrollment != 0 {
                decision.enrollment = numbers[name] ?? UInt64(numbers.count + 1)
                numbers[name] = decision.enrollment
            }
            return decision.numberedLine
        }
    }

    private static func withoutMessages(_ line: String) -> String {
        line.split(separator: " ").filter { !$0.hasPrefix("after=") }.joined(separator: " ")
    }

    private static func audiences(of parsed: ParsedFile) -> [String: JourneyLanguage.Expression] {
        var found: [String: JourneyLanguage.Expression] = [:]
        for case .audience(let audience) in parsed.program.items { found[audience.name.text] = audience.condition }
        return found
    }
}

extension ReferenceRule {
    static func rules(of parsed: ParsedFile) -> [ReferenceRule] {
        parsed.program.items.compactMap { item in
            switch item {
            case .journey(let journey), .rule(let journey): ReferenceRule(journey, name: journey.name?.text ?? "case")
            default: nil
            }
        }
    }
}

extension ReferencePolicy {
    init(_ programs: [Program]) {
        self.init()
        if let program = programs.first { self.init(program) }
    }
}

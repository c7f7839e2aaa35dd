import Foundation

/// Runs the scenarios side by side, several rounds, and prints medians as ratios against bare SQLite in the same run.
struct Bench {
    private let options: BenchOptions

    /// What a scenario's process said, and what the system says of it.
    private struct Measured {
        var values: [String: Double] = [:]
        /// Of the whole process, from its start to its end.
        var wholeSeconds = 0.0
        var peakMegabytes = 0.0

        var eventsPerSecond: Double { (values["events"] ?? 0) / max(values["seconds"] ?? 0, 1e-9) }
        var eventsPerWholeSecond: Double { (values["events"] ?? 0) / max(wholeSeconds, 1e-9) }
    }

    /// A line of the report: a scenario over a log with a program.
    private struct Row {
        var title: String
        var scenario: ScenarioRun.Name
        var log: String
        var program: String
    }

    init(_ options: BenchOptions) { self.options = options }

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-bench-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let generated = folder + "/events.jsonl"
        let bytes = try generateEvents(
            to: generated, options: GeneratorOptions(events: options.events, customers: options.customers, seed: options.seed))
        say("\(grouped(options.events)) events of \(grouped(options.customers)) customers, \(bytes / 1_000_000) MB; seed \(options.seed)")
        try report("generated log", generated, "browsed but not bought within 2d", folder)
        guard let log = options.log else { return }
        say("\n\(log)")
        try report("recorded log", log, options.sentence, folder)
    }

    private func report(_ name: String, _ log: String, _ trigger: String, _ folder: String) throws {
        let one = "when \(trigger) again always send coupon via wecom"
        let ten = (1...10).map { number in
            "journey j\(number) when \(trigger) again always " + String(repeating: "send coupon via wecom wait 1h ", count: 5) + "tag t\(number) end"
        }
        let rows = [
            Row(title: "bare SQLite, a row an event", scenario: .rows, log: log, program: one),
            Row(title: "dry run, 1 journey", scenario: .dry, log: log, program: one),
            Row(title: "durable, 1 journey", scenario: .durable, log: log, program: one),
            Row(title: "durable, no match", scenario: .durable, log: log, program: "when never_seen send coupon via wecom"),
            Row(title: "dry run, 10 journeys of 10 steps", scenario: .dry, log: log, program: ten.joined(separator: "\n")),
            Row(title: "durable, 10 journeys of 10 steps", scenario: .durable, log: log, program: ten.joined(separator: "\n")),
        ]
        var measured = [[Measured]](repeating: [], count: rows.count)
        // Round by round, so that a slow minute of the machine meets every row alike.
        for _ in 0..<options.rounds {
            for (index, row) in rows.enumerated() { measured[index].append(try measure(row, folder)) }
        }
        let medians = measured.map(median)
        say("  what                                events/s   whole process   x bare   peak MB   bytes/event   bytes/transition")
        let bare = medians[0].eventsPerSecond
        let idleBytes = medians[3].values["bytes"] ?? 0
        for (row, figures) in zip(rows, medians) { tell(name, row, figures, bare: bare, idleBytes: idleBytes) }
    }

    /// - Parameter idleBytes: of the store when no journey matches: what events alone cost.
    private func tell(_ name: String, _ row: Row, _ figures: Measured, bare: Double, idleBytes: Double) {
        let events = figures.values["events"] ?? 0
        let bytes = figures.values["bytes"]
        let transitions = figures.values["transitions"] ?? 0
        let perTransition = row.scenario == .durable && transitions > 0 ? bytes.map { ($0 - idleBytes) / transitions } : nil
        if options.isJSON {
            let members: [(String, Double?)] = [
                ("events", events), ("events_per_second", figures.eventsPerSecond),
                ("events_per_second_whole_process", figures.eventsPerWholeSecond), ("ratio", figures.eventsPerSecond / bare),
                ("peak_megabytes", figures.peakMegabytes), ("bytes_per_event", bytes.map { $0 / events }), ("transitions", transitions),
                ("bytes_per_transition", perTransition),
            ]
            let text = members.compactMap { name, value in value.map { "\"\(name)\":\(($0 * 100).rounded() / 100)" } }
            print("{\"log\":\"\(name)\",\"what\":\"\(row.title)\",\(text.joined(separator: ","))}")
            return
        }
        let columns = [
            right(grouped(Int(figures.eventsPerSecond)), 12), right(row.scenario == .rows ? "" : grouped(Int(figures.eventsPerWholeSecond)), 16),
            right(tenths(figures.eventsPerSecond / bare), 9), right(tenths(figures.peakMegabytes), 10),
            right(bytes.map { tenths($0 / events) } ?? "", 14), right(perTransition.map(tenths) ?? "", 19),
        ]
        print("  " + row.title.padding(toLength: 32, withPad: " ", startingAt: 0) + columns.joined())
    }

    private func measure(_ row: Row, _ folder: String) throws -> Measured {
        let work = folder + "/work"
        try? FileManager.default.removeItem(atPath: work)
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        let clock = ContinuousClock()
        let begin = clock.now
        let child = try Child.run(["scenario", row.scenario.rawValue, row.log, row.program, work])
        let spent = (clock.now - begin).components
        var measured = Measured(wholeSeconds: Double(spent.seconds) + Double(spent.attoseconds) / 1e18)
        measured.peakMegabytes = Double(child.peakKilobytes) / 1_024
        for line in child.output.split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2, let value = Double(parts[1]) { measured.values[String(parts[0])] = value }
        }
        guard child.code == 0, measured.values["events"] != nil else { throw BenchError("`\(row.title)` failed") }
        return measured
    }

    private func median(_ rounds: [Measured]) -> Measured {
        rounds.sorted { $0.eventsPerSecond < $1.eventsPerSecond }[rounds.count / 2]
    }

    private func say(_ text: String) { if !options.isJSON { print(text) } }
    private func right(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
    private func tenths(_ value: Double) -> String { String(format: "%.1f", value) }

    private func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }
}

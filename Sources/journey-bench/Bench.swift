import Foundation

/// Runs the scenarios, each in a process of its own, and prints medians as ratios against bare SQLite in the same run.
struct Bench {
    private let options: BenchOptions
    private let scenarios: Scenarios
    private let report: BenchReport

    init(_ options: BenchOptions) {
        self.options = options
        scenarios = Scenarios(options: options)
        report = BenchReport(isJSON: options.isJSON)
    }

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-bench-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var found: [String: Measured] = [:]
        let clock = ContinuousClock()
        let begin = clock.now
        try overGeneratedLog(folder, &found)
        try growth(folder, &found)
        try waiting(folder, &found)
        if let log = options.log {
            report.say("\n\(log)")
            report.tell(try rounds(scenarios.overLog(log, Programs(trigger: options.sentence), prefix: "recorded-"), folder))
        }
        try others(&found)
        report.tell(Target.all, of: found)
        report.tellTotal(Int((clock.now - begin).components.seconds))
    }

    // MARK: Over logs

    private func overGeneratedLog(_ folder: String, _ found: inout [String: Measured]) throws {
        let log = folder + "/events.jsonl"
        let wanted = scenarios.overLog(log, .generated)
        if wanted.isEmpty { return }
        try generate(log, options.events, options.customers)
        let measured = try rounds(wanted, folder)
        report.tell(measured)
        for (scenario, figures) in measured { found[scenario.name] = figures }
    }

    private func generate(_ path: String, _ events: Int, _ customers: Int) throws {
        let bytes = try generateEvents(to: path, options: GeneratorOptions(events: events, customers: customers, seed: options.seed))
        report.say("\(grouped(events)) events of \(grouped(customers)) customers, \(bytes / 1_000_000) MB; seed \(options.seed)")
    }

    /// Round by round, so that a slow minute of the machine meets all alike.
    private func rounds(_ scenarios: [Scenario], _ folder: String) throws -> [(Scenario, Measured)] {
        var measured = [[Measured]](repeating: [], count: scenarios.count)
        for round in 0..<options.rounds {
            for (index, scenario) in scenarios.enumerated() where round == 0 || !scenario.isOnce {
                measured[index].append(try inWorkFolder(folder) { try Measured(scenario, in: $0) })
            }
        }
        return zip(scenarios, measured).map { ($0, .median($1)) }
    }

    private func inWorkFolder<Result>(_ folder: String, _ body: (String) throws -> Result) throws -> Result {
        let work = folder + "/work"
        try? FileManager.default.removeItem(atPath: work)
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: work) }
        return try body(work)
    }

    private func growth(_ folder: String, _ found: inout [String: Measured]) throws {
        let wanted = scenarios.growth
        if wanted.isEmpty { return }
        report.say("")
        var measured: [(Scenario, Measured)] = []
        for (customers, name) in wanted {
            let log = folder + "/growth.jsonl"
            try generate(log, options.growthEvents, customers)
            defer { try? FileManager.default.removeItem(atPath: log) }
            for (kind, suffix) in [(Scenario.Kind.dry, "dry"), (.durable, "durable")] {
                let scenario = Scenario(
                    name: "\(name)-\(suffix)", title: "\(suffix), \(grouped(customers)) customers", kind: kind,
                    settings: ["log": log, "program": Programs.generated.one])
                let figures = try inWorkFolder(folder) { try Measured(scenario, in: $0) }
                measured.append((scenario, figures))
                found[scenario.name] = figures
            }
        }
        report.tell(measured)
    }

    // MARK: Stores full of waiting customers

    private func waiting(_ folder: String, _ found: inout [String: Measured]) throws {
        report.say("")
        for scenario in scenarios.waiting {
            try inWorkFolder(folder) { work in
                for _ in scenario.needs {
                    let fill = Scenario(name: "fill", title: "", kind: .fill, settings: scenario.settings)
                    let made = try Measured(fill, in: work)
                    report.say("made a store of \(grouped(Int(made["customers"] ?? 0))) customers in \(Int(made.wholeSeconds)) s")
                }
                let figures = try Measured(scenario, in: work)
                report.tell(scenario, figures)
                found[scenario.name] = figures
            }
        }
    }

    // MARK: What has commands of its own

    /// The way of a text, and of a message to a server.
    private func others(_ found: inout [String: Measured]) throws {
        for (name, arguments) in [
            ("language", ["language", "--figures", "--rounds", "\(options.rounds)"]),
            ("webhook", ["webhook", "--json", "--messages", "\(options.messages)"]),
        ] where scenarios.isWanted(name) {
            let child = try Child.run(arguments)
            guard child.code == 0 else {
                report.say("`\(name)` could not be measured")
                continue
            }
            var figures = Measured()
            figures.peakMegabytes = Double(child.peakKilobytes) / 1_024
            if name == "language" { figures.take(child.output) } else { figures.values = Self.numbers(child.output) }
            report.tell(Scenario(name: name, title: name, kind: .rows), figures)
            found[name] = figures
        }
    }

    private static func numbers(_ json: String) -> [String: Double] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] else { return [:] }
        return object.compactMapValues { ($0 as? NSNumber)?.doubleValue }
    }
}

func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    var place = digits.count - 3
    while place > 0 {
        digits.insert(",", at: place)
        place -= 3
    }
    return String(digits)
}

import Foundation

/// What a scenario's process said, and what the system says of it.
struct Measured {
    var values: [String: Double] = [:]
    /// Of the whole process, from its start to its end.
    var wholeSeconds = 0.0
    /// Of all its threads, in the system too: what a busy machine changes least.
    var cpuSeconds = 0.0
    var peakMegabytes = 0.0

    subscript(_ name: String) -> Double? { values[name] }

    var events: Double { values["events"] ?? 0 }
    var eventsPerSecond: Double? { rate(values["seconds"]) }
    var eventsPerWholeSecond: Double? { rate(wholeSeconds) }

    private func rate(_ seconds: Double?) -> Double? {
        guard events > 0, let seconds, seconds > 0 else { return nil }
        return events / seconds
    }

    /// Runs a scenario in a process of its own.
    init(_ scenario: Scenario, in folder: String) throws {
        let clock = ContinuousClock()
        let begin = clock.now
        let words = scenario.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let child = try Child.run(["scenario", scenario.kind.rawValue, folder] + words)
        let spent = (clock.now - begin).components
        wholeSeconds = Double(spent.seconds) + Double(spent.attoseconds) / 1e18
        cpuSeconds = child.cpuSeconds
        peakMegabytes = Double(child.peakKilobytes) / 1_024
        take(child.output)
        guard child.code == 0, !values.isEmpty else { throw BenchError("`\(scenario.name)` failed") }
    }

    init() {}

    /// Reads `name value` lines.
    mutating func take(_ output: String) {
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2, let value = Double(parts[1]) { values[String(parts[0])] = value }
        }
    }

    /// The round in the middle, by the events a second or else by the seconds.
    static func median(_ rounds: [Measured]) -> Measured {
        rounds.sorted { ($0.eventsPerSecond ?? -($0["seconds"] ?? 0)) < ($1.eventsPerSecond ?? -($1["seconds"] ?? 0)) }[rounds.count / 2]
    }
}

import Foundation

/// Prints what was measured, as a table for people or one JSON object a line.
struct BenchReport {
    let isJSON: Bool

    func say(_ text: String) { if !isJSON { print(text) } }

    // MARK: Over one log

    /// Scenarios over one log: the first is bare SQLite, where it is among them.
    func tell(_ measured: [(Scenario, Measured)]) {
        let bare = measured.first { $0.0.kind == .rows }?.1
        let idleBytes = measured.first { $0.0.name.hasSuffix("unmatched") }?.1["bytes"]
        if !isJSON, !measured.isEmpty {
            print(
                "  what                                    events/s  whole process  x bare  µs CPU/event  peak MB  bytes/event"
                    + "  moves/event  bytes/move")
        }
        for (scenario, figures) in measured {
            let moves = (figures["transitions"] ?? 0) / max(figures.events, 1)
            let ofMoves = idleBytes.flatMap { idle in
                figures["bytes"].flatMap { bytes in
                    scenario.kind == .durable && moves > 0 ? (bytes - idle) / (moves * figures.events) : nil
                }
            }
            let ratio = bare?.eventsPerSecond.flatMap { bare in figures.eventsPerSecond.map { $0 / bare } }
            if isJSON {
                object(scenario.name, figures, ["ratio": ratio, "bytes_per_transition": ofMoves])
                continue
            }
            let columns = [
                right(figures.eventsPerSecond.map { grouped(Int($0)) }, 12), right(figures.eventsPerWholeSecond.map { grouped(Int($0)) }, 15),
                right(ratio.map { decimals($0, 2) }, 8), right(decimals(figures.cpuSeconds * 1e6 / max(figures.events, 1), 2), 14),
                right(decimals(figures.peakMegabytes, 1), 9), right(figures["bytes"].map { decimals($0 / max(figures.events, 1), 1) }, 13),
                right(scenario.kind == .rows ? nil : decimals(moves, 2), 13), right(ofMoves.map { decimals($0, 1) }, 12),
            ]
            print("  " + scenario.title.padding(toLength: 36, withPad: " ", startingAt: 0) + columns.joined())
        }
    }

    // MARK: Others

    /// A scenario with figures of its own.
    func tell(_ scenario: Scenario, _ figures: Measured) {
        if isJSON { return object(scenario.name, figures, [:]) }
        let all = figures.values.sorted { $0.key < $1.key }.map { "\($0.key.replacingOccurrences(of: "_", with: " ")) \(number($0.value))" }
        print("  \(scenario.title): " + all.joined(separator: ", ") + ", peak MB \(decimals(figures.peakMegabytes, 1))")
    }

    private func object(_ name: String, _ figures: Measured, _ more: [String: Double?]) {
        var members = figures.values.map { ($0.key, $0.value) } + more.compactMap { name, value in value.map { (name, $0) } }
        if let rate = figures.eventsPerSecond { members.append(("events_per_second", rate)) }
        if figures.wholeSeconds > 0 {
            members += [
                ("whole_seconds", figures.wholeSeconds), ("cpu_seconds", figures.cpuSeconds),
            ]
        }
        members.append(("peak_megabytes", figures.peakMegabytes))
        let texts = members.sorted { $0.0 < $1.0 }.map { "\"\($0.0)\":\(number($0.1))" }
        print("{\"what\":\"\(name)\",\(texts.joined(separator: ","))}")
    }

    // MARK: The table of what is to be reached

    /// Only what was measured is told.
    func tell(_ targets: [Target], of found: [String: Measured]) {
        let told = targets.compactMap { target in target.value(found).map { (target, $0) } }
        if told.isEmpty { return }
        say("\n  work                                        to reach                reached        ratio")
        for (target, value) in told {
            // Above 1 is better than asked.
            let ratio = target.isLeast ? value / target.bound : target.bound / max(value, 1e-9)
            if isJSON {
                let figures = "\"to_reach\":\(number(target.bound)),\"reached\":\(number(value)),\"ratio\":\(number(ratio))"
                print("{\"target\":\"\(target.name)\",\(figures)}")
                continue
            }
            print(
                "  " + target.name.padding(toLength: 44, withPad: " ", startingAt: 0)
                    + ((target.isLeast ? ">= " : "<= ") + amount(target.bound) + " " + target.unit).padding(toLength: 24, withPad: " ", startingAt: 0)
                    + amount(value).padding(toLength: 15, withPad: " ", startingAt: 0) + decimals(ratio, 2))
        }
    }

    func tellTotal(_ seconds: Int) {
        if isJSON { print("{\"what\":\"total\",\"seconds\":\(seconds)}") } else { print("\nmeasured in \(seconds / 60) min \(seconds % 60) s") }
    }

    private func amount(_ value: Double) -> String { value >= 1_000 ? grouped(Int(value)) : number(value) }

    /// At most three digits that are not whole.
    private func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : decimals(value, abs(value) < 10 ? 3 : 1)
    }

    private func decimals(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
    private func right(_ text: String?, _ width: Int) -> String {
        let text = text ?? ""
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

import Foundation
import JourneyFaults

/// `journey-simulate-faults`: runs seeds and says which of them break a promise.
struct FaultCommand {
    private var seeds = 0..<UInt64(2_000)
    private var swarm: Swarm?
    private var jobs = 1
    private var isJSON = false
    private var isVerbose = false
    private var wrong: String?

    static let usage = """
        journey-simulate-faults [--seeds N|A..B] [--jobs N] [--json]
        journey-simulate-faults --seed N [--without CLASS,…] [--customers N] [--journeys 0,2] [--events 0-9,12]

        Runs the engine, the scheduler and the store under a virtual clock, one seed after the other, with lines that come late and
        twice, a process that ends at any commit, channels that fail, clocks that jump and operators that interfere, and looks after
        each commit whether what is promised holds. Ends with 1 where it does not, and prints the command that shows it again.

        """

    init(_ arguments: [String]) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            if option == "--help" { wrong = ""; return }
            if option == "--json" { isJSON = true; continue }
            if option == "--verbose" { isVerbose = true; continue }
            guard let value = rest.popFirst(), take(option, value) else {
                wrong = "`\(option)` is not understood"
                return
            }
        }
    }

    private mutating func take(_ option: String, _ value: String) -> Bool {
        switch option {
        case "--seeds":
            let ends = value.components(separatedBy: "..").map { UInt64($0) }
            guard let first = ends[0], ends.count < 3 else { return false }
            if ends.count == 1 { seeds = 0..<first } else if let last = ends[1], first <= last, last < .max { seeds = first..<last + 1 } else { return false }
        case "--seed":
            guard let seed = UInt64(value) else { return false }
            swarm = Swarm(seed: seed)
        case "--without":
            let classes = value.split(separator: ",").map { FaultClass(rawValue: String($0)) }
            guard swarm != nil, !classes.contains(nil) else { return false }
            swarm?.classes.subtract(classes.compactMap { $0 })
        case "--customers":
            guard swarm != nil, let count = Int(value), (1...Swarm.mostCustomers).contains(count) else { return false }
            swarm?.customers = count
        case "--journeys":
            guard swarm != nil, let indices = Swarm.indices(value), indices.allSatisfy({ $0 < Swarm.mostJourneys }) else { return false }
            swarm?.journeys = indices
        case "--events":
            guard swarm != nil, let indices = Swarm.indices(value) else { return false }
            swarm?.events = indices
        case "--jobs":
            guard let count = Int(value), count > 0 else { return false }
            jobs = count
        default: return false
        }
        return true
    }

    func run() -> Int32 {
        if let wrong {
            print(wrong.isEmpty ? Self.usage : "\(wrong)\n\n\(Self.usage)")
            return wrong.isEmpty ? 0 : 2
        }
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        if let swarm {
            let outcome = FaultSimulation.run(swarm, in: folder)
            tell(outcome)
            return outcome.passed ? 0 : 1
        }
        var figures = FaultFigures()
        var failed: [FaultOutcome] = []
        for seed in seeds {
            let outcome = FaultSimulation.run(Swarm(seed: seed), in: folder)
            figures = figures + outcome.figures
            if isVerbose { print(seed, outcome.figures) }
            if !outcome.passed { failed.append(outcome); tell(outcome) }
        }
        print(figures, "failed", failed.count)
        return failed.isEmpty ? 0 : 1
    }

    private func tell(_ outcome: FaultOutcome) {
        print("seed \(outcome.swarm.seed) trace \(String(outcome.trace, radix: 16)) \(outcome.passed ? "passed" : "FAILED") \(outcome.figures)")
        for violation in outcome.violations { print("  \(violation)") }
    }

    /// In memory where the system has a place for that: what a process end leaves behind is all that matters here.
    private static func folder() -> URL {
        let memory = URL(fileURLWithPath: "/dev/shm")
        let base = FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
        return base.appendingPathComponent("journey-faults-\(getpid())")
    }
}

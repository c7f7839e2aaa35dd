import Foundation
import JourneyFaults

/// `journey-simulate-faults`: runs seeds and says which of them break a promise.
struct FaultCommand {
    private var seeds = 0..<UInt64(2_000)
    private var swarm: Swarm?
    /// Classes that are put into each swarm, or taken out of it.
    private var parts: [(option: String, value: String)] = []
    private var jobs = ProcessInfo.processInfo.activeProcessorCount
    private var isJSON = false
    private var isVerbose = false
    /// Looks for each planted bug, instead of for real ones.
    private var isPlanted = false
    private var planted: String?
    private var corpus: String?
    private var wrong: String?

    static let usage = """
        journey-simulate-faults [--seeds N|A..B] [--with CLASS,…] [--without CLASS,…] [--jobs N] [--corpus FILE]
                                 [--json]
        journey-simulate-faults --seed N [--with CLASS,…] [--without CLASS,…] [--customers N] [--journeys 0,2]
                                 [--events 0-9,12] [--verbose]
        journey-simulate-faults --planted [--seeds N] [--jobs N] [--corpus FILE]

        Runs the engine, the scheduler and the store under a virtual clock, one seed after the other, with lines that come late and
        twice, a process that ends at any verb of the store, channels that fail, clocks that jump and operators that interfere, and
        looks after each commit whether what is promised holds. Ends with 1 where it does not, and prints the command that shows it
        again, and a smaller one.

        --with      classes of faults, whether the seed draws them or not; --without: whether it does or not
        --corpus    a file of seeds that are run first; seeds that fail are put into it
        --planted   in a build with the trait FaultInjection: each planted bug must be found; its corpus says which seed
                    found which once
        --bug       with --seed, in such a build: the planted bug that is in force
        --verbose   with --seed: journeys, lines and what operators do, too

        Example: journey-simulate-faults --seeds 2000 --jobs 2

        """

    init(_ arguments: [String]) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "--help":
                wrong = ""
                return
            case "--json": isJSON = true
            case "--verbose": isVerbose = true
            case "--planted": isPlanted = true
            default:
                guard let value = rest.popFirst(), take(option, value) else {
                    wrong = "`\(option)` is not understood, or its value is not"
                    return
                }
            }
        }
    }

    private mutating func take(_ option: String, _ value: String) -> Bool {
        switch option {
        case "--seeds":
            let ends = value.components(separatedBy: "..").map { UInt64($0) }
            guard let first = ends[0], ends.count < 3 else { return false }
            guard ends.count == 2 else {
                seeds = 0..<first
                return true
            }
            guard let last = ends[1], first <= last, last < .max else { return false }
            seeds = first..<last + 1
        case "--seed":
            guard let seed = UInt64(value) else { return false }
            swarm = Swarm(seed: seed)
        case "--with", "--without":
            parts.append((option, value))
            var any = Swarm(seed: 0)
            return any.take(option, value)
        case "--customers", "--journeys", "--events": return swarm?.take(option, value) ?? false
        case "--jobs":
            guard let count = Int(value), (1...256).contains(count) else { return false }
            jobs = count
        case "--corpus": corpus = value
        case "--bug": planted = value
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
        if let planted, !Planting.choose(planted) {
            print("no bug `\(planted)` is planted here; known are: \(Planting.names.joined(separator: ", "))")
            return 2
        }
        if isPlanted { return Planting.run(seeds, jobs: jobs, corpus: corpus, in: folder) }
        if let swarm { return runOne(cut(swarm), in: folder) }
        return runAll(in: folder)
    }

    private func cut(_ whole: Swarm) -> Swarm { parts.reduce(into: whole) { _ = $0.take($1.option, $1.value) } }

    private func runOne(_ swarm: Swarm, in folder: URL) -> Int32 {
        if isVerbose { print(FaultSimulation.description(of: swarm)) }
        let outcome = FaultSimulation.run(swarm, in: folder)
        print("seed \(swarm.seed) \(outcome.passed ? "passed" : "FAILED"), trace \(String(outcome.trace, radix: 16)): \(outcome.figures.text)")
        for violation in outcome.violations { print("  \(violation)") }
        if outcome.passed { return 0 }
        // Making it smaller may take minutes.
        fflush(nil)
        print("  smaller: \(FaultSimulation.shrunk(swarm, in: folder).command)")
        return 1
    }

    private func runAll(in folder: URL) -> Int32 {
        let kept = corpus.map(SeedCorpus.read) ?? []
        let all = kept + seeds.map { cut(Swarm(seed: $0)) }
        let outcomes = SeedRuns(jobs: jobs).run(all, in: folder) { outcome in
            guard !outcome.passed, !isJSON else { return }
            print("seed \(outcome.swarm.seed) FAILED: \(outcome.violations.first ?? "")\n  again: \(outcome.swarm.command)")
        }
        let failed = outcomes.filter { !$0.passed }
        let figures = outcomes.reduce(FaultFigures()) { $0 + $1.figures }
        // The first few are made smaller: it takes a while.
        let smaller = isJSON ? [] : failed.prefix(3).map { FaultSimulation.shrunk($0.swarm, in: folder).command }
        let traces = outcomes.reduce(UInt64(0)) { ($0 << 7 | $0 >> 57) ^ $1.trace }
        if isJSON {
            let seeds = failed.map { "\($0.swarm.seed)" }.joined(separator: ",")
            print("{\"failed\":[\(seeds)],\"trace\":\"\(String(traces, radix: 16))\",\(figures.json)}")
        } else {
            for command in smaller { print("smaller: \(command)") }
            print("\(figures.text); trace \(String(traces, radix: 16)); \(failed.count) failed")
        }
        if let corpus, !failed.isEmpty { SeedCorpus.add(failed.map(\.swarm.seed), to: corpus) }
        return failed.isEmpty ? 0 : 1
    }

    /// In memory where the system has a place for that: what the end of a process leaves behind is all that matters here.
    private static func folder() -> URL {
        let memory = URL(fileURLWithPath: "/dev/shm")
        let base = FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
        return base.appendingPathComponent("journey-faults-\(getpid())")
    }
}

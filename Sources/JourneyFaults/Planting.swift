import Foundation
import JourneyModel

/// Looks for the bugs that are compiled in under the trait `FaultInjection`: a harness that finds nothing proves nothing.
public enum Planting {
    #if FaultInjection
        public static let names = PlantedBug.allCases.map(\.rawValue)

        /// False where there is no such bug.
        public static func choose(_ name: String) -> Bool {
            PlantedBug.chosen = PlantedBug(rawValue: name)
            return PlantedBug.chosen != nil
        }

        /// Looks for each of them until it is found; ends with 1 where one is not.
        /// - Parameter corpus: a file that says which seed found which bug: it is tried first, and gets what is found anew.
        public static func run(_ seeds: Range<UInt64>, jobs: Int, corpus: String?, in folder: URL) -> Int32 {
            defer { PlantedBug.chosen = nil }
            var known = corpus.map(PlantedCorpus.read) ?? [:]
            var missed = 0
            for bug in PlantedBug.allCases {
                if first(of: known[bug.rawValue].map { [$0] } ?? [], with: bug, jobs: 1, in: folder) != nil { continue }
                if let outcome = first(of: seeds.map { swarm($0, for: bug) }, with: bug, jobs: jobs, in: folder) {
                    known[bug.rawValue] = outcome.swarm
                    print("\(bug.rawValue): found by `\(outcome.swarm.command)`: \(outcome.violations.first ?? "")")
                } else {
                    missed += 1
                    print("\(bug.rawValue): NOT FOUND in \(seeds.count) seeds")
                }
                fflush(nil)
            }
            if let corpus { PlantedCorpus.write(names.compactMap { name in known[name].map { (name, $0) } }, to: corpus) }
            print("\(names.count - missed) of \(names.count) planted bugs are found")
            return missed == 0 ? 0 : 1
        }

        /// The first that fails, and does not where nothing is planted.
        private static func first(of swarms: [Swarm], with bug: PlantedBug, jobs: Int, in folder: URL) -> FaultOutcome? {
            var rest = swarms[...]
            while !rest.isEmpty {
                PlantedBug.chosen = bug
                let outcomes = SeedRuns(jobs: jobs).run(Array(rest), in: folder, stopsAtFailure: true)
                guard let failed = outcomes.first(where: { !$0.passed }) else { return nil }
                PlantedBug.chosen = nil
                if FaultSimulation.run(failed.swarm, in: folder).passed { return failed }
                rest = rest[((rest.firstIndex(of: failed.swarm) ?? rest.endIndex - 1) + 1)...]
            }
            return nil
        }

        /// As the seed draws it, and with the class without which the bug shows nowhere.
        private static func swarm(_ seed: UInt64, for bug: PlantedBug) -> Swarm {
            var swarm = Swarm(seed: seed)
            // Where a twin compares what both decide, nothing may hang on when a message leaves.
            if [.rateOffByOne, .rateAnew].contains(bug), !swarm.hasTwin { swarm.classes.insert(.rateLimits) }
            return swarm
        }
    #else
        public static let names: [String] = []

        public static func choose(_ name: String) -> Bool { false }

        public static func run(_ seeds: Range<UInt64>, jobs: Int, corpus: String?, in folder: URL) -> Int32 {
            print("no bugs are planted in this build; `make planted` makes one that has them")
            return 2
        }
    #endif
}

/// Which simulation found which planted bug: `bug seed`, one a line, with the options that change the seed's parts.
enum PlantedCorpus {
    private static let head = "# Planted bugs, each with a seed that finds it: it is run first, and others only where it finds the bug no more.\n"

    static func read(_ path: String) -> [String: Swarm] {
        let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
        return lines.reduce(into: [:]) { known, line in
            let words = line.split(separator: " ", maxSplits: 1)
            if words.count == 2, let swarm = Swarm(line: words[1]) { known[String(words[0])] = swarm }
        }
    }

    static func write(_ found: [(name: String, swarm: Swarm)], to path: String) {
        let text = head + found.map { "\($0.name) \($0.swarm.line)\n" }.joined()
        if text != (try? String(contentsOfFile: path, encoding: .utf8)) { try? text.write(toFile: path, atomically: true, encoding: .utf8) }
    }
}

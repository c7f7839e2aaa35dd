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

        /// Runs each of them until it is found; ends with 1 where one is not.
        /// - Parameter corpus: a file that says which seed found which bug once: it is tried first.
        public static func run(_ seeds: Range<UInt64>, jobs: Int, corpus: String?, in folder: URL) -> Int32 {
            var missed = 0
            let known = corpus.map(knownSeeds) ?? [:]
            for bug in PlantedBug.allCases {
                PlantedBug.chosen = bug
                let first = known[bug.rawValue].map { [$0] } ?? []
                var outcomes = SeedRuns(jobs: 1).run(first, in: folder)
                if !outcomes.contains(where: { !$0.passed }) { outcomes = SeedRuns(jobs: jobs).run(Array(seeds), in: folder, stopsAtFailure: true) }
                if let found = outcomes.first(where: { !$0.passed }) {
                    print("\(bug.rawValue): found by seed \(found.swarm.seed): \(found.violations.first ?? "")")
                } else {
                    print("\(bug.rawValue): NOT FOUND in \(outcomes.count) seeds")
                    missed += 1
                }
            }
            PlantedBug.chosen = nil
            print("\(names.count - missed) of \(names.count) planted bugs are found")
            return missed == 0 ? 0 : 1
        }

        /// `bug seed`, one a line.
        private static func knownSeeds(_ path: String) -> [String: UInt64] {
            let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
            let pairs = lines.map { $0.split(separator: " ") }.filter { $0.count == 2 }
            return Dictionary(pairs.compactMap { pair in UInt64(pair[1]).map { (String(pair[0]), $0) } }, uniquingKeysWith: { $1 })
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

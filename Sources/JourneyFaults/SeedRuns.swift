import Dispatch
import Foundation
import Synchronization

/// Runs many seeds, a few at once, each on one thread of its own.
public struct SeedRuns: Sendable {
    public var jobs: Int

    public init(jobs: Int) { self.jobs = max(jobs, 1) }

    private struct Progress {
        var next = 0
        var isOver = false
        var found: [(place: Int, outcome: FaultOutcome)] = []
    }

    /// - Parameters:
    ///   - stopsAtFailure: no further ones are begun once one has failed.
    ///   - told: as they come, one at a time.
    /// - Returns: in the order of the seeds.
    public func run(
        _ seeds: [UInt64], in folder: URL, stopsAtFailure: Bool = false, told: (FaultOutcome) -> Void = { _ in }
    ) -> [FaultOutcome] {
        run(seeds.map(Swarm.init), in: folder, stopsAtFailure: stopsAtFailure, told: told)
    }

    /// The same, of seeds that may have parts taken out.
    public func run(
        _ swarms: [Swarm], in folder: URL, stopsAtFailure: Bool = false, told: (FaultOutcome) -> Void = { _ in }
    ) -> [FaultOutcome] {
        let progress = Mutex(Progress())
        withoutActuallyEscaping(told) { told in
            nonisolated(unsafe) let told = told
            DispatchQueue.concurrentPerform(iterations: jobs) { _ in
                while true {
                    let place = progress.withLock { state -> Int? in
                        guard !state.isOver, state.next < swarms.count else { return nil }
                        state.next += 1
                        return state.next - 1
                    }
                    guard let place else { return }
                    let outcome = FaultSimulation.run(swarms[place], in: folder)
                    progress.withLock { state in
                        state.found.append((place, outcome))
                        if stopsAtFailure, !outcome.passed { state.isOver = true }
                        told(outcome)
                    }
                }
            }
        }
        return progress.withLock { $0.found.sorted { $0.place < $1.place }.map(\.outcome) }
    }
}

/// The seeds that once failed: they are run first, for ever.
public enum SeedCorpus {
    /// One a line, with the options that take parts out of it; what follows a `#` says what it found.
    public static func read(_ path: String) -> [Swarm] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in Swarm(line: line.prefix { $0 != "#" }) }
    }

    public static func add(_ seeds: [UInt64], to path: String) {
        let known = Set(read(path).map(\.seed))
        let new = seeds.filter { !known.contains($0) }
        guard !new.isEmpty, let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
        try? (text + new.map { "\($0)\n" }.joined()).write(toFile: path, atomically: true, encoding: .utf8)
    }
}

extension FaultFigures {
    public var text: String {
        "\(seeds) seeds, \(breaks) breaks, \(commits) commits, \(decisions) decisions, \(messages) messages, \(handovers) handovers, \(receipts) receipts, "
            + "\(modelled) against the model, \(twins) against themselves unbroken"
    }

    /// Members without braces.
    public var json: String {
        "\"seeds\":\(seeds),\"breaks\":\(breaks),\"commits\":\(commits),\"decisions\":\(decisions),\"messages\":\(messages),\"handovers\":\(handovers),\"receipts\":\(receipts),"
            + "\"modelled\":\(modelled),\"twins\":\(twins)"
    }
}

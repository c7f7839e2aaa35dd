import CFaultVFS
import Foundation
import JourneyRuntime
import XCTest

@testable import JourneyStore

/// Every call to the disk fails once, or for good: the store opens again, the doctor finds nothing, nothing acknowledged is lost, and what
/// goes on from there decides what an undisturbed run decides.
///
/// A sample of the positions, which `JOURNEY_SEED` shifts; `JOURNEY_FAULTS=all` tries each one, a number so many of each way.
final class FaultSweepTests: XCTestCase {
    private let workload = Workload()

    override func setUp() { XCTAssertEqual(fault_install(), 0) }

    override func tearDown() {
        fault_disarm()
        fault_settle()
        fault_remove()
    }

    func testErrorsFullDisksAndNoMemory() throws {
        var total = 0
        for (kind, name) in [(FAULT_IO, "I/O error"), (FAULT_FULL, "full disk"), (FAULT_HALF, "half a write"), (FAULT_MEMORY, "no memory")] {
            for isFull in [false, true] {
                for isForGood in [false, true] {
                    total += try sweep(Fault(kind: kind, name: name, isForGood: isForGood, isFull: isFull), share: 10)
                }
            }
        }
        print("storage faults: \(total) positions")
    }

    func testLossOfPower() throws {
        var total = 0
        for isFull in [false, true] {
            for seed in UInt64(0)..<Sampling.loseSeeds {
                total += try sweep(Fault(kind: FAULT_POWER, name: "loss of power", isForGood: true, isFull: isFull, seed: seed), share: 10)
            }
        }
        print("losses of power: \(total)")
    }

    /// Without syncs power cannot be lost harmlessly: these tests would see a sync that is missing.
    func testAMissingSyncIsSeen() throws {
        let folder = try TemporaryFolder()
        var options = Workload.options(isFull: true)
        options.syncs = false
        var losses = 0
        for position in stride(from: 20, to: 320, by: 20) {
            let path = folder.path("store.db")
            fault_arm(FAULT_POWER, position, 1)
            XCTAssertThrowsError(try workload.run(path, options))
            fault_disarm()
            XCTAssertEqual(fault_lose_power(UInt64(position)), 0)
            let reached = try? SQLiteStore(path: path, options: options)
            if try reached.map(Workload.reached) ?? 0 < workload.acknowledged.batches { losses += 1 }
            reached?.close()
            fault_settle()
            folder.remove("store.db")
        }
        XCTAssertGreaterThan(losses, 5)
    }

    private struct Fault: CustomStringConvertible {
        var kind: fault_kind
        var name: String
        var isForGood: Bool
        /// `synchronous full`.
        var isFull: Bool
        /// Which of the changes that were not synced reach the disk.
        var seed: UInt64 = 0

        var description: String { "\(name) \(isForGood ? "for good" : "once"), synchronous \(isFull ? "full" : "normal"), seed \(seed)" }
    }

    /// Gives how many positions were tried.
    private func sweep(_ fault: Fault, share: Int) throws -> Int {
        let folder = try TemporaryFolder()
        let calm = folder.path("calm.db")
        fault_reset_counts()
        try workload.run(calm, isFull: fault.isFull)
        let calls = fault_calls(fault.kind)
        XCTAssertGreaterThan(calls, 30)
        let wanted = try workload.outcome(calm)
        fault_settle()
        XCTAssertGreaterThan(wanted.count, 80)
        var tried = 0
        for position in Sampling.positions(calls, share: share, shift: Int(fault.seed) + (fault.isForGood ? 3 : 0)) {
            tried += 1
            let path = folder.path("store.db")
            try disturb(path, at: position, fault)
            let found = try goOn(path, fault)
            let other = zip(found, wanted).first { $0 != $1 }
            XCTAssertNil(other, "\(fault), call \(position), \(String(cString: fault_place()))")
            XCTAssertEqual(found.count, wanted.count)
            folder.remove("store.db")
            fault_settle()
            if found != wanted { break }
        }
        if Sampling.isAsked {
            print("\(fault): \(tried) of \(calls) calls")
            fflush(nil)
        }
        return tried
    }

    /// Works until the fault, which must end the work, unless it went by unseen.
    private func disturb(_ path: String, at position: Int, _ fault: Fault) throws {
        fault_arm(fault.kind, position, fault.isForGood ? 1 : 0)
        var isBroken = false
        do { try workload.run(path, isFull: fault.isFull) } catch is StoreError { isBroken = true }
        fault_disarm()
        XCTAssertEqual(fault_was_hit(), 1, "\(fault), call \(position)")
        if fault.kind == FAULT_POWER {
            XCTAssertEqual(fault_lose_power(fault.seed &* 1_000 &+ UInt64(position)), 0)
        } else {
            fault_settle()
            if !isBroken { XCTAssertFalse(fault.isForGood && position < 20, "\(fault), call \(position) broke nothing") }
        }
    }

    /// What the store holds afterwards, and what the rest of the work makes of it.
    private func goOn(_ path: String, _ fault: Fault) throws -> [String] {
        let place = "\(fault), after \(String(cString: fault_place()))"
        let acknowledged = workload.acknowledged
        let store = try SQLiteStore(path: path, options: Workload.options(isFull: fault.isFull))
        let reached = try Workload.reached(store)
        let lines = try store.inbox(after: 0, limit: 100).count
        XCTAssertEqual(try store.quickCheck(), [], place)
        if fault.kind != FAULT_POWER || fault.isFull {
            XCTAssertGreaterThanOrEqual(reached, acknowledged.batches, place)
            XCTAssertGreaterThanOrEqual(lines, acknowledged.lines, place)
        }
        XCTAssertEqual(try findings(path), [], place)
        try workload.run(on: store)
        store.close()
        XCTAssertEqual(try findings(path), [], "\(place), at the end")
        return try workload.outcome(path)
    }

    private func findings(_ path: String) throws -> [String] {
        let store = try SQLiteStore(path: path, options: .init(access: .reader))
        defer { store.close() }
        // What is with its channel when the work breaks off is put right at the next start.
        return try Doctor(store).examine().filter { $0.check != .sending }.map { "\($0)" }
    }
}

/// Which positions are tried.
enum Sampling {
    private static let environment = ProcessInfo.processInfo.environment
    static let isWhole = environment["JOURNEY_FAULTS"] == "all"
    /// So many positions of each way instead.
    private static let share = environment["JOURNEY_FAULTS"].flatMap(Int.init)
    static let isAsked = environment["JOURNEY_FAULTS"] != nil
    static let seed = environment["JOURNEY_SEED"].flatMap(Int.init) ?? 20_261_121
    /// `2/4` in `JOURNEY_PART`: of all positions those of the second of four processes that share them.
    private static let part: (number: Int, count: Int) = {
        let words = (environment["JOURNEY_PART"] ?? "").split(separator: "/").compactMap { Int($0) }
        return words.count == 2 && words[0] >= 1 && words[0] <= words[1] ? (words[0], words[1]) : (1, 1)
    }()
    static let loseSeeds: UInt64 = isWhole ? 9 : 3

    /// About so many of the positions, evenly, beginning where seed and `shift` say.
    static func positions(_ count: Int, share: Int, shift: Int) -> [Int] {
        if isWhole { return Array(stride(from: part.number - 1, to: count, by: part.count)) }
        let step = max(1, count / (Self.share ?? share))
        return Array(stride(from: (seed &+ shift &* 7) % step, to: count, by: step))
    }
}

final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("journey-faults-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func remove(_ name: String) { for end in ["", "-wal", "-shm", "-journal"] { unlink(path(name) + end) } }
}

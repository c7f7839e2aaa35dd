import Foundation
import JourneyModel
import JourneyRuntime
import XCTest

@testable import JourneyStore

/// Bits of every page of a store turned over, in headers, keys, columns, packed bytes, overflow pages and free space: what is read and what
/// is decided from there on is right or an error, or else the doctor finds the bit. Never is something wrong that nobody sees.
final class BitFlipTests: XCTestCase {
    private enum Verdict: String, CaseIterable {
        /// Free space, or what is not looked at.
        case harmless = "right all the same"
        case refused = "refused with an error"
        /// A row that is not found or stands elsewhere: its own sum is not asked.
        case found = "wrong, and found by the doctor"
        /// Another answer, and nobody knows.
        case unseen = "wrong and unseen"
    }

    private static let perPage = Sampling.isWhole ? 400 : 4

    func testEveryPage() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("s.db")
        let workload = Workload()
        let store = try SQLiteStore(path: path, options: Workload.options(isFull: false))
        // There is still something to do, and something to fold.
        try workload.run(on: store, upTo: 6)
        store.close()
        let sound = try Data(contentsOf: URL(fileURLWithPath: path))
        let owners = try owners(path)
        let held = try everything(path)
        try workload.run(path, isFull: false)
        let wanted = try workload.outcome(path)
        var verdicts: [String: [Verdict: Int]] = [:]
        var total = 0
        for page in 0..<sound.count / 4_096 {
            // Much of a page is free: three quarters of the bits are of bytes in which something stands.
            let used = (0..<4_096).filter { sound[page * 4_096 + $0] != 0 }
            for number in 0..<Self.perPage {
                var damaged = sound
                // Spread over the page, another bit each time.
                let spread = number * 4_096 / Self.perPage + page * 1_237 + number * 13 + Sampling.seed
                let byte = number % 4 == 0 || used.isEmpty ? spread % 4_096 : used[spread % 4_096 * used.count / 4_096]
                let bit = byte * 8 + (number / 4 + page + Sampling.seed) % 8
                damaged[page * 4_096 + bit / 8] ^= 1 << UInt8(bit % 8)
                try damaged.write(to: URL(fileURLWithPath: path))
                for end in ["-wal", "-shm"] { unlink(path + end) }
                let verdict = try verdict(path, workload, held, wanted)
                XCTAssertNotEqual(verdict, .unseen, "bit \(bit) of page \(page), of \(owners[page] ?? "nothing")")
                verdicts[owners[page] ?? "free", default: [:]][verdict, default: 0] += 1
                total += 1
            }
        }
        print("bit flips: \(total)")
        for owner in verdicts.keys.sorted() {
            let counts = Verdict.allCases.map { "\(verdicts[owner]?[$0] ?? 0) \($0.rawValue)" }
            print("  \(owner): " + counts.joined(separator: ", "))
        }
        for verdict in Verdict.allCases { print("  \(verdict.rawValue): \(verdicts.values.reduce(0) { $0 + ($1[verdict] ?? 0) })") }
    }

    private func verdict(_ path: String, _ workload: Workload, _ held: [String], _ wanted: [String]) throws -> Verdict {
        let isFound = try isFoundByTheDoctor(path)
        do {
            var isRight = try everything(path) == held
            try workload.run(path, isFull: false)
            isRight = try workload.outcome(path) == wanted && isRight
            return isRight ? .harmless : isFound ? .found : .unseen
        } catch is StoreError {
            return .refused
        }
    }

    /// As `journey doctor` looks.
    private func isFoundByTheDoctor(_ path: String) throws -> Bool {
        do {
            if try !SQLiteStore.quickCheck(path: path, isWhole: true).isEmpty { return true }
            let store = try SQLiteStore(path: path, options: .init(access: .reader))
            defer { store.close() }
            return try !Doctor(store).examine().isEmpty
        } catch is StoreError {
            return true
        }
    }

    /// All that the store's verbs tell.
    private func everything(_ path: String) throws -> [String] {
        let store = try SQLiteStore(path: path, options: .init(access: .reader))
        defer { store.close() }
        var told: [String] = []
        for customer in ["c0", "c1", "c2", "c3", "c4"] {
            told += try store.history(of: customer).map { "\($0)" } + store.messages(of: customer).map { "\($0)" }
        }
        told += try store.events(after: .distantPast).map { "\($0)" }
        try store.forEachCustomer { told.append("\($0) \($1)") }
        told += try store.timers(after: nil, limit: 1_000).map { "\($0)" } + store.waitingMessages(after: 0, limit: 1_000).map { "\($0)" }
        told += try store.waitingWays().map { "\($0)" } + store.outboxCounts().map { "\($0)" }.sorted()
        told += try store.counters().map { "\($0)" }.sorted() + store.versions().map { "\($0)" } + store.sources().map { "\($0)" }
        told += try store.inbox(after: 0, limit: 1_000).map { "\($0)" } + store.pools().map { "\($0)" }
        told += try store.codes(of: "spring", from: 0, limit: 100) + store.commands(after: 0, limit: 100).map { "\($0)" }
        told += try store.refusedMerges(limit: 100).map { "\($0)" } + store.forgotten().map { "\($0)" } + store.forgettings().map { "\($0)" }
        for setting in ["pauses", "schedules", "channel health", "versions", "history"] {
            told.append("\(try store.setting(setting) ?? [])")
        }
        return told + ["\(store.names.names) \(store.progress) \(store.salt)"]
    }

    /// The table or index of each page, from 0.
    private func owners(_ path: String) throws -> [Int: String] {
        let database = try Database(path: path, access: .readOnly)
        defer { database.close() }
        var owners: [Int: String] = [:]
        guard let pages = try? database.prepare("SELECT pageno, name FROM dbstat", doing: "test") else { return [:] }
        try pages.forEach { owners[Int($0.integer(0)) - 1] = $0.text(1) }
        return owners
    }
}

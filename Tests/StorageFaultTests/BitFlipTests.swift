import Foundation
import JourneyRuntime
import XCTest

@testable import JourneyStore

/// Bits of every page of a store turned over: what is read is right, or an error, or the doctor finds it. What SQLite cannot see, as it keeps
/// no checksums, is counted: bits of texts, numbers and packed bytes that read well either way.
final class BitFlipTests: XCTestCase {
    private enum Verdict: String, CaseIterable {
        /// Free space, or what is not looked at.
        case harmless = "read right"
        case refused = "refused with an error"
        case found = "found by the doctor"
        /// Another answer, and nobody knows.
        case unseen = "read wrong and unseen"
    }

    private static let perPage = Sampling.isWhole ? 60 : 2

    func testEveryPage() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("s.db")
        let workload = Workload()
        try workload.run(path, isFull: false)
        let wanted = try workload.outcome(path)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let owners = try owners(path)
        var verdicts: [String: [Verdict: Int]] = [:]
        var total = 0
        for page in 0..<bytes.count / 4_096 {
            for number in 0..<Self.perPage {
                var damaged = bytes
                // Spread over the page, another bit each time.
                let bit = (number * 4_096 * 8 / Self.perPage + page * 1_237 + number * 13 + Sampling.seed) % (4_096 * 8)
                damaged[page * 4_096 + bit / 8] ^= 1 << UInt8(bit % 8)
                try damaged.write(to: URL(fileURLWithPath: path))
                for end in ["-wal", "-shm"] { unlink(path + end) }
                let verdict = try self.verdict(path, workload, wanted)
                verdicts[owners[page] ?? "free", default: [:]][verdict, default: 0] += 1
                total += 1
            }
        }
        print("bit flips: \(total)")
        for owner in verdicts.keys.sorted() {
            let counts = Verdict.allCases.map { "\(verdicts[owner]?[$0] ?? 0) \($0.rawValue)" }
            print("  \(owner): " + counts.joined(separator: ", "))
        }
    }

    private func verdict(_ path: String, _ workload: Workload, _ wanted: [String]) throws -> Verdict {
        do {
            let isUnsound = try !SQLiteStore.quickCheck(path: path).isEmpty
            let store = try SQLiteStore(path: path, options: .init(access: .reader))
            defer { store.close() }
            let isFound = try isUnsound || !Doctor(store).examine().isEmpty
            let isRight = try workload.outcome(path) == wanted
            return isRight ? .harmless : isFound ? .found : .unseen
        } catch is StoreError {
            return .refused
        }
    }

    /// The table of each page, from 0.
    private func owners(_ path: String) throws -> [Int: String] {
        let database = try Database(path: path, access: .readOnly)
        defer { database.close() }
        var owners: [Int: String] = [:]
        guard let pages = try? database.prepare("SELECT pageno, name FROM dbstat", doing: "test") else { return [:] }
        try pages.forEach { owners[Int($0.integer(0)) - 1] = $0.text(1) }
        return owners
    }
}

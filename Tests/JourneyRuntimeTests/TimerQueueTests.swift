import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime
@testable import JourneyStore

/// The queue against a sorted list: timers added anywhere from the instant of the last one fired on, commits, reopenings.
final class TimerQueueTests: XCTestCase {
    func testAgainstASortedList() throws {
        let files = try StoreFiles()
        for seed in UInt64(0)..<16 {
            var random = Random(seed)
            let path = files.new()
            let (slice, most) = (1 + random.below(4), 1 + random.below(6))
            var store = try StoreFiles.open(path)
            var queue = TimerQueue(isDurable: true, slice: slice, most: most)
            var expected: [StoredTimer] = []
            var now: Int64 = 0
            try store.begin()
            for _ in 0..<200 {
                switch random.below(10) {
                case 0...4:
                    // The same key again is the same timer.
                    let due = Timestamp(microseconds: now + Int64(random.below(5)))
                    let timer = StoredTimer(key: .init(due: due, number: UInt64(random.below(9))), customer: 1)
                    if expected.contains(timer) { continue }
                    queue.add(timer)
                    expected.append(timer)
                    expected.sort()
                case 5...7:
                    let first = try queue.first(in: store)
                    XCTAssertEqual(first, expected.first, "seed \(seed)")
                    guard let first else { continue }
                    queue.removeFirst()
                    expected.removeFirst()
                    now = first.key.due.microseconds
                default:
                    try queue.write(to: store)
                    try store.commit()
                    XCTAssertEqual(try store.timers(after: nil, limit: 999), expected, "seed \(seed)")
                    if random.chance(15) {
                        store.close()
                        store = try StoreFiles.open(path)
                        queue = TimerQueue(isDurable: true, slice: slice, most: most)
                    }
                    try store.begin()
                }
            }
            store.close()
        }
    }
}

import JourneyEngine
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyRuntime

/// Whatever the cache lets go of, it gives what the store has; and it does not grow.
final class CustomerCacheTests: XCTestCase {
    func testItHoldsSoManyAndFindsThemAll() throws {
        let files = try StoreFiles()
        let store = try StoreFiles.open(files.new())
        defer { store.close() }
        for capacity in [1, 7, 100] {
            var cache = CustomerCache(salt: [UInt8](repeating: UInt8(capacity), count: 16), capacity: capacity)
            var tags: [String: [UInt32]] = [:]
            var random = Random(UInt64(capacity))
            for round in UInt32(1)..<300 {
                try store.begin()
                for _ in 0..<random.below(20) {
                    let id = "\(capacity)-c\(random.chance(50) ? random.below(5) : random.below(300))"
                    let slot = try cache.slot(of: id, in: store)
                    XCTAssertEqual(cache.slots[slot].state.id, id)
                    XCTAssertEqual(cache.slots[slot].state.tags, tags[id] ?? [], id)
                    guard random.chance(60) else { continue }
                    tags[id] = random.chance(20) ? [] : [round]
                    cache.update(slot) { state in
                        state.tags = tags[id] ?? []
                        return true
                    }
                }
                try cache.write(to: store)
                try store.commit()
                XCTAssertLessThanOrEqual(cache.slots.filter { !$0.isFree }.count, capacity)
            }
            XCTAssertLessThanOrEqual(cache.slots.count, capacity + 20)
        }
    }

    func testAHeapKeepsTheLeast() {
        var random = Random(3)
        for round in 0..<400 {
            let numbers = (0..<random.below(60)).map { _ in random.below(round % 3 == 0 ? 4 : 1_000) }
            var heap = Heap<Int>()
            for number in numbers { heap.insert(number) }
            let count = random.below(70)
            let greatest = heap.keepLeast(count)
            let expected = Array(numbers.sorted().prefix(count))
            XCTAssertEqual(greatest, expected.last)
            var left: [Int] = []
            while let first = heap.removeFirst() { left.append(first) }
            XCTAssertEqual(left, expected)
        }
    }
}

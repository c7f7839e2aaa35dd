import XCTest

@testable import JourneyFaults

final class RandomTests: XCTestCase {
    func testASeedGivesTheSameNumbers() {
        var (a, b, c) = (Random(7), Random(7), Random(8))
        let numbers = (0..<100).map { _ in a.next() }
        XCTAssertEqual(numbers, (0..<100).map { _ in b.next() })
        XCTAssertTrue(Set(numbers).isDisjoint(with: (0..<100).map { _ in c.next() }))
    }
}

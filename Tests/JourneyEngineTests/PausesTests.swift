import JourneyModel
import XCTest

@testable import JourneyEngine

/// The pauses through their packed form: the same comes back, and any bytes at all give a value or an error.
final class PausesTests: XCTestCase {
    private func pauses(_ names: NameTable) -> Pauses {
        let paused: [UInt32: Pauses.Pause] = [
            names.number("news"): .init(since: Timestamp(microseconds: 5), holdsEntries: true, heldEntries: 7),
            names.number("winback"): .init(since: Timestamp(microseconds: -1), isByFuse: true),
        ]
        var pauses = Pauses(paused: paused, areAllPaused: true, fuse: nil)
        var open = Pauses.Resumption(journeys: [names.number("a"), names.number("b")], last: Timestamp(microseconds: 9), pace: 3)
        open.timer = (Timestamp(microseconds: 1 << 62), 1 << 63 | 4)
        open.message = 12
        pauses.resumption = open
        pauses.noteMessage(of: names.number("news"), at: Timestamp(microseconds: 4))
        pauses.noteMessage(of: names.number("news"), at: Timestamp(microseconds: 4))
        pauses.noteMessage(of: names.number("news"), at: Timestamp(microseconds: 8))
        return pauses
    }

    func testTheyComeBack() throws {
        let names = NameTable()
        var before = pauses(names)
        let bytes = before.takeEncoded(names: names)
        XCTAssertFalse(before.isChanged)
        // Numbers may be others where it is read.
        let others = NameTable()
        _ = others.number("winback")
        var after = try Pauses(encoded: bytes, fuse: nil, names: others)
        XCTAssertFalse(after.isChanged)
        XCTAssertTrue(after.areAllPaused)
        XCTAssertEqual(after.paused[others.number("news")], before.paused[names.number("news")])
        XCTAssertEqual(after.resumption?.journeys, [others.number("a"), others.number("b")])
        XCTAssertEqual(after.resumption?.timer?.number, 1 << 63 | 4)
        XCTAssertEqual(after.takeEncoded(names: others), bytes)
        XCTAssertEqual(try Pauses.journeys(encoded: bytes).map(\.name), ["news", "winback"])
    }

    func testAnyBytesAreAValueOrAnError() throws {
        let names = NameTable()
        var whole = pauses(names)
        let bytes = whole.takeEncoded(names: names)
        for length in 0..<bytes.count { XCTAssertThrowsError(try Pauses(encoded: Array(bytes.prefix(length)), fuse: nil, names: names)) }
        for index in bytes.indices {
            for value in [UInt8(0), 1, 2, 127, 128, 255] {
                var other = bytes
                other[index] = value
                _ = try? Pauses(encoded: other, fuse: nil, names: names)
            }
        }
    }
}

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

    /// What an earlier release wrote: `news` and `winback` stand still, `news` queued two messages at one instant and one 4 us later.
    func testTheFirstFormatIsRead() throws {
        let first: [UInt8] = [1, 2] + [4] + Array("news".utf8) + [7] + Array("winback".utf8) + [1] + [4] + Array("news".utf8) + [2, 8, 2, 8, 1]
        let names = NameTable()
        var pauses = try Pauses(encoded: first, fuse: nil, names: names)
        XCTAssertEqual(pauses.paused, [names.number("news"): .init(since: .distantPast), names.number("winback"): .init(since: .distantPast)])
        XCTAssertEqual(
            pauses.bursts,
            [names.number("news"): [.init(at: Timestamp(microseconds: 4), count: 2), .init(at: Timestamp(microseconds: 8), count: 1)]])
        XCTAssertFalse(pauses.areAllPaused)
        XCTAssertNil(pauses.resumption)
        XCTAssertTrue(pauses.mayHaveLooseTimers)
        XCTAssertEqual(try Pauses.journeys(encoded: first).map(\.name), ["news", "winback"])
        // From then on it stands in the present form.
        XCTAssertTrue(pauses.isChanged)
        let again = try Pauses(encoded: pauses.takeEncoded(names: names), fuse: nil, names: names)
        XCTAssertEqual(again.paused, pauses.paused)
        XCTAssertEqual(again.bursts, pauses.bursts)
        XCTAssertFalse(again.mayHaveLooseTimers)
        for length in 0..<first.count { XCTAssertThrowsError(try Pauses(encoded: Array(first.prefix(length)), fuse: nil, names: names)) }
        XCTAssertFalse(try Pauses(encoded: [1, 0, 0], fuse: nil, names: names).mayHaveLooseTimers)
    }
}

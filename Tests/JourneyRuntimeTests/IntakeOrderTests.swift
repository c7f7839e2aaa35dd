import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

final class IntakeOrderTests: XCTestCase {
    private func line(_ id: String, at second: Int) -> String { IntakeFixture.line(id, at: second) }

    /// Files named `0`, `1` … of events `file.line` at the given seconds.
    private func write(_ seconds: [[Int]], _ fixture: IntakeFixture) throws {
        for (file, seconds) in seconds.enumerated() {
            let text = seconds.enumerated().map { line("\(file).\($0.offset)", at: $0.element) }.joined()
            try fixture.write(text, to: "\(file)")
        }
    }

    private func sources(_ count: Int, _ fixture: IntakeFixture, isOnce: Bool = true) -> [FollowedFile] {
        (0..<count).map { fixture.file("\($0)", isOnce: isOnce) }
    }

    func testBacklogsAreMergedByTimeTiesInTheOrderOfTheSources() throws {
        let fixture = try IntakeFixture()
        try write([[1, 4, 6], [2, 4, 5, 9], []], fixture)
        for limit in [1, 2, 100] {
            let merged = MergedIntake(sources: sources(3, fixture), names: fixture.names)
            XCTAssertEqual(try fixture.drain(merged, limit: limit), ["0.0", "1.0", "0.1", "1.1", "1.2", "0.2", "1.3"])
        }
    }

    func testTheHorizonIsTheLeastPositionOfSourcesWithMore() throws {
        let fixture = try IntakeFixture()
        try write([[1, 4, 6], [2, 3]], fixture)
        let files = sources(2, fixture, isOnce: false)
        let merged = MergedIntake(sources: files, names: fixture.names)
        var horizons: [Int64?] = []
        var batch = EventBatch(names: fixture.names)
        while try merged.read(into: &batch, limit: 1, rejects: &fixture.rejects) == .more {
            horizons.append(merged.horizon.map { $0.microseconds / .second })
            batch.removeAll()
        }
        XCTAssertEqual(horizons, [Timestamp.distantPast.microseconds / .second, 1, 1, 4])
        XCTAssertNil(merged.horizon)
        try fixture.append(line("0.3", at: 8) + line("0.4", at: 9), to: "0")
        batch.removeAll()
        _ = try merged.read(into: &batch, limit: 1, rejects: &fixture.rejects)
        XCTAssertEqual(merged.horizon, Timestamp(microseconds: 8 * .second))
    }

    func testPositionsOfAMergeCoverExactlyWhatWasGiven() throws {
        let fixture = try IntakeFixture()
        try write([[1, 4, 6, 7, 12], [2, 4, 5, 9, 11]], fixture)
        let all = try fixture.drain(MergedIntake(sources: sources(2, fixture), names: fixture.names))
        for first in 0...10 {
            let merged = MergedIntake(sources: sources(2, fixture), names: fixture.names)
            var batch = EventBatch(names: fixture.names)
            if first > 0 { _ = try merged.read(into: &batch, limit: first, rejects: &fixture.rejects) }
            let rest = sources(2, fixture)
            for (name, position) in merged.positions { try rest.first { $0.name == name }?.resume(from: position) }
            XCTAssertEqual(
                try fixture.drain(MergedIntake(sources: rest, names: fixture.names)), Array(all[first...]), "after \(first)")
        }
    }

    func testAnUnreadableSourceIsReportedAndHoldsNothingUp() throws {
        let fixture = try IntakeFixture()
        try write([[1, 2]], fixture)
        let merged = MergedIntake(sources: sources(2, fixture, isOnce: false), names: fixture.names)
        XCTAssertEqual(try fixture.drain(merged), ["0.0", "0.1"])
        XCTAssertNil(merged.horizon)
        XCTAssertEqual(merged.unreadable.map(\.source), ["1"])
        try fixture.write(line("late", at: 3), to: "1")
        XCTAssertEqual(try fixture.drain(merged), ["late"])
        XCTAssertEqual(merged.unreadable.count, 0)
    }

    func testASingleSourceIsReadStraight() throws {
        let fixture = try IntakeFixture()
        try write([[5, 1, 3]], fixture)
        let merged = MergedIntake(sources: sources(1, fixture, isOnce: false), names: fixture.names)
        var batch = EventBatch(names: fixture.names)
        XCTAssertEqual(try merged.read(into: &batch, limit: 2, rejects: &fixture.rejects), .more)
        XCTAssertEqual(merged.horizon, Timestamp(microseconds: .second))
        batch.removeAll()
        XCTAssertEqual(try merged.read(into: &batch, limit: 9, rejects: &fixture.rejects), .idle)
        XCTAssertNil(merged.horizon)
    }

    func testUnsortedInputIsSortedByTimeSourceAndLine() throws {
        let fixture = try IntakeFixture()
        for (seconds, isInOrder) in [([[5, 1, 5, 1], [1, 5]], false), ([[1, 5], [1, 5]], true), ([[], []], true)] {
            try write(seconds, fixture)
            let expected = seconds.enumerated().flatMap { file, seconds in
                seconds.enumerated().map { ($0.element, file, $0.offset) }
            }
            .sorted { $0 < $1 }.map { "\($0.1).\($0.2)" }
            for limit in [1, 100] {
                let files = sources(2, fixture)
                XCTAssertEqual(try files.allSatisfy { try $0.isSorted() == true }, isInOrder)
                let intake = SortedIntake(sources: files, names: fixture.names)
                XCTAssertEqual(try fixture.drain(intake, limit: limit), expected)
                XCTAssertEqual(intake.positions.count, 2)
            }
        }
    }

    /// Wherever a file is cut in two, the answer is that of the whole.
    func testTheOrderIsThatOfTheWholeFileWhereverItIsCut() throws {
        let fixture = try IntakeFixture()
        let gap = #"{"id":"x","customer":"c","event":"e"}"# + "\n\n"
        let seconds: [([Int], Bool)] = [([], true), ([3], true), ([1, 2, 3, 3, 4], true), ([2, 1, 3, 4], false), ([1, 2, 4, 3], false), ([1, 3, 2, 4], false)]
        for (seconds, isInOrder) in seconds {
            let text = seconds.map { line("\($0)", at: $0) + gap }.joined()
            for extra in 0...text.utf8.count {
                // A first line that grows moves the cut through all places of the others.
                try fixture.write(String(repeating: " ", count: extra) + "\n" + text, to: "log")
                let file = try Descriptor.open(fixture.path("log"))
                XCTAssertEqual(try LineOrder.isSorted(file, from: 0, leastPiece: 0), isInOrder, "\(seconds), \(extra)")
            }
        }
    }

    func testSortedEventsHaveNoPositionBeforeTheEnd() throws {
        let fixture = try IntakeFixture()
        try write([[5, 1]], fixture)
        let intake = SortedIntake(sources: sources(1, fixture), names: fixture.names)
        var batch = EventBatch(names: fixture.names)
        XCTAssertEqual(try intake.read(into: &batch, limit: 1, rejects: &fixture.rejects), .more)
        XCTAssertEqual(intake.positions.count, 0)
        XCTAssertEqual(intake.horizon, Timestamp(microseconds: .second))
        XCTAssertEqual(try intake.read(into: &batch, limit: 2, rejects: &fixture.rejects), .finished)
        XCTAssertEqual(intake.positions.first?.position.offset, UInt64(line("0.0", at: 5).utf8.count * 2))
    }

    func testTheOrderIsFoundWhereverTheTimeStands() throws {
        let cases: [(String, EventOrder.Answer)] = [
            (#"{"at":1000}"#, .at(Timestamp(microseconds: .second))),
            (
                #"{"a":{"at":5},"l":["at",{"at":2}],"s":"\"at\":9","at" : "1970-01-01T00:00:01Z" }"#,
                .at(Timestamp(microseconds: .second))
            ),
            (#"{"x":"at","at":7,"y":1}"#, .at(Timestamp(microseconds: 7_000))), (#"{"x":1}"#, .absent), ("", .absent),
            (#"{"\u0061t":5}"#, .unclear), (#"{"at":null}"#, .absent),
            (#"{"at""#, .absent), (#"{"at":"#, .absent), (#"{"at":"1970"#, .absent), (#"{"a\"#, .unclear),
            (#" { "at":1e3 }"#, .at(Timestamp(microseconds: .second))),
        ]
        for (line, answer) in cases {
            Array(line.utf8).withUnsafeBytes { XCTAssertEqual(EventOrder.at(of: $0), answer, line) }
        }
    }
}

import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// A source that is read ahead gives what it gives when it is read straight.
final class ReadAheadTests: XCTestCase {
    private func text(_ numbers: Range<Int>) -> String {
        numbers.map { number in
            number % 7 == 3
                ? "no event\n"
                : #"{"id":"\#(number)","customer":"c\#(number % 5)","event":"e\#(number % 11)","at":\#(number * 1_000),"n":\#(number)}"# + "\n"
        }.joined()
    }

    /// All that a source gives, an event a line, and where it stands after each read.
    private func told(_ source: any EventSource, _ limits: [Int], _ fixture: IntakeFixture) throws -> (lines: [String], state: SourceState) {
        var lines: [String] = []
        var turn = 0
        while true {
            var batch = EventBatch(names: fixture.names)
            let state = try source.read(into: &batch, limit: limits[turn % limits.count], rejects: &fixture.rejects)
            turn += 1
            lines += batch.events.map { event in
                "\(batch.text(event.id)) \(batch.text(event.customer)) \(batch.names[event.name]) \(event.at.rfc3339) \(batch.text(event.properties)) \(event.position)"
            }
            if let last = batch.events.last { XCTAssertEqual(source.position.map { $0.offset >= last.position }, true) }
            if state != .more { return (lines, state) }
        }
    }

    func testTheSameEventsInTheSameOrder() throws {
        let fixture = try IntakeFixture()
        try fixture.write(text(0..<1_000), to: "log")
        let straight = try told(fixture.file("log", isOnce: true), [100], fixture)
        let rejected = fixture.rejects
        XCTAssertGreaterThan(rejected.count, 100)
        for limits in [[1], [100], [3, 50, 7], [5_000]] {
            fixture.rejects = []
            let ahead = ReadAhead(fixture.file("log", isOnce: true))
            let found = try told(ahead, limits, fixture)
            XCTAssertEqual(found.lines, straight.lines, "\(limits)")
            XCTAssertEqual(found.state, .finished)
            XCTAssertEqual(fixture.rejects, rejected)
            var batch = EventBatch(names: fixture.names)
            XCTAssertEqual(try ahead.read(into: &batch, limit: 9, rejects: &fixture.rejects), .finished)
            ahead.close()
        }
    }

    func testItGoesOnWhereAPositionStands() throws {
        let fixture = try IntakeFixture()
        try fixture.write(text(0..<60), to: "log")
        let all = try told(fixture.file("log", isOnce: true), [100], fixture).lines
        for limit in [1, 4, 9, 100] {
            let first = ReadAhead(fixture.file("log", isOnce: true))
            var batch = EventBatch(names: fixture.names)
            _ = try first.read(into: &batch, limit: limit, rejects: &fixture.rejects)
            let given = batch.events.count
            let second = ReadAhead(fixture.file("log", isOnce: true))
            try second.resume(from: try XCTUnwrap(first.position))
            XCTAssertEqual(try told(second, [10], fixture).lines, Array(all[given...]), "after \(given)")
        }
    }

    func testAFollowedFileIsLookedAtAnew() throws {
        let fixture = try IntakeFixture()
        try fixture.write(text(0..<20), to: "log")
        let source = ReadAhead(fixture.file("log"))
        for round in 0..<20 {
            let found = try told(source, [6], fixture)
            XCTAssertEqual(found.state, .atEnd)
            XCTAssertEqual(found.lines.count, round == 0 ? 17 : 1, "round \(round)")
            let number = 100 + round * 7
            try fixture.append(text(number..<number + 1), to: "log")
        }
        XCTAssertEqual(try told(source, [6], fixture).lines.count, 1)
    }

    func testASourceThatIsNotThereIsToldAndComes() throws {
        let fixture = try IntakeFixture()
        let source = ReadAhead(fixture.file("log"))
        guard case .unreadable = try told(source, [6], fixture).state else { return XCTFail("it is there") }
        try fixture.write(text(0..<3), to: "log")
        XCTAssertEqual(try told(source, [6], fixture).lines.count, 3)
        XCTAssertThrowsError(try told(ReadAhead(fixture.file("missing", isOnce: true)), [6], fixture))
    }

    func testLanesKeepTheirOrder() throws {
        let fixture = try IntakeFixture()
        for file in 0..<3 {
            let lines = stride(from: file, to: 9_000, by: 3).map { IntakeFixture.line("\($0)", at: $0) }.joined()
            try fixture.write(lines, to: "\(file)")
        }
        let sources = (0..<3).map { ReadAhead(fixture.file("\($0)", isOnce: true)) }
        XCTAssertEqual(try fixture.drain(MergedIntake(sources: sources, names: fixture.names)), (0..<9_000).map(String.init))
    }
}

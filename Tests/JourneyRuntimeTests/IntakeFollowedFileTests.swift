import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

final class IntakeFollowedFileTests: XCTestCase {
    private func line(_ id: String) -> String { IntakeFixture.line(id) }

    func testFollowsWhatIsAppended() throws {
        let fixture = try IntakeFixture()
        try fixture.write(line("1") + line("2"), to: "log")
        let file = fixture.file("log")
        XCTAssertEqual(try fixture.ids(file), ["1", "2"])
        XCTAssertEqual(try fixture.drain(file).state, .atEnd)
        try fixture.append(line("3"), to: "log")
        XCTAssertEqual(try fixture.ids(file), ["3"])
    }

    func testALineSplitAtEveryByteComesOnceAndWhole() throws {
        let whole = line("é1")
        let bytes = Array(whole.utf8)
        for cut in 0...bytes.count {
            let fixture = try IntakeFixture()
            let head = fixture.path("log")
            try Data(Array(line("0").utf8) + bytes[..<cut]).write(to: URL(fileURLWithPath: head))
            let file = fixture.file("log")
            var ids = try fixture.ids(file)
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: head))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(bytes[cut...] + Array(line("2").utf8)))
            ids += try fixture.ids(file)
            XCTAssertEqual(ids, ["0", "é1", "2"], "cut at \(cut)")
            XCTAssertEqual(fixture.rejects, [])
        }
    }

    func testTheLastLineOfAFinishedFileNeedsNoNewlineIfItIsWhole() throws {
        let fixture = try IntakeFixture()
        try fixture.write(line("1") + String(line("2").dropLast()), to: "log")
        let whole = fixture.file("log", isOnce: true)
        XCTAssertEqual(try fixture.drain(whole).ids, ["1", "2"])
        XCTAssertEqual(try fixture.drain(whole).state, .finished)
        XCTAssertEqual(fixture.rejects, [])

        try fixture.write(line("1") + String(line("2").dropLast(5)), to: "log")
        let cut = fixture.file("log", isOnce: true)
        XCTAssertEqual(try fixture.ids(cut), ["1"])
        XCTAssertEqual(try fixture.ids(cut), [])
        XCTAssertEqual(fixture.rejects.map(\.line), [2])
        XCTAssertEqual(cut.position?.offset, UInt64(line("1").utf8.count), "its writer may finish it")
    }

    func testResumingFromEachPositionGivesExactlyTheRest() throws {
        let fixture = try IntakeFixture()
        let ids = (0..<20).map { "e\($0)" }
        let text = ids.enumerated().map { $0.offset % 5 == 3 ? "\n" + "broken\n" + line($0.element) : line($0.element) }.joined()
        try fixture.write(text, to: "log")
        for first in 0...20 {
            for limit in [1, 3, 100] {
                let start = fixture.file("log", isOnce: true)
                var batch = EventBatch(names: fixture.names)
                if first > 0 { _ = try start.read(into: &batch, limit: first, rejects: &fixture.rejects) }
                XCTAssertEqual(batch.events.count, first)
                let rest = fixture.file("log", isOnce: true)
                if let event = batch.events.last, let identity = start.position?.identity {
                    try rest.resume(from: SourcePosition(identity: identity, offset: event.position))
                }
                fixture.rejects = []
                XCTAssertEqual(try fixture.ids(rest, limit: limit), Array(ids[first...]))
                let lines = fixture.rejects.map(\.line)
                XCTAssertEqual(lines, [5, 12, 19, 26].suffix(lines.count), "lines are counted from the start of the file")
                XCTAssertEqual(lines.count, ids[first...].enumerated().filter { ($0.offset + first) % 5 == 3 }.count)
            }
        }
    }

    func testRotationLosesNothing() throws {
        let fixture = try IntakeFixture()
        try fixture.write(line("1"), to: "log")
        let file = fixture.file("log")
        XCTAssertEqual(try fixture.ids(file), ["1"])
        let before = file.position
        try fixture.append(line("2") + String(line("3").dropLast()), to: "log")
        try fixture.move("log", to: "log.1")
        XCTAssertEqual(try fixture.ids(file), ["2"])
        try fixture.write("", to: "log")
        XCTAssertEqual(try fixture.ids(file), [], "the old file is read until the new one holds something")
        try fixture.append(line("4"), to: "log")
        XCTAssertEqual(try fixture.ids(file), ["3", "4"])
        XCTAssertNotEqual(file.position?.identity, before?.identity)

        let restarted = fixture.file("log")
        try restarted.resume(from: XCTUnwrap(before))
        XCTAssertEqual(try fixture.ids(restarted), ["2", "3", "4"], "the rotated file is found beside its successor")
        let again = fixture.file("log")
        try again.resume(from: XCTUnwrap(restarted.position))
        XCTAssertEqual(try fixture.ids(again), [])
    }

    func testOneReadNeverMixesTwoFiles() throws {
        let fixture = try IntakeFixture()
        try fixture.write(line("1"), to: "log")
        let file = fixture.file("log")
        var batch = EventBatch(names: fixture.names)
        _ = try file.read(into: &batch, limit: 1, rejects: &fixture.rejects)
        try fixture.append(line("2"), to: "log")
        try fixture.move("log", to: "log.1")
        try fixture.write(line("3"), to: "log")
        batch.removeAll()
        XCTAssertEqual(try file.read(into: &batch, limit: 10, rejects: &fixture.rejects), .more)
        XCTAssertEqual(batch.events.map { batch.text($0.id) }, ["2"])
        let old = try XCTUnwrap(file.position)
        XCTAssertEqual(old.offset, batch.events.last?.position)
        XCTAssertEqual(try fixture.ids(file), ["3"])
        XCTAssertNotEqual(file.position?.identity, old.identity)
    }

    func testTruncationStartsOver() throws {
        let fixture = try IntakeFixture()
        try fixture.write(line("1") + line("2"), to: "log")
        let file = fixture.file("log")
        XCTAssertEqual(try fixture.ids(file), ["1", "2"])
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: fixture.path("log")))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(line("3").utf8))
        XCTAssertEqual(try fixture.ids(file), ["3"])
        let stale = fixture.file("log")
        try stale.resume(from: SourcePosition(identity: file.position?.identity ?? "", offset: 5_000))
        XCTAssertEqual(try fixture.ids(stale), ["3"])
    }

    func testAMissingFileIsWaitedForWhenFollowedAndAnErrorOtherwise() throws {
        let fixture = try IntakeFixture()
        let file = fixture.file("log")
        XCTAssertEqual(try fixture.drain(file).state, .unreadable("cannot open it: No such file or directory"))
        try fixture.write(line("1"), to: "log")
        XCTAssertEqual(try fixture.ids(file), ["1"])
        XCTAssertThrowsError(try fixture.drain(fixture.file("nothing", isOnce: true))) {
            XCTAssertEqual("\($0)", "`nothing`: cannot open it: No such file or directory")
        }
        XCTAssertEqual(
            try fixture.drain(FollowedFile(name: "d", path: fixture.directory, source: 0, isOnce: false)).state,
            .unreadable("it is no file"))
    }

    func testAnEndlessLineCostsOneRejection() throws {
        let fixture = try IntakeFixture()
        let long = String(repeating: "x", count: 3 * Limits.lineBytes + 17)
        try fixture.write(line("1") + long + "\n" + line("2") + long, to: "log")
        XCTAssertEqual(try fixture.ids(fixture.file("log", isOnce: true)), ["1", "2"])
        XCTAssertEqual(fixture.rejects.map(\.line), [2, 4])
        XCTAssertEqual(fixture.rejects.first?.text.count, Limits.rejectedTextBytes)
    }

    func testLinesAcrossBlocks() throws {
        let fixture = try IntakeFixture()
        let filler = String(repeating: "y", count: 300_000)
        let text = (0..<12).map { #"{"id":"\#($0)","customer":"c","event":"e","at":1,"a":"\#(filler)"}"# + "\n" }.joined()
        try fixture.write(text, to: "log")
        XCTAssertEqual(try fixture.ids(fixture.file("log", isOnce: true)), (0..<12).map(String.init))
        XCTAssertEqual(fixture.rejects, [])
    }

    func testCSV() throws {
        let fixture = try IntakeFixture()
        let rows = [
            "ts,user_id,action,price,vip,note", "0,c1,bought,12.50,true,\"a, \"\"b\"\"\nc\"",
            "1970-01-01T00:00:01Z,c2,browsed,,false,5\" pipe",
            "2,,browsed,,,", "3,c4,browsed", "4,c5,\"left\"x,,,", "5,c6,left,007,,", "never,c7,left,,,",
        ]
        try fixture.write(rows.joined(separator: "\r\n"), to: "log.csv")
        let map = try ColumnMap(parsing: "customer=user_id,event=action,at=ts")
        let source = FollowedFile(name: "log.csv", path: fixture.path("log.csv"), source: 0, isOnce: true, format: .csv(map))
        var batch = EventBatch(names: fixture.names)
        XCTAssertEqual(try source.read(into: &batch, limit: 100, rejects: &fixture.rejects), .finished)
        XCTAssertEqual(
            batch.events.map {
                "\(batch.text($0.customer)) \(batch.names[$0.name]) \($0.at.microseconds) \(batch.text($0.properties))"
            },
            ["c1 bought 0 \"price\":12.50,\"vip\":true,\"note\":\"a, \\\"b\\\"\\nc\"", "c6 left 5000 \"price\":\"007\""])
        XCTAssertEqual(
            fixture.rejects.map { "\($0.line) \($0.reason)" },
            [
                "4 a quote inside an unquoted field at column 41: put the whole field in quotes and write its quotes twice",
                "5 `customer` is empty in the column `user_id`: every event needs it filled",
                "6 3 fields where the header names 6: quote fields that hold commas",
                "7 text behind a closing quote at column 12: write a quote inside a field twice",
                "9 `at` is `never` in the column `ts`, no time: write `2026-11-21T08:30:00Z`, or milliseconds since 1970",
            ])
        let rest = FollowedFile(name: "log.csv", path: fixture.path("log.csv"), source: 0, isOnce: true, format: .csv(map))
        try rest.resume(from: SourcePosition(identity: source.position?.identity ?? "", offset: batch.events[0].position))
        XCTAssertEqual(try fixture.ids(rest), [batch.text(batch.events[1].id)])
        XCTAssertThrowsError(try fixture.drain(fixture.file("log.csv", isOnce: true))) {
            XCTAssertEqual(
                "\($0)",
                "`log.csv`: the header has no column `customer` for `customer`: say which it is with `--map customer=COLUMN`")
        }
    }
}

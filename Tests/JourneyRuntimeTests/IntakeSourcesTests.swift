import Foundation
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

final class IntakeSourcesTests: XCTestCase {
    private func line(_ id: String, at second: Int = 0) -> String { IntakeFixture.line(id, at: second) }

    private func spool(_ fixture: IntakeFixture) -> SpoolDirectory {
        SpoolDirectory(name: "spool", path: fixture.directory, source: 0, isOnce: false)
    }

    func testACompressedFileInASpoolIsToldAndLeft() throws {
        let fixture = try IntakeFixture()
        try fixture.write(line("a1"), to: "a.jsonl")
        try fixture.write("\u{1f}no lines", to: "b.jsonl.gz")
        let spool = spool(fixture)
        var batch = EventBatch(names: fixture.names)
        XCTAssertEqual(try spool.read(into: &batch, limit: 100, rejects: &fixture.rejects), .more)
        XCTAssertEqual(batch.events.map { batch.text($0.id) }, ["a1"])
        try spool.acknowledge(through: try XCTUnwrap(spool.position))
        let reason = "`b.jsonl.gz` is compressed: unpack it in the folder, or name it as a source"
        XCTAssertEqual(try spool.read(into: &batch, limit: 100, rejects: &fixture.rejects), .unreadable(reason))
        XCTAssertTrue(fixture.rejects.isEmpty)
        XCTAssertTrue(FileManager.default.fileExists(atPath: fixture.directory + "/b.jsonl.gz"))
    }

    func testSpooledFilesComeInOrderAndGoWhenDurable() throws {
        let fixture = try IntakeFixture()
        try fixture.write(line("b1") + line("b2"), to: "b.jsonl")
        try fixture.write(line("a1") + "broken\n" + String(line("a2").dropLast()), to: "a.jsonl")
        for name in [".hidden", "c.tmp", "d.part"] { try fixture.write(line("x"), to: name) }
        let spool = spool(fixture)
        var batch = EventBatch(names: fixture.names)
        XCTAssertEqual(try spool.read(into: &batch, limit: 100, rejects: &fixture.rejects), .more)
        XCTAssertEqual(batch.events.map { batch.text($0.id) }, ["a1", "a2"])
        XCTAssertEqual(fixture.rejects.map { "\($0.source) \($0.line)" }, ["spool/a.jsonl 2"])
        let first = try XCTUnwrap(spool.position)
        XCTAssertEqual(try fixture.ids(spool, limit: 1), ["b1", "b2"])
        XCTAssertEqual(
            try fixture.files(), [".hidden", "a.jsonl", "b.jsonl", "c.tmp", "d.part"], "nothing moves before it is durable")
        try spool.acknowledge(through: first)
        XCTAssertEqual(try fixture.files("done"), ["a.jsonl"])
        try spool.acknowledge(through: XCTUnwrap(spool.position))
        XCTAssertEqual(try fixture.files("done"), ["a.jsonl", "b.jsonl"])
        try fixture.write(line("a3"), to: "a.jsonl")
        XCTAssertEqual(try fixture.ids(spool), ["a3"])
        try spool.acknowledge(through: XCTUnwrap(spool.position))
        XCTAssertEqual(try fixture.files("done"), ["a.jsonl", "a.jsonl.1", "b.jsonl"])
        XCTAssertEqual(try fixture.drain(spool).state, .atEnd)
    }

    func testASpooledFileIsResumedInItsMiddleAndDuplicatesHaveEqualIDs() throws {
        let fixture = try IntakeFixture()
        let anonymous = (0..<5).map { #"{"customer":"c\#($0)","event":"e","at":0}"# + "\n" }.joined()
        try fixture.write(anonymous, to: "a")
        let all = try fixture.ids(spool(fixture))
        for first in 1..<5 {
            let begun = spool(fixture)
            var batch = EventBatch(names: fixture.names)
            _ = try begun.read(into: &batch, limit: first, rejects: &fixture.rejects)
            let resumed = spool(fixture)
            try resumed.resume(from: XCTUnwrap(begun.position))
            XCTAssertEqual(try fixture.ids(resumed), Array(all[first...]))
        }
        try fixture.move("a", to: "z")
        XCTAssertEqual(try fixture.ids(spool(fixture)), all, "the content counts, not the name")
        try fixture.append(line("more"), to: "z")
        XCTAssertNotEqual(try fixture.ids(spool(fixture)).first, all.first)
    }

    func testANamedPipeNeverBlocksAndOutlivesItsWriters() throws {
        let fixture = try IntakeFixture()
        XCTAssertEqual(mkfifo(fixture.path("pipe"), 0o600), 0)
        let source = StreamSource(name: "pipe", pipe: fixture.path("pipe"), source: 0, isOnce: false)
        XCTAssertEqual(try fixture.drain(source).state, .atEnd)
        for round in 1...3 {
            let writer = open(fixture.path("pipe"), O_WRONLY)
            XCTAssertEqual(try fixture.ids(source), [])
            let bytes = Array((line("\(round)a") + String(line("\(round)b").dropLast())).utf8)
            XCTAssertEqual(write(writer, bytes, bytes.count), bytes.count)
            XCTAssertEqual(try fixture.ids(source), ["\(round)a"])
            close(writer)
            XCTAssertEqual(try fixture.ids(source), ["\(round)b"], "the writer is gone, its last line is whole")
        }
        XCTAssertEqual(fixture.rejects, [])
    }

    func testAStreamOfLinesWithoutTimeOrIDGivesNewEventsEachTime() throws {
        let fixture = try IntakeFixture()
        XCTAssertEqual(mkfifo(fixture.path("pipe"), 0o600), 0)
        var ids: Set<String> = []
        for second in 0..<2 {
            let source = StreamSource(name: "pipe", pipe: fixture.path("pipe"), source: 0, isOnce: true)
            source.context.setClock(Timestamp(microseconds: Int64(second) * .second))
            XCTAssertEqual(try fixture.ids(source), [])
            let writer = open(fixture.path("pipe"), O_WRONLY)
            let bytes = Array("{\"customer\":\"c\",\"event\":\"e\"}\n".utf8)
            XCTAssertEqual(write(writer, bytes, bytes.count), bytes.count)
            close(writer)
            let (read, state) = try fixture.drain(source)
            XCTAssertEqual(state, .finished)
            ids.formUnion(read)
        }
        XCTAssertEqual(ids.count, 2)
    }

    func testACompressedFileIsReadAndResumed() throws {
        let fixture = try IntakeFixture()
        let ids = (0..<50).map(String.init)
        try fixture.write(ids.map { line($0) }.joined(), to: "a b.jsonl")
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", fixture.path("a b.jsonl")]
        try gzip.run()
        gzip.waitUntilExit()
        func file() -> GzipFile { GzipFile(name: "a", path: fixture.path("a b.jsonl.gz"), source: 0) }
        XCTAssertEqual(try fixture.drain(file(), limit: 7).ids, ids)
        let begun = file()
        var batch = EventBatch(names: fixture.names)
        XCTAssertEqual(try begun.read(into: &batch, limit: 20, rejects: &fixture.rejects), .more)
        let rest = file()
        try rest.resume(from: XCTUnwrap(begun.position))
        XCTAssertEqual(try fixture.ids(rest, limit: 7), Array(ids[20...]))
        begun.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.path("a b.jsonl.gz")))
        try bytes.dropLast(12).write(to: URL(fileURLWithPath: fixture.path("a b.jsonl.gz")))
        XCTAssertThrowsError(try fixture.drain(file())) {
            XCTAssertEqual("\($0)", "`a`: `gzip` could not read all of it: the file is damaged or cut off")
        }
    }

    func testTheInboxIsReadByRows() throws {
        let fixture = try IntakeFixture()
        var rows: [(row: Int64, line: [UInt8])] = (1...25).map { (Int64($0) * 2, Array(line("\($0)").utf8.dropLast())) }
        rows[3].line = Array("broken".utf8)
        func inbox() -> InboxSource {
            InboxSource(
                source: 0, isOnce: false,
                fetch: { after, limit in Array(rows.filter { $0.row > after }.prefix(limit)) },
                remove: { through in rows.removeAll { $0.row <= through } })
        }
        let source = inbox()
        var batch = EventBatch(names: fixture.names)
        _ = try source.read(into: &batch, limit: 5, rejects: &fixture.rejects)
        XCTAssertEqual(batch.events.map { batch.text($0.id) }, ["1", "2", "3", "5", "6"])
        XCTAssertEqual(fixture.rejects.map(\.line), [8])
        let resumed = inbox()
        try resumed.resume(from: XCTUnwrap(source.position))
        XCTAssertEqual(rows.first?.row, 14)
        XCTAssertEqual(try fixture.ids(resumed, limit: 4), (7...25).map(String.init))
    }

    func testRejectsAreKeptAsJSONAndCounted() throws {
        let fixture = try IntakeFixture()
        let file = RejectFile(path: fixture.path("rejects"))
        try file.append([])
        XCTAssertEqual(try fixture.files(), [])
        try file.append([
            Rejection(source: "a", line: 3, reason: "no `\"`", text: Array("x\"\u{1}".utf8) + [0xff]),
            Rejection(source: "b", line: 1, reason: "r", text: [UInt8](repeating: 0x79, count: 5_000)),
        ])
        try file.append([Rejection(source: "a", line: 4, reason: "r", text: [])])
        XCTAssertEqual(file.counts.map { "\($0.source) \($0.count)" }, ["a 2", "b 1"])
        let lines = try String(contentsOfFile: fixture.path("rejects"), encoding: .utf8).components(separatedBy: "\n")
        XCTAssertEqual(lines[0], #"{"source":"a","line":3,"reason":"no `\"`","text":"x\"\u0001�"}"#)
        XCTAssertEqual(lines[1].utf8.count, 1_024 + #"{"source":"b","line":1,"reason":"r","text":""}"#.utf8.count)
        XCTAssertEqual(lines.count, 4)
    }
}

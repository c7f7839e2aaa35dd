import Foundation
import XCTest

/// Joining and forgetting beside a running scheduler.
final class LivePeopleTests: XCTestCase {
    private static let program = """
        channel out adapter file path "sent.jsonl" end
        journey echo when asked again always send answer with wish: event.wish via out end
        journey slow when browsed wait 1d send late via out end
        """

    private func ingest(_ lines: String, in folder: URL, line: UInt = #line) throws {
        let result = try Program.run(["ingest", "--store", "s.db"], input: lines, in: folder)
        XCTAssertEqual(result.code, 0, result.errors, line: line)
    }

    /// Bytes of the store's files that tell of somebody.
    private func traces(_ words: [String], in folder: URL) -> [String] {
        let names = ["s.db", "s.db-wal", "s.db-shm", "s.db.rejects.jsonl"]
        let bytes = names.compactMap { try? Data(contentsOf: folder.appendingPathComponent($0)) }
        return words.filter { word in bytes.contains { $0.range(of: Data(word.utf8)) != nil } }
    }

    func testSomebodyIsForgottenWhileTheSchedulerRuns() throws {
        try withTemporaryFolder { folder in
            try write(Self.program, to: "echo.journey", in: folder)
            try write("{\"customer\":\"wang-one\",\"event\":\"$nothing\"}\n", to: "events.jsonl", in: folder)
            let scheduler = try RunningProgram(["run", "echo.journey", "--store", "s.db", "--events", "events.jsonl"], in: folder)
            scheduler.waitUntilRunning()
            for number in 0..<20 { try ingest("{\"customer\":\"c\(number % 5)\",\"event\":\"asked\",\"i\":\(number)}\n", in: folder) }
            try ingest(
                """
                {"customer":"wang-one","event":"browsed","wish":"a private wish"}
                {"customer":"wang-two","event":"asked","wish":"a private wish"}
                {"customer":"wang-two","event":"$identify","same_as":"wang-one"}

                """, in: folder)
            waitFor("the answer") { SentMessage.short(in: folder).contains("wang-two answer") }
            try waitFor("one person") {
                try Program.run(["customer", "show", "wang-two", "--store", "s.db"], in: folder).output.contains("also known as")
            }
            let words = ["wang-one", "wang-two", "a private wish"]
            XCTAssertEqual(traces(words, in: folder), words)
            let forgot = try Program.run(["customer", "forget", "wang-two", "--store", "s.db", "--yes"], in: folder)
            XCTAssertEqual(forgot.code, 0, forgot.errors)
            XCTAssertTrue(forgot.output.contains("the running scheduler takes it up"), forgot.output)
            waitFor("nothing to be left") { self.traces(words, in: folder).isEmpty }
            XCTAssertEqual(traces(words, in: folder), [])
            XCTAssertEqual(try Program.run(["customer", "show", "wang-one", "--store", "s.db"], in: folder).code, 1)
            // The others are as they were, and somebody new may come.
            try ingest("{\"customer\":\"wang-two\",\"event\":\"asked\"}\n", in: folder)
            waitFor("an answer to somebody new") { SentMessage.short(in: folder).filter { $0 == "wang-two answer" }.count == 2 }
            XCTAssertEqual(SentMessage.short(in: folder).count, 22)
            XCTAssertEqual(scheduler.stop(), 0, scheduler.errors)
            let shown = try Program.run(["customer", "show", "wang-two", "--store", "s.db"], in: folder)
            XCTAssertTrue(shown.output.hasPrefix("wang-two  1 event"), shown.output)
        }
    }
}

import Foundation
import XCTest

/// The real program on a disk that is full for a while, under a limit on the size of files, and on what it may not write: it says so,
/// loses nothing, and goes on by itself when there is room again.
final class DiskTests: XCTestCase {
    private static let program = """
        channel out adapter file path "sent.jsonl" end
        journey echo when asked again always send answer via out end
        """

    private func event(_ number: Int) -> String {
        let text = String(repeating: "x", count: 150)
        let minute = number % 60 < 10 ? "0\(number % 60)" : "\(number % 60)"
        return #"{"customer":"c\#(number)","event":"asked","at":"2026-01-05T1\#(number / 60):\#(minute):00Z","text":"\#(text)\#(number)"}"# + "\n"
    }

    /// A file may not grow past a limit, which is lifted later. Half of the events come through a pipe and cannot be read twice.
    func testAFileThatMayNotGrow() throws {
        try withTemporaryFolder { folder in
            try write(Self.program, to: "case.journey", in: folder)
            try write("", to: "log.jsonl", in: folder)
            let scheduler = try start(in: folder, store: "s.db")
            try limitFiles(of: scheduler.pid, to: "250000")
            try feedUntilItStops(scheduler, in: folder)
            try limitFiles(of: scheduler.pid, to: "unlimited")
            try expectEverything(scheduler, in: folder, store: "s.db")
        }
    }

    /// A disk of two megabytes that something else fills.
    func testAFullDisk() throws {
        try withSmallDisk { folder, disk in
            try write(Self.program, to: "case.journey", in: folder)
            try write("", to: "log.jsonl", in: folder)
            let scheduler = try start(in: folder, store: "disk/s.db")
            let ballast = disk.appendingPathComponent("ballast")
            try Data().write(to: ballast)
            let file = try FileHandle(forWritingTo: ballast)
            while (try? file.write(contentsOf: Data(count: 4_096))) != nil {}
            try file.close()
            try feedUntilItStops(scheduler, in: folder)
            XCTAssertTrue(scheduler.errors.contains("make room on its disk"), scheduler.errors)
            // Beside it, a command says the same and leaves nothing half done.
            let ingest = try Program.run(["ingest", "--store", "disk/s.db"], input: event(599), in: folder)
            if ingest.code != 0 { XCTAssertTrue(ingest.errors.contains("full"), ingest.errors) }
            try FileManager.default.removeItem(at: ballast)
            let accepted = ingest.code == 0 ? 1 : 0
            try expectEverything(scheduler, in: folder, store: "disk/s.db", more: accepted)
        }
    }

    func testAStoreThatMayNotBeWritten() throws {
        try withSmallDisk { folder, disk in
            try write(Self.program, to: "case.journey", in: folder)
            try write(event(1), to: "log.jsonl", in: folder)
            let arguments = ["run", "case.journey", "--store", "disk/s.db", "--events", "log.jsonl", "--backfill", "--once"]
            XCTAssertEqual(try Program.run(arguments, in: folder).code, 0)
            try shell("mount -o remount,ro '\(disk.path)'")
            let refused = try Program.run(arguments, in: folder)
            XCTAssertEqual(refused.code, 3)
            XCTAssertTrue(refused.errors.contains("disk/s.db") && refused.errors.contains("ead-only"), refused.errors)
            XCTAssertEqual(refused.errors.split(separator: "\n").count, 1, refused.errors)
            // Readers and the scheduler share memory in a file beside the store.
            let status = try Program.run(["status", "--store", "disk/s.db"], in: folder)
            XCTAssertTrue(status.errors.contains("a store needs its folder to be writable"), status.errors)
            try shell("mount -o remount,rw '\(disk.path)'")
            let again = try Program.run(arguments, in: folder)
            XCTAssertEqual(again.code, 0, again.errors)
            XCTAssertEqual(try SentMessage.all(in: folder).count, 1)
        }
    }

    // MARK: Steps

    private func start(in folder: URL, store: String) throws -> RunningProgram {
        let scheduler = try RunningProgram(
            ["run", "case.journey", "--store", store, "--events", "log.jsonl", "--events", "-", "--backfill", "--synchronous", "full"],
            in: folder)
        scheduler.waitUntilRunning()
        return scheduler
    }

    private func feedUntilItStops(_ scheduler: RunningProgram, in folder: URL) throws {
        for number in 0..<400 {
            if number % 2 == 0 { scheduler.type(event(number)) } else { try append(event(number), to: "log.jsonl", in: folder) }
            if number % 20 == 19 { usleep(30_000) }
        }
        waitFor("it to say that nothing is taken in") { scheduler.errors.contains("nothing is taken in") }
        XCTAssertTrue(scheduler.errors.contains("what was accepted is safe"), scheduler.errors)
        XCTAssertLessThan(SentMessage.short(in: folder).count, 400)
    }

    private func expectEverything(_ scheduler: RunningProgram, in folder: URL, store: String, more: Int = 0) throws {
        waitFor("all messages", within: 60) { SentMessage.short(in: folder).count >= 400 + more }
        let sent = try SentMessage.all(in: folder)
        XCTAssertEqual(Set(sent.map(\.key)).count, 400 + more)
        XCTAssertEqual(Set(sent.map(\.customer)).count, 400 + more)
        XCTAssertEqual(scheduler.stop(), 0, scheduler.errors)
        let doctor = try Program.run(["doctor", "--store", store], in: folder)
        XCTAssertEqual(doctor.code, 0, doctor.output)
    }

    private func limitFiles(of pid: Int32, to limit: String) throws {
        guard (try? shell("prlimit --pid \(pid) --fsize=\(limit):unlimited")) != nil else { throw XCTSkip("limits cannot be set here") }
    }

    /// A file system of its own, where these tests may mount one.
    private func withSmallDisk(_ body: (_ folder: URL, _ disk: URL) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let disk = folder.appendingPathComponent("disk")
            try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
            guard geteuid() == 0, (try? shell("mount -t tmpfs -o size=2m none '\(disk.path)'")) != nil else {
                throw XCTSkip("no file system can be mounted here")
            }
            defer { try? shell("umount -l '\(disk.path)'") }
            try body(folder, disk)
        }
    }

    private func shell(_ line: String) throws {
        struct Failed: Error {}
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line + " 2>/dev/null"]
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw Failed() }
    }
}

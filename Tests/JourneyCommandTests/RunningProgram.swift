import Foundation
import XCTest

/// The program left running. What it prints goes to files, so that it can be read meanwhile and no pipe fills up.
final class RunningProgram {
    private let process = Process()
    private let folder: URL
    private let number: Int
    let input = Pipe()

    /// - Parameter number: tells the files of several programs in one folder apart.
    init(_ arguments: [String], in folder: URL, number: Int = 0) throws {
        self.folder = folder
        self.number = number
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = input
        process.standardOutput = try file("output-\(number)")
        process.standardError = try file("errors-\(number)")
        // What is typed to a program that has ended must not end the tests.
        Foundation.signal(SIGPIPE, SIG_IGN)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    private func file(_ name: String) throws -> FileHandle {
        let url = folder.appendingPathComponent(name)
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }

    var pid: Int32 { process.processIdentifier }
    var output: String { text("output-\(number)", in: folder) }
    var errors: String { text("errors-\(number)", in: folder) }

    func type(_ text: String) { try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

    func signal(_ signal: Int32) { kill(pid, signal) }

    /// Waits until the program has told that it runs.
    func waitUntilRunning(file: StaticString = #filePath, line: UInt = #line) {
        waitFor("the scheduler to run", file: file, line: line) { errors.contains("  running: ") || !process.isRunning }
        XCTAssertTrue(process.isRunning, errors, file: file, line: line)
    }

    /// Asks it to stop and waits for it; gives the exit code, nil where it did not stop.
    @discardableResult
    func stop(file: StaticString = #filePath, line: UInt = #line) -> Int32? {
        signal(SIGTERM)
        return waitForEnd(within: 10, file: file, line: line)
    }

    @discardableResult
    func waitForEnd(within seconds: Int = 20, file: StaticString = #filePath, line: UInt = #line) -> Int32? {
        guard waitFor("the program to end", within: seconds, file: file, line: line, { !process.isRunning }) else {
            signal(SIGKILL)
            return nil
        }
        return process.terminationStatus
    }
}

/// Looks again and again until a condition holds; fails after so many seconds.
@discardableResult
func waitFor(
    _ what: String, within seconds: Int = 20, file: StaticString = #filePath, line: UInt = #line, _ condition: () throws -> Bool
) rethrows -> Bool {
    for _ in 0..<(seconds * 100) {
        if try condition() { return true }
        usleep(10_000)
    }
    XCTFail("waited \(seconds) s for \(what)", file: file, line: line)
    return false
}

func text(_ name: String, in folder: URL) -> String {
    (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
}

/// The lines of a file; none where it is not there.
func lines(_ name: String, in folder: URL) -> [String] { text(name, in: folder).split(separator: "\n").map(String.init) }

func write(_ text: String, to name: String, in folder: URL) throws {
    let url = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
}

func append(_ text: String, to name: String, in folder: URL) throws {
    let file = try FileHandle(forWritingTo: folder.appendingPathComponent(name))
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
}

func exists(_ name: String, in folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
}

/// One message of a `file` channel.
struct SentMessage: Equatable {
    var customer: String
    var content: String
    var key: String
    var at: String

    static func all(_ name: String = "sent.jsonl", in folder: URL) throws -> [SentMessage] {
        try lines(name, in: folder).map { line in
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], line)
            func text(_ name: String) throws -> String { try XCTUnwrap(object[name] as? String, name) }
            return SentMessage(customer: try text("customer"), content: try text("content"), key: try text("key"), at: try text("at"))
        }
    }

    /// `c1 answer`, in the order of sending.
    static func short(_ name: String = "sent.jsonl", in folder: URL) -> [String] {
        ((try? all(name, in: folder)) ?? []).map { "\($0.customer) \($0.content)" }
    }
}

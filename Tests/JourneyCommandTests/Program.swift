import Foundation
import XCTest

/// The built command, run as users run it.
struct Program {
    struct Result {
        var code: Int32
        var output: String
        var errors: String
    }

    /// Products lie beside the test bundle; `JOURNEY_PROGRAM` names another, say an optimised one.
    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["JOURNEY_PROGRAM"] { return path }
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        let folder = bundle?.deletingLastPathComponent() ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return folder.appendingPathComponent("journey").path
    }()

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @discardableResult
    static func run(_ arguments: [String], input: String = "", in folder: URL? = nil) throws -> Result {
        let process = try start(arguments, in: folder)
        let stdin = process.standardInput as? Pipe
        let (output, errors) = (process.standardOutput as? Pipe, process.standardError as? Pipe)
        // A command that does not read its input may be gone already.
        signal(SIGPIPE, SIG_IGN)
        try? stdin?.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin?.fileHandleForWriting.close()
        // Both pipes are emptied side by side, so that neither can fill up and stop the program.
        nonisolated(unsafe) var errorData = Data()
        let done = DispatchSemaphore(value: 0)
        let waiter = Thread {
            errorData = errors?.fileHandleForReading.readDataToEndOfFile() ?? Data()
            done.signal()
        }
        waiter.start()
        let data = output?.fileHandleForReading.readDataToEndOfFile() ?? Data()
        done.wait()
        process.waitUntilExit()
        return Result(
            code: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
            errors: String(decoding: errorData, as: UTF8.self))
    }

    /// Started and left running.
    static func start(_ arguments: [String], in folder: URL? = nil, discarding: Bool = false) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = Pipe()
        process.standardOutput = discarding ? FileHandle.nullDevice : Pipe()
        process.standardError = discarding ? FileHandle.nullDevice : Pipe()
        try process.run()
        return process
    }
}

func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "journey-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// A small generator of repeatable numbers for tests.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

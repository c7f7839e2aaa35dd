import Foundation
import JourneyModel
import JourneyStore
import XCTest

@testable import JourneyRuntime

/// A temporary directory, and short ways to write lines and read events.
final class IntakeFixture {
    let directory: String
    let names = NameTable()
    var rejects: [Rejection] = []

    init() throws {
        var template = Array((NSTemporaryDirectory() + "/journey-intake-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        directory = String(cString: made) + "/"
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func path(_ name: String) -> String { directory + name }

    static func line(_ id: String, at second: Int = 0, customer: String = "c") -> String {
        #"{"id":"\#(id)","customer":"\#(customer)","event":"e","at":\#(second * 1_000)}"# + "\n"
    }

    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path(name))) }

    func append(_ text: String, to name: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path(name)))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    func move(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    func files(_ name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
    }

    func file(_ name: String, isOnce: Bool = false) -> FollowedFile {
        FollowedFile(name: name, path: path(name), source: 0, isOnce: isOnce)
    }

    /// The ids of all that a source has now, read `limit` at a time; the last state.
    func drain(_ source: any EventSource, limit: Int = 1_000) throws -> (ids: [String], state: SourceState) {
        var ids: [String] = []
        while true {
            var batch = EventBatch(names: names)
            let state = try source.read(into: &batch, limit: limit, rejects: &rejects)
            XCTAssertLessThanOrEqual(batch.events.count, limit)
            ids += batch.events.map { batch.text($0.id) }
            if state != .more { return (ids, state) }
        }
    }

    func ids(_ source: any EventSource, limit: Int = 1_000) throws -> [String] { try drain(source, limit: limit).ids }

    func drain(_ intake: any EventIntake, limit: Int = 1_000) throws -> [String] {
        var ids: [String] = []
        while true {
            var batch = EventBatch(names: names)
            let state = try intake.read(into: &batch, limit: limit, rejects: &rejects)
            ids += batch.events.map { batch.text($0.id) }
            if state != .more { return ids }
        }
    }
}

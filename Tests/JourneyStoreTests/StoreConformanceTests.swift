import Foundation
import XCTest

@testable import JourneyStore

final class StoreConformanceTests: XCTestCase {
    func testMemoryStore() throws {
        try StoreConformance(
            kind: StoreKind(name: "memory", make: { MemoryStore(keepsLog: true) }, reopen: { $0 }, lasts: false)
        ).run()
    }

    func testSQLiteStore() throws {
        for foldEvery in [1, 7, 64, 262_144] {
            let directory = try TestDirectory()
            var files = 0
            var options = SQLiteStore.Options(foldEvery: foldEvery, foldStatesEvery: foldEvery)
            options.creationSalt = TestDirectory.salt
            options.freshSpan = foldEvery / 2
            options.syncs = false
            let kind = StoreKind(
                name: "SQLite, fold every \(foldEvery)",
                make: {
                    files += 1
                    return try SQLiteStore(path: directory.file("\(files).store"), options: options)
                },
                reopen: {
                    $0.close()
                    return try SQLiteStore(path: directory.file("\(files).store"), options: options)
                }, lasts: true)
            try StoreConformance(kind: kind).run()
        }
    }
}

/// A directory that goes with the test.
final class TestDirectory {
    static let salt = [UInt8](1...16)
    let path: String

    init() throws {
        var template = Array((NSTemporaryDirectory() + "/journey-store-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
}

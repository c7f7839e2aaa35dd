import JourneyModel
import XCTest

@testable import JourneyStore

/// A store that two connections believe to be theirs.
final class OwnershipTests: XCTestCase {
    func testWhoBeganToWriteLastOwnsTheStore() throws {
        let directory = try TestDirectory()
        let path = directory.file("s.store")
        func opened() throws -> SQLiteStore { try SQLiteStore(path: path, options: .init(creationSalt: TestDirectory.salt)) }
        func write(_ store: SQLiteStore, _ text: String) throws {
            try store.begin()
            do {
                try store.set(setting: "test", to: Array(text.utf8))
                try store.commit()
            } catch {
                try store.rollback()
                throw error
            }
        }
        let first = try opened()
        try write(first, "first")
        let second = try opened()
        // Opening is no writing.
        try write(first, "first again")
        // What is rolled back takes nothing over.
        try second.begin()
        try second.rollback()
        try write(first, "first still")
        try write(second, "second")
        for _ in 0..<2 {
            XCTAssertThrowsError(try write(first, "too late")) { XCTAssertEqual($0 as? StoreError, .takenOver) }
        }
        XCTAssertFalse(StoreError.takenOver.mayPass)
        try write(second, "second again")
        XCTAssertEqual(try second.setting("test"), Array("second again".utf8))
        first.close()
        try write(second, "second still")
        second.close()
    }
}

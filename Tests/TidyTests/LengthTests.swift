import XCTest

/// A file has one subject; past 400 lines it holds two.
final class LengthTests: XCTestCase {
    /// Nobody reads what a test has written from other files: there one trade is one file, however many journeys it has.
    private static let generated = "Sources/JourneyLibrary/Generated/"

    func testFilesAreShort() throws {
        for (file, _) in try SourceTree.swiftFiles.get() where !file.path.hasPrefix(Self.generated) {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
            let count = lines.count - 1
            XCTAssertLessThanOrEqual(count, 400, "\(file.path) has \(count) lines; which two subjects does it hold?")
            XCTAssertTrue(file.text.hasSuffix("\n"), "\(file.path): the last line lacks its line break")
        }
    }
}

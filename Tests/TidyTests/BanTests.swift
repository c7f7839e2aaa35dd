import XCTest

/// What must not stand in the project: it breaks replay, can end the process, or promises work instead of doing it.
final class BanTests: XCTestCase {
    /// Clock, chance and place: decisions must be the same on every machine. `unless` on the same line makes it harmless.
    private let impure: [(text: String, unless: String?)] = [
        ("Date()", nil), ("Date.now", nil), ("Date(timeIntervalSinceNow", nil), ("SystemRandomNumberGenerator", nil),
        (".random(", "using:"), (".randomElement(", "using:"), (".shuffled()", nil), (".shuffle()", nil), ("UUID()", nil),
        ("TimeZone.current", nil), ("TimeZone.autoupdatingCurrent", nil), ("Locale.current", nil), ("Calendar.current", nil),
        ("ContinuousClock", nil), ("SuspendingClock", nil), ("clock_gettime", nil), ("gettimeofday", nil), ("arc4random", nil),
    ]

    /// Where the clock and chance come in, and what measures itself.
    private let injects: Set = ["Sources/journey/SystemClock.swift"]
    private let measures = "Sources/journey-bench/"

    /// What ends the process when it is wrong.
    private let trapping = ["try!", "as!", "fatalError(", "preconditionFailure("]

    private let promises = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]

    /// Places of one machine.
    private let places = ["/wor" + "k/", "/home/", "/root/", "/Users/", "../" + "shared"]

    func testDecisionsDependOnNothingOutside() throws {
        for (file, text) in try SourceTree.swiftFiles.get() {
            guard !injects.contains(file.path), !file.path.hasPrefix(measures) else { continue }
            forEachCodeLine(of: file, text) { place, line in
                for (banned, harmless) in impure where finds(banned, in: line) {
                    if let harmless, line.contains(harmless) { continue }
                    XCTFail("\(place): `\(banned)` outside the file that injects it breaks replay")
                }
            }
        }
    }

    func testNothingEndsTheProcess() throws {
        for (file, text) in try SourceTree.swiftFiles.get() {
            forEachCodeLine(of: file, text) { place, line in
                for banned in trapping where finds(banned, in: line) {
                    XCTFail("\(place): `\(banned)` ends the process; throw or give a reply")
                }
            }
        }
    }

    func testNoPromises() throws {
        for (file, text) in try SourceTree.swiftFiles.get() {
            for (number, line) in text.comments.enumerated() {
                for promise in promises where line.contains(promise) {
                    XCTFail("\(file.path):\(number + 1): `\(promise)` promises instead of doing")
                }
            }
        }
    }

    func testNoPlacesOfOneMachine() throws {
        let parts = ["Sources", "Tests", "Grammar", "journeys", ".ci", "Makefile", "Package.swift", "README.md"]
        for file in try parts.flatMap(SourceTree.files) where !file.path.hasSuffix("TidyTests/BanTests.swift") {
            for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                for text in places where line.contains(text) {
                    XCTFail("\(file.path):\(number + 1): `\(text)` is a place of one machine")
                }
            }
        }
    }

    func testWordsAreFoundAsAWhole() {
        XCTAssertTrue(finds("Date()", in: "let a = Date()"))
        XCTAssertTrue(finds("Date()", in: "f(Foundation.Date())"))
        XCTAssertFalse(finds("Date()", in: "let a = civilDate()"))
        XCTAssertFalse(finds("Date()", in: "let a = CivilDate()"))
        XCTAssertTrue(finds(".random(", in: "Int.random(in: 0..<3)"))
        XCTAssertFalse(finds("as!", in: "let has = was!"))
        XCTAssertTrue(finds("as!", in: "x as! Int"))
    }

    private func forEachCodeLine(
        of file: SourceTree.File, _ text: SwiftText, _ body: (_ place: String, _ line: String) -> Void
    ) {
        for (number, line) in text.code.enumerated() { body("\(file.path):\(number + 1)", line) }
    }

    /// The text stands in the line, and its first letter does not go on a longer word.
    private func finds(_ text: String, in line: String) -> Bool {
        guard line.utf8.count >= text.utf8.count else { return false }
        var rest = line[...]
        while let range = rest.range(of: text) {
            let isWord = text.first?.isLetter == true
            let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
            if !isWord || !(before.isLetter || before.isNumber || before == "_") { return true }
            rest = line[range.upperBound...]
        }
        return false
    }
}

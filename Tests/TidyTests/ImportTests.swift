import XCTest

/// Arrows between targets run downwards only: what each may import.
final class ImportTests: XCTestCase {
    /// Of the project.
    private let targets: [String: Set<String>] = [
        "CSQLite": [],
        "CCURL": [],
        "JourneyModel": [],
        "JourneyLanguage": ["JourneyModel"],
        "JourneyCompiler": ["JourneyLanguage", "JourneyModel"],
        "JourneyEngine": ["JourneyCompiler", "JourneyModel"],
        "JourneyStore": ["CSQLite", "JourneyModel"],
        "JourneyChannels": ["CCURL", "JourneyModel"],
        "JourneyRuntime": ["JourneyStore", "JourneyChannels", "JourneyEngine", "JourneyCompiler", "JourneyModel"],
        "JourneySimulator": [
            "JourneyRuntime", "JourneyStore", "JourneyChannels", "JourneyEngine", "JourneyCompiler", "JourneyModel",
        ],
        "JourneyFaults": [
            "JourneySimulator", "JourneyRuntime", "JourneyStore", "JourneyChannels", "JourneyEngine", "JourneyCompiler", "JourneyLanguage",
            "JourneyLibrary", "JourneyModel",
        ],
        "journey-simulate-faults": ["JourneyFaults", "JourneyModel"],
        "JourneyReports": ["JourneyModel"],
        "JourneyLibrary": [],
        "journey": [
            "JourneySimulator", "JourneyReports", "JourneyLibrary", "JourneyRuntime", "JourneyStore", "JourneyChannels", "JourneyEngine",
            "JourneyCompiler", "JourneyLanguage", "JourneyModel",
        ],
        "journey-bench": [
            "CSQLite", "JourneySimulator", "JourneyRuntime", "JourneyStore", "JourneyChannels", "JourneyEngine",
            "JourneyCompiler",
            "JourneyLanguage", "JourneyModel",
        ],
    ]

    /// Of the system. The language, the machine and the engine are pure; reports only make texts.
    private let system: [String: Set<String>] = [
        "JourneyModel": ["Foundation"],
        "JourneyStore": ["Glibc", "Foundation"],
        "JourneyChannels": ["Glibc", "Foundation", "Synchronization"],
        "JourneyRuntime": ["Glibc", "Foundation", "Synchronization"],
        "JourneySimulator": ["Glibc", "Foundation"],
        "JourneyFaults": ["Foundation"],
        "journey-simulate-faults": ["Glibc", "Foundation"],
        "journey": ["Glibc", "Foundation"],
        "journey-bench": ["Glibc", "Foundation", "Synchronization"],
    ]

    /// Foundation where its target has none, for one thing: time zones, and machines as JSON.
    private let exceptions: [String: Set<String>] = [
        "Sources/JourneyCompiler/MachineEncoding.swift": ["Foundation"],
        "Sources/JourneyCompiler/PolicyCheck.swift": ["Foundation"],
        "Sources/JourneyFaults/SeedRuns.swift": ["Dispatch", "Synchronization"],
        "Sources/JourneyRuntime/Intake/LineOrder.swift": ["Dispatch"],
        "Sources/JourneyRuntime/Intake/ReadAhead.swift": ["Dispatch"],
        "Sources/JourneyModel/Zone.swift": ["Foundation", "Synchronization"],
    ]

    func testImportsRunDownwards() throws {
        let files = try SourceTree.swiftFiles.get().filter { $0.file.path.hasPrefix("Sources/") }
        XCTAssertGreaterThan(files.count, 20, "no sources at \(SourceTree.root)")
        for (file, text) in files {
            guard let allowed = targets[file.target] else {
                XCTFail("\(file.path): the target \(file.target) has no row in the import table")
                continue
            }
            let all = allowed.union(system[file.target] ?? []).union(exceptions[file.path] ?? [])
            for (number, line) in text.code.enumerated() {
                guard let module = imported(by: line), !all.contains(module) else { continue }
                XCTFail("\(file.path):\(number + 1): \(file.target) may not import \(module)")
            }
        }
    }

    func testImportsAreRecognised() {
        let cases: [(String, String?)] = [
            ("import JourneyModel", "JourneyModel"), ("@testable import journey", "journey"),
            ("import struct Foundation.URL", "Foundation"),
            ("@preconcurrency public import Glibc", "Glibc"), ("let important = 1", nil), ("import", nil),
            ("important import", nil),
            ("internal import func Glibc.open", "Glibc"),
        ]
        for (line, module) in cases { XCTAssertEqual(imported(by: line), module, line) }
    }

    private func imported(by line: String) -> String? {
        var words = line.split(whereSeparator: \.isWhitespace)[...]
        let before: Set = ["public", "package", "internal", "fileprivate", "private"]
        while let word = words.first, word.hasPrefix("@") || before.contains(String(word)) { words.removeFirst() }
        guard words.popFirst() == "import" else { return nil }
        if let kind = words.first, ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"].contains(kind) {
            words.removeFirst()
        }
        return words.first?.split(separator: ".").first.map(String.init)
    }
}

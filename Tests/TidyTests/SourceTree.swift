import Foundation
import XCTest

/// The files of the project, as they stand beside these tests.
enum SourceTree {
    struct File: Sendable {
        /// From the root of the project: `Sources/journey/main.swift`.
        let path: String
        let text: String

        /// The target it belongs to: the second part of its path.
        var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
        var name: String { path.split(separator: "/").last.map(String.init) ?? "" }
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The Swift files of the sources and of the tests, with their code and comments apart, in the order of their paths.
    static let swiftFiles: Result<[(file: File, text: SwiftText)], any Error> = Result {
        try ["Sources", "Tests"].flatMap(files).filter { $0.path.hasSuffix(".swift") }.map { ($0, SwiftText($0.text)) }
    }

    /// The text files under a directory of the root, or the file of that name; none where there is none.
    static func files(under directory: String) throws -> [File] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root + "/" + directory, isDirectory: &isDirectory) else { return [] }
        guard isDirectory.boolValue else { return try [read(directory)].compactMap { $0 } }
        let names = try FileManager.default.subpathsOfDirectory(atPath: root + "/" + directory)
        return try names.sorted().compactMap { try read(directory + "/" + $0) }
    }

    private static func read(_ path: String) throws -> File? {
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isDirectory)
        guard !isDirectory.boolValue,
            let text = String(data: try Data(contentsOf: URL(fileURLWithPath: root + "/" + path)), encoding: .utf8)
        else { return nil }
        return File(path: path, text: text)
    }
}

import Foundation
import JourneyCompiler
import JourneyLanguage

/// The `.journey` files that a command was given, read and compiled.
struct Workspace {
    struct File {
        var path: String
        var parsed: ParsedFile
    }

    enum Failure: Error {
        case missing(String)
        case unreadable(String, String)
        case empty([String])
    }

    var files: [File]
    var compiled: CompiledWorkspace
    /// Of what is said about all files together.
    var language: Language

    /// - Parameters:
    ///   - paths: files, and folders that are searched for `.journey` files at any depth.
    ///   - language: what is said about them in.
    ///   - isStrict: names that nothing declares are errors.
    /// - Throws: `Failure` where a path is not there, cannot be read, or no file is found.
    init(_ paths: [String], language: DiagnosticLanguage = DiagnosticLanguage(), isStrict: Bool = false) throws {
        var found: [String] = []
        for path in paths { found += try Self.expand(path) }
        // A file may be named beside its folder: it counts once.
        var seen: Set<String> = []
        found = found.filter { seen.insert(URL(fileURLWithPath: $0).resolvingSymlinksInPath().path).inserted }
        if found.isEmpty { throw Failure.empty(paths) }
        files = try found.map { path in
            guard let bytes = FileManager.default.contents(atPath: path) else { throw Failure.unreadable(path, "cannot be read") }
            return File(path: path, parsed: language.read(SourceText(name: path, bytes: [UInt8](bytes))))
        }
        compiled = compile(files.map { (path: $0.path, parsed: $0.parsed) }, isStrict: isStrict)
        let isChinese = files.allSatisfy { $0.parsed.language == .chinese }
        self.language = language.asked ?? (isChinese ? .chinese : language.usual)
    }

    static func expand(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw Failure.missing(path) }
        guard isFolder.boolValue else { return [path] }
        guard let all = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
            throw Failure.unreadable(path, "cannot be listed")
        }
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        return all.filter { $0.hasSuffix(".journey") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { base + "/" + $0 }
    }
}

extension Workspace.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .missing(let path): "`\(path)` is not there; name a .journey file or a folder that holds some"
        case .unreadable(let path, let why): "`\(path)` \(why)"
        case .empty(let paths): "no .journey file in \(paths.map { "`\($0)`" }.joined(separator: ", "))"
        }
    }
}

import Foundation
import JourneyCompiler
import JourneyLanguage
import JourneyRuntime

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
        case several([String])
    }

    var folder: WorkspaceFolder
    var files: [File]
    var compiled: CompiledWorkspace
    /// Of what is said about all files together.
    var language: Language

    /// The one workspace that the paths name.
    ///
    /// - Throws: `Failure` where they name several, a path is not there, cannot be read, or no file is found.
    init(_ paths: [String], language: DiagnosticLanguage = DiagnosticLanguage()) throws {
        let folders = try WorkspaceFolder.all(in: paths)
        guard folders.count == 1 else { throw Failure.several(folders.map { $0.root.map { "`\($0)`" } ?? "the files of no catalogue" }) }
        try self.init(folders[0], language: language)
    }

    /// - Parameters:
    ///   - language: what is said about them in.
    ///   - isStrict: names that nothing declares are errors.
    /// - Throws: `Failure` where a file cannot be read.
    init(_ folder: WorkspaceFolder, language: DiagnosticLanguage = DiagnosticLanguage(), isStrict: Bool = false) throws {
        self.folder = folder
        let sources = try folder.allFiles.map { path in
            guard let bytes = FileManager.default.contents(atPath: path) else { throw Failure.unreadable(path, "cannot be read") }
            return SourceText(name: path, bytes: [UInt8](bytes))
        }
        let names = KnownNames(of: sources)
        files = sources.map { File(path: $0.name, parsed: language.read($0, names: names)) }
        compiled = compile(files.map { (path: $0.path, parsed: $0.parsed) }, isStrict: isStrict)
        self.language = Self.language(of: files, language)
    }

    /// Of what is said about all these workspaces together.
    static func language(of workspaces: [Workspace], _ language: DiagnosticLanguage) -> Language {
        Self.language(of: workspaces.flatMap(\.files), language)
    }

    private static func language(of files: [File], _ language: DiagnosticLanguage) -> Language {
        let isChinese = files.allSatisfy { $0.parsed.language == .chinese }
        return language.asked ?? (isChinese ? .chinese : language.usual)
    }

    /// The `.journey` files of a path, which may be one itself.
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
        case .several(let roots): Self.several(roots)
        case .empty(let paths): "no .journey file in \(paths.map { "`\($0)`" }.joined(separator: ", "))"
        }
    }

    private static func several(_ roots: [String]) -> String {
        let some = roots.prefix(3).joined(separator: ", ") + (roots.count > 3 ? " and others" : "")
        return "the paths hold \(roots.count) workspaces (\(some)), and this takes one: a folder with a `catalogue.journey` of its own "
            + "is a workspace of its own; name the one that is meant"
    }
}

extension Workspace {
    /// What is deployed beside the machines.
    /// - Parameter paths: as they were given.
    func terms(paths: [String]) throws -> Deployer.Terms {
        Deployer.Terms(
            definitions: compiled.definitions, policy: compiled.policy, codes: try CouponCodes.read(self),
            paths: Self.absolute(paths))
    }

    /// The same paths give the same, in whichever folder and order they were given.
    static func absolute(_ paths: [String]) -> [String] {
        Set(paths.map { URL(fileURLWithPath: $0).standardizedFileURL.resolvingSymlinksInPath().path }).sorted()
    }
}

import Foundation
import JourneyLanguage

/// The names that the files around those to be laid out declare: what glued words are cut by, and what is translated.
struct Catalogue {
    private let known: KnownNames
    private let programs: [Program]

    /// - Parameter sources: the files to be laid out; files beside them count, too.
    init(_ sources: [SourceText], around paths: [String]) {
        var all = sources
        var seen = Set(sources.map { Self.place($0.name) })
        for path in paths {
            let folder = Self.folder(of: path)
            let beside = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in beside.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where name.hasSuffix(".journey") {
                let path = folder + "/" + name
                guard seen.insert(Self.place(path)).inserted, let bytes = FileManager.default.contents(atPath: path) else { continue }
                all.append(SourceText(name: path, bytes: [UInt8](bytes)))
            }
        }
        let known = KnownNames(of: all)
        self.known = known
        programs = all.map { parse($0, names: known).program }
    }

    func read(_ source: SourceText) -> ParsedFile {
        parse(source, language: DiagnosticLanguage().language(for: source), names: known)
    }

    /// - Parameter language: nil leaves the names as they are written.
    func names(in language: Language?) -> NameTranslation { NameTranslation(programs, to: language) }

    /// Foundation's own (`NSString.deletingLastPathComponent`) traps on a path of one letter.
    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func place(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
}

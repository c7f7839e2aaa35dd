import Foundation
import JourneyLanguage

/// The names that the files around those to be laid out declare: what glued words are cut by, and what is translated.
struct Catalogue {
    private let known: KnownNames
    private let programs: [Program]

    /// - Parameter sources: the files to be laid out; files beside them count, too.
    init(_ sources: [SourceText], around paths: [String]) {
        var all = sources
        var seen = Set(sources.map { FilePaths.place(of: $0.name) })
        for path in paths {
            let folder = FilePaths.folder(of: path)
            let beside = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let declaring = beside.filter { $0.hasSuffix(".journey") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let above = WorkspaceFolder.inheritedCatalogue(of: folder).map { [$0] } ?? []
            for path in above + declaring.map({ folder + "/" + $0 }) {
                guard seen.insert(FilePaths.place(of: path)).inserted, let bytes = FileManager.default.contents(atPath: path) else { continue }
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
}

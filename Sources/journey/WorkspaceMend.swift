import JourneyCompiler
import JourneyLanguage

extension Workspace {
    /// A fix that was applied to a file.
    struct Mend {
        /// `cart.journey:2:13`, as the file was before.
        var place: String
        var code: String
        var sentence: Bilingual
    }

    /// One mend can uncover another; who is not done after so many rounds goes in circles.
    private static let mostRounds = 5

    /// Applies all fixes that do not touch each other, reads the files anew, and goes on while there are any.
    mutating func mend(rereading: () throws -> Workspace) throws -> [Mend] {
        var mends: [Mend] = []
        for _ in 0..<Self.mostRounds {
            let before = mends.count
            for file in files { mends += try mend(file) }
            if mends.count == before { break }
            self = try rereading()
        }
        return mends
    }

    private func mend(_ file: File) throws -> [Mend] {
        let source = file.parsed.source
        let offered = compiled.diagnostics.filter { $0.path == file.path }.map(\.diagnostic).filter { $0.fix != nil }
        let fixes = offered.compactMap(\.fix)
        let mended = mended(source, by: fixes)
        guard !mended.applied.isEmpty, mended.bytes != source.bytes else { return [] }
        try rewrite(file.path, mended.bytes)
        return mended.applied.map { index in
            let position = source.position(at: fixes[index].range.start)
            return Mend(
                place: "\(file.path):\(position.line):\(position.column)", code: offered[index].code,
                sentence: fixes[index].sentence(in: source))
        }
    }
}

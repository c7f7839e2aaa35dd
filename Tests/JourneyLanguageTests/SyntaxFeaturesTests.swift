import Foundation
import JourneyLanguage
import XCTest

/// The forms that the grammar can write, as data: what runs programs is held to them elsewhere.
final class SyntaxFeaturesTests: XCTestCase {
    private static let file = Corpus.directory.appendingPathComponent("grammar/forms.txt")

    /// With UPDATE_EXPECTED=1 the list is written anew; read the difference.
    func testTheFormsOfTheGrammar() throws {
        var generator = SentenceGenerator(grammar: try Grammar(), seed: 20_261_127)
        var features = SyntaxFeatures()
        for _ in 0..<3_000 {
            let text = SentenceGenerator.text(generator.sentence("file"), [" "])
            features.add(parse(SourceText(name: "forms", text)).program)
        }
        let found = features.all.sorted().map { $0 + "\n" }.joined()
        if ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] != nil {
            try FileManager.default.createDirectory(at: Self.file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try found.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        XCTAssertEqual(found, try String(contentsOf: Self.file, encoding: .utf8))
    }
}

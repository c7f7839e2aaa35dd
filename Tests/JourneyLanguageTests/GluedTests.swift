import XCTest

@testable import JourneyLanguage

/// Every program of the project in Chinese without spaces, its names known.
final class GluedTests: XCTestCase {
    func testEveryProgramKeepsItsMeaningWithoutSpaces() throws {
        let programs = try Corpus.everyProgram()
        XCTAssertGreaterThan(programs.count, 100)
        for file in programs {
            let chinese = format(file, language: .chinese, names: NameTranslation([file.program], to: .chinese))
            try check(chinese, file.names, file.program)
        }
    }

    func testEveryRowOfTheChinesePageIsReadWithoutSpaces() throws {
        let lines = try Corpus.text(Corpus.directory.appendingPathComponent("chinese/rows.pairs")).split(separator: "\n")
        let declarations = lines.filter { $0.hasPrefix("// names ") }.map { $0.dropFirst(9) }.joined(separator: "\n")
        let names = KnownNames(of: [SourceText(name: "names", declarations)])
        // 非 and a name are one name, as 非会员 is: what is negated stands in parentheses there.
        for line in lines where !line.hasPrefix("//") && !line.contains("非 等级") {
            guard let bar = line.range(of: " | ") else { continue }
            let english = parse(SourceText(name: "english", String(line[..<bar.lowerBound])), names: names)
            try check(String(line[bar.upperBound...]), names, english.program)
        }
    }

    private func check(_ spaced: String, _ names: KnownNames, _ program: Program) throws {
        let source = SourceText(name: "spaced", spaced)
        var names = names
        for token in lex(source, names: names).tokens where token.kind == .name { names.add(source.value(of: token)) }
        let text = Gluing.glued(spaced, names)
        let read = parse(SourceText(name: "glued", text), names: names)
        XCTAssertEqual(read.diagnostics.filter { $0.severity == .error }.map(\.message), [], text)
        XCTAssertTrue(read.program == program, "another tree:\n\(spaced)\n=>\n\(text)")
    }
}

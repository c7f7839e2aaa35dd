import Foundation
import JourneyCompiler
import JourneyLanguage
import XCTest

/// Every form of the language that means something to the engine is run: by the reference model's random programs, or by a case.
final class FormsTests: XCTestCase {
    private static let corpus = CaseTests.folder.deletingLastPathComponent()

    /// What the engine never sees, and where it is tested.
    private static let elsewhere: [(prefix: String, by: String)] = [
        ("TestDeclaration", "tests beside journeys: the library's own"),
        ("TestMoment", "the same"),
        ("Item.test", "the same"),
        ("Field.Kind", "the checker: the engine takes values as they come"),
        ("EventDeclaration.fields", "the checker"),
        ("Header.Kind.owner", "reports"),
        ("ChannelDeclaration.Setting.Argument", "adapters"),
        ("ChannelDeclaration.limits", "LaneTests, TokenBucketTests"),
        ("TimeUnit", "the same"),
        ("ChannelDeclaration.retries", "DispatcherTests"),
        ("PolicyDeclaration.Rule.Alarm", "AlertTests"),
        ("PolicyDeclaration.Rule.Kind.alert", "AlertTests"),
    ]

    func testEveryFormIsRun() throws {
        let list = try String(contentsOf: Self.corpus.appendingPathComponent("grammar/forms.txt"), encoding: .utf8)
        let forms = Set(list.split(separator: "\n").map(String.init))
        let wanted = forms.filter { form in
            !Self.elsewhere.contains { form.hasPrefix($0.prefix) } && !form.hasSuffix(".also") && !form.hasSuffix(".title")
        }
        let model = modelled().intersection(wanted)
        let cases = try inCases().intersection(wanted)
        let missing = wanted.subtracting(model).subtracting(cases).sorted()
        print("forms: \(wanted.count) with a meaning, \(model.count) in programs of the model, \(cases.count) in cases")
        XCTAssertEqual(missing, [], "neither the model's programs nor a case has these")
        XCTAssertGreaterThan(wanted.count, 100)
    }

    private func modelled() -> Set<String> {
        var features = SyntaxFeatures()
        for seed in UInt64(0)..<400 {
            for isWide in [false, true] {
                var program = RandomProgram(random: Random(seed), isWide: isWide)
                features.add(parse(SourceText(name: "random", program.text())).program)
            }
        }
        return features.all
    }

    /// Of the engine, and of operators at work.
    private func inCases() throws -> Set<String> {
        var features = SyntaxFeatures()
        for testCase in try Case.all(in: CaseTests.folder) { features.add(parse(SourceText(name: "case", testCase.program)).program) }
        for testCase in try OperatorCase.all() {
            for (_, text) in testCase.programs.sorted(by: { $0.key < $1.key }) { features.add(parse(SourceText(name: "case", text)).program) }
        }
        return features.all
    }
}

import Foundation
import JourneyCompiler
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneySimulator
import JourneyStore

/// `journey test`: runs the tests that stand in journeys.
enum TestCommand: Subcommand {
    static let command = Command(
        name: "test", summary: "run the tests written in the files",
        discussion: """
            Tests run on the real engine under a virtual clock; nothing is sent. A failure shows the line of the expectation and what
            happened to the customer instead. Exits with 1 where a test fails.
            """,
        positionals: [.init(name: "PATH", help: "a .journey file, or a folder of them", repeats: true)],
        options: [
            .value("only", "TEXT", "only tests whose title holds this text"),
            .value("journey", "NAME", "only tests of this journey"),
            .flag("coverage", "which steps and ways no test reached"),
            .flag("json", "one JSON object a line for each test"),
            .value("junit", "FILE", "write the results as JUnit XML, too"),
        ],
        examples: [
            .init("journey test journeys/", "run every test in a folder"),
            .init("journey test cart.journey --coverage", "and show what they leave untried"),
            .init("journey test journeys/ --junit results.xml", "for a pipeline"),
        ])

    static func run(_ arguments: Arguments) async throws -> ExitCode {
        var reports: [TestReport] = []
        let workspaces = try WorkspaceFolder.all(in: arguments.allPositionals("PATH")).map { try Workspace($0) }
        for workspace in workspaces {
            guard let machines = workspace.machines() else { return .problems }
            let plans = workspace.compiled.tests.filter { plan in
                arguments.value("only").map(plan.title.contains) ?? true && arguments.value("journey").map { $0 == plan.journey } ?? true
            }
            reports.append(TestReport(workspace: workspace, machines: machines, results: try await run(plans, workspace, machines)))
        }
        let results = reports.flatMap(\.results)
        if results.isEmpty {
            let hasTests = workspaces.contains { !$0.compiled.tests.isEmpty }
            complain("no test was found" + (hasTests ? " by that name" : "; write one: `test \"…\" … end`"))
            return .problems
        }
        if let path = arguments.value("junit") { try TestReport.writeJUnit(reports, to: path) }
        if arguments.has("json") {
            put(reports.map(\.json).joined())
        } else {
            put(TestReport.text(reports, ink: terminal.output))
            if arguments.has("coverage") { put(TestCoverage(reports).text(ink: terminal.output)) }
        }
        return results.allSatisfy(\.passed) ? .success : .problems
    }

    static func run(_ plans: [TestPlan], _ workspace: Workspace, _ machines: [Machine]) async throws -> [TestResult] {
        var results: [TestResult] = []
        let codes = try CouponCodes.read(workspace)
        for plan in plans {
            var run = try TestRun(
                plan, machines: machines, policy: workspace.compiled.policy, definitions: workspace.compiled.definitions, codes: codes)
            results.append(try await run.run())
        }
        return results
    }
}

import Foundation
import JourneyCompiler
import JourneyLanguage
import JourneyModel
import JourneyReports
import JourneySimulator

/// The results of a workspace's tests, for people, for programs, and as JUnit XML.
struct TestReport {
    let workspace: Workspace
    let machines: [Machine]
    let results: [TestResult]

    // MARK: For people

    static func text(_ reports: [TestReport], ink: Ink) -> String {
        let results = reports.flatMap(\.results)
        let failed = results.count { !$0.passed }
        let verdict = counted(Int64(results.count), "test") + (failed == 0 ? ", all passed" : ", \(failed) failed")
        let parts = reports.map { $0.text(ink: ink) }.filter { !$0.isEmpty }
        return parts.joined(separator: "\n") + "\n" + ink(failed == 0 ? .green : .red, verdict) + "\n"
    }

    private func text(ink: Ink) -> String {
        var text = ""
        var path = ""
        for result in results {
            if result.plan.path != path {
                text += (path.isEmpty ? "" : "\n") + ink(.bold, result.plan.path) + "\n"
                path = result.plan.path
            }
            text += "  " + (result.passed ? ink(.green, "✓") : ink(.red, "✗")) + " " + printable(result.plan.title) + "\n"
            if !result.passed { text += failures(of: result, ink: ink) }
        }
        return text
    }

    /// Each failure at its line, then what happened to the customers concerned.
    private func failures(of result: TestResult, ink: Ink) -> String {
        var text = ""
        for failure in result.failures {
            text += "\n" + indented(rendered(failure, of: result, isColoured: ink.isOn), by: 4)
        }
        for customer in customers(of: result) {
            text += "\n" + indented(timelineReport(customer: customer, entries: timeline(of: customer, in: result), ink: ink), by: 4)
        }
        return text + "\n"
    }

    private func rendered(_ failure: TestResult.Failure, of result: TestResult, isColoured: Bool) -> String {
        let range = failure.expectation.map { result.plan.expectations[$0].range } ?? result.plan.titleRange
        let diagnostic = Diagnostic(code: "failed", severity: .error, range: range, message: failure.message, label: "", help: nil, fix: nil)
        guard let file = workspace.files.first(where: { $0.path == result.plan.path }) else { return failure.message + "\n" }
        return DiagnosticRenderer(file.parsed.source, isColoured: isColoured).render(diagnostic)
    }

    /// Those whose expectations failed; all of them where the failure is nobody's.
    private func customers(of result: TestResult) -> [String] {
        let plan = result.plan
        let concerned = Set(result.failures.compactMap(\.expectation).map { plan.expectations[$0].customer })
        let isNobodys = result.failures.contains { $0.expectation == nil }
        return plan.customers.indices.filter { isNobodys || concerned.contains($0) }.map { plan.customers[$0].id }
    }

    private func timeline(of customer: String, in result: TestResult) -> [TimelineEntry] {
        var timeline = Timeline(machines: machines, zone: .utc)
        timeline.add(
            result.events.filter { $0.customer == customer }.map { .init(name: $0.name, at: $0.at, properties: $0.properties) },
            result.decisions.filter { $0.customer == customer }, result.outcomes)
        return timeline.entries
    }

    private func indented(_ text: String, by count: Int) -> String {
        let space = String(repeating: " ", count: count)
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : space + $0 }.joined(separator: "\n")
    }

    // MARK: For programs

    var json: String {
        results.map { result in
            let plan = result.plan
            let failures = result.failures.map { failure in
                let line = self.line(of: failure, result)
                return "{\"message\":\(JSONText.quoted(failure.message)),\"line\":\(line)}"
            }
            return "{\"path\":\(JSONText.quoted(plan.path)),\"line\":\(line(at: plan.titleRange, in: plan.path)),\"test\":"
                + "\(JSONText.quoted(plan.title)),\"journey\":\(plan.journey.map(JSONText.quoted) ?? "null"),"
                + "\"passed\":\(result.passed),\"failures\":[\(failures.joined(separator: ","))]}\n"
        }.joined()
    }

    private func line(of failure: TestResult.Failure, _ result: TestResult) -> Int {
        let range = failure.expectation.map { result.plan.expectations[$0].range } ?? result.plan.titleRange
        return line(at: range, in: result.plan.path)
    }

    private func line(at range: SourceRange, in path: String) -> Int {
        workspace.files.first { $0.path == path }?.parsed.source.position(at: range.start).line ?? 0
    }

    /// As the Ant task writes it and build servers read it.
    static func writeJUnit(_ reports: [TestReport], to path: String) throws {
        let results = reports.flatMap(\.results)
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml += "<testsuites tests=\"\(results.count)\" failures=\"\(results.count { !$0.passed })\">\n"
        xml += reports.map(\.suites).joined()
        try Data((xml + "</testsuites>\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// A suite for each file.
    private var suites: String {
        var xml = ""
        let paths = results.map(\.plan.path).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        for path in paths {
            let suite = results.filter { $0.plan.path == path }
            xml += "  <testsuite name=\"\(XMLText.escaped(path))\" tests=\"\(suite.count)\" failures=\"\(suite.count { !$0.passed })\">\n"
            for result in suite { xml += testCase(result, in: path) }
            xml += "  </testsuite>\n"
        }
        return xml
    }

    private func testCase(_ result: TestResult, in path: String) -> String {
        let name = XMLText.escaped(result.plan.title)
        let head = "    <testcase classname=\"\(XMLText.escaped(result.plan.journey ?? path))\" name=\"\(name)\" file=\"\(XMLText.escaped(path))\""
        if result.passed { return head + "/>\n" }
        let failures = result.failures.map { failure in
            "      <failure message=\"\(XMLText.escaped(failure.message))\">\(XMLText.escaped(rendered(failure, of: result, isColoured: false)))</failure>\n"
        }
        return head + ">\n" + failures.joined() + "    </testcase>\n"
    }
}

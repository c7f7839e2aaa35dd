import Foundation
import JourneyCompiler
import JourneyLanguage
import JourneyModel
import XCTest

/// Programs of `Corpus/compile` with what they compile to. A file with `--- path` lines holds several.
final class CompileCorpusTests: XCTestCase {
    func testPrograms() throws {
        let programs = Corpus.files(Corpus.root.appendingPathComponent("compile"), "journey")
        XCTAssertGreaterThan(programs.count, 20)
        for url in programs {
            let workspace = compile(split(try Corpus.text(url), named: url.lastPathComponent))
            for machine in workspace.machines { try checkShape(machine) }
            try Corpus.check(summary(workspace), against: url.deletingPathExtension().appendingPathExtension("expected"))
        }
    }

    /// What every machine must be, whatever the program.
    private func checkShape(_ machine: Machine) throws {
        XCTAssertEqual(machine.states.last?.kind, .done, machine.name)
        XCTAssertEqual(machine.states.filter { $0.kind == .done }.count, 1, machine.name)
        XCTAssertEqual(Set(machine.states.map(\.label)).count, machine.states.count, "labels of \(machine.name)")
        var reached: Set<Int> = [0]
        for state in machine.states {
            for transition in state.transitions {
                XCTAssertTrue(machine.states.indices.contains(transition.target), machine.name)
                reached.insert(transition.target)
            }
            if state.kind == .choice { XCTAssertNil(state.transitions.last?.condition, machine.name) }
            XCTAssertEqual(state.transitions.isEmpty, state.kind == .done, machine.name)
        }
        XCTAssertEqual(reached.count, machine.states.count, "dead states in \(machine.name)")
        let again = try Machine(encoded: machine.encoded())
        XCTAssertEqual(again, machine)
        XCTAssertEqual(again.hash, machine.hash)
    }

    private func split(_ text: String, named name: String) -> [(path: String, parsed: ParsedFile)] {
        var files: [(path: String, text: String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("--- ") {
                files.append((String(line.dropFirst(4)), ""))
            } else {
                if files.isEmpty { files.append((name, "")) }
                files[files.count - 1].text += line + "\n"
            }
        }
        return files.map { ($0.path, parse(SourceText(name: $0.path, $0.text))) }
    }

    private func summary(_ workspace: CompiledWorkspace) -> String {
        var lines = workspace.machines.flatMap(lines)
        lines += workspace.channels.map { channel in
            let settings = channel.settings.map { " \($0.key)=\($0.value)" }.joined()
            return "channel \(channel.name) adapter \(channel.adapter)\(settings)"
                + channel.limits.map { " limit \($0.count) per \($0.per)" }.joined() + (channel.retries.map { " retries \($0)" } ?? "")
        }
        if workspace.policy != Policy() {
            lines.append("policy \(workspace.policy.timeZone) grace \(durationText(workspace.policy.grace))")
        }
        lines += workspace.diagnostics.flatMap { file -> [String] in
            let diagnostic = file.diagnostic
            let place = "\(file.path):\(diagnostic.range.start)-\(diagnostic.range.end)"
            var lines = ["\(place) \(diagnostic.severity.rawValue) \(diagnostic.code): \(diagnostic.message)"]
            if !diagnostic.label.isEmpty { lines.append("    ^ \(diagnostic.label)") }
            if let help = diagnostic.help { lines.append("    help: \(help)") }
            if let fix = diagnostic.fix { lines.append("    fix: \(fix.range.start)-\(fix.range.end) `\(fix.replacement)`") }
            return lines
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(_ machine: Machine) -> [String] {
        var lines = ["journey \(machine.name)" + (machine.title.map { " \($0)" } ?? ""), "  when \(machine.trigger.text)"]
        if let audience = machine.audience { lines.append("  for customers where \(audience.text)") }
        lines.append("  \(machine.reentry.text)")
        if let goal = machine.goal { lines.append("  goal \(goal.text)") }
        lines += machine.exits.map { "  exit when \($0.text)" }
        if machine.priority != 0 { lines.append("  priority \(machine.priority)") }
        if let owner = machine.owner { lines.append("  owner \(owner)") }
        lines.append("  events \(machine.eventNames.joined(separator: " "))" + (machine.listensToEverything ? "*" : ""))
        if !machine.capturedProperties.isEmpty { lines.append("  captures \(machine.capturedProperties.joined(separator: " "))") }
        if !machine.readAttributes.isEmpty { lines.append("  reads \(machine.readAttributes.joined(separator: " "))") }
        lines.append("  longest \(durationText(machine.longestPath))")
        for state in machine.states {
            lines.append("  \(state.label) \(state.kind.rawValue)")
            for transition in state.transitions {
                let name = transition.name.isEmpty ? "" : " (\(transition.name))"
                let text = ([transition.text] + transition.actions.map(\.text)).filter { !$0.isEmpty }.joined(separator: "; ")
                lines.append("    -> \(machine.states[transition.target].label)\(name)" + (text.isEmpty ? "" : ": " + text))
            }
        }
        return lines
    }
}

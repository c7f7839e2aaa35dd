import JourneyLanguage
import JourneyModel

/// Compiles all files of a workspace together.
///
/// Files with errors take part as far as they could be read, so that one call finds everything; a caller that is to run the
/// machines looks at `hasErrors` first. The same files in the same order give the same result. What is found in a file is said in the
/// language it was parsed with.
///
/// - Parameter isStrict: names that nothing declares are errors.
public func compile(_ files: [(path: String, parsed: ParsedFile)], isStrict: Bool = false) -> CompiledWorkspace {
    let findings = files.map { Findings(path: $0.path, $0.parsed, isStrict: isStrict) }
    let programs = files.map(\.parsed.program)
    let channels = ChannelCheck().configurations(programs, findings)
    var policyCheck = PolicyCheck()
    let policy = policyCheck.policy(programs, findings)
    let names = JourneyNames(programs, findings)
    var machines: [Machine] = []
    for (file, program) in programs.enumerated() {
        for (index, item) in program.items.enumerated() {
            guard let journey = item.journey else { continue }
            let errors = findings[file].errorCount
            let name = names.name(file: file, item: index)
            let lowering = JourneyLowering(findings: findings[file], channels: channels.declared)
            let machine = lowering.machine(journey, name: name ?? "")
            if name != nil, findings[file].errorCount == errors { machines.append(machine) }
        }
    }
    let journeys = Set(machines.map(\.name))
    var tests: [TestPlan] = []
    for (program, findings) in zip(programs, findings) {
        for case .test(let test) in program.items {
            let errors = findings.errorCount
            let plan = TestLowering(test, findings: findings, journeys: journeys).result()
            if findings.errorCount == errors { tests.append(plan) }
        }
    }
    let diagnostics = findings.flatMap { file in
        file.sorted().map { FileDiagnostic(path: file.path, diagnostic: $0) }
    }
    return CompiledWorkspace(machines: machines, channels: channels.configurations, policy: policy, tests: tests, diagnostics: diagnostics)
}

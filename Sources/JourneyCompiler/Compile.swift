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
    let checked = check(files, isStrict: isStrict)
    for lint in Lints.all { lint.look(checked) }
    let diagnostics = checked.findings.flatMap { file in
        file.sorted().map { FileDiagnostic(path: file.path, diagnostic: $0) }
    }
    return CompiledWorkspace(
        machines: checked.journeys.filter { !$0.hasErrors }.map(\.machine), channels: checked.channels, policy: checked.policy,
        catalogue: checked.catalogue, tests: checked.tests, diagnostics: diagnostics)
}

/// Everything but the lints: first what is declared, then what uses it.
private func check(_ files: [(path: String, parsed: ParsedFile)], isStrict: Bool) -> CheckedWorkspace {
    let findings = files.map { Findings(path: $0.path, $0.parsed, isStrict: isStrict) }
    let programs = files.map(\.parsed.program)
    let names = WorkspaceNames()
    let uses = TypeUses()
    var catalogue = CatalogueCheck(names)
    for (program, findings) in zip(programs, findings) { catalogue.gather(program, findings) }
    let channels = ChannelCheck(names: names).configurations(programs, findings)
    var policyCheck = PolicyCheck(names, uses, coupons: catalogue.catalogue.coupons)
    let policy = policyCheck.policy(programs, findings)
    let written = WrittenJourney.all(of: programs)
    let journeyNames = JourneyNames(journeys: written)
    journeyNames.give(findings)
    journeyNames.declare(in: names)
    StartedJourneys(names).gather(written)
    let audiences = AudienceCheck().audiences(catalogue.audiences, names, uses)

    var journeys: [CheckedJourney] = []
    journeys.reserveCapacity(written.count)
    for journey in written {
        let context = CheckContext(findings: findings[journey.file], names: names, uses: uses)
        journeys.append(JourneyLowering(context: context).lower(journey))
    }
    let messageCheck = MessageCheck(names: names, uses: uses)
    let messages = messageCheck.messages(catalogue.messages)
    messageCheck.check(
        names.sendings, messages, except: Set(channels.lazy.filter { AdapterContent.speaking.contains($0.adapter) }.map(\.name)))
    let shown = ShownValues(messages, coupons: catalogue.catalogue.coupons.map(\.name))
    for journey in journeys { journey.add(shown) }
    for unknown in names.checkLastEvents() {
        let index = journeys.firstIndex {
            findings[$0.file] === unknown.findings && $0.syntax.range.start <= unknown.event.range.start
                && unknown.event.range.end <= $0.syntax.range.end
        }
        if let index { journeys[index].hasErrors = true }
    }
    StartLoopCheck(journeys: journeys, findings: findings).check()
    catalogue.set(audiences: audiences, messages: messages)
    return CheckedWorkspace(
        catalogue: catalogue.catalogue, channels: channels, policy: policy, journeys: journeys, sendings: names.sendings,
        tests: tests(catalogue.tests, names, uses), hasTests: !catalogue.tests.isEmpty, programs: programs, findings: findings, names: names)
}

/// Those without errors, once all that they may expect is known.
private func tests(_ declared: [CatalogueCheck.Declared<TestDeclaration>], _ names: WorkspaceNames, _ uses: TypeUses) -> [TestPlan] {
    declared.compactMap { test in
        let errors = test.findings.errorCount
        let plan = TestLowering(test.syntax, CheckContext(findings: test.findings, names: names, uses: uses)).result()
        return test.findings.errorCount == errors ? plan : nil
    }
}

import JourneyLanguage
import JourneyModel

/// A workspace that has been checked, as lints look at it.
final class CheckedWorkspace {
    let catalogue: Catalogue
    let channels: [ChannelConfiguration]
    let policy: Policy
    /// In the order of the files and their text, those with errors among them.
    let journeys: [CheckedJourney]
    /// Every `send` of the journeys, in the order of the text.
    let sendings: [MessageCheck.Sending]
    let tests: [TestPlan]
    /// The trees, one for each file.
    let programs: [Program]
    /// Those with errors among them.
    let hasTests: Bool
    /// Where to tell what is found, one for each file.
    let findings: [Findings]
    /// Every name with its spellings and types.
    let names: WorkspaceNames
    /// The first policy and its file.
    private(set) lazy var policyItem = Self.policyItem(programs)

    init(
        catalogue: Catalogue, channels: [ChannelConfiguration], policy: Policy, journeys: [CheckedJourney],
        sendings: [MessageCheck.Sending],
        tests: [TestPlan], hasTests: Bool, programs: [Program], findings: [Findings], names: WorkspaceNames
    ) {
        self.catalogue = catalogue
        self.channels = channels
        self.policy = policy
        self.journeys = journeys
        self.sendings = sendings
        self.tests = tests
        self.hasTests = hasTests
        self.programs = programs
        self.findings = findings
        self.names = names
    }

    func report(_ finding: Finding, at range: SourceRange, in journey: CheckedJourney, fix: Diagnostic.Fix? = nil) {
        let errors = findings[journey.file].errorCount
        findings[journey.file].report(finding, at: range, fix: fix)
        if findings[journey.file].errorCount > errors { journey.hasErrors = true }
    }
}

/// A journey as written and as compiled.
final class CheckedJourney {
    let written: WrittenJourney
    private(set) var machine: Machine
    /// The step that each state of the machine was made from, `done` having none: those of blocks too, in the order of the text.
    let steps: [Step]
    /// Steps that nothing leads to, which the machine has not; the first of each run.
    let unreachable: [StepLowering.Unreachable]
    /// All of its waits of a fixed length together; saturates.
    let waited: Microseconds
    /// Its machine is not handed out.
    var hasErrors: Bool
    private(set) lazy var sends = Self.sends(machine, steps)

    /// The file's index.
    var file: Int { written.file }
    var syntax: Journey { written.syntax }

    init(
        _ written: WrittenJourney, machine: Machine, steps: [Step], unreachable: [StepLowering.Unreachable], waited: Microseconds,
        hasErrors: Bool
    ) {
        self.written = written
        self.machine = machine
        self.steps = steps
        self.unreachable = unreachable
        self.waited = waited
        self.hasErrors = hasErrors
    }

    /// Before anything looks at the machine.
    func add(_ shown: ShownValues) { shown.add(to: &machine) }
}

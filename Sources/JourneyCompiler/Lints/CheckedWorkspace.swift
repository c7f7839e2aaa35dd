import JourneyLanguage

/// A workspace that has been checked, as lints look at it.
struct CheckedWorkspace {
    let catalogue: Catalogue
    let channels: [ChannelConfiguration]
    let policy: Policy
    /// In the order of the files and their text, those with errors among them.
    let journeys: [CheckedJourney]
    let tests: [TestPlan]
    /// The trees, one for each file.
    let programs: [Program]
    /// Where to tell what is found, one for each file.
    let findings: [Findings]
    /// Every name with its spellings and types.
    let names: WorkspaceNames

    func report(_ finding: Finding, at range: SourceRange, in journey: CheckedJourney, fix: Diagnostic.Fix? = nil) {
        findings[journey.file].report(finding, at: range, fix: fix)
    }
}

/// A journey as written and as compiled.
struct CheckedJourney {
    /// The file's index.
    let file: Int
    let syntax: Journey
    let machine: Machine
    /// Where each state of the machine stands in the text; an empty one for `done`.
    let ranges: [SourceRange]
    /// Steps that nothing leads to, which the machine has not; the first of each run.
    let unreachable: [(label: String, range: SourceRange)]
    /// Its machine is not handed out.
    var hasErrors: Bool
}

import JourneyLanguage

/// A name that nothing declares, glued to the words beside it: where it ends is a guess, and is told so. Each once in a file.
struct GuessedNames: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for findings in workspace.findings {
            var told: Set<String> = []
            for range in findings.guessedNames where told.insert(findings.text(range)).inserted {
                findings.report(.guessedName(findings.text(range)), at: range)
            }
        }
    }
}

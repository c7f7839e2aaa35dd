import JourneyLanguage

/// A name that nothing declares, glued to the words beside it: where it ends is a guess, and is told so. Each once in a file.
struct GuessedNames: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for findings in workspace.findings {
            var told: Set<String> = []
            // A word in Latin letters ends where the Chinese begins: no guess.
            for range in findings.guessedNames
            where findings.text(range).utf8.contains(where: { $0 >= 0x80 }) && told.insert(findings.text(range)).inserted {
                findings.report(.guessedName(findings.text(range)), at: range)
            }
        }
    }
}

import JourneyLanguage

/// A file with keywords of both languages, told at the first of the fewer.
struct MixedLanguages: Lint {
    func look(_ workspace: CheckedWorkspace) {
        for findings in workspace.findings {
            guard let place = findings.foreignKeyword else { continue }
            findings.report(.mixedLanguages(findings.text(place), isChineseFile: findings.writtenLanguage == .chinese), at: place)
        }
    }
}

import JourneyLanguage

/// Fallbacks between channels of which none is declared: nothing leaves, so the first of them never fails. Told once.
struct ChannelsUndeclared: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard workspace.isAdvised, !workspace.names[.channel].isChecked else { return }
        guard let sending = workspace.sendings.first(where: { $0.channels.count > 1 }) else { return }
        guard let first = sending.channels.first, let last = sending.channels.last, Set(sending.action.channels).count > 1 else { return }
        sending.findings.report(
            .channelsUndeclared(sending.channels.map(\.text)), at: SourceRange(first.range.start, last.range.end))
    }
}

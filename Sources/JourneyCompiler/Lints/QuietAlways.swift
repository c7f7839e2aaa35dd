import JourneyLanguage

/// Quiet hours that together leave a channel no moment of the day: no marketing message could ever leave on it.
struct QuietAlways: Lint {
    func look(_ workspace: CheckedWorkspace) {
        let hours = workspace.policy.quietHours
        if hours.contains(where: { $0.from == $0.to }) { return }
        for rule in rules(workspace) {
            // Each channel is told at its last rule.
            let together = hours.filter { $0.channel == nil || $0.channel == rule.channel }
            guard together.count > 1, hours.last(where: { $0.channel == rule.channel }) == rule.hours, Self.coverTheDay(together) else { continue }
            workspace.findings[rule.file].report(.quietAlways(rule.channel), at: rule.range)
        }
    }

    private struct Rule {
        var hours: Policy.QuietHours
        var channel: String?
        var range: SourceRange
        var file: Int
    }

    private func rules(_ workspace: CheckedWorkspace) -> [Rule] {
        var found: [Rule] = []
        for (file, program) in workspace.programs.enumerated() {
            for case .policy(let policy) in program.items {
                for rule in policy.rules {
                    guard case .quiet(let from, let to, let via) = rule.kind else { continue }
                    let channel = via.map { workspace.names.canonical($0.text, .channel) }
                    found.append(
                        Rule(hours: .init(from: from.seconds, to: to.seconds, channel: channel), channel: channel, range: rule.range, file: file))
                }
            }
        }
        return found
    }

    private static func coverTheDay(_ hours: [Policy.QuietHours]) -> Bool {
        let day: Int32 = 86_400
        var spans: [Range<Int32>] = []
        for hours in hours { spans += hours.from < hours.to ? [hours.from..<hours.to] : [0..<hours.to, hours.from..<day] }
        var covered: Int32 = 0
        for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) where span.lowerBound <= covered {
            covered = max(covered, span.upperBound)
        }
        return covered >= day
    }
}

import JourneyLanguage
import JourneyModel

/// What several lints ask of a workspace.
extension CheckedWorkspace {
    /// Advice about consent, caps, goals and the like is for workspaces that mean to go live: those with a policy. A sentence that is
    /// being tried out, with or without its message, is not scolded.
    var isAdvised: Bool { policyItem != nil }

    static func policyItem(_ programs: [Program]) -> (policy: PolicyDeclaration, file: Int)? {
        for (file, program) in programs.enumerated() {
            for case .policy(let policy) in program.items { return (policy, file) }
        }
        return nil
    }

    /// Tells what is to be mended in the policy.
    func reportOfPolicy(_ finding: Finding) {
        guard let (policy, file) = policyItem else { return }
        findings[file].report(finding, at: findings[file].head(policy.range))
    }

    /// The quiet hours that a time of day falls into.
    func quietHours(at seconds: Int32, via channel: String) -> Policy.QuietHours? {
        policy.quietHours.first { hours in
            guard hours.channel == nil || hours.channel == channel else { return false }
            return hours.from <= hours.to
                ? seconds >= hours.from && seconds < hours.to : seconds >= hours.from || seconds < hours.to
        }
    }
}

extension Findings {
    /// The first line of what stands at a range: where a block is meant as a whole.
    func head(_ range: SourceRange) -> SourceRange {
        let line = text(range).utf8.prefix { $0 != 0x0A && $0 != 0x0D }
        return SourceRange(range.start, min(range.end, range.start + line.count))
    }

    /// A condition or value in the author's words where they stand on one line.
    func quote(_ expression: Expression) -> String {
        let text = text(expression.range)
        return text.isEmpty || text.utf8.contains(0x0A) || text.contains("`") ? Spelling.expression(expression) : text
    }
}

extension CheckedJourney {
    /// A message that some step sends.
    struct Sent {
        /// Of its state.
        var state: Int
        var send: Action.Send
        var step: Step
    }

    /// In the order of the text; several lints ask, so a journey keeps them.
    static func sends(_ machine: Machine, _ steps: [Step]) -> [Sent] {
        var found: [Sent] = []
        for (index, state) in machine.states.enumerated() where index < steps.count {
            for transition in state.transitions {
                for case .send(let send) in transition.actions { found.append(Sent(state: index, send: send, step: steps[index])) }
            }
        }
        return found
    }

    /// For each state the shortest time from entry to it; nil where it is not reached.
    ///
    /// - Parameter byItself: only ways that need no event and no calendar.
    func earliest(byItself: Bool) -> [Microseconds?] {
        var times = [Microseconds?](repeating: nil, count: machine.states.count)
        if !times.isEmpty { times[0] = 0 }
        // Every way leads on in the text, but for that of a round back to its head, which is never shorter.
        for (index, state) in machine.states.enumerated() {
            guard let time = times[index] else { continue }
            for transition in state.transitions where transition.target > index {
                var spent: Microseconds = 0
                switch transition.cause {
                case .timer(let after): spent = max(after, 0)
                case .event, .moment: if byItself { continue }
                case .immediate, .arm, .given, .round, .roundsOver: break
                }
                let (sum, overflow) = time.addingReportingOverflow(spent)
                if !overflow { times[transition.target] = min(times[transition.target] ?? .max, sum) }
            }
        }
        return times
    }

    func header(_ isMeant: (Header.Kind) -> Bool) -> Header? { syntax.headers.first { isMeant($0.kind) } }
}

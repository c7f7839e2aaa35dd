import Foundation
import JourneyLanguage
import JourneyModel

/// Puts the policies of all files together; a rule may stand twice where it says the same.
struct PolicyCheck {
    /// A rule that was said first, and the file that says it.
    private struct Said<Value: Equatable> {
        var value: Value
        var path: String
    }

    private var zone: Said<String>?
    private var grace: Said<Microseconds>?
    private var holdOut: Said<Int>?

    mutating func policy(_ programs: [Program], _ findings: [Findings]) -> Policy {
        for (program, findings) in zip(programs, findings) {
            for case .policy(let declaration) in program.items {
                for rule in declaration.rules { take(rule, findings) }
            }
        }
        let usual = Policy()
        return Policy(
            timeZone: zone?.value ?? usual.timeZone, grace: grace?.value ?? usual.grace, holdOut: holdOut?.value ?? usual.holdOut)
    }

    private mutating func take(_ rule: PolicyDeclaration.Rule, _ findings: Findings) {
        switch rule.kind {
        case .timeZone(let name):
            if TimeZone(identifier: name) == nil {
                let suggestion = closest(to: name, among: TimeZone.knownTimeZoneIdentifiers.sorted())
                findings.report(.unknownTimeZone(name, suggestion: suggestion), at: rule.range)
                return
            }
            Self.take(name, as: &zone, rule, findings) { "time zone " + Spelling.text($0) }
        case .grace(let duration):
            Self.take(duration.microseconds, as: &grace, rule, findings) { "grace " + durationText($0) }
        case .holdOut(let share):
            Self.take(share.tenThousandths, as: &holdOut, rule, findings) {
                "hold out " + Value.decimal(micros: Int64($0) * 10_000).text + "%"
            }
        default: break
        }
    }

    private static func take<Value: Equatable>(
        _ value: Value, as said: inout Said<Value>?, _ rule: PolicyDeclaration.Rule, _ findings: Findings, text: (Value) -> String
    ) {
        if let first = said, first.value != value {
            findings.report(.contradiction(text(value), text(first.value), path: first.path), at: rule.range)
        } else if said == nil {
            said = Said(value: value, path: findings.path)
        }
    }
}

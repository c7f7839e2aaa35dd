import Foundation
import JourneyLanguage
import JourneyModel

/// Puts the policies of all files together; a rule may stand twice where it says the same.
struct PolicyCheck {
    func policy(_ programs: [Program], _ findings: [Findings]) -> Policy {
        var policy = Policy()
        var zone: (value: String, file: Int)?
        var grace: (value: Microseconds, file: Int)?
        for (file, program) in programs.enumerated() {
            for case .policy(let declaration) in program.items {
                for rule in declaration.rules {
                    switch rule.kind {
                    case .timeZone(let name):
                        check(zone: name, rule, findings[file])
                        if let zone, zone.value != name {
                            let path = findings[zone.file].path
                            findings[file].report(.contradiction(Self.text(zone: name), Self.text(zone: zone.value), path: path), at: rule.range)
                        } else {
                            zone = (name, file)
                            policy.timeZone = name
                        }
                    case .grace(let duration):
                        let value = duration.microseconds
                        if let grace, grace.value != value {
                            let path = findings[grace.file].path
                            findings[file].report(.contradiction(Self.text(grace: value), Self.text(grace: grace.value), path: path), at: rule.range)
                        } else {
                            grace = (value, file)
                            policy.grace = value
                        }
                    }
                }
            }
        }
        return policy
    }

    private func check(zone: String, _ rule: PolicyDeclaration.Rule, _ findings: Findings) {
        if TimeZone(identifier: zone) != nil { return }
        let suggestion = closest(to: zone, among: TimeZone.knownTimeZoneIdentifiers.sorted())
        findings.report(.unknownTimeZone(zone, suggestion: suggestion), at: rule.range)
    }

    private static func text(zone: String) -> String { "time zone " + Spelling.text(zone) }
    private static func text(grace: Microseconds) -> String { "grace " + durationText(grace) }
}

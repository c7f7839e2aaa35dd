import JourneyLanguage

/// Marketing messages for which nothing asks the customer's consent: neither the policy, nor the journey. Told once.
struct ConsentRule: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard workspace.isAdvised, workspace.policy.requiredConsents.isEmpty else { return }
        for journey in workspace.journeys where !journey.machine.isTransactional && !asks(journey.machine) {
            guard let first = journey.sends.first else { continue }
            return workspace.report(.noConsent(journey.machine.name), ofPolicyOrAt: first.step, in: journey)
        }
    }

    /// `consented to` anywhere in it.
    private func asks(_ machine: Machine) -> Bool {
        var isAsked = false
        machine.forEachFormula { formula in
            formula.forEachPart { if case .consentedTo = $0 { isAsked = true } }
        }
        return isAsked
    }
}

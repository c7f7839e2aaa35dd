import JourneyLanguage

/// Marketing messages for which nothing asks the customer's consent: neither the policy, nor the journey. Told once.
struct ConsentRule: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard workspace.isAdvised, workspace.policy.requiredConsents.isEmpty else { return }
        let first = workspace.journeys.first { !$0.machine.isTransactional && !$0.sends.isEmpty && !asks($0.machine) }
        if let first { workspace.reportOfPolicy(.noConsent(first.machine.name)) }
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

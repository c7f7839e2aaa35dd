import JourneyLanguage

/// `give` of a coupon where no coupon is declared at all: there is no pool to take a code from.
///
/// Where some are declared, a name that is none of them is told as unknown.
struct GiveUndeclared: Lint {
    func look(_ workspace: CheckedWorkspace) {
        guard workspace.catalogue.coupons.isEmpty, !workspace.names[.coupon].isChecked else { return }
        for journey in workspace.journeys where journey.written.verbs.contains(.give) {
            for step in journey.written.steps {
                guard case .give(let coupon, _) = step.kind else { continue }
                workspace.report(.giveUndeclared(coupon.text), at: coupon.range, in: journey)
            }
        }
    }
}

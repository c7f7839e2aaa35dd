import JourneyModel

extension Machine {
    /// `longestPath`, and what quiet hours may add to it at every send.
    public func longestPath(under policy: Policy) -> Microseconds {
        guard !policy.quietHours.isEmpty, !isTransactional else { return longestPath }
        var sends = 0
        for state in states where state.transitions.contains(where: { $0.actions.contains { if case .send = $0 { true } else { false } } }) {
            let rounds = state.loops.reduce(1) { product, head in
                let (rounds, overflow) = product.multipliedReportingOverflow(by: max(states[head].loop?.limit ?? 1, 1))
                return overflow ? Int.max : rounds
            }
            let (sum, overflow) = sends.addingReportingOverflow(rounds)
            sends = overflow ? .max : sum
        }
        let (held, overflow) = Microseconds(sends).multipliedReportingOverflow(by: 2 * .day)
        let (sum, isTooMuch) = longestPath.addingReportingOverflow(overflow ? .max : held)
        return isTooMuch ? .max : sum
    }
}

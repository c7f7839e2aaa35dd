import JourneyModel

/// The reserved events that close a channel to a customer, and open it again.
extension Engine {
    /// `$message`, a provider's word on a message: `unsubscribed`, and `failed` for good, close its channel.
    ///
    /// `status` is the word, `channel` the channel, else that of the message's `key`; an unsubscription that names neither is from
    /// everything. A failure closes nothing unless it is `permanent`: the number is gone, the address bounces.
    func noteReceipt(_ event: EventView, _ state: inout CustomerState, _ output: inout Output) {
        guard case .text(let status) = event.property("status") else { return }
        var channel = ""
        if case .text(let name) = event.property("channel") {
            channel = name
        } else if case .text(let key) = event.property("key"), let end = key.firstIndex(of: "-") {
            channel = String(key[key.index(after: end)...])
        }
        switch status {
        case "unsubscribed": state.suppress(channel.isEmpty ? nil : deployment.names.number(channel), status, at: event.at)
        case "failed" where event.property("permanent") == .boolean(true) && !channel.isEmpty:
            state.suppress(deployment.names.number(channel), "failed for good", at: event.at)
        default: return
        }
        output.isChanged = true
        output.conditionsMayHaveChanged = true
    }

    /// `$suppress`: nothing more to the customer via `channel`, or via any; `removed` takes that back.
    func suppress(_ event: EventView, _ state: inout CustomerState, _ output: inout Output) {
        var channel: UInt32?
        if case .text(let name) = event.property("channel"), !name.isEmpty { channel = deployment.names.number(name) }
        if event.property("removed") == .boolean(true) {
            state.suppressions.removeAll { $0.channel == channel }
        } else {
            var reason = "suppressed"
            if case .text(let text) = event.property("reason") { reason = text }
            state.suppress(channel, reason, at: event.at)
        }
        output.isChanged = true
        output.conditionsMayHaveChanged = true
    }
}

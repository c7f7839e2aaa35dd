import JourneyModel

/// The reserved events that close a channel to a customer, and open it again.
extension Engine {
    /// `$message`, a provider's word on a message: `unsubscribed`, and `failed` for good, close its channel.
    ///
    /// `status` is the word, `channel` the channel, else that of the message's `key`; an unsubscription that names neither is from
    /// everything. A failure closes nothing unless it is `permanent`: the number is gone, the address bounces.
    func noteReceipt(_ event: EventView, _ state: inout CustomerState, _ output: inout Output) {
        guard case .text(let status) = event.property("status") else { return }
        let channel = output.receipt?.channel ?? Self.channel(ofReceipt: event)
        switch status {
        case "unsubscribed": suppress(channel, status, &state, event.at, &output)
        case "failed" where event.property("permanent") == .boolean(true) && !channel.isEmpty:
            suppress(channel, "failed for good", &state, event.at, &output)
        default: break
        }
        react(to: event, status, channel, state, &output)
    }

    /// The channel that a receipt names, by itself or in its key; empty where it does not.
    private static func channel(ofReceipt event: EventView) -> String {
        if case .text(let name) = event.property("channel") { return name }
        if case .text(let key) = event.property("key"), let end = key.firstIndex(of: "-") { return String(key[key.index(after: end)...]) }
        return ""
    }

    /// `$suppress`: nothing more to the customer via `channel`, or via any; `removed` takes that back.
    func suppress(_ event: EventView, _ state: inout CustomerState, _ output: inout Output) {
        var channel = ""
        if case .text(let name) = event.property("channel") { channel = name }
        if event.property("removed") == .boolean(true) {
            let number = deployment.names.known(channel)
            if number == nil, !channel.isEmpty { return }
            state.suppressions.removeAll { $0.channel == (channel.isEmpty ? nil : number) }
            output.isChanged = true
            output.conditionsMayHaveChanged = true
        } else {
            var reason = "suppressed"
            if case .text(let text) = event.property("reason") { reason = text }
            suppress(channel, reason, &state, event.at, &output)
        }
    }

    /// `$reply`, what a customer wrote back: a word such as 退订, T or STOP closes the `channel` it came on, or all where it names none.
    func noteReply(_ event: EventView, _ state: inout CustomerState, _ output: inout Output) {
        guard case .text(let text) = event.property("text"), InboundWord.isUnsubscription(text) else { return }
        var channel = ""
        if case .text(let name) = event.property("channel") { channel = name }
        suppress(channel, "unsubscribed", &state, event.at, &output)
        raise("unsubscribed", .init(channel: channel), to: nil, at: event.at, state, &output)
    }

    /// - Parameter channel: empty: all.
    private func suppress(
        _ channel: String, _ reason: String, _ state: inout CustomerState, _ at: Timestamp, _ output: inout Output
    ) {
        var number: UInt32?
        if !channel.isEmpty {
            number = deployment.number(ofOutside: channel, &output)
            if number == nil { return }
        }
        state.suppress(number, reason, at: at)
        output.isChanged = true
        output.conditionsMayHaveChanged = true
    }
}

/// What customers answer to get no more messages.
enum InboundWord {
    private static let words: Set<String> = [
        "退订", "拒收", "TD", "T", "N", "R", "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "QUIT", "END", "OPTOUT",
    ]
    private static let longest = 40

    /// Full-width letters, small ones, blanks, brackets and marks make no difference; a word among others is no such word.
    static func isUnsubscription(_ text: String) -> Bool {
        guard text.utf8.count <= longest else { return false }
        var word = ""
        for scalar in text.unicodeScalars {
            var value = scalar.value
            if (0xff01...0xff5e).contains(value) { value -= 0xfee0 }
            switch value {
            case 0x61...0x7a: word.unicodeScalars.append(Unicode.Scalar(UInt8(value - 0x20)))
            case 0x30...0x39, 0x41...0x5a: word.unicodeScalars.append(Unicode.Scalar(UInt8(value)))
            case 0x4e00...0x9fff: word.unicodeScalars.append(scalar)
            default: break
            }
        }
        return words.contains(word) || (word.hasPrefix("回") && words.contains(String(word.dropFirst())))
    }
}

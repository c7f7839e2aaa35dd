extension HTTPFault {
    /// What to say of a message whose receiver does not look for repetitions.
    var reply: ChannelReply {
        switch self {
        case .notSent: ChannelReply(.retry, reason: reasonWithoutAddress)
        case .unknown: ChannelReply(.uncertain, reason: reasonWithoutAddress)
        }
    }

    /// Addresses hold tokens, secrets, and people's numbers.
    var reasonWithoutAddress: String { reason.contains("://") || reason.contains("=") ? "the request failed" : reason }
}

import JourneyModel

/// Spares a channel that does not work: after some calls in a row that failed, or half of those looked back on, nothing is handed over for
/// a while, then one message to try it, after 1 s, 2 s, 4 s and so on up to 5 min.
///
/// Only what the channel is at fault for counts: a customer whom it cannot reach is an answer.
struct CircuitBreaker: Equatable {
    enum Permission: Equatable {
        case everything, oneMessage, nothing
    }

    /// Calls that failed in a row.
    static let patience = 5
    /// Calls that it looks back on: half of them failed is too many, in whatever order.
    static let sight = 20
    static let firstPause: Microseconds = .second
    static let longestPause: Microseconds = 5 * .minute

    private var failures = 0
    /// A bit for each call since it was closed, 1 for a failed one, the last one lowest.
    private var recent: UInt32 = 0
    private var calls = 0
    private var pause = firstPause
    private(set) var openSince: Timestamp?
    private(set) var openUntil: Timestamp?
    /// The one message is under way.
    private var isProbing = false

    var isOpen: Bool { openUntil != nil }

    func permission(at now: Timestamp) -> Permission {
        guard let openUntil else { return .everything }
        return isProbing || now < openUntil ? .nothing : .oneMessage
    }

    /// When it may be tried again; nil where nothing keeps it from being used, or the trial is under way.
    var readyAt: Timestamp? { isProbing ? nil : openUntil }

    /// The one message was handed over.
    mutating func probe() { isProbing = true }

    /// Takes note of how a call ended. While it is open only the trial counts: the others began before.
    mutating func note(isFault: Bool, isProbe: Bool, at now: Timestamp) {
        if isOpen && !isProbe { return }
        if isProbe {
            guard isFault else {
                self = CircuitBreaker()
                return
            }
            pause = min(pause * 2, Self.longestPause)
            isProbing = false
            openUntil = now + pause
            return
        }
        failures = isFault ? failures + 1 : 0
        recent = (recent << 1 | (isFault ? 1 : 0)) & (1 << UInt32(Self.sight) - 1)
        calls = min(calls + 1, Self.sight)
        guard isFault else { return }
        if failures >= Self.patience || (calls == Self.sight && recent.nonzeroBitCount * 2 >= Self.sight) {
            openSince = now
            openUntil = now + pause
        }
    }
}

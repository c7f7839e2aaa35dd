import JourneyModel

/// Spares a channel that does not work: after some calls in a row that failed nothing is handed over for a while, then one message to try
/// it, after 1 s, 2 s, 4 s and so on up to 5 min.
///
/// Only what the channel is at fault for counts: a customer whom it cannot reach is an answer.
struct CircuitBreaker: Equatable {
    enum Permission: Equatable {
        case everything, oneMessage, nothing
    }

    /// Calls that failed in a row.
    static let patience = 5
    static let firstPause: Microseconds = .second
    static let longestPause: Microseconds = 5 * .minute

    private var failures = 0
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
        guard isFault else {
            self = CircuitBreaker()
            return
        }
        failures += 1
        if isProbe {
            pause = min(pause * 2, Self.longestPause)
            isProbing = false
            openUntil = now + pause
        } else if failures >= Self.patience {
            openSince = now
            openUntil = now + pause
        }
    }
}

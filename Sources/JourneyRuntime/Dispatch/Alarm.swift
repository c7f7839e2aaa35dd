import Synchronization

/// Ends a sleep before its time, because there is something to do.
public final class Alarm: Sendable {
    private struct State {
        /// Since somebody slept last.
        var isRung = false
        var wake: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    public init() {}

    public func ring() {
        let wake = state.withLock { state in
            state.isRung = true
            return state.wake
        }
        wake?()
    }

    /// Until the sleeper says `rest`, each ring calls `wake`; at once where it rang since the last sleep.
    public func set(_ wake: @escaping @Sendable () -> Void) {
        let isRung = state.withLock { state in
            state.wake = wake
            return state.isRung
        }
        if isRung { wake() }
    }

    public func rest() { state.withLock { $0 = State() } }
}

import Foundation

/// Signals as flags that the scheduler looks at between batches.
enum Signals {
    nonisolated(unsafe) private static var stopAsked: sig_atomic_t = 0
    nonisolated(unsafe) private static var reloadAsked: sig_atomic_t = 0

    /// SIGTERM and SIGINT ask to stop, SIGHUP to read the journeys anew; a broken pipe is an error of the write, not the end.
    static func install() {
        signal(SIGTERM) { _ in Signals.stopAsked = 1 }
        signal(SIGINT) { _ in Signals.stopAsked = 1 }
        signal(SIGHUP) { _ in Signals.reloadAsked = 1 }
        signal(SIGPIPE, SIG_IGN)
    }

    static var stops: Bool { stopAsked != 0 }

    /// Whether a reload was asked for since the last call.
    static func takeReload() -> Bool {
        // Emptied only when full: a signal between looking and emptying would be lost.
        if reloadAsked == 0 { return false }
        reloadAsked = 0
        return true
    }
}

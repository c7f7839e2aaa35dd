import Foundation
import JourneyModel
import JourneyRuntime

/// The machine's clock and randomness: the one place that reads them.
struct SystemClock: WallClock {
    func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    func uptime() -> Microseconds {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    func sleep(for length: Microseconds) async {
        guard length > 0 else { return }
        try? await Task.sleep(nanoseconds: UInt64(min(length, .day)) * 1_000)
    }

    /// However often it rings, two turns are so far apart at least: what a channel answers within that is written down together.
    private static let leastPause: Microseconds = 2_000

    func sleep(for length: Microseconds, orUntil alarm: Alarm) async {
        await sleep(for: min(length, Self.leastPause))
        guard length > Self.leastPause else { return }
        let sleeper = Task { await sleep(for: length - Self.leastPause) }
        alarm.set { sleeper.cancel() }
        await sleeper.value
        alarm.rest()
    }

    /// A new store's salt.
    static func salt() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

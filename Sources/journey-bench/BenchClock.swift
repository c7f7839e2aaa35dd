import Glibc
import JourneyModel
import JourneyRuntime

/// The machine's clock.
struct BenchClock: WallClock {
    func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * .second + Int64(time.tv_nsec) / 1_000)
    }

    func uptime() -> Microseconds {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * .second + Int64(time.tv_nsec) / 1_000
    }

    func sleep(for length: Microseconds) async { try? await Task.sleep(for: .microseconds(length)) }
}

/// Runs at the machine's pace, from an instant of one's own.
struct ShiftedClock: WallClock {
    private let clock = BenchClock()
    private let shift: Microseconds

    init(beginningAt instant: Timestamp) { shift = instant - clock.now() }

    func now() -> Timestamp { clock.now() + shift }
    func uptime() -> Microseconds { clock.uptime() }
    func sleep(for length: Microseconds) async { await clock.sleep(for: length) }
}

/// Stands still: everything recorded has happened.
struct StandingClock: WallClock {
    func now() -> Timestamp { .distantPast }
    func sleep(for length: Microseconds) async {}
}

/// Seconds that a piece of work took.
func seconds<Result>(_ body: () async throws -> Result) async rethrows -> (Double, Result) {
    let clock = ContinuousClock()
    let begin = clock.now
    let result = try await body()
    let spent = (clock.now - begin).components
    return (Double(spent.seconds) + Double(spent.attoseconds) / 1e18, result)
}

/// A number of the store's file system.
func fileBytes(_ path: String) throws -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { throw BenchError("cannot see `\(path)`", errno) }
    return Int(status.st_size)
}

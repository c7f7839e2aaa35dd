import Foundation
import JourneyChannels
import JourneyModel
import JourneyRuntime
import JourneyStore
import Synchronization

/// From a line in a followed file to the message at the adapter, through a scheduler that goes on.
///
/// A twentieth of the events matter: each is of a customer of its own, who gets one message at once and one when a second is over.
struct LiveRun {
    private let settings: ScenarioSettings
    /// Every twentieth event matters.
    private static let share = 20
    private static let wait: Microseconds = .second
    /// The writer appends what is due so often.
    private static let pause: Duration = .milliseconds(2)

    init(_ settings: ScenarioSettings) { self.settings = settings }

    /// Notes when messages arrive.
    private final class Arrivals: Channel {
        private let clock = BenchClock()
        private let noted = Mutex<[(customer: String, content: String, at: Timestamp)]>([])

        var isIdempotent: Bool { true }

        func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
            let now = clock.now()
            noted.withLock { noted in
                for message in messages { noted.append((message.customer, message.content, now)) }
            }
            return [ChannelReply](repeating: ChannelReply(.sent), count: messages.count)
        }

        func close() async {}

        var all: [(customer: String, content: String, at: Timestamp)] { noted.withLock { $0 } }
        var count: Int { noted.withLock { $0.count } }
    }

    /// Appends events to a file at a steady rate. The customer's name holds when: its event's `at`.
    private final class Writer: Sendable {
        private let path: String
        private let rate: Int
        private let length: Int
        private let written = Mutex<Int?>(nil)

        init(_ path: String, rate: Int, seconds: Int) {
            self.path = path
            self.rate = rate
            length = rate * seconds
        }

        /// Events written, once all are.
        var count: Int? { written.withLock { $0 } }

        func start() { Thread { self.run() }.start() }

        private func run() {
            guard let file = fopen(path, "a") else { return written.withLock { $0 = 0 } }
            defer { fclose(file) }
            let clock = BenchClock()
            let begin = clock.now()
            var count = 0
            while count < length {
                let now = clock.now()
                let due = min(length, Int((now - begin) * Int64(rate) / .second) + 1)
                var lines = ""
                for number in count..<max(due, count) {
                    let matters = number % LiveRun.share == 0
                    lines += "{\"id\":\"e\(number)\",\"customer\":\"\(matters ? "m" : "c")\(matters ? now.microseconds : Int64(number % 1_000))"
                        + "\(matters ? "-\(number)" : "")\",\"event\":\"\(matters ? "browsed" : "viewed")\",\"at\":\"\(now.rfc3339)\"}\n"
                }
                fputs(lines, file)
                fflush(file)
                count = max(due, count)
                usleep(UInt32(LiveRun.pause.components.attoseconds / 1_000_000_000_000))
            }
            written.withLock { $0 = count }
        }
    }

    func run() async throws -> [(String, Double)] {
        let (rate, length) = (try settings.number("rate"), try settings.number("seconds"))
        let path = settings.folder + "/live.jsonl"
        let clock = BenchClock()
        try Data().write(to: URL(fileURLWithPath: path))
        let arrivals = Arrivals()
        let opened = try OpenStore(settings.database, program: Programs.live, deployedAt: clock.now(), channel: arrivals)
        defer { opened.store.close() }
        let names = NameTable()
        let intake = MergedIntake(sources: [ReadAhead(FollowedFile(name: path, path: path, source: 0, isOnce: false))], names: names)
        let scheduler = opened.scheduler(intake, names: names, clock: clock)
        let writer = Writer(path, rate: rate, seconds: length)
        writer.start()
        let deadline = clock.now() + Int64(length + 30) * .second
        try await scheduler.run {
            let expected = writer.count.map { 2 * (($0 + Self.share - 1) / Self.share) }
            return Scheduler.Requests(stops: expected.map { arrivals.count >= $0 } ?? false || clock.now() > deadline)
        }
        return try figures(arrivals.all, events: writer.count ?? 0)
    }

    private func figures(_ all: [(customer: String, content: String, at: Timestamp)], events: Int) throws -> [(String, Double)] {
        var latencies: [Double] = []
        var lateness: [Double] = []
        for message in all {
            guard let began = Int64(message.customer.dropFirst().prefix { $0 != "-" }) else { continue }
            let passed = Double(message.at.microseconds - began)
            if message.content == "now" { latencies.append(passed / 1_000) } else { lateness.append((passed - Double(Self.wait)) / 1_000) }
        }
        latencies.sort()
        lateness.sort()
        guard let slowest = latencies.last, let latest = lateness.last else { throw BenchError("no message arrived") }
        func part(_ of: [Double], _ share: Double) -> Double { of[min(of.count - 1, Int(Double(of.count) * share))] }
        return [
            ("events", Double(events)), ("messages", Double(all.count)), ("p50_ms", part(latencies, 0.5)), ("p99_ms", part(latencies, 0.99)),
            ("max_ms", slowest), ("timer_p50_ms", part(lateness, 0.5)), ("timer_p99_ms", part(lateness, 0.99)), ("timer_max_ms", latest),
        ]
    }
}

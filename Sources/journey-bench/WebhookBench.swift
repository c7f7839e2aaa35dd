import Foundation
import JourneyChannels
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// Messages through the adapter `webhook` to a local server that answers after 50 ms, as a scheduler that goes on sends them.
struct WebhookBench {
    private let messages: Int
    private let isJSON: Bool

    init(_ arguments: [String]) throws {
        isJSON = arguments.contains("--json")
        let rest = arguments.filter { $0 != "--json" }
        guard rest.isEmpty || (rest.count == 2 && rest[0] == "--messages"), let count = Int(rest.last ?? "24000"), count > 0 else {
            throw BenchError("webhook [--messages N] [--json]")
        }
        messages = count
    }

    private struct Clock: WallClock {
        func now() -> Timestamp {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(microseconds: Int64(time.tv_sec) * .second + Int64(time.tv_nsec) / 1_000)
        }
        func sleep(for length: Microseconds) async { try? await Task.sleep(for: .microseconds(length)) }
    }

    func run() async throws {
        let sink = Process()
        sink.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        sink.arguments = ["sink"]
        let (output, input) = (Pipe(), Pipe())
        sink.standardOutput = output
        sink.standardInput = input
        try sink.run()
        defer {
            input.fileHandleForWriting.closeFile()
            sink.waitUntilExit()
        }
        let told = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = told.split(whereSeparator: \.isWhitespace).last.flatMap({ UInt16($0) }) else { throw BenchError("the sink does not listen") }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-webhook-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await measure("http://127.0.0.1:\(port)/messages", folder)
    }

    private func measure(_ url: String, _ folder: String) async throws {
        let clock = Clock()
        let store = try SQLiteStore(path: folder + "/store.db", options: .init(creationSalt: Array(0..<16)))
        defer { store.close() }
        let channel = try makeChannel(
            name: "shop", adapter: "webhook", settings: ["url": .text(url), "secret": .text("secret")], ChannelSurroundings(clock: { clock.now() }))
        let dispatcher = Dispatcher(store: store, routes: ["shop": .init(channel: channel)])
        // The first few open the connections, and all that is loaded only once.
        try fill(store, 1..<1_001, at: clock.now())
        try await send(dispatcher, store, clock)
        try fill(store, 1_001..<messages + 1_001, at: clock.now())
        let before = peakMegabytes()
        let begin = clock.now()
        try await send(dispatcher, store, clock)
        let seconds = Double(clock.now() - begin) / 1e6
        await channel.close()
        let grown = peakMegabytes() - before
        let rate = Double(messages) / seconds
        let sent = try store.outboxCounts()[.sent] ?? 0
        guard sent == messages + 1_000 else { throw BenchError("\(sent) of \(messages + 1_000) messages were sent") }
        print(
            isJSON
                ? "{\"what\":\"webhook\",\"messages\":\(messages),\"messages_per_second\":\(Int(rate)),\"peak_growth_megabytes\":\(String(format: "%.1f", grown))}"
                : "webhook, answers after 50 ms: \(messages) messages, \(Int(rate)) a second, peak memory grew by \(String(format: "%.1f", grown)) MB")
    }

    private func send(_ dispatcher: Dispatcher, _ store: SQLiteStore, _ clock: Clock) async throws {
        while true {
            _ = try await dispatcher.turn(at: clock.now())
            let counts = try store.outboxCounts()
            if counts[.pending] ?? 0 == 0, counts[.sending] ?? 0 == 0 { return }
            await clock.sleep(for: 20_000)
        }
    }

    private func fill(_ store: SQLiteStore, _ numbers: Range<Int>, at now: Timestamp) throws {
        try store.begin()
        for number in numbers {
            _ = try store.enqueue(
                OutboxMessage(
                    key: "message\(number)", customer: "c\(number)", journey: "bench", step: "send#1", content: "coupon", channels: ["shop"],
                    arguments: "{\"code\":\"A\(number)\"}", queuedAt: now, nextAttemptAt: now))
        }
        try store.commit()
    }

    private func peakMegabytes() -> Double {
        var usage = rusage()
        // Of this process.
        getrusage(0, &usage)
        return Double(usage.ru_maxrss) / 1_024
    }
}

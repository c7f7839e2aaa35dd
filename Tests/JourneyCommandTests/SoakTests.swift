import Foundation
import XCTest

/// A scheduler under a steady load, whose receiver breaks down and recovers: memory, files and threads must not grow, nothing is lost
/// and nothing done twice.
///
/// The load is the same in every minute, else its growth would be taken for the program's: always the same customers, conditions that
/// look back no further than a few minutes, and events kept for ten. All that depends on them is at its full size after a quarter of an
/// hour, and what the allocator holds beside it after half of one. Of what is kept for ever there is only what does not grow: totals, and
/// one state a customer.
///
/// `JOURNEY_SOAK` says for how many minutes, half of them to warm up; `make soak` sets it, and runs the optimised program.
/// `JOURNEY_RATE` is another number of events a second. Without them the load is there for two seconds.
final class SoakTests: XCTestCase {
    private static let program = """
        policy keep events 10m end
        channel hook adapter webhook url "http://127.0.0.1:PORT/hook" timeout 2s concurrency 32 retry 20 times end
        journey cart when browsed but not bought within 20s again after 3m send reminder via hook end
        journey hello when opened again after 3m wait 5s send hello via hook wait 30s if bought at least 1 times within 3m tag buyer end end
        """
    private static let perSecond = ProcessInfo.processInfo.environment["JOURNEY_RATE"].flatMap(Int.init) ?? 2_000
    private static let customers = 20_000
    /// Slices of a second in which events come.
    private static let slices = 50
    /// So many lines come a second time: their ids are known.
    private static let repeated = 50
    /// Megabytes an hour, over an hour; less time does not tell.
    private static let mostGrowth = 1.0
    private static let secondsPerFault = 20
    /// Memory goes up and down with each fold of the index, every two minutes: what must not rise is where it comes down to. A mean over a
    /// part of the last of these waves would rise or fall by itself.
    private static let secondsPerFloor = 300

    private struct Sample {
        var second: Int
        var kilobytes: Int
        var files: Int
        var threads: Int
    }

    /// What was typed.
    private struct Load {
        var random = Seeded(7)
        var events = 0
        var repetitions = 0

        mutating func lines(_ count: Int) -> String {
            var lines = ""
            for _ in 0..<count {
                events += 1
                let names = ["browsed", "looked", "looked", "opened", "looked", "bought", "looked", "looked"]
                let line = #"{"id":"e\#(events)","customer":"c\#(random.next() % UInt64(SoakTests.customers))","#
                    + #""event":"\#(names[Int(random.next() % 8)])","n":\#(events)}"# + "\n"
                lines += line
                if random.next() % UInt64(SoakTests.repeated) == 0 {
                    lines += line
                    repetitions += 1
                }
            }
            return lines
        }
    }

    func testSteadyLoad() throws {
        let minutes = ProcessInfo.processInfo.environment["JOURNEY_SOAK"].flatMap(Double.init)
        let seconds = minutes.map { Int($0 * 60) } ?? 2
        try withTemporaryFolder { folder in
            let sink = try MessageSink(log: "/dev/null", keepsBodies: false)
            defer { sink.stop() }
            try write(Self.program.replacingOccurrences(of: "PORT", with: "\(sink.port)"), to: "case.journey", in: folder)
            let scheduler = try RunningProgram(["run", "case.journey", "--store", "s.db", "--events", "-"], in: folder)
            scheduler.waitUntilRunning()
            var load = Load()
            var samples: [Sample] = []
            let start = DispatchTime.now()
            for second in 0..<seconds {
                // Every other stretch is without a fault.
                let stretch = second / Self.secondsPerFault
                sink.fault = stretch % 2 == 0 ? .none : MessageSink.Fault.allCases[1 + stretch / 2 % 3]
                for slice in 0..<Self.slices {
                    scheduler.type(load.lines(Self.perSecond / Self.slices))
                    wait(until: start + .milliseconds(second * 1_000 + (slice + 1) * 1_000 / Self.slices))
                }
                if let sample = sample(scheduler.pid, second) { samples.append(sample) }
                if minutes != nil, second % 60 == 59, let last = samples.last { tell(last, load.events, sink) }
            }
            sink.fault = .none
            if minutes != nil { try rest(in: folder) }
            XCTAssertEqual(scheduler.stop(), 0, scheduler.errors)
            try account(load, sink, isAtRest: minutes != nil, in: folder)
            if minutes != nil { report(samples, load.events) }
        }
    }

    private func wait(until instant: DispatchTime) {
        let now = DispatchTime.now()
        if now < instant { usleep(UInt32((instant.uptimeNanoseconds - now.uptimeNanoseconds) / 1_000)) }
    }

    // MARK: Nothing lost, nothing twice

    private func status(in folder: URL) throws -> [String: Any] {
        let status = try Program.run(["status", "--store", "s.db", "--json"], in: folder)
        return try XCTUnwrap(JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any], status.errors)
    }

    /// Waits until whoever is inside is through, and every message has left.
    private func rest(in folder: URL) throws {
        try waitFor("everything to come to rest", within: 300) {
            let status = try status(in: folder)
            let waiting = (status["outbox"] as? [String: Int] ?? [:]).filter { ["pending", "sending", "held"].contains($0.key) }
            let inside = (status["journeys"] as? [[String: Any]] ?? []).map { journey in
                (journey["active"] as? Int ?? 0) + ((journey["watches"] as? [String: Any])?["pending"] as? Int ?? 0)
            }
            if waiting.values.allSatisfy({ $0 == 0 }), inside.allSatisfy({ $0 == 0 }) { return true }
            usleep(500_000)
            return false
        }
    }

    private func account(_ load: Load, _ sink: MessageSink, isAtRest: Bool, in folder: URL) throws {
        let status = try status(in: folder)
        let totals = status["totals"] as? [String: Any]
        XCTAssertEqual(totals?["events"] as? Int, load.events)
        XCTAssertEqual(totals?["duplicates"] as? Int, load.repetitions)
        let doctor = try Program.run(["doctor", "--store", "s.db"], in: folder)
        XCTAssertEqual(doctor.code, 0, doctor.output)
        guard isAtRest else { return }
        let steps = (status["journeys"] as? [[String: Any]] ?? []).flatMap { $0["steps"] as? [[String: Any]] ?? [] }
        let reached = steps.filter { ($0["step"] as? String)?.hasPrefix("send#") == true }.compactMap { $0["reached"] as? Int }.reduce(0, +)
        let sent = ((status["channels"] as? [[String: Any]])?.first?["outcomes"] as? [String: Int])?["sent"]
        // A receiver that broke down before it answered is asked again, under the same key.
        let taken = sink.taken
        XCTAssertEqual(Set(taken.map(\.key)).count, reached, "one key for each time that a sending step was reached")
        XCTAssertEqual(sent, reached)
        print("soak: \(load.events) events and \(load.repetitions) again, \(reached) messages due, \(sent ?? 0) sent, taken \(taken.count) times")
    }

    // MARK: Measuring

    private func sample(_ pid: Int32, _ second: Int) -> Sample? {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
        else { return nil }
        func value(_ name: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        }
        return Sample(second: second, kilobytes: value("VmRSS"), files: files, threads: value("Threads"))
    }

    private func tell(_ sample: Sample, _ events: Int, _ sink: MessageSink) {
        print(
            "soak: \(sample.second + 1) s, \(events) events, \(sink.taken.count) messages taken, \(sample.kilobytes / 1_024) MB, "
                + "\(sample.files) files, \(sample.threads) threads")
        fflush(nil)
    }

    private func report(_ samples: [Sample], _ events: Int) {
        let warm = Array(samples.dropFirst(samples.count / 2))
        func anHour(_ value: (Sample) -> Double) -> Double { (slope(warm, value) * 36_000).rounded() / 10 }
        let mean = anHour { Double($0.kilobytes) / 1_024 }
        let floors = stride(from: 0, to: warm.count, by: Self.secondsPerFloor).compactMap { start in
            warm[start..<min(start + Self.secondsPerFloor, warm.count)].min { $0.kilobytes < $1.kilobytes }
        }
        let growth = (slope(floors) { Double($0.kilobytes) / 1_024 } * 36_000).rounded() / 10
        print(
            """
            soak: \(samples.count) s, \(events) events; after \(samples.count / 2) s of warming up \(growth) MB an hour (mean \(mean)), \
            \(anHour { Double($0.files) }) files an hour, \(anHour { Double($0.threads) }) threads an hour; \
            \(warm.map(\.kilobytes).min() ?? 0) to \(warm.map(\.kilobytes).max() ?? 0) KB
            """)
        if samples.count >= 3_600 { XCTAssertLessThan(growth, Self.mostGrowth) }
        XCTAssertLessThan(warm.last?.files ?? 0, 150)
        XCTAssertLessThan(warm.last?.threads ?? 0, 150)
    }

    /// Least squares, a second.
    private func slope(_ samples: [Sample], _ value: (Sample) -> Double) -> Double {
        let count = Double(samples.count)
        let meanX = samples.reduce(0) { $0 + Double($1.second) } / count
        let meanY = samples.reduce(0) { $0 + value($1) } / count
        var above = 0.0
        var below = 0.0
        for sample in samples {
            above += (Double(sample.second) - meanX) * (value(sample) - meanY)
            below += (Double(sample.second) - meanX) * (Double(sample.second) - meanX)
        }
        return below > 0 ? above / below : 0
    }
}

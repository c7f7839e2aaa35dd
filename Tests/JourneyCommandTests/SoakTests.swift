import Foundation
import XCTest

/// A scheduler under a steady load, whose receiver breaks down and recovers: memory, files and threads must not grow.
///
/// `JOURNEY_SOAK` says for how many minutes, a quarter of them to warm up; `make soak` sets it, and runs the optimised program.
/// `JOURNEY_RATE` is another number of events a second. Without them the load is there for two seconds.
final class SoakTests: XCTestCase {
    private static let program = """
        channel hook adapter webhook url "http://127.0.0.1:PORT/hook" timeout 2s concurrency 32 end
        journey cart when browsed but not bought within 20s again after 3m send reminder via hook end
        journey hello when opened again after 3m wait 5s send hello via hook wait 30s if bought at least 1 times within 1d tag buyer end end
        """
    private static let perSecond = ProcessInfo.processInfo.environment["JOURNEY_RATE"].flatMap(Int.init) ?? 2_000
    private static let customers = 20_000
    /// Slices of a second in which events come.
    private static let slices = 50
    private static let secondsPerFault = 20

    private struct Sample {
        var second: Int
        var kilobytes: Int
        var files: Int
        var threads: Int
    }

    func testSteadyLoad() throws {
        let minutes = ProcessInfo.processInfo.environment["JOURNEY_SOAK"].flatMap(Double.init)
        let seconds = minutes.map { Int($0 * 60) } ?? 2
        try withTemporaryFolder { folder in
            let sink = try MessageSink(log: "/dev/null")
            defer { sink.stop() }
            try write(Self.program.replacingOccurrences(of: "PORT", with: "\(sink.port)"), to: "case.journey", in: folder)
            let scheduler = try RunningProgram(["run", "case.journey", "--store", "s.db", "--events", "-"], in: folder)
            scheduler.waitUntilRunning()
            var random = Seeded(7)
            var samples: [Sample] = []
            var number = 0
            for second in 0..<seconds {
                // Every other stretch is without a fault.
                let stretch = second / Self.secondsPerFault
                sink.fault = stretch % 2 == 0 ? .none : MessageSink.Fault.allCases[1 + stretch / 2 % 3]
                for _ in 0..<Self.slices {
                    scheduler.type((0..<Self.perSecond / Self.slices).map { _ in event(&number, &random) }.joined())
                    usleep(UInt32(1_000_000 / Self.slices) - 1_500)
                }
                if let sample = sample(scheduler.pid, second) { samples.append(sample) }
                if minutes != nil, second % 60 == 59, let last = samples.last { tell(last, number, sink) }
            }
            sink.fault = .none
            XCTAssertEqual(scheduler.stop(), 0, scheduler.errors)
            let status = try Program.run(["status", "--store", "s.db", "--json"], in: folder)
            let totals = (try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])?["totals"] as? [String: Any]
            XCTAssertEqual(totals?["events"] as? Int, number)
            let doctor = try Program.run(["doctor", "--store", "s.db"], in: folder)
            XCTAssertEqual(doctor.code, 0, doctor.output)
            if minutes != nil { report(samples, number) }
        }
    }

    private func event(_ number: inout Int, _ random: inout Seeded) -> String {
        number += 1
        let name = ["browsed", "looked", "looked", "opened", "looked", "bought", "looked", "looked"][Int(random.next() % 8)]
        return #"{"id":"e\#(number)","customer":"c\#(random.next() % UInt64(Self.customers))","event":"\#(name)","n":\#(number)}"# + "\n"
    }

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
        let warm = Array(samples.dropFirst(samples.count / 4))
        let kilobytesPerSecond = slope(warm) { Double($0.kilobytes) }
        print(
            """
            soak: \(samples.count) s, \(events) events; after \(samples.count / 4) s of warming up \
            \((kilobytesPerSecond * 3_600 / 1_024 * 10).rounded() / 10) MB an hour, \
            \((slope(warm) { Double($0.files) } * 36_000).rounded() / 10) files an hour, \
            \((slope(warm) { Double($0.threads) } * 36_000).rounded() / 10) threads an hour; \
            \(warm.map(\.kilobytes).min() ?? 0) to \(warm.map(\.kilobytes).max() ?? 0) KB
            """)
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

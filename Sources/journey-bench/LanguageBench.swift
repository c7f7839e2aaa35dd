import Foundation
import JourneyCompiler
import JourneyLanguage

/// Measures the way from text to machines: reading, checking, formatting, and the start of the program.
struct LanguageBench {
    private let rounds: Int
    private let isJSON: Bool
    private let isFigures: Bool
    private let only: String?

    init(_ options: BenchOptions) {
        rounds = options.rounds
        isJSON = options.isJSON
        isFigures = options.isFigures
        only = options.only
    }

    func run() throws {
        let english = (0..<1_000).map(Self.journey).joined(separator: "\n")
        let chinese = (0..<4_000).map(Self.rule).joined(separator: "\n")
        say("1,000 journeys, \(english.utf8.count / 1_000) kB; 4,000 glued Chinese sentences, \(chinese.utf8.count / 1_000) kB")
        tell("parse, English", "MB/s", rate(english) { _ = parse($0) })
        tell("parse, glued Chinese", "MB/s", rate(chinese) { _ = parse($0) })
        tell("parse and check, English", "MB/s", rate(english) { _ = compile([("bench.journey", parse($0))]) })
        tell("format, English", "MB/s", rate(english) { _ = format(parse($0)) })
        tell("1,000 journeys parsed and checked", "ms", milliseconds { _ = compile([("bench.journey", parse(Self.source(english)))]) })
        try tell("start of `journey check`, one file", "ms", try start())
    }

    /// One of a thousand journeys of the usual size, with a catalogue of its own.
    private static func journey(_ number: Int) -> String {
        """
        event added_\(number) "A product in the cart"
          total number
          product text
        end
        journey cart_rescue_\(number) "Bring abandoned carts back"
          when added_\(number) where total >= 100 but not bought within 2h
          for customers where lifetime_value >= 200 and not (tier is "staff")
          again after 14d
          goal bought within 7d value total
          exit when unsubscribed
          send cart_reminder_\(number) with product: event.product via wecom or else sms
          wait up to 1d for clicked where message is "cart_reminder_\(number)"
            if so tag warm
            else send coupon_ten via sms
          end
          wait 3d
          if tier in ("gold", "silver") send thanks via wecom else send goodbye via sms end
        end

        """
    }

    private static func rule(_ number: Int) -> String {
        "旅程 挽回\(number) 当浏览但2天内未购买，就通过企业微信发送优惠券，等待1天，通过短信发送提醒。结束"
    }

    private static func source(_ text: String) -> SourceText { SourceText(name: "bench.journey", text) }

    private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        var best = [Double]()
        for _ in 0..<max(rounds, 3) {
            let spent = try clock.measure(body).components
            best.append(Double(spent.seconds) * 1_000 + Double(spent.attoseconds) / 1e15)
        }
        return best.sorted()[best.count / 2]
    }

    private func rate(_ text: String, _ body: (SourceText) -> Void) -> Double {
        let source = Self.source(text)
        return Double(text.utf8.count) / 1_000 / milliseconds { body(source) }
    }

    /// The whole process, from its start to its end, in its median.
    private func start() throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journey-bench-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/cart.journey"
        try Data(Self.journey(1).utf8).write(to: URL(fileURLWithPath: file))
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("journey").path
        guard FileManager.default.isExecutableFile(atPath: program) else { throw BenchError("`\(program)` is not built") }
        var all: [Double] = []
        for _ in 0..<21 {
            let clock = ContinuousClock()
            let begin = clock.now
            _ = try Child.run(["check", file], program: program)
            let spent = (clock.now - begin).components
            all.append(Double(spent.seconds) * 1_000 + Double(spent.attoseconds) / 1e15)
        }
        return all.sorted()[all.count / 2]
    }

    private func say(_ text: String) { if !isJSON, !isFigures { print(text) } }

    private func tell(_ what: String, _ unit: String, _ value: @autoclosure () throws -> Double) rethrows {
        if let only, !what.contains(only) { return }
        let shown = String(format: "%.1f", try value())
        if isFigures {
            let name = what.replacingOccurrences(of: ", ", with: "_").replacingOccurrences(of: " ", with: "_")
            return print("\(name) \(shown)")
        }
        print(isJSON ? "{\"what\":\"\(what)\",\"\(unit)\":\(shown)}" : "  " + what.padding(toLength: 36, withPad: " ", startingAt: 0) + shown + " " + unit)
    }
}

import Foundation

/// What to measure.
struct BenchOptions {
    var events = 1_000_000
    var customers = 100_000
    var seed: UInt64 = 1
    var rounds = 3
    /// A recorded log to measure on as well.
    var log = ProcessInfo.processInfo.environment["JOURNEY_BENCH_LOG"]
    var sentence = "campaign_received but not coupon_redeemed within 14d"
    /// Measurements whose name has this word.
    var only: String?
    /// Of each log whose customers grow.
    var growthEvents = 2_000_000
    /// Due in one second.
    var timers = 1_000_000
    /// In the store that is opened.
    var enrollments = 10_000_000
    var liveSeconds = 10
    /// To the local server.
    var messages = 24_000
    var isJSON = false
    /// `name value` lines, for the program itself.
    var isFigures = false

    static let help = """
        journey-bench measures Journey against bare SQLite appending the same rows, all in one run

        usage
          journey-bench [options]             everything that is to be reached, with what was
          journey-bench language [options]    the way of a text: parse, check, format, the program's start
          journey-bench webhook [--messages N] [--json]
                                              messages to a local server that answers after 50 ms (24000)

        options
          --only WORD      only scenarios whose name has this word: bare dry durable unmatched steps-dry steps-durable ten-dry ten-durable
                           hundred-dry hundred-durable shared-dry shared-durable growth-1x growth-10x growth-100x drain intake
                           restart idle live language webhook; of `language` the measurements whose name has it
          --events N       events of the generated log (1000000)
          --customers N    its customers (100000)
          --seed N         its seed (1)
          --rounds N       rounds; the median counts (3)
          --log FILE       a recorded log to measure on as well ($JOURNEY_BENCH_LOG)
          --sentence TEXT  its trigger (campaign_received but not coupon_redeemed within 14d)
          --growth N       events of the logs with ever more customers (2000000)
          --timers N       timers due in one second (1000000)
          --enrollments N  customers who wait in the store that is opened (10000000)
          --live N         seconds of events through a scheduler that follows a file (10)
          --messages N     messages to the local server (24000)
          --json           one JSON object a line

        examples
          journey-bench
              1 M events of 100,000 customers
          journey-bench --only durable --events 5000000 --customers 1000000 --rounds 1
          journey-bench --only growth --growth 20000000
              so many that most of ten million customers are seen
          journey-bench --log journeys/groceries/complete-journey-sample.jsonl
        """

    /// Nil: help was asked for.
    init?(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "-h" || argument == "--help" { return nil }
            if argument == "--json" || argument == "--figures" {
                isJSON = isJSON || argument == "--json"
                isFigures = isFigures || argument == "--figures"
                continue
            }
            guard let value = rest.popFirst() else { throw BenchError("`\(argument)` needs a value, or is unknown; see --help") }
            switch argument {
            case "--events": events = try Self.number(value, argument)
            case "--customers": customers = try Self.number(value, argument)
            case "--seed": seed = UInt64(try Self.number(value, argument))
            case "--rounds": rounds = try Self.number(value, argument)
            case "--log": log = value
            case "--sentence": sentence = value
            case "--only": only = value
            case "--growth": growthEvents = try Self.number(value, argument)
            case "--timers": timers = try Self.number(value, argument)
            case "--enrollments": enrollments = try Self.number(value, argument)
            case "--live": liveSeconds = try Self.number(value, argument)
            case "--messages": messages = try Self.number(value, argument)
            default: throw BenchError("unknown option `\(argument)`; see --help")
            }
        }
    }

    private static func number(_ text: String, _ option: String) throws -> Int {
        guard let number = Int(text), number > 0 else { throw BenchError("`\(option)` takes a number above 0, not `\(text)`") }
        return number
    }
}

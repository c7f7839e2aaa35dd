/// What to measure.
struct BenchOptions {
    var events = 1_000_000
    var customers = 100_000
    var seed: UInt64 = 1
    var rounds = 3
    /// A recorded log to measure on as well.
    var log: String?
    var sentence = "campaign_received but not coupon_redeemed within 14d"
    /// Of the language's measurements those whose name has this word.
    var only: String?
    var isJSON = false

    static let help = """
        journey-bench measures Journey against bare SQLite appending the same rows, all in one run

        usage
          journey-bench [options]             the way of an event
          journey-bench language [options]    the way of a text: parse, check, format, the program's start
          journey-bench webhook [--messages N] [--json]
                                              messages to a local server that answers after 50 ms (24000)

        options
          --events N       events of the generated log (1000000)
          --customers N    its customers (100000)
          --seed N         its seed (1)
          --rounds N       rounds; the median counts (3)
          --log FILE       a recorded log to measure on as well
          --sentence TEXT  its trigger (campaign_received but not coupon_redeemed within 14d)
          --only WORD      of `language`: the measurements whose name has this word
          --json           one JSON object a line

        examples
          journey-bench
              1 M events of 100,000 customers
          journey-bench --events 5000000 --customers 1000000 --rounds 1
          journey-bench --log journeys/groceries/complete-journey-sample.jsonl
        """

    /// Nil: help was asked for.
    init?(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "-h" || argument == "--help" { return nil }
            if argument == "--json" {
                isJSON = true
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
            default: throw BenchError("unknown option `\(argument)`; see --help")
            }
        }
    }

    private static func number(_ text: String, _ option: String) throws -> Int {
        guard let number = Int(text), number > 0 else { throw BenchError("`\(option)` takes a number above 0, not `\(text)`") }
        return number
    }
}

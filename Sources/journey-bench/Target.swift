/// A row of what is to be reached.
struct Target {
    var name: String
    var unit: String
    var bound: Double
    /// The bound is the least; else the most.
    var isLeast: Bool
    /// Nil where it was not measured.
    var value: ([String: Measured]) -> Double?

    private static func least(_ name: String, _ unit: String, _ bound: Double, _ value: @escaping ([String: Measured]) -> Double?) -> Target {
        Target(name: name, unit: unit, bound: bound, isLeast: true, value: value)
    }

    private static func most(_ name: String, _ unit: String, _ bound: Double, _ value: @escaping ([String: Measured]) -> Double?) -> Target {
        Target(name: name, unit: unit, bound: bound, isLeast: false, value: value)
    }

    private static func ratio(_ a: Double?, _ b: Double?) -> Double? {
        guard let a, let b, b > 0 else { return nil }
        return a / b
    }

    private static func costOfGrowth(_ found: [String: Measured], _ kind: String, from small: String, to large: String) -> Double? {
        ratio(found["growth-\(small)x-\(kind)"]?.eventsPerSecond, found["growth-\(large)x-\(kind)"]?.eventsPerSecond)
    }

    /// Bytes that a transition costs beside what its events cost.
    private static func bytesOfTransition(_ found: [String: Measured]) -> Double? {
        guard let durable = found["durable"], let bytes = durable["bytes"], let idle = found["unmatched"]?["bytes"] else { return nil }
        return ratio(bytes - idle, durable["transitions"])
    }

    static var all: [Target] {
        [
            least("dry run, 1 journey", "events/s", 1_500_000) { $0["dry"]?.eventsPerWholeSecond },
            most("dry run, peak memory", "MB", 100) { $0["dry"]?.peakMegabytes },
            least("durable, 1 journey", "events/s", 700_000) { $0["durable"]?.eventsPerSecond },
            least("durable against bare SQLite", "x", 1.2) { ratio($0["durable"]?.eventsPerSecond, $0["bare"]?.eventsPerSecond) },
            least("10 journeys of 10 steps instead of one, dry", "x", 0.6) { ratio($0["ten-dry"]?.eventsPerSecond, $0["dry"]?.eventsPerSecond) },
            least("10 journeys of 10 steps, durable", "x", 0.6) { ratio($0["ten-durable"]?.eventsPerSecond, $0["durable"]?.eventsPerSecond) },
            least("the same against one of 10 steps, dry", "x", 0.6) { ratio($0["ten-dry"]?.eventsPerSecond, $0["steps-dry"]?.eventsPerSecond) },
            least("the same against one of 10 steps, durable", "x", 0.6) {
                ratio($0["ten-durable"]?.eventsPerSecond, $0["steps-durable"]?.eventsPerSecond)
            },
            most("10 x the customers, dry", "x cost", 1.3) { costOfGrowth($0, "dry", from: "1", to: "10") },
            most("100 x instead of 10 x, dry", "x cost", 1.3) { costOfGrowth($0, "dry", from: "10", to: "100") },
            most("10 x the customers, durable", "x cost", 1.3) { costOfGrowth($0, "durable", from: "1", to: "10") },
            most("100 x instead of 10 x, durable", "x cost", 1.3) { costOfGrowth($0, "durable", from: "10", to: "100") },
            least("timers due in the same second", "timers/s", 150_000) { ratio($0["drain"]?["fired"], $0["drain"]?["seconds"]) },
            most("longest stop of the intake beside them", "ms", 50) { $0["intake"]?["longest_gap_ms"] },
            most("restart", "s", 0.5) { $0["restart"]?["seconds"] },
            most("bytes of a transition", "bytes", 300) { bytesOfTransition($0) },
            most("bytes of a customer at rest", "bytes", 200) { $0["idle"]?["bytes_per_idle_customer"] },
            most("event in to message out, p99", "ms", 100) { $0["live"]?["p99_ms"] },
            most("a timer's lateness", "ms", 1_000) { $0["live"]?["timer_max_ms"] },
            least("webhook, answers after 50 ms", "messages/s", 2_000) { $0["webhook"]?["messages_per_second"] },
            least("parse and check", "MB/s", 20) { $0["language"]?["parse_and_check_English"] },
            most("1,000 journeys parsed and checked", "ms", 500) { $0["language"]?["1,000_journeys_parsed_and_checked"] },
            most("start of `journey check`", "ms", 20) { $0["language"]?["start_of_`journey_check`_one_file"] },
        ]
    }
}

/// The journeys that are measured.
struct Programs {
    /// The trigger of the absence journey.
    let trigger: String
    /// Its first event and what stands in for the others; nil where the log has no price that could tell them apart.
    let priced: (first: String, rest: String)?

    /// Of a generated log.
    static let generated = Programs(trigger: "browsed but not bought within 2d", priced: ("browsed", "but not bought within 2d"))

    /// Of a recorded one.
    init(trigger: String, priced: (first: String, rest: String)? = nil) {
        self.trigger = trigger
        self.priced = priced
    }

    /// One absence journey.
    var one: String { "when \(trigger) again always send coupon via wecom" }

    /// No event has its name.
    var unmatched: String { "when never_seen send coupon via wecom" }

    /// Journeys of ten steps that share the events that matter: each looks at every one and takes those of its band of prices.
    func banded(_ count: Int) -> String? {
        guard let priced else { return nil }
        // Prices are 1 to 999.
        return (0..<count).map { number in
            let (low, high) = (number * 1_000 / count, (number + 1) * 1_000 / count - 1)
            return journey(number, "\(priced.first) where price between \(low) and \(high) \(priced.rest)")
        }.joined(separator: "\n")
    }

    /// Journeys of ten steps that everybody enters who enters one: so many times the transitions.
    func shared(_ count: Int) -> String { (0..<count).map { journey($0, trigger) }.joined(separator: "\n") }

    private func journey(_ number: Int, _ trigger: String) -> String {
        "journey j\(number) when \(trigger) again always "
            + String(repeating: "send coupon via wecom wait 1h ", count: 5) + "tag t\(number) end"
    }

    /// Everybody who enters waits two days, then gets a message.
    static let waiting = "when browsed wait 2d send coupon via wecom"

    /// Lets each customer pass once, and remembers it.
    static let passing = "when browsed send coupon via wecom"

    /// Live: one message at once, one when a second is over.
    static let live = """
        journey at_once when browsed again always send now via adapter end
        journey in_time when browsed but not bought within 1s again always send later via adapter end
        channel adapter adapter console end
        """
}

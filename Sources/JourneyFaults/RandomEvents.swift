import JourneyModel

/// Streams of events that suit those programs.
struct RandomEvents {
    var random: Random

    /// Customers who open their messages.
    private var opens = false
    private let isWide: Bool

    /// - Parameter isWide: for programs that are.
    init(random: Random, isWide: Bool = false) {
        self.random = random
        self.isWide = isWide
    }

    /// In order; at most `most` of them, on a grid of half hours.
    mutating func inOrder(most: Int) -> [MadeUpEvent] {
        let people = 1 + random.below(3)
        opens = random.chance(25)
        return inOrder(count: 1 + random.below(most), people: people, from: MadeUpEvent.epoch)
    }

    mutating func inOrder(count: Int, people: Int, from start: Timestamp) -> [MadeUpEvent] {
        var at = start
        return (0..<count).map { _ in
            at = at + random.pick([0, 0, 1, 1, 1, 2, 3, 4, 8]) * 30 * .minute
            return MadeUpEvent(at: at, customer: "c\(random.below(people))", name: name(), properties: "")
        }.enumerated().map { index, event in
            var event = event
            event.properties = properties(event.name, index)
            return event
        }
    }

    private mutating func name() -> String {
        if opens, random.chance(50) { return random.pick(["opened", "opened", "clicked", "delivered"]) }
        if isWide, random.chance(14) { return random.pick(["$suppress", "$tag", "$set", "$set"]) }
        if random.chance(6) { return "$consent" }
        return random.chance(10) ? "$set" : random.chance(5) ? "e" : random.pick(["a", "b", "c", "d"])
    }

    /// The index makes every event one of its own: their ids come from their content.
    private mutating func properties(_ name: String, _ index: Int) -> String {
        if name == "$consent" { return "{\"granted\":\(random.chance(70)),\"i\":\(index)}" }
        if name == "$suppress" {
            let channel = random.pick(["", "\"channel\":\"sms\",", "\"channel\":\"wecom\","])
            return "{\(channel)\(random.chance(40) ? "\"removed\":true," : "")\"i\":\(index)}"
        }
        if name == "$tag" { return "{\"tag\":\"\(random.pick(["t", "u"]))\",\(random.chance(40) ? "\"removed\":true," : "")\"i\":\(index)}" }
        if isWide, name == "$set", random.chance(60) {
            let value = random.pick([
                "\"phone\":\"+86 138 0000 0000\"", "\"phone\":\"nobody\"", "\"phone\":null", "\"wid\":\"w1\"", "\"wid\":\"\"",
                "\"z\":\"2026-01-06\"", "\"z\":\"2026-01-07\"", "\"z\":\"1990-01-05\"", "\"z\":\"2026-01-05T14:00:00Z\"", "\"z\":null",
            ])
            return "{\(value),\"i\":\(index)}"
        }
        if name == "$set", random.chance(10) {
            return "{\"timezone\":\"\(random.pick(["Asia/Tokyo", "America/New_York", "UTC"]))\",\"i\":\(index)}"
        }
        if name == "$set" { return "{\"\(random.pick(["x", "y", "w"]))\":\(random.pick(["0", "1", "2", "1.5", "null"])),\"i\":\(index)}" }
        let key = name == "e" ? "" : "\"k\":\(random.below(2)),"
        return random.chance(25) ? "{\(key)\"i\":\(index)}" : "{\(key)\"p\":\(random.below(3)),\"i\":\(index)}"
    }
}

import JourneyModel

/// Numbers from a seed, the same everywhere.
struct Random {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 0x1234_5678_9abc_def1 }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}

/// Programs of the whole language part, as text: few names and coarse times, so that ties, exact deadlines and meetings are common.
struct RandomProgram {
    var random: Random
    private var isTrigger = false
    private var number = 0

    init(random: Random) { self.random = random }

    mutating func text() -> String {
        (0..<random.pick([1, 1, 1, 2, 3])).map { journey($0) }.joined(separator: "\n")
    }

    private mutating func journey(_ number: Int) -> String {
        self.number = number
        isTrigger = true
        let trigger = trigger()
        isTrigger = false
        return "journey j\(number) \(trigger) \(headers())\(steps(3, 0)) end"
    }

    private mutating func duration() -> String { random.pick(["30m", "1h", "1h", "90m", "2h", "3h"]) }
    /// `r` is recorded by steps: it begins nothing, so that no program goes round for ever.
    private mutating func name() -> String {
        random.pick(isTrigger ? ["a", "b", "c", "d"] : ["a", "b", "c", "d", "a", "b", "c", "d", "r", "r"])
    }

    // MARK: Triggers

    private mutating func trigger() -> String {
        switch random.below(10) {
        case 0: return "when silent for \(duration())"
        case 1: return "when no \(events()) for \(duration())"
        default:
            var text = "when " + base()
            for _ in 0..<random.pick([0, 0, 0, 1, 1, 2, 3]) {
                text += " then \(events()) within \(duration())"
                if random.chance(30) { text += " without \(events())" }
            }
            if random.chance(45) { text += " but not \(events()) within \(duration())" }
            return text
        }
    }

    private mutating func base() -> String {
        switch random.below(6) {
        case 0: return "\(events()) \(random.pick([2, 2, 3])) times within \(duration())"
        case 1:
            return (0..<random.pick([2, 2, 3])).map { _ in events() }.joined(separator: " and ") + " within \(duration())"
        default: return events()
        }
    }

    private mutating func events() -> String {
        (0..<random.pick([1, 1, 1, 2])).map { _ in event() }.joined(separator: " or ")
    }

    private mutating func event() -> String { random.chance(30) ? "(\(name()) where \(condition(isEvent: true)))" : name() }

    // MARK: Headers

    private mutating func headers() -> String {
        var text = ""
        if random.chance(20) { text += "for customers where \(condition(isEvent: false)) " }
        text += random.pick(["", "once ", "again always ", "again always ", "again after \(duration()) "])
        if random.chance(35) {
            text += "goal \(events()) within \(duration()) " + random.pick(["", "value p "]) + random.pick(["", "and continue "])
        }
        if random.chance(35) {
            text += "exit when " + random.pick([name(), "x >= \(random.below(4))", "\(name()) or x >= 2", "has tag t", "\(name()) where p >= 1"]) + " "
        }
        if random.chance(20) { text += "priority \(random.below(3)) " }
        if random.chance(15) { text += "hold out \(random.pick([30, 50, 100]))% " }
        if random.chance(10) { text += "roll out to \(random.pick([30, 70]))% " }
        if random.chance(10) { text += "from 2026-01-0\(4 + random.below(2)) until 2026-01-0\(5 + random.below(2)) " }
        return text
    }

    // MARK: Steps

    private mutating func steps(_ most: Int, _ depth: Int) -> String {
        (0..<1 + random.below(most)).map { _ in step(depth) }.joined(separator: " ")
    }

    private mutating func step(_ depth: Int) -> String {
        switch random.below(depth > 2 ? 9 : 22) {
        case 0, 1: return "send m\(random.below(3)) via \(random.pick(["sms", "wecom or else sms"]))"
        case 2: return "send m with p: event.p, n: x + 1 via sms"
        case 3, 4: return "wait \(random.chance(10) ? "0s" : duration())"
        case 5: return "set \(random.pick(["x", "y"])) to \(random.pick(["event.p", "x + 1", "\(random.below(3))", "y"]))"
        case 6: return "add \(random.pick(["1", "event.p", "0.5"])) to x"
        case 7: return "tag \(random.pick(["t", "u"]))"
        case 8: return "untag \(random.pick(["t", "u"]))"
        case 9: return "wait up to \(duration()) for \(events())"
        case 10:
            return "wait up to \(duration()) for \(events()) if so \(steps(2, depth + 1))"
                + (random.chance(60) ? " else \(otherwise(depth + 1))" : "") + " end"
        case 11: return "wait up to \(duration()) for \(events()) or else \(steps(2, depth + 1)) end"
        case 12: return "if \(condition(isEvent: false)) stop end"
        case 13: return "split \"s\(random.below(3))\" 50% \(steps(2, depth + 1)) 20% 30% \"c\" \(steps(1, depth + 1)) end"
        case 14, 15:
            return "repeat up to \(1 + random.below(3)) times every \(duration()) "
                + (random.chance(50) ? "until \(events()) " : "") + steps(2, depth + 1) + " end"
        case 16: return "wait until \(random.pick(["1:00", "2:30", "monday 3:00", "workday 2:00", "2026-01-05 2:00", "z", "1d before z at 1:00"]))"
        case 17: return "record r with p: \(random.pick(["event.p", "x", "1"]))"
        case 18: return "start j\(number + 1 + random.below(2))"
        case 19: return "leave j\(random.below(3))"
        case 20: return "set z to \(random.pick(["2026-01-05", "2026-01-06", "x"]))"
        default:
            return "if \(condition(isEvent: false)) \(steps(2, depth + 1))"
                + (random.chance(30) ? " else if \(condition(isEvent: false)) \(steps(2, depth + 1))" : "")
                + (random.chance(60) ? " else \(otherwise(depth + 1))" : "") + " end"
        }
    }

    /// `else if` always chains: an `if` of its own needs another step before it.
    private mutating func otherwise(_ depth: Int) -> String {
        let steps = steps(2, depth)
        return steps.hasPrefix("if ") ? "untag u \(steps)" : steps
    }

    // MARK: Conditions

    private mutating func condition(isEvent: Bool) -> String {
        let own = isEvent ? "p" : random.pick(["x", "y", "event.p"])
        let number = "\(random.below(3))"
        switch random.below(11) {
        case 0: return "\(own) = \(number)"
        case 1: return "\(own) >= \(number)"
        case 2: return "\(own) is known"
        case 3: return "\(own) not in (0, \(number))"
        case 4: return "not \(own) > \(number)"
        case 5: return "\(own) + 1 > customer.x"
        case 6: return "has tag \(random.pick(["t", "u"]))"
        case 7: return "\(own) between \(number) and 2 or customer.y is unknown"
        case 8: return "\(own) != \(number) and customer.x < 2"
        case 9: return "(\(own) is 1 or \(own) is unknown) and not has tag t"
        default: return "\(own) < \(number).5"
        }
    }
}

/// Streams of events that suit those programs.
struct RandomEvents {
    var random: Random

    /// In order; at most `most` of them, on a grid of half hours.
    mutating func inOrder(most: Int) -> [Case.Event] {
        var at = Case.epoch
        let people = 1 + random.below(3)
        return (0..<1 + random.below(most)).map { _ in
            at = at + random.pick([0, 0, 1, 1, 1, 2, 3, 4, 8]) * 30 * .minute
            return Case.Event(at: at, customer: "c\(random.below(people))", name: name(), properties: "")
        }.enumerated().map { index, event in
            var event = event
            event.properties = properties(event.name, index)
            return event
        }
    }

    private mutating func name() -> String {
        random.chance(10) ? "$set" : random.chance(5) ? "e" : random.pick(["a", "b", "c", "d"])
    }

    /// The index makes every event one of its own: their ids come from their content.
    private mutating func properties(_ name: String, _ index: Int) -> String {
        if name == "$set" { return "{\"\(random.pick(["x", "y"]))\":\(random.pick(["0", "1", "2", "1.5", "null"])),\"i\":\(index)}" }
        return random.chance(25) ? "{\"i\":\(index)}" : "{\"p\":\(random.below(3)),\"i\":\(index)}"
    }
}

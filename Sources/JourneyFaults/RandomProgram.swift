/// Programs of the whole language part, as text: few names and coarse times, so that ties, exact deadlines and meetings are common.
struct RandomProgram {
    var random: Random
    private var isTrigger = false
    /// The trigger is begun by events that all have a `k`.
    private var hasEvent = true
    private var number = 0
    private var hasAudiences = false
    /// Schedules, addresses, coupons, the fuse and the sandbox, too: what hangs on the order of different customers.
    private let isWide: Bool
    private var labels = 0

    init(random: Random, isWide: Bool = false) {
        self.random = random
        self.isWide = isWide
    }

    mutating func text() -> String {
        head() + (0..<random.pick([1, 1, 1, 2, 3])).map { journey($0) }.joined(separator: "\n")
    }

    private mutating func declarations() -> String {
        var text = ""
        if random.chance(40) { text += "channel sms adapter console address phone end\n" }
        if random.chance(30) { text += "channel wecom adapter console address wid end\n" }
        for coupon in ["k0", "k1"] {
            text += "coupon \(coupon) stock \(1 + random.below(4))" + random.pick(["", " 1 for each customer", " 2 for each customer"])
                + random.pick(["", " valid 2h"]) + " end\n"
        }
        return text
    }

    private mutating func schedule() -> String {
        let time = random.pick([" at 1:00", " at 2:30", " at 3:00", ""])
        switch random.below(8) {
        case 0, 1: return "when every day\(time)"
        case 2: return "when every workday\(time)"
        case 3: return "when every \(random.pick(["monday", "tuesday", "sunday"]))\(time)"
        case 4: return "when every \(random.pick(["5th", "6th", "31st", "1st"])) of month\(time)"
        case 5: return "when on 2026-01-0\(5 + random.below(3))\(time)"
        case 6: return "when on z\(time)"
        default: return "when \(random.chance(50) ? "1d before z\(time)" : "\(random.pick(["2h", "36h"])) before z")"
        }
    }

    /// What stands before the journeys: the policy and audiences.
    mutating func head() -> String { (isWide ? declarations() : "") + policy() + audiences() }

    /// Of the past alone: what steps change could let somebody in and out for ever.
    private mutating func audiences() -> String {
        hasAudiences = random.chance(20)
        if !hasAudiences { return "" }
        return (0..<2).map { number in
            let inner = number > 0 && random.chance(30) ? " and not in audience v0" : ""
            return "audience v\(number) = \(span())\(inner)\n"
        }.joined()
    }

    /// Without what an entry would have to tell.
    private mutating func span() -> String {
        while true {
            let condition = past(isEvent: false)
            if !condition.contains("event.") && !condition.contains("with same") { return condition }
        }
    }

    private mutating func policy() -> String {
        if random.chance(40) { return "" }
        var rules: [String] = []
        let channel = { (random: inout Random) in random.pick(["", "", " via sms", " via wecom"]) }
        if random.chance(30) { rules.append("time zone \"\(random.pick(["Asia/Shanghai", "America/New_York"]))\"") }
        var channels: Set<String> = []
        for _ in 0..<random.pick([0, 1, 1, 2]) {
            let channel = channel(&random)
            let span = random.pick(["from 1:00 to 5:00", "from 2:00 to 4:30", "from 22:00 to 3:00", "from 9:30 to 13:00"])
            if channels.insert(channel).inserted { rules.append("quiet \(span)\(channel)") }
        }
        var caps: Set<String> = []
        for _ in 0..<random.pick([0, 1, 1, 2]) {
            let cap = "per \(random.pick(["1h", "2h", "4h"]))\(channel(&random))"
            if caps.insert(cap).inserted { rules.append("at most \(1 + random.below(2)) messages \(cap)") }
        }
        if random.chance(15) { rules.append("require consent marketing") }
        if isWide, random.chance(50) { rules.append("stop after \(1 + random.below(3)) messages per \(random.pick(["1h", "3h"]))") }
        if isWide, random.chance(8) { rules.append("only to tag t") }
        if random.chance(15) { rules.append("hold out \(random.pick([30, 50]))%") }
        return rules.isEmpty ? "" : "policy " + rules.joined(separator: " ") + " end\n"
    }

    mutating func journey(_ number: Int) -> String {
        self.number = number
        isTrigger = true
        // Many a pattern never completes, and then no step is gone.
        let isScheduled = isWide && random.chance(35)
        let trigger = isScheduled ? schedule() : random.chance(30) ? "when " + events() : trigger()
        isTrigger = false
        hasEvent = !isScheduled && !trigger.hasPrefix("when w") && !trigger.hasPrefix("when silent")
            && !trigger.contains(" audience v")
        return "journey j\(number) \(trigger) \(headers())\(steps(3, 0)) end"
    }

    private mutating func duration() -> String { random.pick(["30m", "1h", "1h", "90m", "2h", "3h"]) }
    /// `r` is recorded by steps: it begins nothing, so that no program goes round for ever.
    private mutating func name() -> String {
        random.pick(isTrigger ? ["a", "b", "c", "d"] : ["a", "b", "c", "d", "a", "b", "c", "d", "r", "r"])
    }

    // MARK: Triggers

    private mutating func trigger() -> String {
        // Looks at audiences order the customers of one instant: who is first must not matter then, as it does for a pool.
        if hasAudiences, !isWide, random.chance(40) { return "when \(random.pick(["enters", "leaves"])) audience v\(random.below(2))" }
        switch random.below(12) {
        case 10: return "when w changes"
        case 11: return "when w becomes \(random.below(3))"
        case 0: return "when silent for \(duration())"
        case 1: return "when no \(events()) for \(duration())"
        default:
            var text = "when " + base()
            let isAbsence = random.chance(60)
            if isAbsence, random.chance(25) { text += ", restarting on \(events(same: 20))," }
            for _ in 0..<random.pick([0, 0, 0, 1, 1, 2, 3]) {
                text += " then \(events(same: 25)) within \(duration())"
                if random.chance(30) { text += " without \(events(same: 30))" }
            }
            if isAbsence { text += " but not \(events(same: 20)) within \(duration())" }
            return text
        }
    }

    private mutating func base() -> String {
        switch random.below(6) {
        case 0: return "\(events(same: 20)) \(random.pick([2, 2, 3])) times within \(duration())"
        case 1:
            return (0..<random.pick([2, 2, 3])).map { $0 == 0 ? events() : events(same: 20) }.joined(separator: " and ") + " within \(duration())"
        default: return events()
        }
    }

    /// - Parameter same: how often `with same`, in a hundred.
    private mutating func events(same: Int = 0) -> String {
        let isSame = same > 0 && random.chance(same)
        return (0..<random.pick([1, 1, 1, 2])).map { _ in event() + (isSame ? " with same p" : "") }.joined(separator: " or ")
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
            text += "exit when " + random.pick([name(), "x >= \(random.below(4))", "\(name()) or x >= 2", "has tag t", "\(name()) where p >= 1", past(isEvent: false)]) + " "
        }
        if hasEvent, random.chance(20) { text += "for each k " }
        if random.chance(20) { text += "priority \(random.below(3)) " }
        if random.chance(15) { text += "hold out \(random.pick([30, 50, 100]))% " }
        if random.chance(10) { text += "roll out to \(random.pick([30, 70]))% " }
        if random.chance(20) { text += "expires \(random.pick(["30m", "1h", "3h"])) " }
        if random.chance(10) { text += "class transactional " }
        if random.chance(10) { text += "from 2026-01-0\(4 + random.below(2)) until 2026-01-0\(5 + random.below(2)) " }
        return text
    }

    // MARK: Steps

    private mutating func steps(_ most: Int, _ depth: Int) -> String {
        (0..<1 + random.below(most)).map { _ in step(depth) }.joined(separator: " ")
    }

    private mutating func step(_ depth: Int) -> String {
        if isWide, random.chance(5) {
            labels += 1
            return "label l\(labels) " + random.pick(["send m0 via sms", "wait 1h", "tag t"])
        }
        if isWide, random.chance(10) {
            return "give \(random.pick(["k0", "k1"]))" + (random.chance(50) ? " or else \(steps(2, depth + 1)) end" : "")
        }
        if isWide, random.chance(8) { return "send m with c: \(random.pick(["k0", "k1", "coupon"])).code via \(random.pick(["sms", "sms or else wecom"]))" }
        if random.chance(20) {
            return "send m\(random.below(3)) via \(random.pick(["sms", "wecom"]))" + random.pick(["", " at best time"])
        }
        switch random.below(depth > 2 ? 9 : 22) {
        case 0, 1: return "send m\(random.below(3)) via \(random.pick(["sms", "wecom or else sms"]))"
        case 2: return "send m with p: event.p, n: x + 1 via sms" + random.pick(["", " at best time", " at best time"])
        case 3, 4: return "wait \(random.chance(10) ? "0s" : duration())"
        case 5: return random.chance(20) ? "set w to \(random.below(3))" : "set \(random.pick(["x", "y"])) to \(random.pick(["event.p", "x + 1", "\(random.below(3))", "y"]))"
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

    private mutating func past(isEvent: Bool) -> String {
        let span = random.pick(["ever", "within \(duration())", "within \(duration())"])
        let name = random.pick(["a", "b", "c", "d"])
        switch isEvent ? 4 + random.below(5) : random.below(11) {
        case 0, 1: return "\(name) \(span)"
        case 2: return "\(name) at least \(random.pick([2, 3])) times \(span)"
        case 3: return "(\(name) where p > \(random.below(2))) \(span)"
        case 4: return "number of \(name) \(span) \(random.pick(["=", ">", "<="])) \(random.below(4))"
        case 5: return "sum of \(name).p \(span) >= \(random.below(5))"
        case 6: return "\(random.pick(["average", "max", "min"])) of \(name).p \(span) \(random.pick([">=", "<"])) \(random.below(3))"
        case 8: return "number of (\(name) where p \(random.pick(["=", ">="])) event.p) \(span) \(random.pick(["=", ">"])) \(random.below(2))"
        case 9: return "(\(name) where p = event.p and i >= 3) \(span)"
        case 10: return "(\(name) with same p) at least 2 times \(span)"
        default: return "days since \(name) < 1"
        }
    }

    private mutating func condition(isEvent: Bool) -> String {
        let own = isEvent ? "p" : random.pick(["x", "y", "event.p"])
        let number = "\(random.below(3))"
        if isWide, !isEvent, random.chance(15) { return random.pick(["given k0", "not given k1", "reachable via sms", "not reachable via wecom"]) }
        if isWide, random.chance(15) {
            return random.pick([
                "\(own) - 1 >= \(number)", "\(own) * 2 > \(number)", "\(own) / 2 < 1", "-\(own) < 0", "\(own) > 50%", "\(own) starts with \"a\"",
                "not \(own) contains \"1\"",
            ])
        }
        if hasAudiences, !isTrigger, random.chance(20) { return "in audience v\(random.below(2))" }
        switch random.below(14) {
        case 11, 12, 13: return past(isEvent: isEvent)
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

/// Alerts: what of the running whole an operator is told of.
extension Parser {
    typealias Alarm = PolicyDeclaration.Rule.Alarm

    /// `"alert when" alarm "via" name`, after `alert when`
    mutating func alert() throws(Panic) -> PolicyDeclaration.Rule.Kind {
        let alarm = try alarm()
        try expect(.via)
        return .alert(alarm, via: try name(.channelName))
    }

    /// `"silent for" DURATION | "coupon" name "below" NUMBER | "channel" name "fails" NUMBER "times" | "rejected above" NUMBER period | …`
    mutating func alarm() throws(Panic) -> Alarm {
        if keyword == .every { return try leadingAlarm() }
        if current.kind == .name, !mend(among: Self.alarms) { throw failExpectingAlarm() }
        switch keyword {
        case .silentFor:
            advance()
            return .silent(try span(of: "a silence"))
        case .coupon:
            advance()
            let coupon = try name(.name, as: .coupon)
            // 低于
            if !acceptToken(.less) { try expect(.below) }
            return .couponBelow(coupon, try threshold())
        case .channel:
            advance()
            let channel = try name(.channelName)
            try expect(.fails)
            let times = try threshold()
            if !accept(.time) { try expect(.times) }
            return .channelFails(channel, times: times)
        case .rejectedAbove:
            advance()
            return .rejectedAbove(try threshold(from: 0), per: try period())
        case .lateAbove:
            advance()
            return .lateAbove(try threshold(from: 0), per: try period())
        case .paused:
            advance()
            return .paused
        default: throw failExpectingAlarm()
        }
    }

    /// `每 1小时 无效数据 超过 100`
    private mutating func leadingAlarm() throws(Panic) -> Alarm {
        advance()
        let per = try span(of: "a period")
        if accept(.rejectedAbove) { return .rejectedAbove(try threshold(from: 0), per: per) }
        try expect(.lateAbove)
        return .lateAbove(try threshold(from: 0), per: per)
    }

    private mutating func threshold(from least: Int64 = 1) throws(Panic) -> Int {
        try number(of: "this threshold is", least...1_000_000_000)
    }

    private static let alarms: [Keyword] = [.silentFor, .coupon, .channel, .rejectedAbove, .lateAbove, .paused]

    private mutating func failExpectingAlarm() -> Panic {
        failExpecting(
            .keyword(.silentFor), .keyword(.coupon), .keyword(.channel), .keyword(.rejectedAbove), .keyword(.lateAbove), .keyword(.paused))
    }

    /// Says the same twice.
    func isSame(_ a: Alarm, _ b: Alarm) -> Bool {
        switch (a, b) {
        case (.silent(let a), .silent(let b)): a.microseconds == b.microseconds
        case (.couponBelow(let a, let x), .couponBelow(let b, let y)), (.channelFails(let a, let x), .channelFails(let b, let y)):
            a.text == b.text && x == y
        case (.rejectedAbove(let a, let x), .rejectedAbove(let b, let y)), (.lateAbove(let a, let x), .lateAbove(let b, let y)):
            a == b && x.microseconds == y.microseconds
        case (.paused, .paused): true
        default: false
        }
    }
}

/// Splits and rounds, and the steps that change what is known of a customer.
extension Parser {
    /// `"split" TEXT ({arm} | "adaptively" {adaptiveArm}) "end"`
    mutating func split() -> Step.Kind? {
        let opener = current
        advance()
        let name = optionalText()
        if name == nil { report(.splitWithoutName, opener.range) }
        let isAdaptive = acceptPastSugar(.adaptively)
        var arms: [Step.Split.Arm] = []
        var count = 0
        while true {
            skipSugar()
            let (before, first) = (at, current.range)
            let arm = isAdaptive ? adaptiveArm() : arm()
            if at == before { break }
            guard let arm else { continue }
            count += 1
            if count == Self.mostArms + 1 { report(.tooManyArms(Self.mostArms), first) }
            if count <= Self.mostArms { arms.append(arm) }
        }
        end(opener)
        return name.map { .split(Step.Split(name: $0, isAdaptive: isAdaptive, arms: arms)) }
    }

    /// `PERCENT [TEXT] {step}`
    mutating func arm() -> Step.Split.Arm? {
        let start = Int(current.start)
        var share: PercentLiteral?
        if current.kind == .percent || current.kind == .integer || current.kind == .decimal {
            share = try? percent()
        } else if current.kind == .text || keyword == .arm || keyword.beginsStep || beginsSendByChannel {
            report(.splitWithoutShares, current.range)
            _ = accept(.arm)
        } else if keyword != .then {
            return nil
        }
        let name = optionalText()
        let range = range(from: start)
        return Step.Split.Arm(share: share, name: name, steps: steps(arms: true), range: range)
    }

    /// `["arm"] TEXT {step}`
    mutating func adaptiveArm() -> Step.Split.Arm? {
        let start = Int(current.start)
        if current.kind == .percent {
            report(.strayWord(shown(current) ?? "", of: "`adaptively`"), current.range, fix: "")
            advance()
        }
        if !accept(.arm), current.kind != .text {
            guard keyword.beginsStep else { return nil }
            report(.expected([.text], found: shown(current)), current.range)
            return Step.Split.Arm(share: nil, name: nil, steps: steps(arms: true), range: current.range)
        }
        guard let name = optionalText() else {
            report(.expected([.text], found: shown(current)), place(of: current))
            return nil
        }
        let range = range(from: start)
        return Step.Split.Arm(share: nil, name: name, steps: steps(arms: true), range: range)
    }

    /// `"repeat up to" NUMBER "times" "every" DURATION ["until" events] {step} "end"`
    mutating func repeats() -> Step.Kind? {
        let opener = current
        if keyword == .repeat {
            let fix = peek().kind == .integer ? Diagnostic.Fix(current.range, "repeat up to") : nil
            report(.incomplete("repeat", full: ["repeat up to 3 times every 2d"]), current.range, fix: fix)
        }
        advance()
        var head: (times: Int, every: DurationLiteral, until: Events?)?
        do {
            if opener.keyword == .repeat, current.kind != .integer { throw Panic() }
            let times = try count(of: "this number of rounds is")
            if !accept(.time) { try expect(.times) }
            if keywordPastSugar() != .every, nearest(at, among: [.every]) == nil {
                let place = SourceRange(previousEnd, previousEnd)
                if opener.keyword == .repeat { throw Panic() }
                throw fail(.repeatWithoutEvery, place)
            }
            try expect(.every)
            let every = try span(of: "a round")
            head = (times, every, acceptPastSugar(.until) ? try events() : nil)
        } catch { synchronize() }
        let steps = steps(arms: false)
        end(opener)
        return head.map { .repeats(Step.Repeat(times: $0.times, every: $0.every, until: $0.until, steps: steps)) }
    }

    // MARK: Attributes

    /// `"set" name "to" expression`
    mutating func set() throws(Panic) -> Step.Kind {
        advance()
        let attribute = try name(.attributeName)
        if current.kind == .equal {
            report(.expected([.keyword(.to)], found: "="), current.range, fix: "to")
            advance()
        } else {
            if keyword != .is || !isWide(current) { try expect(.to) } else { advance() }
        }
        return .set(attribute: attribute, try expression())
    }

    /// `"add" arithmetic "to" name`
    mutating func add() throws(Panic) -> Step.Kind {
        let verb = at
        advance()
        if keyword == .tag {
            report(.foreignOperator("add tag", ours: "tag"), range(verb, at), fix: "tag")
            advance()
            return .tag(try nameInOneWord(.tagName))
        }
        // The number and the attribute in the other order.
        if beginsName(current), peek().kind == .integer || peek().kind == .decimal {
            let both = range(at, at + 1)
            let (attribute, number) = (source.text(current.range), source.text(peek().range))
            throw fail(.foreignOperator(source.text(both), ours: "\(number) to \(attribute)"), both)
        }
        let value = try arithmetic()
        // `add 10 points`
        if beginsName(current), current.kind == .name, case .literal = value.kind, nearest(at, among: [.to]) == nil {
            let range = range(verb + 1, at)
            let ours = "\(source.text(value.range)) to \(source.text(current.range))"
            report(.foreignOperator(source.text(range), ours: ours), range, fix: ours)
            return .add(value, attribute: try name(.attributeName))
        }
        try expect(.to)
        return .add(value, attribute: try name(.attributeName))
    }

    // MARK: Coupons and events

    /// `"give" name ["or else" {step} "end"]`
    mutating func give() throws(Panic) -> Step.Kind {
        let opener = current
        advance()
        let coupon = try name(.name, as: .coupon)
        guard acceptPastSugar(.orElse) else { return .give(coupon, otherwise: nil) }
        let otherwise = steps(arms: false)
        end(opener)
        return .give(coupon, otherwise: otherwise)
    }

    /// `"record" name ["with" arguments]`
    mutating func record() throws(Panic) -> Step.Kind {
        advance()
        let event = try name(.eventName)
        return .record(event, acceptPastSugar(.with) ? try arguments(of: event) : [])
    }
}

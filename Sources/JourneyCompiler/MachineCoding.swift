import JourneyModel

// What stands at its default is left out of the encoding, so that a machine written by an earlier release, which did not know a
// field, is equal to the same machine written today, and keeps its hash.

extension KeyedEncodingContainer {
    fileprivate mutating func encode<Value: Encodable & Equatable>(_ value: Value, _ key: Key, unless usual: Value) throws {
        if value != usual { try encode(value, forKey: key) }
    }
}

extension KeyedDecodingContainer {
    fileprivate func decode<Value: Decodable>(_ key: Key, usually usual: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? usual
    }
}

extension Machine {
    private enum CodingKeys: String, CodingKey {
        case name, formerly, title, trigger, forEach, audience, dates, reentry, rollOut, holdOut, goal, exits, priority, owner, expires
        case isTransactional, states
    }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try members.decode(String.self, forKey: .name), formerly: try members.decodeIfPresent(String.self, forKey: .formerly),
            title: try members.decodeIfPresent(String.self, forKey: .title), trigger: try members.decode(Trigger.self, forKey: .trigger),
            forEach: try members.decodeIfPresent(String.self, forKey: .forEach),
            audience: try members.decodeIfPresent(Formula.self, forKey: .audience),
            dates: try members.decodeIfPresent(Dates.self, forKey: .dates), reentry: try members.decode(Reentry.self, forKey: .reentry),
            rollOut: try members.decode(.rollOut, usually: 10_000), holdOut: try members.decode(.holdOut, usually: 0),
            goal: try members.decodeIfPresent(Goal.self, forKey: .goal), exits: try members.decode(.exits, usually: []),
            priority: try members.decode(.priority, usually: 0), owner: try members.decodeIfPresent(String.self, forKey: .owner),
            expires: try members.decodeIfPresent(Microseconds.self, forKey: .expires),
            isTransactional: try members.decode(.isTransactional, usually: false), states: try members.decode([State].self, forKey: .states))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(name, forKey: .name)
        try members.encodeIfPresent(formerly, forKey: .formerly)
        try members.encodeIfPresent(title, forKey: .title)
        try members.encode(trigger, forKey: .trigger)
        try members.encodeIfPresent(forEach, forKey: .forEach)
        try members.encodeIfPresent(audience, forKey: .audience)
        try members.encodeIfPresent(dates, forKey: .dates)
        try members.encode(reentry, forKey: .reentry)
        try members.encode(rollOut, .rollOut, unless: 10_000)
        try members.encode(holdOut, .holdOut, unless: 0)
        try members.encodeIfPresent(goal, forKey: .goal)
        try members.encode(exits, .exits, unless: [])
        try members.encode(priority, .priority, unless: 0)
        try members.encodeIfPresent(owner, forKey: .owner)
        try members.encodeIfPresent(expires, forKey: .expires)
        try members.encode(isTransactional, .isTransactional, unless: false)
        try members.encode(states, forKey: .states)
    }
}

extension EventPattern {
    private enum CodingKeys: String, CodingKey { case base, restarts, follows, absence }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            base: try members.decode(Base.self, forKey: .base), restarts: try members.decode(.restarts, usually: []),
            follows: try members.decode(.follows, usually: []), absence: try members.decodeIfPresent(Absence.self, forKey: .absence))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(base, forKey: .base)
        try members.encode(restarts, .restarts, unless: [])
        try members.encode(follows, .follows, unless: [])
        try members.encodeIfPresent(absence, forKey: .absence)
    }
}

extension State {
    private enum CodingKeys: String, CodingKey { case label, kind, split, loop, coupon, loops, transitions }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            label: try members.decode(String.self, forKey: .label), kind: try members.decode(Kind.self, forKey: .kind),
            split: try members.decodeIfPresent(Split.self, forKey: .split), loop: try members.decodeIfPresent(Loop.self, forKey: .loop),
            coupon: try members.decodeIfPresent(String.self, forKey: .coupon), loops: try members.decode(.loops, usually: []),
            transitions: try members.decode(.transitions, usually: []))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(label, forKey: .label)
        try members.encode(kind, forKey: .kind)
        try members.encodeIfPresent(split, forKey: .split)
        try members.encodeIfPresent(loop, forKey: .loop)
        try members.encodeIfPresent(coupon, forKey: .coupon)
        try members.encode(loops, .loops, unless: [])
        try members.encode(transitions, .transitions, unless: [])
    }
}

extension Action.Send {
    private enum CodingKeys: String, CodingKey { case content, arguments, channels, to, isAtBestTime, shows }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            content: try members.decode(String.self, forKey: .content), arguments: try members.decode(.arguments, usually: []),
            channels: try members.decode([String].self, forKey: .channels), to: try members.decodeIfPresent(String.self, forKey: .to),
            isAtBestTime: try members.decode(.isAtBestTime, usually: false), shows: try members.decode(.shows, usually: []))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(content, forKey: .content)
        try members.encode(arguments, .arguments, unless: [])
        try members.encode(channels, forKey: .channels)
        try members.encodeIfPresent(to, forKey: .to)
        try members.encode(isAtBestTime, .isAtBestTime, unless: false)
        try members.encode(shows, .shows, unless: [])
    }
}

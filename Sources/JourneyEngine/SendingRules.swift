import JourneyCompiler
import JourneyModel

/// What a policy and the declarations say of messages, with names as numbers of the name table.
final class SendingRules: Sendable {
    struct Quiet: Sendable {
        /// Seconds since local midnight.
        var from: Int32
        var to: Int32
        var channel: UInt32?
    }

    struct Cap: Sendable {
        var count: Int
        var per: Microseconds
        var channel: UInt32?
        var text: String
    }

    let quiet: [Quiet]
    let caps: [Cap]
    /// How long a place in a cap is remembered.
    let longestCap: Microseconds
    /// Purposes, and their names.
    let consents: [(number: UInt32, name: String)]
    let onlyToTag: UInt32?
    let fuse: Policy.Fuse?
    /// The attributes of a channel's addresses, for the channels that need one.
    let addresses: [String: [UInt32]]
    /// What the addresses of declared channels look like.
    private let forms: [String: AddressForm]
    let coupons: [UInt32: CouponTerms]
    /// Something can make a customer stand still at a send.
    let canHold: Bool

    init(_ policy: Policy, _ definitions: Definitions, _ names: NumberedNames) {
        quiet = policy.quietHours.map { Quiet(from: $0.from, to: $0.to, channel: $0.channel.map(names.number)) }
        caps = policy.caps.map { cap in
            let messages = cap.count == 1 ? "message" : "messages"
            return Cap(
                count: cap.count, per: cap.per, channel: cap.channel.map(names.number),
                text: "at most \(cap.count) \(messages) per \(durationText(cap.per))" + (cap.channel.map { " via " + $0 } ?? ""))
        }
        longestCap = policy.caps.map(\.per).max() ?? 0
        consents = policy.requiredConsents.map { (names.number($0), $0) }
        onlyToTag = policy.onlyToTag.map(names.number)
        fuse = policy.fuse
        addresses = Dictionary(
            definitions.addresses.lazy.filter { !$0.attributes.isEmpty }.map { ($0.channel, $0.attributes.map(names.number)) },
            uniquingKeysWith: { first, _ in first })
        forms = Dictionary(definitions.addresses.map { ($0.channel, $0.form) }, uniquingKeysWith: { first, _ in first })
        coupons = Dictionary(definitions.coupons.map { (names.number($0.name), $0) }, uniquingKeysWith: { first, _ in first })
        canHold = !policy.quietHours.isEmpty || policy.fuse != nil
    }

    // MARK: Addresses

    /// The spelling of an address that a channel takes; nil where the value is none.
    func address(_ value: Value, via channel: String) -> String? {
        if value == .unknown || value == .text("") { return nil }
        return (forms[channel] ?? AddressForm.usual(of: channel)).normalized(value.text)
    }

    func isAddress(_ value: Value, via channel: String) -> Bool {
        switch value {
        case .unknown, .text(""): false
        case .text(let text): (forms[channel] ?? AddressForm.usual(of: channel)).accepts(text)
        default: (forms[channel] ?? AddressForm.usual(of: channel)).accepts(value.text)
        }
    }

    // MARK: Quiet hours

    /// When it is no longer quiet for a channel; nil where it is not.
    ///
    /// A time that the clocks show twice is the first, one that they skip the first instant after: as everywhere on the wall.
    func quietEnd(of channel: UInt32, at now: Timestamp, in zone: Zone) -> Timestamp? {
        var end = now
        // One rule may end where another begins.
        for _ in 0..<Self.mostInARow {
            var later: Timestamp?
            for rule in quiet where rule.channel ?? channel == channel {
                if let found = rule.end(at: end, in: zone), found > later ?? end { later = found }
            }
            guard let later else { break }
            end = later
        }
        return end > now ? end : nil
    }

    private static let mostInARow = 8

    // MARK: Caps

    /// The first cap that leaves no room for one more message on a channel, its own place not counted.
    func reachedCap(_ places: [CapPlace], channel: UInt32, except key: UInt64? = nil, onlyOfChannel: Bool = false, at now: Timestamp)
        -> Cap?
    {
        caps.first { cap in
            if let limited = cap.channel { if limited != channel { return false } } else if onlyOfChannel { return false }
            var count = 0
            for place in places where place.queuedAt > now - cap.per && place.key != key {
                if cap.channel ?? place.channel == place.channel { count += 1 }
            }
            #if FaultInjection
                if PlantedBug.chosen == .capOffByOne { return count > cap.count }
            #endif
            return count >= cap.count
        }
    }
}

extension SendingRules.Quiet {
    fileprivate func end(at now: Timestamp, in zone: Zone) -> Timestamp? {
        let today = zone.local(now).days
        for day in today - 1...today + 1 {
            let begin = zone.instant(days: day, seconds: Int(from))
            let end = zone.instant(days: to > from ? day : day + 1, seconds: Int(to))
            #if FaultInjection
                if PlantedBug.chosen == .quietExclusive, begin == now { continue }
            #endif
            if begin <= now, now < end { return end }
        }
        return nil
    }
}

/// What became of a message that a step asked for, where it did not simply go its way.
public enum MessageOutcome: String, Sendable, CaseIterable {
    case held, capped, unreachable, suppressed, expired, sandboxed
    case heldOut = "held_out"
    case noConsent = "no_consent"
    case missingValue = "missing_value"
    /// No channel would take it.
    case failed
}

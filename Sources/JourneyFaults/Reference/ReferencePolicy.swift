import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel

/// What a policy says, as the reference model reads it.
struct ReferencePolicy {
    var zone = Zone.utc
    /// Seconds since local midnight.
    var quiet: [(from: Int, to: Int, channel: String?)] = []
    var caps: [(count: Int, per: Microseconds, channel: String?)] = []
    var consents: [String] = []
    /// In ten-thousandths.
    var holdOut = 0
    /// The attribute of each channel that needs one.
    var addresses: [String: String] = [:]
    var coupons: [String: Coupon] = [:]
    var fuse: (count: Int, per: Microseconds)?
    var onlyToTag: String?

    struct Coupon {
        var stock = 0
        var perCustomer: Int?
        var valid: Microseconds?
    }

    init() {}

    init(_ program: Program) {
        for item in program.items {
            switch item {
            case .channel(let channel):
                for setting in channel.settings where setting.key.text == "address" {
                    if case .word(let name) = setting.argument { addresses[channel.name.text] = name }
                }
            case .coupon(let coupon):
                var terms = Coupon()
                for rule in coupon.rules {
                    switch rule.kind {
                    case .codesFrom: break
                    case .stock(let count): terms.stock = count
                    case .forEachCustomer(let count): terms.perCustomer = count
                    case .valid(let length): terms.valid = length.microseconds
                    }
                }
                coupons[coupon.name.text] = terms
            default: break
            }
        }
        for case .policy(let policy) in program.items {
            for rule in policy.rules {
                switch rule.kind {
                case .timeZone(let name): zone = Zone.named(name) ?? zone
                case .quiet(let from, let to, let channel): quiet.append((Int(from.seconds), Int(to.seconds), channel?.text))
                case .atMost(let count, let per, let channel): caps.append((count, per.microseconds, channel?.text))
                case .requireConsent(let purpose): consents.append(purpose.text)
                case .stopAfter(let count, let per): fuse = (count, per.microseconds)
                case .onlyToTag(let tag): onlyToTag = tag.text
                case .holdOut(let share): holdOut = Int(share.micros / 100)
                default: break
                }
            }
        }
    }

    /// Of one rule; the zone's clocks do not change.
    private func isQuiet(_ channel: String, at instant: Timestamp, in zone: Zone) -> Bool {
        let time = Int(zone.local(instant).time / .second)
        return quiet.contains { rule in
            guard rule.channel ?? channel == channel else { return false }
            return rule.from < rule.to ? rule.from <= time && time < rule.to : time >= rule.from || time < rule.to
        }
    }

    /// Minute by minute.
    func quietEnd(_ channel: String, at now: Timestamp, in zone: Zone) -> Timestamp? {
        guard isQuiet(channel, at: now, in: zone) else { return nil }
        var instant = Timestamp(microseconds: now.microseconds / .minute * .minute)
        while isQuiet(channel, at: instant, in: zone) { instant = instant + .minute }
        return instant
    }

    func reachedCap(_ queued: [(at: Timestamp, channel: String)], _ channel: String, at now: Timestamp) -> String? {
        for cap in caps where cap.channel ?? channel == channel {
            let count = queued.filter { now - $0.at < cap.per && (cap.channel == nil || cap.channel == $0.channel) }.count
            if count >= cap.count {
                return "at most \(cap.count) \(cap.count == 1 ? "message" : "messages") per \(durationText(cap.per))"
                    + (cap.channel.map { " via \($0)" } ?? "")
            }
        }
        return nil
    }
}

/// Sends: what a customer stands still for, and what is not queued.
extension ReferenceModel {
    /// The hour with the most opens and clicks; minute by minute to its next beginning.
    private func bestTime(_ customer: Customer) -> Timestamp? {
        let zone = zone(of: customer)
        func hour(_ instant: Timestamp) -> Int { Int(zone.local(instant).time / .hour) }
        let seen = customer.events.filter { ["opened", "clicked"].contains($0.name) && clock - $0.at <= 90 * .day }
        if seen.count < 5 { return nil }
        var best = 0
        for other in 1..<24 where seen.filter({ hour($0.at) == other }).count > seen.filter({ hour($0.at) == best }).count { best = other }
        if hour(clock) == best { return nil }
        var instant = Timestamp(microseconds: clock.microseconds / .minute * .minute)
        while hour(instant) != best { instant = instant + .minute }
        return min(instant, clock + .day)
    }

    private func quietEnd(_ send: Step.Send, _ way: Way, _ customer: Customer) -> Timestamp? {
        guard !way.rule.isTransactional, let channel = reach(send, customer).channel else { return nil }
        return policy.quietEnd(send.channels[channel].text, at: clock, in: zone(of: customer))
    }

    /// False where the way stops here for now.
    func send(_ send: Step.Send, _ way: Way, _ customer: Customer, cameAt: Timestamp, comesAnew: Bool) -> Bool {
        if way.isShadow {
            tell(send, .heldOut, "", way, customer, on: 0)
            return true
        }
        let isExpired = way.rule.expires.map { clock > cameAt + $0 } ?? false
        if !isExpired {
            if comesAnew, send.isAtBestTime, reach(send, customer).channel != nil, let best = bestTime(customer) {
                hold(send, way, customer, until: best, cameAt, "best time")
                return false
            }
            if let quiet = quietEnd(send, way, customer) {
                hold(send, way, customer, until: quiet, cameAt, "quiet hours")
                return false
            }
            if isPaused(way.rule) || (skip(send, way, customer, isExpired) == nil && blowsFuse(way, customer)) {
                way.wait = Way.Wait(since: cameAt, due: clock, send: send, isFrozen: true)
                tell(send, .held, "paused", way, customer, on: 0)
                return false
            }
        }
        if let (outcome, reason) = skip(send, way, customer, isExpired) {
            tell(send, outcome, reason, way, customer)
            return true
        }
        let channel = send.channels[reach(send, customer).channel ?? 0].text
        if !way.rule.isTransactional { customer.queued.append((clock, channel)) }
        messages.append((way.rule.name, clock))
        let key = messageKey(
            way.rule.name, customer.id, way.instance, UInt32(customer.entries[way.rule.memory(of: way.instance)]?.count ?? 0),
            way.place, visit: way.visits[way.place] ?? 1)
        way.sent.append(.list([.text(key), .text(way.place), .text(send.content.text), .text(channel), .instant(clock)]))
        let with = send.arguments.map { (name: $0.name.text, value: $0.value.value(scope(customer, way))) }
        decide(
            .send, way, customer, step: way.place,
            facts: [
                .init(.key, .text(key)), .init(.content, .text(send.content.text)), .init(.channel, .text(channel)),
                .init(.with, .text(ReferenceValues.json(with))),
            ])
        return true
    }

    /// Why the message is not queued; nil where it is.
    private func skip(_ send: Step.Send, _ way: Way, _ customer: Customer, _ isExpired: Bool) -> (MessageOutcome, String)? {
        let reached = reach(send, customer)
        guard let index = reached.channel else { return (reached.outcome, reached.reason) }
        if isExpired { return (.expired, "") }
        if !way.rule.isTransactional {
            for purpose in policy.consents where customer.consents[purpose] != true { return (.noConsent, purpose) }
            if let cap = policy.reachedCap(customer.queued, send.channels[index].text, at: clock) { return (.capped, cap) }
        }
        for argument in send.arguments {
            guard case .path(let names) = argument.value.kind, names.count == 2, names[1].text == "code",
                names[0].text == "coupon" ? !policy.coupons.isEmpty : policy.coupons[names[0].text] != nil,
                argument.value.value(scope(customer, way)) == .unknown
            else { continue }
            return (.missingValue, names[0].text + ".code")
        }
        if let tag = policy.onlyToTag, !customer.tags.contains(tag) { return (.sandboxed, "") }
        return nil
    }

    private func hold(
        _ send: Step.Send, _ way: Way, _ customer: Customer, until: Timestamp, _ cameAt: Timestamp, _ reason: String
    ) {
        let due = way.rule.expires.map { min(until, cameAt + $0 + 1) } ?? until
        way.wait = Way.Wait(since: cameAt, due: due, send: send, isForBestTime: reason == "best time")
        tell(send, .held, reason, way, customer, on: nil, [.init(.until, .instant(due))])
    }

    private func tell(
        _ send: Step.Send, _ outcome: MessageOutcome, _ reason: String, _ way: Way, _ customer: Customer, on channel: Int? = nil,
        _ facts: [Decision.Fact] = []
    ) {
        let channel = channel ?? reach(send, customer).channel ?? 0
        decide(
            .send, way, customer, step: way.place,
            facts: [
                .init(.content, .text(send.content.text)), .init(.channel, .text(send.channels[channel].text)),
                .init(.outcome, .text(outcome.rawValue)),
            ] + (reason.isEmpty ? [] : [.init(.reason, .text(reason))]) + facts)
    }

    /// Who has moved has other quiet hours.
    func lookAtQuietHours(_ customer: Customer) {
        for way in customer.ways {
            guard let wait = way.wait, let send = wait.send, !wait.isForBestTime, wait.due > clock else { continue }
            let end = quietEnd(send, way, customer) ?? clock
            let moved = way.rule.expires.map { min(end, wait.since + $0 + 1) } ?? end
            if moved == wait.due { continue }
            if moved > clock { hold(send, way, customer, until: moved, wait.since, "quiet hours") } else { way.wait?.due = clock }
        }
    }
}

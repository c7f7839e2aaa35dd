import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyRuntime

/// Who can be reached on what, coupons, and the fuse, in the reference model.
extension ReferenceModel {
    struct Given {
        var coupon: String
        var code: String
    }

    func isReachable(_ customer: Customer, via channel: String) -> Bool {
        if customer.suppressed.contains(channel) || customer.suppressed.contains("") { return false }
        guard let attribute = policy.addresses[channel] else { return true }
        return isAddress(customer.attributes[attribute], via: channel)
    }

    private func isAddress(_ value: Value?, via channel: String) -> Bool {
        guard let value, value != .unknown else { return false }
        return AddressForm.usual(of: channel).normalized(value.text) != nil
    }

    /// Index of the first channel that reaches the customer; else why none does.
    func reach(_ send: Step.Send, _ customer: Customer) -> (channel: Int?, outcome: MessageOutcome, reason: String) {
        let channels = send.channels.map(\.text)
        if let channel = channels.firstIndex(where: { isReachable(customer, via: $0) }) { return (channel, .unreachable, "") }
        if channels.contains(where: { customer.suppressed.contains($0) || customer.suppressed.contains("") }) {
            return (nil, .suppressed, "suppressed on every channel")
        }
        let there = channels.compactMap { policy.addresses[$0] }.first { ![nil, .unknown, .text("")].contains(customer.attributes[$0]) }
        return (nil, .unreachable, there.map { "invalid " + $0 } ?? "no address")
    }

    // MARK: Events

    func noteSuppression(_ event: Event, _ customer: Customer) {
        var channel = ""
        if case .text(let name) = event.property("channel") { channel = name }
        if event.property("removed") == .boolean(true) { customer.suppressed.remove(channel) } else { customer.suppressed.insert(channel) }
        customer.isChanged = true
    }

    func noteTag(_ event: Event, _ customer: Customer) {
        guard case .text(let tag) = event.property("tag") else { return }
        if event.property("removed") == .boolean(true) { customer.tags.remove(tag) } else { customer.tags.insert(tag) }
        customer.isChanged = true
    }

    // MARK: Coupons

    func give(
        _ coupon: String, _ otherwise: [Step]?, _ way: Way, _ customer: Customer, _ note: (Decision.Action, [Decision.Fact]) -> Void
    ) {
        let terms = policy.coupons[coupon] ?? .init()
        let hasShare = terms.perCustomer.map { share in customer.given.filter { $0.coupon == coupon }.count >= share } ?? false
        let isEmpty = given[coupon, default: 0] >= terms.stock
        if !way.isShadow {
            if hasShare || isEmpty {
                note(.give, [.init(.coupon, .text(coupon)), .init(.reason, .text(hasShare ? "the customer's share is given" : "none left"))])
            } else {
                let code = StockCode.text(coupon, Int64(given[coupon, default: 0]), salt: [UInt8](repeating: 0, count: 16))
                given[coupon, default: 0] += 1
                customer.given.append(Given(coupon: coupon, code: code))
                customer.isChanged = true
                let until: [Decision.Fact] = terms.valid.map { [.init(.until, .instant(clock + $0))] } ?? []
                note(.give, [.init(.coupon, .text(coupon)), .init(.code, .text(code))] + until)
            }
        }
        note(.branch, [.init(.taken, .text(hasShare || isEmpty ? "none left" : "given"))])
        way.rest.append((hasShare || isEmpty ? otherwise ?? [] : [])[...])
    }

    // MARK: The fuse

    func isPaused(_ rule: ReferenceRule) -> Bool { paused.contains(rule.name) }

    /// One more message would be too many: the journey stands still, from its sends on.
    func blowsFuse(_ way: Way, _ customer: Customer) -> Bool {
        guard let fuse = policy.fuse else { return false }
        let count = messages.filter { $0.journey == way.rule.name && clock - $0.at < fuse.per }.count
        guard count >= fuse.count else { return false }
        paused.insert(way.rule.name)
        decide(
            .pause, way, customer, step: way.place,
            facts: [.init(.reason, .text("\(fuse.count) messages within \(durationText(fuse.per))"))])
        return true
    }
}

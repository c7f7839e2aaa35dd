import JourneyEngine
import JourneyLanguage
import JourneyModel

/// Audiences in the reference model: everybody is looked at after each instant in which something happened, and at each instant at
/// which some span may be over.
extension ReferenceModel {
    /// Those whose comings and goings begin journeys.
    var watchedAudiences: [String] {
        rules.compactMap { rule in
            switch rule.trigger.kind {
            case .entersAudience(let name), .leavesAudience(let name): name.text
            default: nil
            }
        }
    }

    /// The first instant at which the customer's memberships are to be looked at.
    func nextLook(_ customer: Customer) -> Timestamp? {
        let watched = watchedAudiences
        if watched.isEmpty { return nil }
        if let look = customer.look { return look }
        let spans = watched.flatMap { audiences[$0]?.spans(audiences) ?? [] }
        return customer.events.flatMap { event in spans.map { event.at + $0 } }.filter { $0 > customer.lookedAt }.min()
    }

    /// Something happened: looked at after this instant.
    func noteForAudiences(_ customer: Customer) {
        if !watchedAudiences.isEmpty, customer.look == nil { customer.look = clock }
    }

    func lookAtAudiences(_ customer: Customer) {
        customer.look = nil
        customer.lookedAt = clock
        let nothing = Event(at: clock, customer: customer.id, name: "", properties: [])
        let scope = scope(customer, trigger: nothing)
        let before = customer.members
        customer.members = Set(watchedAudiences.filter { audiences[$0]?.holds(scope) ?? false })
        if customer.members == before { return }
        noteForAudiences(customer)
        lookAtConditions(customer)
        for rule in rules {
            switch rule.trigger.kind {
            case .entersAudience(let name) where !before.contains(name.text) && customer.members.contains(name.text): break
            case .leavesAudience(let name) where before.contains(name.text) && !customer.members.contains(name.text): break
            default: continue
            }
            begin(rule, nothing, customer, isStarted: true)
            customer.ways.removeAll(where: \.isGone)
        }
    }
}

extension Expression {
    /// So long after an event the answer may be another one.
    fileprivate func spans(_ audiences: [String: Expression], depth: Int = 0) -> [Microseconds] {
        switch kind {
        case .history(let history):
            if case .within(let length) = history.span { return [length.microseconds + 1] }
            return []
        case .daysSince: return (1...3).map { $0 * .day }
        case .unary(_, let a), .isKnown(let a, _): return a.spans(audiences, depth: depth)
        case .binary(_, let a, let b): return a.spans(audiences, depth: depth) + b.spans(audiences, depth: depth)
        case .inAudience(let name): return depth > 9 ? [] : audiences[name.text]?.spans(audiences, depth: depth + 1) ?? []
        default: return []
        }
    }

    /// The properties of `event` that it names.
    var comparedNames: [String] {
        switch kind {
        case .path(let names): names.count > 1 && names[0].text == "event" ? [names.dropFirst().map(\.text).joined(separator: ".")] : []
        case .history(let history): history.events.alternatives.flatMap { $0.condition?.comparedNames ?? [] }
        case .unary(_, let a), .isKnown(let a, _): a.comparedNames
        case .binary(_, let a, let b): a.comparedNames + b.comparedNames
        case .between(let a, let low, let high): a.comparedNames + low.comparedNames + high.comparedNames
        case .isIn(let a, let list, _): a.comparedNames + list.flatMap(\.comparedNames)
        default: []
        }
    }
}

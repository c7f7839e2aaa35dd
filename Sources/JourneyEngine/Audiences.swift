import JourneyCompiler
import JourneyModel

/// Where a customer stands with the audiences whose comings and goings somebody waits for.
public struct AudienceMembership: Equatable, Sendable {
    /// Numbers of the names of the audiences that the customer is in, ascending.
    public var members: [UInt32] = []
    /// Looks at the membership after the events of an instant.
    public var check: Timer?
    /// Steps that comings and goings of this very instant have led to before the check: one may lead to the next for ever.
    public var steps: UInt32 = 0
    /// Looks at it when it may change by itself.
    public var wake: Timer?

    public init() {}
}

/// The audiences of a deployment.
struct AudienceTable: Sendable {
    struct Audience: Sendable {
        var name: String
        var number: UInt32
        var formula: Formula
    }

    /// Those whose members are kept up, because a journey begins when somebody enters or leaves; by name.
    let watched: [Audience]
    /// The formulas of all that journeys name, directly or through others.
    let formulas: [String: Formula]
    /// Somebody of whom nothing is known is a member: then every first event matters.
    let includesAnybody: Bool

    static let depth = 32

    init(_ definitions: Definitions, watched: Set<String>, named: [Formula], names: NumberedNames, table: NameTable) {
        let all = Dictionary(definitions.audiences.map { ($0.name, $0.formula) }, uniquingKeysWith: { first, _ in first })
        var found: [String: Formula] = [:]
        func follow(_ name: String) {
            guard found[name] == nil, let formula = all[name] else { return }
            found[name] = formula
            formula.forEachPart { if case .inAudience(let inner) = $0 { follow(inner) } }
        }
        watched.forEach(follow)
        for formula in named { formula.forEachPart { if case .inAudience(let name) = $0 { follow(name) } } }
        formulas = found
        self.watched = found.filter { watched.contains($0.key) }.map { name, formula in
            Audience(name: name, number: table.number(name), formula: formula)
        }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let surroundings = Surroundings(names: names, history: HistoryTable([], names: table), audiences: found)
        let nobody = Scope(
            attributes: [], tags: [], now: .distantPast, series: [], surroundings: surroundings,
            timeZone: table.number("timezone"), zone: .utc, consents: [], coupons: [], suppressions: [],
            rules: SendingRules(Policy(), definitions, names))
        includesAnybody = self.watched.contains { $0.formula.holds(nobody) }
    }

    /// Conditions and those of the audiences that they name, directly or through others.
    func expanded(_ conditions: [Formula]) -> [Formula] {
        var all = conditions
        var seen: Set<String> = []
        var next = 0
        while next < all.count {
            all[next].forEachPart { part in
                if case .inAudience(let name) = part, let formula = formulas[name], seen.insert(name).inserted { all.append(formula) }
            }
            next += 1
        }
        return all
    }

    /// What is kept up, each with its definition: members under another one are not the same.
    var signatures: [String] { watched.map { "\($0.name) = \($0.formula.text)" } }
}

extension Engine {
    /// Something happened that may change who the customer is among: looked at after this instant's events.
    func checkAudiences(_ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        guard !deployment.audiences.watched.isEmpty else { return }
        var membership = state.membership ?? AudienceMembership()
        guard membership.check == nil else { return }
        let timer = Timer(due: now, number: output.takeNumber())
        membership.check = timer
        membership.steps = output.isOfAudiences ? UInt32(clamping: output.steps) : 0
        state.membership = membership
        output.timers.append(timer)
        output.isChanged = true
    }

    /// One of the membership's timers is due. False where the timer is not one of them.
    func fireAudiences(_ timer: Timer, _ state: inout CustomerState, _ output: inout Output) -> Bool {
        guard var membership = state.membership, membership.check == timer || membership.wake == timer else { return false }
        if membership.check == timer { membership.check = nil }
        if membership.wake == timer { membership.wake = nil }
        output.steps = Int(membership.steps)
        membership.steps = 0
        let before = membership.members
        membership.members = members(of: state, timer.due)
        state.membership = membership
        output.isChanged = true
        wakeForAudiences(&state, timer.due, &output)
        follow(before, state.membership?.members ?? [], &state, timer.due, &output)
        return true
    }

    func members(of state: CustomerState, _ now: Timestamp) -> [UInt32] {
        let scope = scope(state, nil, now)
        return deployment.audiences.watched.filter { $0.formula.holds(scope) }.map(\.number).sorted()
    }

    /// A timer for the first instant at which a membership may begin or end by itself. One that comes earlier looks again.
    private func wakeForAudiences(_ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        let scope = scope(state, nil, now)
        guard let next = deployment.audiences.watched.compactMap({ scope.nextChange($0.formula) }).min() else { return }
        if let wake = state.membership?.wake, wake.due > now, wake.due <= next { return }
        let timer = Timer(due: next, number: output.takeNumber())
        state.membership?.wake = timer
        output.timers.append(timer)
    }

    private func follow(
        _ before: [UInt32], _ after: [UInt32], _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        guard before != after else { return }
        exitWhereConditionsHold(&state, now, &output)
        for version in deployment.versions where version.identity.isCurrent {
            guard case .audience(let number, let enters) = version.trigger, isBackfill || now >= version.identity.deployedAt
            else { continue }
            if before.contains(number) != enters, after.contains(number) == enters {
                begin(version, with: nil, &state, now, &output)
            }
        }
    }

    /// Looks at audiences that were not kept up until now: who is in them at the deployment has not entered.
    /// - Parameter fresh: their names.
    public func settle(
        _ fresh: Set<String>, of state: inout CustomerState, now: Timestamp, past: () throws -> [PastEvent], into output: inout Output
    ) rethrows {
        output.beginTurn()
        try prepare(&state, now, past, &output)
        let isFresh = Set(deployment.audiences.watched.filter { fresh.contains($0.name) }.map(\.number))
        let kept = Set(deployment.audiences.watched.map(\.number)).subtracting(isFresh)
        var membership = state.membership ?? AudienceMembership()
        let isNew = state.membership == nil
        let holding = members(of: state, now)
        // Of a customer never looked at, those kept up before are settled as well.
        membership.members = (isNew ? holding : membership.members.filter(kept.contains) + holding.filter(isFresh.contains)).sorted()
        state.membership = membership
        output.isChanged = true
        wakeForAudiences(&state, now, &output)
    }
}

import JourneyEngine
import JourneyModel
import JourneyStore

/// What would follow if two people turned out to be one. Nothing is written: a store opened to read will do.
public struct MergeOutlook: Sendable {
    /// In the order in which they would be taken, with those that end the enrollments that give way.
    public var decisions: [Decision]

    /// Lets the engine do it, on copies.
    /// - Parameters:
    ///   - stays: whose id was seen first.
    ///   - joins: the other.
    /// - Throws: `StoreError` where a state does not fit the deployment.
    public init(of stays: CustomerState, with joins: CustomerState, in store: any Store, engine: Engine) throws {
        for state in [stays, joins] {
            if let fault = engine.deployment.fault(in: state) { throw StoreError.damaged("the state of a customer makes no sense: \(fault)") }
        }
        var output = Output(deployment: engine.deployment, nextNumber: store.progress.nextNumber, keepsDecisions: true)
        output.pauses = try Stepper.pauses(engine, in: store)
        output.coupons = try Stepper.pools(of: engine.deployment, in: store)
        var state = stays
        let other = Engine.Side(state: joins, events: Self.inOrder(try Stepper.past(of: joins.ids, in: store)))
        let own = Self.inOrder(try Stepper.past(of: stays.ids, in: store))
        engine.merge(other, into: &state, own, now: store.progress.clock, into: &output)
        decisions = output.decisions
    }

    private static func inOrder(_ events: [Engine.PastEvent]) -> [Engine.PastEvent] {
        events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }
}

import JourneyCompiler
import JourneyEngine
import JourneyModel

// What others ask of a stepper.
extension Stepper {
    /// The engine that runs, over another deployment.
    public func engine(with deployment: Deployment) -> Engine {
        Engine(deployment: deployment, isBackfill: engine.isBackfill, policy: engine.policy)
    }

    /// What the engine holds of a customer now.
    public func state(of customer: String) throws -> CustomerState {
        let slot = try Array(customer.utf8).withUnsafeBytes { try cache.slot(of: $0, in: store) }
        return cache.slots[slot].state
    }

    /// The journey that an enrollment is in.
    public func journey(of enrollment: Enrollment) -> String? { engine.deployment.version(enrollment.version)?.machine.name }

    /// Whether a condition holds of a customer now.
    public func holds(_ condition: Formula, of customer: String, at now: Timestamp) throws -> Bool {
        engine.holds(condition, of: try state(of: customer), at: now)
    }
}

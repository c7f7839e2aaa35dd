import JourneyCompiler
import JourneyModel

/// An attribute got another value.
struct AttributeChange: Sendable {
    var attribute: UInt32
    var value: Value
    var at: Timestamp
    /// Name and properties of the event that set it; nil for a step.
    var event: (name: UInt32, properties: [UInt8])?
}

extension Engine {
    /// Remembers a change that a journey waits for until the present event is seen to.
    func noteChange(of attribute: UInt32, to value: Value, by event: EventView?, at: Timestamp, _ output: inout Output) {
        guard deployment.waits(forAttribute: attribute) else { return }
        output.queue.append(
            .change(AttributeChange(attribute: attribute, value: value, at: at, event: event.map { ($0.name, Array($0.properties)) })))
    }

    /// Lets journeys begin by a change.
    func follow(_ change: AttributeChange, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        for version in deployment.versions where version.identity.isCurrent && version.begins(by: change) {
            if isHistory(change.at, for: version) { continue }
            guard let event = change.event else {
                begin(version, with: nil, of: change.value, &state, now, &output)
                continue
            }
            event.properties.withUnsafeBytes { bytes in
                begin(version, with: EventView(name: event.name, at: change.at, properties: bytes), of: change.value, &state, now, &output)
            }
        }
    }
}

extension LoadedVersion {
    fileprivate func begins(by change: AttributeChange) -> Bool {
        guard case .attribute(let name, let value) = trigger, name == change.attribute else { return false }
        return value.map { Value.compare(change.value, $0) == .equal } ?? true
    }
}

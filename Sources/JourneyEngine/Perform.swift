import JourneyCompiler
import JourneyModel

/// Actions of steps.
extension Engine {
    /// Does what a transition asks for. False where that ended the enrollment.
    func perform(
        _ action: Action, _ version: LoadedVersion, at index: Int, step: String, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) -> Bool {
        switch action {
        case .send(let send):
            if exitCondition(of: version, holdsFor: index, state, now) {
                exit(version, at: index, by: nil, &state, now, &output)
                return false
            }
            self.send(send, version, at: index, &state, now, &output)
        case .set(let attribute, let formula):
            let value = formula.value(scope(version, index, state, nil, now))
            set(attribute, value, version, at: index, step, &state, now, &output)
        case .add(let formula, let attribute):
            let before = state.attribute(deployment.names.number(attribute))
            let amount = formula.value(scope(version, index, state, nil, now))
            set(attribute, Value.plus(before == .unknown ? .integer(0) : before, amount), version, at: index, step, &state, now, &output)
        case .tag(let tag):
            if !state.enrollments[index].isShadow { state.add(tag: deployment.names.number(tag)) }
            note(.tag, .init(.tag, .text(tag)), version, at: index, step, state, now, &output)
        case .untag(let tag):
            if !state.enrollments[index].isShadow { state.remove(tag: deployment.names.number(tag)) }
            note(.untag, .init(.tag, .text(tag)), version, at: index, step, state, now, &output)
        case .record(let event, let arguments):
            let with = arguments.map { ($0.name, $0.value.value(scope(version, index, state, nil, now))) }
            record(event, with, version, at: index, step, state, now, &output)
        case .start(let journey): start(journey, version, at: index, step, state, now, &output)
        case .leave(let journey): leave(journey, version, at: index, step, state, now, &output)
        case .stop:
            output.count(version.tally(.stopped), of: state.enrollments[index])
            output.decide(.stop, version, state.id, state.enrollments[index], step: step, at: now)
            close(version, at: index, &state, now)
            return false
        }
        return true
    }

    private func set(
        _ attribute: String, _ value: Value, _ version: LoadedVersion, at index: Int, _ step: String,
        _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        if !state.enrollments[index].isShadow {
            let name = deployment.names.number(attribute)
            if state.set(name, to: value, at: now) != nil { noteChange(of: name, to: value, by: nil, at: now, &output) }
            output.conditionsMayHaveChanged = true
        }
        output.decide(
            .set, version, state.id, state.enrollments[index], step: step, at: now,
            [.init(.attribute, .text(attribute)), .init(.value, value)])
    }

    private func note(
        _ action: Decision.Action, _ fact: Decision.Fact, _ version: LoadedVersion, at index: Int, _ step: String,
        _ state: CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        if !state.enrollments[index].isShadow { output.conditionsMayHaveChanged = true }
        output.decide(action, version, state.id, state.enrollments[index], step: step, at: now, [fact])
    }
}

/// The stable name of a message: 32 hex digits over (journey, customer, value of `for each`, ordinal of entry, step, visit).
///
/// The same whenever the batch is redone, on any machine, so that a receiver can tell a repetition from a second message.
public func messageKey(
    _ journey: String, _ customer: String, _ instance: Value = .unknown, _ ordinal: UInt32, _ step: String, visit: UInt32
) -> String {
    var bytes = ByteWriter(reserving: 96)
    bytes.text(journey)
    bytes.text(customer)
    if instance != .unknown { bytes.value(instance) }
    bytes.unsigned(UInt64(ordinal))
    bytes.text(step)
    bytes.unsigned(UInt64(visit))
    let (low, high) = bytes.bytes.withUnsafeBytes { messageHash.hash128($0) }
    return String(decoding: StableHash.hex(low: low, high: high), as: UTF8.self)
}

/// Not secret: receivers see the keys. What matters is that they never change.
private let messageHash = SipHash(k0: 0x6a6f_7572_6e65_7900, k1: 0x6d65_7373_6167_6500)

func argumentsJSON(_ arguments: [(String, Value)]) -> String {
    if arguments.isEmpty { return "{}" }
    var json: [UInt8] = [UInt8(ascii: "{")]
    for (name, value) in arguments {
        if json.count > 1 { json.append(UInt8(ascii: ",")) }
        JSONText.append(name, to: &json)
        json.append(UInt8(ascii: ":"))
        value.appendJSON(to: &json)
    }
    json.append(UInt8(ascii: "}"))
    return String(decoding: json, as: UTF8.self)
}

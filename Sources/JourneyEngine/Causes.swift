import JourneyCompiler
import JourneyModel

/// What a step causes: it queues behind the present event, at the same instant.
enum Cause: Sendable {
    case event(name: UInt32, properties: [UInt8])
    /// Of a receipt; inside journeys it concerns this enrollment alone, where one is given.
    case reaction(name: UInt32, at: Timestamp, properties: [UInt8], enrollment: UInt64?)
    /// With the properties of the caller's event.
    case start(journey: UInt32, properties: [UInt8])
    case leave(journey: UInt32)
    /// An attribute that a journey waits for.
    case change(AttributeChange)
}

extension Engine {
    /// First in first out, each to completion. The bound on the steps of an event bounds this too: each cause took a step.
    func seeToCauses(_ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        var next = 0
        while next < output.queue.count {
            let cause = output.queue[next]
            next += 1
            switch cause {
            case .event(let name, let properties):
                output.isOfAStep = true
                defer { output.isOfAStep = false }
                properties.withUnsafeBytes { bytes in
                    deliver(EventView(name: name, at: now, properties: bytes), &state, now, { [] }, &output)
                }
            case .reaction(let name, let at, let properties, let enrollment):
                output.concerned = enrollment
                defer { output.concerned = nil }
                properties.withUnsafeBytes { bytes in
                    deliver(EventView(name: name, at: at, properties: bytes), &state, now, { [] }, &output)
                }
            case .start(let journey, let properties):
                guard let version = deployment.current(of: journey) else { continue }
                properties.withUnsafeBytes {
                    begin(version, with: EventView(name: .max, at: now, properties: $0), &state, now, &output)
                }
            case .change(let change): follow(change, &state, now, &output)
            case .leave(let journey): leave(journey, &state, now, &output)
            }
            seeToWhatChanged(&state, now, &output)
        }
        output.queue.removeAll(keepingCapacity: true)
    }

    /// Those whose steps are over are not inside any more: their goals stay open.
    private func leave(_ journey: UInt32, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        var index = 0
        while index < state.enrollments.count {
            let enrollment = state.enrollments[index]
            guard !enrollment.isFinished, let version = deployment.version(enrollment.version),
                deployment.isName(version.journey, of: journey)
            else {
                index += 1
                continue
            }
            output.isChanged = true
            output.count(version.tally(.left), of: enrollment)
            output.decide(
                .exit, version, state.id, enrollment, step: version.states[Int(enrollment.state)].label, at: now,
                [.init(.reason, .text("left"))])
            state.enrollments.remove(at: index)
        }
    }

    // MARK: By steps

    func record(
        _ event: String, _ arguments: [(String, Value)], _ version: LoadedVersion, at index: Int, _ step: String,
        _ state: CustomerState, _ now: Timestamp, _ output: inout Output
    ) {
        let enrollment = state.enrollments[index]
        let json = argumentsJSON(arguments)
        output.decide(
            .record, version, state.id, enrollment, step: step, at: now, [.init(.event, .text(event)), .init(.with, .text(json))])
        if enrollment.isShadow { return }
        let properties = Array(json.utf8.dropFirst().dropLast())
        let name = deployment.names.number(event)
        output.recorded.append(
            RecordedEvent(
                id: messageKey(
                    version.machine.name, state.id, enrollment.instance, enrollment.ordinal, step,
                    visit: enrollment.visit(of: Int(enrollment.state))),
                customer: state.id, name: name, at: now, properties: properties))
        output.queue.append(.event(name: name, properties: properties))
    }

    func start(
        _ journey: String, _ version: LoadedVersion, at index: Int, _ step: String, _ state: CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        let enrollment = state.enrollments[index]
        let number = deployment.names.number(journey)
        let isThere = deployment.current(of: number) != nil
        output.decide(
            .start, version, state.id, enrollment, step: step, at: now,
            [.init(.journey, .text(journey))] + (isThere ? [] : [.init(.reason, .text("no such journey runs"))]))
        if enrollment.isShadow { return }
        var properties: [UInt8] = []
        if let place = version.captured.lastIndex(of: LoadedVersion.wholeEvent), place < enrollment.captured.count,
            case .text(let whole) = enrollment.captured[place]
        {
            properties = Array(whole.utf8)
        }
        output.queue.append(.start(journey: number, properties: properties))
    }

    func leave(
        _ journey: String, _ version: LoadedVersion, at index: Int, _ step: String, _ state: CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) {
        let enrollment = state.enrollments[index]
        output.decide(.leave, version, state.id, enrollment, step: step, at: now, [.init(.journey, .text(journey))])
        if !enrollment.isShadow { output.queue.append(.leave(journey: deployment.names.number(journey))) }
    }
}

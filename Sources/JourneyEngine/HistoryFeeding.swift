import JourneyCompiler
import JourneyModel

/// Keeping what running journeys ask of a customer's past.
extension Engine {
    func isWhole(_ state: CustomerState) -> Bool {
        deployment.epoch.isFromTheStart || state.epoch == deployment.epoch.number
    }

    /// Sees to it that what is kept of the past is whole: built from the log once, after what is asked has changed.
    func prepare(_ state: inout CustomerState, _ now: Timestamp, _ past: () throws -> [PastEvent], _ output: inout Output) rethrows {
        guard !deployment.history.isEmpty, !isWhole(state) else { return }
        let before = state
        state.series = []
        let events = try past()
        feed(events, &state, now, &output)
        if let prunedThrough, let former = deployment.epoch.former(of: before) {
            carry(before.series, of: former, events.filter(former.hasSeen), notBefore: prunedThrough, into: &state, now)
        }
        state.epoch = deployment.epoch.number
        output.isChanged = true
    }

    /// Sees to it that what running journeys ask of a customer's past is kept with its state, before the log lets go of it.
    public func makeWhole(
        _ state: inout CustomerState, now: Timestamp, past: () throws -> [PastEvent], into output: inout Output
    ) rethrows {
        output.isChanged = false
        try prepare(&state, now, past, &output)
    }

    /// Takes a new event into the series that it belongs to.
    func remember(_ event: EventView, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        // What is not whole is built when somebody asks; the log has this event too.
        guard isWhole(state) else { return }
        feed(event, &state, now, &output)
    }

    func feed(_ events: [PastEvent], _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        let events = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for (_, event) in events { event.withView { feed($0, &state, now, &output) } }
    }

    private func feed(_ event: EventView, _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output) {
        for feed in deployment.history.feeds(of: event.name) {
            if !feed.conditions.isEmpty {
                let scope = scope(state, event, event.at)
                guard feed.conditions.contains(where: { $0.holds(scope) }) else { continue }
            }
            let series = deployment.history.series[feed.series]
            var micros: Int128 = 0
            if let property = series.property {
                // Only what has a number counts in a sum of numbers.
                guard let number = event.property(property).exactMicros else { continue }
                micros = number
            }
            let properties = series.kept.isEmpty ? [] : event.members(series.kept)
            if !state.note(micros, at: event.at, now: now, properties: properties, in: feed.series, series) {
                output.historyForgotten += 1
            }
            output.isChanged = true
        }
    }
}

extension EventView {
    /// These of its properties, as JSON members without braces; unknown ones are left out.
    fileprivate func members(_ names: [String]) -> [UInt8] {
        var json: [UInt8] = []
        for name in names {
            let value = property(name)
            if value == .unknown { continue }
            if !json.isEmpty { json.append(UInt8(ascii: ",")) }
            JSONText.append(name, to: &json)
            json.append(UInt8(ascii: ":"))
            value.appendJSON(to: &json)
        }
        return json
    }
}

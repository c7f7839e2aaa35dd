import JourneyCompiler
import JourneyModel

/// `at best time`: the hour of the day in which the customer mostly opens and clicks.
enum BestTime {
    private static let span: Microseconds = 90 * .day
    /// With fewer opens and clicks nothing is known.
    private static let fewest = 5
    /// Nobody waits longer.
    static let longest: Microseconds = .day

    private static let query = HistoryQuery(
        measure: .number, events: ["opened", "clicked"].map { EventMatcher(event: $0, condition: nil) }, within: span)
    /// What has to be kept of everybody's past where a journey sends at the best time.
    static let question = Formula.history(query)

    /// The local hour with the most reactions, of several the earliest; nil where there are too few.
    fileprivate static func hour(_ scope: borrowing Scope) -> Int? {
        guard let series = scope.surroundings.history.parts(of: query).first?.series, let memory = scope.memory(series) else { return nil }
        let now = scope.now
        let start = memory.index { now - $0.at <= span }
        guard memory.moments.count - start >= fewest else { return nil }
        let zone = scope.customerZone
        var counts = [Int](repeating: 0, count: 24)
        for moment in memory.moments[start...] { counts[min(Int(zone.local(moment.at).time / .hour), 23)] += 1 }
        return counts.indices.max { counts[$0] < counts[$1] || (counts[$0] == counts[$1] && $0 > $1) }
    }
}

extension Engine {
    /// Until when a message that comes to its step now waits for the customer's best hour; nil where it need not wait.
    func bestTime(for send: Action.Send, _ state: CustomerState, _ now: Timestamp) -> Timestamp? {
        guard send.isAtBestTime, let hour = BestTime.hour(scope(state, nil, now)) else { return nil }
        let zone = zone(of: state)
        if zone.local(now).time / .hour == Int64(hour) { return nil }
        let next = Transition.Moment.time(Int32(hour) * 3_600).next(from: now, in: zone, { _ in .unknown }, isWorkday: { _ in true })
        let until = min(next, now + BestTime.longest)
        return until > now ? until : nil
    }
}

extension Machine {
    /// Some message of it waits for the customer's best hour.
    var sendsAtBestTime: Bool {
        states.contains { state in
            state.transitions.contains { $0.actions.contains { if case .send(let send) = $0 { send.isAtBestTime } else { false } } }
        }
    }
}

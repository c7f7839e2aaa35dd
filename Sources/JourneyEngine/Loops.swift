import JourneyCompiler
import JourneyModel

/// `repeat up to N times every D [until …]`.
extension Engine {
    /// On arrival: loops that were left are forgotten, visits within loops counted.
    func keepPath(of place: LoadedVersion.LoadedState, number: Int, at index: Int, _ state: inout CustomerState) {
        if !state.enrollments[index].rounds.isEmpty {
            state.enrollments[index].rounds.removeAll { !place.loops.contains(Int($0.head)) }
        }
        if !place.loops.isEmpty { state.enrollments[index].noteVisit(of: number) }
    }

    /// At a loop's head: from outside it begins the first round; from the body it waits for the next, or is over after the last.
    func onward(
        in loop: State.Loop, _ place: LoadedVersion.LoadedState, number: Int, at index: Int, _ now: Timestamp,
        _ state: inout CustomerState
    ) -> (way: LoadedVersion.WayOut?, due: Timestamp?) {
        let head = UInt32(truncatingIfNeeded: number)
        guard let round = state.enrollments[index].rounds.last(where: { $0.head == head }) else {
            if loop.limit < 1 { return (place.over, nil) }
            state.enrollments[index].rounds.append(Enrollment.Round(head: head, number: 1, beganAt: now, startedAt: now))
            return (place.round, nil)
        }
        if Int(round.number) >= loop.limit { return (place.over, nil) }
        let due = round.startedAt + loop.every
        if due > now { return (nil, due) }
        // The steps took longer than a round.
        nextRound(at: index, now, &state)
        return (place.round, nil)
    }

    /// Begins the next round of the loop at whose head the enrollment stands.
    func nextRound(at index: Int, _ now: Timestamp, _ state: inout CustomerState) {
        let head = state.enrollments[index].state
        guard let place = state.enrollments[index].rounds.lastIndex(where: { $0.head == head }) else { return }
        state.enrollments[index].rounds[place].number &+= 1
        state.enrollments[index].rounds[place].startedAt = now
    }

    /// `until` of the loops around a state, the outermost first; it leaves at once. False where none matches.
    func endsLoop(
        _ version: LoadedVersion, _ place: LoadedVersion.LoadedState, at index: Int, by event: EventView,
        _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) -> Bool {
        for head in place.loops {
            let loop = version.states[head]
            guard !loop.until.isEmpty, let round = state.enrollments[index].rounds.first(where: { $0.head == head }),
                event.at >= round.beganAt
            else { continue }
            for (matchers, way) in loop.until where matchers.match(event, { scope(version, index, state, event, now) }) {
                take(way, from: loop, by: event, version, at: index, &state, now, &output)
                return true
            }
        }
        return false
    }

    /// Which round begins.
    func roundFact(_ way: LoadedVersion.WayOut, _ enrollment: Enrollment) -> [Decision.Fact] {
        guard way.transition.cause == .round else { return [] }
        return [.init(.round, .integer(Int64(enrollment.rounds.last { $0.head == enrollment.state }?.number ?? 1)))]
    }
}

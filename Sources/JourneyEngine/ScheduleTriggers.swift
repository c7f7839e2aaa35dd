import JourneyCompiler
import JourneyModel

/// A current version that a schedule starts.
struct ScheduledVersion: Sendable {
    var version: LoadedVersion
    var schedule: Schedule
    /// In the name table; the attribute that the schedule goes by.
    var attribute: UInt32?

    init?(_ version: LoadedVersion, _ names: NameTable) {
        guard version.identity.isCurrent, case .schedule(let schedule) = version.machine.trigger else { return nil }
        self.version = version
        self.schedule = schedule
        attribute = schedule.attribute.map(names.number)
    }
}

/// What bounds the occurrences of schedules.
public struct ScheduleBounds: Equatable, Sendable {
    /// How long after its due instant an occurrence that nothing ran for may still run.
    static let latest: Microseconds = 6 * .hour

    /// How far the clock on the wall has come, `grace` deducted; nil where there is none: nothing is missed then.
    public var reading: Timestamp?
    /// No occurrence after it runs; nil: the time alone bounds them.
    public var endAt: Timestamp?

    public init(reading: Timestamp? = nil, endAt: Timestamp? = nil) {
        self.reading = reading
        self.endAt = endAt
    }
}

/// Schedules: each customer has one timer a schedule, for its next occurrence.
extension Engine {
    /// Begins the schedules that the customer has not begun.
    ///
    /// - Parameter looksAgain: an attribute may have changed, so those begun may have moved.
    func keepSchedules(_ state: inout CustomerState, _ now: Timestamp, looksAgain: Bool, _ output: inout Output) {
        for scheduled in deployment.schedules {
            let trigger = scheduled.version.identity.trigger
            let index = state.schedules.firstIndex { $0.trigger == trigger }
            let known = index.map { state.schedules[$0] }
            if known?.due != nil, !looksAgain { continue }
            // What was due while another version was current, or none, was not missed.
            let from = isBackfill ? now : max(now, scheduled.version.identity.inForceSince)
            guard let due = next(scheduled, from: from, after: known?.last, state)?.due else {
                if let index { end(index, &state, &output) }
                continue
            }
            guard known?.due != due else { continue }
            if let index { set(index, due: due, &state, &output) } else { begin(trigger, due: due, &state, &output) }
        }
    }

    /// Looks at a customer known before a schedule was.
    public func beginSchedules(of state: inout CustomerState, now: Timestamp, into output: inout Output) {
        output.beginTurn()
        let current = deployment.schedules.map(\.version.identity.trigger)
        let count = state.schedules.count
        state.schedules.removeAll { $0.due == nil && !current.contains($0.trigger) }
        if state.schedules.count != count { output.isChanged = true }
        keepSchedules(&state, now, looksAgain: false, &output)
    }

    /// Takes a timer off a schedule without running its occurrence; `beginSchedules` sets the next one.
    public func setAside(_ timer: Timer, of state: inout CustomerState, into output: inout Output) {
        output.beginTurn()
        guard let index = state.schedules.firstIndex(where: { $0.number == timer.number && $0.due == timer.due }) else { return }
        state.schedules[index].due = nil
        output.isChanged = true
    }

    func fireSchedule(at index: Int, _ timer: Timer, _ state: inout CustomerState, _ output: inout Output) {
        let known = state.schedules[index]
        guard known.due == timer.due else { return }
        // A schedule that was changed or taken away lets nobody in any more.
        guard let scheduled = deployment.schedules.first(where: { $0.version.identity.trigger == known.trigger }) else {
            return end(index, &state, &output)
        }
        let from = isBackfill ? timer.due : max(timer.due, scheduled.version.identity.inForceSince)
        guard let occurrence = next(scheduled, from: from, after: known.last, state), occurrence.due == timer.due else {
            return move(index, scheduled, from: from, &state, &output)
        }
        if skipMissed(index, scheduled, occurrence, &state, &output) { return }
        state.schedules[index].last = occurrence.mark
        move(index, scheduled, from: timer.due, &state, &output)
        begin(scheduled.version, with: nil, &state, timer.due, &output)
    }

    /// Of what nothing ran for only the latest occurrence runs, where it is not too old. True where this one does not.
    private func skipMissed(
        _ index: Int, _ scheduled: ScheduledVersion, _ first: Schedule.Occurrence, _ state: inout CustomerState,
        _ output: inout Output
    ) -> Bool {
        guard let reading = output.schedules.reading, !isBackfill, first.due < reading else { return false }
        var missed: Int64 = 0
        var open: Schedule.Occurrence? = first
        while let occurrence = open {
            let following = next(scheduled, from: occurrence.due, after: occurrence.mark, state)
            let isLatest = following.map { $0.due > reading } ?? true
            if isLatest, occurrence.due >= reading - ScheduleBounds.latest { break }
            missed += 1
            state.schedules[index].last = occurrence.mark
            open = following
        }
        guard missed > 0 else { return false }
        if let open { set(index, due: open.due, &state, &output) } else { end(index, &state, &output) }
        output.count(scheduled.version.tally(.missed), by: missed)
        output.decide(
            .refuse, scheduled.version, state.id, 0, at: first.due,
            [.init(.reason, .text(Refusal.missed.rawValue)), .init(.value, .integer(missed))])
        return true
    }

    // MARK: Its timer

    private func next(_ scheduled: ScheduledVersion, from now: Timestamp, after last: Int64?, _ state: CustomerState)
        -> Schedule.Occurrence?
    {
        scheduled.schedule.next(
            from: now, after: last, in: zone(of: state), date: scheduled.attribute.map(state.attribute) ?? .unknown,
            isWorkday: deployment.workdays.contains)
    }

    private func begin(_ trigger: UInt32, due: Timestamp, _ state: inout CustomerState, _ output: inout Output) {
        state.schedules.append(ScheduleMemory(trigger: trigger, number: output.takeNumber()))
        set(state.schedules.count - 1, due: due, &state, &output)
    }

    private func move(
        _ index: Int, _ scheduled: ScheduledVersion, from now: Timestamp, _ state: inout CustomerState, _ output: inout Output
    ) {
        if let next = next(scheduled, from: now, after: state.schedules[index].last, state) {
            set(index, due: next.due, &state, &output)
        } else {
            end(index, &state, &output)
        }
    }

    private func set(_ index: Int, due: Timestamp, _ state: inout CustomerState, _ output: inout Output) {
        state.schedules[index].due = due
        output.timers.append(Timer(due: due, number: state.schedules[index].number))
        output.isChanged = true
    }

    /// Nothing is to come for now. What was done is remembered.
    private func end(_ index: Int, _ state: inout CustomerState, _ output: inout Output) {
        if state.schedules[index].last == nil {
            state.schedules.remove(at: index)
        } else {
            guard state.schedules[index].due != nil else { return }
            state.schedules[index].due = nil
        }
        output.isChanged = true
    }
}

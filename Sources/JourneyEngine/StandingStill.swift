import JourneyCompiler
import JourneyModel

/// What waits in a journey that stands still: timers that are out, and entries that are held.
extension Engine {
    /// The journey, by the number of its name, in which a timer that was out still waits; nil where that is over.
    /// - Parameter timer: as it was due.
    public func stillWaits(_ timer: Timer, of state: CustomerState) -> UInt32? {
        if let enrollment = state.enrollments.first(where: { $0.number == timer.number }) {
            guard !enrollment.isFinished, enrollment.due == timer.due else { return nil }
            return deployment.version(enrollment.version)?.journey
        }
        guard let memory = state.triggers.first(where: { $0.watch?.number == timer.number }), memory.watch?.due == timer.due else { return nil }
        return deployment.version(memory.heldTrigger)?.journey
    }

    /// Sets a timer that was out anew.
    public func thaw(_ timer: Timer, due: Timestamp, of state: inout CustomerState, into output: inout Output) {
        output.beginTurn()
        if let index = state.enrollments.firstIndex(where: { $0.number == timer.number }) {
            state.enrollments[index].due = due
        } else if let memory = state.triggers.firstIndex(where: { $0.watch?.number == timer.number }) {
            state.triggers[memory].watch?.due = due
        } else {
            return
        }
        output.timers.append(Timer(due: due, number: timer.number))
        output.isChanged = true
    }

    // MARK: Held entries

    /// Keeps an entry until the journey goes on: one for each customer (and value). False where it is to be refused.
    func hold(
        _ version: LoadedVersion, captured: [Value], _ instance: Value, _ state: inout CustomerState, _ now: Timestamp,
        _ output: inout Output
    ) -> Bool {
        let trigger = version.identity.trigger | TriggerMemory.heldEntry
        guard !state.triggers.contains(where: { $0.trigger == trigger && $0.instance == instance }),
            output.pauses.holdsEntry(of: version.journey, in: deployment)
        else { return false }
        let number = output.takeNumber()
        var memory = TriggerMemory(trigger: trigger, instance: instance)
        memory.watch = TriggerMemory.Watch(number: number, beganAt: now, due: now, version: version.number, captured: captured)
        state.triggers.append(memory)
        output.frozen.append(Timer(due: now, number: number))
        output.isChanged = true
        output.decide(.hold, version, state.id, number, at: now, [.init(.reason, .text(Refusal.paused.rawValue))] + instance.fact)
        return true
    }

    /// The journey goes on: what is asked at an entry is asked now.
    func enterHeld(
        at memory: Int, _ watch: TriggerMemory.Watch, _ timer: Timer, _ state: inout CustomerState, _ output: inout Output
    ) {
        let held = state.triggers.remove(at: memory)
        output.isChanged = true
        // A journey that was taken away lets nobody in any more.
        guard let began = deployment.version(held.heldTrigger), let version = deployment.current(of: began.journey) else { return }
        enter(version, captured: carried(watch.captured, from: watch.version, to: version), held.instance, &state, timer.due, &output)
    }
}

extension TriggerMemory {
    /// Set in `trigger`, it makes the memory one of an entry that is held, beside the memory of the trigger itself.
    static let heldEntry: UInt32 = 1 << 31

    public var isHeldEntry: Bool { trigger & Self.heldEntry != 0 }
    /// The trigger that an entry is held of.
    public var heldTrigger: UInt32 { trigger & ~Self.heldEntry }
}

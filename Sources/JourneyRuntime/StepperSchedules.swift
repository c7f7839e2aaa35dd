import JourneyEngine
import JourneyModel
import JourneyStore

// Schedules: what bounds them, and the customers who were there before them.
extension Stepper {
    /// Tells how far the clock on the wall has come: occurrences from before may have been missed.
    public func read(clock reading: Timestamp) { output.schedules.reading = reading - grace }

    /// No occurrence after an instant runs; nil: the time alone bounds them. What is set aside begins anew when the store is opened
    /// next.
    public func endSchedules(at instant: Timestamp?) { output.schedules.endAt = instant }

    /// Sets the timer of an occurrence aside that is past the end. False where it is another timer.
    func setAside(_ timer: StoredTimer, of slot: Int) throws -> Bool {
        guard let end = output.schedules.endAt, timer.key.due > end,
            cache.slots[slot].state.schedules.contains(where: { $0.number == timer.key.number })
        else { return false }
        if store.isDurable, !hasSetAside {
            var setting = try ScheduleSetting(store)
            setting.forget()
            try setting.write(to: store)
            hasSetAside = true
        }
        cache.update(slot) { state in
            engine.setAside(Timer(due: timer.key.due, number: timer.key.number), of: &state, into: &output)
            return output.isChanged
        }
        return true
    }

    /// Begins new schedules for the customers who were there before, a slice of the log at a time. Durable on return; where it was
    /// broken off it goes on.
    func beginSchedules() throws {
        var setting = try ScheduleSetting(store)
        let before = setting
        setting.note(engine.deployment.scheduleTriggers, isBeforeAnyEvent: clock == .distantPast)
        hasSetAside = false
        if setting == before, setting.open.isEmpty { return }
        let now = max(clock, engine.isBackfill ? clock : output.schedules.reading ?? clock)
        repeat {
            try store.begin()
            if !setting.open.isEmpty { setting.place = try beginSlice(from: setting.place, now: now) ?? 0 }
            if setting.place == 0 { setting.settle() }
            try setting.write(to: store)
            try commit()
        } while !setting.open.isEmpty
    }

    /// Gives the place after the slice, nil at the end.
    private func beginSlice(from place: Int64, now: Timestamp) throws -> Int64? {
        if !store.isDurable {
            for slot in cache.slots.indices { try begin(slot, now: now) }
        }
        let slice = try everybody(from: place)
        var seen: Set<String> = []
        for customer in slice.customers where seen.insert(customer).inserted {
            let slot = try Array(customer.utf8).withUnsafeBytes { try cache.slot(of: $0, in: store) }
            try begin(slot, now: now)
        }
        return slice.next
    }

    private func begin(_ slot: Int, now: Timestamp) throws {
        cache.update(slot) { state in
            engine.beginSchedules(of: &state, now: now, into: &output)
            return output.isChanged
        }
        try takeTimers(of: cache.slots[slot].key)
    }
}

/// Which schedules a store's customers have begun.
struct ScheduleSetting: Equatable {
    private static let name = "schedules"
    private static let format: UInt8 = 1

    /// The triggers that every customer was looked at for, ascending.
    var settled: [UInt32] = []
    /// Those that are being begun.
    var open: [UInt32] = []
    /// Where in the log that goes on.
    var place: Int64 = 0

    /// What the store has; nothing where none was written.
    init(_ store: any Store) throws {
        _ = try store.setting(Self.name, format: Self.format, of: "schedules") { reader in
            settled = try (0..<(try reader.count())).map { _ in UInt32(truncatingIfNeeded: try reader.unsigned()) }
            open = try (0..<(try reader.count())).map { _ in UInt32(truncatingIfNeeded: try reader.unsigned()) }
            place = try reader.signed()
        }
    }

    func write(to store: any Store) throws {
        var out = ByteWriter()
        out.byte(Self.format)
        out.count(settled.count)
        for trigger in settled { out.unsigned(UInt64(trigger)) }
        out.count(open.count)
        for trigger in open { out.unsigned(UInt64(trigger)) }
        out.signed(place)
        try store.set(setting: Self.name, to: out.bytes)
    }

    /// Takes up the schedules of a deployment: new ones are to be begun, those that are gone begin anew when they come back.
    mutating func note(_ current: [UInt32], isBeforeAnyEvent: Bool) {
        settled.removeAll { !current.contains($0) }
        let fresh = current.filter { !settled.contains($0) }
        if fresh.contains(where: { !open.contains($0) }) { place = 0 }
        open = fresh
        if isBeforeAnyEvent { settle() }
    }

    mutating func settle() {
        settled = (settled + open).sorted()
        open = []
        place = 0
    }

    /// Everybody is to be looked at again.
    mutating func forget() {
        settled = []
        open = []
        place = 0
    }
}

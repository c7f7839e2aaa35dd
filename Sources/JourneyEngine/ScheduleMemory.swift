import JourneyModel

/// Where a customer stands in the schedule of a journey.
public struct ScheduleMemory: Equatable, Sendable {
    /// The first version of the journey that has this very schedule: an unchanged one carries on over versions.
    public var trigger: UInt32
    /// Of its timer.
    public var number: UInt64
    /// The next occurrence; nil where none is known to come.
    public var due: Timestamp?
    /// The mark of the last occurrence done: neither a restart nor another zone brings it again.
    public var last: Int64?

    public init(trigger: UInt32, number: UInt64, due: Timestamp? = nil, last: Int64? = nil) {
        self.trigger = trigger
        self.number = number
        self.due = due
        self.last = last
    }
}

extension CustomerState {
    func encodeSchedules(to out: inout ByteWriter) {
        out.count(schedules.count)
        for schedule in schedules {
            out.unsigned(UInt64(schedule.trigger))
            out.unsigned(schedule.number)
            out.byte((schedule.due == nil ? 0 : 1) | (schedule.last == nil ? 0 : 2))
            if let due = schedule.due { out.signed(due.microseconds) }
            if let last = schedule.last { out.signed(last) }
        }
    }

    mutating func readSchedules(_ reader: inout ByteReader) throws {
        for _ in 0..<(try reader.count()) {
            var schedule = ScheduleMemory(trigger: try reader.number(), number: try reader.unsigned())
            let known = try reader.byte()
            guard known < 4 else { throw DecodingFailure(what: "unknown form of a schedule", offset: reader.offset) }
            if known & 1 != 0 { schedule.due = try reader.instant(after: 0) }
            if known & 2 != 0 { schedule.last = try reader.signed() }
            schedules.append(schedule)
        }
    }
}

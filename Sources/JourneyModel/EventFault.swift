/// Why a line became no event: a sentence that says what is wrong, where, and how to mend it.
public struct EventFault: Error, Equatable, Sendable, CustomStringConvertible {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }

    public var description: String { reason }
}

/// The wordings, each in one place.
extension EventFault {
    static let knownReserved = ["$set", "$identify", "$consent", "$forget", "$message"]

    static func missing(_ field: String) -> EventFault {
        EventFault("no `\(field)`: every event needs `customer` and `event`, and `at` where it is not happening now")
    }

    static func notText(_ field: String, column: Int) -> EventFault {
        EventFault("`\(field)` is no text at column \(column): write it in double quotes")
    }

    static func empty(_ field: String, column: Int) -> EventFault {
        let mend = field == "id" ? "fill it or leave it out" : "every event needs it filled"
        return EventFault("`\(field)` is empty at column \(column): \(mend)")
    }

    static func tooLong(_ field: String, limit: Int, column: Int) -> EventFault {
        EventFault("`\(field)` is longer than \(limit) bytes at column \(column): shorten it")
    }

    static func lineTooLong() -> EventFault {
        EventFault("the line is longer than \(Limits.lineBytes) bytes: an event holds at most 1 MiB")
    }

    static func badID(column: Int) -> EventFault {
        EventFault("`id` is neither a text nor a number at column \(column): write it in double quotes, or leave it out")
    }

    static func reserved(_ name: String) -> EventFault {
        let known = knownReserved.map { "`\($0)`" }.joined(separator: ", ")
        return EventFault("`\(name)` is no reserved event: names that begin with `$` are \(known)")
    }

    static func tooManyNames() -> EventFault {
        EventFault("more than \(Limits.eventNames) different event names: put what varies into a property")
    }

    static func badTime(_ fault: TimestampFault, _ text: String, column: Int) -> EventFault {
        switch fault {
        case .shape: EventFault("`at` is `\(text)` at column \(column), no time: write `2026-11-21T08:30:00Z`, or milliseconds since 1970")
        case .range: EventFault("`at` is `\(text)` at column \(column), a time that does not exist: check month, day, hour and zone")
        case .zone: EventFault("`at` is `\(text)` at column \(column), without a zone: append `Z` or an offset such as `+08:00`")
        }
    }

    static func badTimeKind(column: Int) -> EventFault {
        EventFault("`at` is neither a text nor a number at column \(column): write `2026-11-21T08:30:00Z`, or milliseconds since 1970")
    }

    static func badMilliseconds(_ text: String, column: Int) -> EventFault {
        EventFault("`at` is `\(text)` at column \(column), no instant: write whole milliseconds since 1970, up to the year 9999")
    }

    static func future(_ at: Timestamp, latest: Timestamp) -> EventFault {
        EventFault(
            "`at` is \(at.rfc3339), more than \(durationText(Limits.future)) after the clock (\((latest - Limits.future).rfc3339)): "
                + "mend the sender's clock")
    }
}

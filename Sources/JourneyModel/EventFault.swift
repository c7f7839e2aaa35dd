/// Why a line became no event: a sentence that says what is wrong, where, and how to mend it.
public struct EventFault: Error, Equatable, Sendable, CustomStringConvertible {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }

    public var description: String { reason }
}

/// The wordings, each in one place.
extension EventFault {
    /// Where in its line a field stands.
    enum Place: CustomStringConvertible {
        /// From 1, in bytes.
        case byte(Int)
        case field(String)

        var description: String {
            switch self {
            case .byte(let number): "at column \(number)"
            case .field(let name): "in the column `\(name)`"
            }
        }
    }

    static let knownReserved = ["$set", "$tag", "$identify", "$consent", "$suppress", "$message", "$reply", "$forget"]

    private static let timeForm = "write `2026-11-21T08:30:00Z`, or milliseconds since 1970"

    static func missing(_ field: String) -> EventFault {
        EventFault("no `\(field)`: every event needs `customer` and `event`, and `at` where it is not happening now")
    }

    static func notText(_ field: String, at place: Place) -> EventFault {
        EventFault("`\(field)` is no text \(place): write it in double quotes")
    }

    static func empty(_ field: String, at place: Place) -> EventFault {
        let mend = field == "id" ? "fill it or leave it out" : "every event needs it filled"
        return EventFault("`\(field)` is empty \(place): \(mend)")
    }

    static func tooLong(_ field: String, limit: Int, at place: Place) -> EventFault {
        EventFault("`\(field)` is longer than \(limit) bytes \(place): shorten it")
    }

    public static func lineTooLong() -> EventFault {
        EventFault("the line is longer than \(Limits.lineBytes) bytes: an event holds at most 1 MiB")
    }

    static func badID(at place: Place) -> EventFault {
        EventFault("`id` is neither a text nor a number \(place): write it in double quotes, or leave it out")
    }

    static func reserved(_ name: String) -> EventFault {
        let known = knownReserved.map { "`\($0)`" }.joined(separator: ", ")
        return EventFault("`\(name)` is no reserved event: names that begin with `$` are \(known)")
    }

    static func tooManyNames() -> EventFault {
        EventFault("more than \(Limits.eventNames) different event names: put what varies into a property")
    }

    static func badTime(_ fault: TimestampFault, _ text: String, at place: Place) -> EventFault {
        switch fault {
        case .shape: EventFault("`at` is `\(text)` \(place), no time: \(timeForm)")
        case .range: EventFault("`at` is `\(text)` \(place), a time that does not exist: check month, day, hour and zone")
        case .zone: EventFault("`at` is `\(text)` \(place), without a zone: append `Z` or an offset such as `+08:00`")
        }
    }

    static func badTimeKind(at place: Place) -> EventFault {
        EventFault("`at` is neither a text nor a number \(place): \(timeForm)")
    }

    static func badMilliseconds(_ text: String, at place: Place) -> EventFault {
        EventFault("`at` is `\(text)` \(place), no instant: write whole milliseconds since 1970, up to the year 9999")
    }

    static func future(_ at: Timestamp, latest: Timestamp) -> EventFault {
        EventFault(
            "`at` is \(at.rfc3339), more than \(durationText(Limits.future)) "
                + "after the clock (\((latest - Limits.future).rfc3339)): mend the sender's clock")
    }
}

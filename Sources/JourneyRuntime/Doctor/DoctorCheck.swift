/// What the doctor looks for in a store.
public enum DoctorCheck: String, Sendable, CaseIterable {
    // The file.
    case file, altered, log, gap, index, message, duplicateKey = "duplicate_key", statusCount = "status_count", codes
    // What is packed into it.
    case decision, reply, version, customer, customerKey = "customer_key", setting
    // Nobody is stuck.
    case unknownVersion = "unknown_version", unknownStep = "unknown_step", stuck, timer, frozen, overdue
    // Figures that must agree.
    case clock, number, given, capPlace = "cap_place", sent, source
    // For a person to look at.
    case uncertain, sending

    /// Nothing is wrong, but somebody should know.
    public var isNote: Bool { self == .uncertain || self == .sending }

    /// What is wrong.
    public var meaning: String {
        switch self {
        case .file: "SQLite finds the file damaged"
        case .altered: "the disk holds other bytes than were written"
        case .log: "a part of the log does not decode"
        case .gap: "a part of the log is missing"
        case .index: "the index of ids and customers does not cover the log"
        case .message: "a message of the outbox cannot be read"
        case .duplicateKey: "two messages of the outbox have one key"
        case .statusCount: "the outbox and its counts do not agree"
        case .codes: "a coupon and its codes do not agree"
        case .decision: "a decision in the log does not decode"
        case .reply: "a channel's reply in the log does not decode"
        case .version: "a version of a journey does not decode"
        case .customer: "a customer's state does not decode"
        case .customerKey: "a customer stands under another's key"
        case .setting: "a setting does not decode"
        case .unknownVersion: "a customer is in a version that the store does not have"
        case .unknownStep: "a customer stands at a step that the journey does not have"
        case .stuck: "a customer waits for nothing that could come"
        case .timer: "a customer waits for a timer that is not there"
        case .frozen: "something is held by a pause that is over"
        case .overdue: "a timer was due and did not fire"
        case .clock: "something was decided later than the clock stands"
        case .number: "a number was used that is still to be given"
        case .given: "the codes that customers hold are not those that are given"
        case .capPlace: "a place in a cap belongs to no message that counts"
        case .sent: "more messages are sent than are counted"
        case .source: "a source was read further than its file goes"
        case .uncertain: "messages of which nobody knows whether they arrived"
        case .sending: "messages that were with a channel when their scheduler ended"
        }
    }

    /// What to do about it.
    public var mend: String {
        switch self {
        case .file, .altered, .log, .gap, .message, .customer, .customerKey, .decision, .reply, .version, .setting:
            "stop the scheduler, keep the file, and go on from the last backup on which the doctor finds nothing; look at the disk"
        case .index: "an event could be taken in twice: stop the scheduler, and go on from the last backup on which the doctor finds nothing"
        case .duplicateKey: "a message could leave twice: put one of the two aside with `journey outbox`"
        case .statusCount, .sent: "the figures of `journey status` are wrong, the messages are not; tell the makers of it, with this report"
        case .codes, .given: "stop giving the coupon until its codes are counted over; tell the makers of it, with this report"
        case .unknownVersion: "deploy the journeys that the store had, or go on from the last backup on which the doctor finds nothing"
        case .frozen: "`journey pause` and then `journey resume` let it go on; tell the makers of it, with this report"
        case .unknownStep, .stuck, .timer, .overdue:
            "`journey explain CUSTOMER` tells how it came; `exit` or `leave` lets the customer out, and tell the makers of it, with this report"
        case .clock, .number: "stop the scheduler, and go on from the last backup on which the doctor finds nothing"
        case .capPlace: "the customer may get a message too few until the cap's span is over; tell the makers of it, with this report"
        case .source: "the file was cut or replaced: what it now holds is read from its beginning on"
        case .uncertain: "`journey outbox` lists them; a person decides whether they are sent again"
        case .sending: "the next scheduler puts them aside as uncertain"
        }
    }
}

/// What the doctor found: how often, with the first few places.
public struct DoctorFinding: Sendable, Equatable {
    /// More places than these are only counted.
    static let mostPlaces = 5

    public var check: DoctorCheck
    public var count: Int
    public var places: [String]

    public init(check: DoctorCheck, count: Int, places: [String]) {
        self.check = check
        self.count = count
        self.places = places
    }
}

/// Findings as they come, in the order of the checks in the end.
struct DoctorFindings {
    private var found: [DoctorCheck: DoctorFinding] = [:]

    mutating func note(_ check: DoctorCheck, _ place: String, count: Int = 1) {
        var finding = found[check] ?? DoctorFinding(check: check, count: 0, places: [])
        finding.count += count
        if finding.places.count < DoctorFinding.mostPlaces { finding.places.append(place) }
        found[check] = finding
    }

    func has(_ check: DoctorCheck) -> Bool { found[check] != nil }

    var all: [DoctorFinding] { DoctorCheck.allCases.compactMap { found[$0] } }
}

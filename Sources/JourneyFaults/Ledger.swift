import JourneyModel

/// What a simulation knows of its customers by the events that were taken in: kept by brute force, apart from the engine.
struct Ledger {
    /// One human being, under all ids that were said to be theirs.
    final class Person {
        var ids: [String]
        /// In the order of (`at`, arrival).
        var consents: [(purpose: String, isGranted: Bool, at: Timestamp)] = []
        /// Channels that are closed, empty for all, each with whether that was said at the same instant as the contrary.
        var suppressed: [String: Timestamp] = [:]
        var reopenedAt: [String: Timestamp] = [:]
        var zone: (name: String, at: Timestamp)?
        var isZoneInDoubt = false
        var isMerged = false

        init(_ id: String) { ids = [id] }

        init(copying other: Person) {
            ids = other.ids
            consents = other.consents
            suppressed = other.suppressed
            reopenedAt = other.reopenedAt
            zone = other.zone
            isZoneInDoubt = other.isZoneInDoubt
            isMerged = other.isMerged
        }
    }

    private(set) var people: [String: Person] = [:]
    /// By id: up to when everything was forgotten.
    private(set) var forgottenAt: [String: Timestamp] = [:]

    func person(_ id: String) -> Person? { people[id] }

    mutating func known(_ id: String) -> Person {
        if let person = people[id] { return person }
        let person = Person(id)
        people[id] = person
        return person
    }

    /// An event that was decided, with the engine's time then.
    mutating func take(_ event: MadeUpEvent, clock: Timestamp) {
        if let end = forgottenAt[event.customer], event.at <= end { return }
        let person = known(event.customer)
        let properties = Array(event.properties.utf8.dropFirst().dropLast())
        func property(_ name: String) -> Value { properties.withUnsafeBytes { JSONMembers.value(of: name, in: $0) } }
        func text(_ name: String) -> String { if case .text(let text) = property(name) { text } else { "" } }
        switch event.name {
        case "$consent":
            let purpose = text("purpose").isEmpty ? "marketing" : text("purpose")
            let place = person.consents.lastIndex { $0.at <= event.at }.map { $0 + 1 } ?? 0
            person.consents.insert((purpose, property("granted") == .boolean(true), event.at), at: place)
        case "$suppress":
            if property("removed") == .boolean(true) {
                person.suppressed[text("channel")] = nil
                person.reopenedAt[text("channel")] = clock
            } else {
                person.suppressed[text("channel")] = clock
            }
        case "$message" where text("status") == "unsubscribed": person.suppressed[text("channel")] = clock
        case "$reply" where text("text") == "STOP": person.suppressed[text("channel")] = clock
        case "$set":
            guard case .text(let zone) = property("timezone") else { return }
            if let known = person.zone, known.at > event.at { return }
            if person.zone?.at == event.at, person.zone?.name != zone { person.isZoneInDoubt = true } else { person.isZoneInDoubt = false }
            person.zone = (zone, event.at)
        case "$identify":
            let other = text("same_as")
            if !other.isEmpty { join(person, known(other)) }
        case "$forget":
            for id in person.ids {
                people[id] = nil
                forgottenAt[id] = max(forgottenAt[id] ?? .distantPast, clock)
            }
        default: break
        }
    }

    private mutating func join(_ person: Person, _ other: Person) {
        if person === other { return }
        person.ids += other.ids
        person.isMerged = true
        person.consents = (person.consents + other.consents).enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
        person.suppressed.merge(other.suppressed) { max($0, $1) }
        person.reopenedAt.merge(other.reopenedAt) { max($0, $1) }
        if let zone = other.zone {
            if let own = person.zone, own.at == zone.at, own.name != zone.name { person.isZoneInDoubt = true }
            if person.zone.map({ $0.at < zone.at }) ?? true { (person.zone, person.isZoneInDoubt) = (zone, other.isZoneInDoubt) }
        }
        for id in other.ids { people[id] = person }
    }
}

extension Ledger.Person {
    /// Nil where two words of one instant contradict each other.
    func hasConsent(to purpose: String) -> Bool? {
        guard let last = consents.last(where: { $0.purpose == purpose }) else { return false }
        let others = consents.filter { $0.purpose == purpose && $0.at == last.at }
        return Set(others.map(\.isGranted)).count > 1 ? nil : last.isGranted
    }

    func isSuppressed(on channel: String) -> Bool {
        // What was closed and opened at one instant is not looked at.
        [channel, ""].contains { suppressed[$0] != nil && reopenedAt[$0] != suppressed[$0] }
    }
}

extension Ledger {
    /// One that later events leave alone.
    func copied() -> Ledger {
        var copies: [ObjectIdentifier: Person] = [:]
        var ledger = self
        ledger.people = people.mapValues { person in
            let id = ObjectIdentifier(person)
            if let copy = copies[id] { return copy }
            let copy = Person(copying: person)
            copies[id] = copy
            return copy
        }
        return ledger
    }
}

import JourneyCompiler
import JourneyModel

/// The versions that run, with an index from event name to those that may move.
///
/// A class, since every event goes by it: a copy of so many tables would count references on the hot path.
public final class Deployment: Sendable {
    /// What an event name can mean to a version.
    struct Concern: OptionSet, Sendable {
        var rawValue: UInt8
        static let trigger = Concern(rawValue: 1)
        static let enrollment = Concern(rawValue: 2)
    }

    struct Interest: Sendable {
        var version: Int
        var concern: Concern
    }

    /// In the order in which they see an event: priority, then name, then version.
    public let versions: [LoadedVersion]
    public let names: NumberedNames
    /// What the customers' memories of the past belong to.
    public let epoch: HistoryEpoch
    let surroundings: Surroundings
    let audiences: AudienceTable
    public let counterCount: Int
    /// Events older than this let nobody into any journey; nil where none runs.
    public let firstDeployedAt: Timestamp?
    let setEvent: UInt32
    /// By the number of the event: it may change who is in an audience that is kept up.
    private let movesAudiences: [Bool]
    /// Attributes whose change a journey waits for.
    private let awaitedAttributes: Set<UInt32>
    /// By the number of the event: something may follow from it.
    private let isOfConcern: [Bool]
    /// Also of events whose names no table has.
    private let everyEventConcerns: Bool
    let tagEvent: UInt32
    let consentEvent: UInt32
    let messageEvent: UInt32
    let suppressEvent: UInt32
    public let identifyEvent: UInt32
    public let forgetEvent: UInt32
    let replyEvent: UInt32
    /// What messages say.
    let texts: MessageTexts
    public let definitions: Definitions
    /// Events that tell of a message sent before.
    private let reactions: [UInt32]
    /// The attribute that holds a customer's zone.
    let timeZone: UInt32
    /// Some wait looks at the calendar: a change of an attribute may move it.
    let waitsForMoments: Bool
    /// Every customer has a timer for each of them.
    let schedules: [ScheduledVersion]
    let workdays: Workdays
    /// By the name of a journey, the journeys that it was called before; sorted.
    private let formerNames: [UInt32: [UInt32]]
    private let interests: [[Interest]]
    /// For every event: a silence needs to know of a customer's first.
    private let always: [Interest]
    private let byNumber: [UInt32: Int]
    /// The same without hashing, of numbers as they usually are; -1 for those of none.
    private let byLowNumber: [Int32]
    private let currentByJourney: [UInt32: Int]

    /// What is kept of the customers' pasts; what a store has under another key is built anew.
    public struct KeptPast: Sendable {
        /// In one line: another line needs another epoch.
        public var signature: String
        /// The series that are kept, in the order of their numbers.
        public var series: [FormerEpoch.Series]
        /// The audiences whose members are kept up.
        public var audiences: [(name: String, signature: String)]
    }

    /// - Parameters:
    ///   - versions: all that may still have somebody inside, current or not.
    ///   - epoch: the epoch of what is kept of the past.
    public init(
        _ versions: [(machine: Machine, identity: LoadedVersion.Identity)], definitions: Definitions = Definitions(), names: NameTable,
        epoch: (KeptPast) -> HistoryEpoch = { _ in HistoryEpoch(number: 0, isFromTheStart: true) }
    ) {
        let order = versions.sorted { a, b in
            a.machine.priority != b.machine.priority
                ? a.machine.priority > b.machine.priority
                : a.machine.name != b.machine.name
                    ? a.machine.name.utf8.lexicographicallyPrecedes(b.machine.name.utf8) : a.identity.number < b.identity.number
        }
        var loaded: [LoadedVersion] = []
        var tallies = 0
        for (machine, identity) in order {
            loaded.append(LoadedVersion(machine, identity: identity, names: names, tallies: tallies))
            tallies += Metric.allCases.count + machine.states.reduce(0) { $0 + $1.tallyNames.count } + machine.exitMetrics.count
        }
        self.versions = loaded
        self.names = NumberedNames(names)
        counterCount = tallies
        firstDeployedAt = loaded.filter(\.identity.isCurrent).map(\.identity.deployedAt).min()
        setEvent = names.number("$set")
        awaitedAttributes = Set(loaded.compactMap { if case .attribute(let name, _) = $0.trigger { name } else { nil } })
        var formulas: [Formula] = []
        for version in loaded { version.machine.forEachFormula { formulas.append($0) } }
        formulas += definitions.questions
        if loaded.contains(where: \.machine.sendsAtBestTime) { formulas.append(BestTime.question) }
        audiences = AudienceTable(
            definitions, watched: Self.watchedAudiences(loaded), named: formulas, names: self.names, table: names)
        formulas += audiences.formulas.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
        let history = HistoryTable(formulas, names: names)
        surroundings = Surroundings(names: self.names, history: history, audiences: audiences.formulas)
        self.epoch = epoch(
            KeptPast(
                signature: history.signature, series: history.tables,
                audiences: zip(audiences.watched, audiences.signatures).map { ($0.name, $1) }))
        tagEvent = names.number("$tag")
        consentEvent = names.number("$consent")
        messageEvent = names.number("$message")
        suppressEvent = names.number("$suppress")
        identifyEvent = names.number("$identify")
        forgetEvent = names.number("$forget")
        replyEvent = names.number("$reply")
        texts = MessageTexts(definitions.messages)
        self.definitions = definitions
        reactions = ["delivered", "opened", "clicked", "failed"].map(names.number)
        timeZone = names.number("timezone")
        schedules = loaded.compactMap { ScheduledVersion($0, names) }
        workdays = Workdays(definitions.calendars.flatMap(\.days))
        waitsForMoments = loaded.contains { version in version.states.contains { $0.moment != nil } }
        formerNames = Self.formerNames(loaded, names)
        var table: [UInt32: [Interest]] = [:]
        var always: [Interest] = []
        for (index, version) in loaded.enumerated() {
            var concerns = version.concerns(setEvent: setEvent, tagEvent: tagEvent)
            // What is new of the past may make an exit condition true.
            let asked = HistoryTable(audiences.expanded(version.exitConditions), names: names)
            for event in asked.events { concerns[event, default: []].formUnion(.enrollment) }
            for (event, concern) in concerns { table[event, default: []].append(Interest(version: index, concern: concern)) }
            if case .silence = version.trigger { always.append(Interest(version: index, concern: .trigger)) }
        }
        var interests = [[Interest]](repeating: [], count: names.count)
        for (event, list) in table { interests[Int(event)] = list }
        if !always.isEmpty {
            interests = interests.map { Self.merge($0, always) }
        }
        let moving = Set(HistoryTable(audiences.expanded(audiences.watched.map(\.formula)), names: names).events)
        movesAudiences = (0..<names.count).map { moving.contains(UInt32(truncatingIfNeeded: $0)) }
        self.interests = interests
        self.always = always
        let recordEvents: Set<UInt32> = [
            setEvent, tagEvent, consentEvent, messageEvent, suppressEvent, replyEvent, identifyEvent, forgetEvent,
        ]
        let everyEventConcerns = !always.isEmpty || !schedules.isEmpty || audiences.includesAnybody
        self.everyEventConcerns = everyEventConcerns
        isOfConcern = (0..<names.count).map { index in
            let event = UInt32(truncatingIfNeeded: index)
            return everyEventConcerns || !interests[index].isEmpty || recordEvents.contains(event) || moving.contains(event)
                || !history.feeds(of: event).isEmpty
        }
        let byNumber = Dictionary(uniqueKeysWithValues: loaded.enumerated().map { ($1.number, $0) })
        self.byNumber = byNumber
        byLowNumber = (0..<Self.lowNumbers).map { byNumber[$0].map { Int32(truncatingIfNeeded: $0) } ?? -1 }
        var current: [UInt32: Int] = [:]
        for (index, version) in loaded.enumerated() where version.identity.isCurrent { current[version.journey] = index }
        // What an old name began goes on under the new one.
        for (index, version) in loaded.enumerated() where version.identity.isCurrent {
            for former in formerNames[version.journey] ?? [] where current[former] == nil { current[former] = index }
        }
        currentByJourney = current
    }

    /// Follows `formerly` as far as it leads; a name that another journey bears now is that one's.
    private static func formerNames(_ versions: [LoadedVersion], _ names: NameTable) -> [UInt32: [UInt32]] {
        let inUse = Set(versions.filter(\.identity.isCurrent).map(\.journey))
        var direct: [UInt32: Set<UInt32>] = [:]
        for version in versions {
            if let former = version.machine.formerly { direct[version.journey, default: []].insert(names.number(former)) }
        }
        return direct.mapValues { first in
            var found = first
            var open = Array(first)
            while let name = open.popLast() {
                for former in direct[name] ?? [] where found.insert(former).inserted { open.append(former) }
            }
            return found.subtracting(inUse).sorted()
        }
    }

    /// The names that a journey bears and bore, as far as no other bears them now.
    func names(ofJourney journey: UInt32) -> [UInt32] { [journey] + (formerNames[journey] ?? []) }

    /// All journeys under the names that they bear now, those that are gone included; ascending.
    public var journeys: [UInt32] { Set(versions.map { current(of: $0.journey)?.journey ?? $0.journey }).sorted() }

    /// The journey that bears a name, or bore it last; nil where none did.
    public func journey(named name: String) -> UInt32? {
        guard let version = versions.first(where: { $0.machine.name == name }) else { return nil }
        return current(of: version.journey)?.journey ?? version.journey
    }

    /// The names of all journeys, those that are gone included, in the order of their bytes.
    public var journeyNames: [String] { journeys.map(names.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

    func isReaction(_ event: UInt32) -> Bool { reactions.contains(event) }

    /// Whether a name is the journey's, or one that it had before.
    func isName(_ name: UInt32, of journey: UInt32) -> Bool {
        name == journey || formerNames[journey]?.contains(name) == true
    }

    /// Whether any journey or the customer's record can change by an event of this name. Most events concern nobody.
    public func concerns(event: UInt32) -> Bool {
        Int(event) < isOfConcern.count ? isOfConcern[Int(event)] : everyEventConcerns
    }

    /// The number of a name that an event brings, which nobody has checked; nil for a new one where there is no more room.
    func number(ofOutside name: String, _ output: inout Output) -> UInt32? {
        if !names.isFull, name.utf8.count <= Limits.nameBytes { return names.number(name) }
        if let known = names.known(name) { return known }
        output.namesRefused += 1
        return nil
    }

    /// What tells the current schedules apart from those of other deployments, ascending.
    public var scheduleTriggers: [UInt32] { schedules.map(\.version.identity.trigger).sorted() }

    /// The reserved events that write down something of the customer.
    func changesRecord(_ event: UInt32) -> Bool {
        event == setEvent || event == tagEvent || event == consentEvent || event == messageEvent || event == suppressEvent
            || event == replyEvent
    }

    /// Whether a look at a customer's past may follow from the event; the rest of what is remembered is only taken in.
    func asks(_ event: UInt32) -> Bool { !interests(of: event).isEmpty || changesRecord(event) || movesAudiences(event) }

    func movesAudiences(_ event: UInt32) -> Bool {
        audiences.includesAnybody || (Int(event) < movesAudiences.count && movesAudiences[Int(event)])
    }

    func waits(forAttribute attribute: UInt32) -> Bool { !awaitedAttributes.isEmpty && awaitedAttributes.contains(attribute) }

    var history: HistoryTable { surroundings.history }
    /// The events that some journey asks of the past, where their customers may not have been told of all of them.
    public var eventsToRemember: Set<UInt32> { epoch.isFromTheStart ? [] : Set(history.events) }
    /// Some journey asks of the past.
    public var keepsPast: Bool { !surroundings.history.isEmpty }

    private static func watchedAudiences(_ versions: [LoadedVersion]) -> Set<String> {
        Set(
            versions.compactMap { version in
                switch version.machine.trigger {
                case .entersAudience(let name), .leavesAudience(let name): version.identity.isCurrent ? name : nil
                default: nil
                }
            })
    }

    func interests(of event: UInt32) -> [Interest] { Int(event) < interests.count ? interests[Int(event)] : always }

    /// The adaptive splits of all versions, with their arms.
    public var adaptiveSplits: [(split: Experiments.Split, arms: [String])] {
        versions.flatMap { version in
            version.machine.states.compactMap { state in
                guard let split = state.split, split.isAdaptive else { return nil }
                return (Experiments.Split(journey: version.machine.name, name: split.name), state.transitions.map(\.name))
            }
        }
    }

    public func version(_ number: UInt32) -> LoadedVersion? {
        guard number < Self.lowNumbers else { return byNumber[number].map { versions[$0] } }
        let index = byLowNumber[Int(number)]
        return index < 0 ? nil : versions[Int(index)]
    }

    private static let lowNumbers: UInt32 = 1_024

    /// The version that customers enter in place of this one; nil where its journey is gone.
    public func currentVersion(after number: UInt32) -> LoadedVersion? { version(number).flatMap { current(of: $0.journey) } }

    func current(of journey: UInt32) -> LoadedVersion? { currentByJourney[journey].map { versions[$0] } }

    /// What the tally at each index counts: (journey, step, metric).
    public var counters: [(journey: String, step: String, metric: String)] {
        versions.flatMap { version in
            Metric.allCases.map { (version.machine.name, "", $0.name) }
                + version.machine.states.flatMap { state in state.tallyNames.map { (version.machine.name, state.label, $0) } }
                + version.machine.exitMetrics.map { (version.machine.name, "", $0) }
        }
    }

    private static func merge(_ some: [Interest], _ always: [Interest]) -> [Interest] {
        var merged = some
        for interest in always {
            if let place = merged.firstIndex(where: { $0.version == interest.version }) {
                merged[place].concern.formUnion(interest.concern)
            } else {
                merged.append(interest)
            }
        }
        return merged.sorted { $0.version < $1.version }
    }
}

/// The name table as the engine uses it: names of attributes, tags and journeys that machines mention.
public struct NumberedNames: @unchecked Sendable {
    // The table only grows, and only on the thread that owns the store; what the engine reads of it never changes.
    private let table: NameTable

    init(_ table: NameTable) { self.table = table }

    func number(_ name: String) -> UInt32 { table.number(name) }
    /// Nil for a name never seen.
    func known(_ name: String) -> UInt32? { table.known(name) }
    func text(_ number: UInt32) -> String { table[number] }

    var isFull: Bool { table.count >= Limits.names }
}

extension LoadedVersion {
    /// The events that can move this version, each once.
    func concerns(setEvent: UInt32, tagEvent: UInt32) -> [UInt32: Deployment.Concern] {
        var found: [UInt32: Deployment.Concern] = [:]
        func note(_ matchers: [Matcher], _ concern: Deployment.Concern) {
            for matcher in matchers { found[matcher.event, default: []].formUnion(concern) }
        }
        switch trigger {
        case .none, .attribute, .audience: break
        case .silence(let of, _): note(of, .trigger)
        case .pattern(let pattern):
            pattern.groups.forEach { note($0, .trigger) }
            for follow in pattern.follows {
                note(follow.events, .trigger)
                note(follow.without, .trigger)
            }
            note(pattern.absence?.events ?? [], .trigger)
            note(pattern.restarts, .trigger)
        }
        note(goal, .enrollment)
        note(exitEvents, .enrollment)
        for state in states {
            state.events.forEach { note($0.matchers, .enrollment) }
            state.until.forEach { note($0.matchers, .enrollment) }
        }
        for last in lastEvents { found[last.event, default: []].formUnion(.enrollment) }
        if !exitConditions.isEmpty {
            found[setEvent, default: []].formUnion(.enrollment)
            found[tagEvent, default: []].formUnion(.enrollment)
        }
        return found
    }
}

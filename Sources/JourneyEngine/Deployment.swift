import JourneyCompiler
import JourneyModel

/// The versions that run, with an index from event name to those that may move.
public struct Deployment: Sendable {
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
    public var epoch = HistoryEpoch(number: 0, isFromTheStart: true)
    let surroundings: Surroundings
    let audiences: AudienceTable
    public let counterCount: Int
    /// Events older than this let nobody into any journey; nil where none runs.
    public let firstDeployedAt: Timestamp?
    let setEvent: UInt32
    let consentEvent: UInt32
    /// By the number of the event: it may change who is in an audience that is kept up.
    private let movesAudiences: [Bool]
    /// Attributes whose change a journey waits for.
    private let awaitedAttributes: Set<UInt32>
    /// By the number of the event: a series of the past takes it in.
    private let isRemembered: [Bool]
    let tagEvent: UInt32
    private let interests: [[Interest]]
    /// For every event: a silence needs to know of a customer's first.
    private let always: [Interest]
    private let byNumber: [UInt32: Int]
    private let currentByJourney: [UInt32: Int]

    /// - Parameter versions: all that may still have somebody inside, current or not.
    public init(
        _ versions: [(machine: Machine, identity: LoadedVersion.Identity)], definitions: Definitions = Definitions(), names: NameTable
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
            tallies += Metric.allCases.count + machine.states.reduce(0) { $0 + 1 + $1.transitions.count } + machine.exitMetrics.count
        }
        self.versions = loaded
        self.names = NumberedNames(names)
        counterCount = tallies
        firstDeployedAt = loaded.filter(\.identity.isCurrent).map(\.identity.deployedAt).min()
        setEvent = names.number("$set")
        consentEvent = names.number("$consent")
        awaitedAttributes = Set(loaded.compactMap { if case .attribute(let name, _) = $0.trigger { name } else { nil } })
        var formulas: [Formula] = []
        for version in loaded { version.machine.forEachFormula { formulas.append($0) } }
        audiences = AudienceTable(
            definitions.audiences, watched: Self.watchedAudiences(loaded), named: formulas, table: names)
        formulas += audiences.formulas.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
        let history = HistoryTable(formulas, names: names)
        surroundings = Surroundings(
            names: self.names, history: history, audiences: audiences.formulas,
            addresses: Dictionary(
                definitions.addresses.map { ($0.channel, $0.attributes.map { names.number($0) }) }, uniquingKeysWith: { first, _ in first }))
        tagEvent = names.number("$tag")
        var table: [UInt32: [Interest]] = [:]
        var always: [Interest] = []
        for (index, version) in loaded.enumerated() {
            for (event, concern) in version.concerns(setEvent: setEvent, tagEvent: tagEvent) {
                table[event, default: []].append(Interest(version: index, concern: concern))
            }
            if case .silence = version.trigger { always.append(Interest(version: index, concern: .trigger)) }
        }
        var interests = [[Interest]](repeating: [], count: names.count)
        for (event, list) in table { interests[Int(event)] = list }
        if !always.isEmpty {
            interests = interests.map { Self.merge($0, always) }
        }
        isRemembered = (0..<names.count).map { !history.feeds(of: UInt32(truncatingIfNeeded: $0)).isEmpty }
        let moving = Set(HistoryTable(audiences.watchedFormulas, names: names).events)
        movesAudiences = (0..<names.count).map { moving.contains(UInt32(truncatingIfNeeded: $0)) }
        self.interests = interests
        self.always = always
        byNumber = Dictionary(uniqueKeysWithValues: loaded.enumerated().map { ($1.number, $0) })
        currentByJourney = Dictionary(
            loaded.enumerated().filter { $1.identity.isCurrent }.map { ($1.journey, $0) }, uniquingKeysWith: { $1 })
    }

    /// Whether any journey or the customer's record can change by an event of this name. Most events concern nobody.
    public func concerns(event: UInt32) -> Bool {
        !interests(of: event).isEmpty || changesRecord(event) || movesAudiences(event)
            || (Int(event) < isRemembered.count && isRemembered[Int(event)])
    }

    /// `$set`, `$tag` and `$consent`.
    func changesRecord(_ event: UInt32) -> Bool { event == setEvent || event == tagEvent || event == consentEvent }

    func movesAudiences(_ event: UInt32) -> Bool {
        audiences.includesAnybody || (Int(event) < movesAudiences.count && movesAudiences[Int(event)])
    }

    func waits(forAttribute attribute: UInt32) -> Bool { !awaitedAttributes.isEmpty && awaitedAttributes.contains(attribute) }

    var history: HistoryTable { surroundings.history }
    var keepsPast: Bool { !surroundings.history.isEmpty }

    /// What is kept of the past, in one line: another line needs another epoch.
    public var historySignature: String { history.signature }
    /// The audiences whose members are kept up: name and definition.
    public var watchedAudiences: [(name: String, signature: String)] {
        zip(audiences.watched, audiences.signatures).map { ($0.name, $1) }
    }

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

    public func version(_ number: UInt32) -> LoadedVersion? { byNumber[number].map { versions[$0] } }

    func current(of journey: UInt32) -> LoadedVersion? { currentByJourney[journey].map { versions[$0] } }

    /// What the tally at each index counts: (journey, step, metric).
    public var counters: [(journey: String, step: String, metric: String)] {
        versions.flatMap { version in
            Metric.allCases.map { (version.machine.name, "", $0.name) }
                + version.machine.states.flatMap { state in
                    [(version.machine.name, state.label, "reached")]
                        + state.transitions.map { (version.machine.name, state.label, "took: " + $0.name) }
                }
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
    func text(_ number: UInt32) -> String { table[number] }
}

extension LoadedVersion {
    /// The events that can move this version, each once.
    func concerns(setEvent: UInt32, tagEvent: UInt32) -> [(UInt32, Deployment.Concern)] {
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
        for state in states { state.events.forEach { note($0.matchers, .enrollment) } }
        if !exitConditions.isEmpty {
            found[setEvent, default: []].formUnion(.enrollment)
            found[tagEvent, default: []].formUnion(.enrollment)
        }
        return found.map { ($0, $1) }
    }
}

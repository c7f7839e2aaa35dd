import JourneyCompiler
import JourneyLanguage
import JourneyModel

/// What happens in a simulation: journeys, events with the times at which they arrive, and what operators do.
struct Workload {
    struct Arrival {
        var at: Timestamp
        var event: MadeUpEvent
        var id: String
        /// It came before.
        var isRepetition = false
    }

    enum Deed {
        case pause(holds: Bool)
        case resume
        /// Index of the program.
        case deploy(Int, moves: Bool, drains: Bool = false)
        /// Back to the version before.
        case rollback(journey: String)
        /// As somebody at a shell asks for it.
        case forget(customer: String)
    }

    /// The first is deployed at the start.
    var programs: [(text: String, parsed: [ParsedFile], compiled: CompiledWorkspace)] = []
    /// In the order of their arrival.
    var arrivals: [Arrival] = []
    var deeds: [(at: Timestamp, deed: Deed)] = []
    /// How late events may be and still be taken in order.
    var grace: Microseconds = 0
    var start = MadeUpEvent.epoch
    var codes: [String: [String]] = [:]
    /// Index of the program in which a journey is gone.
    private var shorter: Int?

    var lastAt: Timestamp { max(arrivals.last?.at ?? start, deeds.last?.at ?? start) }

    init(_ swarm: Swarm) {
        var settings = swarm.numbers(for: .settings)
        grace = swarm.has(.reordering) && settings.chance(60) ? settings.pick([5 * .minute, .hour, 2 * .hour]) : 0
        if swarm.hasZones { start = settings.pick(Self.clockChanges) - Microseconds(settings.below(72)) * .hour }
        makePrograms(swarm)
        arrivals = makeArrivals(of: makeEvents(swarm), swarm)
        makeDeeds(swarm)
    }

    /// A day or so before clocks change: New York, Berlin, Lord Howe, Santiago, London, Cairo.
    private static let clockChanges = [
        "2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-04-04T15:00:00Z",
        "2026-10-03T15:30:00Z", "2026-04-05T03:00:00Z", "2026-09-06T04:00:00Z", "2026-04-23T22:00:00Z",
    ].compactMap { Timestamp(rfc3339: $0) }

    static let zones = [
        "America/New_York", "Europe/Berlin", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Asia/Shanghai",
        "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham", "America/Sao_Paulo",
    ]

    // MARK: Programs

    static func compiled(_ files: [(path: String, text: String)]) -> (parsed: [ParsedFile], compiled: CompiledWorkspace) {
        let parsed = files.map { (path: $0.path, parsed: parse(SourceText(name: $0.path, $0.text))) }
        return (parsed.map(\.parsed), compile(parsed))
    }

    private mutating func makePrograms(_ swarm: Swarm) {
        if swarm.isShipped, addShipped(swarm) { return }
        var settings = swarm.numbers(for: .settings)
        var program = RandomProgram(random: swarm.numbers(for: .program))
        var rules = swarm.numbers(for: .gaps)
        let head = Self.head(program.head(), swarm, &rules)
        var texts = (0..<Swarm.mostJourneys).map { program.journey($0) }
        if !swarm.isInOrder { for place in texts.indices where settings.chance(25) { texts[place] = Self.extra(place, &settings) } }
        // A crowd that is written to every day takes as long as a hundred other seeds.
        if swarm.has(.clockGaps), !swarm.isInOrder, swarm.customers <= 24 {
            for place in texts.indices where rules.chance(40) { texts[place] = Self.timed(place, &rules) }
        }
        var parts = swarm.journeys.map { texts[$0] }
        add(head, parts)
        guard swarm.has(.deploys) else { return }
        for edit in 0..<3 where !parts.isEmpty {
            let place = settings.below(parts.count)
            let number = swarm.journeys[place]
            switch settings.below(5) {
            case 0: parts[place] = "journey j\(number) when nothing_such send m via sms end"
            case 1: parts[place] = parts[place].replacingLast(" end", with: " wait 1h send late\(edit) via sms end")
            default: parts[place] = program.journey(number)
            }
            add(head, parts)
        }
        guard swarm.has(.drains), parts.count > 1 else { return }
        var own = swarm.numbers(for: .drains)
        parts.remove(at: own.below(parts.count))
        let count = programs.count
        add(head, parts)
        if programs.count > count { shorter = count }
    }

    /// The journeys that every program has with the same trigger: what they wait for nobody's word ends.
    var steadyJourneys: Set<String> {
        var triggers: [String: Set<String>] = [:]
        var counts: [String: Int] = [:]
        for machine in programs.flatMap(\.compiled.machines) {
            triggers[machine.name, default: []].insert(machine.triggerHash)
            counts[machine.name, default: 0] += 1
        }
        return Set(triggers.keys.filter { triggers[$0]?.count == 1 && counts[$0] == programs.count })
    }

    /// What the reference model does not know.
    private static func extra(_ number: Int, _ random: inout Random) -> String {
        let body = random.pick([
            "when a send m0 via sms or else wecom wait up to 3h for failed if so send sorry via email end",
            "when every day at \(random.below(24)):30 again always send daily via sms",
            "when b or c again always send m1 via sms or else wecom or else email wait up to 2h for clicked or else send m2 via wecom end",
            "when a again always wait 1h send m via sms or else email wait 2h send n via sms or else email",
            "when c again always class transactional send receipt via email or else sms",
            "when every workday at 9:00 for customers where x is known send weekly via wecom",
        ])
        return "journey j\(number) \(body) end"
    }

    /// Times that some clocks skip, some show twice.
    private static let gapTimes = ["0:00", "0:30", "1:00", "1:30", "2:00", "2:15", "2:30", "2:45", "2:59", "3:00", "23:30"]

    /// What asks for times of the day.
    private static func timed(_ number: Int, _ random: inout Random) -> String {
        let time = random.pick(gapTimes)
        let body = random.pick([
            "when every day at \(time) again always send daily via sms", "when every workday at \(time) again always send daily via sms",
            "when every \(random.pick(["sunday", "friday"])) at \(time) again always send weekly via sms or else wecom",
            "when a again always wait until \(time) send m via sms", "when b or c again always wait until sunday \(time) send m via sms",
            "when d again always wait until workday \(time) send m via sms or else wecom",
        ])
        return "journey j\(number) \(body) end"
    }

    /// With rules that the seed adds to what the program says of itself.
    private static func head(_ head: String, _ swarm: Swarm, _ random: inout Random) -> String {
        var rules: [String] = []
        if swarm.has(.pruning) {
            var own = swarm.numbers(for: .retention)
            rules.append("keep events \(own.pick(["12h", "1d", "2d", "4d"]))")
        }
        if swarm.has(.clockGaps), !swarm.isInOrder, !head.contains("quiet "), random.chance(40) {
            rules.append("quiet from \(random.pick(["23:15", "0:45", "1:30", "2:10"])) to \(random.pick(["2:15", "2:30", "2:50", "3:00"]))")
        }
        if rules.isEmpty { return head }
        let more = "policy " + rules.joined(separator: " ")
        return head.hasPrefix("policy ") ? more + head.dropFirst("policy".count) : more + " end\n" + head
    }

    private mutating func add(_ head: String, _ parts: [String]) {
        let text = head + parts.joined(separator: "\n")
        let (parsed, compiled) = Self.compiled([("simulated.journey", text)])
        if !compiled.hasErrors { programs.append((text, parsed, compiled)) }
    }

    // MARK: Arrivals

    /// When each event comes in, and which come twice.
    private func makeArrivals(of events: [MadeUpEvent], _ swarm: Swarm) -> [Arrival] {
        var random = swarm.numbers(for: .arrivals)
        let repeated = swarm.has(.duplicates) ? random.below(31) : 0
        var arrivals: [Arrival] = []
        for (number, event) in events.enumerated() {
            let kept = swarm.events.contains(number)
            var delay: Microseconds = 0
            if swarm.has(.reordering) { delay = grace > 0 ? Microseconds(random.below(Int(grace))) : swarm.isInOrder ? 0 : Microseconds(random.below(3_600)) * .second }
            if swarm.has(.late), random.chance(20) {
                delay += random.pick([.second, .minute, .hour, 5 * .hour, .day, 30 * .day]) * Microseconds(1 + random.below(3)) / 3
            }
            let arrival = Arrival(at: event.at + delay, event: event, id: "e\(number)")
            let comesAgain = random.chance(repeated)
            let again = Microseconds(random.pick([0, 1, 60, 3_600, 86_400])) * .second
            guard kept else { continue }
            arrivals.append(arrival)
            if comesAgain { arrivals.append(Arrival(at: arrival.at + again, event: event, id: arrival.id, isRepetition: true)) }
        }
        return arrivals.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    // MARK: Operators

    private mutating func makeDeeds(_ swarm: Swarm) {
        var random = swarm.numbers(for: .operators)
        let span = max(Int((arrivals.last?.at ?? start) - start), 1)
        func moment() -> Timestamp { start + Microseconds(random.below(span)) }
        if swarm.has(.pauses) {
            for _ in 0..<1 + random.below(2) {
                let begin = moment()
                deeds.append((begin, .pause(holds: random.chance(50))))
                deeds.append((begin + Microseconds(1 + random.below(40)) * .hour, .resume))
            }
        }
        if swarm.has(.deploys) {
            for number in programs.indices.dropFirst() where number != shorter { deeds.append((moment(), .deploy(number, moves: random.chance(40)))) }
        }
        if let shorter {
            var own = swarm.numbers(for: .drains)
            deeds.append((start + Microseconds(own.below(span)), .deploy(shorter, moves: own.chance(30), drains: own.chance(80))))
            // Some time what is gone comes back, and goes again.
            if own.chance(40) { deeds.append((start + Microseconds(own.below(span)), .deploy(own.below(shorter), moves: own.chance(30)))) }
            if own.chance(20) { deeds.append((start + Microseconds(own.below(span)), .deploy(shorter, moves: false, drains: true))) }
        }
        if swarm.has(.forgets), !swarm.hasTwin {
            var own = swarm.numbers(for: .forgettings)
            for _ in 0..<own.below(3) {
                deeds.append((start + Microseconds(own.below(span)), .forget(customer: "c\(own.below(swarm.customers))")))
            }
        }
        if swarm.has(.rollbacks), swarm.has(.deploys), programs.count > 1 {
            var own = swarm.numbers(for: .rollbacks)
            for _ in 0..<1 + own.below(3) {
                let at = start + Microseconds(own.below(span))
                deeds.append((at, .rollback(journey: "j\(own.pick(swarm.journeys))")))
            }
        }
        deeds = deeds.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        if swarm.has(.pauses) { deeds.append((max(lastAt, deeds.last?.at ?? start) + .hour, .resume)) }
    }
}

extension String {
    fileprivate func replacingLast(_ end: String, with other: String) -> String {
        hasSuffix(end) ? String(dropLast(end.count)) + other : self
    }
}

import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey customer show`: one person.
enum CustomerShowCommand: Subcommand {
    static let command = Command(
        name: "customer show", summary: "show one customer: attributes, journeys, and what happened when",
        positionals: [.init(name: "ID", help: "one of the customer's ids, as in the events")],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .value("journey", "NAME", "only what concerns this journey"),
            .flag("all", "every event, also long runs of like ones"),
            .flag("json", "one JSON object"),
        ],
        examples: [
            .init("journey customer show c42 --store shop.db", "a timeline"),
            .init("journey customer show c42 --store shop.db --journey winback", "what one journey did"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the customer is") }
        let id = arguments.positional("ID") ?? ""
        let store = try SQLiteStore.existing(at: path, access: .reader)
        defer { store.close() }
        let person = try Person(id, in: store, journey: arguments.value("journey"))
        guard person.isKnown else {
            complain(try UnknownName.customer(id, in: store))
            return .problems
        }
        put(arguments.has("json") ? person.json + "\n" : person.text(isFolding: !arguments.has("all"), ink: terminal.output))
        return .success
    }
}

/// All that a store holds of one customer.
struct Person {
    private let id: String
    private let ids: [String]
    private let state: CustomerState?
    private let deployment: Deployment
    private let names: NameTable
    private let zone: Zone
    private var timeline: Timeline
    private let retention: Retention

    init(_ id: String, in store: SQLiteStore, journey: String?) throws {
        names = store.names
        retention = store.retention
        let record = try PersonRecord(id, in: store)
        self.id = record.id
        ids = record.ids
        let versions = try store.versions()
        if let journey, !versions.contains(where: { $0.journey == journey }) {
            throw UnknownName.journey(journey, "is or was", among: versions.map(\.journey))
        }
        deployment = try Deployer.load(versions, names: names)
        state = record.state
        zone = try Zone.of(record.state, policy: StoredDeployment(store)?.policy, names: names)
        timeline = Timeline(machines: deployment.versions.map(\.machine), zone: zone)
        timeline.person = self.id
        var events: [WatchedIntake.Event] = []
        var decisions: [Decision] = []
        var outcomes: [Dispatcher.Outcome] = []
        for record in record.records {
            switch record.kind {
            case .event:
                if journey == nil { events.append(.init(customer: record.customer, name: names[record.name], at: record.at, properties: record.bytes)) }
            case .decision:
                let decision = try Decision(encoded: record.bytes, at: record.at, customer: record.customer, names: names)
                if journey ?? decision.journey == decision.journey { decisions.append(decision) }
            case .reply: outcomes.append(try Dispatcher.Outcome(encoded: record.bytes))
            case .clock, .command: break
            }
        }
        // Late events stand in the log where they came, and on the timeline where they belong.
        events = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        timeline.add(events, decisions, outcomes)
    }

    var isKnown: Bool { state != nil || !timeline.entries.isEmpty }

    func text(isFolding: Bool, ink: Ink) -> String {
        var text = timelineReport(customer: title, entries: timeline.entries, zone: TimelineZone(zone), folding: isFolding, ink: ink)
        if let state, !facts(state).isEmpty {
            text += "\n" + ink(.bold, "now") + "\n" + facts(state).map { "  \(printable($0))\n" }.joined()
        }
        if let told = retention.told { text += "\n" + ink(.dim, told) + "\n" }
        return text
    }

    /// `c42 (also known as dev-9, dev-10)`.
    private var title: String {
        let others = ids.dropFirst()
        if others.isEmpty { return id }
        let more = others.count > 3 ? " and \(others.count - 3) more" : ""
        return "\(id) (also known as \(others.prefix(3).joined(separator: ", "))\(more))"
    }

    private func facts(_ state: CustomerState) -> [String] {
        var facts = ids.count > 4 ? ["also known as " + ids.dropFirst().joined(separator: ", ")] : []
        facts += state.attributes.map { "\(names[$0.name]) is \($0.value.text)" }
        if !state.tags.isEmpty { facts.append("tagged " + state.tags.map { names[$0] }.joined(separator: ", ")) }
        for trigger in state.triggers {
            if trigger.isHeldEntry, let version = deployment.version(trigger.heldTrigger) {
                facts.append("enters \(version.machine.name) when it goes on: it is paused")
                continue
            }
            guard let watch = trigger.watch, let version = deployment.version(trigger.trigger) else { continue }
            facts.append("watched by \(version.machine.name) until \(watch.due.rfc3339)")
        }
        for schedule in state.schedules {
            guard let due = schedule.due, let version = deployment.version(schedule.trigger) else { continue }
            facts.append("due for \(version.machine.name) at \(due.rfc3339) (\(version.machine.trigger.text))")
        }
        for enrollment in state.enrollments where !enrollment.isFinished {
            guard let version = deployment.version(enrollment.version) else { continue }
            let place = version.machine.states[Int(enrollment.state)]
            facts.append("in \(version.machine.name) at \(place.label) (\(place.title))" + (enrollment.due.map { " until \($0.rfc3339)" } ?? ""))
        }
        return facts
    }

    var json: String {
        var attributes = ""
        for attribute in state?.attributes ?? [] {
            attributes += (attributes.isEmpty ? "" : ",") + JSONText.quoted(names[attribute.name]) + ":" + attribute.value.json
        }
        let tags = (state?.tags ?? []).map { JSONText.quoted(names[$0]) }.joined(separator: ",")
        return "{\"customer\":\(JSONText.quoted(id)),\"ids\":[\(ids.map(JSONText.quoted).joined(separator: ","))],\"attributes\":{\(attributes)},\"tags\":[\(tags)],"
            + "\"watches\":[\(watchesJSON)],\"schedules\":[\(schedulesJSON)],\"enrollments\":[\(enrollmentsJSON)],"
            + "\"kept_after\":\(retention.through.map { "\"\($0.rfc3339)\"" } ?? "null"),\"timeline\":[\(timeline.entries.map(\.json).joined(separator: ","))]}"
    }

    private var watchesJSON: String {
        (state?.triggers ?? []).compactMap { trigger in
            guard let watch = trigger.watch, let version = deployment.version(trigger.trigger) else { return nil }
            return "{\"journey\":\(JSONText.quoted(version.machine.name)),\"began_at\":\"\(watch.beganAt.rfc3339)\",\"until\":\"\(watch.due.rfc3339)\"}"
        }.joined(separator: ",")
    }

    private var schedulesJSON: String {
        (state?.schedules ?? []).compactMap { schedule in
            guard let due = schedule.due, let version = deployment.version(schedule.trigger) else { return nil }
            return "{\"journey\":\(JSONText.quoted(version.machine.name)),\"due\":\"\(due.rfc3339)\"}"
        }.joined(separator: ",")
    }

    private var enrollmentsJSON: String {
        (state?.enrollments ?? []).compactMap { enrollment in
            guard let version = deployment.version(enrollment.version) else { return nil }
            return "{\"journey\":\(JSONText.quoted(version.machine.name)),\"entered_at\":\"\(enrollment.enteredAt.rfc3339)\","
                + "\"step\":\(JSONText.quoted(version.machine.states[Int(enrollment.state)].label)),"
                + "\"until\":\(enrollment.due.map { "\"\($0.rfc3339)\"" } ?? "null"),\"finished\":\(enrollment.isFinished)}"
        }.joined(separator: ",")
    }
}

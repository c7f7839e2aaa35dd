import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey customer merge`: says that two ids are one person's.
enum CustomerMergeCommand: Subcommand {
    static let command = Command(
        name: "customer merge", summary: "join two ids of one customer",
        discussion: """
            Says first what it would do. Of each journey the earlier entry stays; the other ends as `merged`, and its messages that wait are dropped. What
            one id did counts for the other as if it came now. The id first seen stays. It cannot be undone. An event `$identify` with `same_as`
            does the same.
            """,
        positionals: [.init(name: "ID", help: "a customer's id"), .init(name: "OTHER", help: "another id of the same customer")],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it", isRequired: true),
            .flag("yes", "do not ask"),
            .flag("dry-run", "only say what it would do"),
        ],
        examples: [
            .init("journey customer merge c42 device-9 --store shop.db --dry-run", "what it would do"),
            .init("journey customer merge c42 device-9 --store shop.db --yes", "do it"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the customer is") }
        let (id, other) = (arguments.positional("ID") ?? "", arguments.positional("OTHER") ?? "")
        let reader = try SQLiteStore.existing(at: path, access: .reader)
        let preview: MergePreview
        do {
            defer { reader.close() }
            preview = try MergePreview(id, other, in: reader)
        } catch let unknown as MergePreview.Unknown {
            complain(unknown.told)
            return .problems
        }
        put(preview.text)
        if preview.isRefused { return .problems }
        if preview.isOne || arguments.has("dry-run") { return .success }
        guard try Confirmation.isGiven(arguments, "This cannot be undone.", word: "merge") else {
            note("nothing was done")
            return .problems
        }
        let store = try SQLiteStore.existing(at: path, access: .inbox)
        defer { store.close() }
        let now = SystemClock().now()
        let named = [("customer", id), ("other", other)].map { "\"\($0.0)\":\(JSONText.quoted(masked($0.1)))" }
        _ = try store.put(
            command: StoredCommand(
                at: now, operatorName: OperatorName.current, verb: "merge", arguments: "{\(named.joined(separator: ","))}", status: .done,
                finishedAt: now, result: "put into the inbox"),
            inbox: [
                EventLine.text(customer: id, event: "$identify", at: now, properties: [("same_as", .text(other))], salt: "\(now.microseconds)")
            ])
        put("`\(id)` and `\(other)` are to be joined; \(inboxNote(path))\n")
        return .success
    }
}

/// What a merge would do, by what the store has now.
struct MergePreview {
    private let stays: PersonRecord
    private let joins: PersonRecord
    private let deployment: Deployment
    private let conflicts: [String]
    private let hasTooManyIDs: Bool
    private let hasTooManyEvents: Bool
    /// What follows, beside the enrollments that stay and end.
    private let follows: [TimelineEntry]
    private let waiting: [UInt64: Int]
    private let clock: Timestamp
    let isOne: Bool

    struct Unknown: Error {
        var told: String
    }

    /// - Throws: `Unknown` where no event is of one of the two.
    init(_ id: String, _ other: String, in store: SQLiteStore) throws {
        let (a, b) = (try PersonRecord(id, in: store), try PersonRecord(other, in: store))
        for person in [a, b] where !person.isKnown { throw Unknown(told: try UnknownName.customer(person.asked, in: store)) }
        isOne = a.id == b.id
        let isFirst = a.firstSeenAt ?? .distantFuture <= b.firstSeenAt ?? .distantFuture
        clock = store.progress.clock
        (stays, joins) = isFirst ? (a, b) : (b, a)
        deployment = try Deployer.load(try store.versions(), names: store.names)
        conflicts = try Stepper.strongIDs(in: store).filter { name in
            let number = store.names.number(name)
            let values = [a, b].compactMap { $0.state?.attribute(number) }.filter { $0 != .unknown && $0 != .text("") }
            return values.count == 2 && Value.compare(values[0], values[1]) != .equal
        }
        hasTooManyIDs = a.ids.count + b.ids.count > Identity.limit
        hasTooManyEvents = [a, b].reduce(0) { $0 + $1.records.count(where: { $0.kind == .event }) } > Identity.mostEvents
        let isPossible = conflicts.isEmpty && !isOne && !hasTooManyIDs && !hasTooManyEvents
        follows = isPossible ? try Self.follows(stays, joins, in: store) : []
        var waiting: [UInt64: Int] = [:]
        for id in a.ids + b.ids {
            for message in try store.messages(of: id) where message.status.isWaiting { waiting[message.enrollment, default: 0] += 1 }
        }
        self.waiting = waiting
    }

    private static func follows(_ stays: PersonRecord, _ joins: PersonRecord, in store: SQLiteStore) throws -> [TimelineEntry] {
        // Without journeys nothing follows; those of another release are not needed to join two ids.
        guard let engine = try? Deployer.engine(of: store) else { return [] }
        let outlook = try MergeOutlook(
            of: stays.state ?? CustomerState(id: stays.id), with: joins.state ?? CustomerState(id: joins.id), in: store, engine: engine)
        var timeline = Timeline(
            machines: engine.deployment.versions.map(\.machine),
            zone: Zone.of(stays.state, policy: engine.policy, names: store.names))
        // What becomes of enrollments that give way is told with those that stay.
        timeline.add([], outlook.decisions.filter { $0.action != .merge && ($0.action != .merged || $0.step.isEmpty) }, [])
        return timeline.entries
    }

    var isRefused: Bool { (!conflicts.isEmpty || hasTooManyIDs || hasTooManyEvents) && !isOne }

    var text: String {
        if isOne { return "`\(stays.asked)` and `\(joins.asked)` are one customer already\n" }
        if !isOne, hasTooManyIDs { return "refused: together they have more than \(Identity.limit) ids, too many for one customer\n" }
        if !isOne, hasTooManyEvents {
            return "refused: together they have more than \(grouped(Int64(Identity.mostEvents))) events, too many to look at anew in one go\n"
        }
        if isRefused {
            return "refused: `\(stays.id)` and `\(joins.id)` have different \(conflicts.joined(separator: ", ")), so they are two customers\n"
        }
        var lines = ["`\(stays.id)` stays, `\(joins.id)` becomes another id of it"]
        for enrollment in joins.state?.enrollments ?? [] where !enrollment.isFinished {
            let own = stays.state?.enrollments.first { isSame($0, enrollment) }
            guard let own else {
                lines.append("  \(title(enrollment)) goes on")
                continue
            }
            let isOwnEarlier = (own.enteredAt, own.number) <= (enrollment.enteredAt, enrollment.number)
            lines.append("  \(title(isOwnEarlier ? own : enrollment)) stays")
            lines.append("  \(title(isOwnEarlier ? enrollment : own)) ends as merged" + dropped(isOwnEarlier ? enrollment : own))
        }
        if !follows.isEmpty { lines.append("what each of them did counts for the other as if it came at \(clock.rfc3339), where the engine's time stands:") }
        lines += follows.prefix(Self.mostTold).map { "  \($0.words)" }
        if follows.count > Self.mostTold { lines.append("  … and \(grouped(Int64(follows.count - Self.mostTold))) more") }
        return lines.map { printable($0) + "\n" }.joined()
    }

    private static let mostTold = 30

    private func isSame(_ own: Enrollment, _ other: Enrollment) -> Bool {
        !own.isFinished && own.instance == other.instance && name(own) == name(other)
    }

    private func name(_ enrollment: Enrollment) -> String { deployment.version(enrollment.version)?.machine.name ?? "" }

    private func title(_ enrollment: Enrollment) -> String {
        let value = enrollment.instance == .unknown ? "" : " for \(enrollment.instance.text)"
        return "\(name(enrollment))\(value), entered \(enrollment.enteredAt.rfc3339),"
    }

    private func dropped(_ enrollment: Enrollment) -> String {
        guard let count = waiting[enrollment.number] else { return "" }
        return "; \(counted(Int64(count), "message")) that \(count == 1 ? "waits is" : "wait are") dropped"
    }
}

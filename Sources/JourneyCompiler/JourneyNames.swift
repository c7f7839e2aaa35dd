import JourneyLanguage

extension Item {
    /// A rule or a journey.
    var journey: Journey? {
        switch self {
        case .rule(let journey), .journey(let journey): journey
        default: nil
        }
    }
}

/// What the journeys of a workspace are called.
///
/// A rule is named after its file, or `file.EVENT` where the file holds several; never after a line, so that an edit above it
/// does not rename it. Equal names are an error.
struct JourneyNames {
    private struct Place: Hashable {
        var file: Int
        var item: Int
    }

    private var names: [Place: String] = [:]

    init(_ programs: [Program], _ findings: [Findings]) {
        var owners: [String: Int] = [:]
        for (file, program) in programs.enumerated() {
            let rules = program.items.filter { if case .rule = $0 { true } else { false } }.count
            for (item, content) in program.items.enumerated() {
                guard let journey = content.journey else { continue }
                let name = journey.name?.text ?? Self.name(of: journey.trigger, in: findings[file].path, isOnly: rules == 1)
                if let owner = owners[name] {
                    let path = findings[owner].path
                    let finding: Finding =
                        journey.name == nil ? .collidingRules(name, path: path) : .duplicateJourney(name, path: path)
                    findings[file].report(finding, at: Self.place(of: journey))
                } else {
                    owners[name] = file
                    names[Place(file: file, item: item)] = name
                }
            }
        }
    }

    /// Every name, and the former names that no other journey bears.
    func declare(in names: WorkspaceNames, _ programs: [Program]) {
        for (file, program) in programs.enumerated() {
            for item in program.items.indices {
                if let name = name(file: file, item: item) { names.add(name, .journey) }
            }
        }
        for (file, program) in programs.enumerated() {
            for (item, content) in program.items.enumerated() {
                guard let former = content.journey?.formerly, let name = name(file: file, item: item) else { continue }
                names.add(spelling: former.text, of: name, .journey)
            }
        }
    }

    /// Nil for a journey whose name another bears.
    func name(file: Int, item: Int) -> String? { names[Place(file: file, item: item)] }

    private static func place(of journey: Journey) -> SourceRange {
        journey.name?.range ?? SourceRange(journey.range.start, journey.trigger.range.end)
    }

    private static func name(of trigger: Trigger, in path: String, isOnly: Bool) -> String {
        let base = baseName(path)
        return isOnly ? base : base + "." + firstEvent(trigger)
    }

    /// The last component of a path, without `.journey`.
    private static func baseName(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let suffix = ".journey"
        return file.hasSuffix(suffix) && file != suffix ? String(file.dropLast(suffix.count)) : file
    }

    private static func firstEvent(_ trigger: Trigger) -> String {
        let events: Events?
        switch trigger.kind {
        case .every, .on: return "schedule"
        case .onAttribute(let name, _), .before(_, let name, _), .changes(let name), .becomes(let name, _), .entersAudience(let name),
            .leavesAudience(let name):
            return name.text
        case .silence(let of, _): events = of
        case .pattern(let pattern):
            switch pattern.base {
            case .any(let any): events = any
            case .all(let groups, _): events = groups.first
            case .times(let counted, _, _): events = counted
            }
        }
        return events?.alternatives.first?.name.text ?? "silent"
    }
}

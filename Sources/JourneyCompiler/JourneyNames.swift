import JourneyLanguage

/// What the journeys of a workspace are called.
///
/// A rule is named after its file, or `file.EVENT` where the file holds several; never after a line, so that an edit above it
/// does not rename it. Equal names are an error.
struct JourneyNames {
    let journeys: [WrittenJourney]

    /// Gives each its name; the second of two that would bear the same is told and has none.
    func give(_ findings: [Findings]) {
        var rules = [Int](repeating: 0, count: findings.count)
        for journey in journeys where journey.isRule { rules[journey.file] += 1 }
        var owners = [String: Int](minimumCapacity: journeys.count)
        for journey in journeys {
            let file = journey.file
            let name = journey.syntax.name?.text ?? Self.name(of: journey.syntax.trigger, in: findings[file].path, isOnly: rules[file] == 1)
            if let owner = owners[name] {
                let path = findings[owner].path
                let finding: Finding =
                    journey.syntax.name == nil ? .collidingRules(name, path: path) : .duplicateJourney(name, path: path)
                findings[file].report(finding, at: Self.place(of: journey.syntax))
            } else {
                owners[name] = file
                journey.name = name
            }
        }
    }

    /// Every name, and the former names that no other journey bears.
    func declare(in names: WorkspaceNames) {
        names.reserve(journeys.count, .journey)
        for journey in journeys {
            if let name = journey.name { names.add(name, .journey) }
        }
        for journey in journeys {
            guard let former = journey.syntax.formerly, let name = journey.name else { continue }
            names.add(spelling: former.text, of: name, .journey)
        }
    }

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

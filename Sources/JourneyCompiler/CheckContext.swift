import JourneyLanguage

/// What a check of one place in the text goes by: where it reports, and what the workspace knows.
final class CheckContext {
    /// The events whose properties `event.x` are.
    enum Trigger {
        /// A schedule has none.
        case none
        /// Not known here, as in a journey that another starts.
        case anything
        case events([String])
    }

    let findings: Findings
    let names: WorkspaceNames
    let uses: TypeUses
    var trigger: Trigger

    init(findings: Findings, names: WorkspaceNames, uses: TypeUses, trigger: Trigger = .anything) {
        self.findings = findings
        self.names = names
        self.uses = uses
        self.trigger = trigger
    }

    /// The declared name of what is named here; a name that nothing declares is told.
    func name(_ name: Name, _ kind: NameKind) -> String {
        if let known = names.known(name.text, kind) {
            // With no channel declared, all are taken as they are; one that is nearly a built-in one is none of its own.
            if kind == .channel, !names.isChecked(.channel), let channel = BuiltIn.channel(near: known) {
                findings.report(.undeclaredChannel(known, suggestion: channel), at: name.range, fix: .init(name.range, channel))
            }
            return known
        }
        tell(unknown: name.text, kind, at: name.range)
        return names.canonical(name.text, kind)
    }

    func event(_ name: Name) -> String {
        let event = self.name(name, .event)
        names.note(event: event)
        return event
    }

    /// With a suggestion at every place, for each is to be mended; without one once a file.
    func tell(unknown name: String, _ kind: NameKind, at range: SourceRange) {
        // `$set` and its like belong to the program.
        if kind == .event, name.hasPrefix("$") { return }
        if findings.hasTold(kind, name) { return }
        let suggestion = names.suggestion(name, kind)
        if suggestion == nil { findings.note(told: kind, name) }
        let fix = suggestion.map { Diagnostic.Fix(range, Spelling.name($0)) }
        let finding: Finding =
            kind == .channel
            ? .undeclaredChannel(name, suggestion: suggestion) : .undeclared(name, kind, suggestion: suggestion)
        findings.report(finding, at: range, fix: fix)
    }

    // MARK: Properties and attributes

    /// A property of one of these events: its declared name and type.
    func property(
        _ name: String, of events: some Collection<String>, at range: SourceRange
    ) -> (name: String, type: ValueType, use: TypeUses.Key?) {
        var found: WorkspaceNames.Fields.Field?
        var isMissing = !events.isEmpty
        for event in events {
            let fields = names.fields(of: event)
            guard let field = fields.map({ $0.find(name) }) ?? Self.reactionField(name, of: event) else {
                if fields == nil { isMissing = false }
                continue
            }
            isMissing = false
            if let first = found {
                if first.type != field.type { found?.type = first.type.broad == field.type.broad ? field.type.broad : .any }
            } else {
                found = field
            }
        }
        if let found { return (found.name, found.type, nil) }
        if isMissing, let event = events.first { tell(unknown: name, propertyOf: event, at: range) }
        let use = events.count == 1 ? events.first.map { TypeUses.Key(event: $0, name: name) } : nil
        return (names.canonicalProperty(name), .any, use)
    }

    private static func reactionField(_ name: String, of event: String) -> WorkspaceNames.Fields.Field? {
        guard BuiltIn.events.contains(event), let field = BuiltIn.reactionFields.first(where: { $0.name == name }) else { return nil }
        return .init(name: field.name, type: field.type)
    }

    private func tell(unknown name: String, propertyOf event: String, at range: SourceRange) {
        let suggestion = names.fields(of: event).flatMap { closest(to: name, among: $0.declared) }
        if suggestion == nil {
            if findings.hasTold(.event, event + "." + name) { return }
            findings.note(told: .event, event + "." + name)
        }
        findings.report(
            .undeclaredProperty(name, event: event, suggestion: suggestion), at: range,
            fix: suggestion.map { Diagnostic.Fix(range, Spelling.name($0)) })
    }

    func attribute(_ name: String, at range: SourceRange) -> (name: String, type: ValueType, use: TypeUses.Key?) {
        if let found = names.attributes.find(name) { return (found.name, found.type, nil) }
        if names.known(name, .attribute) == nil { tell(unknown: name, .attribute, at: range) }
        return (name, .any, TypeUses.Key(event: nil, name: name))
    }

    func attribute(_ name: Name) -> String { attribute(name.text, at: name.range).name }

    /// An attribute that is to hold a date.
    func dateAttribute(_ name: Name) -> String {
        let (attribute, type, use) = attribute(name.text, at: name.range)
        if !type.isDay, type != .any { findings.report(.notDate(name.text, type.words), at: name.range) }
        if let use { uses.note(use, is: .date, at: name.range, findings) }
        return attribute
    }
}

extension WorkspaceNames {
    /// All properties of the event are known.
    func isClosed(_ event: String) -> Bool { fields(of: event) != nil }
}

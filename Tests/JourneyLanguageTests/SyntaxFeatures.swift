import JourneyLanguage

/// Which forms of the syntax programs have: the cases of its enumerations, and members that need not be there.
///
/// Found by reflection, so that a form that is new to the language is seen without anybody adding it here.
struct SyntaxFeatures {
    /// `Step.Kind.give`, `Step.Send.to`, `PolicyDeclaration.Rule.Kind.quiet.via`.
    private(set) var all: Set<String> = []

    mutating func add(_ program: Program) { walk(program.items, "") }

    /// - Parameter owner: the form that the value is a part of.
    private mutating func walk(_ value: Any, _ owner: String) {
        // What they say is no form.
        if value is Name || value is SourceRange { return }
        let mirror = Mirror(reflecting: value)
        let type = String(reflecting: mirror.subjectType).split(separator: ".").dropFirst().joined(separator: ".")
        switch mirror.displayStyle {
        case .enum:
            // A literal's value is none either.
            if type == "Value" { return }
            let form = type + "." + (mirror.children.first?.label ?? "\(value)")
            all.insert(form)
            for child in mirror.children { walk(child.value, form) }
        case .struct: for child in mirror.children { look(at: child, type) }
        case .tuple: for child in mirror.children { look(at: child, owner) }
        default: for child in mirror.children { walk(child.value, owner) }
        }
    }

    private mutating func look(at child: Mirror.Child, _ owner: String) {
        let mirror = Mirror(reflecting: child.value)
        let label = child.label ?? ""
        if label == "range" { return }
        let isThere = mirror.displayStyle == .optional || mirror.displayStyle == .collection ? !mirror.children.isEmpty : child.value as? Bool ?? false
        if isThere, !label.hasPrefix(".") { all.insert(owner + "." + label) }
        walk(child.value, owner)
    }
}

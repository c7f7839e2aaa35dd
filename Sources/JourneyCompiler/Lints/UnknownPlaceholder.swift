import JourneyLanguage

/// A placeholder without `or …` whose value a customer may lack: whoever lacks it does not get the message.
///
/// Properties of the triggering event are there; an attribute is where an argument gives it, or where the sending journey looks at
/// it or sets it.
struct UnknownPlaceholder: Lint {
    func look(_ workspace: CheckedWorkspace) {
        if workspace.catalogue.messages.isEmpty { return }
        var senders: [String: [Int]] = [:]
        for (index, journey) in workspace.journeys.enumerated() {
            for name in Set(journey.sends.map(\.send.content)) { senders[name, default: []].append(index) }
        }
        for (program, findings) in zip(workspace.programs, workspace.findings) {
            for case .message(let message) in program.items {
                guard let senders = senders[message.name.text] else { continue }
                look(message, senders.map { workspace.journeys[$0] }, workspace, findings)
            }
        }
    }

    private func look(_ message: MessageDeclaration, _ senders: [CheckedJourney], _ workspace: CheckedWorkspace, _ findings: Findings) {
        let arguments = workspace.names.arguments[message.name.text] ?? []
        var told: Set<String> = []
        for part in message.bodies.lazy.flatMap(\.parts) {
            for case .value(let placeholder) in part.text.pieces where placeholder.fallbacks.isEmpty && !placeholder.isLink {
                guard case .path(let names) = placeholder.value.kind, let last = names.last else { continue }
                let written = names.map(\.text).joined(separator: ".")
                let mayLack: Bool
                switch (names.count, names[0].text) {
                case (1, _): mayLack = !arguments.contains(last.text) && lacks(last.text, senders, workspace)
                case (2, "customer"), (2, "客户"): mayLack = lacks(last.text, senders, workspace)
                case (2, "coupon"), (2, "优惠券"): mayLack = senders.contains { journey in !journey.machine.states.contains { $0.kind == .give } }
                default: mayLack = false
                }
                // One example a message is enough: its other texts want the same mend.
                if mayLack, told.insert(written).inserted { findings.report(.unknownPlaceholder(written), at: placeholder.range) }
            }
        }
    }

    private func lacks(_ attribute: String, _ senders: [CheckedJourney], _ workspace: CheckedWorkspace) -> Bool {
        let name = workspace.names.canonical(attribute, .attribute)
        if BuiltIn.attributes.contains(name) { return false }
        return senders.contains { !$0.asks(for: name) }
    }
}

extension CheckedJourney {
    /// A condition looks at the attribute, or a step gives it a value.
    fileprivate func asks(for attribute: String) -> Bool {
        if machine.readAttributes.contains(attribute) { return true }
        return machine.states.contains { state in
            state.transitions.contains { transition in
                transition.actions.contains { action in
                    switch action {
                    case .set(let name, _), .add(_, let name): name == attribute
                    default: false
                    }
                }
            }
        }
    }
}

import JourneyLanguage

/// Messages that the declared adapter of their channel, or its provider, is certain to refuse, whatever is put into them.
struct ChannelContent: Lint {
    func look(_ workspace: CheckedWorkspace) {
        let channels = Dictionary(workspace.channels.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        guard channels.values.contains(where: { AdapterContent.speaking.contains($0.adapter) }) else { return }
        var written: [String: Set<String>] = [:]
        for (program, findings) in zip(workspace.programs, workspace.findings) {
            for item in program.items {
                switch item {
                case .message(let message):
                    for body in message.bodies {
                        let name = workspace.names.canonical(body.channel.text, .channel)
                        written[message.name.text, default: []].insert(name)
                        guard let channel = channels[name] else { continue }
                        look(Self.parts(body), message.name.text, body.channel, channel, findings)
                    }
                case .policy(let policy): look(policy, channels, workspace, findings)
                default: break
                }
            }
        }
        for sending in workspace.sendings {
            let content = sending.action.content
            for (name, canonical) in zip(sending.channels, sending.action.channels) {
                guard let channel = channels[canonical], written[content]?.contains(canonical) != true else { continue }
                look([], sending.message.text, name, channel, sending.findings)
            }
        }
    }

    /// An alert is a text with a subject.
    private func look(
        _ policy: PolicyDeclaration, _ channels: [String: ChannelConfiguration], _ workspace: CheckedWorkspace, _ findings: Findings
    ) {
        for rule in policy.rules {
            guard case .alert(_, let via) = rule.kind, let channel = channels[workspace.names.canonical(via.text, .channel)] else { continue }
            look(["text", "subject"], "alert", via, channel, findings)
        }
    }

    private func look(_ parts: Set<String>, _ message: String, _ name: Name, _ channel: ChannelConfiguration, _ findings: Findings) {
        switch AdapterContent.fault(parts, via: channel) {
        case nil: break
        case .nothing: findings.report(.nothingToSend(message, name.text, adapter: channel.adapter), at: name.range)
        case .noTemplate: findings.report(.messageWithoutTemplate(message, name.text), at: name.range)
        case .incomplete(let missing): findings.report(.incompleteMiniProgram(message, missing), at: name.range)
        case .noSubject: findings.report(.mailWithoutSubject(message, name.text), at: name.range)
        }
    }

    private static func parts(_ body: MessageDeclaration.Body) -> Set<String> {
        Set(body.parts.filter { $0.text.plainText?.isEmpty != true }.map { MessageTemplate.name($0.name?.text) })
    }
}

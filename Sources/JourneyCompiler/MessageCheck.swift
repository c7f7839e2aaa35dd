import JourneyLanguage
import JourneyModel

/// Compiles the messages of a workspace, once the sends are known whose arguments they show.
struct MessageCheck {
    /// A send as it stands in a journey; not with its whole context, which knows the names that hold all sends.
    struct Sending {
        var message: Name
        var channels: [Name]
        /// The same with declared names.
        var action: Action.Send
        /// Of its journey.
        var trigger: CheckContext.Trigger
        var findings: Findings
    }

    let names: WorkspaceNames
    let uses: TypeUses

    func messages(_ declared: [CatalogueCheck.Declared<MessageDeclaration>]) -> [Catalogue.Message] {
        declared.map { item in
            let context = CheckContext(findings: item.findings, names: names, uses: uses)
            let resolver = Resolver(context, .message(arguments: names.arguments[item.syntax.name.text] ?? []))
            var message = Catalogue.Message(
                name: item.syntax.name.text, also: item.syntax.also.map(\.text), title: item.syntax.title)
            for body in item.syntax.bodies {
                let channel = names.canonical(body.channel.text, .channel)
                if message.body(via: channel) != nil {
                    item.findings.report(.bodyTwice(body.channel.text), at: body.channel.range)
                    continue
                }
                _ = context.name(body.channel, .channel)
                message.bodies.append(.init(channel: channel, parts: parts(body, resolver, item.findings)))
            }
            return message
        }
    }

    private func parts(_ body: MessageDeclaration.Body, _ resolver: Resolver, _ findings: Findings) -> [Catalogue.Message.Part] {
        var seen: Set<String> = []
        return body.parts.map { part in
            if let name = part.name, !seen.insert(name.text).inserted { findings.report(.partTwice(name.text), at: name.range) }
            let text: Formula = part.text.plainText.map { .literal(.text($0)) } ?? resolver.text(part.text)
            return .init(name: part.name?.text, text: text, mayBeUnknown: Self.mayBeUnknown(part.text))
        }
    }

    private static func mayBeUnknown(_ template: Template) -> [String] {
        template.pieces.compactMap { piece in
            guard case .value(let placeholder) = piece, placeholder.fallbacks.isEmpty else { return nil }
            if case .literal = placeholder.value.kind { return nil }
            if case .template(let inner) = placeholder.value.kind, mayBeUnknown(inner).isEmpty { return nil }
            return Spelling.expression(placeholder.value)
        }
    }

    // MARK: Where they are sent

    /// What a message shows of the triggering event must be there where it is sent.
    /// - Parameter speaking: channels that say more of a message without a text for them.
    func check(_ sendings: [Sending], _ messages: [Catalogue.Message], except speaking: Set<String>) {
        if messages.isEmpty { return }
        var shown: [String: [String]] = [:]
        var channels: [String: Set<String>] = [:]
        for message in messages {
            shown[message.name] = Self.eventProperties(message)
            channels[message.name] = Set(message.bodies.map(\.channel))
        }
        for sending in sendings {
            let name = sending.action.content
            for property in shown[name] ?? [] { check(property, of: sending) }
            guard let known = channels[name], !known.isEmpty else { continue }
            for (channel, canonical) in zip(sending.channels, sending.action.channels) {
                if !known.contains(canonical), !speaking.contains(canonical) {
                    sending.findings.report(.messageWithoutBody(sending.message.text, channel.text), at: channel.range)
                }
            }
        }
    }

    private func check(_ property: String, of sending: Sending) {
        switch sending.trigger {
        case .anything: break
        case .none:
            sending.findings.report(.messageWithoutEvent(sending.message.text, property), at: sending.message.range)
        case .events(let events):
            let isMissing = events.allSatisfy { event in
                names.fields(of: event).map { $0.find(property) == nil } ?? false
            }
            guard isMissing, let event = events.first else { return }
            sending.findings.report(
                .messageShowsMissing(sending.message.text, property, event: event), at: sending.message.range)
        }
    }

    private static func eventProperties(_ message: Catalogue.Message) -> [String] {
        var found: [String] = []
        for case .text(let pieces) in message.bodies.lazy.flatMap(\.parts).map(\.text) {
            for piece in pieces {
                // With `or …` there is something to show all the same.
                if case .fallback = piece { continue }
                piece.forEachPart {
                    if case .triggerProperty(let name) = $0, !found.contains(name) { found.append(name) }
                }
            }
        }
        return found
    }
}

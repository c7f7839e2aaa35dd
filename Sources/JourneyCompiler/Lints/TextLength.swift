import JourneyLanguage
import JourneyModel

/// A text that no channel takes, whatever is put into it, and a text message that is paid for several times.
struct TextLength: Lint {
    /// Two are common enough.
    private static let manyMessages = 3

    func look(_ workspace: CheckedWorkspace) {
        let adapters = Dictionary(workspace.channels.map { ($0.name, $0.adapter) }, uniquingKeysWith: { first, _ in first })
        for (program, findings) in zip(workspace.programs, workspace.findings) {
            for case .message(let message) in program.items {
                for body in message.bodies {
                    let channel = workspace.names.canonical(body.channel.text, .channel)
                    for part in body.parts {
                        let name = MessageTemplate.name(part.name?.text)
                        guard name == "text" || name == "markdown" else { continue }
                        look(part.text, channel, TextLimit.usual(of: channel, adapter: adapters[channel], part: name), findings)
                    }
                }
            }
        }
    }

    private func look(_ template: Template, _ channel: String, _ limit: TextLimit?, _ findings: Findings) {
        let text = template.pieces.reduce(into: "") { text, piece in
            if case .text(let part) = piece { text += part }
        }
        if let limit, limit.length(of: text) > limit.most {
            findings.report(.textTooLong(channel, limit.length(of: text), limit), at: findings.head(template.range))
        } else if channel == "sms" {
            let count = SMSLength(text).messages
            if count >= Self.manyMessages { findings.report(.manyTextMessages(count), at: findings.head(template.range)) }
        }
    }
}

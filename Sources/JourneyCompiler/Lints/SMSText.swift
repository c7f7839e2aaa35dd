import JourneyLanguage

/// What carriers and the law ask of marketing by text message: a Chinese one begins with the sender in 【】, and every one says how
/// to get no more of them.
struct SMSText: Lint {
    private static let waysOut = ["退订", "拒收", "回t", "回复t", "回n", "回复n", "unsubscribe", "stop", "opt out", "opt-out", "reply t"]

    func look(_ workspace: CheckedWorkspace) {
        if workspace.catalogue.messages.isEmpty { return }
        var marketed: Set<String> = []
        for journey in workspace.journeys where !journey.machine.isTransactional {
            for sent in journey.sends where sent.send.to == nil && sent.send.channels.contains("sms") { marketed.insert(sent.send.content) }
        }
        for (program, findings) in zip(workspace.programs, workspace.findings) {
            for case .message(let message) in program.items where marketed.contains(message.name.text) {
                for body in message.bodies where workspace.names.canonical(body.channel.text, .channel) == "sms" {
                    for part in body.parts { look(part.text, findings) }
                }
            }
        }
    }

    private func look(_ template: Template, _ findings: Findings) {
        let text = findings.text(template.range)
        // A text that is only a placeholder is written elsewhere.
        let isWritten = template.pieces.contains { if case .text(let piece) = $0 { piece.contains { $0.isLetter } } else { false } }
        guard isWritten else { return }
        let isChinese = text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
        if isChinese, !(text.contains("【") && text.contains("】")) { findings.report(.smsWithoutSignature, at: findings.head(template.range)) }
        let folded = text.lowercased().filter { $0 != " " || !isChinese }
        if !Self.waysOut.contains(where: folded.contains) {
            findings.report(.smsWithoutWayOut(isChinese: isChinese), at: findings.head(template.range))
        }
    }
}

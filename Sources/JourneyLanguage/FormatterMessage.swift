import JourneyModel

/// Lays messages: a body a line, its parts below it where a text has several lines.
extension Formatter {
    mutating func message(_ message: MessageDeclaration) {
        let heading = writer.heading(writer[.message], message.name, message.also, message.title)
        page.line(heading, SourceRange(message.range.start, message.range.start))
        page.depth += 1
        page.gap = .none
        let openings = message.bodies.map { writer.words(writer[.for], writer.name($0.channel, .channel)) }
        let width = openings.map { displayWidth($0) }.max() ?? 0
        for (body, opening) in zip(message.bodies, openings) {
            lay(body, opening, padding: width - displayWidth(opening))
            page.gap = .kept
        }
        page.depth -= 1
        page.close(message.range, writer[.end])
    }

    private mutating func lay(_ body: MessageDeclaration.Body, _ opening: String, padding: Int) {
        let parts = body.parts.map { writer.words($0.name.map { writer.name($0) } ?? "", writer.template($0.text)) }
        let padded = opening + String(repeating: " ", count: max(0, padding))
        let hasLines = parts.contains { $0.utf8.contains(2) }
        if body.parts.count == 1, let part = parts.first {
            return page.line((hasLines ? opening : padded) + " " + part, body.range)
        }
        if !hasLines, let line = page.fitting(padded + " " + parts.joined(separator: " ")) {
            return page.line(line, body.range)
        }
        page.line(opening, SourceRange(body.range.start, body.channel.range.end))
        page.depth += 1
        page.gap = .none
        for (text, part) in zip(parts, body.parts) { page.line(text, part.text.range) }
        page.depth -= 1
    }
}

/// Prints texts in which values are put.
extension Writer {
    /// Between quotes; in `"""` where it has several lines.
    func template(_ template: Template) -> String {
        let hasLines = template.pieces.contains { piece in
            if case .text(let text) = piece { return text.utf8.contains(0x0A) }
            return false
        }
        var inside = ""
        for piece in template.pieces {
            switch piece {
            case .text(let text): inside += hasLines ? Spelling.lines(text) : Spelling.inside(text)
            case .value(let placeholder): inside += self.placeholder(placeholder)
            }
        }
        guard hasLines else { return "\"" + inside + "\"" }
        return "\"\"\"" + hardBreak + inside + hardBreak + "\"\"\""
    }

    /// The format is the value's, not the fallback's, and stands beside it.
    private func placeholder(_ placeholder: Template.Placeholder) -> String {
        let fallback = placeholder.fallbacks.map { words(self[.or], arithmetic($0)) }.joined(separator: " ")
        let format = placeholder.format.map { words(self[.as], name($0)) } ?? ""
        return "{" + unbroken(words(placeholder.isLink ? self[.link] : "", arithmetic(placeholder.value), format, fallback)) + "}"
    }
}

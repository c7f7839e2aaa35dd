/// `send … or else send …`: what goes on behind `or else` is a channel, not a step.
extension Parser {
    /// A step that begins where a channel should be named.
    func beginsStep(at index: Int) -> Bool {
        let token = tokens[min(index, tokens.count - 1)]
        return token.keyword.beginsStep || token.keyword == .via
    }

    /// Reads the steps that stand behind `or else` after a `send`, and says once how it is written.
    /// - Returns: the message with the channels of those that send the same: what comes after is read as it was meant.
    mutating func mendStepsAsFallback(_ first: Step.Send) throws(Panic) -> Step.Send {
        guard let lastChannel = first.channels.last else { return first }
        let opening = tokens[indexPastSugar()]
        let tail = source.text(SourceRange(lastChannel.range.end, previousEnd))
        let (begin, place) = (lastChannel.range.end, diagnostics.endIndex)
        var (whole, isSame) = (first, true)
        var spelled = ""
        while isFallbackToStep {
            at = indexPastSugar() + 1
            skipSugar()
            guard keyword == .send || keyword == .via else {
                isSame = false
                break
            }
            guard case .send(let other)? = keyword == .via ? try sendByChannel() : try send() else { return whole }
            isSame = isSame && other.content.text == first.content.text && spelling(other) == spelling(first)
            whole.channels += other.channels
            let names = source.text(SourceRange(other.channels.first?.range.start ?? previousEnd, other.channels.last?.range.end ?? previousEnd))
            spelled += isWide(opening) ? " 其次 \(names)" : " or else \(names)"
        }
        let fix = isSame ? Diagnostic.Fix(SourceRange(begin, previousEnd), spelled + tail) : nil
        let problem = Problem.stepAsFallback(isSame: isSame, isInBlock: openBranches > 0)
        if diagnostics.endIndex == place { report(problem, opening.range, fix: fix) }
        return isSame ? whole : first
    }

    /// `or else` and a step; `else` and a step where no block is open whose other branch it could be.
    var isFallbackToStep: Bool {
        let index = indexPastSugar()
        var next = index + 1
        while next < tokens.count, tokens[next].kind == .comma || tokens[next].kind == .pause { next += 1 }
        switch tokens[index].keyword {
        case .orElse: return beginsStep(at: next)
        case .else: return openBranches == 0 && !blocksAreUncertain && beginsStep(at: next)
        default: return false
        }
    }

    /// All of a message but its name and its channels.
    private func spelling(_ send: Step.Send) -> [String] {
        send.arguments.flatMap { [$0.name.text, source.text($0.value.range)] } + [send.to?.text ?? "", send.isAtBestTime ? "best" : ""]
    }
}

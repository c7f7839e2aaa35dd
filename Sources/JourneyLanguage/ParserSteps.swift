extension Parser {
    static let verbs: [Keyword] = [
        .send, .wait, .waitUntil, .waitUpTo, .if, .split, .repeatUpTo, .set, .add, .tag, .untag, .give, .record, .start, .leave,
        .stop,
        .label,
    ]

    /// What a misspelt word at the place of a step may mean, besides a verb.
    private static let othersAtStep: [Keyword] = [.end, .else, .elseIf, .then, .when, .ifSo, .via]

    /// What it may mean before the first step, too.
    private static let othersBeforeSteps: [Keyword] = [
        .forCustomersWhere, .againAfter, .againAlways, .once, .goal, .exitWhen, .priority, .owner, .butNot, .within, .where,
    ]

    /// `{step}` up to the end of the block; in a `split`, up to the next arm.
    mutating func steps(arms: Bool) -> [Step] {
        var steps: [Step] = []
        var sawStep = false
        if depth >= Self.deepest {
            report(.tooDeep(Self.deepest), current.range)
            blocksAreUncertain = true
            skipBlock()
            return []
        }
        depth += 1
        defer { depth -= 1 }
        var saidTooLate = false
        while true {
            skipSugar()
            if arms, beginsArm { return steps }
            if keyword.beginsHeader {
                if !saidTooLate { report(.headerAfterStep(shown(current) ?? ""), current.range) }
                saidTooLate = true
                _ = header(after: [])
                continue
            }
            let before = at
            if let step = anyStep(&sawStep) { steps.append(step) }
            if at == before { return steps }
        }
    }

    /// What no step begins with; a share may lack its sign.
    private var beginsArm: Bool {
        switch current.kind {
        case .percent, .text, .integer, .decimal: true
        default: keyword == .arm
        }
    }

    /// Moves to the `end` that closes the block we are in.
    private mutating func skipBlock() {
        var open = 0
        while current.kind != .endOfFile, keyword != .when {
            switch keyword {
            case .end where open == 0: return
            case .end: open -= 1
            case .if, .ifSo, .split, .repeatUpTo: open += 1
            default: break
            }
            advance()
        }
    }

    /// A step, or what stands in the place of one. Where the block ends nothing is read.
    mutating func anyStep(_ sawStep: inout Bool) -> Step? {
        while accept(.then) { skipSugar() }
        let before = at
        if keyword.beginsStep || beginsSendByChannel || beginsAddition {
            sawStep = true
            lastStepStart = before
            stepsRead += 1
            if stepsRead == Self.mostSteps + 1 { report(.tooManySteps(Self.mostSteps), current.range) }
            let isTooLate = stepsRead > Self.mostSteps
            do {
                let step = try step()
                return isTooLate ? nil : step
            } catch {
                if at == before { advance() }
                synchronize()
            }
            return nil
        }
        if keyword == .else || keyword == .elseIf || keyword == .orElse { return strayElse() }
        if current.kind == .endOfFile || keyword == .end || keyword == .when || beginsItem && !isMeantAsVerb { return nil }
        if keyword == .and, sawStep || peek().keyword.beginsStep {
            report(.andBetweenSteps, current.range, fix: "then")
            advance()
            return nil
        }
        // The next sentence, which lacks its `when`.
        if sawStep, isFirstOnLine(current), beginsSentence { return nil }
        // `enroll when …`, the next one with a word too many.
        if sawStep, current.kind == .name, peek().keyword == .when, !isFirstOnLine(peek()) { return nil }
        if mendChineseStep(sawStep) {
            sawStep = true
            return nil
        }
        if mendSpoken(sawStep) {
            if at == before, !keyword.beginsHeader { advance() }
            return nil
        }
        if mendVerb() || mend(among: Self.verbs) { return anyStep(&sawStep) }
        if mend(among: sawStep ? Self.othersAtStep : Self.othersAtStep + Self.othersBeforeSteps) {
            if keyword.closesBlock || keyword == .when || keyword.beginsHeader { return nil }
        } else {
            report(.notAStep(found: shown(current)), current.range)
        }
        advance()
        synchronize()
        return nil
    }

    /// `else` where no block is open that it could belong to; inside a block it is the business of who opened it.
    private mutating func strayElse() -> Step? {
        if openBranches > 0, keyword != .orElse { return nil }
        if !blocksAreUncertain { report(.strayElse(shown(current) ?? ""), current.range) }
        blocksAreUncertain = true
        advance()
        synchronize()
        return nil
    }

    /// `send | wait | waitFor | branch | set | add | tag | untag | stop`, and the steps that are not run yet
    mutating func step() throws(Panic) -> Step? {
        let opener = current
        let start = Int(opener.start)
        let kind: Step.Kind?
        switch opener.keyword {
        case .send: kind = try withFallbacks(send())
        case .wait: kind = try wait()
        case .waitUntil: kind = .waitUntil(try waitUntil())
        case .waitUpTo: kind = waitFor()
        case .if: kind = branch()
        case .split: kind = split()
        case .repeatUpTo, .repeat: kind = repeats()
        case .set: kind = try set()
        case .add: kind = try add()
        case .give: kind = try give()
        case .record: kind = try record()
        case .ifSo:
            ifSoWithoutWait()
            kind = nil
        case .via: kind = try withFallbacks(sendByChannel())
        case .tag, .untag, .start, .leave, .label, .stop: kind = try shortStep()
        default: kind = try addition()
        }
        return kind.map { Step($0, range(from: start)) }
    }

    private mutating func withFallbacks(_ kind: Step.Kind?) throws(Panic) -> Step.Kind? {
        guard isFallbackToStep, case .send(let send)? = kind else { return kind }
        return .send(try mendStepsAsFallback(send))
    }

    /// `("tag" | "untag" | "start" | "leave" | "label") name | "stop"`
    private mutating func shortStep() throws(Panic) -> Step.Kind {
        let verb = keyword
        advance()
        if verb == .tag || verb == .untag, keyword == .as, beginsName(peek()), !isFirstOnLine(peek()) {
            report(.foreignOperator("\(verb.spelling()) as", ours: verb.spelling()), current.range, fix: "")
            advance()
        }
        switch verb {
        case .tag: return .tag(try nameInOneWord(.tagName))
        case .untag: return .untag(try nameInOneWord(.tagName))
        case .start: return .start(try name(.journeyName))
        case .leave: return .leave(try name(.journeyName))
        case .label: return .label(try name(.name))
        default: return .stop
        }
    }

    // MARK: send

    /// `"send" name ["with" arguments] ["to" name] "via" channels ["at best time"]`; nil where a part of it is missing.
    mutating func send() throws(Panic) -> Step.Kind? {
        let verb = current
        advance()
        var content: Name?
        if keyword == .via || keyword == .with || keyword == .to {
            report(.missingContent, verb.range)
        } else if current.kind == .endOfFile || keyword.beginsStep && !beginsName(peek(-1)) && peek().keyword != .via {
            throw fail(.missingContent, verb.range)
        } else {
            content = try nameInOneWord(.contentName)
        }
        var arguments: [Step.Argument] = []
        if acceptPastSugar(.with) { arguments = try self.arguments() }
        skipEverybody()
        let to = acceptPastSugar(.to) ? try name(.attributeName) : nil
        if current.kind == .name, isBuiltInChannel(text(current)) {
            report(.missingVia, SourceRange(Int(current.start), Int(current.start)), fix: "via ")
        } else if let to, keyword != .via, isBuiltInChannel(to.text) {
            let last = range(at - 2, at - 1)
            report(.foreignOperator("to \(to.text)", ours: "via \(to.text)"), last, fix: "via \(to.text)")
            guard let content else { return nil }
            return .send(Step.Send(content: content, arguments: arguments, channels: [to]))
        } else if !acceptPastSugar(.via), !(mend(among: [.via]) && accept(.via)), !mendVia() {
            if let content, let panic = channelBeforeContent(content, verb) { throw panic }
            if let content, mendChannelInContent(content, verb) { throw Panic() }
            throw fail(.missingVia, SourceRange(previousEnd, previousEnd))
        }
        let channels = try channels()
        let isAtBestTime = acceptPastSugar(.atBestTime)
        guard let content else { return nil }
        return .send(Step.Send(content: content, arguments: arguments, to: to, channels: channels, isAtBestTime: isAtBestTime))
    }

    func isBuiltInChannel(_ word: String) -> Bool { BuiltInChannels.all.contains { $0.english == word } }

    /// `name {("or else" | "else") name}`: `else` and a verb is a branch.
    mutating func channels() throws(Panic) -> [Name] {
        var channels = [try name(.channelName)]
        while true {
            let index = indexPastSugar()
            let next = tokens[min(index + 1, tokens.count - 1)]
            switch tokens[index].keyword {
            case .orElse where beginsStep(at: index + 1): return channels
            case .orElse: at = index + 1
            case .else where beginsName(next) && !isMisspeltVerb(index + 1): at = index + 1
            case .or where beginsName(next):
                report(.orWithoutElse, tokens[index].range, fix: "or else")
                at = index + 1
            case .and where beginsName(next) && !looksLikeVerb(index + 1):
                report(.andBetweenChannels, tokens[index].range, fix: "or else")
                at = index + 1
            default: return channels
            }
            channels.append(try name(.channelName))
        }
    }

    /// `name ":" expression {"," name ":" expression}`: of an event its properties, else attributes
    mutating func arguments(of event: Name? = nil) throws(Panic) -> [Step.Argument] {
        var arguments: [Step.Argument] = []
        repeat {
            var name = try argumentName()
            name.text = event.map { names.canonical(name.text, of: [$0.text]) } ?? names.canonical(name.text, .attribute)
            if current.kind == .equal {
                report(.foreignOperator("=", ours: ":"), current.range, fix: ":")
                advance()
            } else {
                try expect(.colon, ":")
            }
            arguments.append(Step.Argument(name: name, value: try expression()))
        } while acceptCommaBeforeArgument()
        return arguments
    }

    /// Before a colon every word is a name: `customer with tag: "vip"`.
    mutating func argumentName() throws(Panic) -> Name {
        guard current.kind == .keyword, isOneWord(current), peek().kind == .colon else { return try name(.name) }
        let token = current
        advance()
        return Name(text(token), token.range)
    }

    private func isOneWord(_ token: Token) -> Bool { !source.text(token.range).contains { $0.isWhitespace } }

    /// A comma goes on with the arguments where a name and a colon follow; any other is sugar.
    private mutating func acceptCommaBeforeArgument() -> Bool {
        let next = peek()
        let isName = beginsName(next) || next.kind == .keyword && isOneWord(next)
        guard current.kind == .comma, isName, peek(2).kind == .colon else { return false }
        advance()
        return true
    }

    // MARK: if

    /// `"if" condition {step} {"else if" condition {step}} ["else" {step}] "end"`
    mutating func branch() -> Step.Kind { elseIfs(opener: current) }

    /// The branches from an `if` or `else if` on, to the `end` of the block that the opener began.
    mutating func elseIfs(opener: Token) -> Step.Kind {
        var branches: [Step.Branch] = []
        repeat {
            advance()
            var condition: Expression?
            do { condition = try self.condition() } catch { synchronize() }
            let steps = branchSteps()
            if let condition { branches.append(Step.Branch(condition: condition, steps: steps)) }
            skipSugar()
        } while keyword == .elseIf
        let otherwise = accept(.else) ? branchSteps() : nil
        end(opener)
        return .branch(branches, otherwise: otherwise)
    }

    mutating func branchSteps() -> [Step] {
        openBranches += 1
        defer { openBranches -= 1 }
        return steps(arms: false)
    }
}

import JourneyLanguage
import JourneyModel

extension Chart {
    /// Each state becomes a card; a state that asks several questions one after the other becomes a card for each of them.
    init(_ machine: Machine, in language: Language) {
        self.init(name: machine.name, title: machine.title ?? machine.name, language: language)
        let words = ChartWords(language: language)
        addTrigger(machine, words)
        addFacts(machine, words)
        var firsts: [Int] = []
        var count = nodes.count
        for state in machine.states {
            firsts.append(count)
            count += state.kind == .choice ? max(state.transitions.count { $0.condition != nil }, 1) : 1
        }
        for state in machine.states {
            switch state.kind {
            case .step: addStep(state, firsts, words)
            case .wait: addWait(state, firsts, words)
            case .choice: addQuestions(state, firsts, words)
            case .split: addSplit(state, firsts, words)
            case .give: addGift(state, firsts, words)
            case .loop: addLoop(state, firsts, words)
            case .done: nodes.append(Node(name: state.label, kind: .end, title: words.end))
            }
        }
        if nodes.count > 1 { edges.append(Edge(from: 0, to: 1)) }
        dropUnreached()
    }

    /// Where every way ends in a stop, nothing leads to the end.
    private mutating func dropUnreached() {
        if nodes.count > 2, nodes.last?.kind == .end, !edges.contains(where: { $0.to == nodes.count - 1 }) { nodes.removeLast() }
    }

    private mutating func addTrigger(_ machine: Machine, _ words: ChartWords) {
        var details: [String] = []
        if let property = machine.forEach { details.append(words.word(.forEach) + " " + property) }
        if let audience = machine.audience { details.append(words.word(.forCustomersWhere) + " " + words.text(audience)) }
        nodes.append(
            Node(name: "when", kind: .trigger, verb: words.word(.when), title: words.text(machine.trigger), details: details))
    }

    private mutating func addFacts(_ machine: Machine, _ words: ChartWords) {
        if let goal = machine.goal {
            var text = words.window(words.text(goal.events), goal.within)
            if let value = goal.value { text += (words.isChinese ? "，价值 " : ", value ") + value }
            if goal.continues { text += words.isChinese ? "，达成后继续" : ", then goes on" }
            facts.append(Fact(kind: .goal, heading: words.word(.goal), text: text))
        }
        if !machine.exits.isEmpty {
            let exits = machine.exits.map { exit in
                switch exit {
                case .event(let matcher): words.text(matcher)
                case .condition(let condition): words.text(condition)
                }
            }
            facts.append(Fact(kind: .exit, heading: words.word(.exitWhen), text: exits.joined(separator: " \(words.word(.or)) ")))
        }
        facts.append(Fact(kind: .again, heading: words.isChinese ? "进入次数" : "entry", text: words.text(machine.reentry)))
        addShares(machine, words)
        if machine.priority != 0 {
            facts.append(Fact(kind: .priority, heading: words.word(.priority), text: String(machine.priority)))
        }
        if let owner = machine.owner { facts.append(Fact(kind: .owner, heading: words.word(.owner), text: owner)) }
    }

    private mutating func addShares(_ machine: Machine, _ words: ChartWords) {
        if let dates = machine.dates {
            facts.append(Fact(kind: .dates, heading: words.isChinese ? "有效期" : "dates", text: words.text(dates)))
        }
        if machine.rollOut != 10_000 {
            facts.append(Fact(kind: .rollOut, heading: words.word(.rollOutTo), text: words.share(machine.rollOut)))
        }
        if machine.holdOut != 0 {
            facts.append(Fact(kind: .holdOut, heading: words.word(.holdOut), text: words.share(machine.holdOut)))
        }
        if let expires = machine.expires {
            facts.append(Fact(kind: .expires, heading: words.word(.expires), text: words.duration(expires)))
        }
        if machine.isTransactional {
            facts.append(Fact(kind: .transactional, heading: words.word(.class), text: words.word(.transactional)))
        }
    }

    // MARK: States

    private mutating func addStep(_ state: State, _ firsts: [Int], _ words: ChartWords) {
        let actions = state.transitions.flatMap(\.actions)
        var node = actions.first.map { words.node($0, state.label) } ?? Node(name: state.label, kind: .change, title: state.label)
        node.details += actions.dropFirst().map(\.text)
        // Whoever stops goes nowhere: the way to the end would only cross the picture.
        if node.kind != .stop {
            for transition in state.transitions {
                edges.append(Edge(from: nodes.count, to: firsts[transition.target], label: transition.name, tone: .arm))
            }
        }
        nodes.append(node)
    }

    private mutating func addWait(_ state: State, _ firsts: [Int], _ words: ChartWords) {
        var node = Node(name: state.label, kind: .wait, verb: words.word(.wait))
        var awaited: [EventMatcher] = []
        for transition in state.transitions {
            switch transition.cause {
            case .event(let events): awaited += events
            case .timer(let duration): node.title = words.duration(duration)
            case .moment(let moment):
                node.kind = .date
                node.verb = words.word(.waitUntil)
                node.title = words.text(moment)
            case .immediate, .arm, .given, .round, .roundsOver: break
            }
        }
        if !awaited.isEmpty {
            node.verb = words.word(.waitUpTo)
            node.title += " " + words.word(words.isChinese ? .until : .for) + " " + words.text(awaited)
        }
        let meets = Set(state.transitions.map(\.target)).count < 2
        for transition in state.transitions.prefix(meets ? 1 : .max) {
            var edge = Edge(from: nodes.count, to: firsts[transition.target])
            if !meets {
                if case .timer = transition.cause { edge.tone = .no } else { edge.tone = .yes }
                edge.label = edge.tone == .yes ? words.yes : words.no
            }
            edges.append(edge)
        }
        nodes.append(node)
    }

    private mutating func addQuestions(_ state: State, _ firsts: [Int], _ words: ChartWords) {
        let first = nodes.count
        for transition in state.transitions {
            guard let condition = transition.condition else {
                let from = max(nodes.count - 1, first)
                edges.append(Edge(from: from, to: firsts[transition.target], label: words.no, tone: .no))
                continue
            }
            if nodes.count > first {
                edges.append(Edge(from: nodes.count - 1, to: nodes.count, label: words.no, tone: .no))
            }
            let name = nodes.count == first ? state.label : state.label + "." + String(nodes.count - first + 1)
            let verb = words.word(nodes.count == first ? .if : .elseIf)
            edges.append(Edge(from: nodes.count, to: firsts[transition.target], label: words.yes, tone: .yes))
            nodes.append(Node(name: name, kind: .question, verb: verb, title: words.question(condition)))
        }
        if nodes.count == first { nodes.append(Node(name: state.label, kind: .question, title: state.label)) }
    }

    private mutating func addSplit(_ state: State, _ firsts: [Int], _ words: ChartWords) {
        let details = state.split?.isAdaptive == true ? [words.word(.adaptively)] : []
        for transition in state.transitions {
            var label = transition.name
            if case .arm(let share) = transition.cause, share > 0 { label += " · " + words.share(share) }
            edges.append(Edge(from: nodes.count, to: firsts[transition.target], label: label, tone: .arm))
        }
        nodes.append(
            Node(name: state.label, kind: .split, verb: words.word(.split), title: state.split?.name ?? "", details: details))
    }

    private mutating func addGift(_ state: State, _ firsts: [Int], _ words: ChartWords) {
        let meets = Set(state.transitions.map(\.target)).count < 2
        for transition in state.transitions.prefix(meets ? 1 : .max) {
            var edge = Edge(from: nodes.count, to: firsts[transition.target])
            if !meets {
                let isGiven = transition.cause == .given(true)
                edge.tone = isGiven ? .yes : .no
                edge.label = isGiven ? (words.isChinese ? "已发放" : "given") : (words.isChinese ? "已领完" : "none left")
            }
            edges.append(edge)
        }
        nodes.append(Node(name: state.label, kind: .gift, verb: words.word(.give), title: state.coupon ?? ""))
    }

    /// All ways out of a loop are one arrow; what ends it early stands on the card.
    private mutating func addLoop(_ state: State, _ firsts: [Int], _ words: ChartWords) {
        var node = Node(name: state.label, kind: .loop, verb: words.word(.repeatUpTo))
        if let loop = state.loop {
            let every = words.duration(loop.every)
            node.title = words.isChinese ? "\(loop.limit)次，每隔 \(every)" : "\(loop.limit) times, every \(every)"
        }
        var exits: Set<Int> = []
        for transition in state.transitions {
            if case .event(let events) = transition.cause { node.details.append(words.word(.until) + " " + words.text(events)) }
            let isRound = transition.cause == .round
            if !isRound, !exits.insert(transition.target).inserted { continue }
            let label = isRound ? (words.isChinese ? "每轮" : "each time") : (words.isChinese ? "之后" : "then")
            edges.append(Edge(from: nodes.count, to: firsts[transition.target], label: label, tone: isRound ? .arm : .plain))
        }
        nodes.append(node)
    }
}

extension ChartWords {
    /// The card of an action.
    fileprivate func node(_ action: Action, _ name: String) -> Chart.Node {
        switch action {
        case .send(let send):
            var details = lines(send.arguments)
            if let attribute = send.to { details.append(word(.to) + " " + attribute) }
            if send.isAtBestTime { details.append(word(.atBestTime)) }
            return Chart.Node(
                name: name, kind: .message, verb: word(.send), title: send.content, details: details,
                chips: send.channels.map(channel))
        case .set(let attribute, let value):
            return Chart.Node(
                name: name, kind: .change, verb: word(.set), title: attribute + (isChinese ? " 为 " : " to ") + text(value))
        case .add(let value, let attribute):
            return Chart.Node(
                name: name, kind: .change, verb: word(.add),
                title: isChinese ? attribute + " 增加 " + text(value) : text(value) + " to " + attribute)
        case .tag(let tag): return Chart.Node(name: name, kind: .tag, verb: word(.tag), title: tag)
        case .untag(let tag): return Chart.Node(name: name, kind: .tag, verb: word(.untag), title: tag)
        case .record(let event, let arguments):
            return Chart.Node(name: name, kind: .record, verb: word(.record), title: event, details: lines(arguments))
        case .start(let journey): return Chart.Node(name: name, kind: .link, verb: word(.start), title: journey)
        case .leave(let journey): return Chart.Node(name: name, kind: .link, verb: word(.leave), title: journey)
        case .stop:
            return Chart.Node(name: name, kind: .stop, verb: word(.stop), title: isChinese ? "旅程到此结束" : "the journey ends here")
        }
    }

    private func lines(_ arguments: [Action.Argument]) -> [String] {
        arguments.map { $0.name + (isChinese ? "：" : ": ") + text($0.value) }
    }
}

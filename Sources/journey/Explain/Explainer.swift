import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel

/// Tells of one person, from the journal: what happened in each journey and why, and of journeys never entered why not.
///
/// The values behind a decision stand in the journal beside it, so that what is told is what the engine saw, whatever became of the
/// journeys, the policy and the person since.
struct Explainer {
    let journal: PersonJournal
    /// All versions there ever were; of a name the current one first, then the younger before the older.
    let versions: [LoadedVersion]
    let time: SpokenTime
    /// What each audience asks for.
    let audiences: [String: Formula]

    init(_ journal: PersonJournal, versions: [LoadedVersion], zone: Zone, audiences: [AudienceDefinition] = []) {
        self.journal = journal
        self.audiences = Dictionary(audiences.map { ($0.name, $0.formula) }, uniquingKeysWith: { first, _ in first })
        self.versions = versions.sorted { a, b in
            a.identity.isCurrent != b.identity.isCurrent ? a.identity.isCurrent : a.identity.number > b.identity.number
        }
        time = SpokenTime(zone: zone)
    }

    /// All that happened in a journey, in the order in which it was decided.
    func moments(of journey: String) -> [ExplainedMoment] {
        journal.decisions.filter { $0.journey == journey }.compactMap(explained)
    }

    /// With whom the person was joined, and was not.
    var identity: [ExplainedMoment] {
        journal.decisions.filter { decision in
            // Of two ids that could not be joined at first and were later, one tells it.
            decision.action == .merge && (decision.customer == journal.customer || !journal.ids.contains(decision[.other]?.text ?? ""))
        }.compactMap(explained)
    }

    private func explained(_ decision: Decision) -> ExplainedMoment? {
        var moment = moment(decision)
        if decision.customer != journal.customer { moment?.alias = decision.customer }
        return moment
    }

    // MARK: What the decisions are about

    /// The machine that a decision is about, as far as is known: its version, else the youngest that has the step.
    func machine(of decision: Decision) -> Machine? {
        let own = versions.filter { $0.machine.name == decision.journey }
        if let number = Because.version(decision[.because]), let version = own.first(where: { $0.identity.number == number }) {
            return version.machine
        }
        return (own.first { version in version.machine.states.contains { $0.label == decision.step } } ?? own.first)?.machine
    }

    func state(of decision: Decision) -> State? { machine(of: decision)?.states.first { $0.label == decision.step } }

    func span(_ duration: Microseconds) -> Bilingual {
        Bilingual(spelled(duration: duration, in: .english), spelled(duration: duration, in: .chinese))
    }

    func condition(_ formula: Formula) -> Bilingual {
        Bilingual("`\(formula.text)`", "`\(spelled(condition: formula.text, in: .chinese))`")
    }

    /// What decided, in words; an audience with what it asks for.
    func told(_ parts: [DecidingPart], inEvent: Bool = false) -> Bilingual {
        let all = parts.map { part in
            let words = part.words(inEvent: inEvent)
            guard case .inAudience(let name) = part.condition, let formula = audiences[name] else { return words }
            let asked = condition(formula)
            return words.followed(by: Bilingual("(`\(name)` is \(asked.english))", "（`\(name)` 即 \(asked.chinese)）"), " ", "")
        }
        return Bilingual(all.map(\.english).joined(separator: "; "), all.map(\.chinese).joined(separator: "；"))
    }

    func trigger(_ machine: Machine) -> Bilingual {
        Bilingual("`\(machine.trigger.text)`", "`\(spelled(trigger: machine.trigger.text, in: .chinese))`")
    }

    /// When a watch ends, or for how long it is: of its beginning.
    func until(_ decision: Decision) -> Timestamp? {
        if case .instant(let instant)? = decision[.until] { return instant }
        return nil
    }

    func since(_ decision: Decision) -> Timestamp? {
        if case .instant(let instant)? = decision[.since] { return instant }
        return nil
    }

    // MARK: One decision

    private func moment(_ decision: Decision) -> ExplainedMoment? {
        func text(_ detail: Decision.Detail) -> String { decision[detail]?.text ?? "" }
        func told(_ what: String, _ words: Bilingual, _ facts: (String, Value)..., parts: [DecidingPart] = []) -> ExplainedMoment {
            ExplainedMoment(
                at: decision.at, what: what, step: decision.step, words: words, parts: parts,
                facts: facts.filter { $0.1 != .unknown && $0.1 != .text("") && $0.1 != .list([]) }.map { (name: $0.0, value: $0.1) })
        }
        let isQuiet = decision.isShadow
        switch decision.action {
        case .watch: return told("watch_began", watchBegan(decision), ("event", .text(text(.event))), ("until", decision[.until] ?? .unknown))
        case .cancel: return told("watch_cancelled", watchCancelled(decision), ("event", .text(text(.event))))
        case .enter:
            return told(isQuiet ? "held_out" : "entered", entered(decision), ("reason", .text(text(.reason))))
        case .refuse:
            let parts = machine(of: decision)?.audience.map { Because.parts(decision[.because], of: [$0]) } ?? []
            return told("refused", refused(decision, parts), ("reason", .text(text(.reason))), parts: parts)
        case .wait: return told("waiting", waiting(decision), ("until", decision[.until] ?? .unknown))
        case .branch:
            let question = machine(of: decision)?.question(of: decision.step, taken: text(.taken)) ?? []
            let parts = Because.parts(decision[.because], of: question)
            return told("branched", branched(decision, parts), ("way", .text(text(.taken))), ("event", .text(text(.event))), parts: parts)
        case .send: return message(decision)
        case .exit:
            let parts = machine(of: decision).map { Because.parts(decision[.because], of: $0.exitQuestion).filter(\.holds) } ?? []
            return told("exited", exited(decision, parts), ("cause", .text(text(.reason))), parts: parts)
        case .goal:
            var moment = told("goal", reachedGoal(decision), ("event", .text(text(.event))), ("value", decision[.value] ?? .unknown))
            moment.more = goalFacts(decision)
            return moment
        case .stop: return told("stopped", Bilingual("a `stop` ended the journey here", "`停止` 在此结束了旅程"))
        case .finish: return told("finished", Bilingual("went through to the end", "走完了整个旅程"))
        case .fail: return told("failed", Bilingual("failed: \(text(.reason))", "失败：\(text(.reason))"), ("reason", .text(text(.reason))))
        case .pause:
            return told(
                "paused", Bilingual("the fuse paused the journey: \(text(.reason))", "熔断暂停了旅程：\(text(.reason))"), ("reason", .text(text(.reason))))
        case .hold:
            return told("entry_held", Bilingual("the journey is paused; the entry is kept until it goes on", "旅程已暂停，进入被保留到恢复之后"))
        case .move:
            return told(
                "moved", Bilingual("moved to the current version, from \(text(.reason)) to \(decision.step)", "移到当前版本：从 \(text(.reason)) 到 \(decision.step)"),
                ("from", .text(text(.reason))))
        case .merge where decision[.outcome] != nil:
            return told(
                "not_joined", notJoined(text(.other), because: text(.reason)), ("other", .text(text(.other))), ("reason", .text(text(.reason))),
                ("strong_ids", .list(strongIDs(text(.reason)).map { .text($0) })))
        case .merge:
            return told("joined", Bilingual("is one person with `\(text(.other))`", "与 `\(text(.other))` 是同一个人"), ("other", .text(text(.other))))
        case .merged:
            return told("merged", merged(decision))
        case .set, .tag, .untag, .record, .start, .leave, .give:
            // A shadow changes nothing outside itself.
            return isQuiet ? nil : done(decision)
        }
    }

    private func message(_ decision: Decision) -> ExplainedMoment {
        let told = sent(decision)
        return ExplainedMoment(
            at: decision.at, what: "message", step: decision.step, words: told.words,
            facts: [
                ("content", decision[.content] ?? .unknown), ("channel", .text(told.channel)), ("outcome", .text(told.outcome)),
                ("reason", .text(told.reason)),
            ].filter { $0.1 != .text("") }.map { (name: $0.0, value: $0.1) })
    }
}

import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel
import JourneyReports
import JourneyStore

/// All that is told of one person, journey by journey.
struct PersonExplanation {
    let customer: String
    let journeys: [ExplainedJourney]
    /// With whom the person was joined, and was not.
    let identity: [ExplainedMoment]
    private let ids: [String]
    private let asked: String
    private let known: [Bilingual]
    private let zone: Zone
    private let time: SpokenTime
    /// The journeys are written in Chinese, as far as their names tell.
    let isChinese: Bool

    /// - Parameters:
    ///   - state: what the store holds of the person now.
    ///   - retention: how much of the past is gone.
    ///   - only: one journey; nil: all that run, and those that left traces.
    init(
        _ journal: PersonJournal, state: CustomerState?, deployment: ExplainedDeployment, names: NameTable, retention: Retention = Retention(),
        only: String? = nil
    ) {
        customer = journal.customer
        (ids, asked, known) = (journal.ids, journal.asked, journal.known + [retention.words].compactMap { $0 })
        zone = Zone.of(state, policy: deployment.policy, names: names)
        let explainer = Explainer(
            journal, versions: deployment.versions, zone: zone, audiences: deployment.definitions.audiences)
        time = explainer.time
        identity = explainer.identity
        let current = explainer.versions.filter(\.identity.isCurrent)
        var wanted = current.map(\.machine.name)
        for decision in journal.decisions where !decision.journey.isEmpty && !wanted.contains(decision.journey) { wanted.append(decision.journey) }
        if let only { wanted = [only] }
        wanted.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let past = PastConditions(
            current.flatMap { version in version.machine.triggerConditions } + deployment.definitions.audiences.map(\.formula),
            definitions: deployment.definitions, policy: deployment.policy,
            names: names)
        let now = journal.end == nil ? state : nil
        let record = now ?? past.walk(journal) { _ in }
        journeys = wanted.map { name in
            let version = explainer.versions.first { $0.machine.name == name }
            let moments = explainer.moments(of: name)
            let (status, words) = Standing(explainer: explainer, journey: name, state: now).status
            var told = [words].compactMap { $0 }
            if let version, !moments.contains(where: { $0.what == "entered" || $0.what == "held_out" }) {
                let why = WhyNotEntered(
                    explainer: explainer, version: version, past: past, state: record, names: names,
                    excludesHistory: deployment.excludesHistory, asOf: journal.end ?? deployment.clock ?? journal.lastAt)
                let before = retention.through == nil ? nil : record.entered(name, names)
                if words == nil { told = [before ?? Bilingual("never entered", "从未进入")] }
                if before == nil { told += moments.isEmpty && words == nil ? why.reasons : why.nearMisses }
            }
            return ExplainedJourney(journey: name, title: version?.machine.title ?? "", status: status, words: told, moments: moments)
        }
        isChinese = current.contains { $0.machine.isInChinese }
    }

    func json(_ language: Language) -> String {
        "{\"customer\":\(JSONText.quoted(customer)),\"asked\":\(JSONText.quoted(asked)),"
            + "\"ids\":[\(ids.map { JSONText.quoted($0) }.joined(separator: ","))],"
            + "\"identity\":[\(identity.map { $0.json(language) }.joined(separator: ","))],\"timezone\":\(JSONText.quoted(zone.name)),"
            + "\"journeys\":[\(journeys.map { $0.json(language) }.joined(separator: ","))]}"
    }

    func text(_ language: Language, ink: Ink) -> String {
        let clock = Bilingual("times in \(zone.name)", "时间为 \(zone.name)")[language]
        var text = ink(.bold, printable(customer)) + "  " + ink(.dim, clock) + "\n"
        for words in known { text += "  " + printable(words[language]) + "\n" }
        text += self.text(of: identity, language, ink)
        for journey in journeys { text += "\n" + self.text(of: journey, language, ink) }
        return text
    }

    private func text(of journey: ExplainedJourney, _ language: Language, _ ink: Ink) -> String {
        var text = ink(.bold, printable(journey.journey)) + (journey.title.isEmpty ? "" : "  " + ink(.dim, printable(journey.title))) + "\n"
        for words in journey.words { text += "  " + printable(words[language]) + "\n" }
        return text + self.text(of: journey.moments, language, ink)
    }

    private func text(of moments: [ExplainedMoment], _ language: Language, _ ink: Ink) -> String {
        var text = ""
        var day = ""
        for moment in moments {
            if time.day(moment.at) != day {
                day = time.day(moment.at)
                text += "  " + ink(.blue, day) + "\n"
            }
            let step = moment.step.isEmpty ? "" : "  " + ink(.dim, printable(moment.step))
            let under = Bilingual("as `\(moment.alias)`", "以 `\(moment.alias)` 的身份")[language]
            let alias = moment.alias.isEmpty ? "" : "  " + ink(.dim, printable(under))
            text += "    " + ink(.dim, time.clock(moment.at)) + "  " + printable(moment.words[language]) + step + alias + "\n"
        }
        return text
    }
}

extension CustomerState {
    /// Entries of which nothing but their number is kept; nil where there are none.
    fileprivate func entered(_ journey: String, _ names: NameTable) -> Bilingual? {
        guard let number = names.known(journey) else { return nil }
        let entries = entries.filter { $0.journey == number }
        guard let last = entries.map(\.lastAt).max() else { return nil }
        let count = entries.reduce(0) { $0 + Int($1.count) }
        return Bilingual(
            "entered \(count == 1 ? "once, at" : "\(count) times, the last at") \(last.rfc3339); how is no longer kept",
            "进入过\(count)次，最近一次在 \(last.rfc3339)，详情已不再保留")
    }
}

extension Retention {
    fileprivate var words: Bilingual? {
        through.map { through in
            Bilingual(
                "what happened up to \(through.rfc3339) is no longer kept, and not told of here",
                "\(through.rfc3339) 及以前的事件已不再保留，这里不会提到")
        }
    }
}

extension Machine {
    /// What the events of its trigger are asked.
    fileprivate var triggerConditions: [Formula] {
        guard case .pattern(let pattern) = trigger else { return [] }
        var matchers: [EventMatcher] = []
        switch pattern.base {
        case .any(let events), .times(let events, _, _): matchers += events
        case .all(let groups, _): matchers += groups.joined()
        }
        matchers += pattern.follows.flatMap(\.events)
        return matchers.compactMap(\.condition)
    }

    /// A machine keeps no keywords, so that its names must tell.
    fileprivate var isInChinese: Bool {
        ([name, title ?? ""] + eventNames).contains { $0.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
    }
}

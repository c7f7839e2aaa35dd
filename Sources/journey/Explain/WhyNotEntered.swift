import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel

/// Why a person never entered a journey: which event was missing, or which condition failed, when, with what values.
struct WhyNotEntered {
    let explainer: Explainer
    let version: LoadedVersion
    let past: PastConditions
    /// What the person's record holds in the end.
    let state: CustomerState
    let names: NameTable
    /// Events from before the first deployment let nobody enter.
    let excludesHistory: Bool
    /// The moment that is told of.
    let asOf: Timestamp

    /// Failures told of one event; the latest are.
    private static let mostFailures = 3

    private var machine: Machine { version.machine }
    private var time: SpokenTime { explainer.time }
    private var journal: PersonJournal { explainer.journal }
    private var deployedAt: Timestamp { excludesHistory ? version.identity.deployedAt : .distantPast }
    private var since: Bilingual {
        guard excludesHistory else { return Bilingual("", "") }
        let time = time.text(deployedAt)
        return Bilingual(" since the journey was first deployed, at \(time)", "自旅程于 \(time) 首次部署以来")
    }

    var reasons: [Bilingual] {
        guard version.identity.isCurrent else {
            return [Bilingual("the journey is no longer deployed, so nobody enters it", "该旅程已不再部署，没有人会进入")]
        }
        switch machine.trigger {
        case .pattern(let pattern): return reasons(pattern)
        case .silence(let events, let length):
            return [
                Bilingual(
                    "was never silent for \(explainer.span(length).english)" + (events.isEmpty ? "" : " without `\(events.text)`"),
                    (events.isEmpty ? "" : "没有 `\(events.text)` ") + "从未静默 \(explainer.span(length).chinese)")
            ]
        case .attributeChanges(let name): return [attribute(name, becomes: nil)]
        case .attributeBecomes(let name, let value): return [attribute(name, becomes: value)]
        case .entersAudience(let name): return audience(name, enters: true)
        case .leavesAudience(let name): return audience(name, enters: false)
        case .schedule(let schedule): return [scheduled(schedule)]
        }
    }

    // MARK: Events

    /// An event that the trigger needs.
    private struct Need {
        var matchers: [EventMatcher]
        var times = 1
        /// A part that does not begin the pattern.
        var isLater = false
    }

    private func needs(_ pattern: EventPattern) -> [Need] {
        let first: [Need] =
            switch pattern.base {
            case .any(let events): [Need(matchers: events)]
            case .all(let groups, _): groups.map { Need(matchers: $0) }
            case .times(let events, let count, _): [Need(matchers: events, times: count)]
            }
        return first + pattern.follows.map { Need(matchers: $0.events, isLater: true) }
    }

    private func reasons(_ pattern: EventPattern) -> [Bilingual] {
        let needs = needs(pattern)
        var found = needs.map { _ in Found() }
        past.walk(journal) { moment in
            for (index, need) in needs.enumerated() { found[index].look(at: moment, need.matchers, since: deployedAt) }
        }
        var reasons: [Bilingual] = []
        for (need, found) in zip(needs, found) where found.matching < need.times { reasons += told(need, found) }
        if reasons.isEmpty {
            let trigger = explainer.trigger(machine)
            reasons.append(
                Bilingual(
                    "each event came, but not in the order or within the span of \(trigger.english)",
                    "所需事件都来过，但没有按 \(trigger.chinese) 的顺序或时限到来"))
        }
        return reasons
    }

    private struct Found {
        /// Since the deployment.
        var count = 0
        var matching = 0
        var last: Timestamp?
        var lastBefore: Timestamp?
        var failures: [(at: Timestamp, parts: [DecidingPart])] = []

        mutating func look(at moment: PastConditions.Moment, _ matchers: [EventMatcher], since: Timestamp) {
            let mine = matchers.filter { $0.event == moment.event.name }
            guard !mine.isEmpty else { return }
            guard moment.event.at >= since else {
                lastBefore = moment.event.at
                return
            }
            count += 1
            last = moment.event.at
            var failed: [DecidingPart] = []
            for matcher in mine {
                guard let condition = matcher.condition else {
                    matching += 1
                    return
                }
                let (holds, parts) = moment.explain(condition)
                if holds {
                    matching += 1
                    return
                }
                failed += parts
            }
            failures.append((moment.event.at, failed))
        }
    }

    /// Events that the trigger asks for, of those that came and did not do.
    var nearMisses: [Bilingual] {
        guard version.identity.isCurrent, case .pattern(let pattern) = machine.trigger, let first = needs(pattern).first else { return [] }
        var found = Found()
        past.walk(journal) { found.look(at: $0, first.matchers, since: deployedAt) }
        return failures(first, found)
    }

    private func failures(_ need: Need, _ found: Found) -> [Bilingual] {
        let name = need.matchers.map { "`\($0.event)`" }.joined(separator: " / ")
        return found.failures.suffix(Self.mostFailures).map { failure in
            Bilingual("\(name) at \(time.text(failure.at))", "\(name) 于 \(time.text(failure.at))")
                .followed(by: explainer.told(failure.parts, inEvent: true))
        }
    }

    private func told(_ need: Need, _ found: Found) -> [Bilingual] {
        let name = need.matchers.map { "`\($0.event)`" }.joined(separator: " / ")
        if found.count == 0 {
            guard let before = found.lastBefore else { return [Bilingual("no event \(name) ever came", "从未有过事件 \(name)")] }
            return [
                Bilingual(
                    "no event \(name)\(since.english); the last was before it, at \(time.text(before))",
                    "\(since.chinese)没有事件 \(name)；上一次在部署之前：\(time.text(before))")
            ]
        }
        if found.matching > 0 {
            return [Bilingual("\(name) came \(found.matching) of \(need.times) times", "\(name) 来了 \(found.matching) 次，需要 \(need.times) 次")]
        }
        return failures(need, found)
    }

    // MARK: Other triggers

    private func audience(_ name: String, enters: Bool) -> [Bilingual] {
        let unchanged = Bilingual(
            "whether this customer is in the audience `\(name)` has not changed\(since.english)",
            "\(since.chinese)该客户是否在人群 `\(name)` 中没有变化")
        guard let formula = explainer.audiences[name] else { return [unchanged] }
        let (holds, parts) = past.explain(formula, of: past.walk(journal) { _ in }, at: asOf)
        let now = holds ? Bilingual("is in it", "在其中") : Bilingual("is not in it", "不在其中")
        return [unchanged, now.followed(by: explainer.told(parts))]
    }

    private func attribute(_ name: String, becomes wanted: Value?) -> Bilingual {
        let value = state.attribute(names.number(name))
        let now = value == .unknown ? Bilingual("unknown", "未知") : Bilingual(value.text, value.text)
        guard let wanted else {
            return Bilingual(
                "`\(name)` has not changed\(since.english); it is \(now.english)", "\(since.chinese) `\(name)` 没有变化；现在为 \(now.chinese)")
        }
        return Bilingual(
            "`\(name)` has not become \(wanted.text)\(since.english); it is \(now.english)",
            "\(since.chinese) `\(name)` 没有变为 \(wanted.text)；现在为 \(now.chinese)")
    }

    private func scheduled(_ schedule: Schedule) -> Bilingual {
        let due = state.schedules.first { $0.trigger == version.identity.trigger }?.due
        let trigger = explainer.trigger(machine)
        if let due {
            return Bilingual("\(trigger.english) is next due at \(time.text(due))", "\(trigger.chinese) 下一次是 \(time.text(due))")
        }
        switch schedule {
        case .yearly(let attribute, _), .before(_, let attribute, _):
            return self.attribute(attribute)
        case .daily, .workdays, .weekly, .monthly, .once:
            return Bilingual("no occurrence of \(trigger.english) has come", "\(trigger.chinese) 还没有到来过")
        }
    }

    private func attribute(_ name: String) -> Bilingual {
        let value = state.attribute(names.number(name))
        return value == .unknown
            ? Bilingual("`\(name)` is unknown, so there is no date", "`\(name)` 未知，所以没有日期")
            : Bilingual("`\(name)` is \(value.text), which gives no date to come", "`\(name)` 为 \(value.text)，没有后续的日期")
    }
}

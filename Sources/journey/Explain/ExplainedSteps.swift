import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel

// Watches, entries, refusals and steps in words that a marketer understands.
extension Explainer {
    func watchBegan(_ decision: Decision) -> Bilingual {
        let event = decision[.event]?.text ?? ""
        guard let until = until(decision) else { return Bilingual("`\(event)` began a watch", "`\(event)` 开始了观察") }
        let end = time.text(until, beside: decision.at)
        let length = span(until - decision.at)
        let what = journal.event(event, at: decision.at).map(\.details) ?? ""
        let named = what.isEmpty ? "`\(event)`" : "`\(event)` (\(what))"
        guard let absent = absent(of: decision) else {
            return Bilingual(
                "\(named) began a silence of \(length.english), up to \(end)", "\(named) 之后开始计静默 \(length.chinese)，到 \(end)")
        }
        return Bilingual(
            "\(named) began a watch of \(length.english): unless \(absent) comes by \(end), the journey begins",
            "\(named) 开始了 \(length.chinese) 的观察：到 \(end) 若没有 \(absent)，旅程就开始")
    }

    /// What the journey waits not to come; nil where it waits for a silence.
    private func absent(of decision: Decision) -> String? {
        guard case .pattern(let pattern)? = machine(of: decision)?.trigger, let absence = pattern.absence else { return nil }
        return absence.events.map { "`\($0.text)`" }.joined(separator: " / ")
    }

    /// `browsed at 10:00, bought at 11:20: within the 2h, so the watch was cancelled`.
    func watchCancelled(_ decision: Decision) -> Bilingual {
        let event = decision[.event]?.text ?? ""
        let cause = journal.event(event, at: decision.at)
        let causeAt = time.text(cause?.at ?? decision.at, beside: decision.at)
        guard let began = journal.decisions.last(where: { $0.enrollment == decision.enrollment && $0.action == .watch }),
            let until = until(began), let first = began[.event]?.text
        else {
            return Bilingual("`\(event)` came at \(causeAt), so the watch was cancelled", "\(causeAt) 来了 `\(event)`，所以观察取消")
        }
        let begin = time.text(began.at, beside: decision.at)
        let length = span(until - began.at)
        return Bilingual(
            "`\(first)` at \(begin), `\(event)` at \(causeAt): within the \(length.english), so the watch was cancelled",
            "\(begin) `\(first)`，\(causeAt) `\(event)`：在 \(length.chinese) 之内，所以观察取消")
    }

    func entered(_ decision: Decision) -> Bilingual {
        let trigger = machine(of: decision).map(trigger) ?? Bilingual("", "")
        let entry = decision.isShadow
            ? Bilingual("entered as held out: nothing is sent, for comparison", "进入对照组：什么都不发送，用于对比")
            : Bilingual("entered", "进入旅程")
        return entry.followed(by: trigger)
    }

    func refused(_ decision: Decision, _ parts: [DecidingPart]) -> Bilingual {
        let reason = decision[.reason]?.text ?? ""
        let machine = machine(of: decision)
        let before = since(decision).map { time.text($0) } ?? ""
        let not = Bilingual("not let in", "未能进入")
        switch Refusal(rawValue: reason) {
        case .audience:
            let asked = machine?.audience.map(condition) ?? Bilingual("", "")
            let failed = told(parts)
            return not.followed(by: Bilingual("not among `for customers where`", "不符合 `面向客户满足`"))
                .followed(by: failed.english.isEmpty ? asked : failed)
        case .once:
            return not.followed(
                by: Bilingual("entered before, at \(before), and the journey takes each customer once", "\(before) 已进入过，而每位客户只进入一次"))
        case .again:
            guard case .after(let length)? = machine?.reentry, let entry = since(decision) else { break }
            let (told, next) = (span(length), time.text(entry + length))
            return not.followed(
                by: Bilingual(
                    "entered last at \(before), and again only after \(told.english), from \(next) on",
                    "上次进入是 \(before)，间隔 \(told.chinese) 后才可再次进入，即 \(next) 起"))
        case .inside: return not.followed(by: Bilingual("was inside already", "已经在旅程中"))
        case .instance:
            let name = machine?.forEach ?? ""
            return not.followed(
                by: Bilingual("the event has no `\(name)`, which `for each \(name)` asks for", "事件没有 `\(name)`，而旅程按 `\(name)` 分别进行"))
        case .rollOut:
            let share = machine.map { "\(Double($0.rollOut) / 100)".replacing(".0", with: "") + "%" } ?? ""
            return not.followed(by: Bilingual("drawn outside of the roll-out to \(share)", "不在 \(share) 的灰度范围内"))
        case .dates: return not.followed(by: dates(machine))
        case .values:
            let name = machine?.forEach ?? ""
            return not.followed(
                by: Bilingual("more values of `\(name)` than a journey keeps apart for one customer", "`\(name)` 的不同取值超过了一位客户的上限"))
        case .missed:
            return not.followed(by: Bilingual("the occurrence was missed, as nothing ran in time", "错过了这一次，当时没有运行"))
        case .paused: return not.followed(by: Bilingual("the journey was paused", "旅程当时已暂停"))
        case nil: break
        }
        return not.followed(by: Bilingual(reason, reason))
    }

    private func dates(_ machine: Machine?) -> Bilingual {
        guard let dates = machine?.dates else { return Bilingual("outside of its dates", "不在旅程的日期范围内") }
        let from = Value.date(days: dates.from).text
        guard let until = dates.until.map({ Value.date(days: $0).text }) else {
            return Bilingual("the journey takes customers from \(from) on", "旅程从 \(from) 起接收客户")
        }
        return Bilingual("the journey takes customers from \(from) to \(until)", "旅程在 \(from) 至 \(until) 接收客户")
    }

    func waiting(_ decision: Decision) -> Bilingual {
        let state = state(of: decision)
        let awaited = (state?.awaited ?? []).map { "`\($0)`" }.joined(separator: " / ")
        guard let until = until(decision) else {
            return Bilingual("waits" + (awaited.isEmpty ? "" : " for \(awaited)"), "等待" + (awaited.isEmpty ? "" : " \(awaited)"))
        }
        let end = time.text(until, beside: decision.at)
        let title = state.map { Bilingual("`\($0.title)`", "`\($0.title)`") } ?? Bilingual("", "")
        if state?.kind == .loop {
            return Bilingual("waits until \(end) for the next round", "等到 \(end) 进行下一轮")
        }
        return awaited.isEmpty
            ? Bilingual("waits until \(end)", "等到 \(end)").followed(by: title)
            : Bilingual("waits for \(awaited), until \(end) at the longest", "等待 \(awaited)，最晚到 \(end)")
    }

    func branched(_ decision: Decision, _ parts: [DecidingPart]) -> Bilingual {
        let way = decision[.taken]?.text ?? ""
        let event = decision[.event]?.text
        let state = state(of: decision)
        if case .integer(let round)? = decision[.round] {
            let limit = state?.loop?.limit ?? 0
            return Bilingual("round \(round) of \(limit) begins", "第 \(round) 轮开始，共 \(limit) 轮")
        }
        switch state?.kind {
        case .split:
            let name = state?.split?.name ?? ""
            return Bilingual("drew the arm \"\(way)\" of the split \"\(name)\"", "在分流“\(name)”中抽到“\(way)”")
        case .wait:
            if let event { return Bilingual("`\(event)` came, so the wait is over", "来了 `\(event)`，等待结束") }
            return Bilingual("nothing that was waited for came in time", "要等的没有按时到来")
        case .loop:
            if let event { return Bilingual("`\(event)` came, so the rounds are over", "来了 `\(event)`，不再重复") }
            return Bilingual("all rounds are over", "所有轮次已结束")
        case .give: return Bilingual("took the way \"\(way)\"", "走“\(way)”这条路")
        case .choice, .step, .done, nil: break
        }
        return chosen(way, state).followed(by: told(parts))
    }

    /// Which way of an `if`.
    private func chosen(_ way: String, _ state: State?) -> Bilingual {
        let first = state?.transitions.first?.condition
        let asked = first.map(condition) ?? Bilingual("", "")
        switch way {
        case "then": return Bilingual("yes to \(asked.english)", "\(asked.chinese) 成立")
        case "else" where state?.transitions.count == 2: return Bilingual("no to \(asked.english)", "\(asked.chinese) 不成立")
        case "else": return Bilingual("took `else`", "走 `否则`")
        default:
            guard let taken = state?.transitions.first(where: { $0.name == way })?.condition.map(condition) else {
                return Bilingual("took the way \"\(way)\"", "走“\(way)”这条路")
            }
            return Bilingual("took `else if` \(taken.english)", "走 `否则如果` \(taken.chinese)")
        }
    }

    func exited(_ decision: Decision, _ parts: [DecidingPart]) -> Bilingual {
        let reason = decision[.reason]?.text ?? ""
        guard reason == "condition" else {
            return Bilingual("`\(reason)` came, which ends the journey (`exit when`)", "来了 `\(reason)`，符合退出条件，旅程结束")
        }
        return Bilingual("left, as an exit condition came to hold", "符合退出条件，离开旅程").followed(by: told(parts))
    }

    /// What a step did beside sending.
    func done(_ decision: Decision) -> ExplainedMoment? {
        func text(_ detail: Decision.Detail) -> String { decision[detail]?.text ?? "" }
        let (what, words): (String, Bilingual)
        switch decision.action {
        case .set: (what, words) = ("attribute", Bilingual("\(text(.attribute)) became \(text(.value))", "\(text(.attribute)) 变为 \(text(.value))"))
        case .tag: (what, words) = ("tagged", Bilingual("was tagged \(text(.tag))", "打上标签 \(text(.tag))"))
        case .untag: (what, words) = ("untagged", Bilingual("lost the tag \(text(.tag))", "去掉标签 \(text(.tag))"))
        case .record: (what, words) = ("recorded", Bilingual("recorded `\(text(.event))`", "记录了 `\(text(.event))`"))
        case .start: (what, words) = ("starting", Bilingual("starts the journey \(text(.journey))", "启动旅程 \(text(.journey))"))
        case .leave: (what, words) = ("leaving", Bilingual("ends the journey \(text(.journey))", "结束旅程 \(text(.journey))"))
        case .give where text(.code).isEmpty:
            (what, words) = ("coupon", Bilingual("no code of \(text(.coupon)): \(text(.reason))", "没有发放 \(text(.coupon))：\(text(.reason))"))
        case .give: (what, words) = ("coupon", Bilingual("was given \(text(.code)) of \(text(.coupon))", "发放了 \(text(.coupon)) 的 \(text(.code))"))
        default: return nil
        }
        let names: [Decision.Detail] = [.attribute, .value, .tag, .event, .journey, .coupon, .code, .reason]
        return ExplainedMoment(
            at: decision.at, what: what, step: decision.step, words: words,
            facts: names.compactMap { detail in decision[detail].map { (name: detail.name, value: $0) } })
    }
}

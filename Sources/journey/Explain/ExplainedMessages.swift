import JourneyEngine
import JourneyLanguage
import JourneyModel

// What became of a message, and why.
extension Explainer {
    /// A message that a step asked for: on which channel, with which outcome, for which reason.
    func sent(_ decision: Decision) -> (words: Bilingual, channel: String, outcome: String, reason: String) {
        let content = decision[.content]?.text ?? ""
        let asked = decision[.channel]?.text ?? ""
        let reason = decision[.reason]?.text ?? ""
        if let outcome = decision[.outcome]?.text {
            let message = Bilingual("message `\(content)`", "消息 `\(content)`")
            return (message.followed(by: kept(decision, outcome, reason, asked), " ", " "), asked, outcome, reason)
        }
        let replies = decision[.key].flatMap { journal.replies[$0.text] } ?? []
        guard let last = replies.last else {
            return (
                Bilingual("message `\(content)` was queued for \(asked)", "消息 `\(content)` 已排队，等待通过 \(asked) 发送"), asked, "queued", "")
        }
        let ways = replies.map { reply in became(reply, of: decision) }
        let words = Bilingual(
            "message `\(content)` " + ways.map(\.english).joined(separator: ", then "),
            "消息 `\(content)` " + ways.map(\.chinese).joined(separator: "，随后"))
        return (words, last.outcome.channel, last.outcome.status.name, last.outcome.reason)
    }

    /// What a channel answered, or a rule found when the message was to leave.
    private func became(_ reply: PersonJournal.Reply, of decision: Decision) -> Bilingual {
        let (channel, reason) = (reply.outcome.channel, reply.outcome.reason)
        let at = reply.at == decision.at ? "" : time.text(reply.at, beside: decision.at)
        let (when, whenChinese) = at.isEmpty ? ("", "") : (" at \(at)", "于 \(at) ")
        let told: Bilingual
        switch reply.outcome.status {
        case .sent: return Bilingual("was sent via \(channel)\(when)", "\(whenChinese)已通过 \(channel) 发送")
        case .pending: told = Bilingual("was put off by \(channel)\(when)", "\(whenChinese)被 \(channel) 推迟")
        case .held: told = Bilingual("was held for \(channel)\(when)", "\(whenChinese)为 \(channel) 保留，稍后发送")
        default:
            let name = outcomeName(reply.outcome.status.name)
            told = Bilingual("was not sent via \(channel)\(when): \(name.english)", "\(whenChinese)未能通过 \(channel) 发送：\(name.chinese)")
        }
        return reason.isEmpty ? told : told.followed(by: Bilingual("(\(reason))", "（\(reason)）"), " ", "")
    }

    private func outcomeName(_ name: String) -> Bilingual {
        switch name {
        case "capped": Bilingual("a cap was reached", "已达频次上限")
        case "unreachable": Bilingual("the customer cannot be reached there", "客户在该渠道不可达")
        case "held_out": Bilingual("the customer is held out", "客户在对照组")
        case "no_consent": Bilingual("the consent is missing", "缺少同意")
        case "suppressed": Bilingual("the customer is on the suppression list", "客户在屏蔽名单中")
        case "expired": Bilingual("it had expired", "已过期")
        case "missing_value": Bilingual("a value is missing", "缺少取值")
        case "failed": Bilingual("sending failed", "发送失败")
        case "uncertain": Bilingual("nobody knows whether it arrived", "无法确定是否送达")
        case "dropped": Bilingual("it was dropped", "已丢弃")
        case "merged": Bilingual("the customer was merged", "客户已合并")
        case "sandboxed": Bilingual("only customers of the sandbox get messages", "沙盒模式，只有测试客户会收到")
        default: Bilingual(name, name)
        }
    }

    /// A message that never came into the outbox.
    private func kept(_ decision: Decision, _ outcome: String, _ reason: String, _ channel: String) -> Bilingual {
        let via = channel.isEmpty ? Bilingual("", "") : Bilingual(" via \(channel)", "通过 \(channel) ")
        let notSent = Bilingual("not sent" + via.english, "未" + via.chinese + "发送")
        switch outcome {
        case "held":
            let until = until(decision).map { time.text($0, beside: decision.at) }
            let (end, endChinese) = until.map { (" until \($0)", "，到 \($0)") } ?? ("", "")
            return Bilingual("is held back\(end): \(reason)", "暂缓发送\(endChinese)：\(held(reason))")
        case "capped": return notSent.followed(by: Bilingual("`\(reason)` is reached", "已达上限 `\(reason)`")).followed(
            by: takers(of: reason, decision), " ", "")
        case "no_consent": return notSent.followed(by: Bilingual("no consent to \(reason)", "没有 \(reason) 的同意"))
        case "missing_value": return notSent.followed(by: Bilingual("`\(reason)` has no value", "`\(reason)` 没有取值"))
        case "held_out": return notSent.followed(by: outcomeName(outcome))
        default:
            let name = outcomeName(outcome)
            return notSent.followed(by: name).followed(by: Bilingual(reason, reason), ", ", "，")
        }
    }

    private func held(_ reason: String) -> String {
        switch reason {
        case "quiet hours": "静默时段"
        case "paused": "旅程已暂停"
        case "best time": "最佳时间"
        default: reason
        }
    }

    // MARK: Caps

    /// Which messages took the places of a cap.
    private func takers(of cap: String, _ decision: Decision) -> Bilingual {
        guard let cap = SpokenCap(cap) else { return Bilingual("", "") }
        let takers = journal.decisions.filter { other in
            guard other.action == .send, let key = other[.key]?.text, other.at > decision.at - cap.per, other.at <= decision.at
            else { return false }
            if other.at == decision.at, other.enrollment == decision.enrollment, other.step == decision.step { return false }
            let last = journal.replies[key]?.last { $0.at <= decision.at }?.outcome
            // A message that did not reach its customer gave its place back.
            if let last, [.failed, .unreachable, .expired, .dropped, .suppressed, .noConsent, .capped].contains(last.status) { return false }
            return cap.channel.map { $0 == last?.channel ?? other[.channel]?.text } ?? true
        }
        guard !takers.isEmpty else { return Bilingual("", "") }
        let names = takers.suffix(5).map { "`\($0[.content]?.text ?? "")` (\(time.text($0.at, beside: decision.at)), \($0.journey))" }
        return Bilingual("by " + names.joined(separator: ", "), "，占用名额的是 " + names.joined(separator: "、"))
    }
}

/// A cap as a decision names it: `at most 3 messages per 7d via sms`.
struct SpokenCap {
    var per: Microseconds
    var channel: String?

    init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count >= 6, words[0] == "at", words[1] == "most", words[4] == "per", let per = Self.duration(words[5]) else { return nil }
        self.per = per
        channel = words.count > 7 && words[6] == "via" ? words[7...].joined(separator: " ") : nil
    }

    /// `1d12h`.
    private static func duration(_ text: String) -> Microseconds? {
        let units: [Character: Microseconds] = ["d": .day, "h": .hour, "m": .minute, "s": .second]
        var total: Microseconds = 0
        var count: Microseconds = 0
        for character in text {
            if let digit = character.wholeNumberValue {
                count = count &* 10 &+ Microseconds(digit)
            } else if let unit = units[character] {
                let (product, overflow) = count.multipliedReportingOverflow(by: unit)
                if overflow { return nil }
                total = total &+ product
                count = 0
            } else {
                return nil
            }
        }
        return total > 0 ? total : nil
    }
}

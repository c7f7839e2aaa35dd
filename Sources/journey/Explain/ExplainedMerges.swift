import JourneyEngine
import JourneyLanguage
import JourneyModel

// What is told of two ids that are one person's, or were said to be.
extension Explainer {
    /// The strong ids that two people have of different values; none where something else kept them apart.
    func strongIDs(_ reason: String) -> [String] {
        let prefix = "different "
        guard reason.hasPrefix(prefix) else { return [] }
        return reason.dropFirst(prefix.count).split(separator: ",").map { String($0.drop { $0 == " " }) }
    }

    func notJoined(_ other: String, because reason: String) -> Bilingual {
        let names = strongIDs(reason).map { "`\($0)`" }
        let told = Bilingual("was not joined with `\(other)`", "未与 `\(other)` 合并")
        if names.isEmpty {
            return told.followed(by: Bilingual(reason, reason.hasPrefix("more than") ? "一个人的 ID 最多 \(Identity.limit) 个" : reason))
        }
        return told.followed(
            by: Bilingual(
                "the two have different \(names.joined(separator: ", ")), which `policy unique` keeps apart",
                "两者的 \(names.joined(separator: "、")) 不同，策略中的 `唯一` 把这样的人分开"))
    }

    /// An entry, or a watch, that gave way to another of the same person.
    func merged(_ decision: Decision) -> Bilingual {
        if decision.step.isEmpty { return Bilingual("the watch ended: another of the same person goes on", "观察已结束：同一个人的另一次观察继续") }
        return Bilingual("ended: an earlier entry of the same person stays", "已结束：保留同一个人更早的一次进入")
    }
}

extension PersonJournal {
    /// Whose the id is that was asked for, and how else the person is known.
    var known: [Bilingual] {
        var told: [Bilingual] = []
        if asked != customer { told.append(Bilingual("`\(asked)` is another id of `\(customer)`", "`\(asked)` 是 `\(customer)` 的另一个 ID")) }
        let others = ids.filter { $0 != customer && $0 != asked }.map { "`\($0)`" }
        if !others.isEmpty {
            told.append(Bilingual("also known as \(others.joined(separator: ", "))", "还有别的 ID：\(others.joined(separator: "、"))"))
        }
        return told
    }
}

import JourneyLanguage

/// A rule for what customers do again and again that lets each of them in once in a lifetime, without saying so.
struct OnceByDefault: Lint {
    /// Most shops' names of such events.
    private static let recurrent: Set<String> = [
        "bought", "ordered", "purchased", "paid", "added_to_cart", "visited", "browsed", "viewed", "searched", "checked_in", "booked",
        "购买", "下单", "支付", "付款", "加购", "浏览", "搜索", "访问", "到店", "预订", "签到",
    ]

    func look(_ workspace: CheckedWorkspace) {
        guard workspace.isAdvised else { return }
        for journey in workspace.journeys where journey.machine.forEach == nil && journey.machine.reentry == .once {
            if journey.header({ if case .again = $0 { true } else { false } }) != nil { continue }
            guard case .pattern(let pattern) = journey.machine.trigger, case .any(let events) = pattern.base, pattern.follows.isEmpty,
                let event = events.first(where: { Self.recurrent.contains($0.event) }), !isAboutAFirstTime(journey), !journey.sends.isEmpty
            else { continue }
            workspace.report(.onceByDefault(event.event), at: workspace.findings[journey.file].head(journey.syntax.trigger.range), in: journey)
        }
    }

    /// Its conditions count: `number of bought ever = 1`. Or a tag or an attribute that is asked for says who was here.
    private func isAboutAFirstTime(_ journey: CheckedJourney) -> Bool {
        var isAsked = false
        journey.machine.audience?.forEachPart { part in
            switch part {
            case .history(let query) where query.within == nil: isAsked = true
            default: break
            }
        }
        return isAsked
    }
}

import JourneyModel

extension JourneySummary {
    /// One object on one line:
    ///
    ///     {"journey","title","watches":{"begun","cancelled","fired","pending"}|null,"entered","customers","refused":{REASON:N},
    ///      "held_out","held_out_goals","active","finished","exits":{CAUSE:N},"goals","goal_value","cost",
    ///      "steps":[{"step","title","depth","way","reached","ways":{NAME:N}}]}
    ///
    /// `goals` is null where the journey has no goal; `goal_value` is a number as text, so that no digit is lost, or null.
    public var json: String {
        var object = JSONObject()
        object.add("journey", name)
        object.add("title", title)
        object.add("watches", raw: watches?.json ?? "null")
        object.add("entered", entered)
        object.add("customers", customers)
        object.add("refused", raw: refused.json)
        object.add("held_out", heldOut)
        object.add("held_out_goals", heldOutGoals)
        object.add("active", active)
        object.add("finished", finished)
        object.add("exits", raw: exits.json)
        object.add("goals", raw: hasGoal ? String(goals) : "null")
        if goalValue.isEmpty { object.add("goal_value", raw: "null") } else { object.add("goal_value", goalValue) }
        object.add("cost", raw: costText(cost))
        object.add("steps", raw: "[" + steps.map(\.json).joined(separator: ",") + "]")
        return object.text
    }
}

extension WatchCounts {
    var json: String {
        var object = JSONObject()
        object.add("begun", begun)
        object.add("cancelled", cancelled)
        object.add("fired", fired)
        object.add("pending", pending)
        return object.text
    }
}

extension StepCount {
    var json: String {
        var object = JSONObject()
        object.add("step", label)
        object.add("title", title)
        object.add("depth", Int64(depth))
        object.add("way", way)
        object.add("reached", reached)
        object.add("ways", raw: ways.map { Tally($0.name, $0.count) }.json)
        return object.text
    }
}

extension ChannelSummary {
    /// `{"channel","messages","outcomes":{OUTCOME:N},"receipts":{STATUS:N},"cost"}`.
    public var json: String {
        var object = JSONObject()
        object.add("channel", channel)
        object.add("messages", messages)
        object.add("outcomes", raw: outcomes.json)
        object.add("receipts", raw: receipts.json)
        object.add("cost", raw: costText(cost))
        return object.text
    }
}

extension TimelineEntry {
    /// `{"at","journey","what","words", …}`, with `id` for what happened under another id of the person; `what` is `event`,
    /// `watch_began`, `watch_cancelled`, `watch_fired`, `entered`, `held_out`, `refused`, `round`, `recorded`, `starting`, `leaving`,
    /// `waiting`, `wait_over`, `branched`, `message`, `attribute`, `tagged`, `untagged`, `goal`, `exited`, `stopped`, `finished`,
    /// `joined`, `not_joined`, `merged` or `watch_merged`. More members by what happened: `event`, `details`, `seconds`, `until`,
    /// `reason`, `events`, `step`, `way`, `content`, `channel`, `outcome`, `name`, `value`, `tag`, `cause`, `trigger`, `title`,
    /// `number`, `of`.
    public var json: String {
        var object = JSONObject()
        object.add("at", at.rfc3339)
        object.add("journey", journey)
        if !alias.isEmpty { object.add("id", alias) }
        addWhat(to: &object)
        object.add("words", words)
        return object.text
    }

    private func addWhat(to object: inout JSONObject) {
        func add(_ what: String, _ members: (String, String)...) {
            object.add("what", what)
            for (name, text) in members { object.add(name, text) }
        }
        switch what {
        case .event(let name, let details): add("event", ("event", name), ("details", details))
        case .watchBegan(let event, let span):
            add("watch_began", ("event", event))
            object.add("seconds", raw: secondsText(span))
        case .watchCancelled(let event): add("watch_cancelled", ("event", event))
        case .watchFired: add("watch_fired")
        case .entered(let trigger): add("entered", ("trigger", trigger))
        case .heldOut(let trigger): add("held_out", ("trigger", trigger))
        case .round(let number, let limit):
            add("round")
            object.add("number", Int64(number))
            object.add("of", Int64(limit))
        case .recorded(let event): add("recorded", ("event", event))
        case .starting(let other): add("starting", ("name", other))
        case .leaving(let other): add("leaving", ("name", other))
        case .coupon(let coupon, let code, let reason): add("coupon", ("name", coupon), ("code", code), ("reason", reason))
        case .paused(let reason): add("paused", ("reason", reason))
        case .entryHeld: add("entry_held")
        case .moved(let from, let to): add("moved", ("from", from), ("to", to))
        case .refused(let reason): add("refused", ("reason", reason))
        case .waiting(let span, let events):
            add("waiting")
            object.add("seconds", raw: secondsText(span))
            object.add("events", raw: "[" + events.map(JSONText.quoted).joined(separator: ",") + "]")
        case .waitingUntil(let time): add("waiting", ("until", time))
        case .waitOver(let event?): add("wait_over", ("event", event))
        case .waitOver(nil): add("wait_over")
        case .branched(let step, let way, let title): add("branched", ("step", step), ("way", way), ("title", title))
        case .message(let content, let channel, let outcome, let reason):
            add("message", ("content", content), ("channel", channel), ("outcome", outcome), ("reason", reason))
        case .attribute(let name, let value): add("attribute", ("name", name), ("value", value))
        case .tagged(let tag): add("tagged", ("tag", tag))
        case .untagged(let tag): add("untagged", ("tag", tag))
        case .goal(let event, let value, let links): add("goal", ("event", event), ("value", value), ("links", links))
        case .exited(let cause): add("exited", ("cause", cause))
        case .stopped: add("stopped")
        case .finished: add("finished")
        case .joined(let other): add("joined", ("other", other))
        case .notJoined(let other, let reason): add("not_joined", ("other", other), ("reason", reason))
        case .merged: add("merged")
        case .watchMerged: add("watch_merged")
        }
    }
}

extension [Tally] {
    /// Names that stand twice are added up under the first.
    fileprivate var json: String {
        var object = JSONObject()
        var seen: Set<String> = []
        for tally in self where seen.insert(tally.name).inserted {
            object.add(tally.name, total(filter { $0.name == tally.name }))
        }
        return object.text
    }
}

/// Seconds as a JSON number, with the part of a second where there is one.
private func secondsText(_ span: Microseconds) -> String {
    let (whole, rest) = span.quotientAndRemainder(dividingBy: .second)
    guard rest != 0 else { return String(whole) }
    var digits = String(1_000_000 + rest.magnitude).dropFirst()
    while digits.hasSuffix("0") { digits.removeLast() }
    return (span < 0 && whole == 0 ? "-" : "") + "\(whole).\(digits)"
}

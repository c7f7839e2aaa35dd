import JourneyLanguage

/// Declarations and tests as indented text.
enum DeclarationDump {
    private static func indent(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }

    private static func head(_ word: String, _ name: Name, _ also: [Name], _ title: String?) -> String {
        let others = also.isEmpty ? "" : " also " + also.map { TreeDump.quoted($0.text) }.joined(separator: ", ")
        return "\(word) \(TreeDump.quoted(name.text))\(others)\(TreeDump.title(title))"
    }

    static func item(_ item: Item) -> [String] {
        switch item {
        case .rule, .journey: return []
        case .event(let event):
            let from = event.from.map { " from " + TreeDump.quoted($0) } ?? ""
            return [head("event", event.name, event.also, event.title) + from] + event.fields.map(field)
        case .customer(let customer): return ["customer"] + customer.fields.map(field)
        case .audience(let audience):
            return ["\(head("audience", audience.name, audience.also, audience.title)) = \(TreeDump.expression(audience.condition))"]
        case .message(let message):
            return [head("message", message.name, message.also, message.title)]
                + indent(
                    message.bodies.flatMap { body in
                        ["for \(TreeDump.quoted(body.channel.text))"]
                            + body.parts.map { "  \($0.name?.text ?? "text") \(TreeDump.template($0.text))" }
                    })
        case .coupon(let coupon):
            return [head("coupon", coupon.name, coupon.also, coupon.title)]
                + coupon.rules.map { rule in
                    switch rule.kind {
                    case .codesFrom(let path): "  codes from \(TreeDump.quoted(path))"
                    case .stock(let count): "  stock \(count)"
                    case .forEachCustomer(let count): "  \(count) for each customer"
                    case .valid(let duration): "  valid \(TreeDump.length(duration))"
                    }
                }
        case .calendar(let calendar):
            return [head("calendar", calendar.name, calendar.also, calendar.title)]
                + calendar.days.map {
                    "  \($0.isWorkday ? "workday" : "holiday") \($0.from.days)" + ($0.to.map { " to \($0.days)" } ?? "")
                }
        case .channel(let channel):
            let retries = channel.retries.map { " retries \($0)" } ?? ""
            return [head("channel", channel.name, channel.also, channel.title) + retries]
                + channel.settings.map { "  \($0.key.text) = \($0.argument)" }
                + channel.limits.map { "  limit \($0.count) per \($0.per)" }
        case .policy(let policy): return ["policy"] + policy.rules.map { "  " + rule($0.kind) }
        case .test(let test):
            let journey = test.journey.map { " for " + TreeDump.quoted($0.text) } ?? ""
            let starting = test.starting.map { " starting" + moment($0) } ?? ""
            return ["test \(TreeDump.quoted(test.title))\(journey)\(starting)"] + test.lines.map { "  " + line($0.kind) }
        }
    }

    private static func field(_ field: Field) -> String { "\(head(" ", field.name, field.also, nil)) \(field.kind)" }

    private static func rule(_ rule: PolicyDeclaration.Rule.Kind) -> String {
        func via(_ channel: Name?) -> String { channel.map { " via " + TreeDump.quoted($0.text) } ?? "" }
        switch rule {
        case .timeZone(let zone): return "time zone \(TreeDump.quoted(zone))"
        case .grace(let duration): return "grace \(TreeDump.length(duration))"
        case .quiet(let from, let to, let channel): return "quiet from \(from.seconds)s to \(to.seconds)s\(via(channel))"
        case .atMost(let count, let per, let channel): return "at most \(count) per \(TreeDump.length(per))\(via(channel))"
        case .requireConsent(let name): return "require consent \(TreeDump.quoted(name.text))"
        case .unique(let names): return "unique " + names.map { TreeDump.quoted($0.text) }.joined(separator: ", ")
        case .holdOut(let share): return "hold out \(share.micros)"
        case .keepEvents(let duration): return "keep events \(TreeDump.length(duration))"
        case .onlyToTag(let tag): return "only to tag \(TreeDump.quoted(tag.text))"
        case .stopAfter(let count, let per): return "stop after \(count) per \(TreeDump.length(per))"
        case .catchUp(let count, let per): return "catch up at \(count) per \(per)"
        case .alert(let alarm, let channel): return "alert when \(self.alarm(alarm)) via \(TreeDump.quoted(channel.text))"
        }
    }

    private static func alarm(_ alarm: PolicyDeclaration.Rule.Alarm) -> String {
        switch alarm {
        case .silent(let duration): "silent for \(TreeDump.length(duration))"
        case .couponBelow(let name, let count): "coupon \(TreeDump.quoted(name.text)) below \(count)"
        case .channelFails(let name, let times): "channel \(TreeDump.quoted(name.text)) fails \(times) times"
        case .rejectedAbove(let count, let per): "rejected above \(count) per \(TreeDump.length(per))"
        case .lateAbove(let count, let per): "late above \(count) per \(TreeDump.length(per))"
        case .paused: "paused"
        }
    }

    private static func moment(_ moment: TestMoment?) -> String {
        switch moment {
        case nil: ""
        case .after(let duration): " at \(TreeDump.length(duration))"
        case .date(let date, let time): " at day \(date.days)\(TreeDump.at(time))"
        }
    }

    private static func line(_ line: TestDeclaration.Line.Kind) -> String {
        switch line {
        case .customer(let name, let values): return "customer\(TreeDump.title(name?.text))\(TreeDump.arguments(values))"
        case .event(let at, let name, let values): return "event\(moment(at)) \(TreeDump.quoted(name.text))\(TreeDump.arguments(values))"
        case .answers(let channel, let answer): return "channel \(TreeDump.quoted(channel.text)) answers \(TreeDump.quoted(answer.text))"
        case .expect(.noMessages): return "expect no messages"
        case .expect(.message(let name, let via, let at, let values)):
            let via = via.map { " via " + TreeDump.quoted($0.text) } ?? ""
            return "expect \(TreeDump.quoted(name.text))\(via)\(moment(at))\(TreeDump.arguments(values))"
        case .expect(.inJourney(let isInside, let at)): return "expect \(isInside ? "in" : "not in") journey\(moment(at))"
        case .expect(.goal(let at)): return "expect goal\(moment(at))"
        case .expect(.that(let condition, let at)): return "expect that \(TreeDump.expression(condition))\(moment(at))"
        }
    }
}

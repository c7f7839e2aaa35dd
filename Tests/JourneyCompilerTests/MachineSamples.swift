import JourneyCompiler
import JourneyModel

/// Machines with everything that a machine can hold.
enum MachineSamples {
    private static let hour: Microseconds = 3_600 * Microseconds.second
    private static let day: Microseconds = 24 * hour

    private static func event(_ name: String) -> EventMatcher { EventMatcher(event: name, condition: nil) }

    private static func step(_ label: String, _ action: Action, to target: Int, in loops: [Int] = []) -> State {
        State(
            label: label, kind: .step, loops: loops,
            transitions: [Transition(cause: .immediate, actions: [action], target: target)])
    }

    private static func send(_ content: String, _ channels: String...) -> Action {
        .send(.init(content: content, channels: channels))
    }

    static let everyStep = Machine(
        name: "every_step", title: "Every kind of step",
        trigger: .pattern(
            EventPattern(
                base: .any([event("added_to_cart")]), restarts: [event("added_to_cart")], follows: [],
                absence: .init(events: [EventMatcher(event: "bought", condition: nil, same: "order")], within: 2 * hour))),
        forEach: "order",
        audience: .and(
            .inAudience("champions"),
            .history(.init(measure: .atLeast, count: 3, events: [event("bought")], within: 90 * day))),
        dates: .init(from: 20_758, until: 20_787), reentry: .after(14 * day), rollOut: 5_000, holdOut: 1_000,
        goal: .init(events: [event("bought")], within: 7 * day, value: "total", continues: false),
        exits: [.event(event("unsubscribed"))], owner: "Lin", expires: day, isTransactional: true, states: states)

    private static let states: [State] = [
        step(
            "send#1",
            .send(
                .init(
                    content: "cart_reminder", arguments: [.init(name: "name", value: .attribute("first_name"))],
                    channels: ["wecom", "sms"], to: "work_phone", isAtBestTime: true)), to: 1),
        State(label: "wait#1", kind: .wait, transitions: [.init(cause: .moment(.time(72_000)), target: 2)]),
        State(
            label: "split#1", kind: .split, split: .init(name: "incentive", isAdaptive: false),
            transitions: [
                .init(cause: .arm(share: 4_500), target: 3, name: "twenty"),
                .init(cause: .arm(share: 4_500), target: 5, name: "gift"),
                .init(cause: .arm(share: 1_000), target: 6, name: "nothing"),
            ]),
        State(
            label: "give#1", kind: .give, coupon: "spring_twenty",
            transitions: [
                .init(cause: .given(true), target: 6, name: "given"), .init(cause: .given(false), target: 4, name: "none left"),
            ]),
        step("send#2", send("sorry", "sms"), to: 6),
        step("send#3", send("gift", "wecom"), to: 6),
        State(
            label: "wait#2", kind: .wait,
            transitions: [.init(cause: .moment(.before(3 * day, attribute: "expires_on", at: 36_000)), target: 7)]),
        State(
            label: "repeat#1", kind: .loop, loop: .init(limit: 3, every: 2 * day), loops: [7],
            transitions: [
                .init(cause: .round, target: 8, name: "round"), .init(cause: .roundsOver, target: 12, name: "over"),
                .init(cause: .event([event("bought")]), target: 12, name: "until"),
            ]),
        step("send#4", send("nudge", "email"), to: 9, in: [7]),
        State(
            label: "if#1", kind: .choice, loops: [7],
            transitions: [
                .init(
                    cause: .immediate, condition: .compare(.greater, .daysSince("clicked"), .literal(.integer(3))), target: 10,
                    name: "then"),
                .init(cause: .immediate, target: 7, name: "else"),
            ]),
        step("tag#1", .tag("cold"), to: 11, in: [7]),
        step("stop#1", .stop, to: 17, in: [7]),
        State(
            label: "split#2", kind: .split, split: .init(name: "tone", isAdaptive: true),
            transitions: [
                .init(cause: .arm(share: 0), target: 13, name: "warm"), .init(cause: .arm(share: 0), target: 14, name: "short"),
            ]),
        step("send#5", send("warm_words", "email"), to: 14),
        step("record#1", .record(event: "nudged", arguments: [.init(name: "rounds", value: .literal(.integer(3)))]), to: 15),
        step("start#1", .start(journey: "winback"), to: 16),
        step("leave#1", .leave(journey: "onboarding"), to: 17),
        State(label: "done", kind: .done, transitions: []),
    ]

    /// One journey for each way to begin that is not an event.
    static let triggers: [Machine] = {
        let triggers: [Machine.Trigger] = [
            .schedule(.daily(at: 36_000)), .schedule(.workdays(at: 32_400)), .schedule(.weekly(weekday: 1, at: 36_000)),
            .schedule(.monthly(day: 31, at: 32_400)), .schedule(.once(days: 20_768, at: 72_000)),
            .schedule(.yearly(attribute: "birthday", at: 32_400)), .schedule(.before(7 * day, attribute: "expires_on", at: nil)),
            .attributeChanges("tier"), .attributeBecomes("tier", .text("gold")), .entersAudience("champions"),
            .leavesAudience("champions"),
        ]
        return triggers.enumerated().map { number, trigger in
            Machine(
                name: "trigger_\(number + 1)", trigger: trigger, reentry: .always,
                states: [step("send#1", send("hello", "sms"), to: 1), State(label: "done", kind: .done, transitions: [])])
        }
    }()
}

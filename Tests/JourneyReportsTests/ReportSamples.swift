import JourneyModel

@testable import JourneyReports

/// A made-up workspace in figures.
enum ReportSamples {
    static let coupon = JourneySummary(
        name: "coupon_reminder", title: "Campaign received, no coupon redeemed",
        watches: WatchCounts(begun: 6_036, cancelled: 473, fired: 5_385, pending: 178), entered: 5_385,
        customers: 4_800, refused: [Tally("already inside", 12), Tally("again", 0)], active: 20, finished: 5_000, hasGoal: true, goals: 312,
        goalValue: "12345.67", exits: [Tally("unsubscribed", 3)],
        steps: [
            StepCount(label: "send#1", title: "send coupon_nudge via wecom", reached: 5_385),
            StepCount(label: "wait#1", reached: 5_385, ways: [WayCount("came", 312), WayCount("timeout", title: "nothing came within 7d", 5_073)]),
            StepCount(label: "send#2", title: "send last_chance via sms", depth: 1, way: "timeout", reached: 5_073),
            StepCount(label: "if#1", title: "if has tag vip", reached: 5_365, ways: [WayCount("then", 5), WayCount("else", 5_360)]),
            StepCount(label: "send#3", title: "send gift via sms", depth: 1, way: "then", reached: 5),
            StepCount(label: "tag#1", title: "tag 常客", reached: 5_000),
        ])
    static let basket = JourneySummary(name: "首单大篮", entered: 40, customers: 40, active: 40)

    static func at(_ hours: Int64, _ minutes: Int64 = 0) -> Timestamp {
        Timestamp(microseconds: 1_483_228_800_000_000) + hours * .hour + minutes * .minute
    }
}

import JourneyModel
import XCTest

@testable import JourneyReports

final class ReportTests: XCTestCase {
    func testJourneys() {
        XCTAssertEqual(
            journeysReport([ReportSamples.coupon, ReportSamples.basket]),
            """
            journey          entered  customers  inside  finished  goals  rate      value
            ───────────────  ───────  ─────────  ──────  ────────  ─────  ────  ─────────
            coupon_reminder    5,385      4,800      20     5,000    312  5.8%  12,345.67
            首单大篮              40         40      40         0

            coupon_reminder  watched 6,036: 5,385 ran out, 473 cancelled in time, 178 still open
                             not let in: 12 already inside
                             left early: 3 by unsubscribed

            """)
        XCTAssertEqual(journeysReport([]), "no journeys\n")
        XCTAssertFalse(journeysReport([ReportSamples.basket]).contains("goals"))
    }

    func testChannels() {
        let channels = [
            ChannelSummary(channel: "wecom", outcomes: [Tally("sent", 5_385), Tally("failed", 0)]),
            ChannelSummary(channel: "sms", outcomes: [Tally("sent", 70), Tally("no_consent", 3)]),
        ]
        XCTAssertEqual(
            channelsReport(channels),
            """
            channel  messages   sent  no consent
            ───────  ────────  ─────  ──────────
            wecom       5,385  5,385           ·
            sms            73     70           3

            """)
        XCTAssertEqual(channelsReport([]), "no messages\n")
        XCTAssertEqual(channelsReport([ChannelSummary(channel: "sms", outcomes: [Tally("sent", 0)])]), "no messages\n")
    }

    func testFunnel() {
        XCTAssertEqual(
            funnelReport(ReportSamples.coupon, width: 72),
            """
            coupon_reminder  Campaign received, no coupon redeemed
              entered                        5,385  █████████████████████████   100%
              send coupon_nudge via wecom    5,385  █████████████████████████   100%
              wait#1                         5,385  █████████████████████████   100%
              ├ came                           312  █▌                          5.8%
              └ nothing came within 7d       5,073  ███████████████████████▌   94.2%
                send last_chance via sms     5,073  ███████████████████████▌   94.2%
              if has tag vip                 5,365  ████████████████████████▉  99.6%
              ├ then                             5  ▏                           0.1%
              │ send gift via sms                5  ▏                           0.1%
              └ else                         5,360  ████████████████████████▉  99.5%
              tag 常客                       5,000  ███████████████████████▎   92.9%
              goal reached, worth 12,345.67    312  █▌                          5.8%

            """)
        XCTAssertEqual(funnelReport(JourneySummary(name: "new", entered: 0)), "new\n  nobody entered yet\n")
    }

    func testTimeline() {
        let entries: [TimelineEntry] = [
            .init(at: ReportSamples.at(9), .event("bought", details: "amount 3.50")),
            .init(at: ReportSamples.at(10), .event("bought", details: "")),
            .init(at: ReportSamples.at(11), .event("bought", details: "")),
            .init(at: ReportSamples.at(36), .event("bought", details: "amount 9")),
            .init(at: ReportSamples.at(40), .event("browsed", details: "product A100")),
            .init(at: ReportSamples.at(40), journey: "browse_reminder", .watchBegan(by: "browsed", for: 2 * .day)),
            .init(at: ReportSamples.at(88), journey: "browse_reminder", .watchFired),
            .init(at: ReportSamples.at(88), journey: "browse_reminder", .entered(by: "browsed but not bought within 2d")),
            .init(
                at: ReportSamples.at(88), journey: "browse_reminder",
                .message("coupon", channel: "wecom", outcome: "sent", reason: "")),
            .init(at: ReportSamples.at(90, 5), journey: "browse_reminder", .goal(by: "bought", value: "1234.5", links: "2h after coupon via wecom, 1d after entering")),
        ]
        XCTAssertEqual(
            timelineReport(customer: "c42", entries: entries),
            """
            c42  5 events · 1 message sent · 1 goal · times in UTC

            Sunday, 1 January 2017
              09:00  · bought (amount 3.50)
                     ⋮ 2 more bought

            Monday, 2 January 2017
              12:00  · bought (amount 9)
              16:00  · browsed (product A100)
                     ◦ browsed began the 2-day watch of browse_reminder

            Wednesday, 4 January 2017
              16:00  ◦ the watch of browse_reminder ran out
                     ▸ entered browse_reminder: browsed but not bought within 2d
                     ✉ message coupon sent via wecom
              18:05  ★ bought reached the goal of browse_reminder, worth 1,234.5: 2h after coupon via wecom, 1d after entering

            """)
        let east = TimelineZone(name: "Asia/Shanghai") { _ in 8 * 3_600 }
        XCTAssertTrue(
            timelineReport(customer: "c", entries: entries, zone: east).contains("Tuesday, 3 January 2017\n  00:00  · browsed"))
        XCTAssertTrue(timelineReport(customer: "c", entries: entries, folding: false).contains("11:00  · bought"))
    }

    func testWords() {
        let cases: [(TimelineEntry.What, String)] = [
            (.event("bought", details: ""), "bought"),
            (.watchBegan(by: "browsed", for: 36 * .hour), "browsed began the 36-hour watch of j"),
            (.watchCancelled(by: "bought"), "bought came in time and ended the watch of j"),
            (.refused(reason: "already_inside"), "was not let into j: already inside"),
            (.waiting(for: .day, events: []), "waits 1 day in j"),
            (.waiting(for: 7 * .day, events: ["clicked", "bought"]), "waits up to 7 days for clicked or bought in j"),
            (.waitOver(event: "clicked"), "clicked came, so j goes on"),
            (.waitOver(event: nil), "nothing came in time, so j goes on"),
            (.entered(by: ""), "entered j"),
            (.branched(step: "if#1", way: "else", title: "if has tag vip: no"), "if has tag vip: no"),
            (.branched(step: "if#1", way: "else", title: ""), "took the way \"else\" at if#1 of j"),
            (.message("coupon", channel: "sms", outcome: "queued", reason: ""), "message coupon queued for sms"),
            (
                .message("coupon", channel: "sms", outcome: "held", reason: "quiet hours"),
                "message coupon held back for sms: quiet hours"
            ),
            (
                .message("coupon", channel: "sms", outcome: "no_consent", reason: ""),
                "message coupon not sent via sms: no consent"
            ),
            (
                .message("coupon", channel: "sms", outcome: "failed", reason: "550"),
                "message coupon not sent via sms: failed (550)"
            ),
            (.attribute("tier", value: "gold"), "tier became gold"),
            (.tagged("vip"), "was tagged vip"),
            (.untagged("vip"), "lost the tag vip"),
            (.goal(by: "bought", value: "", links: ""), "bought reached the goal of j"),
            (.exited(by: "unsubscribed"), "left j because of unsubscribed"),
            (.stopped, "was stopped in j"),
            (.finished, "finished j"),
            (.joined(with: "b"), "is one person with b"), (.notJoined(with: "b", reason: "different phone"), "was not joined with b: different phone"),
            (.merged, "ended in j: the same person's earlier entry stays"),
            (.event("evil\u{1B}[2J", details: "a\nb"), "evil\u{FFFD}[2J (a\u{FFFD}b)"),
        ]
        for (what, words) in cases {
            XCTAssertEqual(TimelineEntry(at: ReportSamples.at(0), journey: "j", what).words, words)
        }
    }

    func testJSON() {
        XCTAssertEqual(
            ReportSamples.coupon.json,
            #"{"journey":"coupon_reminder","title":"Campaign received, no coupon redeemed","watches":{"begun":6036,"cancelled":473,"#
                + #""fired":5385,"pending":178},"entered":5385,"customers":4800,"refused":{"already inside":12,"again":0},"held_out":0,"held_out_goals":0,"active":20,"finished":5000,"#
                + #""exits":{"unsubscribed":3},"goals":312,"goal_value":"12345.67","cost":0,"steps":["#
                + #"{"step":"send#1","title":"send coupon_nudge via wecom","depth":0,"way":"","reached":5385,"ways":{}},"#
                + #"{"step":"wait#1","title":"","depth":0,"way":"","reached":5385,"ways":{"came":312,"timeout":5073}},"#
                + #"{"step":"send#2","title":"send last_chance via sms","depth":1,"way":"timeout","reached":5073,"ways":{}},"#
                + #"{"step":"if#1","title":"if has tag vip","depth":0,"way":"","reached":5365,"ways":{"then":5,"else":5360}},"#
                + #"{"step":"send#3","title":"send gift via sms","depth":1,"way":"then","reached":5,"ways":{}},"#
                + #"{"step":"tag#1","title":"tag 常客","depth":0,"way":"","reached":5000,"ways":{}}]}"#)
        XCTAssertEqual(
            JourneySummary(name: "a\"\n", entered: 1).json,
            #"{"journey":"a\"\n","title":"","watches":null,"entered":1,"customers":0,"refused":{},"held_out":0,"held_out_goals":0,"active":0,"finished":0,"exits":{},"goals":null,"#
                + #""goal_value":null,"cost":0,"steps":[]}"#)
        XCTAssertEqual(
            ChannelSummary(channel: "sms", outcomes: [Tally("sent", 2), Tally("failed", 1), Tally("sent", 3)]).json,
            #"{"channel":"sms","messages":6,"outcomes":{"sent":5,"failed":1},"receipts":{},"cost":0}"#)
        let twice = [Tally("sent", 5), Tally("failed", 2), Tally("retried", 4), Tally("held", 3)]
        XCTAssertEqual(ChannelSummary(channel: "sms", outcomes: twice, receipts: [Tally("failed", 1)]).messages, 6)
        XCTAssertEqual(
            ChannelSummary(channel: "sms", outcomes: [Tally("sent", 2)], receipts: [Tally("delivered", 2)], cost: 90_000).json,
            #"{"channel":"sms","messages":2,"outcomes":{"sent":2},"receipts":{"delivered":2},"cost":0.09}"#)
        XCTAssertEqual(
            TimelineEntry(at: ReportSamples.at(0) + 1_500, journey: "j", .waiting(for: 1_250_000, events: ["a", "b"])).json,
            #"{"at":"2017-01-01T00:00:00.001500Z","journey":"j","what":"waiting","seconds":1.25,"events":["a","b"],"#
                + #""words":"waits up to 1,250 milliseconds for a or b in j"}"#)
    }
}

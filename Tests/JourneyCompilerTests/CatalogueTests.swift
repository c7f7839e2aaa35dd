import Foundation
import JourneyModel
import XCTest

@testable import JourneyCompiler
@testable import JourneyLanguage

/// What the checker finds with a catalogue, in both languages; and what it makes of one.
final class CatalogueTests: XCTestCase {
    private let shop: [Item] = [
        Trees.event(
            "bought", also: ["购买"], from: "Order Paid",
            [
                ("total", ["金额"], .number), ("product", ["商品"], .text), ("paid_on", [], .date), ("gift", [], .boolean),
                ("colours", [], .list), ("size", [], .oneOf(["small", "large"])),
            ]),
        Trees.event("signed_up", [("source", [], .text)]),
        Trees.customer([
            ("tier", ["等级"], .oneOf(["gold", "silver"])), ("birthday", [], .date), ("points", [], .number), ("name", [], .text),
            ("lunch", [], .time), ("vip", [], .boolean),
        ]),
        Trees.message(
            "hello", also: ["问候"],
            [
                ("sms", [.text("亲爱的"), Trees.placeholder("name", or: "\"朋友\""), Trees.placeholder("event.金额", as: "money")]),
                ("email", [.text("hello")]),
            ]),
        Trees.message("plain", [("sms", [.text("hi")])]),
        Trees.coupon("ten", also: ["十元券"], [.stock(5), .forEachCustomer(1), .valid(Trees.span(7 * .day))]),
        Trees.audience("champions", also: ["高价值"], Trees.condition("points > 100")),
    ]

    private struct Case {
        var name: String
        var items: [Item]
        /// With the catalogue before it.
        var isInShop = true
    }

    private func journeys(_ name: String, _ text: String) -> Case { Case(name: name, items: Trees.items(text)) }

    private var texts: [Case] {
        [
            journeys("everything declared", "when 购买 where 金额 > 100 and 商品 is \"tea\" if 等级 is \"gold\" send 问候 via sms end"),
            journeys("names misspelt", "when boughtt where totl > 1 set teir to \"gold\" send helo via sms"),
            journeys("property misspelt", "when bought where totl > 1 send hello via sms"),
            journeys("name at intake", "when \"Order Paid\" tag x"),
            journeys("names unknown", "when xylophone if zzz is 1 tag a else if zzz is 2 tag b end"),
            journeys("reactions need no declaration", "when clicked where message is \"问候\" tag x"),
            journeys("one of", "when bought where size is \"smal\" if tier in (\"gold\", \"bronze\") tag x end set tier to \"glod\""),
            journeys("types", "when bought where total is \"many\" and product > 3 and gift > true and paid_on is 5 tag x"),
            journeys("dates as texts", "when bought where paid_on is \"2026-01-01\" and paid_on > \"soon\" tag x"),
            journeys("texts in", "when bought where total contains \"x\" and product contains 5 and colours contains \"red\" tag x"),
            journeys("units", "when bought if now - birthday > 30 tag x end if birthday + 3 < now tag y end"),
            journeys("assignments", "when bought set points to \"many\" set birthday to \"x\" add 5 to name add 5 to birthday"),
            journeys("event properties", "when signed_up where source is \"a\" if event.totl > 1 tag x end set points to event.total"),
            journeys("goal value", "when bought goal bought within 3d value product send plain via sms"),
            journeys("message shows what is missing", "when signed_up send hello via sms"),
            journeys("no text for the channel", "when bought send plain via email"),
            journeys("last event", "when bought set name to event.product set name to boght.product"),
            journeys("absence of the same order", "when bought but not (signed_up where source = event.source) within 2d tag x"),
            journeys("absence with more", "when bought but not (signed_up where source != event.source) within 2d tag x"),
        ]
    }

    private var uses: [Case] {
        [
            Case(
                name: "contradictory uses", items: Trees.items("when a where price > 5 and price is \"x\" if age > 3 set age to true end"),
                isInShop: false),
            Case(name: "dates come as texts", items: Trees.items("when a where day is \"x\" and day > 2026-01-01 tag b"), isInShop: false),
        ]
    }

    private var declarations: [Case] {
        [
            Case(name: "declared twice", items: [Trees.event("bought"), Trees.event("paid", also: ["购买"]), Trees.customer([("tier", [], .text)])]),
            Case(name: "the same attribute again", items: [Trees.customer([("birthday", [], .date)])]),
            Case(name: "field twice", items: [Trees.event("x", [("a", [], .text), ("a", [], .text)])]),
            Case(name: "choice twice", items: [Trees.event("x", [("a", [], .oneOf(["b", "b"]))])]),
            Case(
                name: "audiences in a ring",
                items: [
                    Trees.audience("a", JourneyLanguage.Expression(.inAudience(Trees.name("b")), Trees.nowhere)),
                    Trees.audience("b", JourneyLanguage.Expression(.inAudience(Trees.name("c")), Trees.nowhere)),
                    Trees.audience("c", JourneyLanguage.Expression(.inAudience(Trees.name("a")), Trees.nowhere)),
                ]),
            Case(name: "audience of a moment", items: [Trees.audience("a", Trees.condition("now > birthday and event.total > 1"))]),
            Case(
                name: "audience at a weekday",
                items: [
                    Trees.audience("a", binary(.equal, .weekday, .weekdayLiteral(1))),
                    Trees.audience("b", binary(.equal, .timeOfDay, .literal(.timeOfDay(seconds: 0)))),
                ]),
            Case(name: "coupons", items: [
                Trees.coupon("a", []), Trees.coupon("c", [.stock(3), .codesFrom("c.csv")]),
            ]),
            Case(name: "calendar", items: [Trees.calendar("cn", from: 20, to: 10), Trees.calendar("de", from: 20, to: nil)]),
            Case(name: "message twice on a channel", items: [Trees.message("m", [("sms", []), ("sms", [])])]),
            Case(name: "message parts", items: [.message(twoParts)]),
            Case(
                name: "placeholders",
                items: [
                    Trees.message(
                        "m",
                        [
                            (
                                "sms",
                                [
                                    Trees.placeholder("nme"), Trees.placeholder("given_by"), Trees.placeholder("coupon.code"),
                                    Trees.placeholder("coupon.value"), Trees.placeholder("points", as: "mony"),
                                    Trees.placeholder("name", as: "money"),
                                ]
                            )
                        ]), Trees.journey("j", Trees.pattern("bought"), [Trees.send("m", [("given_by", "\"x\"")], via: "sms")]),
                ]),
            Case(name: "policy", items: [
                Trees.policy([
                    .quiet(from: Trees.time(8), to: Trees.time(8), via: nil),
                    .holdOut(Trees.share(1_000_000)), .unique([Trees.name("phon")]), 
                    .atMost(3, per: Trees.span(.week), via: nil), .atMost(4, per: Trees.span(.week), via: nil),
                    .keepEvents(Trees.span(.day)), .keepEvents(Trees.span(2 * .day)), .onlyToTag(Trees.name("staff")),
                ])
            ]),
        ]
    }

    private var blocks: [Case] {
        let bought = Trees.pattern("bought")
        let yes = Trees.condition("points > 1")
        let loop = Step.Repeat(times: 3, every: Trees.span(.day), until: nil, steps: [])
        return [
            Case(name: "shares", items: [
                Trees.journey("a", bought, [Trees.split([(500_000, "x"), (400_000, "y")])]),
                Trees.journey("b", bought, [Trees.split([(900_000, "x"), (900_000, "y")])]),
                Trees.journey("c", bought, [Trees.split([(1_000_000, nil)])]),
                Trees.journey("d", bought, [Trees.split([(500_000, "x"), (500_000, "x")])]),
                Trees.journey("e", bought, [Trees.split([(333_333, "x"), (666_667, "y")])]),
            ]),
            Case(name: "headers", items: [
                Trees.journey("a", bought, headers: [.holdOut(Trees.share(1_000_000))], [.stop]),
                Trees.journey("b", bought, headers: [.dates(from: Trees.date(10), until: Trees.date(9)), .forEach(Trees.name("ordr"))], [.stop]),
                Trees.journey("c", .every(.day, at: nil), headers: [.forEach(Trees.name("total"))], [.set(attribute: Trees.name("name"), Trees.value("event.product"))]),
                Trees.journey("d", .every(.day, at: nil), [Trees.send("hello", via: "sms")]),
                Trees.journey("e", bought, headers: [.forEach(Trees.name("商品"))], [.stop]),
            ]),
            Case(name: "schedules", items: [
                Trees.journey("a", .before(Trees.span(.hour), Trees.name("birthday"), at: Trees.time(9)), [.stop]),
                Trees.journey("b", .onAttribute(Trees.name("name"), at: nil), [.waitUntil(.attribute(Trees.name("points"), at: nil))]),
                Trees.journey("c", .becomes(Trees.name("tier"), Trees.value("\"bronze\"")), [.stop]),
                Trees.journey("d", .entersAudience(Trees.name("champion")), [.stop]),
            ]),
            Case(name: "same of the first", items: [Trees.journey("a", Trees.pattern("bought", same: "product"), [.stop])]),
            Case(name: "empty repeat", items: [Trees.journey("a", bought, [.repeats(loop)])]),
            Case(name: "coupons and journeys", items: [
                Trees.journey("a", bought, [.give(Trees.name("十元券"), otherwise: nil), .give(Trees.name("tenn"), otherwise: nil), .start(Trees.name("c"))]),
                Trees.journey("b", bought, [.record(Trees.name("购买"), [Step.Argument(name: Trees.name("金额"), value: Trees.value("\"x\""))])]),
            ]),
            Case(name: "journeys start each other", items: [
                Trees.journey("a", bought, [.start(Trees.name("b"))]), Trees.journey("b", bought, [.branch([Step.Branch(condition: yes, steps: Trees.steps([.start(Trees.name("a"))]))], otherwise: nil)]),
                Trees.journey("c", bought, [.wait(Trees.span(.day)), .start(Trees.name("c"))]),
            ]),
            Case(name: "history", items: [
                Trees.journey("a", bought, [
                    .branch([Step.Branch(condition: binary(.greater, history(.sum, "product"), .literal(.integer(3))), steps: [])], otherwise: nil),
                    .branch([Step.Branch(condition: binary(.greater, history(.max, "paid_on"), .literal(.date(days: 3))), steps: [])], otherwise: nil),
                    .branch([Step.Branch(condition: binary(.greater, .daysSince(Trees.name("bought")), .literal(.duration(30 * .day))), steps: [])], otherwise: nil),
                    .branch([Step.Branch(condition: binary(.equal, .weekday, .literal(.text("monday"))), steps: [])], otherwise: nil),
                    .branch([Step.Branch(condition: binary(.less, .path([Trees.name("lunch")]), .literal(.timeOfDay(seconds: 3))), steps: [])], otherwise: nil),
                ])
            ]),
            Case(name: "tests", items: [
                Trees.journey("a", bought, [Trees.send("hello", via: "sms")]),
                Trees.test("t", for: "aa", [
                    .customer(nil, [Step.Argument(name: Trees.name("teir"), value: Trees.value("\"gold\"")), Step.Argument(name: Trees.name("consent"), value: Trees.value("\"marketing\""))]),
                    .event(.after(Trees.span(0)), Trees.name("购买"), [Step.Argument(name: Trees.name("金额"), value: Trees.value("\"x\""))]),
                    .event(.date(Trees.date(20_000), at: nil), Trees.name("bought"), []),
                    .expect(.message(Trees.name("问候"), via: nil, at: nil, [])),
                    .expect(.message(Trees.name("plain"), via: nil, at: nil, [])),
                    .expect(.that(Trees.condition("tier is \"bronze\""), at: nil)),
                ]),
            ]),
        ]
    }

    private func binary(_ sign: JourneyLanguage.Expression.BinaryOperator, _ a: JourneyLanguage.Expression.Kind, _ b: JourneyLanguage.Expression.Kind) -> JourneyLanguage.Expression {
        JourneyLanguage.Expression(.binary(sign, JourneyLanguage.Expression(a, Trees.nowhere), JourneyLanguage.Expression(b, Trees.nowhere)), Trees.nowhere)
    }

    private func history(_ measure: JourneyLanguage.Expression.History.Measure, _ property: String) -> JourneyLanguage.Expression.Kind {
        let term = EventTerm(name: Trees.name("bought"), condition: nil, range: Trees.nowhere)
        return .history(
            .init(
                measure: measure, count: 1, events: Events(alternatives: [term], range: Trees.nowhere), property: [Trees.name(property)],
                span: .ever))
    }

    private var twoParts: MessageDeclaration {
        let text = Template(pieces: [.text("x")], range: Trees.nowhere)
        let part = MessageDeclaration.Part(name: Trees.name("subject"), text: text)
        return MessageDeclaration(
            name: Trees.name("m"), also: [], title: nil,
            bodies: [.init(channel: Trees.name("email"), parts: [part, part], range: Trees.nowhere)], range: Trees.nowhere)
    }

    // MARK: Tests

    func testFindings() throws {
        var lines: [String] = []
        for item in texts + uses + declarations + blocks {
            lines.append("## \(item.name)")
            let english = found(item, in: .english)
            let chinese = found(item, in: .chinese)
            XCTAssertEqual(english.map(\.code), chinese.map(\.code), item.name)
            for (a, b) in zip(english, chinese) {
                lines.append("\(a.code) \(a.severity.rawValue): \(a.message)")
                lines.append("    ^ \(a.label); \(a.help ?? "")" + (a.fix.map { "; fix `\($0.replacement)`" } ?? ""))
                lines.append("    \(b.message)")
                lines.append("    ^ \(b.label)；\(b.help ?? "")")
            }
        }
        let url = Corpus.root.appendingPathComponent("compile/catalogue.findings")
        try Corpus.check(lines.joined(separator: "\n") + "\n", against: url)
    }

    /// Whatever spelling a journey uses, its machine has the declared names.
    func testOtherNamesAreTheDeclaredOnes() throws {
        let canonical =
            "journey j when bought where total > 100 and size is \"small\" for customers where tier is \"gold\""
            + " goal bought within 3d value total send hello via sms or else wecom"
            + " wait up to 1d for clicked where message is \"hello\" and channel in (\"sms\") if so set tier to event.product end end"
        let other =
            "journey j when 购买 where 金额 > 100 and size is \"small\" for customers where 等级 is \"gold\""
            + " goal 购买 within 3d value 金额 send 问候 via 短信 or else 企业微信"
            + " wait up to 1d for clicked where message is \"问候\" and channel in (\"短信\") if so set 等级 to event.商品 end end"
        let a = compile([Trees.file("a.journey", shop + Trees.items(canonical), in: .english)])
        let b = compile([Trees.file("b.journey", shop + Trees.items(other), in: .english)])
        XCTAssertEqual(a.machines, b.machines)
        XCTAssertEqual(a.machines.count, 1)
        XCTAssertEqual(a.machines.first?.hash, b.machines.first?.hash)
        XCTAssertEqual(a.machines.first?.eventNames, ["bought", "clicked"])
    }

    func testTheCatalogueIsPlainData() throws {
        let rules: [PolicyDeclaration.Rule.Kind] = [
            .quiet(from: Trees.time(22), to: Trees.time(8), via: Trees.name("短信")), .atMost(1, per: Trees.span(.day), via: nil),
            .requireConsent(Trees.name("marketing")), .requireConsent(Trees.name("marketing")), .unique([Trees.name("name")]),
            .holdOut(Trees.share(50_000)), .keepEvents(Trees.span(400 * .day)), .onlyToTag(Trees.name("staff")),
            .stopAfter(10_000, per: Trees.span(.hour)), .catchUp(20, per: .second),
            .alert(.silent(Trees.span(2 * .hour)), via: Trees.name("sms")), .alert(.paused, via: Trees.name("短信")),
        ]
        let workspace = compile([Trees.file("a.journey", shop + [Trees.policy(rules)], in: .english)])
        XCTAssertEqual(workspace.diagnostics.map(\.diagnostic.message), [])
        let catalogue = workspace.catalogue
        XCTAssertEqual(catalogue.events.map(\.name), ["bought", "signed_up"])
        XCTAssertEqual(catalogue.events[0].from, "Order Paid")
        XCTAssertEqual(catalogue.events[0].fields[0], .init(name: "total", also: ["金额"], type: .number))
        XCTAssertEqual(catalogue.attributes.count, 6)
        XCTAssertEqual(catalogue.coupons[0].perCustomer, 1)
        let hello = try XCTUnwrap(catalogue.messages.first?.body(via: "sms")?.parts.first)
        XCTAssertEqual(hello.mayBeUnknown, ["event.金额"])
        XCTAssertEqual(
            hello.text,
            .text([
                .literal(.text("亲爱的")), .fallback(.attribute("name"), .literal(.text("朋友"))),
                .formatted(.triggerProperty("total"), as: "money"),
            ]))
        let policy = workspace.policy
        XCTAssertEqual(policy.quietHours, [.init(from: 79_200, to: 28_800, channel: "sms")])
        XCTAssertEqual(policy.caps, [.init(count: 1, per: .day)])
        XCTAssertEqual(policy.requiredConsents, ["marketing"])
        XCTAssertEqual(policy.uniqueAttributes, ["name"])
        XCTAssertEqual([policy.holdOut, policy.fuse?.count, policy.catchUp?.count], [500, 10_000, 20])
        XCTAssertEqual(try JSONDecoder().decode(Catalogue.self, from: JSONEncoder().encode(catalogue)), catalogue)
        XCTAssertEqual(policy.alerts, [.init(.silent(2 * .hour), via: "sms"), .init(.paused, via: "sms")])
        XCTAssertEqual(try JSONDecoder().decode(Policy.self, from: JSONEncoder().encode(policy)), policy)
        // What was encoded before there were alerts has none.
        let before = try XCTUnwrap(String(data: JSONEncoder().encode(Policy()), encoding: .utf8))
        XCTAssertFalse(before.lowercased().contains("alert"))
    }

    func testAudiencesComeAfterThoseThatTheyUse() {
        let names = ["c", "b", "a"]
        let audiences = zip(names, ["b", "a", nil]).map { name, used in
            Trees.audience(name, used.map { .init(.inAudience(Trees.name($0)), Trees.nowhere) } ?? Trees.condition("points > 1"))
        }
        let workspace = compile([Trees.file("a.journey", audiences, in: .english)])
        XCTAssertEqual(workspace.catalogue.audiences.map(\.name), ["a", "b", "c"])
    }

    func testStrictMakesErrorsOfNotes() {
        let file = Trees.file("a.journey", shop + Trees.items("when boght where totl > 1 send hello via sms"), in: .english)
        XCTAssertFalse(compile([file]).hasErrors)
        XCTAssertEqual(compile([file]).diagnostics.map(\.diagnostic.severity), [.note])
        XCTAssertEqual(compile([file], isStrict: true).diagnostics.map(\.diagnostic.severity), [.error])
        XCTAssertTrue(compile([file], isStrict: true).machines.isEmpty)
    }

    /// Without declarations of a kind every name of it goes.
    func testNothingDeclaredNothingChecked() {
        let text = "when a where b > 1 for customers where c is 2 and has tag d goal e within 1d value f send g via h set i to event.j"
        XCTAssertEqual(compile([Trees.file("a.journey", Trees.items(text), in: .english)], isStrict: true).diagnostics, [])
    }

    /// A chain as long as a workspace may make it, and the ring that closes it.
    func testLongChainsOfAudiences() {
        let count = 20_000
        let audiences = (0..<count).map { index in
            Trees.audience("a\(index)", .init(.inAudience(Trees.name("a\((index + 1) % count)")), Trees.nowhere))
        }
        let workspace = compile([Trees.file("a.journey", audiences, in: .english)])
        XCTAssertEqual(workspace.diagnostics.map(\.diagnostic.code), ["J1069"])
        XCTAssertLessThan(workspace.diagnostics.first?.diagnostic.message.utf8.count ?? .max, 1_000)
    }

    private func found(_ item: Case, in language: Language) -> [Diagnostic] {
        let items = (item.isInShop ? shop : []) + item.items
        let found = compile([Trees.file("test.journey", items, in: language)]).diagnostics.map(\.diagnostic)
        // What lints advise is tried by programs of its own.
        return found.filter { !$0.code.hasPrefix("J12") }
    }
}

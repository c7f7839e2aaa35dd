import Foundation
import JourneyLanguage
import XCTest

@testable import JourneyCompiler

final class ChartTests: XCTestCase {
    /// Every kind of card, branch, loop and fact on one picture, whatever machines can hold.
    func testAllKinds() throws {
        try Corpus.check(svgGraph([Self.allKinds]), against: Corpus.root.appendingPathComponent("graph/kinds.svg"))
    }

    /// Charts of random machines and random graphs: nothing lies on anything else, lines end at borders, all is on the page.
    func testNothingOverlaps() {
        var random = SplitMix(state: 20_260_105)
        for number in 0..<300 {
            let chart = number.isMultiple(of: 3) ? Self.tangle(&random) : Self.structured(&random)
            check(ChartPage(chart), "chart \(number)")
        }
        check(ChartPage(Self.allKinds), "all kinds")
    }

    func testThousandStates() {
        var random = SplitMix(state: 7)
        var chart = Self.structured(&random, steps: 1_000)
        chart.nodes[0].title = "a thousand states"
        XCTAssertGreaterThan(chart.nodes.count, 1_000)
        check(ChartPage(chart), "thousand states")
    }

    func testTextsBreak() {
        let cases: [(text: String, width: Int, limit: Int, lines: [String])] = [
            ("", 100, 3, []),
            ("short", 100, 3, ["short"]),
            ("added_to_cart then browsed", 110, 3, ["added_to_cart", "then browsed"]),
            ("thanks_for_planning_ahead_of_time", 110, 3, ["thanks_for_", "planning_", "ahead_of_time"]),
            ("one two three four five six seven", 60, 2, ["one two", "three f…"]),
            ("把被遗忘的订单挽回来，再来一次", 115, 3, ["把被遗忘的订单挽", "回来，再来一次"]),
            ("会员等级 属于（\"金卡\"、\"银卡\"）", 120, 3, ["会员等级", "属于（\"金卡\"、", "\"银卡\"）"]),
            ("wwwwwwwwwwwwwwwwwwww", 60, 9, ["wwwww", "wwwww", "wwwww", "wwwww"]),
            ("a", 1, 3, ["a"]),
        ]
        for (text, width, limit, lines) in cases {
            XCTAssertEqual(TextMeasure(size: 14).lines(text, width: width, limit: limit), lines, text)
        }
    }

    /// Contrast as WCAG 2 defines it, for everybody to read.
    func testInkIsReadable() {
        func luminance(_ color: String) -> Double {
            let parts = [1, 3, 5].map { start in
                let digits = color.dropFirst(start).prefix(2)
                let part = Double(Int(digits, radix: 16) ?? 0) / 255
                return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        func contrast(_ one: String, _ other: String) -> Double {
            let (a, b) = (luminance(one), luminance(other))
            return (max(a, b) + 0.05) / (min(a, b) + 0.05)
        }
        let nodes: [Chart.Node.Kind] = [
            .trigger, .message, .wait, .date, .question, .tag, .change, .gift, .split, .loop, .record, .link, .stop, .end,
        ]
        let facts: [Chart.Fact.Kind] = [
            .goal, .exit, .again, .dates, .rollOut, .holdOut, .expires, .transactional, .priority, .owner,
        ]
        for style in nodes.map(ChartStyle.init) + facts.map(ChartStyle.init) {
            XCTAssertGreaterThanOrEqual(contrast(style.ink, style.tint), 4.5, "\(style)")
            XCTAssertGreaterThanOrEqual(contrast(style.ink, "#FFFFFF"), 4.5, "\(style)")
        }
        for tone in [Chart.Edge.Tone.plain, .yes, .no, .arm] {
            let (ink, tint) = ChartStyle.label(tone)
            XCTAssertGreaterThanOrEqual(contrast(ink, tint), 4.5, "\(tone)")
        }
        for text in [ChartStyle.text, ChartStyle.quiet] {
            XCTAssertGreaterThanOrEqual(contrast(text, ChartStyle.background), 4.5)
        }
    }

    func testNamesFitForXML() {
        let cases = [
            ("send_1", "send_1"), ("Order Paid", "Order_x20_Paid"), ("1st", "_x31_st"), ("下单", "下单"), ("", "_"),
            ("a_x", "a_x5f_x"),
            ("<&>", "_x3c__x26__x3e_"),
        ]
        for (text, name) in cases { XCTAssertEqual(XMLText.name(text), name) }
        XCTAssertEqual(XMLText.escaped("a<b>&\"\u{1}\u{FFFE}\n"), "a&lt;b&gt;&amp;&quot;\u{FFFD}\u{FFFD}&#10;")
    }
}

// MARK: What holds for every page

extension ChartTests {
    private typealias Frame = LayeredLayout.Frame

    private func check(_ page: ChartPage, _ name: String) {
        let layout = page.layout
        let labels = layout.routes.compactMap(\.label)
        let frames = layout.boxes + labels
        XCTAssertEqual(labels.count, page.chart.edges.count { !$0.label.isEmpty }, name)
        // By their tops, so that each is compared only with those that begin before it ends.
        let sorted = frames.sorted { ($0.y, $0.x) < ($1.y, $1.x) }
        for (index, one) in sorted.enumerated() {
            for other in sorted[(index + 1)...] {
                if other.y >= one.bottom { break }
                XCTAssertTrue(one.right <= other.x || other.right <= one.x, "\(name): \(one) lies on \(other)")
            }
        }
        let bounds = Frame(x: 0, y: 0, width: layout.width, height: layout.height)
        for frame in frames {
            let isInside = frame.x >= 0 && frame.y >= 0 && frame.right <= bounds.right && frame.bottom <= bounds.bottom
            XCTAssertTrue(isInside, "\(name): \(frame) is not in \(bounds)")
        }
        for (edge, route) in zip(page.chart.edges, layout.routes) {
            check(route, layout.boxes[edge.from], layout.boxes[edge.to], bounds, name)
            if layout.boxes.count < 200 { checkFree(route, frames, name) }
        }
        for frame in frames {
            let placed = Frame(x: frame.x + page.origin.x, y: frame.y + page.origin.y, width: frame.width, height: frame.height)
            XCTAssertTrue(placed.right <= page.panel.x || placed.y >= page.panel.bottom, "\(name): the panel lies on \(placed)")
            XCTAssertTrue(placed.right <= page.width && placed.bottom <= page.height, name)
        }
        XCTAssertTrue(page.panel.right <= page.width && page.panel.bottom <= page.height, name)
    }

    private func check(_ route: LayeredLayout.Route, _ from: Frame, _ to: Frame, _ bounds: Frame, _ name: String) {
        let ends = [(route.points.first, from), (route.points.last, to)]
        for (point, box) in ends {
            guard let point else { return XCTFail("\(name): a line without points") }
            let isOnSide = point.x == box.right && (box.y...box.bottom).contains(point.y)
            let isOnEdge = [box.y, box.bottom].contains(point.y) && (box.x...box.right).contains(point.x)
            XCTAssertTrue(isOnSide || isOnEdge, "\(name): \(point) is not on the border of \(box)")
        }
        for (one, other) in zip(route.points, route.points.dropFirst()) {
            XCTAssertTrue(one.x == other.x || one.y == other.y, "\(name): slanted")
        }
        XCTAssertTrue(route.points.allSatisfy { (0...bounds.width).contains($0.x) && (0...bounds.height).contains($0.y) }, name)
    }

    /// No line runs through a box, or through the label of another.
    private func checkFree(_ route: LayeredLayout.Route, _ frames: [Frame], _ name: String) {
        for (one, other) in zip(route.points, route.points.dropFirst()) {
            let (left, right) = (min(one.x, other.x), max(one.x, other.x))
            let (top, bottom) = (min(one.y, other.y), max(one.y, other.y))
            for frame in frames where frame != route.label {
                let isApart = right <= frame.x || left >= frame.right || bottom <= frame.y || top >= frame.bottom
                XCTAssertTrue(isApart, "\(name): a line from \(one) to \(other) runs through \(frame)")
            }
        }
    }
}

import JourneyLanguage

@testable import JourneyCompiler

extension ChartTests {
    static let allKinds: Chart = {
        var chart = Chart(name: "all_kinds", title: "Every kind of step", language: .english)
        let nodes: [(Chart.Node.Kind, String, String, [String], [String])] = [
            (
                .trigger, "when", "every monday at 10:00",
                ["for customers where tier is \"gold\" and bought at least 3 times within 90 days"], []
            ),
            (.message, "send", "morning", ["name: first_name"], ["wecom", "sms", "email"]),
            (.split, "split", "incentive", [], []),
            (.gift, "give", "spring_twenty", [], []),
            (.message, "send", "sorry", [], ["sms"]),
            (.message, "send", "gift", [], ["wecom"]),
            (.date, "wait until", "3 days before expires_on, 10:00", [], []),
            (.loop, "repeat", "up to 3 times, every 2 days", ["until bought"], []),
            (.message, "send", "nudge", [], ["email"]),
            (.wait, "wait", "2 days", [], []),
            (.record, "record", "nudged", ["rounds: 3"], []),
            (.link, "start", "winback", [], []),
            (.question, "if", "vip is true?", [], []),
            (.tag, "tag", "warm", [], []),
            (.change, "set", "level to 2", [], []),
            (.stop, "stop", "the journey ends here", [], []),
            (.end, "", "end", [], []),
        ]
        chart.nodes = nodes.enumerated().map { number, node in
            Chart.Node(name: "n\(number)", kind: node.0, verb: node.1, title: node.2, details: node.3, chips: node.4)
        }
        let edges: [(Int, Int, String, Chart.Edge.Tone)] = [
            (0, 1, "", .plain), (1, 2, "", .plain), (2, 3, "twenty · 45%", .arm), (2, 5, "gift · 45%", .arm),
            (2, 6, "nothing · 10%", .arm),
            (3, 6, "", .plain), (3, 4, "none left", .no), (4, 6, "", .plain), (5, 6, "", .plain), (6, 7, "", .plain),
            (7, 8, "again", .yes), (8, 9, "", .plain), (9, 7, "at most 3 times", .plain), (7, 10, "done", .no),
            (9, 10, "bought", .yes),
            (10, 11, "", .plain), (11, 12, "", .plain), (12, 13, "yes", .yes), (13, 15, "", .plain), (12, 14, "no", .no),
            (14, 16, "", .plain),
        ]
        chart.edges = edges.map { Chart.Edge(from: $0.0, to: $0.1, label: $0.2, tone: $0.3) }
        chart.facts = [
            .init(kind: .goal, heading: "goal", text: "bought within 7 days, value total"),
            .init(kind: .exit, heading: "exit when", text: "unsubscribed or tier is \"blocked\""),
            .init(kind: .again, heading: "entry", text: "again after 14 days"),
            .init(kind: .holdOut, heading: "hold out", text: "10%"),
            .init(kind: .priority, heading: "priority", text: "5"),
            .init(kind: .owner, heading: "owner", text: "Lin"),
        ]
        return chart
    }()

    private static let titles = ["mail", "a rather longer text that needs some lines on its card", "把遗忘的订单挽回来", "x"]

    private static func node(_ chart: inout Chart, _ kind: Chart.Node.Kind, _ random: inout SplitMix) -> Int {
        let details = Array(repeating: titles[random.below(4)], count: random.below(3))
        chart.nodes.append(
            Chart.Node(
                name: "n\(chart.nodes.count)", kind: kind, verb: "verb", title: titles[random.below(4)], details: details,
                chips: Array(["wecom", "短信", "email"].prefix(random.below(4)))))
        return chart.nodes.count - 1
    }

    /// Nested branches, loops, ways that stop, as programs have them.
    static func structured(_ random: inout SplitMix, steps: Int = 24) -> Chart {
        var chart = Chart(name: "structured", title: "structured", language: .english)
        var budget = steps
        let trigger = node(&chart, .trigger, &random)
        var open = block([(trigger, "")], &chart, &random, &budget, depth: 0)
        while budget > 0 { open = block(open, &chart, &random, &budget, depth: 0) }
        let end = node(&chart, .end, &random)
        for (from, label) in open { chart.edges.append(.init(from: from, to: end, label: label)) }
        if chart.edges.allSatisfy({ $0.to != end }) { chart.nodes.removeLast() }
        chart.facts = [.init(kind: .goal, heading: "goal", text: "bought within 7 days")]
        return chart
    }

    private typealias Ends = [(from: Int, label: String)]

    private static func block(
        _ entry: Ends, _ chart: inout Chart, _ random: inout SplitMix, _ budget: inout Int, depth: Int
    ) -> Ends {
        var open = entry
        for _ in 0...random.below(4) where !open.isEmpty || depth == 0 {
            budget -= 1
            let kind = depth > 4 || budget <= 0 ? 5 : random.below(9)
            let step = node(&chart, kind == 0 ? .split : kind < 4 ? .question : kind == 4 ? .loop : .message, &random)
            for (from, label) in open { chart.edges.append(.init(from: from, to: step, label: label)) }
            open = []
            switch kind {
            case 0...3:
                for arm in 0..<2 + random.below(kind == 0 ? 4 : 1) {
                    let entry = [(step, random.below(5) == 0 ? "" : "arm \(arm)")]
                    open += random.below(4) == 0 ? entry : block(entry, &chart, &random, &budget, depth: depth + 1)
                }
            case 4:
                let body = block([(step, "again")], &chart, &random, &budget, depth: depth + 1)
                for (from, _) in body {
                    chart.edges.append(.init(from: from, to: step, label: random.below(2) == 0 ? "" : "round"))
                }
                open = [(step, "done")]
                if random.below(2) == 0, let (inside, _) = body.first { open.append((inside, "until")) }
            default: if random.below(9) > 0 || depth == 0 { open = [(step, "")] }
            }
        }
        return open
    }

    /// Lines from anywhere to anywhere, also back, double, and from a box to itself.
    static func tangle(_ random: inout SplitMix) -> Chart {
        var chart = Chart(name: "tangle", title: "tangle", language: .english)
        let count = 2 + random.below(14)
        for index in 0..<count { _ = node(&chart, index == 0 ? .trigger : .message, &random) }
        for _ in 0..<count + random.below(count) {
            chart.edges.append(
                .init(from: random.below(count), to: random.below(count), label: random.below(2) == 0 ? "" : "label"))
        }
        chart.facts = [.init(kind: .again, heading: "entry", text: "again every time")]
        return chart
    }
}

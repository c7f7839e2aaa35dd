/// All that there is to measure on the way of an event.
struct Scenarios {
    let options: BenchOptions

    /// Over one log, in rounds: on the machine's slow minutes they meet side by side.
    func overLog(_ log: String, _ programs: Programs, prefix: String = "") -> [Scenario] {
        func over(_ name: String, _ title: String, _ kind: Scenario.Kind, _ program: String?) -> Scenario? {
            guard let program else { return nil }
            return Scenario(
                name: prefix + name, title: title, kind: kind, settings: ["log": log, "program": program], isOnce: name.hasPrefix("shared"))
        }
        let all = [
            over("bare", "bare SQLite, a row an event", .rows, ""),
            over("dry", "dry run, 1 journey", .dry, programs.one),
            over("durable", "durable, 1 journey", .durable, programs.one),
            over("unmatched", "durable, no event matters", .durable, programs.unmatched),
            over("steps-dry", "dry run, 1 journey of 10 steps", .dry, programs.banded(1)),
            over("steps-durable", "durable, 1 journey of 10 steps", .durable, programs.banded(1)),
            over("ten-dry", "dry run, 10 journeys of 10 steps", .dry, programs.banded(10)),
            over("ten-durable", "durable, 10 journeys of 10 steps", .durable, programs.banded(10)),
            over("hundred-dry", "dry run, 100 journeys of 10 steps", .dry, programs.banded(100)),
            over("hundred-durable", "durable, 100 journeys of 10 steps", .durable, programs.banded(100)),
            over("shared-dry", "dry run, 10 journeys entered at once", .dry, programs.shared(10)),
            over("shared-durable", "durable, 10 journeys entered at once", .durable, programs.shared(10)),
        ]
        return all.compactMap { $0 }.filter { isWanted($0.name) }
    }

    /// The same number of events of more and more customers.
    var growth: [(customers: Int, name: String)] {
        [1, 10, 100].map { (options.customers * $0, "growth-\($0)x") }.filter { isWanted($0.1) }
    }

    /// Around stores full of waiting customers.
    var waiting: [Scenario] {
        [
            Scenario(name: "drain", title: "timers due in the same second", kind: .drain, settings: ["customers": "\(options.timers)"], needs: ["fill"]),
            Scenario(
                name: "intake", title: "events beside them", kind: .intake, settings: ["customers": "\(options.timers)", "rate": "5000"], needs: ["fill"]),
            Scenario(
                name: "restart", title: "restart with customers who wait", kind: .restart,
                settings: ["customers": "\(options.enrollments)", "sorted": "yes"], needs: ["fill"]),
            Scenario(name: "idle", title: "customers at rest", kind: .idle, settings: ["customers": "\(options.customers)"]),
            Scenario(
                name: "live", title: "event in to message out", kind: .live, settings: ["rate": "5000", "seconds": "\(options.liveSeconds)"]),
        ].filter { isWanted($0.name) }
    }

    func isWanted(_ name: String) -> Bool { options.only.map { name.contains($0) } ?? true }
}

import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyStore

/// The counters of a run or a store, as the reports want them.
struct Totals {
    private let counters: [Counter: Int64]
    private let byStep: [String: [Counter: Int64]]

    /// - Parameter journey: only its figures, beside those of the whole store; nil: all.
    init(_ counters: [Counter: Int64], only journey: String? = nil) {
        let counters = journey.map { journey in counters.filter { $0.key.journey.isEmpty || $0.key.journey == journey } } ?? counters
        self.counters = counters
        byStep = Dictionary(grouping: counters.filter { !$0.key.step.isEmpty }, by: { $0.key.journey + "\u{0}" + $0.key.step })
            .mapValues { Dictionary(uniqueKeysWithValues: $0.map { ($0.key, $0.value) }) }
    }

    /// A total of the whole store: `events`, `duplicates`, `late`.
    func whole(_ metric: String) -> Int64 { counters[Counter(metric: metric)] ?? 0 }

    func journey(_ name: String, _ metric: Metric) -> Int64 { counters[Counter(journey: name, metric: metric.name)] ?? 0 }

    /// The summary that a run ends with: what was read, the journeys, a funnel each, the channels.
    func text(_ machines: [Machine], width: Int = terminal.width, ink: Ink) -> String {
        let summaries = machines.map(summary)
        var text = ink(.bold, counted(whole("events"), "event")) + ink(.dim, asides) + "\n\n" + journeysReport(summaries, ink: ink)
        for summary in summaries where summary.entered > 0 { text += "\n" + funnelReport(summary, width: width, ink: ink) }
        if !channels.isEmpty { text += "\n" + channelsReport(channels, ink: ink) }
        return text
    }

    /// `, 3 duplicates, 2 late`: what is out of the ordinary.
    private var asides: String {
        let parts = [
            ("duplicates", counted(whole("duplicates"), "duplicate") + " dropped"), ("late", grouped(whole("late")) + " late"),
            ("rejected", counted(whole("rejected"), "line") + " rejected"),
            (
                "history forgotten",
                counted(whole("history forgotten"), "event") + " beyond the \(grouped(Int64(SeriesMemory.limit))) that are counted of one customer"
            ),
            ("too old", counted(whole("too old"), "event") + " refused, older than `keep events`"),
            (
                "names refused",
                counted(whole("names refused"), "new name") + " refused: over \(Limits.nameBytes) bytes, or \(grouped(Int64(Limits.names))) are there"
            ),
        ]
        return parts.filter { whole($0.0) > 0 }.map { ", " + $0.1 }.joined()
    }

    func summary(_ machine: Machine) -> JourneySummary {
        func count(_ metric: Metric) -> Int64 { journey(machine.name, metric) }
        let refusals: [(Refusal, Metric)] = [
            (.dates, .refusedDates), (.audience, .refusedAudience), (.inside, .refusedInside), (.once, .refusedOnce),
            (.again, .refusedAgain), (.rollOut, .refusedRollOut), (.instance, .refusedInstance), (.values, .refusedValues), (.missed, .missed),
        ]
        let ended: [Metric] = [.finished, .stopped, .exited, .failed, .endedByGoal, .left, .merged]
        return JourneySummary(
            name: machine.name, title: machine.title ?? "", watches: watches(machine), entered: count(.entered),
            customers: count(.customers),
            refused: refusals.map { Tally($0.rawValue, count($1)) }.filter { $0.count > 0 },
            heldOut: count(.heldOut), heldOutGoals: count(.heldOutGoals), active: ended.reduce(count(.entered)) { $0 - count($1) }, finished: count(.finished), hasGoal: machine.goal != nil,
            goals: count(.goals), goalValue: machine.goal?.value == nil ? "" : Value.decimal(micros: count(.goalValue)).text,
            cost: cost(machine.name), exits: exits(machine), steps: steps(machine))
    }

    private func cost(_ journey: String) -> Int64 { costs.reduce(0) { $1.journey == journey ? $0.addingClamped($1.amount) : $0 } }

    /// What messages cost, in millionths, journeys and channels in the order of their names.
    var costs: [(journey: String, channel: String, amount: Int64)] {
        var found: [String: [String: Int64]] = [:]
        for (counter, amount) in counters where counter.metric.hasPrefix(Self.costPrefix) && amount != 0 {
            let channel = String(counter.metric.dropFirst(Self.costPrefix.count))
            found[counter.journey, default: [:]][channel, default: 0].addClamped(amount)
        }
        return found.sorted { $0.key < $1.key }.flatMap { journey, channels in
            channels.sorted { $0.key < $1.key }.map { (journey: journey, channel: $0.key, amount: $0.value) }
        }
    }

    private static let costPrefix = "cost: "
    private static let receiptPrefix = "receipt: "

    /// By what customers left before the end; an exit that only an earlier version had stands as `exit`.
    private func exits(_ machine: Machine) -> [Tally] {
        var exits: [Tally] = []
        for metric in machine.exitMetrics {
            let name = metric.hasPrefix("exited: ") ? String(metric.dropFirst(8)) : "a condition"
            guard !exits.contains(where: { $0.name == name }) else { continue }
            exits.append(Tally(name, counters[Counter(journey: machine.name, metric: metric)] ?? 0))
        }
        let known = exits.reduce(0) { $0 + $1.count }
        exits += [
            Tally("exit", journey(machine.name, .exited) - known), Tally("stop", journey(machine.name, .stopped)),
            Tally("left", journey(machine.name, .left)), Tally("merged", journey(machine.name, .merged)), Tally("failed", journey(machine.name, .failed)),
        ]
        return exits.filter { $0.count > 0 }
    }

    /// Of the absence or silence that a trigger waits for.
    private func watches(_ machine: Machine) -> WatchCounts? {
        switch machine.trigger {
        case .silence: break
        case .pattern(let pattern) where pattern.absence != nil: break
        default: return nil
        }
        let (begun, cancelled, fired) = (
            journey(machine.name, .watched), journey(machine.name, .cancelled), journey(machine.name, .fired)
        )
        return WatchCounts(begun: begun, cancelled: cancelled, fired: fired, pending: begun - cancelled - fired)
    }

    private func steps(_ machine: Machine) -> [StepCount] {
        let outline = machine.outline
        return machine.states.indices.filter { machine.states[$0].kind != .done }.map { index in
            let state = machine.states[index]
            func count(_ metric: String) -> Int64 {
                counters[Counter(journey: machine.name, step: state.label, metric: metric)] ?? 0
            }
            return StepCount(
                label: state.label, title: state.title, depth: outline[index].depth, way: outline[index].way,
                reached: count("reached"),
                ways: state.ways.map { WayCount($0.name, title: $0.title, count("took: " + $0.name)) })
        }
    }

    /// Messages by channel and what became of them, channels in the order of their names.
    var channels: [ChannelSummary] {
        var found: [String: [String: Int64]] = [:]
        var receipts: [String: [String: Int64]] = [:]
        for (counter, count) in counters where count > 0 {
            let isReceipt = counter.metric.hasPrefix(Self.receiptPrefix)
            let parts = (isReceipt ? counter.metric.dropFirst(Self.receiptPrefix.count) : counter.metric[...]).split(separator: " ", maxSplits: 2)
            guard parts.count == 3, parts[1] == "via", !counter.step.isEmpty else { continue }
            if isReceipt {
                receipts[String(parts[2]), default: [:]][String(parts[0]), default: 0].addClamped(count)
            } else {
                found[String(parts[2]), default: [:]][String(parts[0]), default: 0].addClamped(count)
            }
        }
        let costs = costs
        return Set(found.keys).union(receipts.keys).sorted().map { channel in
            ChannelSummary(
                channel: channel,
                outcomes: (found[channel] ?? [:]).sorted { $0.key < $1.key }.map { Tally($0.key == "pending" ? "retried" : $0.key, $0.value) },
                receipts: (receipts[channel] ?? [:]).sorted { $0.key < $1.key }.map { Tally($0.key, $0.value) },
                cost: costs.reduce(0) { $1.channel == channel ? $0.addingClamped($1.amount) : $0 })
        }
    }
}

extension Int64 {
    /// A sum that stops at the ends: figures that nobody believes are no reason to end.
    func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    mutating func addClamped(_ other: Int64) { self = addingClamped(other) }
}

import JourneyCompiler
import JourneyModel
import JourneyReports
import JourneySimulator
import JourneyStore

/// Which steps and ways of the journeys the tests went through.
struct TestCoverage {
    /// Something that no test reached.
    struct Gap {
        var step: String
        var title: String
        /// Empty: the step itself.
        var way: String
    }

    private var journeys: [(name: String, reached: Int, total: Int, gaps: [Gap])] = []

    init(_ reports: [TestReport]) {
        for report in reports { add(report.machines, report.results) }
    }

    private mutating func add(_ machines: [Machine], _ results: [TestResult]) {
        var counters: [Counter: Int64] = [:]
        for result in results { counters.merge(result.counters) { $0 + $1 } }
        for machine in machines {
            var gaps: [Gap] = []
            var total = 0
            for state in machine.states where state.kind != .done {
                let isReached = counters[Counter(journey: machine.name, step: state.label, metric: "reached")] ?? 0 > 0
                total += 1
                if !isReached { gaps.append(Gap(step: state.label, title: state.title, way: "")) }
                let named = state.transitions.filter { !$0.name.isEmpty }
                total += named.count
                for transition in named {
                    let isTaken = counters[Counter(journey: machine.name, step: state.label, metric: "took: " + transition.name)] ?? 0 > 0
                    if !isTaken { gaps.append(Gap(step: state.label, title: state.title, way: transition.name)) }
                }
            }
            journeys.append((machine.name, total - gaps.count, total, gaps))
        }
    }

    func text(ink: Ink) -> String {
        var text = "\n" + ink(.bold, "coverage of steps and ways") + "\n"
        let width = journeys.map(\.name.count).max() ?? 0
        for journey in journeys {
            let share = journey.total == 0 ? 100 : journey.reached * 100 / journey.total
            let name = journey.name + String(repeating: " ", count: width - journey.name.count)
            text += "  \(printable(name))  " + ink(share == 100 ? .green : .yellow, "\(share)%") + "  \(journey.reached) of \(journey.total)\n"
            // A step that nobody reached says it for its ways, too.
            let missed = Set(journey.gaps.filter(\.way.isEmpty).map(\.step))
            for gap in journey.gaps where gap.way.isEmpty || !missed.contains(gap.step) {
                let what = gap.way.isEmpty ? "never reached" : "never went \"\(gap.way)\""
                text += "    " + ink(.dim, "\(printable(gap.step)) (\(printable(gap.title))): \(printable(what))") + "\n"
            }
        }
        return text
    }
}

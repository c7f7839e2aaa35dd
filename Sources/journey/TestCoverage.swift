import JourneyCompiler
import JourneyModel
import JourneyReports
import JourneySimulator
import JourneyStore

/// Which steps and ways of the journeys the tests went through.
struct TestCoverage {
    private var journeys: [(name: String, reached: Int, total: Int, gaps: [StepGap])] = []

    init(_ reports: [TestReport]) {
        for report in reports { add(report.machines, report.results) }
    }

    private mutating func add(_ machines: [Machine], _ results: [TestResult]) {
        var counters: [Counter: Int64] = [:]
        for result in results { counters.merge(result.counters) { $0 + $1 } }
        for machine in machines {
            let (reached, total) = StepGap.share(of: machine, counters)
            journeys.append((machine.name, reached, total, StepGap.all(of: machine, counters)))
        }
    }

    func text(ink: Ink) -> String {
        var text = "\n" + ink(.bold, "coverage of steps and ways") + "\n"
        let width = journeys.map(\.name.count).max() ?? 0
        for journey in journeys {
            let share = journey.total == 0 ? 100 : journey.reached * 100 / journey.total
            let name = journey.name + String(repeating: " ", count: width - journey.name.count)
            text += "  \(printable(name))  " + ink(share == 100 ? .green : .yellow, "\(share)%") + "  \(journey.reached) of \(journey.total)\n"
            for gap in journey.gaps { text += "    " + ink(.dim, printable(gap.text)) + "\n" }
        }
        return text
    }
}

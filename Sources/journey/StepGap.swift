import JourneyCompiler
import JourneyStore

/// A step that nobody reached, or a way out of one that nobody took.
struct StepGap {
    var step: String
    var title: String
    /// Empty: the step itself.
    var way: String

    var text: String { "\(step) (\(title)): " + (way.isEmpty ? "never reached" : "never went \"\(way)\"") }

    /// The gaps of a journey after runs that came to these figures. A step that nobody reached says it for its ways, too.
    static func all(of machine: Machine, _ counters: [Counter: Int64]) -> [StepGap] {
        var gaps: [StepGap] = []
        func isMissing(_ state: State, _ metric: String) -> Bool {
            counters[Counter(journey: machine.name, step: state.label, metric: metric)] ?? 0 == 0
        }
        for state in machine.states where state.kind != .done {
            if isMissing(state, "reached") {
                gaps.append(StepGap(step: state.label, title: state.title, way: ""))
                continue
            }
            for transition in state.transitions where !transition.name.isEmpty && isMissing(state, "took: " + transition.name) {
                gaps.append(StepGap(step: state.label, title: state.title, way: transition.name))
            }
        }
        return gaps
    }

    /// How many steps and named ways there are, and how many of them the figures touch.
    static func share(of machine: Machine, _ counters: [Counter: Int64]) -> (reached: Int, total: Int) {
        let states = machine.states.filter { $0.kind != .done }
        let named = states.map { state in state.transitions.filter { !$0.name.isEmpty }.count }
        let total = states.count + named.reduce(0, +)
        let gaps = all(of: machine, counters)
        let unreached = Set(gaps.filter(\.way.isEmpty).map(\.step))
        let silent = zip(states, named).filter { unreached.contains($0.0.label) }.reduce(0) { $0 + $1.1 }
        return (total - gaps.count - silent, total)
    }
}

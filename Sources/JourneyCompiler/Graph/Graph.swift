import JourneyLanguage

/// How a graph is written down.
public enum GraphFormat: String, Sendable, CaseIterable {
    case mermaid, dot, svg, scxml, json
}

/// The state machine of a journey for people and tools: the way in, the steps, goal and exits, labelled in the language's words.
///
/// Mermaid is a `stateDiagram-v2`, DOT a `digraph`, SVG a picture that needs nothing else, SCXML a state chart of the W3C; the
/// JSON is described at `graphJSON`. Ends with a line end.
///
/// - Parameter language: of the words on the picture; the other notations keep to the words of the journey's English form.
public func machineGraph(_ machine: Machine, as format: GraphFormat, in language: Language = .english) -> String {
    machinesGraph([machine], as: format, in: language)
}

/// Several journeys in one text: one picture with one under another, one state chart with all side by side, else one after the
/// other.
public func machinesGraph(_ machines: [Machine], as format: GraphFormat, in language: Language = .english) -> String {
    switch format {
    case .mermaid: machines.map { mermaidGraph(Diagram($0)) }.joined()
    case .dot: machines.map { dotGraph(Diagram($0)) }.joined()
    case .svg: svgGraph(machines.map { Chart($0, in: language) })
    case .scxml: scxmlGraph(machines)
    case .json: machines.map(graphJSON).joined()
    }
}

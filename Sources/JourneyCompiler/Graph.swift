/// How a graph is written down.
public enum GraphFormat: String, Sendable, CaseIterable {
    case mermaid, dot, json
}

/// The state machine of a journey for people and tools: the way in, the steps, goal and exits, labelled in the language's words.
///
/// Mermaid is a `stateDiagram-v2`, DOT a `digraph`; the JSON is described at `graphJSON`. Ends with a line end.
public func machineGraph(_ machine: Machine, as format: GraphFormat) -> String {
    switch format {
    case .mermaid: mermaidGraph(Diagram(machine))
    case .dot: dotGraph(Diagram(machine))
    case .json: graphJSON(machine)
    }
}

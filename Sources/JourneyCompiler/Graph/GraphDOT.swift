/// A `digraph` for Graphviz; the journey's steps stand in a cluster.
func dotGraph(_ diagram: Diagram) -> String {
    var lines = ["digraph " + quoted(diagram.name) + " {"]
    lines += [
        "    compound=true;",
        "    rankdir=TB;",
        "    node [fontname=\"sans-serif\", fontsize=11, shape=box, style=rounded];",
        "    edge [fontname=\"sans-serif\", fontsize=10];",
        "    start [shape=circle, style=filled, label=\"\", width=0.2, fillcolor=black];",
    ]
    lines += diagram.outside.map { "    " + node($0) }
    if diagram.outsideEdges.contains(where: { $0.to == Diagram.end }) {
        lines.append("    end [shape=doublecircle, label=\"\", width=0.15];")
    }
    lines.append("    subgraph cluster_journey {")
    lines.append("        label=\(quoted(diagram.title));")
    lines += diagram.inside.map { "        " + node($0) }
    lines += diagram.insideEdges.map { "        " + edge($0, diagram) }
    lines.append("    }")
    lines.append("    start -> idle;")
    lines += diagram.outsideEdges.map { "    " + edge($0, diagram) }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
}

private func node(_ node: Diagram.Node) -> String {
    let shape =
        switch node.kind {
        case .choice: ", shape=diamond, style=solid"
        case .done: ", shape=doublecircle, style=solid"
        case .watch, .wait: ", style=\"rounded,dashed\""
        case .goal, .exit: ", shape=ellipse, style=solid"
        case .idle, .step: ""
        }
    return "\(quoted(node.id)) [label=\(quoted(node.lines.joined(separator: "\n")))\(shape)];"
}

/// Graphviz draws an edge to a cluster as one to a node inside that is cut off at the border.
private func edge(_ edge: Diagram.Edge, _ diagram: Diagram) -> String {
    var attributes: [String] = edge.label.isEmpty ? [] : ["label=" + quoted(edge.label)]
    var from = edge.from
    var to = edge.to == Diagram.end ? "end" : edge.to
    if from == Diagram.box {
        from = diagram.inside.last?.id ?? from
        attributes.append("ltail=cluster_journey")
    }
    if to == Diagram.box {
        to = diagram.inside.first?.id ?? to
        attributes.append("lhead=cluster_journey")
    }
    return "\(quoted(from)) -> \(quoted(to))" + (attributes.isEmpty ? "" : " [" + attributes.joined(separator: ", ") + "]") + ";"
}

private func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}

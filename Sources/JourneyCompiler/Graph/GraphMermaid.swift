/// `stateDiagram-v2`, by the grammar of Mermaid's parser.
func mermaidGraph(_ diagram: Diagram) -> String {
    var lines = ["stateDiagram-v2"]
    lines.append("    \(Diagram.box) : \(escaped(diagram.title))")
    lines.append("    state \(Diagram.box) {")
    lines += diagram.inside.compactMap(declaration).map { "        " + $0 }
    if let first = diagram.inside.first { lines.append("        [*] --> " + first.id) }
    lines += diagram.insideEdges.map { "        " + edge($0) }
    if let last = diagram.inside.last { lines.append("        \(last.id) --> [*]") }
    lines.append("    }")
    lines += diagram.outside.compactMap(declaration).map { "    " + $0 }
    lines.append("    [*] --> idle")
    lines += diagram.outsideEdges.map { "    " + edge($0) }
    for node in diagram.outside where node.kind == .goal || node.kind == .exit { lines.append("    \(node.id) --> [*]") }
    return lines.joined(separator: "\n") + "\n"
}

private func declaration(_ node: Diagram.Node) -> String? {
    if node.kind == .choice { return "state \(node.id) <<choice>>" }
    return node.lines == [node.id] ? nil : "state \(quoted(node.lines.joined(separator: "\n"))) as \(node.id)"
}

private func edge(_ edge: Diagram.Edge) -> String {
    let arrow = edge.from + " --> " + (edge.to == Diagram.end ? "[*]" : edge.to)
    return edge.label.isEmpty ? arrow : arrow + " : " + escaped(edge.label)
}

private func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

/// Everything that the parser or the renderer could take for a sign becomes an entity, `#34;`.
///
/// The words `style`, `classDef` and `direction` mean something to the parser in the middle of a label too; their first letter
/// becomes an entity. A line break of the label is `<br/>`.
private func escaped(_ text: String) -> String {
    var out = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if index > 0 { out += "<br/>" }
        var rest = line.unicodeScalars[...]
        while let scalar = rest.first {
            let isPlain = !scalar.isASCII || isSafe(scalar)
            if isPlain, !startsSpecialWord(rest) {
                out.unicodeScalars.append(scalar)
            } else {
                out += "#\(scalar.value);"
            }
            rest = rest.dropFirst()
        }
    }
    return out
}

private func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", "-", "_", "(", ")", "/", "=", "+", "*", "!", "?", "'": true
    default: false
    }
}

private func startsSpecialWord(_ text: String.UnicodeScalarView.SubSequence) -> Bool {
    guard let first = text.first, first.value | 0x20 == 0x73 || first.value | 0x20 == 0x63 || first.value | 0x20 == 0x64 else {
        return false
    }
    let start = String(String.UnicodeScalarView(text.prefix(9))).lowercased()
    return start.hasPrefix("style") || start.hasPrefix("classdef") || start.hasPrefix("direction")
}

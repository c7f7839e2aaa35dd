/// The name that was probably meant: the nearest one, where it is near enough to be a slip of the hand.
func suggestion(for written: String, among names: [String]) -> String? {
    let written = Array(written.lowercased().prefix(64).unicodeScalars)
    let allowed = max(1, written.count / 3)
    var best: (distance: Int, name: String)?
    for name in names {
        let distance = slips(written, Array(name.lowercased().unicodeScalars))
        if distance <= allowed, distance < best?.distance ?? .max { best = (distance, name) }
    }
    if let best { return best.name }
    // A beginning that fits only one name is as good as a slip.
    let bare = written.drop { $0 == "-" }
    let begun = names.filter { $0.lowercased().unicodeScalars.starts(with: written) }
    return bare.count >= 2 && begun.count == 1 ? begun.first : nil
}

/// Letters left out, added, changed or swapped with their neighbour (optimal string alignment).
private func slips(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
            row.append(cost)
        }
        before = last
        last = row
    }
    return last[b.count]
}

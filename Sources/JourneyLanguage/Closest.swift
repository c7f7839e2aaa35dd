/// The candidate that a misspelt word most likely means, nil where none is near enough.
///
/// Nearness is the number of letters left out, put in, exchanged or swapped with their neighbour (optimal string alignment),
/// letter case ignored: at most 1 for words up to 4 letters, 2 up to 8, else 3, and never half of the word or more. Ties go to
/// the earlier candidate. Words over 64 letters have no nearest.
public func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = lowercaseScalars(word)
    guard letters.count >= 2, letters.count <= 64 else { return nil }
    var best: String?
    var limit = min(letters.count <= 4 ? 1 : letters.count <= 8 ? 2 : 3, (letters.count - 1) / 2 + (letters.count == 2 ? 1 : 0))
    for candidate in candidates {
        let other = lowercaseScalars(candidate)
        guard abs(other.count - letters.count) <= limit, other.count <= 64 else { continue }
        if let distance = alignmentDistance(letters, other, atMost: limit) {
            if distance == 0 { return candidate }
            best = candidate
            limit = distance - 1
        }
    }
    return best
}

/// A broken file asks for hundreds of these; most candidates are keywords.
private func lowercaseScalars(_ word: String) -> [Unicode.Scalar] {
    guard word.utf8.allSatisfy({ $0 < 0x80 }) else { return Array(word.lowercased().unicodeScalars) }
    return word.utf8.map { Unicode.Scalar(0x41...0x5A ~= $0 ? $0 | 0x20 : $0) }
}

/// Letters left out, put in, exchanged or swapped with their neighbour (optimal string alignment); nil where it exceeds the bound.
public func alignmentDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost bound: Int) -> Int? {
    if abs(a.count - b.count) > bound { return nil }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    var row = beforeLast
    for i in a.indices {
        row[0] = i + 1
        var least = i + 1
        for j in b.indices {
            var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
            row[j + 1] = cost
            least = min(least, cost)
        }
        if least > bound { return nil }
        // The oldest row is written over next.
        swap(&beforeLast, &row)
        swap(&beforeLast, &last)
    }
    return last[b.count] <= bound ? last[b.count] : nil
}

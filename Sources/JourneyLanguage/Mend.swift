/// A source with fixes applied to it.
public struct MendedText: Sendable {
    public var bytes: [UInt8]
    /// The indices of the fixes that were applied.
    public var applied: [Int]
}

/// Applies every fix that touches nothing an earlier one touches, in the order of the text; at one place the first of them.
public func mended(_ source: SourceText, by fixes: [Diagnostic.Fix]) -> MendedText {
    var result = MendedText(bytes: [], applied: [])
    let count = source.bytes.count
    var taken = 0
    var lastStart = -1
    let order = fixes.indices.sorted { (fixes[$0].range.start, $0) < (fixes[$1].range.start, $1) }
    for index in order {
        let range = fixes[index].range
        guard range.start >= taken, range.start > lastStart, range.end >= range.start, range.end <= count else { continue }
        result.bytes += source.bytes[taken..<range.start]
        result.bytes += fixes[index].replacement.utf8
        result.applied.append(index)
        taken = range.end
        lastStart = range.start
    }
    result.bytes += source.bytes[taken...]
    return result
}

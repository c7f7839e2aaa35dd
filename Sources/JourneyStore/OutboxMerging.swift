import JourneyModel

// What stands in the indexes, and what is fresh, in one order.
extension OutboxTable {
    /// Two lists in one order, as far as the limit.
    static func merged(
        _ a: [OutboxMessage], _ b: [OutboxMessage], _ limit: Int, _ isBefore: (OutboxMessage, OutboxMessage) -> Bool
    ) -> [OutboxMessage] {
        if a.isEmpty { return b }
        if b.isEmpty { return a }
        var merged: [OutboxMessage] = []
        var (i, j) = (0, 0)
        while merged.count < limit, i < a.count || j < b.count {
            if j == b.count || (i < a.count && isBefore(a[i], b[j])) {
                merged.append(a[i])
                i += 1
            } else {
                merged.append(b[j])
                j += 1
            }
        }
        return merged
    }
}

/// The last keys written, so many and no more.
///
/// Keys are kept as the bytes that stand in the file.
struct RecentKeys {
    private let limit: Int
    private var ring: [[UInt8]] = []
    private var next = 0
    private var members: Set<[UInt8]> = []

    init(limit: Int) { self.limit = max(1, limit) }

    func contains(_ key: [UInt8]) -> Bool { members.contains(key) }

    /// Takes a key in; the oldest leaves when there are too many.
    mutating func insert(_ key: [UInt8]) {
        guard members.insert(key).inserted else { return }
        guard ring.count >= limit else { return ring.append(key) }
        members.remove(ring[next])
        ring[next] = key
        next = (next + 1) % limit
    }
}

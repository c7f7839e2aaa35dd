/// Words of any script, each with a number, arranged so that the longest one at a place is found in one walk.
///
/// A node is the beginning of words; the edges are one open-addressing table keyed by node and character.
struct WordTrie: Sendable {
    /// The edge that stands for white space, or none, between the words of a phrase.
    static let gap: UInt32 = 0x20

    private var edges: [UInt64]
    private var targets: [Int32]
    private var edgeCount = 0
    /// What ends at each node, -1 where nothing does.
    private(set) var values: [Int32] = [-1]

    init() {
        edges = [UInt64](repeating: Self.free, count: 64)
        targets = [Int32](repeating: 0, count: 64)
    }

    var isEmpty: Bool { values.count == 1 }

    private static let free = UInt64.max

    /// Adds a word; one that is there already keeps its first number.
    mutating func insert(_ word: some Sequence<Unicode.Scalar>, _ value: Int32) {
        var node: Int32 = 0
        for scalar in word {
            if let next = child(node, scalar.value) {
                node = next
            } else {
                let next = Int32(truncatingIfNeeded: values.count)
                values.append(-1)
                addEdge(Self.key(node, scalar.value), next)
                node = next
            }
        }
        if values[Int(node)] < 0 { values[Int(node)] = value }
    }

    @inline(__always)
    func child(_ node: Int32, _ scalar: UInt32) -> Int32? {
        let key = Self.key(node, scalar)
        var slot = Self.slot(key, edges.count)
        while edges[slot] != Self.free {
            if edges[slot] == key { return targets[slot] }
            slot = (slot + 1) & (edges.count - 1)
        }
        return nil
    }

    private static func key(_ node: Int32, _ scalar: UInt32) -> UInt64 {
        UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar)
    }

    private static func slot(_ key: UInt64, _ size: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (size - 1)
    }

    private mutating func addEdge(_ key: UInt64, _ target: Int32) {
        if edgeCount * 2 >= edges.count { grow() }
        place(key, target)
        edgeCount += 1
    }

    private mutating func place(_ key: UInt64, _ target: Int32) {
        var slot = Self.slot(key, edges.count)
        while edges[slot] != Self.free { slot = (slot + 1) & (edges.count - 1) }
        edges[slot] = key
        targets[slot] = target
    }

    private mutating func grow() {
        let old = zip(edges, targets).filter { $0.0 != Self.free }
        edges = [UInt64](repeating: Self.free, count: edges.count * 2)
        targets = [Int32](repeating: 0, count: edges.count)
        for (key, target) in old { place(key, target) }
    }
}

import JourneyModel

/// Timers in (due, number) order: a list of sorted blocks, so that neither an insertion nor the removal of the first ones moves
/// much.
struct TimerList {
    private static let blockLimit = 128

    private var blocks: [[StoredTimer]] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }
    var first: StoredTimer? { blocks.first?.first }

    /// The first index whose element is not before `key`, or not at it either.
    private static func position(in block: [StoredTimer], of key: StoredTimer.Key, after: Bool) -> Int {
        var low = 0
        var high = block.count
        while low < high {
            let middle = (low + high) / 2
            let isBefore = after ? !(key < block[middle].key) : block[middle].key < key
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The first block that ends at or after `key` (or after it).
    private func block(of key: StoredTimer.Key, after: Bool) -> Int {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            let last = blocks[middle][blocks[middle].count - 1].key
            let isBefore = after ? !(key < last) : last < key
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A timer with the same key is replaced.
    mutating func insert(_ timer: StoredTimer) {
        guard !blocks.isEmpty else {
            blocks.append([timer])
            count = 1
            return
        }
        let index = min(block(of: timer.key, after: false), blocks.count - 1)
        let position = Self.position(in: blocks[index], of: timer.key, after: false)
        if position < blocks[index].count, blocks[index][position].key == timer.key {
            blocks[index][position] = timer
            return
        }
        count += 1
        blocks[index].insert(timer, at: position)
        guard blocks[index].count > Self.blockLimit else { return }
        // Timers mostly come in order of their due time: at the end a block is left full, elsewhere it is halved.
        let cut = index == blocks.count - 1 ? Self.blockLimit : Self.blockLimit / 2
        let tail = Array(blocks[index][cut...])
        blocks[index].removeSubrange(cut...)
        blocks.insert(tail, at: index + 1)
    }

    mutating func removeThrough(_ key: StoredTimer.Key) {
        let whole = block(of: key, after: true)
        if whole > 0 {
            for block in blocks[..<whole] { count -= block.count }
            blocks.removeSubrange(..<whole)
        }
        guard !blocks.isEmpty else { return }
        let part = Self.position(in: blocks[0], of: key, after: true)
        if part > 0 {
            blocks[0].removeSubrange(..<part)
            count -= part
        }
    }

    mutating func remove(_ key: StoredTimer.Key) {
        let index = block(of: key, after: false)
        guard index < blocks.count else { return }
        let position = Self.position(in: blocks[index], of: key, after: false)
        guard position < blocks[index].count, blocks[index][position].key == key else { return }
        blocks[index].remove(at: position)
        count -= 1
        if blocks[index].isEmpty { blocks.remove(at: index) }
    }

    mutating func removeAll() {
        blocks.removeAll(keepingCapacity: true)
        count = 0
    }

    /// The first timers after `key`; nil: from the beginning.
    func first(_ limit: Int, after key: StoredTimer.Key?) -> [StoredTimer] {
        var found: [StoredTimer] = []
        var index = key.map { block(of: $0, after: true) } ?? 0
        while index < blocks.count, found.count < limit {
            let start = found.isEmpty ? key.map { Self.position(in: blocks[index], of: $0, after: true) } ?? 0 : 0
            found.append(contentsOf: blocks[index][start...].prefix(limit - found.count))
            index += 1
        }
        return found
    }

    func forEach(_ body: (StoredTimer) throws -> Void) rethrows {
        for block in blocks { for timer in block { try body(timer) } }
    }
}

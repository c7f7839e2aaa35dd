import JourneyStore

/// Which messages leave first where more are due than find room: transactional ones, then one of each journey in turn.
enum TurnTaking {
    /// - Parameters:
    ///   - start: another one each time, so that where less than one of each finds room they still take turns.
    ///   - due: gives the first messages of a way, at most so many.
    static func pull(
        _ room: Int, from ways: [OutboxWay], beginningAt start: Int = 0, _ due: (OutboxWay, Int) throws -> [OutboxMessage]
    ) rethrows -> [OutboxMessage] {
        guard room > 0 else { return [] }
        if ways.count == 1 { return try due(ways[0], room) }
        let first = try inTurns(room, turned(ways.filter(\.isTransactional), start), due)
        return first + (try inTurns(room - first.count, turned(ways.filter { !$0.isTransactional }, start), due))
    }

    private static func turned(_ ways: [OutboxWay], _ start: Int) -> [OutboxWay] {
        guard ways.count > 1 else { return ways }
        let first = Int(UInt(bitPattern: start) % UInt(ways.count))
        return Array(ways[first...] + ways[..<first])
    }

    private static func inTurns(
        _ room: Int, _ ways: [OutboxWay], _ due: (OutboxWay, Int) throws -> [OutboxMessage]
    ) rethrows -> [OutboxMessage] {
        guard room > 0, !ways.isEmpty else { return [] }
        if ways.count == 1 { return try due(ways[0], room) }
        // Each way gives its share; what some do not need the others get, until nothing is left of either.
        var share = (room + ways.count - 1) / ways.count
        var found = try ways.map { try due($0, share) }
        while true {
            let full = found.indices.filter { found[$0].count == share }
            let left = room - found.reduce(0) { $0 + $1.count }
            if left <= 0 || full.isEmpty { break }
            share += (left + full.count - 1) / full.count
            for place in full { found[place] = try due(ways[place], share) }
        }
        return dealt(found, most: room)
    }

    /// One of each, then the next of each.
    private static func dealt(_ lists: [[OutboxMessage]], most: Int) -> [OutboxMessage] {
        var dealt: [OutboxMessage] = []
        var place = 0
        while dealt.count < most {
            let before = dealt.count
            for list in lists where place < list.count && dealt.count < most { dealt.append(list[place]) }
            if dealt.count == before { break }
            place += 1
        }
        return dealt
    }
}

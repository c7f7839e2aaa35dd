import JourneyEngine
import JourneyModel
import JourneyStore

/// Those inside who are on their way to other versions, or out: what a deployment asked for, done a slice of customers at a time.
public struct Relocation: Equatable, Sendable {
    private static let setting = "relocation"
    private static let format: UInt8 = 1
    /// Customers looked at in one transaction.
    static let slice = 500

    /// The journeys whose people go on in the current version.
    public var moves: [String]
    /// The journeys, gone, whose people leave.
    public var drains: [String]
    /// The last customer that was looked at.
    var place: UInt64?
    /// So far.
    public var result = Engine.Relocated()

    public init(moves: [String], drains: [String]) {
        self.moves = moves
        self.drains = drains
    }

    /// The one that a store is in the middle of; nil where there is none.
    init?(_ store: any Store) throws {
        guard let bytes = try store.setting(Self.setting), !bytes.isEmpty else { return nil }
        (moves, drains) = ([], [])
        do {
            try bytes.withUnsafeBytes { buffer in
                var reader = ByteReader(buffer)
                guard try reader.byte() == Self.format else { throw DecodingFailure(what: "unknown format", offset: 0) }
                moves = try (0..<(try reader.count())).map { _ in try reader.text() }
                drains = try (0..<(try reader.count())).map { _ in try reader.text() }
                place = try reader.flag() ? try reader.fixed() : nil
                result.moved = Int(truncatingIfNeeded: try reader.unsigned())
                result.stayed = Int(truncatingIfNeeded: try reader.unsigned())
                result.drained = Int(truncatingIfNeeded: try reader.unsigned())
            }
        } catch {
            throw StoreError.damaged("what the store says of customers to be moved does not decode: \(error)")
        }
    }

    func write(to store: any Store) throws {
        var out = ByteWriter()
        out.byte(Self.format)
        out.count(moves.count)
        for journey in moves { out.text(journey) }
        out.count(drains.count)
        for journey in drains { out.text(journey) }
        out.flag(place != nil)
        if let place { out.fixed(place) }
        out.unsigned(UInt64(result.moved))
        out.unsigned(UInt64(result.stayed))
        out.unsigned(UInt64(result.drained))
        try store.set(setting: Self.setting, to: out.bytes)
    }

    static func end(in store: any Store) throws { try store.set(setting: Self.setting, to: []) }
}

extension Stepper {
    /// Asks that those inside be moved and sent out, within the deployment's transaction.
    public static func ask(for relocation: Relocation, in store: any Store) throws {
        // What an earlier one has not come to is asked for anew with this one.
        var joined = relocation
        if let open = try Relocation(store) {
            joined.moves = Set(open.moves + relocation.moves).sorted()
            joined.drains = Set(open.drains + relocation.drains).sorted()
        }
        try joined.write(to: store)
    }

    /// A slice of customers. Durable on return.
    func relocateSome() throws {
        guard var open = relocation else { return }
        let deployment = engine.deployment
        let moves = Set(open.moves.compactMap(deployment.journey(named:)))
        let drains = Set(open.drains.compactMap(deployment.journey(named:)))
        var plans = movePlans
        try store.begin()
        func relocate(_ slot: Int) throws {
            cache.update(slot) { state in
                let result = engine.relocate(moves: moves, drains: drains, plans: &plans, of: &state, at: clock, into: &output)
                open.result.moved += result.moved
                open.result.stayed += result.stayed
                open.result.drained += result.drained
                return output.isChanged
            }
            try takeTimers(of: cache.slots[slot].key)
        }
        var isOver = true
        if store.isDurable {
            let slice = try store.customers(after: open.place, limit: Relocation.slice)
            for (key, _) in slice { if let slot = try cache.slot(ofKey: key, in: store) { try relocate(slot) } }
            open.place = slice.last?.key
            isOver = slice.count < Relocation.slice
        } else {
            for slot in cache.slots.indices.sorted(by: { cache.slots[$0].key < cache.slots[$1].key }) { try relocate(slot) }
        }
        if isOver { try Relocation.end(in: store) } else { try open.write(to: store) }
        try commit()
        movePlans = isOver ? [:] : plans
        relocation = isOver ? nil : open
        if isOver { lastRelocation = open.result }
    }
}

import JourneyEngine
import JourneyModel
import JourneyStore

/// What a store remembers of what is kept of its customers' pasts: under which table, and which audiences are still to be looked at.
struct HistorySetting: Equatable {
    private static let name = "history"
    private static let format: UInt8 = 1

    var epoch = HistoryEpoch(number: 0, isFromTheStart: true)
    var signature = ""
    /// Name and definition of each audience that is kept up.
    var audiences: [String: String] = [:]
    /// Those of them that not every customer was looked at for.
    var unsettled: Set<String> = []
    /// Where in the log the looking goes on.
    var place: Int64 = 0

    /// What the store has; nothing where none was written.
    init(_ store: any Store) throws {
        _ = try store.setting(Self.name, format: Self.format, of: "its customers' pasts") { reader in
            epoch = HistoryEpoch(number: UInt32(truncatingIfNeeded: try reader.unsigned()), isFromTheStart: try reader.flag())
            signature = try reader.text()
            for _ in 0..<(try reader.count()) { audiences[try reader.text()] = try reader.text() }
            for _ in 0..<(try reader.count()) { unsettled.insert(try reader.text()) }
            place = try reader.signed()
        }
    }

    func write(to store: any Store) throws {
        var out = ByteWriter()
        out.byte(Self.format)
        out.unsigned(UInt64(epoch.number))
        out.flag(epoch.isFromTheStart)
        out.text(signature)
        out.count(audiences.count)
        for (name, definition) in audiences.sorted(by: { $0.key < $1.key }) {
            out.text(name)
            out.text(definition)
        }
        out.count(unsettled.count)
        for name in unsettled.sorted() { out.text(name) }
        out.signed(place)
        try store.set(setting: Self.name, to: out.bytes)
    }

    /// Takes up a deployment: another table of series begins an epoch, another audience is to be looked at.
    mutating func note(_ kept: Deployment.KeptPast, isBeforeAnyEvent: Bool) -> HistoryEpoch {
        if signature != kept.signature || epoch.number == 0 {
            epoch = HistoryEpoch(number: epoch.number &+ 1, isFromTheStart: isBeforeAnyEvent)
            signature = kept.signature
        }
        let current = Dictionary(kept.audiences.map { ($0.name, $0.signature) }, uniquingKeysWith: { $1 })
        let fresh = current.filter { audiences[$0.key] != $0.value }.keys
        unsettled.formIntersection(current.keys)
        if !fresh.isEmpty, !isBeforeAnyEvent {
            unsettled.formUnion(fresh)
            place = 0
        }
        audiences = current
        return epoch
    }
}

/// The tables of series that a store's customers were under, one after the other: what stands in their memories may outlive the log.
struct EpochBook: Equatable {
    private static let name = "history epochs"
    private static let format: UInt8 = 1
    /// Whoever was not looked at since before those counts from what the log has.
    private static let most = 64

    /// The present one; its place and clock mean nothing.
    var present: FormerEpoch?
    /// The oldest first.
    var former: [FormerEpoch] = []

    init(_ store: any Store) throws {
        _ = try store.setting(Self.name, format: Self.format, of: "what was kept of its customers' pasts") { reader in
            var all = try (0..<(try reader.count())).map { _ in try FormerEpoch(&reader) }
            present = all.popLast()
            former = all
        }
    }

    func write(to store: any Store) throws {
        var out = ByteWriter()
        out.byte(Self.format)
        let all = former + (present.map { [$0] } ?? [])
        out.count(all.count)
        for epoch in all { epoch.encode(to: &out) }
        try store.set(setting: Self.name, to: out.bytes)
    }

    /// Takes up an epoch. The one before it ends with what the log has now.
    mutating func note(_ epoch: inout HistoryEpoch, _ series: [FormerEpoch.Series], in store: any Store) throws {
        if let ended = present, ended.number != epoch.number {
            former.append(
                FormerEpoch(
                    number: ended.number, isFromTheStart: ended.isFromTheStart, series: ended.series, place: try store.endPart(),
                    clock: store.progress.clock))
            former.removeFirst(max(0, former.count - Self.most))
        }
        present = FormerEpoch(
            number: epoch.number, isFromTheStart: epoch.isFromTheStart, series: series, place: 0, clock: .distantPast)
        epoch.former = former
    }
}

extension FormerEpoch {
    fileprivate init(_ reader: inout ByteReader) throws {
        let number = UInt32(truncatingIfNeeded: try reader.unsigned())
        let isFromTheStart = try reader.flag()
        let place = try reader.signed()
        let clock = Timestamp(microseconds: try reader.signed())
        let series = try (0..<(try reader.count())).map { _ in Series(kind: try reader.text(), keepsTotals: try reader.flag()) }
        self.init(number: number, isFromTheStart: isFromTheStart, series: series, place: place, clock: clock)
    }

    fileprivate func encode(to out: inout ByteWriter) {
        out.unsigned(UInt64(number))
        out.flag(isFromTheStart)
        out.signed(place)
        out.signed(clock.microseconds)
        out.count(series.count)
        for one in series {
            out.text(one.kind)
            out.flag(one.keepsTotals)
        }
    }
}

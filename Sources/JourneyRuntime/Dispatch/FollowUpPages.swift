import JourneyModel
import JourneyStore

/// The open tasks of a store, some to a page, so that a change of one writes few of the others anew.
struct FollowUpPages {
    struct Record: Equatable {
        enum Step: UInt8 {
            case open, toReassign
            /// It is being asked for, and must not be asked for again.
            case reassigning
        }

        var id: String
        var channel: String
        /// Of messages in the outbox.
        var numbers: [Int64]
        var createdAt: Timestamp
        var dueAt: Timestamp
        var remindedAt: [Timestamp] = []
        var isReassigned = false
        var step = Step.open
    }

    struct Place: Equatable {
        fileprivate var page: Int
        fileprivate var slot: Int
    }

    static let firstPause: Microseconds = 5 * .minute
    private static let perPage = 64
    private static let format: UInt8 = 1
    private static let head = "follow-ups"

    private var pages: [Int: [Record?]] = [:]
    private var places: [String: Place] = [:]
    private var changed: Set<Int> = []
    private var hasNewPages = false
    /// Before it every slot is taken.
    private var firstRoom = 0

    var isChanged: Bool { !changed.isEmpty || hasNewPages }

    /// In the order of their pages.
    var records: [(place: Place, record: Record)] {
        pages.keys.sorted().flatMap { page in
            (pages[page] ?? []).enumerated().compactMap { slot, record in record.map { (Place(page: page, slot: slot), $0) } }
        }
    }

    func record(_ id: String) -> (place: Place, record: Record)? {
        guard let place = places[id], let record = pages[place.page]?[place.slot] else { return nil }
        return (place, record)
    }

    // MARK: Changes

    mutating func add(_ number: Int64, to id: String, on channel: String, at now: Timestamp, isReassigned: Bool = false) {
        if let (place, known) = record(id), known.channel == channel {
            var record = known
            if !record.numbers.contains(number) { record.numbers.append(number) }
            replace(at: place, record)
        } else {
            put(Record(id: id, channel: channel, numbers: [number], createdAt: now, dueAt: now + Self.firstPause, isReassigned: isReassigned))
        }
    }

    mutating func put(_ record: Record) {
        while let page = pages[firstRoom] {
            if let slot = page.firstIndex(where: { $0 == nil }) { return place(record, at: Place(page: firstRoom, slot: slot)) }
            firstRoom += 1
        }
        pages[firstRoom] = Array(repeating: nil, count: Self.perPage)
        hasNewPages = true
        place(record, at: Place(page: firstRoom, slot: 0))
    }

    private mutating func place(_ record: Record, at place: Place) {
        pages[place.page]?[place.slot] = record
        places[record.id] = place
        changed.insert(place.page)
    }

    mutating func replace(at place: Place, _ record: Record) { self.place(record, at: place) }

    mutating func remove(at place: Place) {
        guard let record = pages[place.page]?[place.slot] else { return }
        pages[place.page]?[place.slot] = nil
        if places[record.id] == place { places[record.id] = nil }
        changed.insert(place.page)
        firstRoom = min(firstRoom, place.page)
    }

    // MARK: In the store

    /// - Throws: `StoreError`.
    init(from store: any Store) throws {
        let known = try store.setting(Self.head, format: Self.format, of: "tasks") { reader in
            var pages: [Int] = []
            for _ in 0..<(try reader.count()) { pages.append(Int(clamping: try reader.unsigned())) }
            return pages
        }
        for page in known ?? [] {
            let records = try store.setting(Self.name(page), format: Self.format, of: "tasks", Self.decode) ?? []
            var slots: [Record?] = Array(records.prefix(Self.perPage))
            slots += Array(repeating: nil, count: Self.perPage - slots.count)
            pages[page] = slots
            for (slot, record) in slots.enumerated() { if let record { places[record.id] = Place(page: page, slot: slot) } }
        }
    }

    /// In the open transaction.
    mutating func save(to store: any Store) throws {
        for page in changed.sorted() {
            var out = ByteWriter()
            out.byte(Self.format)
            let records = (pages[page] ?? []).compactMap { $0 }
            out.count(records.count)
            for record in records { Self.encode(record, to: &out) }
            try store.set(setting: Self.name(page), to: out.bytes)
        }
        if hasNewPages {
            var out = ByteWriter()
            out.byte(Self.format)
            out.count(pages.count)
            for page in pages.keys.sorted() { out.unsigned(UInt64(page)) }
            try store.set(setting: Self.head, to: out.bytes)
        }
        changed.removeAll()
        hasNewPages = false
    }

    private static func name(_ page: Int) -> String { "follow-ups \(page)" }

    private static func encode(_ record: Record, to out: inout ByteWriter) {
        out.text(record.id)
        out.text(record.channel)
        out.count(record.numbers.count)
        for number in record.numbers { out.signed(number) }
        out.timestamp(record.createdAt)
        out.timestamp(record.dueAt)
        out.count(record.remindedAt.count)
        for instant in record.remindedAt { out.timestamp(instant) }
        out.flag(record.isReassigned)
        out.byte(record.step.rawValue)
    }

    private static func decode(_ reader: inout ByteReader) throws -> [Record] {
        var records: [Record] = []
        for _ in 0..<(try reader.count()) {
            let (id, channel) = (try reader.text(), try reader.text())
            var record = Record(id: id, channel: channel, numbers: [], createdAt: .distantPast, dueAt: .distantPast)
            for _ in 0..<(try reader.count()) { record.numbers.append(try reader.signed()) }
            record.createdAt = try reader.timestamp()
            record.dueAt = try reader.timestamp()
            for _ in 0..<(try reader.count()) { record.remindedAt.append(try reader.timestamp()) }
            record.isReassigned = try reader.flag()
            guard let step = Record.Step(rawValue: try reader.byte()) else { throw DecodingFailure(what: "unknown step", offset: 0) }
            record.step = step
            records.append(record)
        }
        return records
    }
}

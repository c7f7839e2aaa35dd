/// A run of bytes inside `EventBatch.bytes`.
public struct ByteRange: Hashable, Sendable {
    public var start: UInt32
    public var count: UInt32

    public init(start: Int, count: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.count = UInt32(truncatingIfNeeded: count)
    }

    public static let empty = ByteRange(start: 0, count: 0)
}

/// One event as intake hands it on: fixed-size, its texts are runs of its batch's bytes.
public struct EventRecord: Sendable {
    public var at: Timestamp
    /// Index in `EventBatch.names`.
    public var name: UInt32
    /// Index in the list of sources of the intake.
    public var source: UInt32
    /// The customer id, UTF-8, escapes resolved.
    public var customer: ByteRange
    /// The event id, UTF-8, escapes resolved; never empty (derived from content and position where the line has none).
    public var id: ByteRange
    /// The members that are properties, as their JSON text without the outer braces: `"price":199,"product":"A1"`.
    public var properties: ByteRange
    /// Where the source continues after this event: a byte offset, or a row number for the inbox.
    public var position: UInt64

    public init(
        at: Timestamp, name: UInt32, source: UInt32, customer: ByteRange, id: ByteRange, properties: ByteRange, position: UInt64
    ) {
        self.at = at
        self.name = name
        self.source = source
        self.customer = customer
        self.id = id
        self.properties = properties
        self.position = position
    }
}

/// A batch of events with the bytes they point into. Reused: `removeAll` keeps the capacity.
public struct EventBatch {
    public var bytes: [UInt8] = []
    public var events: [EventRecord] = []
    /// The names of the events, as the intake numbers them.
    public var names: NameTable

    public init(names: NameTable) { self.names = names }

    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
    }

    public func text(_ range: ByteRange) -> String {
        String(decoding: bytes[Int(range.start)..<Int(range.start) + Int(range.count)], as: UTF8.self)
    }
}

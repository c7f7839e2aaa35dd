/// Turns one line of JSON into one `EventRecord` of a batch, or says why not.
///
/// The hot path of intake: one strict pass over the bytes, one copy of what is kept into the batch, no allocation for a line
/// that is in order. Not for several threads at once.
public final class EventLineReader {
    private let names = JSONNames()
    /// Behind a pointer: a stored property of a class costs a check of exclusive access at each of its uses, dozens a line.
    private let place: UnsafeMutablePointer<EventPieces>

    /// Some editors begin a file with it.
    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    public init() {
        place = .allocate(capacity: 1)
        place.initialize(to: EventPieces())
    }

    deinit {
        place.deinitialize(count: 1)
        place.deallocate()
    }

    /// Appends the event of `line` to the batch.
    ///
    /// `position` is where the line begins (part of a derived id), `next` where the source continues behind it. After an error
    /// the batch is as it was.
    public func read(
        _ line: UnsafeRawBufferPointer, position: UInt64, next: UInt64, context: borrowing EventContext,
        into batch: inout EventBatch
    ) throws(EventFault) {
        guard line.count <= Limits.lineBytes else { throw .lineTooLong() }
        var line = line
        if position == 0, line.starts(with: Self.byteOrderMark) { line = UnsafeRawBufferPointer(rebasing: line[3...]) }
        guard let address = line.baseAddress else { throw EventFault(JSONFault(.empty, at: 0).reason) }
        let base = address.assumingMemoryBound(to: UInt8.self)
        place.pointee.begin(base, count: line.count)
        do { try scan(base, line.count) } catch { throw EventFault(error.reason) }
        try place.pointee.check()
        let at = try place.pointee.instant(context)
        let name = try place.pointee.intern(batch.names)
        place.pointee.append(
            EventRecord(
                at: at, name: name, source: context.source, customer: .empty, id: .empty, properties: .empty, position: next),
            position: position, context: context, to: &batch)
    }

    /// Walks over the object and notes where its pieces lie.
    @inline(__always)
    private func scan(_ base: UnsafePointer<UInt8>, _ count: Int) throws(JSONFault) {
        var scanner = JSONScanner(base: base, count: count, names: names)
        scanner.skipSpace()
        if scanner.index == count { throw JSONFault(.empty, at: 0) }
        guard base[scanner.index] == UInt8(ascii: "{") else { throw JSONFault(.noObject, at: scanner.index) }
        scanner.index += 1
        scanner.skipSpace()
        if scanner.index < count, base[scanner.index] == UInt8(ascii: "}") {
            scanner.index += 1
        } else {
            repeat { try member(&scanner) } while try !scanner.isLast(UInt8(ascii: "}"))
        }
        scanner.skipSpace()
        if scanner.index < count { throw JSONFault(.textAfterObject, at: scanner.index) }
    }

    @inline(__always)
    private func member(_ scanner: inout JSONScanner) throws(JSONFault) {
        guard scanner.index < scanner.end, scanner.base[scanner.index] == UInt8(ascii: "\"") else { throw scanner.fault(.noName) }
        let name = try scanner.text()
        try scanner.take(name: name, since: 0)
        let field = place.pointee.field(name)
        try scanner.colon()
        let start = scanner.index
        if field == .property {
            try scanner.checkCount()
            try scanner.value(depth: 1)
            place.pointee.addProperty(name: name, value: start, end: scanner.index)
        } else {
            scanner.exemptCount += 1
            if start < scanner.end, scanner.base[start] == UInt8(ascii: "\"") {
                place.pointee.set(field, text: try scanner.text())
            } else {
                try scanner.value(depth: 1)
                place.pointee.set(field, bare: start, end: scanner.index)
            }
        }
    }
}

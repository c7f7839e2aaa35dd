/// Where the pieces of one event lie in its line, and how they are put together in a batch.
///
/// Reused from line to line, so that a line costs no allocation.
struct EventPieces: ~Copyable {
    enum Field { case property, customer, event, id, at }

    /// A member's value: a text by its content, or anything else by its bytes.
    struct Piece {
        var start = 0
        var end = 0
        var isText = false
        var hasEscapes = false
        var isThere = false
    }

    private var line: UnsafePointer<UInt8>
    private var count = 0
    private var customer = Piece()
    private var event = Piece()
    private var id = Piece()
    private var at = Piece()
    /// The kept bytes of the event, on their way into the batch.
    private var scratch: UnsafeMutablePointer<UInt8>
    private var capacity = 4_096
    private var filled = 0

    init() {
        scratch = .allocate(capacity: 4_096)
        line = UnsafePointer(scratch)
    }

    deinit { scratch.deallocate() }

    @inline(__always)
    mutating func begin(_ line: UnsafePointer<UInt8>, count: Int) {
        self.line = line
        self.count = count
        customer = Piece()
        event = Piece()
        id = Piece()
        at = Piece()
        filled = 0
        // Properties with their separators, customer and id together are never longer than the line; a derived id has 32 bytes.
        if capacity < count + 64 { grow(count + 64) }
    }

    private mutating func grow(_ needed: Int) {
        scratch.deallocate()
        capacity = max(needed, capacity * 2)
        scratch = .allocate(capacity: capacity)
    }

    /// What a name at the top of an event means.
    @inline(__always)
    func field(_ name: JSONScanner.Text) -> Field {
        if name.hasEscapes { return fieldOfEscaped(name) }
        return Self.field(UnsafeRawBufferPointer(start: line + name.start, count: name.count))
    }

    @inline(never)
    private func fieldOfEscaped(_ name: JSONScanner.Text) -> Field {
        resolved(name.start, name.end).withUnsafeBytes { Self.field($0) }
    }

    @inline(__always)
    private static func field(_ name: UnsafeRawBufferPointer) -> Field {
        switch name.count {
        case 2:
            if name[0] == UInt8(ascii: "i"), name[1] == UInt8(ascii: "d") { return .id }
            return name[0] == UInt8(ascii: "a") && name[1] == UInt8(ascii: "t") ? .at : .property
        case 5: return reads(name, "event") ? .event : .property
        case 8: return reads(name, "customer") ? .customer : .property
        default: return .property
        }
    }

    @inline(__always)
    private static func reads(_ name: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        for index in 0..<name.count where name[index] != word.utf8Start[index] { return false }
        return true
    }

    @inline(__always)
    mutating func set(_ field: Field, text: JSONScanner.Text) {
        set(field, Piece(start: text.start, end: text.end, isText: true, hasEscapes: text.hasEscapes, isThere: true))
    }

    /// Anything that is no text; `null` is as good as absent where that is allowed.
    @inline(__always)
    mutating func set(_ field: Field, bare start: Int, end: Int) {
        if line[start] == UInt8(ascii: "n"), field == .id || field == .at { return }
        set(field, Piece(start: start, end: end, isThere: true))
    }

    @inline(__always)
    private mutating func set(_ field: Field, _ piece: Piece) {
        switch field {
        case .customer: customer = piece
        case .event: event = piece
        case .id: id = piece
        case .at: at = piece
        case .property: break
        }
    }

    /// Copies a property into the kept bytes, without space around its colon.
    @inline(__always)
    mutating func addProperty(name: JSONScanner.Text, value: Int, end: Int) {
        if filled > 0 { put(UInt8(ascii: ",")) }
        if value == name.end + 2 {
            put(name.start - 1, end)
        } else {
            put(name.start - 1, name.end + 1)
            put(UInt8(ascii: ":"))
            put(value, end)
        }
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        scratch[filled] = byte
        filled += 1
    }

    @inline(__always)
    private mutating func put(_ start: Int, _ end: Int) {
        (scratch + filled).update(from: line + start, count: end - start)
        filled += end - start
    }

    // MARK: Meaning

    func instant(_ context: borrowing EventContext) throws(EventFault) -> Timestamp {
        guard at.isThere else {
            if let now = context.now { return now }
            throw .missing("at")
        }
        let bytes = UnsafeRawBufferPointer(start: line + at.start, count: at.end - at.start)
        let instant: Timestamp
        if at.isText {
            do { instant = try Timestamp(parsing: bytes) } catch { throw .badTime(error, shown(at), at: .byte(at.start)) }
        } else {
            instant = try milliseconds(bytes)
        }
        if instant > context.latest { throw .future(instant, latest: context.latest) }
        return instant
    }

    private func milliseconds(_ bytes: UnsafeRawBufferPointer) throws(EventFault) -> Timestamp {
        guard let value = Value(jsonNumber: bytes) else { throw .badTimeKind(at: .byte(at.start + 1)) }
        guard let instant = Timestamp(milliseconds: value) else { throw .badMilliseconds(shown(at), at: .byte(at.start + 1)) }
        return instant
    }

    @inline(__always)
    func check() throws(EventFault) {
        try check(customer, "customer", Limits.customerBytes)
        try check(event, "event", Limits.eventNameBytes)
        if !id.isThere { return }
        if id.isText { return try check(id, "id", Limits.idBytes) }
        let first = line[id.start]
        guard first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") <= 9 else { throw .badID(at: .byte(id.start + 1)) }
        if id.end - id.start > Limits.idBytes { throw .tooLong("id", limit: Limits.idBytes, at: .byte(id.start + 1)) }
    }

    @inline(__always)
    private func check(_ piece: Piece, _ name: StaticString, _ limit: Int) throws(EventFault) {
        if piece.isText, piece.end > piece.start, piece.end - piece.start <= limit { return }
        if !piece.isThere { throw .missing(name.description) }
        if !piece.isText { throw .notText(name.description, at: .byte(piece.start + 1)) }
        if piece.end == piece.start { throw .empty(name.description, at: .byte(piece.start)) }
        // Escapes make a text longer in the line than it is.
        if resolved(piece.start, piece.end).count > limit {
            throw .tooLong(name.description, limit: limit, at: .byte(piece.start))
        }
    }

    @inline(__always)
    func intern(_ names: NameTable) throws(EventFault) -> UInt32 {
        if event.hasEscapes { return try internEscaped(names) }
        return try EventPieces.intern(UnsafeRawBufferPointer(start: line + event.start, count: event.end - event.start), names)
    }

    @inline(never)
    private func internEscaped(_ names: NameTable) throws(EventFault) -> UInt32 {
        let name = resolved(event.start, event.end)
        let result: Result<UInt32, EventFault> = name.withUnsafeBytes { bytes in
            do throws(EventFault) { return .success(try EventPieces.intern(bytes, names)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Numbers a name that is no unknown reserved one.
    @inline(__always)
    static func intern(_ name: UnsafeRawBufferPointer, _ names: NameTable) throws(EventFault) -> UInt32 {
        if name[0] == UInt8(ascii: "$") {
            let text = String(decoding: name, as: UTF8.self)
            if !EventFault.knownReserved.contains(text) { throw .reserved(text) }
        }
        if names.count >= Limits.eventNames {
            guard let known = names.known(name) else { throw .tooManyNames() }
            return known
        }
        return names.number(name)
    }

    /// Appends the event and the bytes it keeps.
    @inline(__always)
    mutating func append(
        _ record: EventRecord, position: UInt64, context: borrowing EventContext, to batch: inout EventBatch
    ) {
        var record = record
        let start = batch.bytes.count
        record.properties = ByteRange(start: start, count: filled)
        record.customer = place(customer, start)
        record.id = id.isThere ? place(id, start) : placeDerived(context, position, start)
        batch.bytes.append(contentsOf: UnsafeBufferPointer(start: scratch, count: filled))
        batch.events.append(record)
    }

    @inline(__always)
    private mutating func place(_ piece: Piece, _ start: Int) -> ByteRange {
        if piece.hasEscapes { return place(resolved(piece.start, piece.end), start) }
        let range = ByteRange(start: start + filled, count: piece.end - piece.start)
        put(piece.start, piece.end)
        return range
    }

    @inline(never)
    private mutating func placeDerived(_ context: borrowing EventContext, _ position: UInt64, _ start: Int) -> ByteRange {
        let line = UnsafeRawBufferPointer(start: line, count: count)
        return place(context.derivedID(line, position: position, hasTime: at.isThere), start)
    }

    private mutating func place(_ bytes: [UInt8], _ start: Int) -> ByteRange {
        let range = ByteRange(start: start + filled, count: bytes.count)
        for byte in bytes { put(byte) }
        return range
    }

    private func resolved(_ start: Int, _ end: Int) -> [UInt8] {
        var out: [UInt8] = []
        JSONText.appendResolved(UnsafeRawBufferPointer(start: line + start, count: end - start), to: &out)
        return out
    }

    /// At most 40 bytes of a piece, for a message.
    private func shown(_ piece: Piece) -> String {
        let text = String(
            decoding: UnsafeRawBufferPointer(start: line + piece.start, count: piece.end - piece.start).prefix(40), as: UTF8.self)
        return piece.end - piece.start > 40 ? text + "…" : text
    }
}

extension Timestamp {
    /// Whole milliseconds since 1970, within the years 0 to 9999 that can be written.
    init?(milliseconds value: Value) {
        guard case .integer(let number) = value, number >= -62_167_219_200_000, number <= 253_402_300_799_999 else { return nil }
        self.init(epochMilliseconds: number)
    }
}

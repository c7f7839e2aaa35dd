/// Which columns of a CSV file hold what every event has: field → column, as `--map customer=user_id,event=action,at=ts`.
public struct ColumnMap: Sendable, Equatable {
    public var columns: [(field: String, column: String)] = []

    public init() {}

    /// Reads `customer=user_id,event=action`; fields are `customer`, `event`, `at` and `id`.
    public init(parsing text: String) throws(EventFault) {
        for pair in text.split(separator: ",", omittingEmptySubsequences: true) {
            guard let equals = pair.firstIndex(of: "="), pair.index(after: equals) < pair.endIndex else {
                throw EventFault("`\(pair)` maps nothing: write `customer=COLUMN`")
            }
            let field = String(pair[..<equals])
            guard ["customer", "event", "at", "id"].contains(field) else {
                throw EventFault("`\(field)` is no field to map: there are `customer`, `event`, `at` and `id`")
            }
            if columns.contains(where: { $0.field == field }) { throw EventFault("`\(field)` is mapped twice: keep one") }
            columns.append((field, String(pair[pair.index(after: equals)...])))
        }
    }

    /// The column of a field: the mapped one, else the one of the same name.
    func column(of field: String) -> String { columns.first { $0.field == field }?.column ?? field }

    public static func == (a: ColumnMap, b: ColumnMap) -> Bool {
        a.columns.elementsEqual(b.columns) { $0.field == $1.field && $0.column == $1.column }
    }
}

/// Turns records of a CSV file into the same events as lines of JSON.
///
/// A field that reads as a number is one, `true` and `false` are booleans, an empty field is absent, all others are texts.
public final class EventCSVReader {
    private let map: ColumnMap
    private var record = CSVRecord()
    private var header: [String] = []
    private var customer = -1
    private var event = -1
    private var at = -1
    private var id = -1

    public init(map: ColumnMap = ColumnMap()) { self.map = map }

    public var hasHeader: Bool { !header.isEmpty }

    /// Takes the header row. An error means that the file cannot be read.
    public func readHeader(_ bytes: UnsafeRawBufferPointer) throws(EventFault) {
        var bytes = bytes
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = UnsafeRawBufferPointer(rebasing: bytes[3...]) }
        try record.split(Self.withoutReturn(bytes))
        let names = (0..<record.count).map { record.text($0) }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw EventFault("the header names the column `\(name)` twice: rename one")
        }
        func index(_ field: String, isRequired: Bool) throws(EventFault) -> Int {
            let column = map.column(of: field)
            if let index = names.firstIndex(of: column) { return index }
            if !isRequired, column == field { return -1 }
            throw EventFault("the header has no column `\(column)` for `\(field)`: say which it is with `--map \(field)=COLUMN`")
        }
        customer = try index("customer", isRequired: true)
        event = try index("event", isRequired: true)
        at = try index("at", isRequired: false)
        id = try index("id", isRequired: false)
        header = names
    }

    /// As `EventLineReader.read`; `bytes` is one record without its line feed.
    public func read(
        _ bytes: UnsafeRawBufferPointer, position: UInt64, next: UInt64, context: borrowing EventContext,
        into batch: inout EventBatch
    ) throws(EventFault) {
        guard bytes.count <= Limits.lineBytes else { throw .lineTooLong() }
        if let offset = UTF8Check.firstFault(bytes) { throw EventFault(JSONFault(.notUTF8, at: offset).reason) }
        try record.split(Self.withoutReturn(bytes))
        guard record.count == header.count else {
            throw EventFault("\(record.count) fields where the header names \(header.count): quote fields that hold commas")
        }
        let instant = try instant(context)
        try check(customer, "customer", Limits.customerBytes)
        try check(event, "event", Limits.eventNameBytes)
        if id >= 0, !isEmpty(id) { try check(id, "id", Limits.idBytes) }
        let result: Result<UInt32, EventFault> = record.withField(event) { name in
            do throws(EventFault) { return .success(try EventPieces.intern(name, batch.names)) } catch { return .failure(error) }
        }
        var out = EventRecord(
            at: instant, name: try result.get(), source: context.source, customer: .empty, id: .empty, properties: .empty,
            position: next)
        let start = batch.bytes.count
        let mark = batch.bytes.count
        do { try appendProperties(to: &batch.bytes) } catch {
            batch.bytes.removeSubrange(mark...)
            throw error
        }
        out.properties = ByteRange(start: start, count: batch.bytes.count - start)
        out.customer = append(customer, to: &batch.bytes)
        if id >= 0, !isEmpty(id) {
            out.id = append(id, to: &batch.bytes)
        } else {
            out.id = ByteRange(start: batch.bytes.count, count: 32)
            batch.bytes += context.derivedID(bytes, position: position, hasTime: at >= 0 && !isEmpty(at))
        }
        batch.events.append(out)
    }

    private static func withoutReturn(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        bytes.last == 0x0d ? UnsafeRawBufferPointer(rebasing: bytes.dropLast()) : bytes
    }

    private func isEmpty(_ column: Int) -> Bool { record.withField(column) { $0.isEmpty } }

    private func check(_ column: Int, _ field: String, _ limit: Int) throws(EventFault) {
        let count = record.withField(column) { $0.count }
        if count == 0 { throw .empty(field, at: .field(header[column])) }
        if count > limit { throw .tooLong(field, limit: limit, at: .field(header[column])) }
    }

    /// RFC 3339, or milliseconds since 1970 where it is a number.
    private func instant(_ context: borrowing EventContext) throws(EventFault) -> Timestamp {
        guard at >= 0, !isEmpty(at) else {
            if let now = context.now { return now }
            throw .missing("at")
        }
        let result: Result<Timestamp, EventFault> = record.withField(at) { bytes in
            let shown = String(decoding: bytes.prefix(40), as: UTF8.self)
            let place = EventFault.Place.field(header[at])
            if let number = Value(jsonNumber: bytes) {
                return Timestamp(milliseconds: number).map { .success($0) } ?? .failure(.badMilliseconds(shown, at: place))
            }
            do throws(TimestampFault) { return .success(try Timestamp(parsing: bytes)) } catch {
                return .failure(.badTime(error, shown, at: place))
            }
        }
        let instant = try result.get()
        if instant > context.latest { throw .future(instant, latest: context.latest) }
        return instant
    }

    private func appendProperties(to bytes: inout [UInt8]) throws(EventFault) {
        var count = 0
        for column in 0..<header.count where column != customer && column != event && column != at && column != id {
            if isEmpty(column) { continue }
            count += 1
            if count > Limits.properties { throw EventFault("more than \(Limits.properties) properties: drop columns") }
            if count > 1 { bytes.append(UInt8(ascii: ",")) }
            JSONText.append(header[column], to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            record.withField(column) { field in
                if Value(jsonNumber: field) != nil || field.elementsEqual("true".utf8) || field.elementsEqual("false".utf8) {
                    bytes.append(contentsOf: field)
                } else {
                    JSONText.append(field, to: &bytes)
                }
            }
        }
    }

    private func append(_ column: Int, to bytes: inout [UInt8]) -> ByteRange {
        let start = bytes.count
        record.withField(column) { bytes.append(contentsOf: $0) }
        return ByteRange(start: start, count: bytes.count - start)
    }
}

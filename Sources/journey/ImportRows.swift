import JourneyModel

/// What the rows of an imported file are.
enum ImportKind: String, CaseIterable {
    case customers, tags, consent, suppressions

    /// The event that a row becomes.
    var event: String {
        switch self {
        case .customers: "$set"
        case .tags: "$tag"
        case .consent: "$consent"
        case .suppressions: "$suppress"
        }
    }

    /// Columns that say something; of customers all others do.
    var fields: [String] {
        switch self {
        case .customers: []
        case .tags: ["tag", "removed"]
        case .consent: ["granted", "purpose", "source"]
        case .suppressions: ["channel", "reason", "removed"]
        }
    }

    var required: String? {
        switch self {
        case .tags: "tag"
        case .consent: "granted"
        case .customers, .suppressions: nil
        }
    }

    /// Columns whose value is yes or no.
    static let flags: Set<String> = ["removed", "granted"]
}

/// Turns the rows of a CSV file into lines of events.
struct ImportRows {
    private let kind: ImportKind
    /// Stands in where a row does not say when; the ids of such rows do not depend on the clock.
    private let now: Timestamp
    private let at: Timestamp?
    /// Field to column, as `--map` says.
    private let map: [String: String]
    private var record = CSVRecord()
    /// What each column is: `customer`, `at`, a field, or of customers an attribute; nil: nothing.
    private var columns: [String?] = []
    private(set) var unused: [String] = []
    private let reader = EventLineReader()
    private var context: EventContext

    init(_ kind: ImportKind, map text: String?, now: Timestamp, at: Timestamp?) throws(UsageError) {
        self.kind = kind
        self.now = now
        self.at = at
        context = EventContext(source: 0, identity: "import")
        context.setClock(now)
        var map: [String: String] = [:]
        let known = ["customer", "at"] + kind.fields
        for pair in (text ?? "").split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw UsageError("`--map`: `\(pair)` maps nothing; write `customer=COLUMN`") }
            guard known.contains(parts[0]) else {
                let names = known.map { "`\($0)`" }.joined(separator: ", ")
                throw UsageError("`--map`: `\(parts[0])` is no field of \(kind.rawValue); there are \(names)")
            }
            map[parts[0]] = parts[1]
        }
        self.map = map
    }

    var hasHeader: Bool { !columns.isEmpty }

    /// A line for the inbox; nil for the header row.
    mutating func read(_ bytes: UnsafeRawBufferPointer) throws(EventFault) -> [UInt8]? {
        guard bytes.count <= Limits.lineBytes else { throw .lineTooLong() }
        try record.split(bytes)
        guard hasHeader else {
            try readHeader()
            return nil
        }
        guard record.count == columns.count else {
            throw EventFault("\(record.count) fields where the header names \(columns.count): quote fields that hold commas")
        }
        var (customer, when): (String, Value) = ("", .unknown)
        var properties: [(name: String, value: Value)] = []
        for (index, column) in columns.enumerated() {
            guard let column else { continue }
            if column == "customer" {
                customer = record.text(index)
            } else if column == "at" {
                when = value(index)
            } else if let value = try property(column, index) {
                properties.append((column, value))
            }
        }
        if customer.isEmpty { throw EventFault("`customer` is empty: every row needs it filled") }
        if customer.utf8.count > Limits.customerBytes { throw EventFault("`customer` is longer than \(Limits.customerBytes) bytes: shorten it") }
        if let required = kind.required, !properties.contains(where: { $0.name == required }) {
            throw EventFault("`\(required)` is empty: every row needs it filled")
        }
        if kind == .customers, properties.isEmpty { throw EventFault("no column but `customer` is filled: nothing is to be set") }
        let line = try line(customer, when, properties)
        try check(line)
        return line
    }

    private mutating func readHeader() throws(EventFault) {
        let names = (0..<record.count).map { index in
            let name = record.text(index)
            return index == 0 && name.hasPrefix("\u{feff}") ? String(name.dropFirst()) : name
        }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted { throw EventFault("the header names the column `\(name)` twice: rename one") }
        let fields = ["customer", "at"] + kind.fields
        let byColumn = Dictionary(fields.map { (map[$0] ?? $0, $0) }, uniquingKeysWith: { first, _ in first })
        for field in ["customer", kind.required].compactMap({ $0 }) + map.keys.sorted() where !names.contains(map[field] ?? field) {
            throw EventFault("the header has no column `\(map[field] ?? field)` for `\(field)`: say which it is with `--map \(field)=COLUMN`")
        }
        columns = names.map { byColumn[$0] ?? (kind == .customers && !$0.isEmpty ? $0 : nil) }
        unused = zip(names, columns).compactMap { $1 == nil ? $0 : nil }
    }

    /// A number where it reads as one, yes or no, else a text; unknown where it is empty.
    private func value(_ index: Int) -> Value {
        record.withField(index) { bytes in
            if bytes.isEmpty { return .unknown }
            if bytes.elementsEqual("true".utf8) { return .boolean(true) }
            if bytes.elementsEqual("false".utf8) { return .boolean(false) }
            return Value(jsonNumber: bytes) ?? .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private func property(_ column: String, _ index: Int) throws(EventFault) -> Value? {
        if kind == .customers {
            let value = value(index)
            return value == .unknown ? nil : value
        }
        let text = record.text(index)
        if text.isEmpty { return nil }
        guard ImportKind.flags.contains(column) else { return .text(text) }
        switch text.lowercased() {
        case "true", "yes", "1": return .boolean(true)
        case "false", "no", "0": return .boolean(false)
        default: throw EventFault("`\(column)` is `\(text.prefix(40))`: write `true` or `false`")
        }
    }

    private func line(_ customer: String, _ when: Value, _ properties: [(name: String, value: Value)]) throws(EventFault) -> [UInt8] {
        var instant = at ?? now
        // Rows of the same moment are told apart by what they say; the moment of the command is no part of them.
        var salt = at.map { String($0.microseconds) } ?? ""
        switch when {
        case .unknown: break
        case .integer(let milliseconds):
            guard milliseconds.magnitude < 253_402_300_800_000, let read = Timestamp(epochMilliseconds: milliseconds) else {
                throw EventFault("`at` is no time: write `2026-11-21T08:30:00Z`, or milliseconds since 1970")
            }
            instant = read
            salt = String(instant.microseconds)
        default:
            guard case .text(let text) = when, let read = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z") else {
                throw EventFault("`at` is no time: write `2026-11-21T08:30:00Z`, or milliseconds since 1970")
            }
            instant = read
            salt = String(instant.microseconds)
        }
        return EventLine.text(customer: customer, event: kind.event, at: instant, properties: properties, salt: salt)
    }

    /// The row is held to all that an event is held to.
    private func check(_ line: [UInt8]) throws(EventFault) {
        var batch = EventBatch(names: NameTable())
        let result: Result<Void, EventFault> = line.withUnsafeBytes { bytes in
            do throws(EventFault) {
                return .success(try reader.read(bytes, position: 1, next: 1, context: context, into: &batch))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }
}

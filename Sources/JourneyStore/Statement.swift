import CSQLite

/// A prepared statement, used again and again. Values are bound with pointers and lengths, never spliced into the text.
final class Statement {
    private let database: Database
    private let handle: OpaquePointer
    private let doing: String
    private var bindingFailure: Int32 = SQLITE_OK
    /// Of what was bound since the row began, where it is wanted.
    private var sum = RowSum()
    private let isSummed: Bool
    /// Whoever uses it has the connection already.
    private let isDirect: Bool

    /// - Parameters:
    ///   - isSummed: it writes whole rows with their sums: values are bound in the order of the table's columns, `bindSum` last.
    ///   - isDirect: it is for those who have the connection; others wait for it, and see what was recorded.
    init(_ database: Database, _ sql: String, doing: String, isSummed: Bool = false, isDirect: Bool = false) throws {
        self.isSummed = isSummed
        self.isDirect = isDirect
        if !isDirect { database.transactions?.takeConnection() }
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw database.error(code, doing: doing) }
        self.database = database
        self.doing = doing
        handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    // MARK: Binding; parameters count from 1

    func bind(_ parameter: Int32, _ value: Int64) {
        takeConnection()
        if isSummed { sum.add(value) }
        note(sqlite3_bind_int64(handle, parameter, value))
    }

    func bind(_ parameter: Int32, _ value: Int) { bind(parameter, Int64(value)) }

    func bind(_ parameter: Int32, text: String) {
        takeConnection()
        var text = text
        text.withUTF8 { utf8 in
            if isSummed { sum.add(UnsafeRawBufferPointer(utf8)) }
            // An empty buffer may have no address, which SQLite would take for NULL.
            utf8.withMemoryRebound(to: CChar.self) { characters in
                let code = characters.baseAddress.map {
                    sqlite3_bind_text(handle, parameter, $0, Int32(clamping: characters.count), journey_sqlite_transient())
                }
                note(code ?? sqlite3_bind_text(handle, parameter, "", 0, journey_sqlite_static()))
            }
        }
    }

    func bind(_ parameter: Int32, bytes: [UInt8]) {
        bytes.withUnsafeBytes { bind(parameter, raw: $0, lifetime: journey_sqlite_transient()) }
    }

    /// Bytes that stay where they are until the statement is reset: not copied.
    func bind(_ parameter: Int32, borrowed bytes: UnsafeRawBufferPointer) {
        bind(parameter, raw: bytes, lifetime: journey_sqlite_static())
    }

    private func bind(_ parameter: Int32, raw bytes: UnsafeRawBufferPointer, lifetime: sqlite3_destructor_type?) {
        takeConnection()
        if isSummed { sum.add(bytes) }
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return note(sqlite3_bind_zeroblob(handle, parameter, 0)) }
        note(sqlite3_bind_blob64(handle, parameter, base, sqlite3_uint64(bytes.count), lifetime))
    }

    /// UTF-8 that stays where it is until the statement is reset: not copied.
    func bind(_ parameter: Int32, borrowedText utf8: UnsafeRawBufferPointer) {
        takeConnection()
        if isSummed { sum.add(utf8) }
        let code = utf8.baseAddress.map {
            sqlite3_bind_text(
                handle, parameter, $0.assumingMemoryBound(to: CChar.self), Int32(clamping: utf8.count), journey_sqlite_static())
        }
        note(code ?? sqlite3_bind_text(handle, parameter, "", 0, journey_sqlite_static()))
    }

    func bindNull(_ parameter: Int32) {
        takeConnection()
        if isSummed { sum.addNull() }
        note(sqlite3_bind_null(handle, parameter))
    }

    /// Binds the sum of all that was bound for this row.
    func bindSum(_ parameter: Int32) {
        note(sqlite3_bind_int64(handle, parameter, sum.value))
        sum = RowSum()
    }

    /// Takes a column into the sum that the statement leaves as it is.
    func addToSum(_ bytes: UnsafeRawBufferPointer) { sum.add(bytes) }

    func addToSum(_ number: Int64) { sum.add(number) }

    /// Even a value that is bound writes to the connection.
    @inline(__always)
    private func takeConnection() {
        if !isDirect { database.transactions?.takeConnection() }
    }

    private func note(_ code: Int32) {
        if code != SQLITE_OK, bindingFailure == SQLITE_OK { bindingFailure = code }
    }

    // MARK: Running

    /// Runs to the end, for statements that give no rows.
    func run() throws {
        try begin()
        defer { reset() }
        while try step() {}
    }

    func forEach(_ body: (Statement) throws -> Void) throws {
        try begin()
        defer { reset() }
        while try step() { try body(self) }
    }

    /// Goes through rows as long as the body says so; true at the end of them.
    func forEachWhile(_ body: (Statement) throws -> Bool) throws -> Bool {
        try begin()
        defer { reset() }
        while try step() { if try !body(self) { return false } }
        return true
    }

    func first<Result>(_ body: (Statement) throws -> Result) throws -> Result? {
        try begin()
        defer { reset() }
        return try step() ? try body(self) : nil
    }

    /// What was recorded comes first.
    private func begin() throws {
        guard !isDirect, let transactions = database.transactions else { return }
        do { try transactions.catchUp() } catch {
            reset()
            throw error
        }
    }

    private func step() throws -> Bool {
        guard bindingFailure == SQLITE_OK else { throw database.error(bindingFailure, doing: doing) }
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.error(code, doing: doing)
        }
    }

    /// Ends the statement's hold on the database: one left open would keep a snapshot and stop checkpoints.
    private func reset() {
        sqlite3_reset(handle)
        bindingFailure = SQLITE_OK
        if isSummed { sum = RowSum() }
    }

    // MARK: Columns of the current row; they count from 0

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// A number of a row, or of how many there are: damage where it could not have been counted up to.
    func count(_ column: Int32, _ what: @autoclosure () -> String, upTo most: Int64 = 1 << 48) throws -> Int64 {
        let number = integer(column)
        guard number >= 0, number <= most else { throw StoreError.damaged("\(what()) is \(number)") }
        return number
    }

    func text(_ column: Int32) -> String {
        // The text first: asking for it may convert, and the length is that of the converted form.
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func bytes(_ column: Int32) -> [UInt8] { withBytes(column) { [UInt8]($0) } }

    /// The column's bytes where SQLite has them, valid inside `body` only.
    func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let start = sqlite3_column_blob(handle, column)
        return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column))))
    }
}

// MARK: Checksums

extension Statement {
    /// Holds the row against the sum that it keeps: columns from 0 are those of its table in their order, then comes the sum.
    ///
    /// - Parameter what: names the row.
    @inline(__always)
    func checkSum(_ columns: Int32, _ what: @autoclosure () -> String) throws {
        if !agreesWithSum(columns) { throw StoreError.altered(what()) }
    }

    /// Also true of a row from before there were sums.
    func agreesWithSum(_ columns: Int32) -> Bool {
        isNull(columns) || integer(columns) == sum(of: columns)
    }

    /// The sum of the current row's first columns.
    private func sum(of columns: Int32) -> Int64 {
        var sum = RowSum()
        for column in 0..<columns {
            switch sqlite3_column_type(handle, column) {
            case SQLITE_INTEGER: sum.add(integer(column))
            case SQLITE_NULL: sum.addNull()
            default: withBytes(column) { sum.add($0) }
            }
        }
        return sum.value
    }
}

extension Database {
    /// `row_sum(…)` for statements that change some columns of a row.
    func defineRowSum() {
        sqlite3_create_function_v2(
            handle, "row_sum", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil,
            { context, count, values in
                guard let values else { return }
                var sum = RowSum()
                for index in 0..<Int(count) {
                    let value = values[index]
                    switch sqlite3_value_type(value) {
                    case SQLITE_INTEGER: sum.add(sqlite3_value_int64(value))
                    case SQLITE_NULL: sum.addNull()
                    default:
                        let start = sqlite3_value_blob(value)
                        sum.add(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_value_bytes(value))))
                    }
                }
                sqlite3_result_int64(context, sum.value)
            }, nil, nil, nil)
    }
}

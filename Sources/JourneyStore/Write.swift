/// A statement that gives nothing back. What it writes is recorded, and run before anything is read through the same connection, or
/// with the commit.
final class Write {
    private let transactions: Transactions
    private let number: Int

    init(_ transactions: Transactions, _ statement: Statement) {
        self.transactions = transactions
        number = transactions.register(statement)
    }

    // MARK: Binding, as for `Statement`

    func bind(_ parameter: Int32, _ value: Int64) { transactions.writes.bind(parameter, value) }

    func bind(_ parameter: Int32, _ value: Int) { transactions.writes.bind(parameter, Int64(value)) }

    func bind(_ parameter: Int32, text: String) {
        var text = text
        text.withUTF8 { transactions.writes.bind(parameter, text: UnsafeRawBufferPointer($0)) }
    }

    func bind(_ parameter: Int32, text utf8: UnsafeRawBufferPointer) { transactions.writes.bind(parameter, text: utf8) }

    func bind(_ parameter: Int32, bytes: [UInt8]) { bytes.withUnsafeBytes { transactions.writes.bind(parameter, blob: $0) } }

    func bind(_ parameter: Int32, bytes: UnsafeRawBufferPointer) { transactions.writes.bind(parameter, blob: bytes) }

    func bindNull(_ parameter: Int32) { transactions.writes.bindNull(parameter) }

    func bindSum(_ parameter: Int32) { transactions.writes.bindSum(parameter) }

    func addToSum(_ value: Int64) { transactions.writes.addToSum(value) }

    func addToSum(_ bytes: [UInt8]) { bytes.withUnsafeBytes { transactions.writes.addToSum($0) } }

    /// Records the row.
    func run() throws {
        transactions.writes.end(number)
        try transactions.noteRow()
    }
}

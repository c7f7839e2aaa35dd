/// A query that is asked through the owner's connection, or through one that only reads.
///
/// The owner's shows everything, at the price of bringing what was recorded into SQLite first, and of waiting for the thread that has the
/// connection. The other one shows what is durable, at once: enough where the caller knows of anything newer.
final class Reading {
    private let transactions: Transactions?
    private let own: Statement
    private let durable: Statement?

    /// - Parameter reader: nil where there is but one connection.
    init(_ database: Database, _ reader: Database?, _ sql: String, doing: String) throws {
        transactions = database.transactions
        own = try database.prepare(sql, doing: doing)
        durable = try reader?.prepare(sql, doing: doing)
    }

    /// Of everything.
    var current: Statement { own }

    /// Of what is durable at least.
    @inline(__always)
    var newest: Statement {
        guard let durable, let transactions, !transactions.isBegun else { return own }
        return durable
    }
}

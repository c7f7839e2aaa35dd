/// The transactions of a store's owner.
///
/// What a transaction writes is recorded first (`Write`), and brought into SQLite where something is to be read through the same
/// connection, else with the commit. A commit may be handed over: it becomes durable on a thread of its own, beside the next
/// transactions, in their order; those that wait for the thread become one of SQLite's, all of it or nothing. While the thread has the
/// connection nobody else touches it.
final class Transactions {
    /// So many bytes of one transaction are recorded before they are brought into SQLite.
    private static let mostRecorded = 32 << 20
    /// So many are handed over and not durable at most.
    private static let mostFlying = 3

    private let database: Database
    /// Nil: what is handed over is done on the owner's thread, when something else is asked of the connection.
    private var thread: CommitThread?
    /// Of the rows in a set, by their numbers.
    private var statements: [Statement] = []
    /// Of the open transaction, as far as they are not in SQLite.
    private(set) var writes = WriteSet()
    private var spare: [WriteSet] = []
    /// Handed over and not known to be durable, in their order.
    private var flying: [WriteSet] = []
    /// How many of those that the thread was given are known to be durable.
    private var landed = 0
    /// What was handed over did not become durable: what is in memory is ahead of the file for good.
    private var failure: (any Error)?
    private(set) var isOpen = false
    /// What broke the open transaction: some of it may be in SQLite.
    private var fault: (any Error)?
    /// SQLite knows of the open transaction.
    private(set) var isBegun = false
    /// Of the transaction that is open or to come; they count from 1.
    private(set) var number = 1
    /// Up to here all are known to be durable.
    private(set) var durable = 0
    /// Asked within each transaction before it writes anything; on whichever thread has the connection, as `committed` after it.
    var guarding: () throws -> Void = {}
    var committed: () throws -> Void = {}

    /// - Parameter isBeside: there is to be a thread.
    init(_ database: Database, isBeside: Bool) {
        self.database = database
        if isBeside { thread = CommitThread { [unowned self] in try write($0) } }
    }

    /// Why nothing can be written.
    var broken: (any Error)? { failure ?? fault }

    func register(_ statement: Statement) -> Int {
        statements.append(statement)
        return statements.count - 1
    }

    func noteRow() throws {
        if writes.count > Self.mostRecorded { try catchUp() }
    }

    // MARK: One after another

    func begin() throws {
        if let failure { throw failure }
        isOpen = true
    }

    /// Makes the open transaction durable, and all before it.
    func commit() throws {
        try catchUp()
        try database.execute("COMMIT", doing: "committing")
        end()
        durable = number - 1
        try committed()
    }

    /// Ends the open transaction; it becomes durable beside what follows.
    func handOver() throws {
        // What SQLite has part of is its owner's.
        if isBegun { return try commit() }
        try land(most: Self.mostFlying - 1)
        flying.append(writes)
        thread?.add(writes)
        writes = spare.popLast() ?? WriteSet()
        end()
    }

    private func end() {
        isOpen = false
        isBegun = false
        number += 1
    }

    /// Forgets the open transaction.
    func rollback() throws {
        isOpen = false
        isBegun = false
        fault = nil
        writes.removeAll()
        try wait()
        // SQLite ends the transaction by itself after some errors.
        if database.isInTransaction { try database.execute("ROLLBACK", doing: "rolling back") }
    }

    /// Loses what was handed over and nobody began to write.
    func abandon() {
        if thread == nil { flying = [] }
    }

    /// Finishes what is under way; the connection is the caller's from then on.
    func stop() {
        try? wait()
        thread?.stop()
        statements = []
        guarding = {}
        committed = {}
    }

    // MARK: The connection

    /// Brings into SQLite what was recorded: the connection is the caller's, and shows all of it.
    func catchUp() throws {
        try wait()
        guard isOpen, !isBegun || !writes.isEmpty else { return }
        if let fault { throw fault }
        do {
            if !isBegun { try beginInSQLite() }
            isBegun = true
            try writes.run(statements)
            writes.removeAll()
        } catch {
            fault = error
            throw error
        }
    }

    /// Waits until nobody else has the connection. Where what was handed over failed, the next to do something hears of it.
    @inline(__always)
    func takeConnection() {
        if !flying.isEmpty { try? wait() }
    }

    /// Waits until everything handed over is durable.
    func wait() throws { try land(most: 0) }

    /// Whether all transactions up to one are durable; does not wait.
    func isDurable(_ number: Int) -> Bool {
        if number > durable, thread != nil { try? land(most: nil) }
        return number <= durable
    }

    /// Takes note of what became durable, and waits until at most so many did not.
    private func land(most: Int?) throws {
        if let failure { throw failure }
        guard !flying.isEmpty else { return }
        do {
            if let thread {
                let done = try thread.progress(waitingFor: most)
                note(landed: done - landed)
                landed = done
            } else if let most, flying.count > most {
                try write(flying)
                note(landed: flying.count)
            }
        } catch {
            flying = []
            failure = error
            throw error
        }
    }

    private func note(landed count: Int) {
        for set in flying.prefix(count) {
            set.removeAll()
            spare.append(set)
        }
        flying.removeFirst(count)
        durable = number - 1 - flying.count
    }

    /// As one transaction, on whichever thread has the connection.
    private func write(_ sets: [WriteSet]) throws {
        do {
            try beginInSQLite()
            for set in sets { try set.run(statements) }
            try database.execute("COMMIT", doing: "committing")
        } catch {
            if database.isInTransaction { try? database.execute("ROLLBACK", doing: "rolling back") }
            throw error
        }
        try committed()
    }

    private func beginInSQLite() throws {
        try database.execute("BEGIN IMMEDIATE", doing: "beginning a transaction")
        do { try guarding() } catch {
            if database.isInTransaction { try? database.execute("ROLLBACK", doing: "beginning a transaction") }
            throw error
        }
    }
}

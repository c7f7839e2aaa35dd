import JourneyModel

/// The table `outbox`: messages on their way out and what became of them.
///
/// A message that is queued is in none of the indexes until it has waited for a while (`FreshMessages`): its row has a status of its own
/// then, `freshStatus`, which stands for `pending`.
final class OutboxTable {
    private(set) var lastNumber: Int64 = 0
    private(set) var counts: [OutboxMessage.Status: Int] = [:]
    private var countsWritten: [OutboxMessage.Status: Int] = [:]
    private var fresh = FreshMessages()
    /// No longer fresh, and their rows do not say so yet: they are written before any of them is read.
    private var answered = AnsweredMessages()
    /// Those that this process handed to their channels, as they stand: each is asked for when its answer comes.
    private var handed: [Int64: OutboxMessage] = [:]
    static let freshStatus: Int64 = 30
    private let freshSpan: Int64
    private var texts = TextRun()
    /// The last list of channels, and how it is written.
    private var channels: (list: [String], text: String) = ([], "")

    static let summed = [
        "number", "status", "channel", "attempts", "queued_at", "next_attempt_at", "key", "customer", "journey", "step", "content", "channels",
        "arguments", "reason", "provider_id", "address", "expires_at", "is_transactional", "enrollment", "bodies", "is_in_doubt",
    ]
    private static let columns = summed.joined(separator: ", ") + ", sum"
    private let insert: Write
    private let change: Statement
    private let statusOf: Statement
    private let answer: Write
    private let enter: Write
    private let readFresh: Statement
    private let clear: Statement
    private let due: Statement
    private let waiting: Statement
    private let nextWay: Statement
    private let countOn: Statement
    private let sending: Statement
    private let range: Statement
    private let named: Statement
    private let standing: Statement
    private let last: Statement
    private let least: Statement
    private let stubs: Statement
    private let delete: Statement
    private let readCounts: Statement
    private let writeCount: Write

    init(_ database: Database, freshSpan: Int) throws {
        self.freshSpan = Int64(min(max(freshSpan, 0), FreshMessages.span))
        let parameters = [String](repeating: "?", count: Self.summed.count + 1).joined(separator: ", ")
        insert = try database.prepareSummedWrite("INSERT INTO outbox(\(Self.columns)) VALUES (\(parameters))", doing: "queueing a message")
        change = try database.prepare(
            Self.update([
                "status": "?2", "channel": "?3", "attempts": "?4", "next_attempt_at": "?5", "reason": "?6", "provider_id": "?7",
                "is_in_doubt": "?8",
            ]) + "WHERE number = ?1", doing: "updating a message")
        answer = try database.prepareWrite(
            Self.update(["status": "?3", "attempts": "?4", "reason": "?5", "provider_id": "?6", "is_in_doubt": "?7"])
                + "WHERE number BETWEEN ?1 AND ?2", doing: "updating a message")
        enter = try database.prepareWrite(
            Self.update(["status": "0"]) + "WHERE number BETWEEN ? AND ? AND status = \(Self.freshStatus)", doing: "updating a message")
        readFresh = try database.prepare(
            "SELECT \(Self.columns) FROM outbox WHERE number > ? AND status = \(Self.freshStatus) ORDER BY number", doing: "reading the outbox")
        statusOf = try database.prepare("SELECT \(Self.columns) FROM outbox WHERE number = ?", doing: "updating a message")
        clear = try database.prepare(
            Self.update(["customer": "''", "arguments": "'{}'", "address": "NULL", "bodies": "''", "reason": "''", "provider_id": "''"])
                + "WHERE number = ?", doing: "forgetting a message")
        let way = "status IN (0, 8) AND channels = ?1 AND channel = ?2 AND is_transactional = ?3 AND journey = ?4"
        due = try database.prepare(
            """
            SELECT \(Self.columns) FROM outbox INDEXED BY outbox_due
            WHERE \(way) AND next_attempt_at <= ?5 ORDER BY next_attempt_at, number LIMIT ?6
            """, doing: "reading the outbox")
        countOn = try database.prepare("SELECT count(*) FROM outbox INDEXED BY outbox_due WHERE \(way)", doing: "reading the outbox")
        nextWay = try database.prepare(
            """
            SELECT channels, channel, is_transactional, journey, next_attempt_at FROM outbox INDEXED BY outbox_due
            WHERE status IN (0, 8)
              AND (channels, channel, is_transactional, journey, next_attempt_at) > (?1, ?2, ?3, ?4, \(Int64.max))
            ORDER BY channels, channel, is_transactional, journey, next_attempt_at LIMIT 1
            """, doing: "reading the outbox")
        waiting = try database.prepare(
            """
            SELECT \(Self.columns) FROM outbox INDEXED BY outbox_waiting
            WHERE status IN (0, 8) AND number > ? ORDER BY number LIMIT ?
            """, doing: "reading the outbox")
        sending = try database.prepare(
            "SELECT \(Self.columns) FROM outbox INDEXED BY outbox_sending WHERE status = 7 ORDER BY number", doing: "reading the outbox")
        range = try database.prepare(
            "SELECT \(Self.columns) FROM outbox WHERE number BETWEEN ? AND ? ORDER BY number", doing: "reading the outbox")
        named = try database.prepare(
            "SELECT \(Self.columns) FROM outbox WHERE number BETWEEN ? AND ? AND iif(?, provider_id, key) = ? AND customer = ? ORDER BY number",
            doing: "reading the outbox")
        standing = try database.prepare(
            "SELECT \(Self.columns) FROM outbox WHERE status IN (?1, ?4) AND number > ?2 ORDER BY number LIMIT ?3",
            doing: "reading the outbox")
        last = try database.prepare("SELECT max(number) FROM outbox", doing: "reading the outbox")
        least = try database.prepare("SELECT min(number) FROM outbox", doing: "reading the outbox")
        stubs = try database.prepare(
            "SELECT \(Self.columns) FROM outbox WHERE number > ? AND number <= ? ORDER BY number LIMIT ?",
            doing: "reading the outbox")
        delete = try database.prepare("DELETE FROM outbox WHERE number = ?", doing: "letting go of old messages")
        readCounts = try database.prepare("SELECT status, n, sum FROM outbox_count", doing: "reading the outbox")
        writeCount = try database.prepareSummedWrite("INSERT OR REPLACE INTO outbox_count VALUES (?, ?, ?)", doing: "counting messages")
    }

    /// Sets some columns, and the sum of all.
    private static func update(_ values: [String: String]) -> String {
        let changes = summed.compactMap { column in values[column].map { "\(column) = \($0)" } }
        return "UPDATE outbox SET \(changes.joined(separator: ", ")), sum = row_sum(\(summed.map { values[$0] ?? $0 }.joined(separator: ", "))) "
    }

    /// - Parameters:
    ///   - known: there was a message of this number, perhaps none is there any more.
    ///   - isOwner: whoever only reads comes upon a damaged row where it is read, so that what else is there can be told of.
    func load(known: Int64, isOwner: Bool) throws {
        lastNumber = max(try last.first { try $0.count(0, "the number of a message") } ?? 0, known)
        counts = [:]
        try readCounts.forEach { row in
            try row.checkSum(2, "a number of messages")
            if let status = OutboxMessage.Status(rawValue: Int(row.integer(0))) {
                counts[status] = Int(try row.count(1, "a number of messages"))
            }
        }
        countsWritten = counts
        fresh.removeAll()
        answered.removeAll()
        handed.removeAll()
        guard counts[.pending] ?? 0 > 0 else { return }
        readFresh.bind(1, lastNumber - Int64(FreshMessages.span))
        try readFresh.forEach { row in
            do {
                fresh.add(try Self.message(row))
            } catch StoreError.damaged where !isOwner {}
        }
    }

    /// The caller has seen to it that the key is new.
    func enqueue(_ message: OutboxMessage) throws -> Int64 {
        let number = lastNumber + 1
        let isFresh = message.status == .pending
        try insert(message, number, isFresh ? Self.freshStatus : Int64(message.status.rawValue))
        lastNumber = number
        counts[message.status, default: 0] += 1
        if isFresh {
            var queued = message
            queued.number = number
            fresh.add(queued)
        }
        return number
    }

    private func insert(_ message: OutboxMessage, _ number: Int64, _ status: Int64) throws {
        texts.take([
            message.key, message.customer, message.journey, message.step, message.content, encoded(message.channels), message.arguments,
            message.reason, message.providerID, message.address ?? "", message.bodies,
        ])
        try texts.withTexts { text in
            insert.bind(1, number)
            insert.bind(2, status)
            insert.bind(3, message.channel)
            insert.bind(4, message.attempts)
            insert.bind(5, message.queuedAt.microseconds)
            insert.bind(6, message.nextAttemptAt.microseconds)
            for place in 0..<9 { insert.bind(7 + Int32(place), text: text(place)) }
            if message.address == nil { insert.bindNull(16) } else { insert.bind(16, text: text(9)) }
            if let expiresAt = message.expiresAt { insert.bind(17, expiresAt.microseconds) } else { insert.bindNull(17) }
            insert.bind(18, message.isTransactional ? 1 : 0)
            insert.bind(19, Int64(bitPattern: message.enrollment))
            insert.bind(20, text: text(10))
            insert.bind(21, message.isInDoubt ? 1 : 0)
            insert.bindSum(22)
            try insert.run()
        }
    }

    private func encoded(_ list: [String]) -> String {
        if channels.list != list || list.isEmpty { channels = (list, TextList.encode(list)) }
        return channels.text
    }

    func update(_ message: OutboxMessage) throws {
        let known = handed[message.number]
        handed[message.number] = message.status == .sending ? message : nil
        let before = fresh[message.number]
        let old = fresh.remove(message.number) ? .pending : try known?.status ?? status(of: message.number)
        if let old { counts[old, default: 0] -= 1 }
        counts[message.status, default: 0] += 1
        // What waits on stands in an index.
        if let before, !message.status.isWaiting, message.channel == before.channel, message.nextAttemptAt == before.nextAttemptAt {
            return answered.add(message)
        }
        change.bind(1, message.number)
        change.bind(2, message.status.rawValue)
        change.bind(3, message.channel)
        change.bind(4, message.attempts)
        change.bind(5, message.nextAttemptAt.microseconds)
        change.bind(6, text: message.reason)
        change.bind(7, text: message.providerID)
        change.bind(8, message.isInDoubt ? 1 : 0)
        try change.run()
    }

    /// Writes what was answered, a run of rows at a time.
    private func writeAnswers() throws {
        guard !answered.isEmpty else { return }
        for run in answered.take() {
            answer.bind(1, run.numbers.lowerBound)
            answer.bind(2, run.numbers.upperBound)
            answer.bind(3, run.standing.status.rawValue)
            answer.bind(4, run.standing.attempts)
            answer.bind(5, text: run.standing.reason)
            answer.bind(6, text: run.standing.providerID)
            answer.bind(7, run.standing.isInDoubt ? 1 : 0)
            try answer.run()
        }
    }

    private func status(of number: Int64) throws -> OutboxMessage.Status? {
        try writeAnswers()
        statusOf.bind(1, number)
        guard let status = try statusOf.first({ try Self.checked($0).integer(1) }) else {
            throw StoreError.misuse("there is no message \(number)", doing: "updating a message")
        }
        return OutboxMessage.Status(rawValue: Int(status))
    }

    /// Enters a message into the indexes.
    private func enter(_ number: Int64) throws {
        guard fresh.remove(number) else { return }
        enter.bind(1, number)
        enter.bind(2, number)
        try enter.run()
    }

    /// Those that are fresh up to a number, in one go.
    private func enter(through last: Int64) throws {
        guard let first = fresh.first, first <= last else { return }
        while let number = fresh.first, number <= last { _ = fresh.remove(number) }
        enter.bind(1, first)
        enter.bind(2, last)
        try enter.run()
    }

    /// Takes everything out of a message that tells of its customer.
    func empty(_ number: Int64) throws {
        handed[number] = nil
        try writeAnswers()
        try enter(number)
        clear.bind(1, number)
        try clear.run()
    }

    /// Some wait that the indexes tell of.
    private var hasIndexed: Bool { (counts[.pending] ?? 0) + (counts[.held] ?? 0) > fresh.count }

    /// One seek a way, past the last that a way may have: by the four columns alone SQLite would step over each message that waits on it.
    func waitingWays() throws -> [WaitingWay] {
        guard hasIndexed else { return [].merged(with: fresh.waitingWays()) }
        var ways: [WaitingWay] = []
        nextWay.bind(1, text: "")
        nextWay.bind(2, -1)
        nextWay.bind(3, -1)
        nextWay.bind(4, text: "")
        while let found = try nextWay.first({ try Self.way($0) }) {
            ways.append(found)
            bind(found.way, to: nextWay)
        }
        let fresh = fresh.waitingWays()
        return fresh.isEmpty ? ways : ways.merged(with: fresh)
    }

    private static func way(_ row: Statement) throws -> WaitingWay {
        let way = OutboxWay(
            channels: TextList.decode(row.text(0)), channel: Int(try row.count(1, "the channel of a message")),
            isTransactional: row.integer(2) != 0, journey: row.text(3))
        return WaitingWay(way, nextAttemptAt: Timestamp(microseconds: row.integer(4)))
    }

    private func bind(_ way: OutboxWay, to statement: Statement) {
        statement.bind(1, text: TextList.encode(way.channels))
        statement.bind(2, way.channel)
        statement.bind(3, way.isTransactional ? 1 : 0)
        statement.bind(4, text: way.journey)
    }

    func dueMessages(at instant: Timestamp, on way: OutboxWay, limit: Int) throws -> [OutboxMessage] {
        guard limit > 0 else { return [] }
        guard hasIndexed else { return fresh.due(at: instant, on: way, limit: limit) }
        bind(way, to: due)
        due.bind(5, instant.microseconds)
        due.bind(6, limit)
        var found: [OutboxMessage] = []
        try due.forEach { found.append(try Self.message($0)) }
        let fresh = fresh.due(at: instant, on: way, limit: limit)
        return Self.merged(found, fresh, limit) { ($0.nextAttemptAt, $0.number) < ($1.nextAttemptAt, $1.number) }
    }

    func waitingCount(on way: OutboxWay) throws -> Int {
        guard hasIndexed else { return fresh.count(on: way) }
        bind(way, to: countOn)
        return try countOn.first { Int(try $0.count(0, "a number of messages")) + fresh.count(on: way) } ?? 0
    }

    func waitingMessages(after number: Int64, limit: Int) throws -> [OutboxMessage] {
        guard hasIndexed else { return fresh.waiting(after: number, limit: limit) }
        waiting.bind(1, number)
        waiting.bind(2, limit)
        var found: [OutboxMessage] = []
        try waiting.forEach { found.append(try Self.message($0)) }
        return Self.merged(found, fresh.waiting(after: number, limit: limit), limit) { $0.number < $1.number }
    }

    func sendingMessages() throws -> [OutboxMessage] {
        try writeAnswers()
        var found: [OutboxMessage] = []
        try sending.forEach { found.append(try Self.message($0)) }
        return found
    }

    func message(_ number: Int64) throws -> OutboxMessage? {
        if let known = fresh[number] ?? handed[number] { return known }
        var found: OutboxMessage?
        try forEach(number...number) { found = $0 }
        return found
    }

    func messages(standing status: OutboxMessage.Status, after number: Int64, limit: Int) throws -> [OutboxMessage] {
        guard counts[status] ?? 0 > 0 else { return [] }
        try writeAnswers()
        standing.bind(1, status.rawValue)
        standing.bind(2, number)
        standing.bind(3, limit)
        standing.bind(4, status == .pending ? Self.freshStatus : Int64(status.rawValue))
        var found: [OutboxMessage] = []
        try standing.forEach { found.append(try Self.message($0)) }
        return found
    }

    /// The messages with numbers in a range, in order.
    func forEach(_ numbers: ClosedRange<Int64>, _ body: (OutboxMessage) throws -> Void) throws {
        try writeAnswers()
        range.bind(1, numbers.lowerBound)
        range.bind(2, numbers.upperBound)
        try range.forEach { try body(try Self.message($0)) }
    }

    /// Those of a customer that have a name; no other one is decoded.
    func forEach(_ numbers: ClosedRange<Int64>, of customer: String, named name: MessageName, _ body: (OutboxMessage) -> Void) throws {
        try writeAnswers()
        named.bind(1, numbers.lowerBound)
        named.bind(2, numbers.upperBound)
        named.bind(3, name.isProviders ? 1 : 0)
        named.bind(4, text: name.text)
        named.bind(5, text: customer)
        try named.forEach { body(try Self.message($0)) }
    }

    func stubs(after number: Int64, through last: Int64, limit: Int) throws -> [Stub] {
        try writeAnswers()
        stubs.bind(1, number)
        stubs.bind(2, last)
        stubs.bind(3, limit)
        var found: [Stub] = []
        try stubs.forEach { row in
            found.append(
                Stub(
                    number: row.integer(0), status: try Self.status(Self.checked(row)), queuedAt: Timestamp(microseconds: row.integer(4)),
                    customer: row.text(7)))
        }
        return found
    }

    /// The least number of a message that is there; the one to come where none is.
    func firstNumber() throws -> Int64 { (try least.first { $0.isNull(0) ? nil : $0.integer(0) } ?? nil) ?? lastNumber + 1 }

    func remove(_ stub: Stub) throws {
        _ = fresh.remove(stub.number)
        handed[stub.number] = nil
        delete.bind(1, stub.number)
        try delete.run()
        counts[stub.status, default: 0] -= 1
    }

    func flush() throws {
        try writeAnswers()
        try enter(through: lastNumber - freshSpan)
        while fresh.hasTooMuch, let first = fresh.first { try enter(first) }
        guard counts != countsWritten else { return }
        for status in OutboxMessage.Status.allCases where counts[status] != countsWritten[status] {
            writeCount.bind(1, status.rawValue)
            writeCount.bind(2, counts[status] ?? 0)
            writeCount.bindSum(3)
            try writeCount.run()
        }
        countsWritten = counts
    }
}

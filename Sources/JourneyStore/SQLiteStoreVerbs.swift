import JourneyModel

// The verbs that go straight to their table.
extension SQLiteStore {
    // MARK: Settings

    public func setting(_ name: String) throws -> [UInt8]? { try opened("reading a setting").settings.value(name) }

    public func set(setting name: String, to value: [UInt8]) throws {
        try writable("writing a setting").settings.set(name, to: value)
    }

    // MARK: Coupons

    public func add(codes: [String], to coupon: String) throws -> Int { try writable("adding codes").codes.add(codes, to: coupon) }

    public func codes(of coupon: String, from place: Int64, limit: Int) throws -> [String] {
        try opened("reading codes").codes.codes(of: coupon, from: place, limit: limit)
    }

    public func pool(of coupon: String) throws -> StoredPool { try opened("reading a coupon").codes.pool(coupon) }

    public func pools() throws -> [StoredPool] { try opened("reading coupons").codes.pools() }

    public func set(given: Int64, of coupon: String) throws { try writable("writing a coupon").codes.set(given: given, of: coupon) }

    // MARK: Sources

    public func position(of source: String) throws -> SourcePosition? {
        try opened("reading a position").sources.position(of: source)
    }

    public func sources() throws -> [(source: String, position: SourcePosition)] {
        try opened("reading the sources").sources.all()
    }

    public func set(position: SourcePosition, of source: String) throws {
        try writable("writing a position").sources.set(position, of: source)
    }

    // MARK: Customers

    public func customer(_ key: UInt64) throws -> [UInt8]? { try opened("reading a customer").customers.state(key) }

    public func expect(customers keys: [UInt64]) throws { try opened("reading customers").customers.expect(keys) }

    public func put(customer key: UInt64, state: [UInt8]) throws { try writable("writing a customer").customers.put(key, state) }

    public func remove(customer key: UInt64) throws { try writable("writing a customer").customers.remove(key) }

    public func forEachCustomer(_ body: (UInt64, [UInt8]) throws -> Void) throws {
        try opened("reading customers").customers.forEach(body)
    }

    public func customers(after key: UInt64?, limit: Int) throws -> [(key: UInt64, state: [UInt8])] {
        try opened("reading customers").customers.slice(after: key, limit: limit)
    }

    // MARK: Timers

    public func add(timer: StoredTimer) throws { try writable("adding a timer").timers.add(timer) }

    public func timers(after key: StoredTimer.Key?, limit: Int) throws -> [StoredTimer] {
        try opened("reading timers").timers.first(limit, after: key)
    }

    public func removeTimers(through key: StoredTimer.Key) throws { try writable("removing timers").timers.removeThrough(key) }

    public func remove(timer key: StoredTimer.Key) throws { try writable("removing a timer").timers.remove(key) }

    // MARK: Outbox

    public func enqueue(_ message: OutboxMessage) throws -> Int64 {
        let tables = try writable("queueing a message")
        guard try tables.index.insert(hash.message(key: message.key)) else { throw StoreError.duplicateMessage(key: message.key) }
        let number = try tables.outbox.enqueue(message)
        tables.index.note(hash.customer(message.customer), message: number)
        return number
    }

    public func waitingWays() throws -> [WaitingWay] { try opened("reading the outbox").outbox.waitingWays() }

    public func dueMessages(at instant: Timestamp, on way: OutboxWay, limit: Int) throws -> [OutboxMessage] {
        try opened("reading the outbox").outbox.dueMessages(at: instant, on: way, limit: limit)
    }

    public func waitingCount(on way: OutboxWay) throws -> Int { try opened("reading the outbox").outbox.waitingCount(on: way) }

    public func waitingMessages(after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try opened("reading the outbox").outbox.waitingMessages(after: number, limit: limit)
    }

    public func update(_ message: OutboxMessage) throws { try writable("updating a message").outbox.update(message) }

    public func message(_ number: Int64) throws -> OutboxMessage? { try opened("reading the outbox").outbox.message(number) }

    public func messages(standing status: OutboxMessage.Status, after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try opened("reading the outbox").outbox.messages(standing: status, after: number, limit: limit)
    }

    public func sendingMessages() throws -> [OutboxMessage] { try opened("reading the outbox").outbox.sendingMessages() }

    public func messages(of customer: String) throws -> [OutboxMessage] {
        let tables = try opened("reading the outbox")
        try tables.loadTail(hash)
        var found: [OutboxMessage] = []
        for block in try tables.index.places(of: hash.customer(customer)).messageBlocks {
            let first = block * LogIndex.messageBlock
            try tables.outbox.forEach(first...first + LogIndex.messageBlock - 1) { message in
                if message.customer.isSame(as: customer) { found.append(message) }
            }
        }
        return found
    }

    public func messages(of customer: String, named name: MessageName) throws -> [OutboxMessage] {
        let tables = try opened("reading the outbox")
        try tables.loadTail(hash)
        var found: [OutboxMessage] = []
        for block in try tables.index.places(of: hash.customer(customer)).messageBlocks {
            let first = block * LogIndex.messageBlock
            try tables.outbox.forEach(first...first + LogIndex.messageBlock - 1, of: customer, named: name) { found.append($0) }
        }
        return found
    }

    public func outboxCounts() throws -> [OutboxMessage.Status: Int] {
        try opened("reading the outbox").outbox.counts.filter { $0.value > 0 }
    }

    // MARK: Counters

    public func count(_ counter: Counter, by amount: Int64) { try? opened("counting").counters.count(counter, by: amount) }

    public func counters() throws -> [Counter: Int64] { try opened("reading counters").counters.all() }

    // MARK: Versions

    public func versions() throws -> [StoredVersion] { try opened("reading versions").versions.all() }

    public func add(version: StoredVersion) throws { try writable("adding a version").versions.add(version) }

    public func setCurrent(_ current: Bool, version number: UInt32) throws {
        try writable("marking a version").versions.setCurrent(current, version: number)
    }

    // MARK: Inbox

    /// Outside a transaction the lines are their own, durable when this returns; from any process, beside a writing scheduler.
    public func putInInbox(_ lines: [[UInt8]]) throws {
        let doing: StaticString = "putting lines into the inbox"
        let inbox = try opened(doing).inbox
        try beside(doing) { try inbox.put(lines) }
    }

    /// In the open transaction, else in one of its own.
    private func beside<Result>(_ doing: StaticString, _ body: () throws -> Result) throws -> Result {
        if isWriting { return try body() }
        try transactions.wait()
        try database.execute("BEGIN IMMEDIATE", doing: "\(doing)")
        do {
            let result = try body()
            try database.execute("COMMIT", doing: "\(doing)")
            return result
        } catch {
            if database.isInTransaction { try? database.execute("ROLLBACK", doing: "\(doing)") }
            throw error
        }
    }

    public func inbox(after row: Int64, limit: Int) throws -> [(row: Int64, line: [UInt8])] {
        try opened("reading the inbox").inbox.lines(after: row, limit: limit)
    }

    public func inboxCount() throws -> Int { try opened("counting the inbox").inbox.count() }

    public func removeFromInbox(through row: Int64) throws { try writable("emptying the inbox").inbox.remove(through: row) }

    // MARK: Commands

    public func put(command: StoredCommand, inbox lines: [[UInt8]]) throws -> Int64 {
        let doing: StaticString = "noting a command"
        let tables = try opened(doing)
        return try beside(doing) {
            try tables.inbox.put(lines)
            return try tables.commands.put(command)
        }
    }

    public func commands(after number: Int64, limit: Int) throws -> [StoredCommand] {
        try opened("reading commands").commands.all(after: number, limit: limit)
    }

    public func openCommands(limit: Int) throws -> [StoredCommand] { try opened("reading commands").commands.open(limit: limit) }

    public func finish(_ command: StoredCommand) throws { try writable("finishing a command").commands.finish(command) }
}

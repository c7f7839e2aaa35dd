import JourneyModel

/// A store that lasts as long as the process: for dry runs, tests and the simulator.
public final class MemoryStore: Store {
    public private(set) var names = NameTable()
    public var progress: Progress {
        get { small.progress }
        set { small.progress = newValue }
    }
    public let salt: [UInt8]

    /// What a transaction may simply copy when it begins.
    struct Small {
        var progress = Progress()
        var positions: [String: SourcePosition] = [:]
        var counters: [Counter: Int64] = [:]
        var versions: [StoredVersion] = []
        var settings: [String: [UInt8]] = [:]
        var pools: [String: MemoryPool] = [:]
        var inbox: [(row: Int64, line: [UInt8])] = []
        var lastInboxRow: Int64 = 0
        var timers = TimerList()
        var commands: [StoredCommand] = []
        var refused: [RefusedMerge] = []
        var forgotten: [UInt64: Timestamp] = [:]
        /// To be erased with the commit, and whose records may name them.
        var forgettings: [(Forgetting, partners: [String])] = []
    }

    private let hash: EntryHash
    private let keepsLog: Bool
    private let scratch = ScratchHashes()
    private let ids = EntrySet()
    private var log = MemoryLog()
    private var states: [UInt64: [UInt8]] = [:]
    var outbox: MemoryOutbox
    var small = Small()

    private var isInTransaction = false
    private var smallBefore = Small()
    private var idsAdded: [Entry] = []
    private var statesBefore: [(key: UInt64, state: [UInt8]?)] = []

    /// - Parameters:
    ///   - salt: the salt of buckets and hashes, 16 bytes.
    ///   - keepsLog: keep the log and finished messages, so that `history` and `messages(of:)` tell of them. Without it a run of
    ///     any length needs memory for ids, states and timers only.
    ///   - keepsMessages: keep finished messages alone, so that receipts of them find them.
    public init(salt: [UInt8] = [UInt8](repeating: 0, count: 16), keepsLog: Bool = false, keepsMessages: Bool = false) {
        self.salt = salt
        self.keepsLog = keepsLog
        hash = EntryHash(salt: salt)
        outbox = MemoryOutbox(keepsFinished: keepsLog || keepsMessages, hash: hash)
    }

    // MARK: Transactions

    public func begin() throws {
        guard !isInTransaction else { throw StoreError.misuse("a transaction is open already", doing: "beginning a transaction") }
        isInTransaction = true
        smallBefore = small
    }

    public func commit() throws {
        try requireTransaction("committing")
        outbox.commit()
        log.commit()
        for (forgetting, partners) in small.forgettings {
            try log.rewrite(RecordEraser(forgetting, partners: partners, hash: hash).erase)
        }
        small.forgettings = []
        finish()
    }

    public func handOver() throws { try commit() }

    public var lastTransaction: Int { 0 }

    public func isDurable(_ transaction: Int) -> Bool { true }

    public func settle() throws {}

    public func rollback() throws {
        try requireTransaction("rolling back")
        small = smallBefore
        ids.remove(idsAdded)
        for before in statesBefore.reversed() {
            states[before.key] = before.state
        }
        outbox.rollback()
        try log.rollback()
        finish()
    }

    private func finish() {
        isInTransaction = false
        smallBefore = Small()
        idsAdded.removeAll(keepingCapacity: true)
        statesBefore.removeAll(keepingCapacity: true)
    }

    public func close() {}

    func requireTransaction(_ doing: StaticString) throws {
        guard isInTransaction else { throw StoreError.misuse("no transaction is open", doing: "\(doing)") }
    }

    // MARK: Settings

    public func setting(_ name: String) throws -> [UInt8]? { small.settings[name] }

    public func set(setting name: String, to value: [UInt8]) throws {
        try requireTransaction("writing a setting")
        small.settings[name] = value
    }

    // MARK: Coupons

    public func add(codes: [String], to coupon: String) throws -> Int {
        try requireTransaction("adding codes")
        return small.pools[coupon, default: MemoryPool()].add(codes)
    }

    public func codes(of coupon: String, from place: Int64, limit: Int) throws -> [String] {
        guard let codes = small.pools[coupon]?.codes, place < Int64(codes.count) else { return [] }
        return Array(codes[Int(max(place, 0))...].prefix(limit))
    }

    public func pool(of coupon: String) throws -> StoredPool {
        small.pools[coupon].map { StoredPool(coupon: coupon, size: Int64($0.codes.count), given: $0.given) } ?? StoredPool(coupon: coupon)
    }

    public func pools() throws -> [StoredPool] {
        try small.pools.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { try pool(of: $0) }
    }

    public func set(given: Int64, of coupon: String) throws {
        try requireTransaction("writing a coupon")
        small.pools[coupon, default: MemoryPool()].given = given
    }

    // MARK: Sources

    public func sources() throws -> [(source: String, position: SourcePosition)] {
        small.positions.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
    }

    public func position(of source: String) throws -> SourcePosition? { small.positions[source] }

    public func set(position: SourcePosition, of source: String) throws {
        try requireTransaction("writing a position")
        small.positions[source] = position
    }

    // MARK: The log

    public func accept(_ batch: borrowing EventBatch, eventNames: [UInt32], isNew: inout [Bool]) throws {
        try requireTransaction("accepting events")
        let count = batch.events.count
        if isNew.count != count { isNew = [Bool](repeating: false, count: count) }
        batch.bytes.withUnsafeBytes { bytes in
            batch.events.withUnsafeBufferPointer { events in
                if keepsLog {
                    scratch.fill(events, bytes: bytes, hash: hash)
                } else {
                    scratch.fillFromText(events, bytes: bytes, hash: hash)
                }
                isNew.withUnsafeMutableBufferPointer { lookUp($0) }
                guard keepsLog else { return }
                for index in 0..<events.count where isNew[index] {
                    let event = events[index]
                    log.append(event, name: eventNames[Int(event.name)], bytes: bytes, scratch: scratch, at: index)
                }
            }
        }
    }

    /// How many lookups are under way at once.
    private static let group = 16

    private func lookUp(_ isNew: UnsafeMutableBufferPointer<Bool>) {
        let entries = scratch.entries
        let ids = ids
        var start = 0
        while start < isNew.count {
            let end = min(start + Self.group, isNew.count)
            for index in start..<end { ids.prefetch(entries[index]) }
            for index in start..<end {
                isNew[index] = ids.insert(entries[index])
                if isNew[index] { idsAdded.append(entries[index]) }
            }
            start = end
        }
    }

    public func append(_ kind: LogRecord.Kind, customer: String, at: Timestamp, bytes: [UInt8]) throws {
        try requireTransaction("appending to the log")
        if keepsLog { log.append(kind, customer: customer, at: at, bytes: bytes) }
    }

    public func history(of customer: String) throws -> [LogRecord] {
        var found: [LogRecord] = []
        var customer = customer
        try customer.withUTF8 { name in
            let name = UnsafeRawBufferPointer(name)
            try log.forEach { if $0.customer.equals(name), !isErasing($0) { found.append($0.record) } }
        }
        return found
    }

    public func events(after instant: Timestamp) throws -> [LogRecord] {
        var found: [LogRecord] = []
        try log.forEach { if $0.kind == .event, $0.at > instant { found.append($0.record) } }
        return found
    }

    public func customersInLog(from place: Int64) throws -> (customers: [String], next: Int64?) {
        var customers: [String] = []
        try log.forEach { if $0.kind == .event, $0.customer.count > 0 { customers.append($0.record.customer) } }
        return (customers, nil)
    }

    public func eventsInLog(from place: Int64) throws -> (events: [LogRecord], next: Int64?) {
        (try events(after: .distantPast), nil)
    }

    // MARK: Customers

    public func customer(_ key: UInt64) throws -> [UInt8]? { states[key] }
    public func expect(customers keys: [UInt64]) throws {}

    public func put(customer key: UInt64, state: [UInt8]) throws {
        if state.isEmpty { return try remove(customer: key) }
        try requireTransaction("writing a customer")
        statesBefore.append((key, states.updateValue(state, forKey: key)))
    }

    public func remove(customer key: UInt64) throws {
        try requireTransaction("writing a customer")
        if let state = states.removeValue(forKey: key) { statesBefore.append((key, state)) }
    }

    public func forEachCustomer(_ body: (UInt64, [UInt8]) throws -> Void) throws {
        for key in states.keys.sorted() {
            if let state = states[key] { try body(key, state) }
        }
    }

    public func customers(after key: UInt64?, limit: Int) throws -> [(key: UInt64, state: [UInt8])] {
        var found: [(key: UInt64, state: [UInt8])] = []
        for next in states.keys.sorted() where key.map({ next > $0 }) ?? true {
            if found.count == limit { break }
            if let state = states[next] { found.append((next, state)) }
        }
        return found
    }

    // MARK: Timers

    public func add(timer: StoredTimer) throws {
        try requireTransaction("adding a timer")
        small.timers.insert(timer)
    }

    public func timers(after key: StoredTimer.Key?, limit: Int) throws -> [StoredTimer] { small.timers.first(limit, after: key) }

    public func removeTimers(through key: StoredTimer.Key) throws {
        try requireTransaction("removing timers")
        small.timers.removeThrough(key)
    }

    public func remove(timer key: StoredTimer.Key) throws {
        try requireTransaction("removing a timer")
        small.timers.remove(key)
    }

    // MARK: Outbox

    public func enqueue(_ message: OutboxMessage) throws -> Int64 {
        try requireTransaction("queueing a message")
        return try outbox.enqueue(message)
    }

    public func waitingWays() throws -> [WaitingWay] { outbox.ways.all }

    public func dueMessages(at instant: Timestamp, on way: OutboxWay, limit: Int) throws -> [OutboxMessage] {
        outbox.due(at: instant, on: way, limit: limit)
    }

    public func waitingCount(on way: OutboxWay) throws -> Int { outbox.ways.count(on: way) }

    public func waitingMessages(after number: Int64, limit: Int) throws -> [OutboxMessage] { outbox.waiting(after: number, limit: limit) }

    public func update(_ message: OutboxMessage) throws {
        try requireTransaction("updating a message")
        try outbox.update(message)
    }

    public func messages(of customer: String) throws -> [OutboxMessage] { outbox.messages(of: customer) }

    public func messages(of customer: String, named name: MessageName) throws -> [OutboxMessage] {
        outbox.messages(of: customer).filter { (name.isProviders ? $0.providerID : $0.key) == name.text }
    }

    public func message(_ number: Int64) throws -> OutboxMessage? { outbox.message(number) }

    public func messages(standing status: OutboxMessage.Status, after number: Int64, limit: Int) throws -> [OutboxMessage] {
        outbox.messages(standing: status, after: number, limit: limit)
    }

    public func sendingMessages() throws -> [OutboxMessage] { outbox.sendingMessages }

    public func outboxCounts() throws -> [OutboxMessage.Status: Int] { outbox.statusCounts }

    // MARK: Counters

    public func count(_ counter: Counter, by amount: Int64) {
        CounterTable.add(amount, to: &small.counters[counter, default: 0])
    }

    public func counters() throws -> [Counter: Int64] { small.counters }

    // MARK: Versions

    public func versions() throws -> [StoredVersion] { small.versions.sorted { $0.number < $1.number } }

    public func add(version: StoredVersion) throws {
        try requireTransaction("adding a version")
        small.versions.removeAll { $0.number == version.number }
        small.versions.append(version)
    }

    public func setCurrent(_ current: Bool, version number: UInt32) throws {
        try requireTransaction("marking a version")
        for index in small.versions.indices where small.versions[index].number == number {
            small.versions[index].isCurrent = current
        }
    }

    // MARK: Inbox

    public func putInInbox(_ lines: [[UInt8]]) throws {
        for line in lines {
            small.lastInboxRow += 1
            small.inbox.append((small.lastInboxRow, line))
        }
    }

    public func inboxCount() throws -> Int { small.inbox.count }

    public func inbox(after row: Int64, limit: Int) throws -> [(row: Int64, line: [UInt8])] {
        Array(small.inbox.drop { $0.row <= row }.prefix(limit))
    }

    public func removeFromInbox(through row: Int64) throws {
        try requireTransaction("emptying the inbox")
        small.inbox.removeAll { $0.row <= row }
    }

    // MARK: Commands

    public func put(command: StoredCommand, inbox lines: [[UInt8]]) throws -> Int64 {
        try putInInbox(lines)
        var command = command
        command.number = Int64(small.commands.count) + 1
        small.commands.append(command)
        return command.number
    }

    public func commands(after number: Int64, limit: Int) throws -> [StoredCommand] {
        Array(small.commands.drop { $0.number <= number }.prefix(limit))
    }

    public func openCommands(limit: Int) throws -> [StoredCommand] { Array(small.commands.filter { $0.status == .open }.prefix(limit)) }

    public func finish(_ command: StoredCommand) throws {
        try requireTransaction("finishing a command")
        guard let index = small.commands.firstIndex(where: { $0.number == command.number }) else { return }
        small.commands[index].status = command.status
        small.commands[index].finishedAt = command.finishedAt ?? command.at
        small.commands[index].result = command.result
    }
}

/// The codes of a coupon, in the order of their places.
struct MemoryPool {
    private(set) var codes: [String] = []
    private var known: Set<[UInt8]> = []
    var given: Int64 = 0

    mutating func add(_ new: [String]) -> Int {
        let before = codes.count
        for code in new where known.insert(Array(code.utf8)).inserted { codes.append(code) }
        return codes.count - before
    }
}

import JourneyModel
import JourneyStore

/// A store that hands every verb on to another, after a step: what breaks or looks on at one place does so at all of them.
class ForwardingStore: Store {
    private let inner: any Store

    init(_ inner: any Store) { self.inner = inner }

    /// Comes before every verb of a turn: those that write, and those that read what it decides by.
    func step() throws {}
    /// Comes before the verbs of those who stand beside a turn: who deploys, sends, asks or looks on.
    func look() throws { try step() }

    func begin() throws { try step(); try inner.begin() }
    func commit() throws { try step(); try inner.commit() }
    func handOver() throws { try step(); try inner.handOver() }
    var lastTransaction: Int { inner.lastTransaction }
    func isDurable(_ transaction: Int) -> Bool { inner.isDurable(transaction) }
    func settle() throws { try inner.settle() }
    func rollback() throws { try inner.rollback() }
    func close() { inner.close() }
    var isDurable: Bool { inner.isDurable }
    var names: NameTable { inner.names }
    var progress: Progress { get { inner.progress } set { inner.progress = newValue } }
    var salt: [UInt8] { inner.salt }

    func accept(_ batch: borrowing EventBatch, eventNames: [UInt32], isNew: inout [Bool]) throws {
        try step()
        try inner.accept(batch, eventNames: eventNames, isNew: &isNew)
    }
    func append(_ kind: LogRecord.Kind, customer: String, at: Timestamp, bytes: [UInt8]) throws {
        try step()
        try inner.append(kind, customer: customer, at: at, bytes: bytes)
    }
    func enqueue(_ message: OutboxMessage) throws -> Int64 { try step(); return try inner.enqueue(message) }
    func update(_ message: OutboxMessage) throws { try step(); try inner.update(message) }
    var retention: Retention { inner.retention }
    func prune(before limit: Timestamp, watching events: Set<UInt32>, _ leave: ([String]) throws -> Void) throws -> PrunedSlice {
        try step()
        return try inner.prune(before: limit, watching: events, leave)
    }
    func maintain() throws -> Bool { try step(); return try inner.maintain() }
    func endPart() throws -> Int64 { try step(); return try inner.endPart() }
    func remove(customer key: UInt64) throws { try step(); try inner.remove(customer: key) }

    func eventsInLog(from place: Int64) throws -> (events: [LogRecord], next: Int64?) { try step(); return try inner.eventsInLog(from: place) }
    func remove(timer key: StoredTimer.Key) throws { try step(); try inner.remove(timer: key) }
    func customers(after key: UInt64?, limit: Int) throws -> [(key: UInt64, state: [UInt8])] {
        try step()
        return try inner.customers(after: key, limit: limit)
    }
    func waitingMessages(after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try step()
        return try inner.waitingMessages(after: number, limit: limit)
    }
    func setting(_ name: String) throws -> [UInt8]? { try look(); return try inner.setting(name) }
    func set(setting name: String, to value: [UInt8]) throws { try step(); try inner.set(setting: name, to: value) }
    func add(codes: [String], to coupon: String) throws -> Int { try step(); return try inner.add(codes: codes, to: coupon) }
    func codes(of coupon: String, from place: Int64, limit: Int) throws -> [String] {
        try step()
        return try inner.codes(of: coupon, from: place, limit: limit)
    }
    func pool(of coupon: String) throws -> StoredPool { try look(); return try inner.pool(of: coupon) }
    func pools() throws -> [StoredPool] { try look(); return try inner.pools() }
    func set(given: Int64, of coupon: String) throws { try step(); try inner.set(given: given, of: coupon) }
    func position(of source: String) throws -> SourcePosition? { try look(); return try inner.position(of: source) }
    func sources() throws -> [(source: String, position: SourcePosition)] { try look(); return try inner.sources() }
    func set(position: SourcePosition, of source: String) throws { try step(); try inner.set(position: position, of: source) }
    func history(of customer: String) throws -> [LogRecord] { try look(); return try inner.history(of: customer) }
    func events(after instant: Timestamp) throws -> [LogRecord] { try look(); return try inner.events(after: instant) }
    func customersInLog(from place: Int64) throws -> (customers: [String], next: Int64?) {
        try look()
        return try inner.customersInLog(from: place)
    }
    func customer(_ key: UInt64) throws -> [UInt8]? { try step(); return try inner.customer(key) }
    /// A hint: nothing happens at it.
    func expect(customers keys: [UInt64]) throws { try inner.expect(customers: keys) }
    func put(customer key: UInt64, state: [UInt8]) throws { try step(); try inner.put(customer: key, state: state) }
    func forEachCustomer(_ body: (UInt64, [UInt8]) throws -> Void) throws { try look(); return try inner.forEachCustomer(body) }
    func add(timer: StoredTimer) throws { try step(); try inner.add(timer: timer) }
    func timers(after key: StoredTimer.Key?, limit: Int) throws -> [StoredTimer] {
        try step()
        return try inner.timers(after: key, limit: limit)
    }
    func removeTimers(through key: StoredTimer.Key) throws { try step(); try inner.removeTimers(through: key) }
    func waitingWays() throws -> [WaitingWay] { try look(); return try inner.waitingWays() }
    func waitingCount(on way: OutboxWay) throws -> Int { try look(); return try inner.waitingCount(on: way) }
    func dueMessages(at instant: Timestamp, on way: OutboxWay, limit: Int) throws -> [OutboxMessage] {
        try look()
        return try inner.dueMessages(at: instant, on: way, limit: limit)
    }
    func messages(of customer: String) throws -> [OutboxMessage] { try look(); return try inner.messages(of: customer) }
    func messages(of customer: String, named name: MessageName) throws -> [OutboxMessage] {
        try look()
        return try inner.messages(of: customer, named: name)
    }
    func message(_ number: Int64) throws -> OutboxMessage? { try look(); return try inner.message(number) }
    func messages(standing status: OutboxMessage.Status, after number: Int64, limit: Int) throws -> [OutboxMessage] {
        try look()
        return try inner.messages(standing: status, after: number, limit: limit)
    }
    func sendingMessages() throws -> [OutboxMessage] { try look(); return try inner.sendingMessages() }
    func outboxCounts() throws -> [OutboxMessage.Status: Int] { try look(); return try inner.outboxCounts() }
    func count(_ counter: Counter, by amount: Int64) { inner.count(counter, by: amount) }
    func counters() throws -> [Counter: Int64] { try look(); return try inner.counters() }
    func versions() throws -> [StoredVersion] { try look(); return try inner.versions() }
    func add(version: StoredVersion) throws { try look(); try inner.add(version: version) }
    func setCurrent(_ current: Bool, version number: UInt32) throws { try look(); try inner.setCurrent(current, version: number) }
    func putInInbox(_ lines: [[UInt8]]) throws { try look(); try inner.putInInbox(lines) }
    func inbox(after row: Int64, limit: Int) throws -> [(row: Int64, line: [UInt8])] {
        try look()
        return try inner.inbox(after: row, limit: limit)
    }
    func inboxCount() throws -> Int { try look(); return try inner.inboxCount() }
    func removeFromInbox(through row: Int64) throws { try look(); try inner.removeFromInbox(through: row) }
    func note(_ refused: RefusedMerge) throws { try step(); try inner.note(refused) }
    func removeRefusedMerges(among ids: [String]) throws { try step(); try inner.removeRefusedMerges(among: ids) }
    func refusedMerges(limit: Int) throws -> [RefusedMerge] { try look(); return try inner.refusedMerges(limit: limit) }
    func forget(_ forgetting: Forgetting) throws { try step(); try inner.forget(forgetting) }
    func forgotten() throws -> [(key: UInt64, at: Timestamp)] { try look(); return try inner.forgotten() }
    func forgettings() throws -> [Forgetting] { try look(); return try inner.forgettings() }
    func eraseSlice() throws -> Bool { try step(); return try inner.eraseSlice() }
    func put(command: StoredCommand, inbox lines: [[UInt8]]) throws -> Int64 {
        try look()
        return try inner.put(command: command, inbox: lines)
    }
    func commands(after number: Int64, limit: Int) throws -> [StoredCommand] {
        try look()
        return try inner.commands(after: number, limit: limit)
    }
    func openCommands(limit: Int) throws -> [StoredCommand] { try look(); return try inner.openCommands(limit: limit) }
    func finish(_ command: StoredCommand) throws { try step(); try inner.finish(command) }
}

import JourneyModel

/// The messages of a store in memory, in the order of their numbers.
struct MemoryOutbox {
    /// `slots[n]` is the message with the number `base` + n; nil where it is finished and not kept.
    private var slots: [OutboxMessage?] = []
    private var base: Int64 = 1
    private(set) var ways = WaitingMessages()
    /// By the status' number.
    private var counts = [Int](repeating: 0, count: OutboxMessage.Status.names.count)
    private var keys = EntrySet()
    /// The numbers of a customer's messages, as far as somebody asked for any: those below `indexed`.
    private var byCustomer: [UInt64: [Int64]] = [:]
    private var indexed: Int64 = 1
    private let keepsFinished: Bool
    private let hash: EntryHash

    /// What a transaction did, to be undone in reverse.
    private enum Change {
        case added(Entry)
        case updated(OutboxMessage)
    }
    private var changes: [Change] = []

    init(keepsFinished: Bool, hash: EntryHash) {
        self.keepsFinished = keepsFinished
        self.hash = hash
    }

    private func index(_ number: Int64) -> Int? {
        let index = number - base
        return index >= 0 && index < slots.count ? Int(index) : nil
    }

    mutating func enqueue(_ message: OutboxMessage) throws -> Int64 {
        let entry = hash.message(key: message.key)
        guard keys.insert(entry) else { throw StoreError.duplicateMessage(key: message.key) }
        var message = message
        message.number = base + Int64(slots.count)
        slots.append(message)
        changes.append(.added(entry))
        note(message, by: 1)
        return message.number
    }

    mutating func update(_ message: OutboxMessage) throws {
        guard let index = index(message.number), let old = slots[index] else {
            throw StoreError.misuse("there is no message \(message.number)", doing: "updating a message")
        }
        var new = old
        new.takeProgress(of: message)
        changes.append(.updated(old))
        replace(old, by: new)
    }

    /// Takes everything out of a customer's messages that tells of the customer.
    mutating func forget(_ customer: String) {
        for case let message? in slots where message.customer.isSame(as: customer) {
            var empty = message
            empty.customer = ""
            empty.arguments = "{}"
            empty.address = nil
            empty.bodies = ""
            empty.reason = ""
            empty.providerID = ""
            changes.append(.updated(message))
            replace(message, by: empty)
        }
    }

    private mutating func replace(_ old: OutboxMessage, by new: OutboxMessage) {
        guard let index = index(old.number) else { return }
        note(old, by: -1)
        slots[index] = new
        note(new, by: 1)
    }

    /// Adds a message to the counts and the pending ones, or takes it out.
    private mutating func note(_ message: OutboxMessage, by amount: Int) {
        counts[message.status.rawValue] += amount
        guard message.status.isWaiting else { return }
        if amount > 0 {
            ways.insert(message)
        } else {
            ways.remove(message)
        }
    }

    func due(at instant: Timestamp, on way: OutboxWay, limit: Int) -> [OutboxMessage] {
        ways.due(at: instant, on: way, limit: limit).compactMap { message($0) }
    }

    func waiting(after number: Int64, limit: Int) -> [OutboxMessage] {
        var found: [OutboxMessage] = []
        var next = max(number + 1, base)
        while found.count < limit, let index = index(next) {
            if let message = slots[index], message.status.isWaiting { found.append(message) }
            next += 1
        }
        return found
    }

    func message(_ number: Int64) -> OutboxMessage? { index(number).flatMap { slots[$0] } }

    func messages(standing status: OutboxMessage.Status, after number: Int64, limit: Int) -> [OutboxMessage] {
        guard counts[status.rawValue] > 0 else { return [] }
        return Array(slots.lazy.compactMap { $0 }.filter { $0.status == status && $0.number > number }.prefix(limit))
    }

    mutating func messages(of customer: String) -> [OutboxMessage] {
        while indexed < base + Int64(slots.count) {
            if let message = message(indexed) { byCustomer[hash.customer(message.customer), default: []].append(indexed) }
            indexed += 1
        }
        return (byCustomer[hash.customer(customer)] ?? []).compactMap { message($0) }.filter { $0.customer.isSame(as: customer) }
    }

    var sendingMessages: [OutboxMessage] { counts[OutboxMessage.Status.sending.rawValue] > 0 ? slots.compactMap { $0?.status == .sending ? $0 : nil } : [] }

    var statusCounts: [OutboxMessage.Status: Int] {
        var found: [OutboxMessage.Status: Int] = [:]
        for status in OutboxMessage.Status.allCases where counts[status.rawValue] > 0 { found[status] = counts[status.rawValue] }
        return found
    }

    mutating func commit() {
        if !keepsFinished { dropFinished() }
        changes.removeAll(keepingCapacity: true)
    }

    mutating func rollback() {
        var gone: [Entry] = []
        for change in changes.reversed() {
            switch change {
            case .added(let entry):
                if let message = slots.removeLast() { note(message, by: -1) }
                if indexed > base + Int64(slots.count) {
                    indexed = 1
                    byCustomer = [:]
                }
                gone.append(entry)
            case .updated(let old):
                if let index = index(old.number), let new = slots[index] { replace(new, by: old) }
            }
        }
        keys.remove(gone)
        changes.removeAll(keepingCapacity: true)
    }

    /// Lets go of finished messages that this transaction touched, and of the empty front.
    private mutating func dropFinished() {
        for case .updated(let old) in changes {
            if let index = index(old.number), let message = slots[index], message.isFinished { slots[index] = nil }
        }
        var empty = 0
        while empty < slots.count, slots[empty] == nil { empty += 1 }
        guard empty > 1024, empty * 2 > slots.count else { return }
        slots.removeSubrange(..<empty)
        base += Int64(empty)
    }
}

extension OutboxMessage {
    fileprivate var isFinished: Bool { !status.isWaiting && status != .sending }

    /// What `Store.update` writes back; the rest of a message never changes.
    mutating func takeProgress(of other: OutboxMessage) {
        status = other.status
        channel = other.channel
        attempts = other.attempts
        nextAttemptAt = other.nextAttemptAt
        reason = other.reason
        providerID = other.providerID
        isInDoubt = other.isInDoubt
    }
}

extension String {
    /// Byte for byte: ids that differ only in Unicode composition are different customers.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

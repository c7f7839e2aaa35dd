import JourneyEngine
import JourneyModel
import JourneyStore

/// Receipts that name a message by its provider's id alone and came before that id was written down: a provider may tell of a message
/// sooner than it answers.
///
/// Few, for a short time, and only where a message of the customer is with its channel; in the store, so that a restart loses none.
struct EarlyReceipts {
    struct Receipt: Equatable {
        var customer: String
        var providerID: String
        /// Empty where it names none.
        var channel: String
        var at: Timestamp
        /// JSON members without the outer braces.
        var properties: [UInt8]
        /// When it came, by the scheduler's time: a provider's own may be days behind it. Not in the store: of those that it has it is when
        /// they were read.
        var keptAt = Timestamp.distantPast

        func says(_ other: Receipt) -> Bool {
            var same = other
            same.keptAt = keptAt
            return same == self
        }
    }

    static let limit = 500
    static let longest: Microseconds = .day
    static let bytesLimit = 2_000
    private static let setting = "early receipts"
    private static let format: UInt8 = 1

    private(set) var receipts: [Receipt] = []
    /// Numbers of messages that have an id and are about to get another. Not in the store: what asks for one ends with the process.
    fileprivate var expected: Set<Int64> = []
    private var isChanged = false

    /// - Throws: `StoreError`.
    init(_ store: any Store) throws {
        receipts = try store.setting(Self.setting, format: Self.format, of: "early receipts") { reader in
            try (0..<(try reader.count())).map { _ in
                Receipt(
                    customer: try reader.text(), providerID: try reader.text(), channel: try reader.text(), at: try reader.timestamp(),
                    properties: Array(try reader.text().utf8), keptAt: store.progress.clock)
            }
        } ?? []
    }

    /// The oldest go where there is no room.
    mutating func keep(_ receipt: Receipt, at now: Timestamp) {
        guard receipt.properties.count <= Self.bytesLimit, !receipts.contains(where: receipt.says) else { return }
        receipts.removeAll { now - $0.keptAt > Self.longest }
        if receipts.count >= Self.limit { receipts.removeFirst(receipts.count - Self.limit + 1) }
        var kept = receipt
        kept.keptAt = now
        receipts.append(kept)
        isChanged = true
    }

    /// Takes out those of a message.
    mutating func take(providerID: String, channel: String) -> [Receipt] {
        let found = receipts.filter { $0.providerID == providerID && ($0.channel.isEmpty || $0.channel == channel) }
        guard !found.isEmpty else { return [] }
        receipts.removeAll(where: found.contains)
        isChanged = true
        return found
    }

    mutating func forget(_ customers: [String]) {
        let count = receipts.count
        receipts.removeAll { customers.contains($0.customer) }
        if receipts.count != count { isChanged = true }
    }

    /// In the open transaction.
    mutating func write(to store: any Store) throws {
        guard isChanged else { return }
        var out = ByteWriter()
        out.byte(Self.format)
        out.count(receipts.count)
        for receipt in receipts {
            out.text(receipt.customer)
            out.text(receipt.providerID)
            out.text(receipt.channel)
            out.timestamp(receipt.at)
            out.blob(receipt.properties)
        }
        try store.set(setting: Self.setting, to: out.bytes)
        isChanged = false
    }
}

extension Stepper {
    /// Keeps a receipt of a message that nobody knows, where one of the customer's may turn out to be it.
    ///
    /// Not an unsubscription: that is heard without its message, too.
    func keepEarly(_ event: EventView, _ reference: Engine.Reference, _ customer: UnsafeRawBufferPointer, among rows: [OutboxMessage]) {
        guard reference.key.isEmpty, reference.status != "unsubscribed", Engine.reactions.contains(reference.status),
            rows.contains(where: {
                $0.providerID.isEmpty && ($0.status == .sending || $0.status == .pending) || earlyReceipts.expected.contains($0.number)
            })
        else { return }
        earlyReceipts.keep(
            .init(
                customer: String(decoding: customer, as: UTF8.self), providerID: reference.providerID, channel: reference.channel,
                at: event.at, properties: Array(event.properties)),
            at: clock)
    }

    public func expect(_ isExpected: Bool, providerIDOf number: Int64) {
        if isExpected { earlyReceipts.expected.insert(number) } else { earlyReceipts.expected.remove(number) }
    }

    public func tieReceipts(to message: OutboxMessage) throws {
        guard !earlyReceipts.receipts.isEmpty, !message.providerID.isEmpty else { return }
        let person = try cache.slot(of: message.customer, in: store)
        for receipt in earlyReceipts.take(providerID: message.providerID, channel: message.channelName)
        where try cache.slot(of: receipt.customer, in: store) == person {
            var members: [(String, Value)] = []
            JSONMembers.forEach(in: receipt.properties) { name, value in if name != "key" { members.append((name, value)) } }
            let status = members.first { $0.0 == "status" }?.1.text ?? ""
            var line = JSONObject(
                receipt: "tied-\(status)-\(receipt.at.microseconds)-\(message.attemptKey)", of: receipt.customer, at: receipt.at)
            for (name, value) in members { line.add(name, value: value) }
            line.add("key", message.attemptKey)
            try store.putInInbox([line.bytes])
        }
    }
}

extension JSONObject {
    /// The line of a receipt that comes in as if it had come from outside: its head, in which the id makes a repetition harmless.
    init(receipt id: String, of customer: String, at instant: Timestamp) {
        self.init()
        add("id", id)
        add("customer", customer)
        add("event", "$message")
        add("at", instant.rfc3339)
    }
}

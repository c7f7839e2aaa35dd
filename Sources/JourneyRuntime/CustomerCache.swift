import JourneyEngine
import JourneyModel
import JourneyStore

/// Decoded states of customers, in memory while hot. The store holds everything; this may forget at any commit.
///
/// A customer's key is a keyed 64-bit hash of the id. The state holds the id itself: where two ids share a hash, the second takes the
/// next key that is free.
public struct CustomerCache {
    struct Slot {
        var key: UInt64
        var state: CustomerState
        var isDirty: Bool
        /// Asked for again since it came, or since it was last looked at for eviction.
        var isInUse = false
        /// Nobody's.
        var isFree = false
    }

    private(set) var slots: [Slot] = []
    private var free: [Int] = []
    /// Where the search for states to let go of goes on.
    private var hand = 0
    /// Slots changed since the last commit.
    private(set) var dirty: [Int] = []
    /// Open addressing over `slots`: an index, or -1.
    private var table: [Int32]
    private var mask: Int
    private let hash: SipHash
    let pseudonyms: Pseudonyms
    private let capacity: Int
    /// What a state from the store must fit.
    var deployment: Deployment?

    /// - Parameter capacity: customers held at the end of a transaction; no bound where the store keeps nothing.
    init(salt: [UInt8], capacity: Int) {
        hash = SipHash(key: salt)
        pseudonyms = Pseudonyms(salt: salt)
        self.capacity = capacity
        table = [Int32](repeating: -1, count: 4_096)
        mask = 4_095
        // Memory that is not touched costs nothing; to move a hundred thousand slots into a larger array is a stop.
        if capacity < .max { slots.reserveCapacity(min(capacity, 1 << 20) / 8 * 9) }
    }

    /// The slot of the person with this id, from the cache, the store, or new.
    mutating func slot(of id: UnsafeRawBufferPointer, in store: any Store) throws -> Int {
        try follow(try slot(ofExactly: id, in: store), in: store)
    }

    /// From an id that was joined to another to the one under which the person's state stands.
    private mutating func follow(_ index: Int, in store: any Store) throws -> Int {
        var index = index
        while let joinedTo = slots[index].state.joinedTo {
            index = try slot(ofExactly: joinedTo, in: store)
        }
        return index
    }

    /// The key at which the search for an id begins, and nearly always ends.
    func key(of id: UnsafeRawBufferPointer) -> UInt64 { hash.hash64(id) }

    mutating func slot(of id: String, in store: any Store) throws -> Int {
        try follow(try slot(ofExactly: id, in: store), in: store)
    }

    mutating func slot(ofExactly id: String, in store: any Store) throws -> Int {
        var id = id
        return try id.withUTF8 { try slot(ofExactly: UnsafeRawBufferPointer($0), in: store) }
    }

    /// The slot of the id itself, joined to another or not.
    mutating func slot(ofExactly id: UnsafeRawBufferPointer, in store: any Store) throws -> Int {
        var key = hash.hash64(id)
        while true {
            if let index = find(key) {
                slots[index].isInUse = true
                if slots.withUnsafeBufferPointer({ $0[index].state.isOf(id, pseudonyms) }) { return index }
            } else if let bytes = try store.isDurable ? store.customer(key) : nil {
                let state = try decoded(bytes)
                let index = insert(Slot(key: key, state: state, isDirty: false))
                if state.isOf(id, pseudonyms) { return index }
            } else {
                return insert(Slot(key: key, state: CustomerState(id: String(decoding: id, as: UTF8.self)), isDirty: false))
            }
            key &+= 1
        }
    }

    /// Tells the store of those who will be asked for soon and are not here.
    func expect(_ keys: [UInt64], in store: any Store) throws {
        let missing = keys.filter { find($0) == nil }
        if !missing.isEmpty { try store.expect(customers: missing) }
    }

    /// The slot of a key that a timer names; nil where no such customer is known.
    mutating func slot(ofKey key: UInt64, in store: any Store) throws -> Int? {
        if let index = find(key) {
            slots[index].isInUse = true
            return try follow(index, in: store)
        }
        guard let bytes = try store.isDurable ? store.customer(key) : nil else { return nil }
        return try follow(insert(Slot(key: key, state: try decoded(bytes), isDirty: false)), in: store)
    }

    private func decoded(_ bytes: [UInt8]) throws -> CustomerState {
        let state = try CustomerState(encoded: bytes)
        if let fault = deployment?.fault(in: state) { throw StoreError.damaged("the state of a customer makes no sense: \(fault)") }
        return state
    }

    /// Lets the body change the state in place; it says whether it did.
    mutating func update(_ index: Int, _ body: (inout CustomerState) throws -> Bool) rethrows {
        if try body(&slots[index].state), !slots[index].isDirty {
            slots[index].isDirty = true
            dirty.append(index)
        }
    }

    /// Hands every changed state to the store, and lets go of those that were not asked for lately where there are too many.
    mutating func write(to store: any Store) throws {
        for index in dirty {
            if store.isDurable { try write(index, to: store) }
            slots[index].isDirty = false
        }
        dirty.removeAll(keepingCapacity: true)
        if slots.count - free.count > capacity { evict() }
    }

    /// Of whom nothing is to be remembered no row is kept, unless another id's search leads past it.
    private mutating func write(_ index: Int, to store: any Store) throws {
        let key = slots[index].key
        let next = key &+ 1
        if slots[index].state.isEmpty, find(next) == nil, try store.customer(next) == nil {
            try store.remove(customer: key)
        } else {
            try store.put(customer: key, state: Self.encoded(&slots[index].state))
        }
    }

    /// Where it is: a copy counts a reference for each of its parts.
    private static func encoded(_ state: inout CustomerState) -> [UInt8] { state.encoded() }

    mutating func removeAll() {
        slots.removeAll(keepingCapacity: true)
        free.removeAll(keepingCapacity: true)
        hand = 0
        dirty.removeAll(keepingCapacity: true)
        for index in table.indices { table[index] = -1 }
    }

    private func find(_ key: UInt64) -> Int? {
        var place = Int(truncatingIfNeeded: key) & mask
        while table[place] >= 0 {
            let index = Int(table[place])
            if slots[index].key == key { return index }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Goes round: whoever was asked for since the last time stays for another. All are clean.
    private mutating func evict() {
        while slots.count - free.count > capacity {
            hand = hand + 1 < slots.count ? hand + 1 : 0
            if slots[hand].isFree { continue }
            if slots[hand].isInUse {
                slots[hand].isInUse = false
                continue
            }
            leave(hand)
            slots[hand] = Slot(key: 0, state: CustomerState(id: ""), isDirty: false, isFree: true)
            free.append(hand)
        }
    }

    /// Takes a slot out of the table. Those behind it close up, so that no search ends at the gap.
    private mutating func leave(_ index: Int) {
        var gap = Int(truncatingIfNeeded: slots[index].key) & mask
        while Int(table[gap]) != index { gap = (gap + 1) & mask }
        var place = (gap + 1) & mask
        while table[place] >= 0 {
            let home = Int(truncatingIfNeeded: slots[Int(table[place])].key) & mask
            // It may move up where its home is not between the gap and itself.
            if (place - home) & mask >= (place - gap) & mask {
                table[gap] = table[place]
                gap = place
            }
            place = (place + 1) & mask
        }
        table[gap] = -1
    }

    private mutating func insert(_ slot: Slot) -> Int {
        if let index = free.popLast() {
            slots[index] = slot
            enter(index)
            return index
        }
        slots.append(slot)
        let index = slots.count - 1
        if slots.count * 2 > table.count {
            mask = mask * 2 + 1
            table = [Int32](repeating: -1, count: mask + 1)
            for index in slots.indices { enter(index) }
        } else {
            enter(index)
        }
        return index
    }

    private mutating func enter(_ index: Int) {
        var place = Int(truncatingIfNeeded: slots[index].key) & mask
        while table[place] >= 0 { place = (place + 1) & mask }
        table[place] = Int32(truncatingIfNeeded: index)
    }
}

extension CustomerState {
    /// Whether it is the state of an id. What is left of a forgotten one bears a pseudonym.
    fileprivate func isOf(_ id: UnsafeRawBufferPointer, _ pseudonyms: Pseudonyms) -> Bool {
        self.id.hasBytes(id) || (forgottenAt != nil && self.id == pseudonyms.pseudonym(of: id))
    }
}

extension String {
    fileprivate func hasBytes(_ bytes: UnsafeRawBufferPointer) -> Bool {
        utf8.count == bytes.count
            && (utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) } ?? utf8.elementsEqual(bytes))
    }
}

extension CustomerCache {
    /// The state of one person as a store has it, under whatever of the ids; nil where there is none.
    public static func state(of id: String, in store: any Store) throws -> CustomerState? {
        let hash = SipHash(key: store.salt)
        var id = id
        var key = hash.hash64(id)
        while let bytes = try store.customer(key) {
            let state = try CustomerState(encoded: bytes)
            key &+= 1
            guard state.id == id else { continue }
            guard let joinedTo = state.joinedTo else { return state }
            id = joinedTo
            key = hash.hash64(id)
        }
        return nil
    }
}

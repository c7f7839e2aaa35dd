import JourneyEngine
import JourneyModel
import JourneyStore

// What the engine keeps beside the customers: pools of codes, the pauses, the fuse.
extension Stepper {
    static let pausesSetting = "pauses"
    private static let codesAtOnce = 4_096

    /// The pools of the deployment's coupons, as the store has them.
    static func pools(of deployment: Deployment, in store: any Store) throws -> CouponPools {
        var pools = CouponPools()
        for coupon in deployment.definitions.coupons {
            let stored = try store.pool(of: coupon.name)
            pools.pools[store.names.number(coupon.name)] = CouponPools.Pool(
                name: coupon.name, size: coupon.stock.map { Int64($0) } ?? stored.size, given: stored.given)
        }
        return pools
    }

    static func pauses(_ engine: Engine, in store: any Store) throws -> Pauses {
        guard let bytes = try store.setting(pausesSetting) else { return Pauses(fuse: engine.policy.fuse) }
        do {
            return try Pauses(encoded: bytes, fuse: engine.policy.fuse, names: store.names)
        } catch {
            throw StoreError.damaged("what the store says of paused journeys does not decode: \(error)")
        }
    }

    /// Brings the next codes into memory, more than one turn can take.
    func refillPools() throws {
        for (number, pool) in output.coupons.pools where pool.end < pool.size && pool.end - pool.given < CouponPools.atLeast {
            var pool = pool
            pool.codes.removeFirst(min(Int(pool.given - pool.base), pool.codes.count))
            pool.base = pool.given
            let isStock = engine.deployment.definitions.coupons.contains { $0.name == pool.name && $0.stock != nil }
            if isStock {
                let count = min(Int64(Self.codesAtOnce), pool.size - pool.end)
                for place in pool.end..<pool.end + count { pool.codes.append(StockCode.text(pool.name, place, salt: store.salt)) }
            } else {
                pool.codes += try store.codes(of: pool.name, from: pool.end, limit: Self.codesAtOnce)
                // Fewer codes than were said to be there: no more are given.
                if pool.codes.isEmpty { pool.size = pool.given }
            }
            output.coupons.pools[number] = pool
        }
    }

    /// Writes what the transaction gave and paused.
    func writePools() throws {
        for (number, pool) in output.coupons.pools where pool.isChanged {
            try store.set(given: pool.given, of: pool.name)
            output.coupons.pools[number]?.isChanged = false
        }
        if output.pauses.isChanged { try store.set(setting: Self.pausesSetting, to: output.pauses.takeEncoded(names: store.names)) }
    }

    // MARK: Pausing

    public var pausedJourneys: [String] {
        output.pauses.paused.map { store.names[$0] }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Those of a store that no scheduler has open.
    public static func pausedJourneys(in store: any Store) throws -> [String] {
        guard let bytes = try store.setting(pausesSetting) else { return [] }
        return (try? Pauses.journeys(encoded: bytes)) ?? []
    }

    /// Stops a journey: due timers wait, nobody enters, nothing is sent. Durable on return.
    public func pause(_ journey: String) throws {
        try store.begin()
        output.pauses.pause(store.names.number(journey))
        try commit()
    }

    /// Lets a journey go on: what became due meanwhile is done in due order, `pace` apart. Durable on return.
    /// - Returns: how many timers were out.
    @discardableResult
    public func resume(_ journey: String, pace: Microseconds = 1) throws -> Int {
        let number = store.names.number(journey)
        try store.begin()
        output.pauses.resume(number)
        var frozen: [(due: Timestamp, number: UInt64, customer: UInt64)] = []
        func look(_ key: UInt64, _ state: CustomerState) {
            for enrollment in state.enrollments where engine.isFrozen(enrollment, in: number, at: clock) {
                frozen.append((enrollment.due ?? clock, enrollment.number, key))
            }
        }
        if store.isDurable {
            try store.forEachCustomer { look($0, try CustomerState(encoded: $1)) }
        } else {
            for slot in cache.slots { look(slot.key, slot.state) }
        }
        frozen.sort { ($0.due, $0.number) < ($1.due, $1.number) }
        var dues: [UInt64: Timestamp] = [:]
        for (place, timer) in frozen.enumerated() { dues[timer.number] = clock + Microseconds(place + 1) * max(pace, 1) }
        for customer in Set(frozen.map(\.customer)).sorted() {
            guard let slot = try cache.slot(ofKey: customer, in: store) else { continue }
            cache.update(slot) { state in
                engine.resume(number, &state, due: { dues[$0.number] ?? .distantFuture }, into: &output)
                return output.isChanged
            }
            takeTimers(of: customer)
        }
        try commit()
        return frozen.count
    }
}

/// The codes of a coupon that has a stock and no file: nobody can guess one, and no two are alike.
enum StockCode {
    private static let letters = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

    static func text(_ coupon: String, _ place: Int64, salt: [UInt8]) -> String {
        var hash = SipHash(key: salt).hash64("code\u{0}\(coupon)\u{0}\(place)")
        var code: [UInt8] = []
        for _ in 0..<8 {
            code.append(letters[Int(hash & 31)])
            hash >>= 5
        }
        // The place makes it unlike all others.
        var rest = place
        repeat {
            code.append(letters[Int(rest & 31)])
            rest >>= 5
        } while rest > 0
        return String(decoding: code, as: UTF8.self)
    }
}

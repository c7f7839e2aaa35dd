import JourneyEngine
import JourneyModel
import JourneyStore

// What the engine keeps beside the customers: pools of codes.
extension Stepper {
    private static let codesAtOnce = 4_096

    /// What adaptive splits have learnt, as the store's counters have it.
    static func experiments(of deployment: Deployment, in store: any Store) throws -> Experiments {
        var experiments = Experiments()
        let splits = deployment.adaptiveSplits
        if splits.isEmpty { return experiments }
        let counters = try store.counters()
        for (split, arms) in splits {
            experiments.restore(split, arms: arms) { counters[Counter(journey: split.journey, metric: $0)] ?? 0 }
        }
        return experiments
    }

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
}

/// The codes of a coupon that has a stock and no file: nobody can guess one, and no two are alike.
package enum StockCode {
    private static let letters = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

    package static func text(_ coupon: String, _ place: Int64, salt: [UInt8]) -> String {
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

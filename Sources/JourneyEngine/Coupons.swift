import JourneyCompiler
import JourneyModel

/// The pools that codes are taken from, as far as they are in memory; kept over batches.
///
/// A pool is a row of codes, the first so many of them given. The next ones stand here so that a step can take one without asking the
/// store; how many are given becomes durable with the step.
public struct CouponPools: Sendable {
    public struct Pool: Sendable {
        public var name: String
        /// How many codes there are.
        public var size: Int64
        /// How many are given: the place of the next.
        public var given: Int64
        /// The codes from place `base` on.
        public var codes: [String] = []
        public var base: Int64 = 0
        public var isChanged = false

        public init(name: String, size: Int64, given: Int64) {
            self.name = name
            self.size = size
            self.given = given
            base = given
        }

        /// The place after the last code in memory.
        public var end: Int64 { base + Int64(codes.count) }
    }

    /// A turn takes fewer.
    public static let atLeast: Int64 = 1_024

    /// By the number of the coupon's name.
    public var pools: [UInt32: Pool] = [:]

    public init() {}

    mutating func take(_ coupon: UInt32) -> String? {
        guard let pool = pools[coupon], pool.given < pool.size, pool.given >= pool.base, pool.given < pool.end else { return nil }
        pools[coupon]?.given += 1
        pools[coupon]?.isChanged = true
        return pool.codes[Int(pool.given - pool.base)]
    }

    func isEmpty(_ coupon: UInt32) -> Bool { pools[coupon].map { $0.given >= $0.size } ?? true }
}

extension Engine {
    /// `give`: a code, or none where the pool is empty or the customer has had a share.
    func give(
        _ place: LoadedVersion.LoadedState, _ name: String, _ version: LoadedVersion, at index: Int, _ state: inout CustomerState,
        _ now: Timestamp, _ output: inout Output
    ) -> LoadedVersion.WayOut? {
        let coupon = deployment.names.number(name)
        let enrollment = state.enrollments[index]
        let terms = rules.coupons[coupon]
        let had = state.coupons.reduce(0) { $0 + ($1.coupon == coupon ? 1 : 0) }
        let hasHadShare = terms?.perCustomer.map { had >= $0 } ?? false
        // A shadow goes the way that it would have gone.
        if enrollment.isShadow { return hasHadShare || output.coupons.isEmpty(coupon) ? place.noneLeft : place.given }
        guard !hasHadShare, let code = output.coupons.take(coupon) else {
            output.outcomes[.init(journey: version.machine.name, step: place.label, metric: "none left: " + name), default: 0] += 1
            output.decide(
                .give, version, state.id, enrollment, step: place.label, at: now,
                [.init(.coupon, .text(name)), .init(.reason, .text(hasHadShare ? "the customer's share is given" : "none left"))])
            return place.noneLeft
        }
        let until = terms?.valid.map { now + $0 }
        state.coupons.append(GivenCoupon(coupon: coupon, code: code, at: now, validUntil: until))
        output.isChanged = true
        output.conditionsMayHaveChanged = true
        output.decide(
            .give, version, state.id, enrollment, step: place.label, at: now,
            [.init(.coupon, .text(name)), .init(.code, .text(code))] + (until.map { [.init(.until, .instant($0))] } ?? []))
        return place.given
    }
}

import JourneyModel

/// What adaptive splits have learnt: how often each arm was drawn and how often its enrollments converted.
///
/// A draw looks at what was known before the start of its hour, so that it depends on neither batches nor restarts.
public struct Experiments: Sendable {
    /// The split of a journey; a new version goes on with what the old one learnt.
    public struct Split: Hashable, Sendable {
        public var journey: String
        public var name: String

        public init(journey: String, name: String) {
            self.journey = journey
            self.name = name
        }
    }

    struct Arm: Sendable {
        var drawn: Int64 = 0
        var converted: Int64 = 0
        /// As of the start of the hour.
        var drawnBefore: Int64 = 0
        var convertedBefore: Int64 = 0

        var values: [Int64] { [drawn, converted, drawnBefore, convertedBefore] }
    }

    struct Record: Sendable {
        var hour: Int64 = 0
        var arms: [String: Arm] = [:]
    }

    private(set) var records: [Split: Record] = [:]
    private var changed: Set<Split> = []
    /// As the store has them.
    private var stored: [Split: Record] = [:]

    /// More than there ever are.
    private static let most: Int64 = 1 << 60

    public init() {}

    // MARK: Durable form

    /// Hands over by how much each total of the store is to grow.
    public mutating func takeChanges(_ body: (_ journey: String, _ metric: String, _ amount: Int64) -> Void) {
        for split in changed {
            let record = records[split] ?? Record()
            let before = stored[split] ?? Record()
            body(split.journey, Self.hourMetric(split.name), record.hour - before.hour)
            for (name, arm) in record.arms {
                for (metric, (new, old)) in zip(
                    Self.metrics(split.name, name), zip(arm.values, (before.arms[name] ?? Arm()).values))
                where new != old { body(split.journey, metric, new - old) }
            }
            stored[split] = record
        }
        changed.removeAll()
    }

    /// Reads back what `takeChanges` handed over, for the arms of a split.
    public mutating func restore(_ split: Split, arms: [String], value: (_ metric: String) -> Int64) {
        var record = Record(hour: min(max(value(Self.hourMetric(split.name)), 0), Self.most))
        for name in arms {
            // Totals that no draws came to are damage: the arm counts as little known.
            let values = Self.metrics(split.name, name).map { min(max(value($0), 0), Self.most) }
            record.arms[name] = Arm(drawn: values[0], converted: values[1], drawnBefore: values[2], convertedBefore: values[3])
        }
        records[split] = record
        stored[split] = record
    }

    private static func hourMetric(_ split: String) -> String { "split \"\(split)\" hour" }

    private static func metrics(_ split: String, _ arm: String) -> [String] {
        ["drawn", "converted", "drawn before the hour", "converted before the hour"].map { "split \"\(split)\" \"\(arm)\" \($0)" }
    }

    // MARK: Learning and drawing

    /// Index of the arm that promises most; each arm's promise is drawn from what is known of it (Thompson sampling).
    func draw(_ split: Split, arms: [String], seed: (Int) -> UInt64, at now: Timestamp) -> Int {
        let record = records[split]
        let isNewHour = Self.hour(of: now) > record?.hour ?? 0
        var best = (index: 0, promise: UInt64(0))
        for (index, name) in arms.enumerated() {
            let arm = record?.arms[name] ?? Arm()
            let (drawn, converted) = isNewHour ? (arm.drawn, arm.converted) : (arm.drawnBefore, arm.convertedBefore)
            let promise = BetaDraw.fraction(successes: converted, failures: drawn - converted, seed: seed(index))
            if index == 0 || promise > best.promise { best = (index, promise) }
        }
        return best.index
    }

    mutating func noteDraw(_ split: Split, arm: String, at now: Timestamp) {
        change(split, arm, at: now) { $0.drawn += 1 }
    }

    mutating func noteConversion(_ split: Split, arm: String, at now: Timestamp) {
        change(split, arm, at: now) { $0.converted += 1 }
    }

    private mutating func change(_ split: Split, _ arm: String, at now: Timestamp, _ body: (inout Arm) -> Void) {
        var record = records[split] ?? Record()
        let hour = Self.hour(of: now)
        if hour > record.hour {
            record.hour = hour
            for name in record.arms.keys {
                guard var arm = record.arms[name] else { continue }
                (arm.drawnBefore, arm.convertedBefore) = (arm.drawn, arm.converted)
                record.arms[name] = arm
            }
        }
        body(&record.arms[arm, default: Arm()])
        records[split] = record
        changed.insert(split)
    }

    /// Counted from 1970, so that hour 0 is before all.
    private static func hour(of instant: Timestamp) -> Int64 { max(instant.microseconds / .hour, 0) }
}

/// Draws from a Beta distribution in integers alone: the same on every machine.
enum BetaDraw {
    /// One unit.
    static let one: UInt64 = 1 << 32
    /// Up to here a draw is exact.
    static let exactLimit: Int64 = 512

    /// From Beta(successes + 1, failures + 1), in units of 2^-32.
    ///
    /// The k-th smallest of n uniform numbers has the distribution Beta(k, n + 1 - k). Where many are known it is as good as normal:
    /// twelve uniform numbers together have the variance 1 (Irwin-Hall).
    static func fraction(successes: Int64, failures: Int64, seed: UInt64) -> UInt64 {
        let (successes, failures) = (max(successes, 0), max(failures, 0))
        var random = SplitMix(state: seed)
        if successes < exactLimit, failures < exactLimit - successes {
            var numbers: [UInt64] = []
            for _ in 0...(successes + failures) { numbers.append(random.next()) }
            numbers.sort()
            return numbers[Int(successes)] >> 32
        }
        return nearlyNormal(successes, failures, &random)
    }

    private static func nearlyNormal(_ successes: Int64, _ failures: Int64, _ random: inout SplitMix) -> UInt64 {
        var (a, b) = (Int128(successes) + 1, Int128(failures) + 1)
        while a + b > 1 << 30 { (a, b) = (max(a >> 1, 1), max(b >> 1, 1)) }
        let n = a + b
        let mean = (a << 32) / n
        let deviation = squareRoot(((a * b) << 64) / (n * n * (n + 1)))
        var sum = Int128(0)
        for _ in 0..<12 { sum += Int128(random.next() >> 32) }
        let fraction = mean + (deviation * (sum - 6 << 32)) >> 32
        return UInt64(min(max(fraction, 0), Int128(one)))
    }

    /// Rounded down; Newton's method.
    static func squareRoot(_ number: Int128) -> Int128 {
        guard number > 1 else { return max(number, 0) }
        var root = number
        var next = (root + 1) / 2
        while next < root {
            root = next
            next = (root + number / root) / 2
        }
        return root
    }
}

/// Sebastiano Vigna's splitmix64: a stream of numbers out of one.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }
}

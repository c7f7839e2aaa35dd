import JourneyModel

/// What a made-up customer is like: the same whenever it is asked for, so that nothing of it need be kept.
struct Character {
    let number: Int
    let seed: UInt64
    let joinsAt: Timestamp
    /// Days between two visits on average, in hours.
    let pause: Microseconds
    /// Nil: that of the policy.
    let zoneName: String?

    private static let pauses: [Int64] = [10, 24, 48, 96, 96, 192, 480]
    private static let zones = ["America/New_York", "Europe/Berlin", "Asia/Tokyo", "America/Sao_Paulo", "Asia/Shanghai"]

    init(_ number: Int, _ terms: MadeUpTerms) {
        self.number = number
        seed = SeededNumbers.word(terms.seed, UInt64(number))
        var numbers = SeededNumbers(seed, 2)
        // Most are known from the first day on. At whole minutes, so that all that is told at once is within an hour.
        let span = numbers.chance(70) ? .day : terms.end - terms.start
        joinsAt = terms.start + numbers.below(max(span - .hour, 1)) / .minute * .minute
        pause = (numbers.pick(Self.pauses) ?? 96) * .hour
        zoneName = numbers.chance(12) ? numbers.pick(Self.zones) : nil
    }

    /// Until the next visit: twice the average at most, and now and then very long.
    func pause(_ numbers: inout SeededNumbers) -> Microseconds {
        if numbers.chance(4) { return 20 * .day + numbers.below(100 * 24 * 3_600) * .second }
        return (numbers.below(pause / .second) + numbers.below(pause / .second)) * .second
    }
}

/// Numbers out of a seed, the same on every machine: Sebastiano Vigna's splitmix64.
public struct SeededNumbers: Sendable {
    private var state: UInt64

    /// Another stream for every combination; neighbouring seeds are far apart.
    public init(_ seed: UInt64, _ part: UInt64 = 0, _ place: UInt64 = 0) {
        state = Self.mixed(Self.mixed(Self.mixed(seed &+ 0x9e37_79b9_7f4a_7c15) ^ part &+ 0x6a09_e667_f3bc_c909) ^ place)
    }

    /// One number for a place of a stream.
    public static func word(_ seed: UInt64, _ part: UInt64) -> UInt64 {
        var numbers = SeededNumbers(seed, part)
        return numbers.next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mixed(state)
    }

    /// From 0 to `limit` - 1; 0 where there is nothing to choose from.
    public mutating func below(_ limit: Int64) -> Int64 {
        limit <= 1 ? 0 : Int64(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(limit)).high)
    }

    public mutating func below(_ limit: Int) -> Int { Int(below(Int64(limit))) }

    /// True so many times in a hundred.
    public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// Nil where there is nothing to choose from.
    public mutating func pick<Element>(_ choices: [Element]) -> Element? { choices.isEmpty ? nil : choices[below(choices.count)] }

    /// Neighbours become strangers; no two words become one.
    public static func mixed(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }
}

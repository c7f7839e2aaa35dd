import JourneySimulator

/// Numbers from a seed, the same everywhere.
struct Random {
    private var state: UInt64

    /// Neighbouring seeds are far apart on the way: otherwise each would be the other's numbers, one further on.
    init(_ seed: UInt64) { state = SeededNumbers.mixed(seed &+ 0x1234_5678_9abc_def1) }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return SeededNumbers.mixed(state)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}

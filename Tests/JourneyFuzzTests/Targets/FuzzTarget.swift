/// What any bytes at all are given to. The tests replay the corpus through these and change it a little; `make fuzz` has libFuzzer
/// look for more.
///
/// A target that throws has found a `Violation`; one that ends the process, takes long or takes much memory has found another.
enum FuzzTarget: String, CaseIterable {
    /// A program: read, checked, compiled, drawn, laid out, translated.
    case language
    /// Lines of JSON, as intake reads them.
    case events
    /// A CSV file with its header.
    case csv
    /// A program or a condition, and the events that it runs over, behind a line `---`.
    case running
    /// What a store keeps in packed form; the first byte says which kind.
    case stored
    /// What a provider or an adapter answers: a line with the status and `Retry-After`, then the body.
    case replies

    /// - Parameter isSampled: what costs more than the rest is done with some inputs only.
    func check(_ input: [UInt8], isSampled: Bool = false) throws {
        let sample = Sample(input, isWhole: !isSampled)
        switch self {
        case .language: try LanguageTarget.check(input, sample)
        case .events: try EventsTarget.check(input)
        case .csv: try CSVTarget.check(input)
        case .running: try RunningTarget.check(input, sample)
        case .stored: try StoredTarget.check(input, sample)
        case .replies: try RepliesTarget.check(input)
        }
    }
}

/// Which of the costly properties are looked at; for the same input they are the same ones each time.
struct Sample {
    private let fingerprint: UInt64
    private let isWhole: Bool

    init(_ input: [UInt8], isWhole: Bool) {
        fingerprint = Self.fingerprint(input)
        self.isWhole = isWhole
    }

    /// FNV-1a: what is done only with some inputs must be done with the same ones each time.
    static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// Holds for one input in so many; whether it does for one property says nothing of another.
    func takes(oneIn share: UInt64, _ property: UInt64) -> Bool { isWhole || number(below: share, property) == 0 }

    /// Holds for one of so many ways to read an input.
    func takes(_ count: Int, _ index: Int) -> Bool { isWhole || number(below: UInt64(max(count, 1)), 100) == UInt64(index) }

    private func number(below bound: UInt64, _ property: UInt64) -> UInt64 {
        var mixed = (fingerprint &+ property) &* 0x9e37_79b9_7f4a_7c15
        mixed ^= mixed >> 32
        return mixed % bound
    }
}

/// A property that does not hold.
struct Violation: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

func require(_ holds: Bool, _ property: @autoclosure () -> String) throws {
    if !holds { throw Violation(property()) }
}

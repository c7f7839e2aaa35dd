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

    func check(_ input: [UInt8]) throws {
        switch self {
        case .language: try LanguageTarget.check(input)
        case .events: try EventsTarget.check(input)
        case .csv: try CSVTarget.check(input)
        case .running: try RunningTarget.check(input)
        case .stored: try StoredTarget.check(input)
        }
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

/// FNV-1a: what is done only with some inputs must be done with the same ones each time.
func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

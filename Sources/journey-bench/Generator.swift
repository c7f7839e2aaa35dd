import Glibc
import JourneyModel

/// What a generated event log looks like. The same options give the same bytes on every machine.
struct GeneratorOptions {
    var events = 1_000_000
    var customers = 100_000
    var seed: UInt64 = 1
    var days = 30
    /// Epoch seconds of the first event: 2026-01-05T00:00:00Z.
    var startsAt: Int64 = 1_767_571_200
}

/// Why a file could not be written or read, with the system's word.
struct BenchError: Error, CustomStringConvertible {
    var description: String

    init(_ what: String, _ number: Int32? = nil) {
        description = what + (number.flatMap { strerror($0) }.map { ": " + String(cString: $0) } ?? "")
    }
}

/// Writes a log of JSON Lines in the order of time and gives its size in bytes.
///
/// The hottest hundredth of the customers makes 30% of the traffic; 4.9% of the events are `browsed`, 2.4% `bought`, the others
/// have names that no journey asks for. Ids look like random UUIDs; a line has about 135 bytes.
func generateEvents(to path: String, options: GeneratorOptions = GeneratorOptions()) throws -> Int64 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw BenchError("cannot write `\(path)`", errno) }
    defer { close(descriptor) }
    var generator = Generator(options: options)
    var bytes: [UInt8] = []
    bytes.reserveCapacity((1 << 20) + 512)
    var size: Int64 = 0
    for index in 0..<max(0, options.events) {
        generator.appendLine(index, to: &bytes)
        if bytes.count >= 1 << 20 || index == options.events - 1 {
            try write(bytes, to: descriptor, path)
            size += Int64(bytes.count)
            bytes.removeAll(keepingCapacity: true)
        }
    }
    return size
}

private func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
    try bytes.withUnsafeBytes { buffer in
        var rest = UnsafeRawBufferPointer(buffer)
        while !rest.isEmpty {
            let taken = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if taken < 0 && errno == EINTR { continue }
            guard taken > 0 else { throw BenchError("cannot write `\(path)`", errno) }
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
        }
    }
}

private struct Generator {
    private let options: GeneratorOptions
    private let hot: UInt64
    private let cold: UInt64
    private var state: UInt64

    /// Names that no journey of the benchmark asks for, as often as a shop sees them.
    private let others: [StaticString] = [
        "viewed_home", "viewed_catalog", "viewed_catalog", "viewed_catalog", "searched", "searched", "opened", "scrolled",
        "added_to_cart", "left",
    ]

    init(options: GeneratorOptions) {
        self.options = options
        let customers = UInt64(max(2, options.customers))
        hot = max(1, customers / 100)
        cold = customers - hot
        state = options.seed
    }

    mutating func appendLine(_ index: Int, to out: inout [UInt8]) {
        put("{\"id\":\"", &out)
        putUUID(&out)
        let customer = below(1_000) < 300 ? below(hot) : hot + below(cold)
        put("\",\"customer\":\"c", &out)
        put(customer, &out)
        put("\",\"event\":\"", &out)
        let kind = below(1_000)
        if kind < 49 {
            put("browsed", &out)
        } else if kind < 73 {
            put("bought", &out)
        } else {
            put(others[Int(below(UInt64(others.count)))], &out)
        }
        put("\",\"at\":\"", &out)
        putTime(index, &out)
        put("\",\"product\":\"p", &out)
        put(below(10_000), &out)
        if kind < 73 {
            put(kind < 49 ? "\",\"price\":" : "\",\"total\":", &out)
            put(1 + below(999), &out)
            put("}\n", &out)
        } else {
            put("\"}\n", &out)
        }
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func below(_ limit: UInt64) -> UInt64 { next().multipliedFullWidth(by: limit).high }

    /// Each event has an equal slice of the time, and stands somewhere in it.
    private mutating func putTime(_ index: Int, _ out: inout [UInt8]) {
        let span = UInt64(max(1, options.days)) * 86_400_000
        let slice = max(1, span / UInt64(max(1, options.events)))
        let passed = UInt64(index).multipliedFullWidth(by: span)
        let start = UInt64(max(1, options.events)).dividingFullWidth(passed).quotient
        let milliseconds = start + below(slice)
        let instant = options.startsAt * 1_000 + Int64(milliseconds)
        Timestamp(epochMilliseconds: instant)?.appendRFC3339(to: &out)
    }

    private mutating func putUUID(_ out: inout [UInt8]) {
        let high = next() & ~0xF000 | 0x4000
        let low = next() & ~(3 << 62) | 1 << 63
        for position in stride(from: 60, through: 0, by: -4) {
            if position == 28 || position == 12 { put("-", &out) }
            out.append(hexadecimal(high >> UInt64(position)))
        }
        put("-", &out)
        for position in stride(from: 60, through: 0, by: -4) {
            if position == 44 { put("-", &out) }
            out.append(hexadecimal(low >> UInt64(position)))
        }
    }

    private func hexadecimal(_ value: UInt64) -> UInt8 {
        let digit = UInt8(value & 15)
        return digit < 10 ? 0x30 + digit : 0x57 + digit
    }

    private func put(_ text: StaticString, _ out: inout [UInt8]) { text.withUTF8Buffer { out.append(contentsOf: $0) } }

    private func put(_ number: UInt64, _ out: inout [UInt8]) {
        var width = 1
        var rest = number / 10
        while rest > 0 {
            width += 1
            rest /= 10
        }
        digits(number, width, &out)
    }

    private func digits(_ number: UInt64, _ width: Int, _ out: inout [UInt8]) {
        let start = out.count
        var rest = number
        for _ in 0..<width { out.append(0x30) }
        for index in (start..<start + width).reversed() {
            out[index] = 0x30 + UInt8(rest % 10)
            rest /= 10
        }
    }
}

/// Room for the names of the objects that a `JSONScanner` has open: allocated once, used for every line.
final class JSONNames {
    /// The properties, and the members that are none.
    static let capacity = Limits.properties + 8

    struct Name {
        /// Equal for equal names; different names seldom share one.
        var mark: UInt64
        var start: Int32
        var end: Int32
        var hasEscapes: Bool

        @inline(__always)
        init(base: UnsafePointer<UInt8>, text: JSONScanner.Text) {
            start = Int32(truncatingIfNeeded: text.start)
            end = Int32(truncatingIfNeeded: text.end)
            hasEscapes = text.hasEscapes
            mark = hasEscapes ? Self.markOfEscaped(base, text) : Self.mark(base + text.start, text.count)
        }

        /// The length and the outer bytes.
        @inline(__always)
        static func mark(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
            var mark = UInt64(truncatingIfNeeded: count)
            if count >= 8 {
                mark ^= UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
                mark ^= UnsafeRawPointer(bytes + count - 8).loadUnaligned(as: UInt64.self) &* 0x9e37_79b9_7f4a_7c15
            } else {
                var index = 0
                while index < count {
                    mark = mark << 8 | UInt64(bytes[index])
                    index += 1
                }
            }
            return mark
        }

        @inline(never)
        private static func markOfEscaped(_ base: UnsafePointer<UInt8>, _ text: JSONScanner.Text) -> UInt64 {
            JSONNames.resolved(base, text.start, text.end).withUnsafeBufferPointer { resolved in
                guard let address = resolved.baseAddress else { return 0 }
                return mark(address, resolved.count)
            }
        }
    }

    let slots: UnsafeMutablePointer<Name>

    init() { slots = .allocate(capacity: Self.capacity) }

    deinit { slots.deallocate() }

    static func areEqual(_ a: Name, _ b: Name, _ base: UnsafePointer<UInt8>) -> Bool {
        if a.hasEscapes || b.hasEscapes {
            return resolved(base, Int(a.start), Int(a.end)) == resolved(base, Int(b.start), Int(b.end))
        }
        guard a.end - a.start == b.end - b.start else { return false }
        return UnsafeBufferPointer(start: base + Int(a.start), count: Int(a.end - a.start))
            .elementsEqual(UnsafeBufferPointer(start: base + Int(b.start), count: Int(b.end - b.start)))
    }

    private static func resolved(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> [UInt8] {
        var out: [UInt8] = []
        JSONText.appendResolved(UnsafeRawBufferPointer(start: base + start, count: end - start), to: &out)
        return out
    }
}

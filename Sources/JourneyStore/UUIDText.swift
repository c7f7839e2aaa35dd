/// UUIDs in their canonical form (36 characters, lower case) are kept as 16 bytes; any other id is kept as it is.
enum UUIDText {
    static let length = 36
    static let packedLength = 16

    /// Packs one id after another; holds a table of the digits' values for it.
    final class Packer {
        /// 0xff for every byte that is no digit, capital letters too, since they would not come back.
        private let table: UnsafeMutablePointer<UInt8>

        init() {
            table = .allocate(capacity: 256)
            table.initialize(repeating: 0xff, count: 256)
            for (value, digit) in "0123456789abcdef".utf8.enumerated() { table[Int(digit)] = UInt8(value) }
        }

        deinit { table.deallocate() }

        /// Writes 16 bytes to `target` and gives true where `text` is a canonical UUID.
        @inline(__always)
        func pack(_ text: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Bool {
            guard text.count == UUIDText.length, let start = text.baseAddress else { return false }
            let source = start.assumingMemoryBound(to: UInt8.self)
            let dash = UInt8(ascii: "-")
            guard source[8] == dash, source[13] == dash, source[18] == dash, source[23] == dash else { return false }
            let bytes = target.assumingMemoryBound(to: UInt8.self)
            var seen: UInt8 = 0
            func group(_ from: Int, _ to: Int, _ count: Int) {
                for index in 0..<count {
                    let high = table[Int(source[from + 2 * index])]
                    let low = table[Int(source[from + 2 * index + 1])]
                    seen |= high | low
                    bytes[to + index] = high << 4 | low & 15
                }
            }
            group(0, 0, 4)
            group(9, 4, 2)
            group(14, 6, 2)
            group(19, 8, 2)
            group(24, 10, 6)
            return seen < 16
        }
    }

    static func unpack(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(length)
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

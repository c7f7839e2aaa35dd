/// Well-formed UTF-8, byte by byte (Unicode, table 3-7).
enum UTF8Check {
    /// The length of the character that begins at `index`, 1 to 4; 0 where the bytes are malformed or end too early.
    static func length(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        func continues(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xbf) -> Bool {
            index + offset < bytes.count && range.contains(bytes[index + offset])
        }
        switch bytes[index] {
        case 0...0x7f: return 1
        case 0xc2...0xdf: return continues(1) ? 2 : 0
        case 0xe0: return continues(1, 0xa0...0xbf) && continues(2) ? 3 : 0
        case 0xed: return continues(1, 0x80...0x9f) && continues(2) ? 3 : 0
        case 0xe1...0xef: return continues(1) && continues(2) ? 3 : 0
        case 0xf0: return continues(1, 0x90...0xbf) && continues(2) && continues(3) ? 4 : 0
        case 0xf1...0xf3: return continues(1) && continues(2) && continues(3) ? 4 : 0
        case 0xf4: return continues(1, 0x80...0x8f) && continues(2) && continues(3) ? 4 : 0
        default: return 0
        }
    }

    /// The offset of the first byte that is not well-formed, nil where all are.
    static func firstFault(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index < bytes.count {
            let length = length(bytes, index)
            if length == 0 { return index }
            index += length
        }
        return nil
    }
}

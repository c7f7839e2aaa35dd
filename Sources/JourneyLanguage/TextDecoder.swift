/// Gives texts and names their values: escapes, full-width digits, the indentation of `"""`.
enum TextDecoder {
    /// What an escape that begins at the backslash means, and its length; nil where there is no such escape.
    static func escape(_ bytes: UnsafePointer<UInt8>, limit: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard limit >= 2 else { return nil }
        switch bytes[1] {
        case UInt8(ascii: "\""): return ("\"", 2)
        case UInt8(ascii: "\\"): return ("\\", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "{"): return ("{", 2)
        case UInt8(ascii: "}"): return ("}", 2)
        case UInt8(ascii: "u"): return unicode(bytes, limit: limit)
        case 0xE2 where limit >= 4 && bytes[2] == 0x80 && bytes[3] == 0x9C: return ("\u{201C}", 4)
        case 0xE2 where limit >= 4 && bytes[2] == 0x80 && bytes[3] == 0x9D: return ("\u{201D}", 4)
        default: return nil
        }
    }

    /// `\u{1F600}`: one to six hexadecimal digits.
    private static func unicode(_ bytes: UnsafePointer<UInt8>, limit: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard limit >= 5, bytes[2] == UInt8(ascii: "{") else { return nil }
        var value: UInt32 = 0
        for offset in 3..<min(limit, 10) {
            let byte = bytes[offset]
            switch byte {
            case 0x30...0x39: value = value * 16 + UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: value = value * 16 + UInt32((byte | 0x20) - 0x61 + 10)
            case UInt8(ascii: "}") where offset > 3: return Unicode.Scalar(value).map { ($0, offset + 1) }
            default: return nil
            }
        }
        return nil
    }

    /// The value of a text token that needs decoding.
    static func text(_ source: ArraySlice<UInt8>) -> String {
        var inside = source
        let isTriple = source.starts(with: [0x22, 0x22, 0x22])
        let quote = isTriple || source.first ?? 0 >= 0x80 ? 3 : 1
        inside = inside.dropFirst(quote)
        if inside.count >= quote, isCloser(inside.suffix(quote)) { inside = inside.dropLast(quote) }
        return unescape(isTriple ? withoutIndentation(Array(inside)) : Array(inside))
    }

    private static func isCloser(_ bytes: ArraySlice<UInt8>) -> Bool {
        switch bytes.first {
        case 0x22, 0x27: true
        case 0xE2, 0xEF: true
        default: false
        }
    }

    /// Stands in a text for a placeholder: a byte that no UTF-8 has.
    static let mark: UInt8 = 0xFF

    /// The values of the stretches between the marks; one more than there are marks.
    static func pieces(_ inside: [UInt8], isTriple: Bool) -> [String] {
        unescaped(isTriple ? withoutIndentation(inside) : inside)
            .split(separator: mark, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func unescape(_ bytes: [UInt8]) -> String { String(decoding: unescaped(bytes), as: UTF8.self) }

    private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        var value: [UInt8] = []
        value.reserveCapacity(bytes.count)
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var offset = 0
            while offset < buffer.count {
                if base[offset] == UInt8(ascii: "\\"), let (scalar, length) = escape(base + offset, limit: buffer.count - offset)
                {
                    value.append(contentsOf: Unicode.UTF8.encode(scalar).map(Array.init) ?? [])
                    offset += length
                } else {
                    value.append(base[offset])
                    offset += 1
                }
            }
        }
        return value
    }

    /// Several lines: the line of the opening quotes and that of the closing ones do not count where they are blank, and what
    /// stands before the closing quotes is taken off every line.
    private static func withoutIndentation(_ bytes: [UInt8]) -> [UInt8] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count > 1, let first = lines.first, let last = lines.last else { return bytes }
        var indentation: ArraySlice<UInt8> = []
        if isBlank(last) {
            indentation = last
            lines.removeLast()
        }
        if isBlank(first), !lines.isEmpty { lines.removeFirst() }
        let bare = lines.map { line in
            var line = line.last == 0x0D ? line.dropLast() : line
            for byte in indentation {
                guard line.first == byte else { break }
                line = line.dropFirst()
            }
            return line
        }
        return Array(bare.joined(separator: [0x0A]))
    }

    private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }

    /// A bare name with its full-width digits in ASCII.
    static func name(_ source: ArraySlice<UInt8>) -> String {
        let scalars = String(decoding: source, as: UTF8.self).unicodeScalars.map { scalar -> Unicode.Scalar in
            guard (0xFF10...0xFF19).contains(scalar.value) else { return scalar }
            return Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - 0xFF10 + 0x30))
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

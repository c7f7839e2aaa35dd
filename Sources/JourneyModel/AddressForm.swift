/// What the addresses of a channel look like, and their one spelling.
public enum AddressForm: Codable, Hashable, Sendable {
    /// Whatever the receiver understands.
    case any
    /// A telephone number. `country` is the calling code of those that bring none: `86`.
    case phone(country: String?)
    case email

    /// The one spelling of an address: a number as E.164, `+8613800000000`, an e-mail address without spaces around it and with its
    /// domain in small letters; nil where it is none.
    ///
    /// A number without a country's code, where no country is given either, stays as its digits.
    public func normalized(_ address: String) -> String? {
        switch self {
        case .any: address.isEmpty ? nil : address
        case .phone(let country): Self.phone(address, country, wantsText: true)
        case .email: Self.email(address, wantsText: true)
        }
    }

    /// Whether `normalized` has a spelling for it, at no cost of memory.
    public func accepts(_ address: String) -> Bool {
        switch self {
        case .any: !address.isEmpty
        case .phone(let country): Self.phone(address, country, wantsText: false) != nil
        case .email: Self.email(address, wantsText: false) != nil
        }
    }

    // MARK: Numbers

    /// ITU-T E.164: at most 15 digits, the country's code included.
    private static let mostDigits = 15
    private static let fewestDigits = 8

    private static func phone(_ text: String, _ country: String?, wantsText: Bool) -> String? {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: mostDigits + 2) { buffer in
            var count = 0
            var isInternational = false
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    if count == buffer.count { return nil }
                    buffer[count] = byte
                    count += 1
                case UInt8(ascii: "+") where count == 0 && !isInternational: isInternational = true
                case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "."), UInt8(ascii: "/"): break
                default: return nil
                }
            }
            var digits = UnsafeBufferPointer(rebasing: buffer[..<count])
            if !isInternational, digits.starts(with: "00".utf8) {
                digits = UnsafeBufferPointer(rebasing: digits[2...])
                isInternational = true
            }
            var prefix = ""
            if !isInternational, let country {
                // `8613800000000`: the code without its plus. No country's own numbers are so long and begin so.
                if !(digits.starts(with: country.utf8) && digits.count >= country.utf8.count + 10) {
                    if digits.first == UInt8(ascii: "0") { digits = UnsafeBufferPointer(rebasing: digits[1...]) }
                    prefix = country
                }
                isInternational = true
            }
            let length = prefix.utf8.count + digits.count
            guard length <= mostDigits, length >= (isInternational ? fewestDigits : 1) else { return nil }
            if isInternational, prefix.isEmpty, digits.first == UInt8(ascii: "0") { return nil }
            return wantsText ? (isInternational ? "+" : "") + prefix + String(decoding: digits, as: UTF8.self) : ""
        }
    }

    // MARK: E-mail

    /// RFC 5321, 4.5.3.1.
    private static let longestLocalPart = 64
    private static let longestDomain = 255

    private static func email(_ text: String, wantsText: Bool) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while let first = rest.first, first <= 0x20 { rest = rest.dropFirst() }
            while let last = rest.last, last <= 0x20 { rest = rest.dropLast() }
            guard let at = rest.lastIndex(of: UInt8(ascii: "@")) else { return nil }
            let local = rest[..<at]
            let domain = rest[(at + 1)...]
            guard !local.isEmpty, local.count <= longestLocalPart, local.allSatisfy({ isPlain($0) && $0 != UInt8(ascii: "@") }),
                domain.count <= longestDomain, isDomain(domain)
            else { return nil }
            guard wantsText else { return "" }
            let lowered = domain.map { byte in UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte }
            return String(decoding: local, as: UTF8.self) + "@" + String(decoding: lowered, as: UTF8.self)
        }
    }

    /// Labels with a dot between any two, and one dot at least.
    private static func isDomain(_ domain: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var labels = 1
        var length = 0
        for byte in domain {
            if byte == UInt8(ascii: ".") {
                if length == 0 { return false }
                labels += 1
                length = 0
            } else {
                if !isPlain(byte) { return false }
                length += 1
            }
        }
        return length > 0 && (labels > 1 || domain.elementsEqual("localhost".utf8))
    }

    /// Nothing that a header or a list of addresses would read as its own.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7f, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"):
            false
        default: true
        }
    }
}

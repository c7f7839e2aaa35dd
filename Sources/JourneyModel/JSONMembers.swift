/// Reads packed properties: the members of a JSON object without its braces, `"price":199,"a":{"b":1},"tags":["x"]`.
///
/// Nothing is built until the member asked for is found. The text was checked when it came in; on other bytes the answers are
/// meaningless but bounded, and nothing traps.
public enum JSONMembers {
    /// The value of a member, `.unknown` where there is none. `a.b` is the member so named, else `b` inside the object `a`.
    /// Objects read as unknown, lists hold scalars.
    public static func value(of key: UnsafeRawBufferPointer, in members: UnsafeRawBufferPointer) -> Value {
        var cursor = MemberCursor(members)
        while cursor.next() {
            if cursor.keyEquals(key) { return cursor.value }
        }
        guard let dot = key.firstIndex(of: UInt8(ascii: ".")) else { return .unknown }
        let outer = UnsafeRawBufferPointer(rebasing: key[..<dot])
        let inner = UnsafeRawBufferPointer(rebasing: key[(dot + 1)...])
        cursor = MemberCursor(members)
        while cursor.next() {
            guard cursor.keyEquals(outer), var nested = cursor.object else { continue }
            while nested.next() {
                if nested.keyEquals(inner) { return nested.value }
            }
        }
        return .unknown
    }

    public static func value(of key: String, in members: UnsafeRawBufferPointer) -> Value {
        var key = key
        return key.withUTF8 { value(of: UnsafeRawBufferPointer($0), in: members) }
    }

    public static func value(of key: String, in members: [UInt8]) -> Value {
        members.withUnsafeBytes { value(of: key, in: $0) }
    }

    /// Every member in the order of the text; those of an object under `a.b`, one level deep.
    public static func forEach(in members: UnsafeRawBufferPointer, _ body: (String, Value) throws -> Void) rethrows {
        var cursor = MemberCursor(members)
        while cursor.next() {
            guard var nested = cursor.object else {
                try body(cursor.keyText, cursor.value)
                continue
            }
            let outer = cursor.keyText
            while nested.next() { try body(outer + "." + nested.keyText, nested.value) }
        }
    }

    public static func forEach(in members: [UInt8], _ body: (String, Value) throws -> Void) rethrows {
        try members.withUnsafeBytes { try forEach(in: $0, body) }
    }

    /// The members of the object at an index of an array of objects; nil where there is none.
    public static func object(at index: Int, ofArray bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var place = 0
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "{") else {
                at += 1
                continue
            }
            let end = max(MemberCursor.endOfValue(bytes, at), at + 1)
            if place == index { return UnsafeRawBufferPointer(rebasing: bytes[(at + 1)..<end]) }
            place += 1
            at = end
        }
        return nil
    }
}

/// Walks over the members of one object, skipping values unread.
private struct MemberCursor {
    private let bytes: UnsafeRawBufferPointer
    private var index = 0
    private var keyStart = 0
    private var keyEnd = 0
    private var valueStart = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Goes to the next member; false at the end.
    mutating func next() -> Bool {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "}") { return false }
            index += 1
        }
        guard index < bytes.count else { return false }
        keyStart = index + 1
        index = Self.endOfText(bytes, index)
        keyEnd = max(index - 1, keyStart)
        while index < bytes.count, bytes[index] == UInt8(ascii: ":") || bytes[index] <= 0x20 { index += 1 }
        valueStart = index
        index = Self.endOfValue(bytes, index)
        return valueStart < bytes.count
    }

    private var key: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[keyStart..<keyEnd]) }

    var keyText: String { Self.text(key) }

    func keyEquals(_ other: UnsafeRawBufferPointer) -> Bool {
        if keyEnd - keyStart == other.count {
            var offset = 0
            while offset < other.count, bytes[keyStart + offset] == other[offset] { offset += 1 }
            // Equal as written; a name asked for with a backslash in it is written with two.
            if offset == other.count { return !other.contains(UInt8(ascii: "\\")) }
        }
        guard key.contains(UInt8(ascii: "\\")) else { return false }
        var resolved: [UInt8] = []
        JSONText.appendResolved(key, to: &resolved)
        return resolved.elementsEqual(other)
    }

    /// A walk over the value's own members, where it is an object.
    var object: MemberCursor? {
        guard bytes[valueStart] == UInt8(ascii: "{") else { return nil }
        return MemberCursor(UnsafeRawBufferPointer(rebasing: bytes[(valueStart + 1)..<max(index, valueStart + 1)]))
    }

    var value: Value { Self.value(bytes, valueStart, index) }

    private static func value(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Value {
        guard start < end else { return .unknown }
        switch bytes[start] {
        case UInt8(ascii: "\""):
            return .text(text(UnsafeRawBufferPointer(rebasing: bytes[(start + 1)..<max(end - 1, start + 1)])))
        case UInt8(ascii: "t"): return .boolean(true)
        case UInt8(ascii: "f"): return .boolean(false)
        case UInt8(ascii: "["): return .list(elements(bytes, start + 1, end))
        case UInt8(ascii: "n"), UInt8(ascii: "{"): return .unknown
        default: return Value(jsonNumber: UnsafeRawBufferPointer(rebasing: bytes[start..<end])) ?? .unknown
        }
    }

    /// Scalars as they are, lists and objects inside a list as unknown.
    private static func elements(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> [Value] {
        var values: [Value] = []
        var index = start
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: ",") || byte <= 0x20 {
                index += 1
                continue
            }
            if byte == UInt8(ascii: "]") { break }
            let next = max(endOfValue(bytes, index), index + 1)
            values.append(byte == UInt8(ascii: "[") ? .unknown : value(bytes, index, min(next, end)))
            index = next
        }
        return values
    }

    private static func text(_ content: UnsafeRawBufferPointer) -> String {
        guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
        var resolved: [UInt8] = []
        JSONText.appendResolved(content, to: &resolved)
        return String(decoding: resolved, as: UTF8.self)
    }

    /// Behind the closing quote of the text whose opening quote is at `index`.
    private static func endOfText(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        var index = index + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\"") { return index + 1 }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return bytes.count
    }

    fileprivate static func endOfValue(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        var index = index
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index = endOfText(bytes, index)
                if depth == 0 { return index }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return index }
                depth -= 1
                if depth == 0 { return index + 1 }
            case UInt8(ascii: ","), 0x20, 0x0a, 0x0d, 0x09:
                if depth == 0 { return index }
            default: break
            }
            index += 1
        }
        return bytes.count
    }
}

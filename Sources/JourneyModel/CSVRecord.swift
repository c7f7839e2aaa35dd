/// The fields of one record of a CSV file (RFC 4180), quotes resolved. Reused from record to record.
public struct CSVRecord {
    /// The fields one behind the other, and where each ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    public init() {}

    public var count: Int { ends.count }

    public func withField<T>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> T) -> T {
        let start = index == 0 ? 0 : ends[index - 1]
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[index]])) }
    }

    public func text(_ index: Int) -> String { withField(index) { String(decoding: $0, as: UTF8.self) } }

    /// Takes the fields of a record; its line break does not belong to it.
    public mutating func split(_ record: UnsafeRawBufferPointer) throws(EventFault) {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        var index = 0
        while true {
            if index < record.count, record[index] == UInt8(ascii: "\"") {
                index = try quoted(record, index)
            } else {
                while index < record.count, record[index] != UInt8(ascii: ",") {
                    if record[index] == UInt8(ascii: "\"") {
                        throw EventFault(
                            "a quote inside an unquoted field at column \(index + 1): "
                                + "put the whole field in quotes and write its quotes twice"
                        )
                    }
                    bytes.append(record[index])
                    index += 1
                }
            }
            ends.append(bytes.count)
            if ends.count > Limits.columns { throw EventFault("more than \(Limits.columns) fields: drop columns") }
            if index >= record.count { return }
            index += 1
        }
    }

    /// From an opening quote to the comma or the end behind the closing one.
    private mutating func quoted(_ record: UnsafeRawBufferPointer, _ start: Int) throws(EventFault) -> Int {
        var index = start + 1
        while index < record.count {
            let byte = record[index]
            index += 1
            if byte != UInt8(ascii: "\"") {
                bytes.append(byte)
            } else if index < record.count, record[index] == UInt8(ascii: "\"") {
                bytes.append(byte)
                index += 1
            } else if index == record.count || record[index] == UInt8(ascii: ",") {
                return index
            } else {
                throw EventFault("text behind a closing quote at column \(index + 1): write a quote inside a field twice")
            }
        }
        throw EventFault("no closing quote for the field that begins at column \(start + 1): add it")
    }

    /// Where the record that begins at `start` ends: the offset of its line feed, nil where it is not there yet. Line feeds in
    /// quotes belong to the record. `state` carries the search on over more bytes.
    public static func end(_ bytes: UnsafeRawBufferPointer, from start: Int, state: inout Search) -> Int? {
        var index = start + state.seen
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                // A quote opens a field only at its start, and directly behind a closing one it is a quote written twice.
                if state.isQuoted {
                    state.isQuoted = false
                    state.mayOpen = true
                } else {
                    state.isQuoted = state.mayOpen
                    state.mayOpen = false
                }
            } else if !state.isQuoted {
                if byte == 0x0a {
                    state = Search()
                    return index
                }
                state.mayOpen = byte == UInt8(ascii: ",")
            }
            index += 1
        }
        state.seen = bytes.count - start
        return nil
    }

    public struct Search: Sendable {
        var seen = 0
        var isQuoted = false
        var mayOpen = true

        public init() {}
    }
}

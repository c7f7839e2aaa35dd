/// What a transaction writes, one statement after another: values to be bound and run later, perhaps on another thread.
///
/// To record a row costs a copy of its bytes. What SQLite does with it, and the sum of the row, are the work of whoever runs the set.
final class WriteSet: @unchecked Sendable {
    private enum Tag: UInt8 {
        case integer, blob, text, null, sum
        /// Of columns that the statement leaves as they are.
        case summedInteger, summedBytes
    }

    /// Number of the statement, and bytes of its values.
    private static let header = 8
    private static let firstCapacity = 1 << 16
    /// What one large transaction needed is given back.
    private static let keptCapacity = 8 << 20

    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0
    /// Where the row that is being recorded begins.
    private var row: Int?

    init() {
        capacity = Self.firstCapacity
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    var isEmpty: Bool { count == 0 }

    func removeAll() {
        count = 0
        row = nil
        guard capacity > Self.keptCapacity else { return }
        base.deallocate()
        capacity = Self.firstCapacity
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    // MARK: Recording

    @inline(__always)
    private func reserve(_ bytes: Int) {
        if count + bytes > capacity { grow(bytes) }
    }

    private func grow(_ bytes: Int) {
        capacity = max(capacity * 2, count + bytes)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }

    /// Begins a value, the first one of a row with the row.
    @inline(__always)
    private func begin(_ tag: Tag, _ parameter: Int32, _ bytes: Int) {
        reserve(Self.header + 2 + bytes)
        if row == nil {
            row = count
            count += Self.header
        }
        base.storeBytes(of: tag.rawValue, toByteOffset: count, as: UInt8.self)
        base.storeBytes(of: UInt8(truncatingIfNeeded: parameter), toByteOffset: count + 1, as: UInt8.self)
        count += 2
    }

    @inline(__always)
    private func add(_ tag: Tag, _ parameter: Int32, _ value: Int64) {
        begin(tag, parameter, 8)
        base.storeBytes(of: value, toByteOffset: count, as: Int64.self)
        count += 8
    }

    @inline(__always)
    private func add(_ tag: Tag, _ parameter: Int32, _ bytes: UnsafeRawBufferPointer) {
        begin(tag, parameter, 8 + bytes.count)
        base.storeBytes(of: Int64(bytes.count), toByteOffset: count, as: Int64.self)
        count += 8
        if let source = bytes.baseAddress { (base + count).copyMemory(from: source, byteCount: bytes.count) }
        count += bytes.count
    }

    func bind(_ parameter: Int32, _ value: Int64) { add(.integer, parameter, value) }
    func bind(_ parameter: Int32, blob bytes: UnsafeRawBufferPointer) { add(.blob, parameter, bytes) }
    func bind(_ parameter: Int32, text utf8: UnsafeRawBufferPointer) { add(.text, parameter, utf8) }
    func bindNull(_ parameter: Int32) { add(.null, parameter, 0) }
    func bindSum(_ parameter: Int32) { add(.sum, parameter, 0) }
    func addToSum(_ value: Int64) { add(.summedInteger, 0, value) }
    func addToSum(_ bytes: UnsafeRawBufferPointer) { add(.summedBytes, 0, bytes) }

    /// Ends a row; one without values as well.
    func end(_ statement: Int) {
        reserve(Self.header)
        let start = row ?? count
        if row == nil { count += Self.header }
        row = nil
        base.storeBytes(of: UInt32(truncatingIfNeeded: statement), toByteOffset: start, as: UInt32.self)
        base.storeBytes(of: UInt32(truncatingIfNeeded: count - start - Self.header), toByteOffset: start + 4, as: UInt32.self)
    }

    // MARK: Running

    /// Runs all rows in their order; the set stays as it is.
    func run(_ statements: [Statement]) throws {
        var offset = 0
        while offset < count {
            let statement = statements[Int(base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))]
            let end = offset + Self.header + Int(base.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
            offset += Self.header
            while offset < end { bind(&offset, to: statement) }
            try statement.run()
        }
    }

    @inline(__always)
    private func bind(_ offset: inout Int, to statement: Statement) {
        let tag = Tag(rawValue: base.load(fromByteOffset: offset, as: UInt8.self))
        let parameter = Int32(base.load(fromByteOffset: offset + 1, as: UInt8.self))
        let value = base.loadUnaligned(fromByteOffset: offset + 2, as: Int64.self)
        offset += 10
        switch tag {
        case .integer: return statement.bind(parameter, value)
        case .null: return statement.bindNull(parameter)
        case .sum: return statement.bindSum(parameter)
        case .summedInteger: return statement.addToSum(value)
        case .blob, .text, .summedBytes, nil: break
        }
        let bytes = UnsafeRawBufferPointer(start: base + offset, count: Int(value))
        offset += bytes.count
        switch tag {
        case .blob: statement.bind(parameter, borrowed: bytes)
        case .text: statement.bind(parameter, borrowedText: bytes)
        default: statement.addToSum(bytes)
        }
    }
}

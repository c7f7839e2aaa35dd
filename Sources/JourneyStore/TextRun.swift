/// Texts of one row side by side in memory, so that a statement takes them without copies of its own.
struct TextRun {
    private var bytes: [UInt8] = []
    private var ends: [(parameter: Int32, end: Int)] = []

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func append(_ text: String, as parameter: Int32) {
        bytes.append(contentsOf: text.utf8)
        ends.append((parameter, bytes.count))
    }

    /// Binds all of them, for as long as the body runs.
    func withBound(to statement: Statement, _ body: () throws -> Void) rethrows {
        try bytes.withUnsafeBytes { bytes in
            var start = 0
            for (parameter, end) in ends {
                statement.bind(parameter, borrowedText: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
            try body()
        }
    }
}

/// Texts of one row side by side in memory, so that a statement takes them without copies of its own.
struct TextRun {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    mutating func take(_ texts: [String]) {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            ends.append(bytes.count)
        }
    }

    /// Gives each text by its place, for as long as the body runs.
    func withTexts(_ body: ((Int) -> UnsafeRawBufferPointer) throws -> Void) rethrows {
        try bytes.withUnsafeBytes { bytes in
            try body { UnsafeRawBufferPointer(rebasing: bytes[($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0]]) }
        }
    }
}

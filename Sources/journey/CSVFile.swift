import Foundation
import JourneyModel

/// The records of a CSV file one after another, a block of it in memory at a time.
final class CSVFile {
    struct Unreadable: Error, CustomStringConvertible {
        var description: String
    }

    private static let block = 1 << 20

    private let name: String
    private let descriptor: Int32
    private var bytes: [UInt8] = []
    private var start = 0
    private var search = CSVRecord.Search()
    private var isAtEnd = false
    private var line: UInt64 = 1

    /// - Parameter name: a path, or `-` for standard input.
    init(_ name: String) throws {
        self.name = name
        descriptor = name == "-" ? 0 : open(name, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw Unreadable(description: "`\(name)` cannot be read: \(String(cString: strerror(errno)))") }
    }

    deinit { if descriptor > 2 { close(descriptor) } }

    /// The next record without its line break, and the line in which it begins; nil at the end. Empty lines are passed over.
    func next() throws -> (record: [UInt8], line: UInt64)? {
        while true {
            let first = start
            if let end = bytes.withUnsafeBytes({ CSVRecord.end($0, from: first, state: &search) }) {
                start = end + 1
                if let found = take(first, end) { return found }
            } else if isAtEnd {
                start = bytes.count
                return first < bytes.count ? take(first, bytes.count) : nil
            } else if bytes.count - first > Limits.lineBytes + Self.block {
                throw Unreadable(description: "`\(name)`:\(line): a row is longer than \(Limits.lineBytes) bytes; is a quote not closed?")
            } else {
                try fill()
            }
        }
    }

    private func take(_ first: Int, _ end: Int) -> (record: [UInt8], line: UInt64)? {
        let begin = line
        for byte in bytes[first..<end] where byte == 0x0a { line += 1 }
        line += 1
        var last = end
        if last > first, bytes[last - 1] == 0x0d { last -= 1 }
        return last > first ? (Array(bytes[first..<last]), begin) : nil
    }

    private func fill() throws {
        bytes.removeSubrange(..<start)
        start = 0
        let known = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.block))
        while true {
            let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + known }, Self.block) }
            if count < 0, errno == EINTR { continue }
            bytes.removeSubrange((known + max(count, 0))...)
            if count < 0 { throw Unreadable(description: "`\(name)` cannot be read: \(String(cString: strerror(errno)))") }
            isAtEnd = count == 0
            return
        }
    }
}

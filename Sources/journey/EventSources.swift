import Foundation
import JourneyModel
import JourneyRuntime
import JourneyStore

/// Makes sources of what the command line names: files, spool folders, named pipes, `-`.
enum EventSources {
    struct Unreadable: Error, CustomStringConvertible {
        var description: String
    }

    /// - Parameter isOnce: what is there now is all.
    /// - Throws: `UsageError` where `--map` does not read, `Unreadable` where a recorded source is not there.
    static func open(_ names: [String], map: String?, isOnce: Bool) throws -> [any EventSource] {
        let columns = try map.map { text in
            do throws(EventFault) { return try ColumnMap(parsing: text) } catch { throw UsageError("`--map`: \(error.reason)") }
        }
        var seen: Set<String> = []
        return try names.enumerated().map { index, name in
            guard seen.insert(name).inserted else { throw UsageError("`--events \(name)` stands twice; give it once") }
            // What is recorded must be there; what is followed may come.
            if isOnce, name != "-", access(name, R_OK) != 0 {
                throw Unreadable(description: "the events `\(name)` cannot be read: \(String(cString: strerror(errno)))")
            }
            return SourceArgument.source(name, index: index, isOnce: isOnce, map: columns ?? ColumnMap())
        }
    }
}

extension EventSources {
    private static let block = 1 << 20

    /// Whether a text may stand in any of the sources: what cannot be looked through may.
    static func mayHold(_ text: String, in names: [String]) -> Bool {
        names.contains { name in
            var status = stat()
            guard name != "-", !name.hasSuffix(".gz"), stat(name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return true }
            let descriptor = Foundation.open(name, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return true }
            defer { close(descriptor) }
            return holds(Array(text.utf8), descriptor)
        }
    }

    private static func holds(_ text: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress, let first = text.first else { return false }
        var start = 0
        while start + text.count <= bytes.count, let found = memchr(base + start, Int32(first), bytes.count - start - text.count + 1) {
            start = UnsafeRawPointer(found) - base
            if memcmp(found, text, text.count) == 0 { return true }
            start += 1
        }
        return false
    }

    private static func holds(_ text: [UInt8], _ descriptor: Int32) -> Bool {
        var room = [UInt8](repeating: 0, count: block)
        // The end of a block may be the beginning of the text.
        var kept = 0
        while true {
            let count = room.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + kept }, block - kept) }
            if count < 0 { return true }
            if count == 0 { return false }
            let filled = kept + count
            if room.withUnsafeBytes({ holds(text, UnsafeRawBufferPointer(rebasing: $0[..<filled])) }) { return true }
            let rest = min(text.count - 1, filled)
            room.replaceSubrange(0..<rest, with: Array(room[(filled - rest)..<filled]))
            kept = rest
        }
    }
}

extension Until {
    /// `last`, `done`, `now`, or an instant: RFC 3339, or a date, whose beginning in UTC is meant.
    static func parse(_ text: String) throws(UsageError) -> Until {
        switch text {
        case "last": return .last
        case "done": return .done
        case "now": return .now
        default:
            if let instant = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z") { return .at(instant) }
            throw UsageError("`--until` takes `last`, `done`, `now` or a time such as `2026-11-21T08:30:00Z`, not `\(text)`")
        }
    }
}

/// How far long work is, on a terminal.
final class Progress {
    private var bar: ProgressBar
    private let begin = SystemClock().now()
    private var events: Int64 = 0
    private let isShown: Bool

    init(_ title: String, isShown: Bool) {
        self.isShown = isShown && terminal.showsProgress
        bar = ProgressBar(title, unit: .events, total: nil, width: terminal.width, ink: terminal.errors)
    }

    func advance(by count: Int) {
        events += Int64(count)
        guard isShown else { return }
        let seconds = Double(SystemClock().now() - begin) / Double(Microseconds.second)
        if let text = bar.advance(to: events, after: seconds) { put(text, to: 2) }
    }

    func finish() { if isShown { put(bar.finish(), to: 2) } }
}

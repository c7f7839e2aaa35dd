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

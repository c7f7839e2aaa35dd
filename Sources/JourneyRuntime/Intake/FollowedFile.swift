import Glibc
import JourneyModel
import JourneyStore

/// A file read from where it was left, and followed as `tail -F` does: across rotation, truncation and absence.
///
/// A rotated file is read to its end first, after a restart too if it still lies beside its successor (`events.jsonl.1`).
/// In `isOnce` mode the last line needs no newline if it is whole, and the end of the file is the end of the source.
public final class FollowedFile: EventSource {
    public let name: String
    public var context: EventContext {
        get { feed.context }
        set { feed.context = newValue }
    }
    private let path: String
    private let isOnce: Bool
    private let feed: LineFeed
    private var file: Descriptor?
    private var identity = ""
    private var wanted: SourcePosition?
    /// Lines are counted from the start of the file only when one has to be reported.
    private var hasLineCount = true
    private var hasReportedEnd = false

    public init(name: String, path: String, source: UInt32, isOnce: Bool, format: EventFormat? = nil) {
        self.name = name
        self.path = path
        self.isOnce = isOnce
        let format = format ?? EventFormat(name: path)
        feed = LineFeed(name: name, context: EventContext(source: source, identity: name), format: format)
    }

    public var position: SourcePosition? {
        identity.isEmpty ? wanted : SourcePosition(identity: identity, offset: feed.offset)
    }

    public func resume(from position: SourcePosition) throws { wanted = position }

    public func close() { file = nil }

    public func isSorted() throws -> Bool? {
        if feed.isCSV { return nil }
        do {
            let file = try Descriptor.open(path)
            let status = try file.status()
            let start = wanted.map { $0.identity == status.identity && $0.offset <= status.size ? $0.offset : 0 } ?? 0
            return try LineOrder.isSorted(file, from: start)
        } catch {
            throw IntakeError(source: name, reason: "\(error)")
        }
    }

    public func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> SourceState {
        let rejected = rejects.count
        let given = batch.events.count
        defer { numberLines(of: &rejects, from: rejected) }
        if file == nil, let trouble = try openFile() { return trouble }
        while let file {
            if try feed.parse(into: &batch, limit: limit, rejects: &rejects) { return .more }
            let count: Int
            do { count = try file.read(into: feed.room()) ?? 0 } catch { return .unreadable(error.description) }
            if count > 0 {
                feed.filled(count)
                hasReportedEnd = false
            } else if isReplaced {
                try feed.parseLast(into: &batch, keepsBroken: false, rejects: &rejects)
                self.file = nil
                wanted = nil
                // The events of one read have one identity: the successor is opened by the next one.
                if batch.events.count > given { return .more }
                if let trouble = try openFile() { return trouble }
            } else if try !restartWhereTruncated(file) {
                return try atEnd(&batch, &rejects)
            }
        }
        return .atEnd
    }

    /// Another file stands under the name. While it is empty, the writer may still be writing to the old one.
    private var isReplaced: Bool {
        FileStatus.of(path).map { $0.identity != identity && $0.size > 0 } ?? false
    }

    private func restartWhereTruncated(_ file: Descriptor) throws -> Bool {
        guard let size = try? file.status().size, size < feed.endOffset else { return false }
        try file.seek(to: 0)
        feed.restart(offset: 0, lineCount: 0)
        hasLineCount = true
        return true
    }

    private func atEnd(_ batch: inout EventBatch, _ rejects: inout [Rejection]) throws -> SourceState {
        guard isOnce else { return .atEnd }
        if !hasReportedEnd {
            hasReportedEnd = true
            try feed.parseLast(into: &batch, keepsBroken: true, rejects: &rejects)
        }
        return .finished
    }

    /// Nil when the file is open.
    private func openFile() throws -> SourceState? {
        do {
            let path = wanted.flatMap { predecessor($0) } ?? self.path
            let opened = try Descriptor.open(path)
            let status = try opened.status()
            guard status.isRegular else { return .unreadable("it is no file") }
            var offset: UInt64 = 0
            if let wanted, wanted.identity == status.identity, wanted.offset <= status.size { offset = wanted.offset }
            try feed.restart(opened, at: offset)
            hasLineCount = offset == 0
            identity = status.identity
            file = opened
            return nil
        } catch let error as SystemError {
            if isOnce { throw IntakeError(source: name, reason: error.description) }
            return .unreadable(error.description)
        }
    }

    /// The file that was being read when the position was kept, where it has been renamed since: `events.jsonl.1` beside
    /// `events.jsonl`.
    private func predecessor(_ position: SourcePosition) -> String? {
        if FileStatus.of(path)?.identity == position.identity { return nil }
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = slash.map { String(path[...$0]) } ?? "./"
        let base = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard let names = try? directoryNames(directory) else { return nil }
        return names.filter { $0.hasPrefix(base) && $0 != base }.map { directory + $0 }
            .first { FileStatus.of($0)?.identity == position.identity }
    }

    /// A resumed file is counted from its start when the first line has to be reported, not at every restart.
    private func numberLines(of rejects: inout [Rejection], from first: Int) {
        guard !hasLineCount, first < rejects.count, let file, let wanted else { return }
        let before = file.lineCount(upTo: wanted.offset)
        for index in first..<rejects.count { rejects[index].line += before }
        feed.addLines(before)
        hasLineCount = true
    }
}

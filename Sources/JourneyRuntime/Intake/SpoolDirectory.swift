import Glibc
import JourneyModel
import JourneyStore

/// A directory into which whole files are moved: each is read in the order of the names and moved to `done/` once its events
/// are durable.
///
/// Names that begin with a dot or end in `.tmp` or `.part` are not looked at. Ids of lines without one are made from the
/// file's content, so a file that comes twice, under whatever name, brings nothing new.
public final class SpoolDirectory: EventSource {
    public let name: String
    public var context: EventContext
    private let path: String
    private let source: UInt32
    private let isOnce: Bool
    private let map: ColumnMap
    private var current: Current?
    private var last: SourcePosition?
    /// Read to their ends, not yet durable, in the order of reading.
    private var finished: [(name: String, position: SourcePosition)] = []
    private var wanted: SourcePosition?
    /// Names still to be read from the last look into the directory, the next one last.
    private var listed: [String] = []

    /// A file that is left alone and told of.
    private var compressed: String?

    private struct Current {
        var name: String
        var file: Descriptor
        var feed: LineFeed
        var identity: String
    }

    public init(name: String, path: String, source: UInt32, isOnce: Bool, map: ColumnMap = ColumnMap()) {
        self.name = name
        self.path = path.hasSuffix("/") ? path : path + "/"
        self.source = source
        self.isOnce = isOnce
        self.map = map
        context = EventContext(source: source, identity: name)
    }

    /// The identity is the file's name and content.
    public var position: SourcePosition? { last }

    public func resume(from position: SourcePosition) throws {
        wanted = position
        last = position
    }

    public func close() { current = nil }

    public func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> SourceState {
        let given = batch.events.count
        do {
            while true {
                if current == nil {
                    guard let next = try openNext() else {
                        if let compressed { return .unreadable("`\(compressed)` is compressed: unpack it in the folder, or name it as a source") }
                        return isOnce ? .finished : .atEnd
                    }
                    current = next
                }
                guard let reading = current else { continue }
                reading.feed.context.now = context.now
                reading.feed.context.latest = context.latest
                if try reading.feed.parse(into: &batch, limit: limit, rejects: &rejects) {
                    last = SourcePosition(identity: reading.identity, offset: reading.feed.offset)
                    return .more
                }
                let count = try reading.file.read(into: reading.feed.room()) ?? 0
                reading.feed.filled(count)
                if count > 0 { continue }
                try reading.feed.parseLast(into: &batch, keepsBroken: false, rejects: &rejects)
                let end = SourcePosition(identity: reading.identity, offset: reading.feed.offset)
                finished.append((reading.name, end))
                last = end
                current = nil
                if batch.events.count > given { return .more }
            }
        } catch let error as SystemError {
            return .unreadable(error.description)
        }
    }

    /// The next file, nil where there is none.
    private func openNext() throws -> Current? {
        if listed.isEmpty {
            let names = try directoryNames(path).reversed().filter { name in
                !name.hasPrefix(".") && !name.hasSuffix(".tmp") && !name.hasSuffix(".part")
                    && !finished.contains { $0.name == name }
            }
            // Its bytes are no lines; taken as such, its events would be lost among the rejects.
            compressed = names.last { $0.lowercased().hasSuffix(".gz") }
            listed = names.filter { !$0.lowercased().hasSuffix(".gz") }
        }
        while let name = listed.popLast() {
            // What was taken away since is no matter; what is no file is not for us.
            if FileStatus.of(path + name)?.isRegular == true { return try open(name) }
        }
        return nil
    }

    private func open(_ name: String) throws -> Current {
        let file = try Descriptor.open(path + name)
        let hash = try contentHash(file)
        let identity = name + " " + hash
        let format = EventFormat(name: name, map: map)
        let feed = LineFeed(name: self.name + "/" + name, context: EventContext(source: source, identity: hash), format: format)
        if let wanted, wanted.identity == identity {
            let offset = min(wanted.offset, try file.status().size)
            try feed.restart(file, at: offset)
            feed.addLines(file.lineCount(upTo: offset))
            self.wanted = nil
        }
        return Current(name: name, file: file, feed: feed, identity: identity)
    }

    /// 128 bits over the content; each block is hashed under the hash of what is before it.
    private func contentHash(_ file: Descriptor) throws -> String {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: IntakeLimits.block, alignment: 64)
        defer { buffer.deallocate() }
        var hash: (low: UInt64, high: UInt64) = (0x6a6f_7572_6e65_7966, 0x696c_6520_6861_7368)
        var offset: UInt64 = 0
        while true {
            let count = try file.read(into: buffer, at: offset)
            hash = SipHash(k0: hash.low, k1: hash.high).hash128(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += UInt64(count)
            if count < buffer.count { return String(decoding: StableHash.hex(low: hash.low, high: hash.high), as: UTF8.self) }
        }
    }

    public func acknowledge(through position: SourcePosition) throws {
        let count: Int
        if let index = finished.firstIndex(where: { $0.position == position }) {
            count = index + 1
        } else if let current, current.identity == position.identity {
            count = finished.count
        } else {
            return
        }
        for (name, _) in finished.prefix(count) { try moveAway(name) }
        finished.removeFirst(count)
    }

    /// A file of the same name in `done/` stays: the new one gets a number.
    private func moveAway(_ name: String) throws {
        if mkdir(path + "done", 0o777) != 0, errno != EEXIST { throw failure("make `done`") }
        var number = 0
        while true {
            let target = path + "done/" + name + (number == 0 ? "" : ".\(number)")
            // A link fails where the target exists, a rename would replace it.
            if link(path + name, target) == 0 { break }
            if errno == EEXIST {
                number += 1
            } else if errno == EPERM || errno == EOPNOTSUPP, FileStatus.of(target) == nil {
                // A file system without links.
                if rename(path + name, target) == 0 { return }
                throw failure("move `\(name)` to `done`")
            } else if errno != EPERM, errno != EOPNOTSUPP {
                throw failure("move `\(name)` to `done`")
            } else {
                number += 1
            }
        }
        if unlink(path + name) != 0 { throw failure("remove `\(name)` after moving it") }
    }

    private func failure(_ doing: String) -> IntakeError {
        IntakeError(source: name, reason: SystemError(doing: doing).description)
    }
}

import Glibc
import JourneyModel

/// The open file of a `FileChannel` and the keys of its last lines.
struct MessageFile {
    private let path: String
    private let handle: Descriptor
    private var keys: RecentKeys

    init(path: String, remembered: Int, syncing: SyncCall) throws(ChannelError) {
        self.path = path
        handle = try Self.open(path)
        keys = RecentKeys(limit: remembered)
        try locked { () throws(ChannelError) in
            let size = try cutTornLine()
            // Whole lines of a batch that a crash cut short may not be on the disk yet, and their keys are about to be believed.
            guard syncing(handle.number) == 0 else { throw failure("fsync", errno) }
            try rememberKeys(size: size, lines: remembered)
        }
    }

    /// The path still names the file that is open.
    var isStillThere: Bool {
        var named = stat()
        var opened = stat()
        guard stat(path, &named) == 0, fstat(handle.number, &opened) == 0 else { return false }
        return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
    }

    /// Writes the messages whose keys are new, all of them or none.
    mutating func append(_ messages: [ChannelMessage], writing: WriteCall, syncing: SyncCall) throws(ChannelError) {
        var bytes: [UInt8] = []
        var added: [[UInt8]] = []
        var inBatch: Set<[UInt8]> = []
        for message in messages {
            let key = MessageLine.escaped(message.key)
            guard !keys.contains(key), inBatch.insert(key).inserted else { continue }
            added.append(key)
            MessageLine.append(message, to: &bytes)
        }
        guard !bytes.isEmpty else { return }
        try locked { () throws(ChannelError) in
            let size = try cutTornLine()
            let (_, refused) = writeAll(bytes, to: handle.number, with: writing)
            if let number = refused ?? (syncing(handle.number) == 0 ? nil : errno) {
                // Should this fail as well, the next opening finds whole lines, whose keys it then knows, or a torn one to cut.
                _ = ftruncate(handle.number, size)
                throw failure(refused == nil ? "fsync" : "write", number)
            }
        }
        for key in added { keys.insert(key) }
    }

    // MARK: Opening

    private static func open(_ path: String) throws(ChannelError) -> Descriptor {
        let directory = directoryName(of: path)
        if let number = makeDirectory(directory) {
            throw .cannotOpen(path: path, reason: "its directory `\(directory)` cannot be made: \(systemText(number))")
        }
        let isNew = access(path, F_OK) != 0
        // Without O_NONBLOCK a pipe would hold the opening until somebody reads from it.
        let number = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666)
        guard number >= 0 else { throw .cannotOpen(path: path, reason: systemText(errno)) }
        let handle = Descriptor(number)
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotOpen(path: path, reason: "it is not a regular file; name one, or use the adapter `console`")
        }
        if isNew, let number = syncDirectory(directory) {
            throw .cannotOpen(path: path, reason: "its directory `\(directory)` cannot be synced: \(systemText(number))")
        }
        return handle
    }

    /// Cuts what follows the last newline, which no reply ever vouched for; gives the size that remains.
    private func cutTornLine() throws(ChannelError) -> off_t {
        let size = lseek(handle.number, 0, SEEK_END)
        guard size >= 0 else { throw failure("lseek", errno) }
        guard size > 0, try read(size - 1, 1) != [0x0A] else { return size }
        let start = try lineStart(before: size, lines: 1)
        let beginning = try read(start, min(MessageLine.opening.count, Int(size - start)))
        guard MessageLine.opening.starts(with: beginning) else {
            throw .cannotOpen(path: path, reason: "its last line is no message and lacks its line break; name another file")
        }
        guard ftruncate(handle.number, start) == 0 else { throw failure("ftruncate", errno) }
        return start
    }

    private mutating func rememberKeys(size: off_t, lines: Int) throws(ChannelError) {
        guard size > 0 else { return }
        var start = try lineStart(before: size - 1, lines: lines)
        var line: [UInt8] = []
        while start < size {
            let chunk = try read(start, Int(min(size - start, 1 << 18)))
            guard !chunk.isEmpty else { return }
            for byte in chunk {
                if byte != 0x0A {
                    line.append(byte)
                } else {
                    if let key = MessageLine.escapedKey(in: line[...]) { keys.insert(Array(key)) }
                    line.removeAll(keepingCapacity: true)
                }
            }
            start += off_t(chunk.count)
        }
    }

    /// Where the last so many lines before `end` begin.
    private func lineStart(before end: off_t, lines: Int) throws(ChannelError) -> off_t {
        var end = end
        var left = lines
        while end > 0 {
            let start = max(0, end - (1 << 16))
            let chunk = try read(start, Int(end - start))
            for (index, byte) in chunk.enumerated().reversed() where byte == 0x0A {
                left -= 1
                if left == 0 { return start + off_t(index) + 1 }
            }
            end = start
        }
        return 0
    }

    // MARK: The system

    /// Nobody else writes while `body` runs.
    private func locked<T>(_ body: () throws(ChannelError) -> T) throws(ChannelError) -> T {
        while flock(handle.number, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure("flock", errno) }
        }
        defer { flock(handle.number, LOCK_UN) }
        return try body()
    }

    private func read(_ offset: off_t, _ count: Int) throws(ChannelError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let taken = bytes.withUnsafeMutableBytes { buffer in
                pread(handle.number, buffer.baseAddress.map { $0 + filled }, count - filled, offset + off_t(filled))
            }
            if taken < 0 && errno == EINTR { continue }
            guard taken >= 0 else { throw failure("pread", errno) }
            guard taken > 0 else { break }
            filled += taken
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    private func failure(_ call: String, _ number: Int32) -> ChannelError {
        .cannotWrite(path: path, reason: "\(systemText(number)) (\(call))")
    }
}

/// Closes its file when nobody holds it any more.
private final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }
}

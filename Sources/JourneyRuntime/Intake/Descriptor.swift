import Glibc

/// An open file of the system: closed when nobody holds it any more.
final class Descriptor {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    /// Opens for reading; a pipe without a writer does not hold the call up.
    static func open(_ path: String) throws(SystemError) -> Descriptor {
        let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if number < 0 { throw SystemError(doing: "open it") }
        return Descriptor(number)
    }

    deinit { if number > 2 { _ = Glibc.close(number) } }

    /// 0 at the end, nil when nothing is there now.
    func read(into room: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
        while true {
            let count = Glibc.read(number, room.baseAddress, room.count)
            if count >= 0 { return count }
            if errno == EAGAIN { return nil }
            if errno != EINTR { throw SystemError(doing: "read it") }
        }
    }

    /// All of `room` from `offset`, or as much as there is.
    func read(into room: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        try Self.read(number, into: room, at: offset)
    }

    static func read(_ number: Int32, into room: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError) -> Int {
        var filled = 0
        while filled < room.count, let base = room.baseAddress {
            let count = pread(number, base + filled, room.count - filled, off_t(truncatingIfNeeded: offset) + off_t(filled))
            if count == 0 { break }
            if count > 0 {
                filled += count
            } else if errno != EINTR {
                throw SystemError(doing: "read it")
            }
        }
        return filled
    }

    func seek(to offset: UInt64) throws(SystemError) {
        if lseek(number, off_t(truncatingIfNeeded: offset), SEEK_SET) < 0 { throw SystemError(doing: "seek in it") }
    }

    /// Line feeds before an offset; what cannot be read counts for none.
    func lineCount(upTo offset: UInt64) -> UInt64 {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: IntakeLimits.block, alignment: 64)
        defer { block.deallocate() }
        var lines: UInt64 = 0
        var at: UInt64 = 0
        while at < offset {
            let count = (try? read(into: block, at: at)) ?? 0
            if count == 0 { break }
            for byte in block[..<min(count, Int(clamping: offset - at))] where byte == 0x0a { lines += 1 }
            at += UInt64(count)
        }
        return lines
    }

    /// Whether a read would find something, be it the end.
    func isReadable(within milliseconds: Int32) -> Bool {
        var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    func status() throws(SystemError) -> FileStatus {
        var status = stat()
        if fstat(number, &status) != 0 { throw SystemError(doing: "look at it") }
        return FileStatus(status)
    }
}

struct FileStatus {
    /// Device and inode: the same file under whatever name.
    var identity: String
    var size: UInt64
    var kind: mode_t

    init(_ status: stat) {
        identity = "\(status.st_dev):\(status.st_ino)"
        size = UInt64(clamping: status.st_size)
        kind = status.st_mode & S_IFMT
    }

    var isRegular: Bool { kind == S_IFREG }
    var isPipe: Bool { kind == S_IFIFO }
    var isDirectory: Bool { kind == S_IFDIR }

    /// Nil where there is nothing of this name.
    static func of(_ path: String) -> FileStatus? {
        var status = stat()
        return stat(path, &status) == 0 ? FileStatus(status) : nil
    }
}

/// What the system refused, in words.
struct SystemError: Error, Equatable, CustomStringConvertible {
    var doing: String
    var code: Int32

    init(doing: String) {
        self.doing = doing
        code = errno
    }

    var description: String { "cannot \(doing): \(String(cString: strerror(code)))" }
}

/// The names in a directory, in the order of their bytes.
func directoryNames(_ path: String) throws(SystemError) -> [String] {
    guard let directory = opendir(path) else { throw SystemError(doing: "list it") }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

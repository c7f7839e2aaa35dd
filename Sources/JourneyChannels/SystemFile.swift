import Glibc

/// `write(2)`, or what a test puts in its place: the number of bytes taken, or -1 with `errno`.
typealias WriteCall = @Sendable (Int32, UnsafeRawBufferPointer) -> Int
/// `fsync(2)`, or what a test puts in its place.
typealias SyncCall = @Sendable (Int32) -> Int32

let systemWrite: WriteCall = { write($0, $1.baseAddress, $1.count) }
let systemSync: SyncCall = { fsync($0) }

/// The system's words for an error number.
func systemText(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return String(cString: text)
}

/// Writes until all is taken or an error other than an interruption; gives how many bytes were taken and the error.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, with call: WriteCall) -> (written: Int, failure: Int32?) {
    bytes.withUnsafeBytes { buffer in
        var written = 0
        while written < buffer.count {
            let taken = call(descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]))
            if taken > 0 {
                written += taken
            } else if taken < 0 && errno == EINTR {
                continue
            } else {
                return (written, taken < 0 ? errno : ENOSPC)
            }
        }
        return (written, nil)
    }
}

/// Makes a directory and those above it that are missing, each durable in the one above; gives the error number on failure.
func makeDirectory(_ path: String) -> Int32? {
    var made = path.hasPrefix("/") ? "/" : "."
    for part in path.split(separator: "/") {
        let parent = made
        made += "/" + part
        if mkdir(made, 0o777) == 0 {
            if let failure = syncDirectory(parent) { return failure }
        } else if errno != EEXIST {
            return errno
        }
    }
    return nil
}

/// Makes the names in a directory durable; gives the error number on failure.
func syncDirectory(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return fsync(descriptor) == 0 ? nil : errno
}

/// The directory that a file's name stands in.
func directoryName(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

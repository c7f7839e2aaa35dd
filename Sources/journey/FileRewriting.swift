import Glibc

/// A file could not be rewritten; it is as it was.
struct RewritingFailure: Error, CustomStringConvertible {
    var path: String
    var reason: String

    var description: String { "`\(path)` cannot be rewritten: \(reason); it is as it was" }
}

/// Gives a file other contents, as a whole or not at all; its mode stays, and where it is a link the file that it points to is written.
func rewrite(_ path: String, _ bytes: [UInt8]) throws(RewritingFailure) {
    func failure() -> RewritingFailure { RewritingFailure(path: path, reason: String(cString: strerror(errno))) }
    guard let resolved = realpath(path, nil) else { throw failure() }
    defer { free(resolved) }
    let target = String(cString: resolved)
    var status = stat()
    guard stat(target, &status) == 0 else { throw failure() }
    // A file that its owner has made unwritable is meant to stay as it is.
    guard access(target, W_OK) == 0 else { throw failure() }
    var template = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure() }
    let isWritten = writeAll(bytes, to: descriptor) && fchmod(descriptor, status.st_mode & 0o7777) == 0 && fsync(descriptor) == 0
    let fault = isWritten ? nil : failure()
    close(descriptor)
    if let fault {
        unlink(template)
        throw fault
    }
    if rename(template, target) != 0 {
        let fault = failure()
        unlink(template)
        throw fault
    }
}

private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
        var rest = UnsafeRawBufferPointer(buffer)
        while !rest.isEmpty {
            let taken = write(descriptor, rest.baseAddress, rest.count)
            if taken < 0, errno == EINTR { continue }
            guard taken > 0 else { return false }
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
        }
        return true
    }
}

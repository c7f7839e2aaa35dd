import Foundation
import JourneyModel

/// Writes events as JSON Lines, as intake reads them.
final class EventFile {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let path: String
    private let descriptor: Int32
    private var out: [UInt8] = []

    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw Failure(description: "`\(path)` cannot be written: \(String(cString: strerror(errno)))") }
    }

    deinit { Glibc.close(descriptor) }

    func write(_ batch: EventBatch) throws(Failure) {
        for event in batch.events {
            out += "{\"id\":".utf8
            batch.appendText(event.id, to: &out)
            out += ",\"customer\":".utf8
            batch.appendText(event.customer, to: &out)
            out += ",\"event\":".utf8
            JSONText.append(batch.names[event.name], to: &out)
            out += ",\"at\":\"".utf8
            event.at.appendRFC3339(to: &out)
            out.append(UInt8(ascii: "\""))
            if event.properties.count > 0 { out.append(UInt8(ascii: ",")) }
            out += batch.bytes[event.properties]
            out += "}\n".utf8
            if out.count > 1 << 16 { try flush() }
        }
    }

    func flush() throws(Failure) {
        var written = 0
        while written < out.count {
            let count = out.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, out.count - written) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { throw Failure(description: "`\(path)` cannot be written: \(String(cString: strerror(errno)))") }
            written += count
        }
        out.removeAll(keepingCapacity: true)
    }
}

extension EventBatch {
    fileprivate func appendText(_ range: ByteRange, to out: inout [UInt8]) {
        bytes.withUnsafeBytes { JSONText.append(UnsafeRawBufferPointer(rebasing: $0[Int(range.start)..<Int(range.start + range.count)]), to: &out) }
    }
}

import Glibc
import JourneyModel

/// Appends the lines that became no event to a file, one JSON object each, and counts them by source.
public final class RejectFile {
    /// How many lines of each source were rejected, in the order of the first one.
    public private(set) var counts: [(source: String, count: Int)] = []
    private let path: String?
    private var file: Descriptor?

    /// `path` nil: only counts. The file is made when the first line is rejected.
    public init(path: String?) { self.path = path }

    public var total: Int { counts.reduce(0) { $0 + $1.count } }

    public func append(_ rejections: [Rejection]) throws {
        if rejections.isEmpty { return }
        var out: [UInt8] = []
        for rejection in rejections {
            count(rejection.source)
            Self.append(rejection, to: &out)
        }
        guard let path else { return }
        if file == nil {
            let number = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            if number < 0 { throw IntakeError(source: path, reason: SystemError(doing: "open the reject file").description) }
            file = Descriptor(number)
        }
        guard let file else { return }
        try out.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count, let base = bytes.baseAddress {
                let count = write(file.number, base + written, bytes.count - written)
                if count > 0 { written += count }
                if count < 0, errno != EINTR {
                    throw IntakeError(source: path, reason: SystemError(doing: "write the reject file").description)
                }
            }
        }
    }

    /// Empties the lines in which one of the ids stands: what was rejected was not understood, so the whole line goes.
    public func forget(_ ids: [String]) throws {
        guard let path, Glibc.access(path, F_OK) == 0 else { return }
        try ForgottenLines(ids).empty(path)
        // What is open is the file that was replaced.
        file = nil
    }

    private func count(_ source: String) {
        if let index = counts.firstIndex(where: { $0.source == source }) {
            counts[index].count += 1
        } else {
            counts.append((source, 1))
        }
    }

    /// Bytes that are no UTF-8 become the replacement character: the file is JSON whatever came in.
    private static func append(_ rejection: Rejection, to out: inout [UInt8]) {
        out.append(contentsOf: "{\"source\":".utf8)
        JSONText.append(rejection.source, to: &out)
        out.append(contentsOf: ",\"line\":\(rejection.line),\"reason\":".utf8)
        JSONText.append(rejection.reason, to: &out)
        out.append(contentsOf: ",\"text\":".utf8)
        JSONText.append(String(decoding: rejection.text.prefix(Limits.rejectedTextBytes), as: UTF8.self), to: &out)
        out.append(contentsOf: "}\n".utf8)
    }
}

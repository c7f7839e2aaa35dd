import CCURL
import Foundation

/// One request on its way, and what has come of its answer so far. From when the loop has it, only the loop's thread touches it.
final class HTTPExchange: @unchecked Sendable {
    typealias Outcome = Result<HTTPResponse, HTTPFault>

    private let request: HTTPRequest
    private let url: String
    private let overdueAt: DispatchTime
    private let continuation: CheckedContinuation<Outcome, Never>
    /// As the library wants them.
    private var lines: OpaquePointer?
    /// Bytes of the request's body.
    private var sent = 0
    private var isRepeated = false
    private var headers: [(name: String, value: String)] = []
    private var body: [UInt8] = []

    init(_ request: HTTPRequest, url: String, overdueAt: DispatchTime, _ continuation: CheckedContinuation<Outcome, Never>) {
        self.request = request
        self.url = url
        self.overdueAt = overdueAt
        self.continuation = continuation
    }

    deinit { lines.map(ccurl_list_free) }

    /// Tells a handle, which is as new, what to do. It points to this exchange until it is reset.
    func prepare(_ easy: OpaquePointer) {
        let own = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_text(easy, CCURL_URL, url)
        ccurl_set_number(easy, CCURL_PROTOCOLS, CCURL_PROTOCOL_HTTP | CCURL_PROTOCOL_HTTPS)
        ccurl_set_number(easy, CCURL_NOSIGNAL, 1)
        ccurl_set_number(easy, CCURL_TIMEOUT_MS, millisecondsLeft)
        // Some servers take nothing from nobody.
        ccurl_set_text(easy, CCURL_USERAGENT, "journey")
        // Whatever the library can read.
        ccurl_set_text(easy, CCURL_ACCEPT_ENCODING, "")
        ccurl_set_transfer(easy, CCURL_HEADERFUNCTION) { bytes, size, count, own in
            HTTPExchange.of(own).take(header: UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        ccurl_set_data(easy, CCURL_HEADERDATA, own)
        ccurl_set_transfer(easy, CCURL_WRITEFUNCTION) { bytes, size, count, own in
            HTTPExchange.of(own).take(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        ccurl_set_data(easy, CCURL_WRITEDATA, own)
        if request.method != "GET" { prepareBody(easy, own) }
        for (name, value) in request.headers { add(value.isEmpty ? name + ";" : name + ": " + Self.inOneLine(value)) }
        ccurl_set_data(easy, CCURL_HTTPHEADER, lines.map { UnsafeRawPointer($0) })
    }

    /// The body is read from here piece by piece, and not given as a whole, since then the library asks before it makes a request
    /// again whose connection broke. One without a body would be made again unasked, so it gets a connection of its own.
    private func prepareBody(_ easy: OpaquePointer, _ own: UnsafeMutableRawPointer) {
        ccurl_set_number(easy, CCURL_POST, 1)
        if request.method != "POST" { ccurl_set_text(easy, CCURL_CUSTOMREQUEST, request.method) }
        ccurl_set_size(easy, CCURL_POSTFIELDSIZE_LARGE, Int64(request.body.count))
        ccurl_set_transfer(easy, CCURL_READFUNCTION) { room, size, count, own in
            HTTPExchange.of(own).give(UnsafeMutableRawBufferPointer(start: room, count: size * count))
        }
        ccurl_set_data(easy, CCURL_READDATA, own)
        ccurl_set_seek(easy) { own, offset, origin in HTTPExchange.of(own).mayBeginAgain(at: offset, origin) ? 0 : 1 }
        ccurl_set_data(easy, CCURL_SEEKDATA, own)
        if request.body.isEmpty, !request.isRepeatable { ccurl_set_number(easy, CCURL_FRESH_CONNECT, 1) }
        // Nobody is asked beforehand whether a long body is welcome.
        add("Expect:")
    }

    private func add(_ line: String) {
        guard let longer = ccurl_list_append(lines, line) else { return }
        lines = longer
    }

    /// A line break would begin another header, and a zero end this one: each is a space (RFC 9110, section 5.5).
    private static func inOneLine(_ text: String) -> String {
        func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
        guard text.utf8.contains(where: isControl) else { return text }
        return String(decoding: text.utf8.map { isControl($0) ? 0x20 : $0 }, as: UTF8.self)
    }

    private var millisecondsLeft: Int {
        let (now, end) = (DispatchTime.now().uptimeNanoseconds, overdueAt.uptimeNanoseconds)
        return end > now ? Int(Int32(clamping: (end - now) / 1_000_000 + 1)) : 1
    }

    // MARK: What the library asks and tells

    private static func of(_ own: UnsafeMutableRawPointer) -> HTTPExchange { Unmanaged.fromOpaque(own).takeUnretainedValue() }

    private func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(room.count, request.body.count - sent)
        request.body.withUnsafeBytes { room.copyMemory(from: .init(rebasing: $0[sent..<sent + count])) }
        sent += count
        return count
    }

    /// Once: what breaks twice is more than an old connection.
    private func mayBeginAgain(at offset: Int64, _ origin: Int32) -> Bool {
        guard request.isRepeatable, !isRepeated, offset == 0, origin == SEEK_SET else { return false }
        isRepeated = true
        sent = 0
        return true
    }

    /// A line; a status line begins another answer, as after one that only says to go on.
    private func take(header line: UnsafeRawBufferPointer) {
        if line.starts(with: "HTTP/".utf8) { return headers.removeAll() }
        let parts = String(decoding: line, as: UTF8.self).split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return }
        headers.append((name: String(parts[0]), value: parts[1].trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// How many bytes there was room for: fewer end the request.
    private func take(body bytes: UnsafeRawBufferPointer) -> Int {
        let taken = min(bytes.count, HTTPSession.bodyLimit - body.count)
        body += bytes.prefix(taken)
        return taken
    }

    // MARK: How it ended

    func end(_ outcome: Outcome) { continuation.resume(returning: outcome) }

    func end(_ result: Int, status: Int) {
        // An answer that was cut off for its length is an answer.
        let isAnswered = result == CCURL_OK || result == CCURL_WRITE_ERROR && body.count >= HTTPSession.bodyLimit
        end(isAnswered ? .success(HTTPResponse(status: status, headers: headers, body: body)) : .failure(Self.fault(result)))
    }

    private static func fault(_ result: Int) -> HTTPFault {
        switch result {
        case CCURL_URL_MALFORMAT: .notSent("the address cannot be read")
        case CCURL_COULDNT_CONNECT: .notSent("the server takes no connection")
        case CCURL_COULDNT_RESOLVE_HOST: .notSent("the server's name is not known")
        case CCURL_COULDNT_RESOLVE_PROXY, CCURL_PROXY: .notSent("the proxy takes no connection")
        case CCURL_SSL_CONNECT_ERROR, CCURL_SSL_CERTPROBLEM, CCURL_SSL_CIPHER, CCURL_PEER_FAILED_VERIFICATION,
            CCURL_SSL_CACERT_BADFILE, CCURL_SSL_ISSUER_ERROR, CCURL_SSL_INVALIDCERTSTATUS, CCURL_SSL_ENGINE_NOTFOUND,
            CCURL_SSL_ENGINE_SETFAILED:
            .notSent("the server's certificate is not trusted")
        case CCURL_SEND_FAIL_REWIND: .unknown("the connection that was kept open broke")
        case CCURL_OPERATION_TIMEDOUT: .unknown("no answer in time")
        // Any other kind of address was refused before.
        case CCURL_UNSUPPORTED_PROTOCOL, CCURL_WEIRD_SERVER_REPLY: .unknown("the answer is no HTTP")
        case CCURL_GOT_NOTHING, CCURL_SEND_ERROR, CCURL_RECV_ERROR, CCURL_PARTIAL_FILE, CCURL_HTTP2, CCURL_HTTP2_STREAM:
            .unknown("the connection broke")
        default: .unknown("the request failed (\(result))")
        }
    }
}

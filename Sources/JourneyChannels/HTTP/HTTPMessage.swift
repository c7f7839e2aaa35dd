import JourneyModel

/// What is asked of a server.
public struct HTTPRequest: Sendable {
    public var method: String
    /// `https://…` or `http://…`.
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// The server takes it twice as once, so it may be made again within its time where a connection that was kept open breaks.
    public var isRepeatable = false

    public init(_ method: String = "POST", _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

public struct HTTPResponse: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, in whatever case.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}

/// Why there is no answer.
public enum HTTPFault: Error, Sendable, Equatable {
    /// Nothing reached the server: no address, no connection, no handshake. Another try repeats nothing.
    case notSent(String)
    /// The request may have been seen: the connection broke, or the time was over.
    case unknown(String)

    public var reason: String {
        switch self {
        case .notSent(let reason), .unknown(let reason): reason
        }
    }
}

/// Brings requests to servers. A test puts its own in place.
public protocol HTTPTransport: Sendable {
    /// - Parameter deadline: from now to the last byte of the answer.
    func send(_ request: HTTPRequest, deadline: Microseconds) async -> Result<HTTPResponse, HTTPFault>
    /// Ends what is under way.
    func close()
}

extension HTTPResponse {
    /// What most servers mean by a status, for channels whose server says no more. `Retry-After` is obeyed within bounds.
    ///
    /// RFC 9110, section 15: 401, 408, 425, 429 and 5xx pass by; other 4xx do not. A server that failed, or a gateway whose
    /// server gave no answer, may have taken the message all the same: where the receiver does not look for repetitions it is in
    /// doubt.
    func reply(now: Timestamp, isIdempotent: Bool) -> ChannelReply {
        switch status {
        case 200..<300: ChannelReply(.sent)
        case _ where [500, 502, 504].contains(status) && !isIdempotent:
            ChannelReply(.uncertain, reason: "the server answered \(status)")
        case 408, 425, 429, 500..<600:
            ChannelReply(.retry, reason: "the server answered \(status)", retryAfter: RetryAfter.wait(header("retry-after"), now: now))
        // Somebody has to set a secret right; the messages are not at fault.
        case 401, 407:
            ChannelReply(.retry, reason: "the server answered \(status): it does not take the credentials", retryAfter: 10 * .minute)
        case 404, 410: ChannelReply(.failed, reason: "the server answered \(status): nobody is at this address")
        default: ChannelReply(.failed, reason: "the server answered \(status)")
        }
    }
}

/// `Retry-After`: seconds, or the date of a message (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// What is more than a day is no plan but a mistake.
    static let most: Microseconds = .day

    /// Nil where the header is missing or means nothing.
    static func wait(_ header: String?, now: Timestamp) -> Microseconds? {
        guard let text = header?.trimmed, !text.isEmpty else { return nil }
        if text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
            guard let seconds = Int64(text) else { return most }
            return min(seconds, most / .second) * .second
        }
        return HTTPDate.parse(text).map { min(max($0 - now, 0), most) }
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers send today (RFC 9110, section 5.6.7).
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func parse(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT", let month = months.firstIndex(of: parts[2])
        else { return nil }
        return Timestamp(rfc3339: "\(parts[3])-\(twoDigits(month + 1))-\(parts[1])T\(parts[4])Z")
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}

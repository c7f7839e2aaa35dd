import Foundation
import JourneyModel
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Requests over the system's URL loading, one long-lived session with its connections kept open.
///
/// The session's own limit on the whole of a request is not kept on Linux, so each request has a deadline of its own. Answers
/// longer than `bodyLimit` are cut off; redirections are not followed, since a message must not reach a place that nobody named.
///
/// Where a connection that was kept open breaks before the answer, the library below the session repeats the request by itself on
/// a new one: without its body, for which the server waits until the deadline, or whole where it has none, though nobody knows
/// whether the first was taken. Here the first ends such a request at once, and the second is never made on a kept connection;
/// whether a request may be made twice its sender says.
public final class HTTPSession: HTTPTransport {
    /// Bytes of an answer's body.
    public static let bodyLimit = 1 << 20

    /// Nil once closed: a session that was ended must not be asked any more.
    private let session: Mutex<URLSession?>
    private let exchanges = HTTPExchanges()

    /// - Parameter connections: open at once to one server.
    public init(connections: Int = 128) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpMaximumConnectionsPerHost = connections
        session = Mutex(URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil))
    }

    public func send(_ request: HTTPRequest, deadline: Microseconds) async -> Result<HTTPResponse, HTTPFault> {
        guard let url = URL(string: request.url), ["http", "https"].contains(url.scheme?.lowercased()), url.host != nil else {
            return .failure(.notSent("`\(request.url)` is no address of a server"))
        }
        var asked = URLRequest(url: url)
        asked.httpMethod = request.method
        asked.allHTTPHeaderFields = Dictionary(request.headers.map { ($0.name, Self.inOneLine($0.value)) }) { $1 }
        if request.method != "GET" {
            asked.httpBody = Data(request.body)
            if request.body.isEmpty, !request.isRepeatable { asked.setValue("close", forHTTPHeaderField: "Connection") }
        }
        let overdueAt = DispatchTime.now() + .microseconds(Int(clamping: max(deadline, 1_000)))
        let answer = await exchange(asked, until: overdueAt)
        // Once: what breaks twice is more than an old connection.
        if request.isRepeatable, case .failure(HTTPExchanges.brokeOff) = answer { return await exchange(asked, until: overdueAt) }
        return answer
    }

    /// A line break would begin another header, and a zero end this one: each is a space (RFC 9110, section 5.5).
    private static func inOneLine(_ text: String) -> String {
        func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
        guard text.utf8.contains(where: isControl) else { return text }
        return String(decoding: text.utf8.map { isControl($0) ? 0x20 : $0 }, as: UTF8.self)
    }

    private func exchange(_ asked: URLRequest, until overdueAt: DispatchTime) async -> Result<HTTPResponse, HTTPFault> {
        guard let task = session.withLock({ $0?.dataTask(with: asked) }) else { return .failure(.notSent("the channel is closed")) }
        return await exchanges.run(task, until: overdueAt)
    }

    public func close() {
        session.withLock { session in
            session?.invalidateAndCancel()
            session = nil
        }
    }
}

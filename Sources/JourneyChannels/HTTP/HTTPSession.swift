import Foundation
import JourneyModel

/// Requests over the system's libcurl, whose connections are kept open.
///
/// Each request has a deadline of its own. Answers longer than `bodyLimit` are cut off; redirections are not followed, since a
/// message must not reach a place that nobody named.
///
/// Where a connection that was kept open breaks before the answer, nobody knows whether the request was taken: whether it may be
/// made again, once, its sender says.
public final class HTTPSession: HTTPTransport {
    /// Bytes of an answer's body.
    public static let bodyLimit = 1 << 20

    private let loop: HTTPLoop

    /// - Parameter connections: open at once to one server.
    public init(connections: Int = 128) { loop = HTTPLoop(connections: connections) }

    deinit { loop.close() }

    public func send(_ request: HTTPRequest, deadline: Microseconds) async -> Result<HTTPResponse, HTTPFault> {
        guard let url = URL(string: request.url), ["http", "https"].contains(url.scheme?.lowercased()), url.host != nil else {
            return .failure(.notSent("`\(request.url)` is no address of a server"))
        }
        let overdueAt = DispatchTime.now() + .microseconds(Int(clamping: max(deadline, 1_000)))
        return await withCheckedContinuation { continuation in
            loop.begin(HTTPExchange(request, url: url.absoluteString, overdueAt: overdueAt, continuation))
        }
    }

    public func close() { loop.close() }
}

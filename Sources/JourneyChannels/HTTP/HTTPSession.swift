import Foundation
import JourneyModel
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Requests over the system's URL loading, one long-lived session with its connections kept open.
///
/// The session's own limit on the whole of a request is not kept on Linux, so each request races a deadline of its own. Answers longer
/// than `bodyLimit` are cut off; redirections are not followed, since a message must not reach a place that nobody named.
public final class HTTPSession: HTTPTransport {
    /// Bytes of an answer's body.
    public static let bodyLimit = 1 << 20

    private let session: URLSession
    private let delegate = Delegate()

    /// - Parameter connections: open at once to one server.
    public init(connections: Int = 128) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpMaximumConnectionsPerHost = connections
        session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil)
    }

    public func send(_ request: HTTPRequest, deadline: Microseconds) async -> Result<HTTPResponse, HTTPFault> {
        guard let url = URL(string: request.url), ["http", "https"].contains(url.scheme?.lowercased()), url.host != nil else {
            return .failure(.notSent("`\(request.url)` is no address of a server"))
        }
        var asked = URLRequest(url: url)
        asked.httpMethod = request.method
        if !request.body.isEmpty || request.method != "GET" { asked.httpBody = Data(request.body) }
        for (name, value) in request.headers { asked.setValue(value, forHTTPHeaderField: name) }
        let task = session.dataTask(with: asked)
        return await delegate.run(task, deadline: max(deadline, 1_000))
    }

    public func close() { session.invalidateAndCancel() }

    /// Gathers the answers of all tasks under way.
    private final class Delegate: NSObject, URLSessionDataDelegate, Sendable {
        private struct Pending {
            var continuation: CheckedContinuation<Result<HTTPResponse, HTTPFault>, Never>
            var response: HTTPURLResponse?
            var body: [UInt8] = []
            var isOverdue = false
        }

        private let pending = Mutex<[Int: Pending]>([:])
        private let clock = DispatchQueue(label: "journey.deadlines")

        func run(_ task: URLSessionDataTask, deadline: Microseconds) async -> Result<HTTPResponse, HTTPFault> {
            await withCheckedContinuation { continuation in
                let number = task.taskIdentifier
                pending.withLock { $0[number] = Pending(continuation: continuation) }
                let alarm = DispatchWorkItem { [self] in
                    let isUnderWay = pending.withLock { pending in
                        pending[number]?.isOverdue = true
                        return pending[number] != nil
                    }
                    if isUnderWay { task.cancel() }
                }
                clock.asyncAfter(deadline: .now() + .microseconds(Int(clamping: deadline)), execute: alarm)
                task.resume()
            }
        }

        func urlSession(
            _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest: URLRequest,
            completionHandler: @escaping (URLRequest?) -> Void
        ) { completionHandler(nil) }

        func urlSession(
            _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
            completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
        ) {
            pending.withLock { $0[dataTask.taskIdentifier]?.response = response as? HTTPURLResponse }
            completionHandler(.allow)
        }

        func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
            let isTooLong = pending.withLock { pending in
                let known = pending[dataTask.taskIdentifier]?.body.count ?? 0
                pending[dataTask.taskIdentifier]?.body += data.prefix(HTTPSession.bodyLimit - known)
                return known + data.count > HTTPSession.bodyLimit
            }
            if isTooLong { dataTask.cancel() }
        }

        func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
            guard let done = pending.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
            done.continuation.resume(returning: Self.result(done, task, error))
        }

        private static func result(_ done: Pending, _ task: URLSessionTask, _ error: (any Error)?) -> Result<HTTPResponse, HTTPFault> {
            if done.isOverdue { return .failure(.unknown("no answer in time")) }
            let response = done.response ?? task.response as? HTTPURLResponse
            // An answer that was cut off for its length is an answer.
            if let response, error == nil || done.body.count >= HTTPSession.bodyLimit {
                let headers = response.allHeaderFields.compactMap { key, value -> (name: String, value: String)? in
                    guard let name = key as? String, let value = value as? String else { return nil }
                    return (name, value)
                }
                return .success(
                    HTTPResponse(status: response.statusCode, headers: headers.sorted { $0.name < $1.name }, body: done.body))
            }
            guard let error = error as? URLError else { return .failure(.unknown("the connection ended without an answer")) }
            switch error.code {
            // Not `unsupportedURL`: an answer that is no HTTP is told so too.
            case .cannotConnectToHost, .cannotFindHost, .dnsLookupFailed, .badURL, .notConnectedToInternet,
                .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted, .serverCertificateHasUnknownRoot,
                .serverCertificateNotYetValid, .clientCertificateRejected, .clientCertificateRequired:
                return .failure(.notSent(reason(of: error)))
            default:
                return .failure(.unknown(reason(of: error)))
            }
        }

        private static func reason(of error: URLError) -> String {
            switch error.code {
            case .cannotConnectToHost: "the server takes no connection"
            case .cannotFindHost, .dnsLookupFailed: "the server's name is not known"
            case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot,
                .serverCertificateNotYetValid:
                "the server's certificate is not trusted"
            case .networkConnectionLost: "the connection broke"
            case .timedOut: "no answer in time"
            case .unsupportedURL: "the answer is no HTTP"
            default: "the request failed (\(error.code.rawValue))"
            }
        }
    }
}

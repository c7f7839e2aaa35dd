import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The requests of a session that are under way, each with its deadline, and their answers as they come.
final class HTTPExchanges: NSObject, URLSessionDataDelegate, Sendable {
    /// The session is about to make the request again on a new connection.
    static let brokeOff = HTTPFault.unknown("the connection that was kept open broke")
    private static let overdue = HTTPFault.unknown("no answer in time")

    private struct Exchange {
        var task: URLSessionTask
        var overdueAt: DispatchTime
        var continuation: CheckedContinuation<Result<HTTPResponse, HTTPFault>, Never>
        var response: HTTPURLResponse?
        var body: [UInt8] = []
    }

    private struct State {
        /// By the number of the task.
        var exchanges: [Int: Exchange] = [:]
        /// When somebody looks for deadlines next. One alarm for all: one for each would keep every task until its deadline.
        var alarmAt: DispatchTime?
    }

    private let state = Mutex(State())
    private let clock = DispatchQueue(label: "journey.deadlines")

    func run(_ task: URLSessionTask, until overdueAt: DispatchTime) async -> Result<HTTPResponse, HTTPFault> {
        await withCheckedContinuation { continuation in
            let isFirst = state.withLock { state in
                state.exchanges[task.taskIdentifier] = Exchange(task: task, overdueAt: overdueAt, continuation: continuation)
                if let alarmAt = state.alarmAt, alarmAt <= overdueAt { return false }
                state.alarmAt = overdueAt
                return true
            }
            if isFirst { look(at: overdueAt) }
            task.resume()
        }
    }

    private func look(at alarm: DispatchTime) {
        clock.asyncAfter(deadline: alarm) { [weak self] in self?.endOverdue() }
    }

    private func endOverdue() {
        let now = DispatchTime.now()
        let (overdue, next) = state.withLock { state in
            let overdue = state.exchanges.filter { $0.value.overdueAt <= now }
            for number in overdue.keys { state.exchanges[number] = nil }
            // An alarm for later may still come; an earlier one is as good.
            if let alarmAt = state.alarmAt, alarmAt > now { return (overdue, DispatchTime?.none) }
            state.alarmAt = state.exchanges.values.lazy.map(\.overdueAt).min()
            return (overdue, state.alarmAt)
        }
        if let next { look(at: next) }
        for exchange in overdue.values { end(exchange, .failure(Self.overdue)) }
    }

    /// Says how it ended, and lets go of what is left of it.
    private func end(_ exchange: Exchange, _ result: Result<HTTPResponse, HTTPFault>) {
        exchange.continuation.resume(returning: result)
        // The session may be in the midst of asking for something, and a task cannot be ended from there.
        clock.async { exchange.task.cancel() }
    }

    private func take(_ task: URLSessionTask) -> Exchange? {
        state.withLock { $0.exchanges.removeValue(forKey: task.taskIdentifier) }
    }

    // MARK: What the session tells

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) { completionHandler(nil) }

    /// Asked for where a request is about to be made a second time.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, needNewBodyStream completionHandler: @escaping (InputStream?) -> Void
    ) {
        if let exchange = take(task) { end(exchange, .failure(Self.brokeOff)) }
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        state.withLock { $0.exchanges[dataTask.taskIdentifier]?.response = response as? HTTPURLResponse }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooLong = state.withLock { state in
            let known = state.exchanges[dataTask.taskIdentifier]?.body.count ?? 0
            state.exchanges[dataTask.taskIdentifier]?.body += data.prefix(HTTPSession.bodyLimit - known)
            return known + data.count > HTTPSession.bodyLimit
        }
        if isTooLong { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let done = take(task) else { return }
        done.continuation.resume(returning: Self.result(done, error))
    }

    private static func result(_ done: Exchange, _ error: (any Error)?) -> Result<HTTPResponse, HTTPFault> {
        let response = done.response ?? done.task.response as? HTTPURLResponse
        // An answer that was cut off for its length is an answer.
        if let response, error == nil || done.body.count >= HTTPSession.bodyLimit {
            let headers = response.allHeaderFields.compactMap { key, value -> (name: String, value: String)? in
                guard let name = key as? String, let value = value as? String else { return nil }
                return (name, value)
            }
            return .success(HTTPResponse(status: response.statusCode, headers: headers.sorted { $0.name < $1.name }, body: done.body))
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

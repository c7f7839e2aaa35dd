import CCURL
import Foundation
import Synchronization

/// The requests of a session that are under way, on a thread of their own, from the first of them to the end of the session.
///
/// Only that thread touches what is unchecked here; others leave requests in `asked`, and wake it.
final class HTTPLoop: @unchecked Sendable {
    private struct Asked {
        var exchanges: [HTTPExchange] = []
        var hasThread = false
        var isClosed = false
    }

    private static let missing = "libcurl 7.68 or later is not installed (Debian and Ubuntu: `apt-get install libcurl4`)"

    private let connections: Int
    private let asked = Mutex(Asked())
    /// Set before there is a thread.
    private var multi: OpaquePointer?
    private var underWay: [OpaquePointer: HTTPExchange] = [:]
    /// To be used again: making one costs more than most requests.
    private var idle: [OpaquePointer] = []

    init(connections: Int) { self.connections = max(connections, 1) }

    func begin(_ exchange: HTTPExchange) {
        let refusal = asked.withLock { asked -> String? in
            if asked.isClosed { return "the channel is closed" }
            if !asked.hasThread, !startThread() { return Self.missing }
            asked.hasThread = true
            asked.exchanges.append(exchange)
            if asked.exchanges.count == 1 { wake() }
            return nil
        }
        if let refusal { exchange.end(.failure(.notSent(refusal))) }
    }

    /// Ends what is under way.
    func close() {
        asked.withLock { asked in
            if asked.hasThread, !asked.isClosed { wake() }
            asked.isClosed = true
        }
    }

    /// Not after it is closed: the thread lets go of what is woken as soon as it has seen that, under the same lock.
    private func wake() { multi.map { ccurl_multi_wakeup($0) } }

    private func startThread() -> Bool {
        guard ccurl_load(), let multi = ccurl_multi_init() else { return false }
        ccurl_multi_set_number(multi, CCURL_MULTI_MAX_HOST_CONNECTIONS, connections)
        ccurl_multi_set_number(multi, CCURL_MULTI_MAXCONNECTS, connections)
        self.multi = multi
        Thread { self.run() }.start()
        return true
    }

    // MARK: On the thread

    private func run() {
        guard let multi else { return }
        ignoreBrokenPipes()
        while let exchanges = take() {
            for exchange in exchanges { start(exchange, multi) }
            ccurl_multi_perform(multi)
            var result = CCURL_OK
            while let easy = ccurl_multi_next_ended(multi, &result) {
                end(easy, multi) { $0.end(result, status: ccurl_status(easy)) }
            }
            ccurl_multi_poll(multi, 60_000)
        }
        for easy in Array(underWay.keys) { end(easy, multi) { $0.end(.failure(.unknown("the channel was closed"))) } }
        idle.forEach(ccurl_easy_cleanup)
        ccurl_multi_cleanup(multi)
    }

    /// Nil once closed.
    private func take() -> [HTTPExchange]? {
        let (exchanges, isClosed) = asked.withLock { asked in
            let taken = asked.exchanges
            asked.exchanges = []
            return (taken, asked.isClosed)
        }
        guard isClosed else { return exchanges }
        for exchange in exchanges { exchange.end(.failure(.notSent("the channel is closed"))) }
        return nil
    }

    private func start(_ exchange: HTTPExchange, _ multi: OpaquePointer) {
        guard let easy = idle.popLast() ?? ccurl_easy_init() else {
            return exchange.end(.failure(.notSent("there is no memory left")))
        }
        exchange.prepare(easy)
        underWay[easy] = exchange
        if !ccurl_multi_add(multi, easy) { end(easy, multi) { $0.end(.failure(.notSent("the request cannot be made"))) } }
    }

    private func end(_ easy: OpaquePointer, _ multi: OpaquePointer, _ tell: (HTTPExchange) -> Void) {
        guard let exchange = underWay.removeValue(forKey: easy) else { return }
        // The handle points to it until it is reset.
        withExtendedLifetime(exchange) {
            tell(exchange)
            ccurl_multi_remove(multi, easy)
            ccurl_easy_reset(easy)
        }
        idle.append(easy)
    }

    /// Not every TLS library asks that there be no signal when it writes to a server that has gone.
    private func ignoreBrokenPipes() {
        var broken = sigset_t()
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &broken, nil)
    }
}

import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

/// A provider that a test plays: it says what its documentation says.
protocol FakeProvider: Sendable {
    func answer(_ request: HTTPRequest) -> ScriptedTransport.Answer
}

/// What goes wrong with one request.
enum Trouble: Sendable {
    /// Nothing reaches the provider: the connection is broken off before it has read the request's end.
    case breaksOff
    /// Nothing is ever said; the provider has not taken it.
    case hangs
    case status(Int, [String] = [])
    /// An answer that is none.
    case says(String, status: Int = 200)
    /// The provider takes the request, and its answer is lost.
    case losesTheAnswer
    /// The provider takes the request, and its answer never ends.
    case takesAndHangs
    /// The answer comes byte by byte.
    case drips
}

/// Puts a provider behind a real server on the loopback, with troubles on the way to it.
final class ProviderServer: Sendable {
    /// For the next requests, one each.
    private final class Troubles: Sendable {
        private let left: Mutex<[Trouble]>

        init(_ troubles: [Trouble]) { left = Mutex(troubles) }

        func next() -> Trouble? { left.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    }

    private let server: SocketServer

    /// - Parameter path: under which requests have troubles; what goes for tokens and the like is left alone.
    init(_ provider: any FakeProvider, _ troubles: [Trouble] = [], on path: String = "") throws {
        let troubles = Troubles(troubles)
        server = try SocketServer { _, raw in
            let request = HTTPRequest(raw)
            let trouble = path.isEmpty || request.path == path ? troubles.next() : nil
            switch trouble {
            case .breaksOff: return [.reset]
            case .hangs: return [.hang]
            case .status(let code, let headers): return [.answer("\(code) So", headers)]
            case .says(let text, let status): return [.answer("\(status) So", [], text)]
            case .losesTheAnswer:
                _ = provider.answer(request)
                return [.reset]
            case .takesAndHangs:
                _ = provider.answer(request)
                return [.send("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n{"), .hang]
            case .drips: return Self.steps(provider.answer(request), isSlow: true)
            case nil: return Self.steps(provider.answer(request), isSlow: false)
            }
        }
    }

    var address: String { "http://127.0.0.1:\(server.port)" }
    var requests: [HTTPRequest] { server.requests.map { HTTPRequest($0) } }

    func stop() { server.stop() }

    private static func steps(_ answer: ScriptedTransport.Answer, isSlow: Bool) -> [SocketServer.Step] {
        guard case .success(let response) = answer else { return [.reset] }
        let step = SocketServer.Step.answer(
            "\(response.status) So", response.headers.map { "\($0.name): \($0.value)" }, String(decoding: response.body, as: UTF8.self))
        guard isSlow, case .send(let text) = step else { return [step] }
        return [.drip(text)]
    }
}

extension HTTPRequest {
    /// As it came in.
    init(_ request: SocketServer.Request) {
        let lines = request.head.components(separatedBy: "\r\n").filter { !$0.isEmpty }
        let words = (lines.first ?? "").split(separator: " ").map(String.init)
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1].drop { $0 == " " })) : nil
        }
        self.init(words.first ?? "", words.count > 1 ? words[1] : "", headers: headers, body: request.body)
    }

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

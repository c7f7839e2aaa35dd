import Foundation
import Synchronization

/// A server of the tests on the loopback: takes connections, reads requests and does to each what the test says.
final class SocketServer: Sendable {
    enum Step: Sendable {
        case send(String)
        /// One byte after the other, with pauses, until the other side has enough.
        case drip(String)
        /// Says no more until the other side goes.
        case hang
        /// Breaks the connection off.
        case reset
        case close
    }

    struct Request: Sendable {
        var head: String
        var body: [UInt8]

        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2, parts[0].lowercased() == name.lowercased() { return String(parts[1].drop { $0 == " " }) }
            }
            return nil
        }
    }

    private let listener: LoopbackListener
    private let taken = Mutex<[Request]>([])

    var port: UInt16 { listener.port }
    var url: String { "http://127.0.0.1:\(port)/hook" }
    /// In the order in which they were read.
    var requests: [Request] { taken.withLock { $0 } }

    /// - Parameter answer: to the n-th request, from 0.
    init(_ answer: @escaping @Sendable (Int, Request) -> [Step]) throws {
        let listener = try LoopbackListener()
        self.listener = listener
        listener.take { [weak self] connection in self?.serve(connection, answer) }
    }

    /// Takes no more connections.
    func stop() { listener.stop() }

    private func serve(_ connection: Int32, _ answer: (Int, Request) -> [Step]) {
        defer { Glibc.close(connection) }
        var bytes: [UInt8] = []
        while let request = Self.read(connection, &bytes) {
            let number = taken.withLock { taken in
                taken.append(request)
                return taken.count - 1
            }
            for step in answer(number, request) {
                switch step {
                case .send(let text): if !Self.write(Array(text.utf8), connection) { return }
                case .drip(let text):
                    for byte in text.utf8 {
                        if !Self.write([byte], connection) { return }
                        usleep(20_000)
                    }
                case .hang:
                    var byte: UInt8 = 0
                    while recv(connection, &byte, 1, 0) > 0 {}
                    return
                case .reset:
                    var linger = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
                    return
                case .close: return
                }
            }
        }
    }

    private static func read(_ connection: Int32, _ bytes: inout [UInt8]) -> Request? {
        while true {
            if let end = Data(bytes).range(of: Data("\r\n\r\n".utf8))?.upperBound {
                var request = Request(head: String(decoding: bytes[..<end], as: UTF8.self), body: [])
                let length = request.header("content-length").flatMap { Int($0) } ?? 0
                if bytes.count >= end + length {
                    request.body = Array(bytes[end..<end + length])
                    bytes.removeFirst(end + length)
                    return request
                }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &buffer, buffer.count, 0)
            if count <= 0 { return nil }
            bytes += buffer[..<count]
        }
    }

    private static func write(_ bytes: [UInt8], _ connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }
}

extension SocketServer.Step {
    static func answer(_ status: String, _ headers: [String] = [], _ body: String = "") -> Self {
        .send((["HTTP/1.1 " + status, "Content-Length: \(body.utf8.count)"] + headers).joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}

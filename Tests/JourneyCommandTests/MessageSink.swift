import Foundation
import Synchronization

/// A server on the loopback that takes messages, as a receiver of webhooks would: each is on the disk before it is answered.
///
/// It keeps its own account of what came, whatever becomes of the sender, and can end the sender at two points: when it has taken a
/// message and not answered, and when it has just answered.
final class MessageSink: Sendable {
    enum Point: Sendable, CaseIterable {
        case taken, answered
    }

    /// What is wrong with the receiver.
    enum Fault: Sendable, CaseIterable {
        case none
        /// 503 for all.
        case busy
        /// The message is taken and the connection breaks.
        case reset
        /// The message is taken and no answer comes.
        case silent
    }

    struct Taken: Sendable, Hashable {
        /// Of the request, without the slash.
        var path: String
        var key: String
        var body: String
    }

    private struct State {
        var taken: [Taken] = []
        var victim: (pid: Int32, point: Point)?
        var fault = Fault.none
    }

    let port: UInt16
    private let listener: Int32
    private let log: Int32
    private let keepsBodies: Bool
    private let state = Mutex(State())

    /// - Parameters:
    ///   - log: a file for the sink's own account, a line a message.
    ///   - keepsBodies: off where messages are so many that their keys must do.
    init(log path: String, keepsBodies: Bool = true) throws {
        self.keepsBodies = keepsBodies
        log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { [listener] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 512) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening, log >= 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                Thread { [self] in serve(connection) }.start()
            }
        }.start()
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        close(log)
    }

    /// What came, in the order of coming.
    var taken: [Taken] { state.withLock { $0.taken } }

    var fault: Fault {
        get { state.withLock { $0.fault } }
        set { state.withLock { $0.fault = newValue } }
    }

    /// Ends a process when the next message reaches a point.
    func end(_ pid: Int32, at point: Point) { state.withLock { $0.victim = (pid, point) } }

    /// False where the point was reached.
    func spare() -> Bool {
        state.withLock { state in
            defer { state.victim = nil }
            return state.victim != nil
        }
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var bytes = Data()
        while let request = Self.read(connection, &bytes) {
            let fault = fault
            if fault != .busy { note(request) }
            strike(.taken)
            switch fault {
            case .none, .busy: break
            case .reset: return
            case .silent:
                var byte: UInt8 = 0
                while recv(connection, &byte, 1, 0) > 0 {}
                return
            }
            let answer = Array("HTTP/1.1 \(fault == .busy ? "503 Busy" : "200 OK")\r\nContent-Length: 0\r\n\r\n".utf8)
            guard send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count else { return }
            strike(.answered)
        }
    }

    private func note(_ request: Taken) {
        state.withLock { state in
            let line = Array("\(request.path) \(request.key)\n".utf8)
            _ = write(log, line, line.count)
            fdatasync(log)
            state.taken.append(keepsBodies ? request : Taken(path: request.path, key: request.key, body: ""))
        }
    }

    private func strike(_ point: Point) {
        state.withLock { state in
            guard let victim = state.victim, victim.point == point else { return }
            state.victim = nil
            kill(victim.pid, SIGKILL)
        }
    }

    private static func read(_ connection: Int32, _ bytes: inout Data) -> Taken? {
        while true {
            if let end = bytes.range(of: Data("\r\n\r\n".utf8))?.upperBound {
                let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
                func header(_ name: String) -> String? {
                    let line = lines.first { $0.lowercased().hasPrefix(name + ":") }
                    return line.map { String($0.dropFirst(name.count + 1)).trimmingCharacters(in: .whitespaces) }
                }
                let whole = end + (header("content-length").flatMap { Int($0) } ?? 0)
                if bytes.count >= whole {
                    let path = lines[0].split(separator: " ").dropFirst().first.map { String($0.dropFirst()) } ?? ""
                    let taken = Taken(path: path, key: header("idempotency-key") ?? "", body: String(decoding: bytes[end..<whole], as: UTF8.self))
                    bytes = Data(bytes[whole...])
                    return taken
                }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &buffer, buffer.count, 0)
            if count <= 0 { return nil }
            bytes += buffer[..<count]
        }
    }
}

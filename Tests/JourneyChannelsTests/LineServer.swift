import Foundation

/// A server of the tests on the loopback that is spoken to line by line.
final class LineServer: Sendable {
    let port: UInt16
    private let listener: Int32

    /// - Parameter answer: to a line; nil breaks the connection off.
    init(greeting: String, _ answer: @escaping @Sendable (String) -> String?) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Thread { Self.serve(connection, greeting, answer) }.start()
            }
        }.start()
    }

    /// Takes no more connections.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }

    private static func serve(_ connection: Int32, _ greeting: String, _ answer: (String) -> String?) {
        defer { Glibc.close(connection) }
        guard write(greeting, connection) else { return }
        var bytes: [UInt8] = []
        while true {
            while let end = bytes.firstIndex(of: 0x0A) {
                let line = bytes[..<end].last == 0x0D ? bytes[..<(end - 1)] : bytes[..<end]
                let text = String(decoding: line, as: UTF8.self)
                bytes.removeSubrange(...end)
                guard let said = answer(text), said.isEmpty || write(said, connection) else { return }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &buffer, buffer.count, 0)
            if count <= 0 { return }
            bytes += buffer[..<count]
        }
    }

    private static func write(_ text: String, _ connection: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }
}

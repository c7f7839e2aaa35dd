import Foundation

/// A server of the tests on the loopback that is spoken to line by line.
final class LineServer: Sendable {
    private let listener: LoopbackListener

    var port: UInt16 { listener.port }

    /// - Parameter answer: to a line; nil breaks the connection off.
    init(greeting: String, _ answer: @escaping @Sendable (String) -> String?) throws {
        let listener = try LoopbackListener()
        self.listener = listener
        listener.take { connection in Self.serve(connection, greeting, answer) }
    }

    /// Takes no more connections.
    func stop() { listener.stop() }

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

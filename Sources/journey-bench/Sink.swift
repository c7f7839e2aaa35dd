import Foundation

/// A server that takes posts and answers each 50 ms later: `journey-bench sink`. Prints its port; ends with its standard input.
///
/// One thread over `poll`; connections stay open. It reads no more of HTTP than where a request ends.
struct Sink {
    private let answerAfter: Duration
    private let clock = ContinuousClock()
    private let listener: Int32
    /// The listener, the standard input, and a connection each.
    private var watched: [pollfd]
    /// What came of a request so far, by connection.
    private var begun: [Int32: [UInt8]] = [:]
    /// In the order of their time, since each waits as long.
    private var due: [(at: ContinuousClock.Instant, connection: Int32)] = []
    private var head = 0
    private let answer = Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{\"status\":\"sent\"}".utf8)

    init(answerAfter: Duration = .milliseconds(50)) throws {
        self.answerAfter = answerAfter
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 1_024) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else { throw BenchError("cannot listen", errno) }
        watched = [listener, 0].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        FileHandle.standardOutput.write(Data("port \(UInt16(bigEndian: address.sin_port))\n".utf8))
    }

    mutating func run() {
        while true {
            _ = poll(&watched, nfds_t(watched.count), head < due.count ? 1 : 1_000)
            for event in watched where event.revents != 0 {
                if event.fd == 0 { return }
                if event.fd == listener { accept() } else { read(event.fd) }
            }
            answerDue()
        }
    }

    private mutating func accept() {
        let connection = Foundation.accept(listener, nil, nil)
        guard connection >= 0 else { return }
        begun[connection] = []
        watched.append(pollfd(fd: connection, events: Int16(POLLIN), revents: 0))
    }

    private mutating func read(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count <= 0 {
            begun[descriptor] = nil
            watched.removeAll { $0.fd == descriptor }
            close(descriptor)
            return
        }
        begun[descriptor]? += buffer[..<count]
        while let length = requestLength(begun[descriptor] ?? []) {
            begun[descriptor]?.removeFirst(length)
            due.append((clock.now + answerAfter, descriptor))
        }
    }

    /// Of the first request, where all of it is there.
    private func requestLength(_ bytes: [UInt8]) -> Int? {
        guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8))?.upperBound else { return nil }
        let header = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        let body = header.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }?.split(separator: ":").last
        let length = end + (body.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
        return bytes.count >= length ? length : nil
    }

    private mutating func answerDue() {
        let now = clock.now
        while head < due.count, due[head].at <= now {
            let descriptor = due[head].connection
            if begun[descriptor] != nil { _ = answer.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) } }
            head += 1
        }
        if head > 10_000 {
            due.removeSubrange(..<head)
            head = 0
        }
    }
}

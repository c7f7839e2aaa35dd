import Foundation

/// The data files of the intake's tests.
enum Corpus {
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/intake")

    static func lines(_ name: String) throws -> [String] {
        try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8).components(separatedBy: "\n")
    }

    /// Keeps what was found in place of what was expected, where the environment asks for it.
    static func write(_ lines: [String], _ name: String) throws {
        guard ProcessInfo.processInfo.environment["JOURNEY_WRITE_EXPECTED"] != nil else { return }
        try (lines.joined(separator: "\n") + "\n").write(
            to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    /// The bytes that a line of a data file stands for: `\xNN` is a byte, `{N*TEXT}` is TEXT N times, `#` in it the number.
    static func bytes(_ line: String) -> [UInt8] {
        var out: [UInt8] = []
        var rest = Substring(line)
        while let first = rest.first {
            if rest.hasPrefix("\\x"), let byte = UInt8(rest.dropFirst(2).prefix(2), radix: 16) {
                out.append(byte)
                rest = rest.dropFirst(4)
            } else if first == "{", let star = rest.firstIndex(of: "*"),
                let count = Int(rest[rest.index(after: rest.startIndex)..<star]),
                let close = rest[star...].firstIndex(of: "}")
            {
                let text = String(rest[rest.index(after: star)..<close])
                for number in 0..<count {
                    out += text == "#" ? Array("\(number == 0 ? "" : ",")\"p\(number)\":1".utf8) : Array(text.utf8)
                }
                rest = rest[rest.index(after: close)...]
            } else {
                out += Array(String(first).utf8)
                rest = rest.dropFirst()
            }
        }
        return out
    }
}

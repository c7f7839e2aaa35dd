import Glibc
import JourneyModel

/// Empties the lines of a reject file in which an id of a forgotten person stands.
struct ForgottenLines {
    /// Each id as it may stand there: bare, and escaped as in JSON once and twice.
    private let patterns: [[UInt8]]

    init(_ ids: [String]) {
        var found: Set<[UInt8]> = []
        for id in ids where !id.isEmpty {
            let once = String(JSONText.quoted(id).dropFirst().dropLast())
            let twice = String(JSONText.quoted(once).dropFirst().dropLast())
            for text in [id, once, twice] { found.insert(Array(text.utf8)) }
        }
        patterns = found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Writes the file anew, line by line, where it has any such line.
    func empty(_ path: String) throws {
        guard let file = fopen(path, "re") else { throw IntakeError(source: path, reason: SystemError(doing: "open the reject file").description) }
        defer { fclose(file) }
        var hasAny = false
        forEachLine(of: file) { if isConcerned($0) { hasAny = true } }
        if !hasAny { return }
        rewind(file)
        let changed = path + ".new"
        let number = Glibc.open(changed, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard number >= 0, let out = fdopen(number, "w") else { throw failure(changed) }
        forEachLine(of: file) { line in
            let rest = isConcerned(line) ? emptied(line) : Array(line)
            rest.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, out) }
        }
        let isWritten = ferror(out) == 0 && fflush(out) == 0 && fsync(number) == 0
        guard fclose(out) == 0, isWritten, rename(changed, path) == 0 else { throw failure(changed) }
    }

    private func failure(_ path: String) -> IntakeError {
        IntakeError(source: path, reason: SystemError(doing: "write the reject file anew").description)
    }

    private func forEachLine(of file: UnsafeMutablePointer<FILE>, _ body: (UnsafeRawBufferPointer) -> Void) {
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while true {
            let count = getline(&line, &capacity, file)
            if count <= 0 { return }
            body(UnsafeRawBufferPointer(start: line, count: count))
        }
    }

    /// Where the line came from stays.
    private func emptied(_ line: UnsafeRawBufferPointer) -> [UInt8] {
        guard let end = Self.place(of: Array(",\"reason\":".utf8), in: line, from: 0) else { return [] }
        return Array(line[..<end]) + Array(",\"reason\":\"of a customer who was forgotten\",\"text\":\"\"}\n".utf8)
    }

    private func isConcerned(_ line: UnsafeRawBufferPointer) -> Bool {
        patterns.contains { pattern in
            var start = 0
            while let place = Self.place(of: pattern, in: line, from: start) {
                let end = place + pattern.count
                if (place == 0 || !Self.isOfWord(line[place - 1])) && (end == line.count || !Self.isOfWord(line[end])) { return true }
                start = place + 1
            }
            return false
        }
    }

    private static func place(of pattern: [UInt8], in line: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let first = pattern.first, line.count - pattern.count >= start else { return nil }
        for place in start...(line.count - pattern.count) where line[place] == first {
            if line[place..<place + pattern.count].elementsEqual(pattern) { return place }
        }
        return nil
    }

    /// A letter, a digit, or what else goes on with an id.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...0xff:
            true
        default: false
        }
    }
}

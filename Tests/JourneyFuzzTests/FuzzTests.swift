import Foundation
import JourneyLanguage
import XCTest

/// The inputs that `make fuzz` keeps, and small changes of them: the same ones on every run.
final class FuzzTests: XCTestCase {
    /// Changed inputs a target: two or three seconds of them.
    private static let rounds: [FuzzTarget: Int] = [.language: 500, .events: 50_000, .csv: 2_500, .running: 800, .stored: 1_800, .replies: 20_000]

    func testTheCorpus() throws {
        for target in FuzzTarget.allCases {
            let inputs = try Self.inputs(of: target)
            XCTAssertGreaterThan(inputs.count, 10, target.rawValue)
            for (name, bytes) in inputs { check(target, bytes, name) }
        }
    }

    func testChangesOfLanguage() throws { try change(.language) }
    func testChangesOfEvents() throws { try change(.events) }
    func testChangesOfCSV() throws { try change(.csv) }
    func testChangesOfRunning() throws { try change(.running) }
    func testChangesOfStored() throws { try change(.stored) }
    func testChangesOfReplies() throws { try change(.replies) }

    /// What libFuzzer puts into programs: the words and signs of the keyword table. `JOURNEY_RECORD=1` writes it anew.
    func testTheDictionaryIsThatOfTheKeywordTable() throws {
        let forms = Set(Keywords.rows.flatMap { $0.english + $0.chinese } + Self.pieces).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let text = "# Made from the keyword table by FuzzTests.\n" + forms.map { "\"\(Self.escaped($0))\"\n" }.joined()
        let url = Self.corpus.appendingPathComponent("language.dict")
        if ProcessInfo.processInfo.environment["JOURNEY_RECORD"] == "1" { try Data(text.utf8).write(to: url) }
        XCTAssertEqual(text, try String(contentsOf: url, encoding: .utf8))
    }

    /// `JOURNEY_RECORD=1` packs the states, decisions and machines of the shop anew, after a change of their form.
    func testTheShopIsAmongWhatIsStored() throws {
        let folder = Self.corpus.appendingPathComponent("stored")
        for (name, bytes) in try StoredSeeds.all() {
            let url = folder.appendingPathComponent(name)
            if ProcessInfo.processInfo.environment["JOURNEY_RECORD"] == "1" { try Data(bytes).write(to: url) }
            XCTAssertTrue(FileManager.default.fileExists(atPath: url.path), name)
            check(.stored, bytes, name)
        }
    }

    // MARK: Inputs

    private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/fuzz")

    private static func inputs(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
        let folder = corpus.appendingPathComponent(target.rawValue)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.map { ($0, [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))) }
    }

    /// What no keyword is and a program holds.
    private static let pieces = [
        "\"", "\"\"\"", "“", "”", "{", "}", "(", ")", "（", "）", ",", "，", ".", "。", ";", ":", "#", "\\", "\\u{1F600}", "\r\n", "\u{3000}", "-", "+", "*",
        "/", "1", "0", "9223372036854775807", "0.000001", "50%", "33.33%", "1_000", "2d", "1d12h", "90m", "2天", "15分钟", "9:00", "24:00",
        "2026-11-11", "2026-02-30 20:00", "１２", "\u{feff}", "\u{301}", "bought", "购买", "wecom", "企业微信", "event.total", "customer.tier",
    ]

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "\""): "\\\""
            case UInt8(ascii: "\\"): "\\\\"
            case 0x20..<0x7f: String(UnicodeScalar(byte))
            default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }

    // MARK: Checking

    private func check(_ target: FuzzTarget, _ bytes: [UInt8], _ name: String) {
        do { try target.check(bytes) } catch {
            XCTFail("\(target.rawValue) \(name): \(error)\n\(Data(bytes.prefix(2_000)).base64EncodedString())")
        }
    }

    private func change(_ target: FuzzTarget) throws {
        let inputs = try Self.inputs(of: target).map(\.bytes).filter { $0.count < 2_000 }
        let words = Keywords.rows.flatMap { $0.english + $0.chinese } + Self.pieces
        var random = Mutations(seed: 20_261_121, words: words.map { Array($0.utf8) }, inputs: inputs)
        for round in 0..<(Self.rounds[target] ?? 0) { check(target, random.next(), "round \(round)") }
    }
}

/// Inputs like others, a little changed.
private struct Mutations {
    private var state: UInt64
    private let words: [[UInt8]]
    private let inputs: [[UInt8]]

    init(seed: UInt64, words: [[UInt8]], inputs: [[UInt8]]) {
        state = seed
        self.words = words
        self.inputs = inputs
    }

    private mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((z ^ (z >> 31)) % UInt64(max(bound, 1)))
    }

    mutating func next() -> [UInt8] {
        guard !inputs.isEmpty else { return [] }
        var bytes = inputs[below(inputs.count)]
        for _ in 0...below(4) {
            let place = below(bytes.count + 1)
            let end = min(bytes.count, place + 1 + below(20))
            switch below(8) {
            case 0 where place < bytes.count: bytes[place] = UInt8(below(256))
            case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
            case 2: bytes.removeSubrange(place..<max(place, end))
            case 3: bytes.insert(UInt8(below(256)), at: place)
            case 4: bytes.insert(contentsOf: bytes[place..<max(place, end)], at: place)
            case 5:
                let other = inputs[below(inputs.count)]
                let start = below(other.count + 1)
                bytes.replaceSubrange(place..., with: other[start...].prefix(400))
            case 6: bytes.insert(contentsOf: [0x20] + words[below(words.count)] + [0x20], at: place)
            default: bytes.replaceSubrange(place..<max(place, end), with: words[below(words.count)])
            }
        }
        return bytes
    }
}

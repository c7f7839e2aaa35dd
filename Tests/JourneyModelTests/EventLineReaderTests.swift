import JourneyModel
import XCTest

final class EventLineReaderTests: XCTestCase {
    private let clock = Timestamp(rfc3339: "2026-11-21T08:30:00Z") ?? .distantPast

    private func read(_ line: [UInt8], into batch: inout EventBatch, context: EventContext? = nil, position: UInt64 = 0)
        -> String?
    {
        var standard = EventContext(source: 3, identity: "events.jsonl")
        standard.latest = clock + Limits.future
        do {
            try line.withUnsafeBytes {
                try EventLineReader().read($0, position: position, next: position + 1, context: context ?? standard, into: &batch)
            }
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func shown(_ batch: EventBatch) -> [String] {
        batch.events.map { event in
            "\(batch.text(event.id)) \(batch.text(event.customer)) \(batch.names[event.name]) \(event.at.rfc3339) "
                + batch.text(event.properties)
        }
    }

    /// `JOURNEY_WRITE_EXPECTED=1` writes the reasons anew, to be read before they are kept.
    func testBadLinesAndTheirReasons() throws {
        var written: [String] = []
        var line: String?
        var kinds: Set<String> = []
        for row in try Corpus.lines("bad-lines.txt") {
            if row.hasPrefix("#") {
                written.append(row)
                continue
            }
            guard row.hasPrefix("=> ") else {
                line = row
                continue
            }
            guard let bad = line else { return XCTFail("no line before \(row)") }
            var batch = EventBatch(names: NameTable())
            let reason = read(Corpus.bytes(bad), into: &batch) ?? "accepted"
            XCTAssertEqual("=> " + reason, row, bad)
            XCTAssertTrue(batch.events.isEmpty && batch.bytes.isEmpty)
            kinds.insert(reason)
            written += [bad, "=> " + reason]
            line = nil
        }
        XCTAssertGreaterThan(kinds.count, 40)
        try Corpus.write(written, "bad-lines.txt")
    }

    func testGoodLines() {
        let cases: [(String, String)] = [
            (
                #"{"id":"e1","customer":"c42","event":"browsed","at":"2026-11-21T08:30:00Z","product":"A100","price":199}"#,
                #"e1 c42 browsed 2026-11-21T08:30:00.000Z "product":"A100","price":199"#
            ),
            (
                #"{"price":199,"at":1795249800000,"product":"A100","event":"browsed","customer":"c42","id":7,"x":{"y":[1, 2]}}"#,
                #"7 c42 browsed 2026-11-21T08:30:00.000Z "price":199,"product":"A100","x":{"y":[1, 2]}"#
            ),
            (
                "\t{ \"id\" : \"e1\" , \"price\" : 1 , \"customer\" : \"c\\u0034\\/\" , "
                    + "\"\\u0065vent\":\"bro\\twsed\",\"at\":0, \"q\": \"a\\\"b\" } \r",
                "e1 c4/ bro\twsed 1970-01-01T00:00:00.000Z \"price\":1,\"q\":\"a\\\"b\""
            ),
            (#"{"id":"e1","customer":"客户","event":"购买","at":-1,"é":"😀"}"#, #"e1 客户 购买 1969-12-31T23:59:59.999Z "é":"😀""#),
            (
                #"{"id":"e1","customer":"c","event":"$set","at":1.0e3,"tier":"gold"}"#,
                #"e1 c $set 1970-01-01T00:00:01.000Z "tier":"gold""#
            ),
            ("\u{feff}{\"id\":\"e1\",\"customer\":\"c\",\"event\":\"b\",\"at\":0}", "e1 c b 1970-01-01T00:00:00.000Z "),
            (#"{"id":"e1","customer":"c","event":"b","at":1795250400000}"#, "e1 c b 2026-11-21T08:40:00.000Z "),
            (
                #"{"id":"e1","customer":"c","event":"b","at":0,"a":{"id":1,"at":2},"b":{"id":1},"a.id":null}"#,
                #"e1 c b 1970-01-01T00:00:00.000Z "a":{"id":1,"at":2},"b":{"id":1},"a.id":null"#
            ),
        ]
        for (line, expected) in cases {
            var batch = EventBatch(names: NameTable())
            XCTAssertNil(read(Array(line.utf8), into: &batch), line)
            XCTAssertEqual(shown(batch), [expected])
            XCTAssertEqual(batch.events.first?.source, 3)
            XCTAssertEqual(batch.events.first?.position, 1)
        }
    }

    func testTheLimitsThemselvesAreStillAccepted() {
        let properties = (0..<Limits.properties).map { "\"p\($0)\":\($0)" }.joined(separator: ",")
        let nested = String(repeating: "[", count: 15) + String(repeating: "]", count: 15)
        let start = #"{"customer":"c","event":"b","at":1,"id":""# + String(repeating: "i", count: 512) + "\","
        for rest in [properties, "\"a\":" + nested] {
            var batch = EventBatch(names: NameTable())
            XCTAssertNil(read(Array((start + rest + "}").utf8), into: &batch))
        }
        var batch = EventBatch(names: NameTable())
        let empty = #"{"customer":"c","event":"b","at":1,"a":""}"#
        let longest =
            #"{"customer":"c","event":"b","at":1,"a":""# + String(repeating: "x", count: Limits.lineBytes - empty.utf8.count)
            + "\"}"
        XCTAssertNil(read(Array(longest.utf8), into: &batch))
    }

    func testDerivedIDsDependOnSourcePositionAndContent() {
        let line = Array(#"{"customer":"c","event":"b","at":1}"#.utf8)
        func id(_ line: [UInt8], _ source: String, _ position: UInt64) -> String {
            var batch = EventBatch(names: NameTable())
            XCTAssertNil(read(line, into: &batch, context: EventContext(source: 0, identity: source), position: position))
            return batch.events.first.map { batch.text($0.id) } ?? ""
        }
        let ids = [id(line, "a", 0), id(line, "b", 0), id(line, "a", 1), id(line + [0x20], "a", 0)]
        XCTAssertEqual(Set(ids).count, 4)
        XCTAssertEqual(ids[0], id(line, "a", 0))
        XCTAssertEqual(ids[0], "2c7294a826ee23aefebd4fe96b81b0e0")
    }

    func testLiveEventsWithoutATimeHappenNow() {
        var context = EventContext(source: 0, identity: "a")
        context.setClock(clock)
        var batch = EventBatch(names: NameTable())
        XCTAssertNil(read(Array(#"{"id":"e","customer":"c","event":"b","at":null}"#.utf8), into: &batch, context: context))
        XCTAssertEqual(batch.events.first?.at, clock)
    }

    /// Whatever stands in a line: a record that reads back, or a reason; and every beginning of a good line is rejected.
    func testBrokenLinesNeverTrap() {
        let good = Array(
            (#"{"id":"e\u00e91","customer":"c42é","event":"browsed","at":"2026-11-21T08:30:00.5Z","#
                + #""a":{"b":[1,-2.5e3,true,null]},"t":"\ud83d\ude00"}"#)
                .utf8)
        for count in 0..<good.count {
            var batch = EventBatch(names: NameTable())
            XCTAssertNotNil(read(Array(good.prefix(count)), into: &batch), "\(count)")
        }
        let alphabet = Array("\"\\{}[]:,u019-.eE tfn\u{1}".utf8) + [0x80, 0xc3, 0xff]
        var state: UInt64 = 99
        var batch = EventBatch(names: NameTable())
        for _ in 0..<30_000 {
            var line = good
            for _ in 0..<2 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                line[Int(state >> 33) % line.count] = alphabet[Int(state >> 48) % alphabet.count]
            }
            batch.removeAll()
            if read(line, into: &batch) == nil, let event = batch.events.first {
                JSONMembers.forEach(in: Array(batch.text(event.properties).utf8)) { _, _ in }
            }
        }
    }
}

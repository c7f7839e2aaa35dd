import JourneyModel
import XCTest

final class JSONMembersTests: XCTestCase {
    private let members = Array(
        (#""price":199,"a":{"b":1,"c":{"d":2},"e":"x"},"tags":["x",1.5,true,null,[1],{"y":1}], "#
            + #""half" : 0.5 ,"na\u006de":"q\"\u00e9\ud83d\ude00","t.u":1,"t":{"u":2},"#
            + #""no":null,"f":false,"e":{},"l":[],"s":"","\\":"back""#)
            .utf8)

    func testLookup() {
        let cases: [(String, Value)] = [
            ("price", .integer(199)), ("a.b", .integer(1)), ("a.e", .text("x")), ("a.c", .unknown), ("a.c.d", .unknown),
            ("a", .unknown),
            ("tags", .list([.text("x"), .decimal(micros: 1_500_000), .boolean(true), .unknown, .unknown, .unknown])),
            ("half", .decimal(micros: 500_000)),
            ("name", .text("q\"é😀")), ("na\\u006de", .unknown), ("t.u", .integer(1)), ("no", .unknown), ("f", .boolean(false)),
            ("e", .unknown),
            ("e.x", .unknown), ("l", .list([])), ("s", .text("")), ("\\", .text("back")), ("missing", .unknown), ("", .unknown),
            ("b", .unknown), ("pric", .unknown),
        ]
        for (key, value) in cases { XCTAssertEqual(JSONMembers.value(of: key, in: members), value, key) }
        XCTAssertEqual(JSONMembers.value(of: "a", in: []), .unknown)
    }

    func testEveryMemberInOrder() {
        var keys: [String] = []
        JSONMembers.forEach(in: members) { key, _ in keys.append(key) }
        XCTAssertEqual(keys, ["price", "a.b", "a.c", "a.e", "tags", "half", "name", "t.u", "t.u", "no", "f", "l", "s", "\\"])
    }

    func testAnyBytesAreSafe() {
        var state: UInt64 = 7
        for _ in 0..<20_000 {
            var bytes = members
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(state >> 33) % bytes.count] = Array("\"\\{}[]:,ux0".utf8)[Int(state >> 50) % 11]
            }
            bytes.removeLast(Int(state >> 45) % bytes.count)
            _ = JSONMembers.value(of: "a.b", in: bytes)
            JSONMembers.forEach(in: bytes) { _, _ in }
        }
    }
}

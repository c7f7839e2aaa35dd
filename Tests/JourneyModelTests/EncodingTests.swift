import JourneyModel
import XCTest

final class EncodingTests: XCTestCase {
    private let values: [Value] = [
        .unknown, .boolean(true), .boolean(false), .integer(.min), .integer(.max), .integer(-1), .decimal(micros: 1), .text(""),
        .text("旅程"),
        .list([.integer(1), .list([.text("x")])]), .date(days: .min), .instant(.distantPast), .duration(.max),
        .timeOfDay(seconds: 5),
    ]

    func testEverythingComesBack() throws {
        var writer = ByteWriter()
        let numbers: [UInt64] = [0, 1, 127, 128, 16_383, 16_384, .max]
        for number in numbers { writer.unsigned(number) }
        for value in values { writer.value(value) }
        writer.flag(true)
        writer.timestamp(Timestamp(microseconds: -5))
        try writer.bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            for number in numbers { XCTAssertEqual(try reader.unsigned(), number) }
            for value in values { XCTAssertEqual(try reader.value(), value) }
            XCTAssertTrue(try reader.flag())
            XCTAssertEqual(try reader.timestamp(), Timestamp(microseconds: -5))
            XCTAssertTrue(reader.isAtEnd)
        }
    }

    func testDamagedBytesGiveErrorsNeverTraps() {
        var writer = ByteWriter()
        for value in values { writer.value(value) }
        var state: UInt64 = 1
        for round in 0..<20_000 {
            var bytes = writer.bytes
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
            if round % 2 == 0 { bytes.removeLast(Int(state >> 40) % bytes.count) }
            bytes.withUnsafeBytes { raw in
                var reader = ByteReader(raw)
                while !reader.isAtEnd, (try? reader.value()) != nil {}
            }
        }
    }

    func testDepthAndLengthAreBounded() {
        let deep = [UInt8](repeating: 6, count: 1) + (0..<200).flatMap { _ in [UInt8(1), 6] } + [0]
        let long: [UInt8] = [5] + [UInt8](repeating: 0xff, count: 9) + [1]
        let tooLong = [UInt8](repeating: 0xff, count: 11)
        for bytes in [deep, long] {
            bytes.withUnsafeBytes { raw in
                var reader = ByteReader(raw)
                XCTAssertNil(try? reader.value())
            }
        }
        tooLong.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            XCTAssertNil(try? reader.unsigned())
        }
    }

    /// Vectors of the reference implementation: key 00…0f, messages 00…n-1, SipHash-2-4.
    func testSipHashAgainstItsReferenceVectors() {
        let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
        let sip = SipHash(k0: key.0, k1: key.1, compressionRounds: 2, finalizationRounds: 4)
        let expected: [Int: UInt64] = [
            0: 0x726f_db47_dd0e_0e31, 1: 0x74f8_39c5_93dc_67fd, 7: 0xab02_00f5_8b01_d137, 8: 0x93f5_f579_9a93_2462,
            15: 0xa129_ca61_49be_45e5,
        ]
        for (count, hash) in expected {
            (0..<UInt8(count)).map { $0 }.withUnsafeBytes { XCTAssertEqual(sip.hash64($0), hash, "\(count)") }
        }
        [UInt8]().withUnsafeBytes { bytes in
            let wide = sip.hash128(bytes)
            XCTAssertEqual(wide.low, 0xe6a8_25ba_047f_81a3)
            XCTAssertEqual(wide.high, 0x9302_55c7_1472_f66d)
        }
        XCTAssertEqual(SipHash(key: Array(0..<16)).hash64(""), SipHash(k0: key.0, k1: key.1).hash64(""))
    }

    func testBucketsAreStableAndEven() {
        let hash = StableHash(salt: Array(0..<16))
        XCTAssertNotEqual(hash.hash("ab", "c"), hash.hash("a", "bc"))
        var arms = [Int](repeating: 0, count: 10)
        for customer in 0..<20_000 { arms[hash.bucket("cart", "split", "c\(customer)") / 1_000] += 1 }
        for arm in arms { XCTAssertTrue((1_850...2_150).contains(arm), "\(arms)") }
        XCTAssertEqual(
            String(decoding: StableHash.hex(low: 0x0123_4567_89ab_cdef, high: 1), as: UTF8.self),
            "00000000000000010123456789abcdef")
    }
}

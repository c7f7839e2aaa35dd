import XCTest

@testable import JourneyChannels

final class DigestTests: XCTestCase {
    /// FIPS 180-4 and the examples of the NIST Cryptographic Standards and Guidelines.
    func testSHA256() {
        let vectors: [(message: [UInt8], hash: String)] = [
            ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                Array("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu".utf8),
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
            ([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ]
        for (message, hash) in vectors { XCTAssertEqual(SHA256.hash(message).hex, hash, "\(message.count) bytes") }
    }

    /// However a message is cut into pieces, the hash is that of the whole.
    func testPieces() {
        let message = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 200] {
            let whole = SHA256.hash(message[..<length])
            for piece in [1, 3, 64] {
                var hash = SHA256()
                for start in stride(from: 0, to: length, by: piece) { hash.update(message[start..<min(start + piece, length)]) }
                XCTAssertEqual(hash.finish(), whole, "\(length) bytes by \(piece)")
            }
        }
    }

    /// RFC 4231, section 4.
    func testHMAC() {
        func text(_ text: String) -> [UInt8] { Array(text.utf8) }
        let vectors: [(key: [UInt8], message: [UInt8], mac: String)] = [
            ([UInt8](repeating: 0x0b, count: 20), text("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (text("Jefe"), text("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            (
                [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            (
                [UInt8](1...25), [UInt8](repeating: 0xcd, count: 50),
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131), text("Test Using Larger Than Block-Size Key - Hash Key First"),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131),
                text("This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."),
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
            ),
        ]
        for (index, vector) in vectors.enumerated() {
            XCTAssertEqual(HMAC.sha256(vector.message, key: vector.key).hex, vector.mac, "case \(index)")
        }
    }

    func testRetryAfter() throws {
        let now = try XCTUnwrap(HTTPDate.parse("Sun, 06 Nov 1994 08:49:37 GMT"))
        let cases: [(String?, Int64?)] = [
            (nil, nil), ("", nil), ("soon", nil), ("-5", nil), ("0", 0), (" 120 ", 120), ("99999999999999999999", 86_400), ("172800", 86_400),
            ("86399", 86_399), ("86400", 86_400), ("86401", 86_400), ("Mon, 07 Nov 1994 08:49:36 GMT", 86_399),
            ("Mon, 07 Nov 1994 08:49:37 GMT", 86_400), ("Mon, 07 Nov 1994 08:49:38 GMT", 86_400),
            ("Sun, 06 Nov 1994 08:50:07 GMT", 30), ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Mon, 06 Nov 2994 08:00:00 GMT", 86_400),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
        ]
        for (header, seconds) in cases {
            XCTAssertEqual(RetryAfter.wait(header, now: now), seconds.map { $0 * .second }, header ?? "none")
        }
    }
}

import JourneyModel
import XCTest

/// Addresses and text messages as the providers take them.
final class AddressFormTests: XCTestCase {
    func testNumbers() {
        let table: [(country: String?, written: String, expected: String?)] = [
            ("86", "13800000000", "+8613800000000"), ("86", "138 0000-0000", "+8613800000000"), ("86", "8613800000000", "+8613800000000"),
            ("86", "+86 138 0000 0000", "+8613800000000"), ("86", "008613800000000", "+8613800000000"),
            ("86", "010 12345678", "+861012345678"), ("86", "+1 (212) 555-1234", "+12125551234"), ("1", "(212) 555-1234", "+12125551234"),
            ("1", "12125551234", "+12125551234"), ("44", "07911 123456", "+447911123456"), (nil, "13800000000", "13800000000"),
            (nil, "+8613800000000", "+8613800000000"), (nil, "1", "1"), (nil, "+1", nil), ("86", "12", nil), ("86", "", nil), (nil, "", nil),
            ("86", "unknown", nil), ("86", "138a0000000", nil), ("86", "1+38", nil), (nil, "1234567890123456", nil), (nil, "+0123456789", nil),
            (nil, "12345678901234567890123", nil), (nil, "00", nil), (nil, "+", nil), ("86", "138\n0000000", nil),
        ]
        for (country, written, expected) in table {
            let form = AddressForm.phone(country: country)
            XCTAssertEqual(form.normalized(written), expected, "`\(written)` in \(country ?? "none")")
            XCTAssertEqual(form.accepts(written), expected != nil, written)
            // The one spelling of it is its own.
            if let expected { XCTAssertEqual(form.normalized(expected), expected) }
        }
    }

    func testEMail() {
        let table: [(written: String, expected: String?)] = [
            ("ann@example.com", "ann@example.com"), (" Ann@Example.COM\n", "Ann@example.com"), ("a.b+c@sub.example.co", "a.b+c@sub.example.co"),
            ("张@例子.中国", "张@例子.中国"), ("root@localhost", "root@localhost"), ("ann@example", nil), ("ann", nil), ("@example.com", nil),
            ("ann@", nil), ("ann@@example.com", nil), ("a@b@example.com", nil), ("a b@example.com", nil), ("ann@exa mple.com", nil),
            ("ann@example..com", nil), ("ann@.com", nil), ("ann@example.", nil), ("ann@example.com\r\nBcc: x@y.z", nil),
            ("<ann@example.com>", nil), ("ann@example.com,bob@example.com", nil), ("", nil), (" ", nil),
            (String(repeating: "a", count: 65) + "@example.com", nil),
        ]
        for (written, expected) in table {
            XCTAssertEqual(AddressForm.email.normalized(written), expected, written)
            XCTAssertEqual(AddressForm.email.accepts(written), expected != nil, written)
        }
    }

    /// One below each bound, at it, and one above.
    func testLengths() {
        func digits(_ count: Int) -> String { String(repeating: "1", count: count) }
        func text(_ count: Int) -> String { String(repeating: "a", count: count) }
        let table: [(form: AddressForm, address: String, isOne: Bool)] = [
            (.phone(country: nil), digits(14), true), (.phone(country: nil), digits(15), true), (.phone(country: nil), digits(16), false),
            (.phone(country: nil), "+" + digits(15), true), (.phone(country: nil), "+" + digits(16), false),
            (.phone(country: nil), "+" + digits(7), false), (.phone(country: nil), "+" + digits(8), true),
            (.phone(country: "86"), digits(13), true), (.phone(country: "86"), digits(14), false),
            (.email, text(63) + "@example.com", true), (.email, text(64) + "@example.com", true), (.email, text(65) + "@example.com", false),
            (.email, "a@\(text(250)).com", true), (.email, "a@\(text(251)).com", true), (.email, "a@\(text(252)).com", false),
        ]
        for (form, address, isOne) in table {
            XCTAssertEqual(form.accepts(address), isOne, address)
            XCTAssertEqual(form.normalized(address) != nil, isOne, address)
        }
    }

    func testTextMessages() {
        let table: [(text: String, isGSM: Bool, places: Int, messages: Int)] = [
            ("", true, 0, 0), ("Hello", true, 5, 1), (String(repeating: "a", count: 160), true, 160, 1),
            (String(repeating: "a", count: 161), true, 161, 2), (String(repeating: "a", count: 306), true, 306, 2),
            (String(repeating: "a", count: 307), true, 307, 3), ("€", true, 2, 1), (String(repeating: "€", count: 80), true, 160, 1),
            // 153 places hold 76 of them and a half, which is not cut.
            (String(repeating: "€", count: 153), true, 306, 3), ("您好", false, 2, 1), (String(repeating: "好", count: 70), false, 70, 1),
            (String(repeating: "好", count: 71), false, 71, 2), (String(repeating: "好", count: 134), false, 134, 2),
            (String(repeating: "好", count: 135), false, 135, 3), ("😀", false, 2, 1), (String(repeating: "😀", count: 67), false, 134, 3),
            ("`", false, 1, 1), ("$@[]", true, 6, 1),
        ]
        for (text, isGSM, places, messages) in table {
            let length = SMSLength(text)
            XCTAssertEqual([length.isGSM ? 1 : 0, length.places, length.messages], [isGSM ? 1 : 0, places, messages], "\(text.prefix(12))… \(text.count)")
        }
    }
}

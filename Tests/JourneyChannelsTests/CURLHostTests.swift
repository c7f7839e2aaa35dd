import CURLHost
import Foundation
import XCTest

/// What takes the place of a function of Foundation's that loses memory with each request.
final class CURLHostTests: XCTestCase {
    func testHostsAreCompared() {
        let cases: [(url: String, host: String, isEqual: Bool)] = [
            ("http://example.com/a?b#c", "example.com", true),
            ("https://user:secret@example.com:8443/", "example.com", true),
            ("http://127.0.0.1:80", "127.0.0.1", true),
            ("http://[::1]:80/", "[::1]", true),
            ("http://example.com/", "example.co", false),
            ("http://example.com/", "example.comm", false),
            ("http://example.com/", "", false),
            ("http://", "example.com", false),
            ("", "", false),
            ("http://a b/", "a b", false),
        ]
        for (url, host, isEqual) in cases { XCTAssertEqual(CFURLSessionCurlHostIsEqual(url, host), isEqual, "\(url) \(host)") }
    }

    /// It is this one that the session asks: what it forgets stays with the process otherwise, some 150 bytes each time.
    func testNothingStaysBehind() throws {
        let address = try XCTUnwrap(dlsym(nil, "CFURLSessionCurlHostIsEqual"))
        typealias Compare = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Bool
        let compare = unsafeBitCast(address, to: Compare.self)
        func resident() throws -> Int {
            let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
            return (Int(pages[1]) ?? 0) * 4
        }
        XCTAssertTrue(compare("http://example.com/", "example.com"))
        let before = try resident()
        for _ in 0..<300_000 { _ = compare("http://example.com:8080/hook?a=b", "example.com") }
        XCTAssertLessThan(try resident() - before, 10_000, "kilobytes")
    }
}

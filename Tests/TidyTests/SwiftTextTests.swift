import XCTest

final class SwiftTextTests: XCTestCase {
    func testCodeAndCommentsApart() {
        let cases: [(source: String, code: String, comments: String)] = [
            ("let a = 1 // note", "let a = 1 ", "// note"),
            ("a /* b /* c */ d */ e", "a  e", "/* b /* c */ d */"),
            (#"f("x // no") // yes"#, "f() ", "// yes"),
            (#"f("a \"b\" c")"#, "f()", ""),
            (#"f("a \(g("b", h(1))) c", 2)"#, "f(g(, h(1)) , 2)".replacingOccurrences(of: " ,", with: ","), ""),
            (##"f(#"a "b" \(c)"#)"##, "f()", ""),
            (##"f(#"a \#(c + "d") e"#)"##, "f(c + )", ""),
            ("f(\"\"\"\n  a \"b\" // c\n  \"\"\")", "f(\n\n)", "\n\n"),
            ("#if x\n#endif", "#if x\n#endif", "\n"),
            ("a / b", "a / b", ""),
        ]
        for (source, code, comments) in cases {
            let text = SwiftText(source)
            XCTAssertEqual(text.code.joined(separator: "\n"), code, source)
            XCTAssertEqual(text.comments.joined(separator: "\n"), comments, source)
        }
    }
}

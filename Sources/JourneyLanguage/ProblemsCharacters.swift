/// The characters of the file.
extension Problem {
    static var invalidUTF8: Problem {
        Problem(
            "J0001", "these bytes are no text", "这几个字节读不成文字", label: ("not UTF-8", "不是 UTF-8"),
            help: ("save the file as UTF-8", "请用 UTF-8 编码另存这个文件"))
    }

    static func controlCharacter(_ value: UInt32) -> Problem {
        let digits = String(value, radix: 16, uppercase: true)
        let hexadecimal = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return Problem(
            "J0002", "an invisible character (U+\(hexadecimal)) stands here", "这里夹了一个看不见的字符（U+\(hexadecimal)）",
            label: ("invisible", "看不见"), help: ("delete it", "把它删掉"))
    }

    static func strayCharacter(_ character: String) -> Problem {
        let isCurrency = ["$", "¥", "￥", "€", "£"].contains(character)
        return Problem(
            "J0003", "`\(character)` means nothing here", "`\(character)` 在这里没有意义",
            label: ("not part of the language", "不是旅程语言的符号"),
            help: character == "{" || character == "}"
                ? ("blocks need no braces: what belongs to an `if` goes up to its `end`", "段落不用大括号：\(inChinese(.if)) 里的内容写到 \(inChinese(.end)) 为止")
                : isCurrency
                ? ("amounts are plain numbers: leave the sign out", "金额直接写数字，去掉货币符号")
                : ("inside a text, put the text in `\"` quotes", "如果它是一段文字的一部分，请把整段文字放进双引号"))
    }

    static func unterminatedText(opened: String, closes: String) -> Problem {
        Problem(
            "J0004", "this text is never closed", "这段文字有头没尾", label: ("opened with `\(opened)`", "从 `\(opened)` 开始"),
            help: (
                "close it with `\(closes)` on the same line; a text of several lines stands between `\"\"\"`",
                "在同一行用 `\(closes)` 收尾；文字有好几行时，前后各写 `\"\"\"`"
            ))
    }

    static var unterminatedPlaceholder: Problem {
        Problem(
            "J0005", "this placeholder is never closed", "这个占位符没有收尾", label: ("`}` is missing", "缺少 `}`"),
            help: ("close it with `}`; a brace of the text itself is `\\{`", "用 `}` 收尾；文案里本来就要大括号时写 `\\{`"))
    }

    static func unknownEscape(_ escape: String) -> Problem {
        Problem(
            "J0006", "`\(escape)` is no escape", "没有 `\(escape)` 这种转义", label: ("unknown escape", "不认识的转义"),
            help: (
                "the escapes are `\\\"` `\\\\` `\\n` `\\t` `\\{` and `\\u{…}`; a backslash of the text itself is `\\\\`",
                "可用的转义有 `\\\"` `\\\\` `\\n` `\\t` `\\{` 和 `\\u{…}`；文字里本来就要反斜杠时写 `\\\\`"
            ))
    }

    static var singleQuotes: Problem {
        Problem(
            "J0007", "texts stand in double quotes", "文字要用双引号", label: ("single quotes", "这里是单引号"),
            help: ("write `\"` on both sides", "两边都换成 `\"`"))
    }

    static func foreignOperator(_ sign: String, ours: String) -> Problem {
        Problem("J0015", "`\(sign)` is written `\(ours)` here", "`\(sign)` 在这里要写成 `\(ours)`", label: ("write `\(ours)`", "写 `\(ours)`"))
    }

    static var leadingDot: Problem {
        Problem(
            "J0016", "a number begins with a digit", "数字不能以小数点开头", label: ("`0.` is meant", "应该是 `0.`"),
            help: ("write `0.` and the digits", "前面补一个 0，写成 `0.5` 这样"))
    }

    static var fileTooLarge: Problem {
        Problem(
            "J0017", "the file is larger than \(largestFile >> 20) MiB", "文件超过了 \(largestFile >> 20) MiB",
            help: ("split it into several files", "请拆成几个文件"))
    }
}

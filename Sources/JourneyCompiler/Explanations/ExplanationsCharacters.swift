extension Explanation {
    /// The characters of a file.
    static let characters: [Explanation] = [
        Explanation(
            "J0001", ("the file is not UTF-8", "文件不是 UTF-8 编码"),
            (
                "Journeys are stored as UTF-8, which every editor can write. The bytes that are pointed at belong to another encoding, often GBK from an old spreadsheet or editor. Open the file there and save it as UTF-8.",
                "旅程文件一律用 UTF-8 保存，各种编辑器都支持。被指出的字节属于别的编码，常见的是旧表格或旧编辑器里的 GBK。用原来的软件打开，另存为 UTF-8 就好。"
            )),
        Explanation(
            "J0002", ("an invisible character", "看不见的字符"),
            (
                "A control character or a mark of writing direction came in, mostly by copying from a web page or a chat. It shows nothing and means nothing; delete it, or type the line anew.",
                "从网页或聊天窗口复制时，容易带进控制符或文字方向标记。它不显示，也没有意义；删掉它，或者把这一行重新打一遍。"
            ),
            wrong: "when browsed\u{7F} send coupon via wecom", right: "when browsed send coupon via wecom",
            chinese: ("当 浏览\u{7F} 发送 优惠券 通过 企业微信", "当 浏览 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0003", ("a sign that is not part of the language", "旅程语言里没有的符号"),
            (
                "Outside of texts only words, numbers and the signs of comparison and arithmetic mean something. A sign of a text, such as a currency, belongs into the quotes of that text; amounts are plain numbers.",
                "文字之外只有词、数字和比较、计算符号有意义。货币符号之类的属于文案，要写在引号里；金额直接写数字。"
            ),
            wrong: "when bought where total > ¥100 send thanks via sms", right: "when bought where total > 100 send thanks via sms",
            chinese: ("当 购买 满足 金额 大于 ¥100 发送 感谢 通过 短信", "当 购买 满足 金额 大于 100 发送 感谢 通过 短信")),
        Explanation(
            "J0004", ("a text that is never closed", "文字有头没尾"),
            (
                "A text begins with a quotation mark and ends with one on the same line; opened by `“` it ends at `”`. A text of several lines stands between three marks on each side.",
                "文字用引号开头，在同一行用引号收尾；用 `“` 开头就用 `”` 收尾。文字有好几行时，前后各写三个引号。"
            ),
            wrong: "when browsed send \"spring coupon via wecom", right: "when browsed send \"spring coupon\" via wecom",
            chinese: ("当 浏览 发送 “春季优惠券 通过 企业微信", "当 浏览 发送 “春季优惠券” 通过 企业微信")),
        Explanation(
            "J0005", ("a placeholder that is never closed", "占位符没有收尾"),
            (
                "In a text `{…}` is a place that is filled for each customer, so a `{` needs its `}`. Where the brace itself is meant, write a backslash before it.",
                "文字里的 `{…}` 会按每位客户填入内容，所以 `{` 必须有 `}`。如果就是要显示大括号，前面加一个反斜杠。"
            ),
            wrong: "when browsed send hello with text: \"Dear {name\" via sms",
            right: "when browsed send hello with text: \"Dear \\{name\" via sms"),
        Explanation(
            "J0006", ("an escape that does not exist", "没有这种转义"),
            (
                "In a text a backslash begins an escape: a quotation mark, a backslash, a line break, a tab, a brace, or a character by its number. Any other letter behind it is a mistake; a backslash of the text itself is written twice.",
                "文字里的反斜杠表示转义，可以写引号、反斜杠、换行、制表符、大括号，或按编号写字符。后面跟别的字母就错了；文案里本来就要反斜杠时写两个。"
            ),
            wrong: "when browsed send hello with text: \"50\\% off\" via sms", right: "when browsed send hello with text: \"50% off\" via sms"),
        Explanation(
            "J0007", ("single quotes around a text", "文字用了单引号"),
            (
                "Texts stand in double quotes, straight or curly, so that an apostrophe can be part of them.",
                "文字要用双引号，直的弯的都行；单引号留给文案里的撇号用。"
            ),
            wrong: "when browsed where product is 'tea' send coupon via wecom",
            right: "when browsed where product is \"tea\" send coupon via wecom",
            chinese: ("当 浏览 满足 商品 是 ‘茶’ 发送 优惠券 通过 企业微信", "当 浏览 满足 商品 是 “茶” 发送 优惠券 通过 企业微信")),
        Explanation(
            "J0015", ("a comparison written as in other languages", "比较符号用了别的语言的写法"),
            (
                "`=` compares and never stores, so one is enough; `and`, `or`, `not` are words, because a journey is read aloud. `is in` and the like are one word shorter here. The fix puts in what was meant.",
                "`=` 在这里就是比较，写一个就够；“且”“或”“非”直接写词，因为旅程是要念得出来的。按建议修改即可。"
            ),
            wrong: "when bought where total == 100 && city is \"Shanghai\" send thanks via sms",
            right: "when bought where total = 100 and city is \"Shanghai\" send thanks via sms",
            chinese: ("当 购买 满足 金额 == 100 && 城市 是 “上海” 发送 感谢 通过 短信", "当 购买 满足 金额 = 100 且 城市 是 “上海” 发送 感谢 通过 短信")),
        Explanation(
            "J0016", ("a number that begins with a point", "数字以小数点开头"),
            (
                "A point between two names reads a property, and elsewhere it is the end of a sentence. A number therefore begins with a digit.",
                "点号写在两个名称之间表示取属性，别处表示句子结束，所以数字必须以数字开头。"
            ),
            wrong: "when bought where rate > .5 send thanks via sms", right: "when bought where rate > 0.5 send thanks via sms",
            chinese: ("当 购买 满足 折扣 大于 .5 发送 感谢 通过 短信", "当 购买 满足 折扣 大于 0.5 发送 感谢 通过 短信")),
        Explanation(
            "J0017", ("a file that is too large", "文件太大"),
            (
                "A file of this size holds some fifty thousand journeys; it is most likely not a journey at all, but a log or a picture with the wrong ending. Split it if it is one.",
                "这么大的文件能放下几万个旅程，多半不是旅程，而是改错后缀的日志或图片。真是旅程的话，请拆成几个文件。"
            )),
    ]
}

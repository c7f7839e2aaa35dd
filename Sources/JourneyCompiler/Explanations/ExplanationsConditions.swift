extension Explanation {
    /// What the checker finds in conditions and values.
    static let conditions: [Explanation] = [
        Explanation(
            "J1010", ("a value where a condition is needed", "该写条件的地方写了值"),
            (
                "A condition is true or false by itself; a value, a calculation or a text is not. Compare it with something.",
                "条件本身有真假，而值、算式、文字没有。要把它和别的比一比。"
            ),
            wrong: "when bought\n  if total + 1 tag warm end", right: "when bought\n  if total + 1 > 100 tag warm end"),
        Explanation(
            "J1011", ("a condition where a value is needed", "该写值的地方写了条件"),
            (
                "Attributes and arguments take values. To set one of two values by a condition, branch with `if`.",
                "属性和参数要的是值。想按条件给不同的值，请用“如果”分支。"
            ),
            wrong: "when bought\n  set vip to total > 100", right: "when bought\n  if total > 100 set vip to true end"),
        Explanation(
            "J1012", ("a comparison of two kinds", "两种类型的值相比"),
            (
                "A number is never equal to a text, and a date never after a duration, so this comparison would be false for every customer. Write both sides in one kind.",
                "数字永远不等于文字，日期也没法和时长比先后，这样的比较对谁都不成立。两边要写同一种类型。"
            ),
            wrong: "when bought\n  if 10 > \"ten\" tag warm end", right: "when bought\n  if 10 > total tag warm end",
            chinese: ("当 购买\n  如果 10 大于 “十” 打标签 高意向 结束", "当 购买\n  如果 10 大于 金额 打标签 高意向 结束")),
        Explanation(
            "J1013", ("a calculation with something else than numbers", "拿不能计算的值来计算"),
            (
                "Numbers can be calculated with, and durations added to instants. Texts are not joined by `+`.",
                "能计算的是数字，时刻也可以加减时长。文字不能用 `+` 拼接。"
            ),
            wrong: "when bought\n  set greeting to \"hello\" + 1", right: "when bought\n  set points to points + 1"),
        Explanation(
            "J1014", ("an empty range", "空的区间"),
            (
                "`between` takes the lower bound first; the other way round nothing lies between the two.",
                "“介于”先写小的、再写大的；反过来中间什么也没有。"
            ),
            wrong: "when bought where total between 100 and 10 tag warm", right: "when bought where total between 10 and 100 tag warm"),
        Explanation(
            "J1015", ("a search for something that is no text", "找的不是文字"),
            (
                "`starts with` looks at the beginning of a text; what it looks for is a text, in quotes.",
                "“开头是”看的是文字的开头，要找的也得是引号里的文字。"
            ),
            wrong: "when bought where sku starts with 12 tag warm", right: "when bought where sku starts with \"12\" tag warm"),
        Explanation(
            "J1016", ("a property of something that is not known here", "不知道是谁的属性"),
            (
                "Before the dot stands `event`, the event that let the customer enter, `customer`, or an event that is declared or that some journey looks at: then it is the last such event seen in this journey.",
                "点号前面写 `event`（让客户进入旅程的事件）、`customer`，或声明过、有旅程关注的事件：那就是在这个旅程里最近见到的一次。"
            ),
            wrong: "when bought\n  if evnt.total > 100 tag warm end", right: "when bought\n  if event.total > 100 tag warm end"),
        Explanation(
            "J1018", ("a value compared with itself", "自己和自己比"),
            (
                "In the `where` of a triggering event, `event` is that very event, so both sides are the same property and the comparison says nothing.",
                "触发事件的条件里，`event` 就是这个事件本身，两边是同一个属性，比了等于没比。"
            ),
            wrong: "when bought where total > event.total tag warm", right: "when bought where total > customer.average tag warm"),
    ]
}

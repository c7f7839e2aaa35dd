extension Explanation {
    /// What the checker finds in types and units.
    static let types: [Explanation] = [
        Explanation(
            "J1071", ("one name used as two types", "同一个名称当成两种类型"),
            (
                "Nothing declares the name, and two places compare it with values of different types. A value has one type, so one of the two is false for everybody.",
                "这个名称没有声明，两处却拿它和不同类型的值比较。值只有一种类型，总有一处永远不成立。"
            ),
            wrong: "when bought where total > 100 and total is \"many\" tag warm", right: "when bought where total > 100 and size is \"large\" tag warm"),
        Explanation(
            "J1072", ("a value that is not in the list", "不在取值里"),
            (
                "The declaration lists all values (`one of`), and this is none of them: the comparison is false for everybody.",
                "声明里列出了全部取值，这个不在其中，比较对谁都不成立。"
            ),
            wrong: "customer\n  tier one of \"gold\", \"silver\"\nend\nwhen bought\n  if tier is \"glod\" tag warm end",
            right: "customer\n  tier one of \"gold\", \"silver\"\nend\nwhen bought\n  if tier is \"gold\" tag warm end"),
        Explanation(
            "J1073", ("a length of time without its unit", "时长没有单位"),
            (
                "The difference of two moments is a length of time, and `30` could be days or hours. Write the unit.",
                "两个时刻相减得到时长，光写 `30` 分不清是天还是小时，请写上单位。"
            ),
            wrong: "when bought\n  if now - paid_at > 30 tag warm end", right: "when bought\n  if now - paid_at > 30d tag warm end"),
        Explanation(
            "J1074", ("a unit where days are counted", "天数不用写单位"),
            ("`days since` counts days already: what it is compared with is a plain number.", "“距上次…天数”已经是天数，和它比的就是一个数字。"),
            wrong: "when browsed\n  if days since bought > 30d tag warm end", right: "when browsed\n  if days since bought > 30 tag warm end"),
        Explanation(
            "J1075", ("a text that is no date", "不是日期的文字"),
            ("Beside a date a text is read as a date, and this one cannot be.", "和日期比较的文字会当作日期来读，这段文字读不成日期。"),
            wrong: "customer\n  birthday date\nend\nwhen bought\n  if birthday > \"soon\" tag warm end",
            right: "customer\n  birthday date\nend\nwhen bought\n  if birthday > 2000-01-01 tag warm end"),
        Explanation(
            "J1076", ("greater or less without an order", "没有大小可比"),
            ("True and false, and lists, are equal or not; none is greater.", "真假和列表只有相等不相等，没有大小。"),
            wrong: "customer\n  vip boolean\nend\nwhen bought\n  if vip > true tag warm end",
            right: "customer\n  vip boolean\nend\nwhen bought\n  if vip is true tag warm end"),
        Explanation(
            "J1077", ("a value of another type", "类型不对的值"),
            ("The attribute or property is declared with a type, and this value has another.", "客户属性或事件属性声明了类型，给的值却是另一种。"),
            wrong: "customer\n  points number\nend\nwhen bought\n  set points to \"many\"",
            right: "customer\n  points number\nend\nwhen bought\n  set points to 10"),
        Explanation(
            "J1078", ("a sum of what is no number", "统计的不是数字"),
            ("Sums and averages are of numbers; the least and the greatest also of dates.", "总和、平均值只能算数字；最大、最小也可以是日期。"),
            wrong: "event bought\n  product text\nend\nwhen bought\n  if sum of bought.product ever > 100 tag warm end",
            right: "event bought\n  total number\nend\nwhen bought\n  if sum of bought.total ever > 100 tag warm end"),
        Explanation(
            "J1079", ("an attribute that is no date", "不是日期的客户属性"),
            ("Schedules and waits that go by an attribute need one that is a date.", "按客户属性定时或等待，要用日期类型的属性。"),
            wrong: "customer\n  name text\nend\nwhen on name at 9:00 tag warm", right: "customer\n  birthday date\nend\nwhen on birthday at 9:00 tag warm"),
        Explanation(
            "J1080", ("an unknown format", "不认识的格式"),
            ("A placeholder writes its value as `money`, `number`, `percent`, `date` or `time`.", "占位符的格式有 `money`、`number`、`percent`、`date`、`time`。"),
            wrong: "customer\n  points number\nend\nmessage hello for sms \"{points as mony}\" end",
            right: "customer\n  points number\nend\nmessage hello for sms \"{points as money}\" end"),
        Explanation(
            "J1081", ("a format for another type", "格式和类型不符"),
            ("Money, numbers and percents are written of numbers, dates and times of dates.", "金额、数字、百分比用于数字，日期、时间用于日期。"),
            wrong: "customer\n  name text\nend\nmessage hello for sms \"{name as money}\" end",
            right: "customer\n  name text\nend\nmessage hello for sms \"{name}\" end"),
        Explanation(
            "J1082", ("a goal whose value is no number", "目标的价值不是数字"),
            ("What a conversion is worth is summed up in reports, so it is a number of the goal's event.", "转化的价值会在报表里求和，所以要是数字。"),
            wrong: "event bought\n  product text\nend\nwhen bought goal bought within 3d value product tag warm",
            right: "event bought\n  total number\nend\nwhen bought goal bought within 3d value total tag warm"),
    ]
}

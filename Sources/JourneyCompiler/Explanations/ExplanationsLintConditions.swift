extension Explanation {
    /// What lints find in conditions and loops.
    static let lintConditions: [Explanation] = [
        Explanation(
            "J1200", ("journeys that set each other off for ever", "旅程没完没了地互相触发"),
            (
                "A journey records an event that lets the same customer into the next journey at once, and so on back to the first, again always and without a wait. The engine stops it after a thousand steps, and the customer's journey fails.",
                "一个旅程记录的事件让同一位客户马上进入下一个旅程，如此绕回第一个，每次都能再次进入，中间也没有等待。引擎走到一千步会强行停下，客户的旅程也就失败了。"
            ),
            wrong: "when visited again always record visited", right: "when visited again after 1d record visited"),
        Explanation(
            "J1201", ("a journey that starts itself", "启动自己的旅程"),
            (
                "Without `again` a customer enters a journey once, so a `start` of the journey itself lets nobody in. For rounds there is `repeat`.",
                "没有写再次进入的规则时，每个客户只能进入一次，所以旅程启动自己不会有任何作用。要循环请用“最多 重复”。"
            ),
            wrong: "journey nudge when browsed wait 1d send hint via sms start nudge end",
            right: "journey nudge when browsed repeat up to 3 times every 1d send hint via sms end end"),
        Explanation(
            "J1202", ("a condition that always holds", "永远成立的条件"),
            (
                "Two parts joined by `or` of which one always holds choose nobody: whoever is not gold is not silver either, or the other way round. Most often `and` was meant.",
                "用“或”连接的两个条件总有一个成立，就等于没有条件：不是金卡的人，或者不是银卡的人，加起来就是所有人。多半是想写“且”。"
            ),
            wrong: "when browsed if tier is not \"gold\" or tier is not \"silver\" send offer via sms end",
            right: "when browsed if tier is not \"gold\" and tier is not \"silver\" send offer via sms end",
            chinese: ("当 浏览 如果 等级 不是 \"gold\" 或 等级 不是 \"silver\" 发送 优惠 通过 短信 结束", "当 浏览 如果 等级 不是 \"gold\" 且 等级 不是 \"silver\" 发送 优惠 通过 短信 结束")),
        Explanation(
            "J1203", ("a condition that never holds", "永远不成立的条件"),
            (
                "No value is both of what is asked, so nobody gets any further here. Most often `or` was meant, or one of the signs is turned round.",
                "没有任何值能同时满足，所以谁也走不过去。多半是想写“或”，或者大于小于写反了。"
            ),
            wrong: "when browsed if tier is \"gold\" and tier is \"silver\" send offer via sms end",
            right: "when browsed if tier is \"gold\" or tier is \"silver\" send offer via sms end",
            chinese: ("当 浏览 如果 等级 是 \"gold\" 且 等级 是 \"silver\" 发送 优惠 通过 短信 结束", "当 浏览 如果 等级 是 \"gold\" 或 等级 是 \"silver\" 发送 优惠 通过 短信 结束")),
        Explanation(
            "J1204", ("a look back shorter than the wait", "回看的时间比等待的短"),
            (
                "After three days of waiting, `clicked within 1d` sees the last day alone; most people click within hours of the message and are taken for silent. Look back as long as was waited, or wait for the click itself with `wait up to`.",
                "等了三天之后，“1天 内 点击”只看最后一天；多数人收到消息几小时内就点了，反而会被当成没反应。等了多久就看多久，或者用“最多 等待”直接等点击。"
            ),
            wrong: "when browsed send hint via sms wait 3d if not clicked within 1d send offer via sms end",
            right: "when browsed send hint via sms wait 3d if not clicked within 3d send offer via sms end"),
        Explanation(
            "J1205", ("a round longer than the time between rounds", "一轮比间隔还长"),
            (
                "Rounds are counted from start to start. Where the steps of a round wait longer than that, the next one begins at once when they end, and `every` says nothing.",
                "间隔从每轮的开始算起。一轮里的等待比间隔还长，下一轮就会紧接着开始，间隔也就不起作用了。"
            ),
            wrong: "when browsed repeat up to 3 times every 1d send hint via sms wait 2d send offer via sms end",
            right: "when browsed repeat up to 3 times every 4d send hint via sms wait 2d send offer via sms end"),
        Explanation(
            "J1206", ("a wait for a day that is over", "等待的日期已经过了"),
            (
                "A date that is past is no wait at all. Nobody enters before the journey's first day, and this day lies before it.",
                "日期过了就不会等待。旅程第一天之前没有人进入，而这个日期比那天还早。"
            ),
            wrong: "when on 2026-11-11 at 20:00 send doors_open via sms wait until 2026-11-10 send last_hours via sms",
            right: "when on 2026-11-11 at 20:00 send doors_open via sms wait until 2026-11-12 19:00 send last_hours via sms"),
        Explanation(
            "J1217", ("a text without quotes", "文字没有加引号"),
            (
                "A bare name is a value that is looked up: an attribute of the customer, or in the `where` of an event a property. Texts stand in quotes. `check --fix` puts them in.",
                "没有引号的词会被当成要去查的值：客户的属性，或者事件条件里的事件属性。文字要加引号，`check --fix` 可以自动加上。"
            ),
            wrong: "when browsed if tier is gold send offer via sms end", right: "when browsed if tier is \"gold\" send offer via sms end",
            chinese: ("当 浏览 如果 等级 是 金卡 发送 优惠 通过 短信 结束", "当 浏览 如果 等级 是 \"金卡\" 发送 优惠 通过 短信 结束")),
        Explanation(
            "J1229", ("an `else if` that is decided above", "前面已经判断过的分支"),
            (
                "Branches are asked from the top, and the first that holds is taken. A narrower condition below a wider one is never reached.",
                "分支从上往下判断，第一个成立的就走进去。窄的条件写在宽的条件后面，就永远轮不到。"
            ),
            wrong: "when bought if points > 100 tag warm else if points > 1000 tag hot end",
            right: "when bought if points > 1000 tag hot else if points > 100 tag warm end"),
    ]
}

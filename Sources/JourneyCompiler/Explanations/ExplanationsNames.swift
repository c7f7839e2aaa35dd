extension Explanation {
    /// What the checker finds in names, once something is declared.
    static let names: [Explanation] = [
        Explanation(
            "J0160", ("a name cut out of words without spaces", "从连写的词里断出来的名称"),
            (
                "Chinese may be written without spaces. Names that a file declares or quotes are then found as they are; of any other name one can only guess where it ends, which is before the next keyword that can follow it. The note shows what was read, so that a wrong guess is seen. A declaration, quotes or a space on both sides settle it.",
                "中文可以不加空格连着写。声明过或加过引号的名称会原样认出；其他名称读到下一个能接在后面的关键词为止，断在哪里是猜的。这条提示给您看断成了什么，免得断错。声明它、加引号或两边加空格，就不用猜了。"
            ),
            wrong: "当浏览就打标签高意向", right: "当 浏览 就 打标签 高意向", chinese: ("当浏览就打标签高意向", "当 浏览 就 打标签 高意向")),
        Explanation(
            "J1062", ("a name that nothing declares", "没有声明过的名称"),
            (
                "Once a workspace declares events, attributes, messages, audiences or coupons, every name of that kind is looked up; one that is not there is most often misspelt. The file works all the same; under `--strict` it is an error.",
                "工作区里一旦声明了事件、客户属性、消息、人群或优惠券，用到的同类名称都会核对；找不到的多半是写错了。文件照样能用，加上 `--strict` 就算错误。"
            ),
            wrong: "event bought end\nwhen boght tag warm", right: "event bought end\nwhen bought tag warm"),
        Explanation(
            "J1063", ("a property that its event does not declare", "事件没有声明过的属性"),
            (
                "The event is declared with its properties, and this is none of them, so the value would be unknown whenever the declaration is right.",
                "事件声明了自己的属性，这个不在其中；如果声明没错，它就永远没有值。"
            ),
            wrong: "event bought\n  total number\nend\nwhen bought where totl > 100 tag warm",
            right: "event bought\n  total number\nend\nwhen bought where total > 100 tag warm"),
        Explanation(
            "J1064", ("declared twice", "重复声明"),
            (
                "A name or another name of it (`also`) stands for one thing in a workspace. Of two declarations the first holds; only an attribute may be declared again with the same type.",
                "在一个工作区里，一个名称（包括“又名”）只代表一样东西。重复时以先写的为准；只有类型相同的客户属性可以再声明一次。"
            ),
            wrong: "event bought end\nevent bought end", right: "event bought end\nevent paid end"),
        Explanation(
            "J1065", ("a value listed twice", "取值重复"),
            ("The list after `one of` needs each value once.", "取值列表里每个值写一次就够了。"),
            wrong: "customer\n  tier one of \"gold\", \"gold\"\nend", right: "customer\n  tier one of \"gold\", \"silver\"\nend"),
        Explanation(
            "J1066", ("the triggering event of a schedule", "定时旅程里的触发事件"),
            (
                "A journey that a clock or a date starts has no triggering event, so `event.…` is unknown for everybody.",
                "由时间或日期触发的旅程没有触发事件，`event.…` 对谁都没有值。"
            ),
            wrong: "when every day at 10:00\n  set seen to event.product", right: "when browsed\n  set seen to event.product"),
        Explanation(
            "J1067", ("something else than the code of a coupon", "优惠券只有券码"),
            ("Of the coupon that was given last, the code can be shown: `coupon.code`.", "最近发放的优惠券，可以写出的是券码：`coupon.code`。"),
            wrong: "when bought\n  set seen to coupon.value", right: "when bought\n  set seen to coupon.code"),
        Explanation(
            "J1068", ("something of a moment in an audience", "人群条件里写了当下的东西"),
            (
                "Who is in an audience is kept up as events come and spans end. The present moment, the day of the week or an event of some journey would change it for everybody at every moment; ask for them in the journey.",
                "人群随着事件发生和期限到期更新。现在的时刻、星期几或某个旅程的事件会让所有人时刻变动，请写在旅程的条件里。"
            ),
            wrong: "audience awake = time between 9:00 and 18:00", right: "audience keen = bought within 30d"),
        Explanation(
            "J1069", ("audiences that depend on each other", "人群互相依赖"),
            (
                "An audience may use others, but not itself, not even through others: there would be no place to begin.",
                "人群可以引用别的人群，但绕一圈又回到自己就无从算起。"
            ),
            wrong: "audience a = in audience b\naudience b = in audience a", right: "audience a = in audience b\naudience b = has tag warm"),
        Explanation(
            "J1109", ("too much inside an audience", "人群套得太多"),
            (
                "An audience may use others, and these others again: all of it may have to be looked at for one event. So they go eight "
                    + "deep, and with what is inside them to 1000 conditions.",
                "人群可以引用别的人群，一层套一层；来一个事件，就可能要全部算一遍。所以最多套八层，连同里面的最多 1000 个条件。"
            ),
            wrong: (1...8).map { "audience a\($0) = in audience a\($0 + 1)" }.joined(separator: "\n") + "\naudience a9 = has tag warm",
            right: "audience a1 = in audience a2\naudience a2 = has tag warm"),
        Explanation(
            "J1070", ("the same as nothing", "谈不上同一"),
            (
                "`with same` compares with the first event of the pattern, so it stands behind a later one, or behind one that is counted.",
                "“同一”和句子里第一个事件比较，所以要写在后面的事件上，或写在要数次数的事件上。"
            ),
            wrong: "when ordered with same order but not paid within 30m send reminder via sms",
            right: "when ordered but not paid with same order within 30m send reminder via sms"),
    ]
}

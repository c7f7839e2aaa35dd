extension Explanation {
    /// What the checker finds in coupons, messages, calendars and limits.
    static let catalogue: [Explanation] = [
        Explanation(
            "J1083", ("a coupon without codes", "没有券可发"),
            ("Codes come out of a file or out of a stock; without either nothing can ever be given.", "券码来自文件或库存，两样都没有就永远发不出券。"),
            wrong: "coupon ten\n  valid 7d\nend", right: "coupon ten\n  stock 500\n  valid 7d\nend"),
        Explanation(
            "J1086", ("codes and a stock", "既有券码又有库存"),
            (
                "With `codes from` there are as many as the file has lines; `stock` is for coupons that are all alike.",
                "写了“券码 来自”，数量就是文件的行数；“库存”用于没有各自券码的券。"
            ),
            wrong: "coupon ten\n  codes from \"ten.csv\"\n  stock 500\nend", right: "coupon ten\n  codes from \"ten.csv\"\nend"),
        Explanation(
            "J1087", ("dates the other way round", "日期前后颠倒"),
            ("The first day comes first; both days are included.", "先写第一天，再写最后一天，两天都算在内。"),
            wrong: "when bought from 2026-11-12 until 2026-11-11 tag warm", right: "when bought from 2026-11-11 until 2026-11-12 tag warm"),
        Explanation(
            "J1088", ("two texts for one channel", "一个渠道两份文案"),
            ("A message says one thing on each channel.", "一条消息在每个渠道只有一份文案。"),
            wrong: "channel sms also texts adapter console end\nmessage hello\n  for sms \"a\"\n  for texts \"b\"\nend",
            right: "channel sms also texts adapter console end\nmessage hello\n  for texts \"b\"\nend"),
        Explanation(
            "J1089", ("a part said twice", "同一部分写了两次"),
            ("Each part of a text, such as `subject`, stands once.", "文案的每个部分（例如 `subject`）只写一次。"),
            wrong: "message hello\n  for email subject \"a\" subject \"b\"\nend", right: "message hello\n  for email subject \"a\" body \"b\"\nend"),
        Explanation(
            "J1090", ("a message without a text for the channel", "消息没有这个渠道的文案"),
            (
                "The message is declared with texts for other channels only, so there is nothing to send on this one.",
                "这条消息只写了别的渠道的文案，在这个渠道上没有内容可发。"
            ),
            wrong: "message hello\n  for sms \"hello\"\nend\nwhen bought send hello via wecom",
            right: "message hello\n  for sms \"hello\"\nend\nwhen bought send hello via sms"),
        Explanation(
            "J1091", ("a message about an event, sent without one", "没有事件，消息却要写事件"),
            (
                "The message shows a property of the triggering event, and this journey is started by a clock or a date. Where a value is missing the message is not sent.",
                "消息里要写触发事件的属性，这个旅程却由时间触发。缺值的消息不会发出。"
            ),
            wrong: "message hello\n  for sms \"{event.product}\"\nend\nwhen every day at 10:00 send hello via sms",
            right: "message hello\n  for sms \"{event.product or \"it\"}\"\nend\nwhen every day at 10:00 send hello via sms"),
        Explanation(
            "J1092", ("a message about another event", "消息写的是别的事件"),
            (
                "The message shows a property that the event which starts this journey does not have. Where a value is missing the message is not sent.",
                "消息里写的属性，触发这个旅程的事件没有。缺值的消息不会发出。"
            ),
            wrong:
                "event bought\n  total number\nend\nevent visited end\nmessage hello\n  for sms \"{event.total}\"\nend\nwhen visited send hello via sms",
            right:
                "event bought\n  total number\nend\nevent visited end\nmessage hello\n  for sms \"{event.total}\"\nend\nwhen bought send hello via sms"),
        Explanation(
            "J1093", ("quiet hours without a length", "免打扰没有时长"),
            ("Quiet hours run from the first time to the second; equal times would mean never or always.", "免打扰从第一个时间到第二个时间；两个相同就说不清是从不还是全天。"),
            wrong: "policy\n  quiet from 8:00 to 8:00\nend", right: "policy\n  quiet from 22:00 to 8:00\nend"),
    ]
}

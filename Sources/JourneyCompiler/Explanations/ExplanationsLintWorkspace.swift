extension Explanation {
    /// What lints find in a workspace as a whole, and in its schedules and messages.
    static let lintWorkspace: [Explanation] = [
        Explanation(
            "J1207", ("marketing without a question for consent", "没有检查营销同意"),
            (
                "A journey is marketing unless it says otherwise, and marketing needs the customer's consent. `require consent marketing` asks it for all of them, when a message is queued and again when it leaves.",
                "没有特别说明的旅程都是营销，营销要先得到客户同意。在策略里写“须同意 营销”，所有营销消息入队和发出时都会检查。"
            ),
            wrong: "policy at most 3 messages per 7d end\nwhen signed_up send welcome via email",
            right: "policy require consent marketing at most 3 messages per 7d end\nwhen signed_up send welcome via email"),
        Explanation(
            "J1208", ("marketing outside any cap", "没有频次上限的营销消息"),
            (
                "Each journey is modest by itself; together they can send a customer ten messages a day. A cap counts over all journeys. One without a channel counts all channels.",
                "每个旅程单独看都不多，加在一起一天可能发十条。上限会跨旅程一起计数，不写渠道就所有渠道一起计数。"
            ),
            wrong: "policy require consent marketing end\nwhen signed_up send welcome via email",
            right: "policy require consent marketing at most 3 messages per 7d end\nwhen signed_up send welcome via email"),
        Explanation(
            "J1209", ("quiet hours around the clock", "免打扰占满全天"),
            (
                "Quiet hours of all channels and those of one channel hold together. Where they leave no gap, marketing messages wait for ever.",
                "所有渠道的免打扰和单个渠道的免打扰会叠加。如果一点空档也没有，营销消息就永远发不出去。"
            ),
            wrong: "policy quiet from 20:00 to 8:00 quiet from 8:00 to 20:00 via sms end", right: "policy quiet from 20:00 to 8:00 quiet from 8:00 to 9:00 via sms end"),
        Explanation(
            "J1210", ("a time in the quiet hours", "写的时间在免打扰时段内"),
            (
                "A message whose time comes in the quiet hours waits at its step until they end, so it leaves at another time than is written.",
                "到点时正好是免打扰，消息会在这一步等到免打扰结束，实际发出的时间和写的不一样。"
            ),
            wrong: "policy quiet from 22:00 to 8:00 require consent marketing at most 3 messages per 7d end\nwhen every monday at 7:00 for customers where has tag early send news via sms",
            right: "policy quiet from 22:00 to 8:00 require consent marketing at most 3 messages per 7d end\nwhen every monday at 9:00 for customers where has tag early send news via sms"),
        Explanation(
            "J1211", ("a placeholder that may have no value", "占位符可能没有值"),
            (
                "A message is not sent with a hole in it: whoever lacks the value gets nothing, with the outcome `missing_value`. With `or` something else stands there.",
                "消息不会留着空白发出去：没有这个值的客户收不到，结果记为 `missing_value`。用“或”写上替代的内容就能发。"
            ),
            wrong: "policy require consent marketing at most 3 messages per 7d end\nmessage welcome for email \"Hello {name}!\" end\nwhen signed_up send welcome via email",
            right: "policy require consent marketing at most 3 messages per 7d end\nmessage welcome for email \"Hello {name or \"there\"}!\" end\nwhen signed_up send welcome via email"),
        Explanation(
            "J1213", ("two messages within an hour", "一小时内两条消息"),
            (
                "The same event, or the same hour, lets a customer into both journeys, and both send at once on one channel. Conditions can tell the customers apart, and a cap of one message chooses by itself, by `priority`.",
                "同一个事件或同一个时间让客户进入两个旅程，而两个旅程马上就在同一个渠道发消息。可以用条件把客户分开，也可以用一条消息的上限，让优先级来选。"
            ),
            wrong: "policy require consent marketing at most 3 messages per 7d end\njourney a when signed_up send welcome via sms end\njourney b when signed_up send gift via sms end",
            right: "policy require consent marketing at most 1 message per 1d via sms at most 3 messages per 7d end\njourney a when signed_up send welcome via sms end\njourney b when signed_up send gift via sms end"),
        Explanation(
            "J1216", ("two languages in one file", "一个文件混用两种语言"),
            (
                "English and Chinese keywords mean the same and may be mixed; a file in one language is easier to read. `journey fmt --language en` or `zh` translates it without loss.",
                "中英文关键词意思相同，可以混用，但一个文件只用一种更好读。`journey fmt --language zh` 或 `en` 可以无损转换。"
            ),
            wrong: "当 browsed send coupon via wecom", right: "when browsed send coupon via wecom",
            chinese: ("当 浏览 且 加购 2天 内 发送 优惠券 via 企业微信", "当 浏览 且 加购 2天 内 发送 优惠券 通过 企业微信")),
        Explanation(
            "J1218", ("a text message without a signature", "短信没有签名"),
            (
                "Chinese carriers turn marketing messages away that do not name their sender in 【】, with the name that is registered. Some providers put it in by themselves; then this can be left as it is.",
                "国内运营商会拦截没有【】签名的营销短信，签名要先报备。有的服务商会自动加上签名，那就不用管。"
            ),
            wrong: "policy require consent marketing at most 3 messages per 7d end\nmessage gift for sms \"您有一份礼物待领取，退订回T\" end\nwhen signed_up send gift via sms",
            right: "policy require consent marketing at most 3 messages per 7d end\nmessage gift for sms \"【优品】您有一份礼物待领取，退订回T\" end\nwhen signed_up send gift via sms"),
        Explanation(
            "J1219", ("a text message without a way out", "短信没有退订方式"),
            (
                "Laws almost everywhere ask that a marketing message says how to get no more of them, as in `Reply STOP to opt out`. What comes back belongs into the event `unsubscribed`.",
                "几乎各地法律都要求营销短信写明退订方式：中文写“退订回T”，英文写 Reply STOP。收到的回复记为事件 `unsubscribed`。"
            ),
            wrong: "policy require consent marketing at most 3 messages per 7d end\nmessage gift for sms \"A gift is waiting for you\" end\nwhen signed_up send gift via sms",
            right: "policy require consent marketing at most 3 messages per 7d end\nmessage gift for sms \"A gift is waiting for you. Reply STOP to opt out\" end\nwhen signed_up send gift via sms"),
        Explanation(
            "J1223", ("a message at midnight", "零点发送"),
            (
                "A schedule without a time is at 0:00 in the customer's time zone. That suits a tag and hardly a message.",
                "没有写时间的日程在客户时区的零点执行。打标签可以，发消息就不合适了。"
            ),
            wrong: "when every monday send news via sms", right: "when every monday at 10:00 send news via sms",
            chinese: ("当 每周一 发送 早报 通过 短信", "当 每周一 10:00 发送 早报 通过 短信")),
        Explanation(
            "J1224", ("a schedule for everybody", "面向所有客户的日程"),
            (
                "A schedule without `for customers where` lets every customer in who was ever seen, those too who have not been here for years.",
                "没有写面向谁的日程，会让所有客户都进入，包括几年没来过的。"
            ),
            wrong: "policy require consent marketing at most 3 messages per 7d end\nwhen every monday at 10:00 send news via sms",
            right: "policy require consent marketing at most 3 messages per 7d end\nwhen every monday at 10:00 for customers where bought within 365d send news via sms"),
        Explanation(
            "J1230", ("a look back over more than is kept", "要看的时间比事件保留的时间长"),
            (
                "What a running journey asks of the past is kept with each customer, however old it is. Of the time before the journey was deployed only the events in the log count, and those go after `keep events`.",
                "旅程运行以后，它要看的过去会记在每个客户身上，再久也不丢。上线以前的只能从日志里看，而日志里的事件超过“保留事件”的时间就没有了。"
            ),
            wrong: "policy keep events 30d require consent marketing at most 3 messages per 7d end\nwhen browsed for customers where bought within 90d again after 7d send offer via email",
            right: "policy keep events 90d require consent marketing at most 3 messages per 7d end\nwhen browsed for customers where bought within 90d again after 7d send offer via email"),
        Explanation(
            "J1228", ("fallbacks between undeclared channels", "备用渠道都没有声明"),
            (
                "Messages to a channel that is not declared are printed, which never fails; so the fallback is never tried, and nothing leaves.",
                "没有声明的渠道只会把消息打印出来，而且不会失败，所以备用渠道用不上，消息也没有真正发出。"
            ),
            wrong: "policy require consent marketing at most 3 messages per 7d end\nwhen signed_up send welcome via wecom or else sms",
            right: "policy require consent marketing at most 3 messages per 7d end\nchannel wecom adapter console end\nchannel sms adapter console end\nwhen signed_up send welcome via wecom or else sms"),
    ]
}

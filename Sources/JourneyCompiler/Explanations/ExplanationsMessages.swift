extension Explanation {
    /// How long texts are, and what channels say of themselves.
    static let messages: [Explanation] = [
        Explanation(
            "J1120", ("a country that is no calling code", "国家或地区代码写错"),
            (
                "`country` is what numbers without a code of their own begin with, so that 138 0000 0000 becomes +8613800000000: 86 for China, 1 for North America, 44 for Britain.",
                "`country` 是拨号时的国家或地区代码，没写代码的号码会补上它：138 0000 0000 变成 +8613800000000。中国是 86，北美是 1，英国是 44。"
            ),
            wrong: "channel sms adapter console country china end", right: "channel sms adapter console country 86 end"),
        Explanation(
            "J1121", ("a cost that is no number", "费用不是数字"),
            (
                "`cost` is what one message on this channel costs, in the money you count in. Reports add it up for each journey and channel.",
                "`cost` 是这个渠道一条消息的费用，按你们记账的货币写。报告会按旅程和渠道累计。"
            ),
            wrong: "channel sms adapter console cost cheap end", right: "channel sms adapter console cost 0.045 end"),
        Explanation(
            "J1122", ("a limit above what a group's robot takes", "限速高于群机器人的上限"),
            (
                "The robot of a WeCom group takes 20 messages a minute and refuses more. So many hold whatever the channel says; a smaller limit holds as it stands.",
                "企业微信群机器人每分钟最多收 20 条，多了会拒绝。不管渠道写多少，都按每分钟 20 条发；写得更小则照写的来。"
            ),
            wrong: "channel robot adapter wecom_robot key env ROBOT_KEY limit 1 per second end",
            right: "channel robot adapter wecom_robot key env ROBOT_KEY limit 20 per minute end"),
        Explanation(
            "J1240", ("a text longer than its channel takes", "文案超过渠道的长度上限"),
            (
                "What stands there is too long before anything is put in. Nothing is cut silently: such a message would end as `failed` for everybody. WeCom takes 2,048 bytes of text, a Chinese character being three of them, a text message 500 characters.",
                "还没填入内容就已经超长。系统不会悄悄截断，这样的消息对所有客户都会记为 `failed`。企业微信文本最多 2048 字节（一个汉字三字节），短信最多 500 个字符。"
            )),
        Explanation(
            "J1242", ("a message that says nothing on its channel", "消息在这个渠道没有内容"),
            (
                "The adapter behind the channel has nothing to hand over: the message has no text for this channel, or none of the parts that the adapter sends. It would end as `failed` for everybody. `console`, `file`, `webhook` and `exec` take a message by its name alone.",
                "渠道背后的适配器没有东西可发：消息没有写这个渠道的文案，或写的部分它都不发。这样的消息对所有客户都会记为 `failed`。`console`、`file`、`webhook`、`exec` 只要有消息名就能发。"
            ),
            wrong: "channel wecom adapter wecom corp \"ww1\" agent 1000002 secret env WECOM_SECRET end\nmessage coupon for wecom title \"20% off\" end\nwhen browsed send coupon via wecom",
            right: "channel wecom adapter wecom corp \"ww1\" agent 1000002 secret env WECOM_SECRET end\nmessage coupon for wecom title \"20% off\" url \"https://shop.example/20\" end\nwhen browsed send coupon via wecom"),
        Explanation(
            "J1243", ("a text message without a template", "短信没有写模板"),
            (
                "Aliyun sends a text message by a template that it has approved, under an approved signature; the texts of the message and what `with` hands over fill in the template's variables. Which template it is stands in the message, `template \"SMS_154950909\"`, or in the channel for all messages that name none.",
                "阿里云只按审核过的模板和签名发短信，消息的各部分和 `with` 的内容用来填模板里的变量。用哪个模板写在消息里：`template \"SMS_154950909\"`；也可以写在渠道里，没写模板的消息都用它。"
            ),
            wrong: "channel sms adapter sms access_key_id env ID secret env SECRET signature \"Shop\" end\nmessage code for sms body \"Your code is {code}. Reply STOP to opt out.\" end\nwhen signed_up send code with code: event.code via sms",
            right: "channel sms adapter sms access_key_id env ID secret env SECRET signature \"Shop\" end\nmessage code for sms template \"SMS_154950909\" end\nwhen signed_up send code with code: event.code via sms"),
        Explanation(
            "J1244", ("a mini program without all of its parts", "小程序消息缺少部分"),
            (
                "`appid` makes a message a mini program. WeCom refuses one to a member without `title`, and one to a customer, by an employee, without `title`, `page` and `picture_id`.",
                "写了 `appid` 就是小程序消息。发给成员的必须有 `title`；由员工发给客户的必须有 `title`、`page` 和 `picture_id`，否则会被企业微信拒绝。"
            ),
            wrong: "channel wecom adapter wecom corp \"ww1\" agent 1000002 secret env WECOM_SECRET end\nmessage coupon for wecom appid \"wx1\" page \"index\" end",
            right: "channel wecom adapter wecom corp \"ww1\" agent 1000002 secret env WECOM_SECRET end\nmessage coupon for wecom appid \"wx1\" page \"index\" title \"20% off\" end"),
        Explanation(
            "J1245", ("an e-mail without a subject", "邮件没有主题"),
            (
                "The mail would leave with an empty subject, which many people and most filters take for junk. A text alone is the body.",
                "邮件会带着空主题发出去，很多人和大多数过滤器会把它当垃圾邮件。只写一段文字时，它就是正文。"
            ),
            wrong: "channel email adapter email from \"tea@shop.example\" end\nmessage news for email \"New tea has come.\" end",
            right: "channel email adapter email from \"tea@shop.example\" end\nmessage news for email subject \"New tea\" body \"New tea has come.\" end"),
        Explanation(
            "J1241", ("a text message of several parts", "短信会拆成多条计费"),
            (
                "A text message holds 160 letters, or 70 where one of them is outside the GSM alphabet, as all Chinese ones are. A longer text is sent and paid for as several of 153 or 67 each.",
                "一条短信能放 160 个英文字符，只要有一个汉字就只有 70 个字。更长的会拆成多条发送和计费，每条 153 或 67 个。"
            )),
    ]
}

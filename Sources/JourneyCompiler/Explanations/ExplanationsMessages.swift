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
            "J1240", ("a text longer than its channel takes", "文案超过渠道的长度上限"),
            (
                "What stands there is too long before anything is put in. Nothing is cut silently: such a message would end as `failed` for everybody. WeCom takes 2,048 bytes of text, a Chinese character being three of them, a text message 500 characters.",
                "还没填入内容就已经超长。系统不会悄悄截断，这样的消息对所有客户都会记为 `failed`。企业微信文本最多 2048 字节（一个汉字三字节），短信最多 500 个字符。"
            )),
        Explanation(
            "J1241", ("a text message of several parts", "短信会拆成多条计费"),
            (
                "A text message holds 160 letters, or 70 where one of them is outside the GSM alphabet, as all Chinese ones are. A longer text is sent and paid for as several of 153 or 67 each.",
                "一条短信能放 160 个英文字符，只要有一个汉字就只有 70 个字。更长的会拆成多条发送和计费，每条 153 或 67 个。"
            )),
    ]
}

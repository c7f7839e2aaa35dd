extension Explanation {
    /// What the checker finds in channels and policies.
    static let declarations: [Explanation] = [
        Explanation(
            "J1050", ("an adapter that does not exist", "没有这种适配器"),
            (
                "An adapter is the program part that delivers the messages of a channel. `console` prints them, `file` appends them to a file, others bring them to a provider.",
                "适配器负责把渠道的消息送出去。`console` 打印到屏幕，`file` 追加到文件，其余的交给服务商。"
            ),
            wrong: "channel wecom adapter consol end", right: "channel wecom adapter console end"),
        Explanation(
            "J1052", ("a channel without an adapter", "渠道没有写适配器"),
            (
                "A declared channel says which adapter delivers its messages.",
                "声明渠道时要写明由哪个适配器送出消息。"
            ),
            wrong: "channel wecom end", right: "channel wecom adapter console end",
            chinese: ("渠道 企业微信 结束", "渠道 企业微信 adapter console 结束")),
        Explanation(
            "J1053", ("a channel that lacks a setting", "渠道缺少设置"),
            (
                "An adapter needs to know some things: `file` to which file it appends, a provider's who asks. Secrets come from the environment.",
                "适配器有些事必须知道：`file` 要知道写到哪个文件，服务商的适配器要知道账号。密钥从环境里取。"
            ),
            wrong: "channel wecom adapter file end", right: "channel wecom adapter file path \"wecom.jsonl\" end",
            chinese: ("渠道 企业微信 adapter file 结束", "渠道 企业微信 adapter file path “wecom.jsonl” 结束")),
        Explanation(
            "J1054", ("a setting of another kind, or out of bounds", "设置的值种类不对或超出范围"),
            (
                "A setting is a text in quotes, a number or a length of time within bounds, or `true` and `false`. A text may come from the environment with `env`.",
                "设置的值是加引号的文字、一定范围内的数字或时长，或者 `true`、`false`；文字也可以用“环境变量”从环境里取。"
            ),
            wrong: "channel wecom adapter file path 12 end", right: "channel wecom adapter file path \"12\" end"),
        Explanation(
            "J1055", ("a setting that the adapter does not know", "适配器不认识的设置"),
            (
                "Each adapter has its own settings; what it does not know has no effect, so it is refused.",
                "每种适配器有自己的设置；它不认识的设置不起作用，所以不允许写。"
            ),
            wrong: "channel push adapter exec program \"push.py\" colour \"red\" end", right: "channel push adapter exec program \"push.py\" end"),
        Explanation(
            "J1056", ("a setting that is probably misspelt", "设置名可能写错了"),
            (
                "The adapter knows no setting of this name, but one that differs by a letter or two; as it stands it has no effect.",
                "适配器没有这个设置，但有个只差一两个字母的；照现在这样写不起作用。"
            ),
            wrong: "channel wecom adapter file pth \"wecom.jsonl\" end", right: "channel wecom adapter file path \"wecom.jsonl\" end"),
        Explanation(
            "J1057", ("a channel that is declared twice", "渠道重复声明"),
            (
                "A channel is declared once in a workspace, in whichever file.",
                "一个渠道在整个工作区里只声明一次，写在哪个文件都行。"
            ),
            wrong: "channel wecom adapter console end\nchannel wecom adapter console end", right: "channel wecom adapter console end",
            chinese: ("渠道 企业微信 adapter console 结束\n渠道 企业微信 adapter console 结束", "渠道 企业微信 adapter console 结束")),
        Explanation(
            "J1058", ("a secret in a file", "密钥写在了文件里"),
            (
                "Journey files are shared, mailed and kept in version control, so secrets come from the environment of the scheduler only. If this one was real, replace it where it was issued.",
                "旅程文件会共享、转发、存进版本库，密钥只能从运行环境里取。如果这里写的是真密钥，请尽快到签发的地方换掉。"
            ),
            wrong: "channel hook adapter console secret \"abc123\" end", right: "channel hook adapter console secret env HOOK_SECRET end"),
        Explanation(
            "J1060", ("two rules that contradict each other", "两条规则互相冲突"),
            (
                "A workspace has one policy, which may be spread over files. The same rule may stand twice where it says the same, not where it says two things.",
                "一个工作区只有一套策略，可以分写在几个文件里。同一条规则重复写可以，但内容必须一致。"
            ),
            wrong: "policy grace 5m end\npolicy grace 10m end", right: "policy grace 10m end",
            chinese: ("策略 宽限 5分钟 结束\n策略 宽限 10分钟 结束", "策略 宽限 10分钟 结束")),
        Explanation(
            "J1061", ("a time zone that does not exist", "没有这个时区"),
            (
                "Time zones are named as in the time-zone data base, by continent and city; abbreviations such as CST mean different things in different countries.",
                "时区按国际时区库的名称写，洲名加城市名；CST 这类缩写在不同国家指的不一样，不能用。"
            ),
            wrong: "policy time zone \"Asia/Shangai\" end", right: "policy time zone \"Asia/Shanghai\" end",
            chinese: ("策略 时区 “Asia/Shangai” 结束", "策略 时区 “Asia/Shanghai” 结束")),
        Explanation(
            "J1099", ("an alert about a channel, through the same channel", "用出问题的渠道发它自己的告警"),
            (
                "A channel that fails cannot tell of it. The alert goes through another one, such as one that your team reads.",
                "渠道失败时，告警从它那里也发不出去。请换一个渠道，例如团队自己看的那个。"
            ),
            wrong: "policy alert when channel sms fails 5 times via sms end", right: "policy alert when channel sms fails 5 times via email end",
            chinese: ("策略 告警条件 渠道 短信 连续失败 5次 通过 短信 结束", "策略 告警条件 渠道 短信 连续失败 5次 通过 邮件 结束")),
        Explanation(
            "J1094", ("an alert that is on from the start", "一开始就会触发的告警"),
            (
                "The coupon never has as many codes as the alert asks for, so it would be on from the first day and tell nothing.",
                "优惠券的总数比告警线还低，第一天就会告警，起不到提醒的作用。"
            ),
            wrong: "coupon ten stock 50 end\npolicy alert when coupon ten below 100 via sms end",
            right: "coupon ten stock 500 end\npolicy alert when coupon ten below 100 via sms end",
            chinese: (
                "优惠券池 满减 库存 50 结束\n策略 告警条件 优惠券池 满减 低于 100 通过 短信 结束",
                "优惠券池 满减 库存 500 结束\n策略 告警条件 优惠券池 满减 低于 100 通过 短信 结束"
            )),
    ]
}

/// Common words of the trade that hold a word which is also a keyword.
///
/// Inside a glued name that no catalogue knows, such a word is read whole: 积分到期 is one name, though 到 is a keyword. They are no
/// names by themselves, and a word whose parts often meet by chance (未来 in 未来店) must not stand here.
enum ChineseWords {
    static let whole: [String] = """
        之前 目前 提前 前往 前台 当前 当天 当日 当月 当季 当年 当面 相当 适当
        到店 到期 到货 到账 到达 到访 到场 到家 到岗 到院 签到 收到 达到 遇到 直到 报到
        就诊 就医 就餐 就业 就读 成就 规则 原则 细则 准则 法则
        而且 并且 但是 不但 或许 或者
        行为 成为 作为 认为 因为 为何 为期 是否 是非 可是 总是 还是
        目的 的士 的确 有的 过期 过敏 过户 过保 过程 过年 过往 过滤 经过 超过 不过 通过率 通过券
        礼遇 待遇 机遇 奇遇 遇见
        规避 自动 自提 自营 自助 自己 自拍 自然 各自 来自
        在线 在途 在家 在售 在校 在职 存在 内在 现在
        内容 店内 国内 室内 院内 站内 会员内购
        非会员 非常 并非 除非 是非 不满 不限 不足 不同 不良
        每日签到 次日 次卡 次月 首次 多次 层次 再次 天猫 等级 等候 同一 同等 初等 高等
        记录仪 浏览记录 消费记录 购买记录 订单记录 设置成功 发送成功 发送失败 等待区 分支机构
        目标客户 目标人群 达成目标 业绩目标 会员价值 高价值 低价值 测试版 标签页
        审核通过 认证通过 考试通过 验证通过 申请通过 面试通过
        活动结束 试用结束 课程结束 服务结束 订单结束 直播结束 咨询结束 旅程结束
        服务停止 订阅停止 库存增加 积分增加 优惠券发放 奖品发放 礼品发放 权益发放
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)

    static let trie: WordTrie = {
        var trie = WordTrie()
        for (number, word) in whole.enumerated() { trie.insert(word.unicodeScalars, Int32(truncatingIfNeeded: number)) }
        return trie
    }()

    /// Added to the number of a keyword by the form that closes it.
    static let closer: Int32 = 0x100

    /// Every Chinese form of every keyword, with the keyword's number; the words of a phrase may have white space between them.
    static let keywords: WordTrie = {
        var trie = WordTrie()
        for row in Keywords.rows {
            for form in row.chinese {
                let closes = form == row.chineseCloser ? closer : 0
                trie.insert(form.unicodeScalars, Int32(row.keyword.rawValue) | closes)
            }
        }
        return trie
    }()
}

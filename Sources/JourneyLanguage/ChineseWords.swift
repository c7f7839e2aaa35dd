/// Common words of the trade that hold a word which is also a keyword.
///
/// Inside a glued name that no catalogue knows, such a word is read whole: 购买行为 is one name, though 为 is a keyword. They are no
/// names by themselves, and a word whose parts often meet by chance (成就 in 完成就) must not stand here.
enum ChineseWords {
    static let whole: [String] = """
        之前 目前 提前 前往 前台 当前 当天 当日 当月 当季 当年 当面 相当 适当
        就诊 就医 就餐 就业 就读 规则 原则 细则 准则 法则
        而且 并且 但是 不但 或许 或者
        行为 成为 作为 认为 因为 为何 为期 是否 可是 总是 还是
        目的 的士 的确 有的 过期 过敏 过户 过保 过程 过年 过往 过滤 经过 超过 不过
        礼遇 待遇 机遇 奇遇 遇见
        在线 在途 在家 在售 在校 在职 存在
        目标客户 目标人群 达成目标 业绩目标 会员价值 高价值 低价值
        设置成功 发送成功 发送失败 等待区 测试版
        审核通过 认证通过 考试通过 验证通过 申请通过 面试通过 通过率
        活动结束 试用结束 课程结束 服务结束 订单结束 直播结束 咨询结束
        优惠券发放 奖品发放 礼品发放 权益发放
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

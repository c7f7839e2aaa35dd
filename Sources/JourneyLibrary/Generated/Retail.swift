// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let retail: [LibraryFolder] = [
        retailBigSale,
        retailBirthday,
        retailBrowseRescue,
        retailCartRescue,
        retailChurnPrevention,
        retailClerkTask,
        retailCommunityInvite,
        retailCouponExpiry,
        retailEventInvitation,
        retailMembershipExpiry,
        retailMembershipUpgrade,
        retailPaymentReminder,
        retailPointsExpiry,
        retailPostPurchaseCare,
        retailPriceDrop,
        retailRestockAlert,
        retailReviewRequest,
        retailSecondPurchase,
        retailStoreVisit,
        retailWelcome,
        retailWinBack,
    ]

    static let retailBigSale = LibraryFolder(
        "retail/big_sale",
        [
            .init(
                "big_sale.journey",
##"""
# Three stages, each its own journey: warm up a week before, open at eight in the evening, close the night after.
journey big_sale_warm_up "Before the eleventh"
  when browsed 3 times within 7d
  from 2026-11-04 until 2026-11-10
  # Raise it day by day as long as the outbox keeps up.
  roll out to 50%
  goal bought within 10d value total and continue
  exit when unsubscribed

  tag sale_watcher
  send mark_your_list via wecom
end

journey big_sale "Opening night"
  when on 2026-11-11 at 20:00
  for customers where not has tag staff
      and (has tag sale_watcher or in audience champions or bought within 365d)
  goal bought within 2d value total
  exit when unsubscribed
  # Who never hears of it shows what the sale would have sold anyway.
  hold out 10%
  roll out to 50%
  priority 20
  expires 2h
  owner "Campaigns, Chen"

  if in audience champions or tier in ("gold", "silver")
    give sale_eighty
      or else
        send doors_open via wecom or else sms
        stop
    end
    send doors_open_with_coupon via wecom or else sms
    stop
  end
  split "opening"
    40% "list"    send your_list_is_cheaper via wecom or else sms
    40% "doors"   send doors_open via wecom or else sms
    20% "silence"
  end
  wait until 2026-11-12 19:00
  # Those whom the split left in silence hear of the end like all others.
  send five_hours_left via wecom or else sms
end

message mark_your_list
  for wecom "The eleventh is near: what is on your list is marked down first. {link "https://shop.example/list"}"
end

message doors_open
  for wecom "{name or "Hello"}, it has begun: up to half off until midnight tomorrow. {link "https://shop.example/1111"}"
  for sms   "【Maple】It has begun: up to half off until midnight tomorrow. shop.example/1111 Reply T to opt out"
end

message doors_open_with_coupon
  for wecom "{name or "Hello"}, it has begun, and 80 off over 500 are in your wallet. {link "https://shop.example/1111"}"
  for sms   "【Maple】It has begun, and 80 off over 500 are in your wallet. shop.example/1111 Reply T to opt out"
end

message your_list_is_cheaper
  for wecom "{name or "Hello"}, it has begun, with your list first. {link "https://shop.example/list"}"
  for sms   "【Maple】It has begun, with your list first. shop.example/list Reply T to opt out"
end

message five_hours_left
  for wecom "Five hours left. What is in your cart keeps its price until midnight."
  for sms   "【Maple】Five hours left. Your cart keeps its price until midnight. Reply T to opt out"
end

"""##),
            .init(
                "catalogue.journey",
##"""
event browsed also 浏览 "Looked at a product"
  product also 商品 text
end

event bought also 购买 "A paid order"
  total also 金额 number
end

event clicked also 点击
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  tier also 等级 one of "gold", "silver", "bronze"
end

audience champions also 高价值 "Bought for 3,000 in the year, and lately" =
    sum of bought.total within 365d >= 3000 and bought within 90d

coupon sale_eighty also 大促券 "80 off over 500"
  stock 50000
  1 for each customer
  valid 3d
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
  limit 50 per second
end

channel sms
  adapter console
  limit 200 per second
end

policy
  time zone "Asia/Shanghai"
  # On this night until one: the sale begins at eight and people wait for it.
  quiet from 1:00 to 8:00
  at most 2 messages per 1d via sms
  at most 6 messages per 7d
  require consent marketing
  hold out 5%
  # A mistake in a condition must not reach everybody.
  stop after 500000 messages per 1h
  catch up at 500 per second
  keep events 800d
end

"""##),
            .init(
                "tests.journey",
##"""
test "staff are left out" for big_sale starting 2026-11-11 12:00
  customer with tag: "staff", consent: "marketing"
  at 0m bought with total: 300
  at 3d browsed
  expect no messages
end

test "the warm-up ends with the tenth" for big_sale_warm_up starting 2026-11-10 23:00
  customer with consent: "marketing"
  at 0m browsed with product: "A"
  at 30m browsed with product: "B"
  at 1h browsed with product: "C"
  expect no messages
  expect not in journey at 2h
end

test "who bought nothing in the year is not disturbed" for big_sale starting 2026-11-11 12:00
  customer with consent: "marketing"
  at 0m browsed
  at 3d browsed
  expect no messages
end

"""##),
            .init(
                "zh/big_sale.zh.journey",
##"""
# 双十一分两段：一周前预热，当晚八点开场。
旅程 大促预热 "双十一预热"
  当 7天 内 浏览 3次
  有效期 自 2026-11-04 至 2026-11-10
  # 先放一半，发得顺再加。
  放量 至 50%
  目标 10天 内 购买 价值 金额 达成后继续
  退出条件 退订

  打标签 大促关注
  通过 企业微信 发送 清单提醒
结束

旅程 大促开场 "双十一开场"
  当 在 2026-11-11 20:00
  面向 客户 满足 非 有标签 员工 且 (有标签 大促关注 或 属于人群 高价值 或 365天 内 购买 过)
  目标 2天 内 购买 价值 金额
  退出条件 退订
  对照组 10%
  放量 至 50%
  优先级 20
  过期不发 2小时
  负责人 "活动组 小陈"

  如果 属于人群 高价值 或 等级 属于 ("gold", "silver")
    发放 大促券 不成则 停止 结束
    通过 企业微信 其次 短信 发送 开场有券
    停止
  结束
  分流 "开场"
    40% "清单" 通过 企业微信 其次 短信 发送 清单降价
    40% "会场" 通过 企业微信 其次 短信 发送 大促开始
    20% "不发"
  结束
  等到 2026-11-12 19:00
  通过 企业微信 其次 短信 发送 最后五小时
结束

消息 清单提醒
  用于 企业微信 "大促快到了，先把想要的放进清单，降价第一个通知您：{链接 "https://shop.example/list"}"
结束

消息 大促开始
  用于 企业微信 "{姓名 或 "亲"}，开场啦！全场低至五折，明晚零点结束：{链接 "https://shop.example/1111"}"
  用于 短信     "【枫叶生活】开场啦！低至五折，明晚零点结束 shop.example/1111 退订回T"
结束

消息 开场有券
  用于 企业微信 "{姓名 或 "亲"}，开场啦！满500减80元券已到账：{链接 "https://shop.example/1111"}"
  用于 短信     "【枫叶生活】开场啦！满500减80元券已到账 shop.example/1111 退订回T"
结束

消息 清单降价
  用于 企业微信 "{姓名 或 "亲"}，您清单里的宝贝先降价啦：{链接 "https://shop.example/list"}"
  用于 短信     "【枫叶生活】您清单里的宝贝先降价啦 shop.example/list 退订回T"
结束

消息 最后五小时
  用于 企业微信 "只剩五小时，购物车里的价格保留到零点。"
  用于 短信     "【枫叶生活】只剩五小时，购物车里的价格保留到零点。退订回T"
结束

测试 "员工不参加" 用于 大促开场 开始于 2026-11-11 12:00
  客户 附带 tag: "员工", consent: "marketing"
  于 0分钟 购买 附带 金额: 300
  于 3天 浏览
  预期 无消息
结束

"""##),
        ])

    static let retailBirthday = LibraryFolder(
        "retail/birthday",
        [
            .init(
                "birthday.journey",
##"""
# On the day: a greeting for all, a gift for who bought in the year.
journey birthday "Birthday"
  when on birthday at 9:00
  # A birthday is over at midnight; a late greeting is worse than none.
  expires 12h
  goal bought within 30d value total
  exit when unsubscribed

  if tier is "gold" or sum of bought.total within 365d >= 500
    give birthday_gift
      or else
        send birthday_wishes via wecom or else sms
        stop
    end
    send birthday_present via wecom or else sms
  else
    send birthday_wishes via wecom or else sms
  end
end

message birthday_wishes
  for wecom "Happy birthday, {name or "dear customer"}! All of us at Maple wish you a good day."
  for sms   "【Maple】Happy birthday! All of us at Maple wish you a good day. Reply T to opt out"
end

message birthday_present
  for wecom "Happy birthday, {name or "dear customer"}! 50 off whatever you like, this month: it is in your wallet."
  for sms   "【Maple】Happy birthday! 50 off whatever you like, this month. Reply T to opt out"
end

"""##),
            .init(
                "catalogue.journey",
##"""
event bought also 购买 "A paid order"
  total also 金额 number
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  birthday also 生日 date
  tier also 等级 one of "gold", "silver", "bronze"
end

coupon birthday_gift also 生日券 "50 off, without a minimum"
  stock 3000
  1 for each customer
  valid 30d
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "tests.journey",
##"""
test "wishes in the morning of the day, every year" for birthday starting 2026-03-01 10:00
  customer ana with name: "Ana", birthday: 1990-03-05, consent: "marketing"
  at 370d bought with total: 10
  expect birthday_wishes via wecom at 3d23h
  expect birthday_wishes via wecom at 368d23h
end

test "a gift for the gold ones" for birthday starting 2026-03-01 10:00
  customer with birthday: 1985-03-05, tier: "gold", consent: "marketing"
  at 10d bought with total: 80
  expect birthday_present via wecom at 3d23h
  expect goal at 10d
end

test "nothing for who has unsubscribed" for birthday starting 2026-03-01 10:00
  customer with birthday: 1985-03-05, tier: "gold", consent: "marketing"
  at 1d unsubscribed
  at 10d bought with total: 80
  expect no messages
end

"""##),
            .init(
                "zh/birthday.zh.journey",
##"""
# 生日当天：人人有祝福，老客有礼物。过了当天就不补发。
旅程 生日祝福 "会员生日"
  当 在 生日 9:00
  过期不发 12小时
  目标 30天 内 购买 价值 金额
  退出条件 退订

  如果 等级 是 "gold" 或 365天 内 购买.金额 总和 不少于 500
    发放 生日券
      不成则
        通过 企业微信 其次 短信 发送 生日问候
        停止
    结束
    通过 企业微信 其次 短信 发送 生日礼
  否则
    通过 企业微信 其次 短信 发送 生日问候
  结束
结束

消息 生日问候
  用于 企业微信 "{姓名 或 "亲爱的会员"}，生日快乐！愿您今天被温柔以待～"
  用于 短信     "【枫叶生活】祝您生日快乐！愿您今天被温柔以待。退订回T"
结束

消息 生日礼
  用于 企业微信 "{姓名 或 "亲爱的会员"}，生日快乐！50元无门槛券已放进卡包，本月随心用。"
  用于 短信     "【枫叶生活】生日快乐！50元无门槛券已到账，30天内有效。退订回T"
结束

测试 "当天早上九点祝福" 用于 生日祝福 开始于 2026-03-01 10:00
  客户 小安 附带 姓名: "小安", 生日: 1990-03-05, consent: "marketing"
  于 5天 购买 附带 金额: 10
  预期 生日问候 通过 企业微信 于 3天 23小时
结束

测试 "金卡有礼物" 用于 生日祝福 开始于 2026-03-01 10:00
  客户 附带 生日: 1985-03-05, 等级: "gold", consent: "marketing"
  于 10天 购买 附带 金额: 80
  预期 生日礼 通过 企业微信 于 3天 23小时
  预期 目标 于 10天
结束

"""##),
        ])

    static let retailBrowseRescue = LibraryFolder(
        "retail/browse_rescue",
        [
            .init(
                "browse_rescue.journey",
##"""
# Who looked at something and left hears of it once, the next day, with something to read instead of a discount.
journey browse_rescue "Looked, and left"
  when browsed where price >= 50
    # Each look starts the two hours anew: nobody is disturbed while still looking.
    restarting on browsed
    but not added_to_cart or bought within 2h
  again after 14d
  goal bought within 3d value total
  exit when added_to_cart or unsubscribed

  # The next morning, and not a minute after the visit: that feels watched.
  wait until 10:00
  send still_thinking with product: event.product via wecom
end

message still_thinking
  for wecom "Hello {name or "there"}, what others say about {event.product}: {link "https://shop.example/reviews"}"
end

"""##),
            .init(
                "catalogue.journey",
##"""
event browsed also 浏览 "Looked at a product"
  product also 商品 text
  price also 价格 number
end

event added_to_cart also 加购 "Put into the cart"
  product also 商品 text
end

event bought also 购买 "A paid order"
  total also 金额 number
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "tests.journey",
##"""
test "the next morning, about the last thing that was looked at" for browse_rescue starting 2026-03-02 16:00
  customer with consent: "marketing"
  at 0m browsed with product: "A100", price: 199
  at 90m browsed with product: "B200", price: 99
  expect not in journey at 3h
  expect still_thinking via wecom at 18h with product: "B200"
end

test "who puts it into the cart is somebody else's" for browse_rescue starting 2026-03-02 16:00
  customer with consent: "marketing"
  at 0m browsed with product: "A100", price: 199
  at 119m added_to_cart with product: "A100"
  expect no messages
end

test "who comes back to buy in the night is left alone" for browse_rescue starting 2026-03-02 16:00
  customer with consent: "marketing"
  at 0m browsed with product: "A100", price: 199
  at 6h bought with total: 199
  expect no messages
  expect goal at 6h
end

test "small things are not worth a message"
  for browse_rescue
  customer with consent: "marketing"
  at 10h browsed with product: "C1", price: 49.9
  expect no messages
end

test "once in two weeks" for browse_rescue starting 2026-03-02 16:00
  customer with consent: "marketing"
  at 0m browsed with product: "A100", price: 199
  at 5d browsed with product: "B200", price: 199
  expect still_thinking via wecom at 18h
end

"""##),
            .init(
                "zh/browse_rescue.zh.journey",
##"""
# 群里直接打字也能用：连着写，不加空格。
旅程 浏览挽回 "看了没买"
当（浏览满足价格不少于50）遇浏览重新计时，但2小时内未加购或购买
间隔14天可再次进入，目标3天内购买价值金额，退出条件加购或退订
等到10:00，通过企业微信发送再看看
结束

消息 再看看
  用于 企业微信 "{姓名 或 "您好"}，您看过的{事件.商品}，大家都是这么评价的：{link "https://shop.example/reviews"}"
结束

测试 "第二天上午提醒一次"
  用于 浏览挽回
  开始于 2026-03-02 16:00
  客户 附带 consent: "marketing"
  于 0分钟 浏览 附带 商品: "保温杯", 价格: 199
  预期 再看看 通过 企业微信 于 18小时
结束

测试 "加购的人不打扰"
  用于 浏览挽回
  开始于 2026-03-02 16:00
  客户 附带 consent: "marketing"
  于 0分钟 浏览 附带 商品: "保温杯", 价格: 199
  于 1小时 加购 附带 商品: "保温杯"
  预期 无消息
结束

"""##),
        ])

    static let retailCartRescue = LibraryFolder(
        "retail/cart_rescue",
        [
            .init(
                "cart_rescue.journey",
##"""
# First a reminder, then a reason, and money only for those whom neither brought back.
journey cart_rescue "Bring abandoned carts back"
  when added_to_cart where total >= 100
    but not bought within 2h
  for customers where not bought within 1d
  again after 14d
  goal bought within 7d value total
  exit when unsubscribed
  # One in ten hears nothing, so that the report can tell what the journey really brings.
  hold out 10%

  label reminder
  send cart_reminder with product: event.product via wecom or else sms
  wait up to 1d for clicked where message is "cart_reminder"
    if so
      tag warm
    else
      split "incentive"
        50% "reviews"
          send what_others_say via wecom
        50% "coupon"
          give cart_ten or else stop end
          send ten_off via wecom
      end
  end
  wait 2d
  # Gold members are called by their advisor; a last mail would only be in the way.
  if tier is "gold" stop end
  send cart_empties via email
end

message cart_reminder
  for wecom "{name or "Hello"}, {event.product} is still in your cart. We keep it for 24 hours."
  for sms   "【Maple】{event.product} is kept in your cart for 24 hours. Reply T to opt out"
end

message what_others_say
  for wecom "{event.product}: 4.8 of 5 stars from those who have it at home."
end

message ten_off
  for wecom "10 off over 100, for what is in your cart, for three days."
end

message cart_empties
  for email
    subject "Your cart will be emptied tomorrow"
    body "Hello {name or "there"}, {event.product} is still in your cart. Tomorrow it goes back to the shelf."
end

"""##),
            .init(
                "catalogue.journey",
##"""
event added_to_cart also 加购 "Put into the cart"
  product also 商品 text
  total also 金额 number
end

event bought also 购买 "A paid order"
  total also 金额 number
end

event clicked also 点击
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  tier also 等级 one of "gold", "silver", "bronze"
end

coupon cart_ten also 满减券 "10 off over 100"
  stock 5000
  1 for each customer
  valid 3d
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "tests.journey",
##"""
test "a buyer is left alone" for cart_rescue starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m added_to_cart with product: "A100", total: 199
  at 90m bought with total: 199
  expect no messages
end

test "a purchase at the very end of the two hours counts" for cart_rescue starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m added_to_cart with product: "A100", total: 199
  at 2h bought with total: 199
  expect no messages
end

test "who clicks is warm, and buys" for cart_rescue starting 2026-03-02 10:00
  customer ana with name: "Ana", consent: "marketing", tier: "silver"
  at 0m added_to_cart with product: "A100", total: 199
  at 3h clicked with message: "cart_reminder"
  at 4h bought with total: 199
  expect cart_reminder via wecom at 2h with product: "A100"
  expect that has tag warm at 3h
  expect goal at 4h
end

test "small carts are left alone"
  for cart_rescue
  customer with consent: "marketing"
  at 10h added_to_cart with product: "C1", total: 99.9
  expect no messages
end

test "without WeCom the reminder is a text message" for cart_rescue starting 2026-03-02 10:00
  customer ben with consent: "marketing"
  channel wecom answers unreachable
  at 0m added_to_cart with product: "A100", total: 199
  at 5h unsubscribed
  expect cart_reminder via sms at 2h
  expect not in journey at 6h
end

"""##),
            .init(
                "zh/cart_rescue.zh.journey",
##"""
# 先提醒，再给理由，最后才给优惠。
旅程 购物车挽回 "挽回弃购"
  当 加购 满足 金额 不少于 100
    但 2小时 内 未 购买
  面向 客户 满足 1天 内 未 购买
  间隔 14天 可再次进入
  目标 7天 内 购买 价值 金额
  退出条件 退订
  # 留一成不打扰，才知道挽回到底带来多少。
  对照组 10%

  步骤名 "首次提醒"
  通过 企业微信 其次 短信 发送 购物车提醒 附带 商品: 事件.商品
  最多 等待 1天 直到 点击 满足 message 是 "购物车提醒"
    等到了
      打标签 高意向
    否则
      分流 "激励"
        50% "口碑"
          通过 企业微信 发送 大家怎么说
        50% "优惠"
          发放 满减券 不成则 停止 结束
          通过 企业微信 发送 满减券通知
      结束
  结束
  等待 2天
  如果 等级 是 "gold" 停止 结束
  通过 邮件 发送 购物车即将清空
结束

消息 购物车提醒
  用于 企业微信 "{姓名 或 "亲"}，{事件.商品}还在购物车里等您，为您保留24小时～"
  用于 短信     "【枫叶生活】{事件.商品}为您保留24小时，点开购物车即可下单。退订回T"
结束

消息 大家怎么说
  用于 企业微信 "买过{事件.商品}的朋友打了4.8分，看看他们怎么说。"
结束

消息 满减券通知
  用于 企业微信 "给您一张满100减10元券，购物车里的都能用，3天内有效。"
结束

消息 购物车即将清空
  用于 邮件
    subject "您的购物车明天清空"
    body "{姓名 或 "您好"}，{事件.商品}还在购物车里，明天就要放回货架了。"
结束

测试 "下单的人不打扰" 用于 购物车挽回 开始于 2026-03-02 10:00
  客户 附带 consent: "marketing"
  于 0分钟 加购 附带 商品: "保温杯", 金额: 199
  于 90分钟 购买 附带 金额: 199
  预期 无消息
结束

测试 "两小时后提醒，点击即为高意向" 用于 购物车挽回 开始于 2026-03-02 10:00
  客户 小安 附带 姓名: "小安", consent: "marketing"
  于 0分钟 加购 附带 商品: "保温杯", 金额: 199
  于 3小时 点击 附带 message: "购物车提醒"
  于 4小时 购买 附带 金额: 199
  预期 购物车提醒 通过 企业微信 于 2小时
  预期 条件 有标签 高意向 于 3小时
  预期 目标 于 4小时
结束

"""##),
        ])

    static let retailChurnPrevention = LibraryFolder(
        "retail/churn_prevention",
        [
            .init(
                "catalogue.journey",
##"""
event bought "A paid order"
  total number
end

event complained "Wrote or called with a complaint"
  topic text
end

event unsubscribed
end

customer
  name text
end

audience regulars "Bought at least every other week, of late" = bought at least 4 times within 60d
audience promising "Spends well, though not often" = sum of bought.total within 90d >= 1000
    and max of bought.total within 90d < 800

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "churn_prevention.journey",
##"""
# Regulars who come less often are asked why while they still come: cheaper than winning them back.
journey churn_prevention "Regulars who come less often"
  when leaves audience regulars
  for customers where not complained within 30d and not has tag staff
  again after 120d
  goal (bought where total >= 50) within 21d value total
  exit when unsubscribed or complained where topic is not "delivery"
  priority 5

  label ask_why
  send how_are_we_doing via wecom or else email
  wait up to 3d for replied
    if so
      # An answer is for a person, not for the next message.
      tag call_back
      stop
  end
  if in audience promising or average of bought.total within 365d > 150
    send your_advisor via wecom or else email
  else
    send new_for_you via wecom or else email
  end
end

event replied "Wrote back"
end

message how_are_we_doing
  for wecom "{name or "Hello"}, we see you less often. Is something missing? Just answer here."
  for email
    subject "Is something missing?"
    body "We see you less often, {name or "and wonder why"}. Just answer this mail."
end

message your_advisor
  for wecom "May I look after you in person? I am Ling, your advisor in the shop."
  for email
    subject "May I look after you in person?"
    body "I am Ling, your advisor in the shop. Write whenever you need something."
end

message new_for_you
  for wecom "New on the shelf this week, next to what you usually buy: {link "https://shop.example/new"}"
  for email
    subject "New, next to what you usually buy"
    body "Have a look: {link "https://shop.example/new"}"
end

"""##),
            .init(
                "tests.journey",
##"""
test "four purchases, then fewer than four in sixty days" for churn_prevention starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m bought with total: 60
  at 10d bought with total: 60
  at 20d bought with total: 60
  at 30d bought with total: 60
  expect how_are_we_doing via wecom at 60d
  expect new_for_you via wecom at 63d
end

test "who answers is called by a person" for churn_prevention starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m bought with total: 60
  at 10d bought with total: 60
  at 20d bought with total: 60
  at 30d bought with total: 60
  at 61d replied
  expect how_are_we_doing via wecom at 60d
  expect that has tag call_back at 62d
end

test "no question while a complaint is fresh" for churn_prevention starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m bought with total: 60
  at 10d bought with total: 60
  at 20d bought with total: 60
  at 30d bought with total: 60
  at 45d complained with topic: "price"
  expect no messages
end

"""##),
        ])

    static let retailClerkTask = LibraryFolder(
        "retail/clerk_task",
        [
            .init(
                "catalogue.journey",
##"""
event asked "Asked a question that a clerk has to answer"
  topic text
end

event task_confirmed "The clerk took the task"
end

event task_declined "The clerk gave it back"
end

event bought "A paid order"
  total number
end

customer
  name text
  tier one of "gold", "silver", "bronze"
  clerk text
  manager text
end

calendar shop_days "Closed over the holidays of spring"
  holiday 2026-02-16 to 2026-02-22
  workday 2026-02-14
end

# A task for an employee, who confirms it on the phone: adapter wecom_group when you go live.
channel clerk_tasks
  adapter console
  limit 20 per minute
  retry 3 times
end

channel manager_tasks
  adapter console
end

channel sms
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  require consent marketing
end

"""##),
            .init(
                "clerk_task.journey",
##"""
# A question becomes a task: the clerk has two hours, then the manager has two, then the customer hears at least something.
journey clerk_task "A customer's question, answered by a person"
  when asked where topic is not "delivery"
  again always
  # The customer asked; the answer is no advertisement.
  class transactional
  goal bought within 14d value total
  priority 10

  # Tasks are for working hours; on a free day the next working day will do.
  if not time between 9:00 and 20:00 wait until workday 9:00 end
  label clerk
  send call_customer with topic: event.topic to clerk via clerk_tasks
  wait up to 2h for task_confirmed or task_declined
    if so
      if task_declined within 2h start clerk_task_escalation end
    else
      start clerk_task_escalation
  end
end

journey clerk_task_escalation "The clerk did not take it"
  when escalated
  again always
  class transactional

  label manager
  send clerk_did_not_call with topic: event.topic to manager via manager_tasks
  wait up to 2h for task_confirmed
    or else
      send we_are_on_it via sms
      record unanswered with topic: event.topic
  end
end

event escalated "For the manager, by hand"
  topic text
end

event unanswered "Neither clerk nor manager took it: for the weekly report"
  topic text
end

message call_customer
  for clerk_tasks "{name or "A customer"} asks about {event.topic}. Please answer within two hours, and confirm here."
end

message clerk_did_not_call
  for manager_tasks "{name or "A customer"} has waited two hours for an answer about {event.topic}."
end

message we_are_on_it
  for sms "【Maple】Thank you for your question about {event.topic}: it takes us a little longer, until tomorrow noon."
end

"""##),
            .init(
                "tests.journey",
##"""
test "the clerk takes it" for clerk_task starting 2026-03-02 11:00
  customer with clerk: "ling", manager: "chen"
  at 0m asked with topic: "a size"
  at 30m task_confirmed
  expect call_customer via clerk_tasks at 0m with topic: "a size"
end

test "nobody takes it: manager, then a word to the customer" for clerk_task starting 2026-03-02 11:00
  customer with clerk: "ling", manager: "chen"
  at 0m asked with topic: "a size"
  expect call_customer via clerk_tasks at 0m
  expect clerk_did_not_call via manager_tasks at 2h
  expect we_are_on_it via sms at 4h
  expect that unanswered within 1h at 4h
end

test "declined: the manager at once" for clerk_task starting 2026-03-02 11:00
  customer with clerk: "ling", manager: "chen"
  at 0m asked with topic: "a size"
  at 10m task_declined
  at 1h task_confirmed
  expect call_customer via clerk_tasks at 0m
  expect clerk_did_not_call via manager_tasks at 10m
end

test "a question on the evening before the holidays waits until they are over" for clerk_task starting 2026-02-15 21:00
  customer with clerk: "ling", manager: "chen"
  at 0m asked with topic: "a size"
  at 7d13h task_confirmed
  expect call_customer via clerk_tasks at 7d12h
end

"""##),
        ])

    static let retailCommunityInvite = LibraryFolder(
        "retail/community_invite",
        [
            .init(
                "catalogue.journey",
##"""
event bought also 购买 "A paid order"
  total also 金额 number
  category also 品类 text
end

event joined_community also 入群 "Joined a customer group"
end

event left_community also 退群 "Left a customer group"
end

event clicked also 点击
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  city also 城市 text
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "community_invite.journey",
##"""
# Two purchases of baby things within a month: there is a group of parents for that.
journey community_invite "Invite into the group of parents"
  when (bought where category is "baby") 2 times within 30d
  for customers where not (joined_community or left_community) ever
  goal joined_community within 14d
  exit when unsubscribed

  send join_us via wecom
  wait up to 3d for joined_community
    or else
      # Whoever clicked and did not join wants to know what it is like.
      if clicked within 3d send what_they_talk_about via wecom end
  end
end

journey community_welcome "The first week in the group"
  when joined_community
  again after 180d
  exit when left_community or unsubscribed

  send group_rules via wecom
  wait 3d
  send first_question via wecom
end

message join_us
  for wecom "300 parents near you swap sizes, doctors and sleep here: {link "https://shop.example/group"}"
end

message what_they_talk_about
  for wecom "This week in the group: which carrier, which crib, and who passes on size 80."
end

message group_rules
  for wecom "Welcome, {name or "dear parent"}! Three rules: kind, no selling, nothing from here goes elsewhere."
end

message first_question
  for wecom "How old is yours? Tell the group, and you will hear from those a month ahead."
end

"""##),
            .init(
                "tests.journey",
##"""
test "invited after the second purchase, welcomed on joining" starting 2026-03-02 15:00
  customer with consent: "marketing"
  at 0m bought with total: 80, category: "baby"
  at 20d bought with total: 120, category: "baby"
  at 21d joined_community
  expect join_us via wecom at 20d
  expect group_rules via wecom at 21d
  expect first_question via wecom at 24d
  expect goal at 21d
end

test "two purchases in more than thirty days are not two" for community_invite starting 2026-03-02 15:00
  customer with consent: "marketing"
  at 0m bought with total: 80, category: "baby"
  at 31d bought with total: 120, category: "baby"
  expect no messages
end

test "who left once is not asked again" for community_invite starting 2026-03-02 15:00
  customer with consent: "marketing"
  at 0m left_community
  at 1d bought with total: 80, category: "baby"
  at 2d bought with total: 120, category: "baby"
  expect no messages
end

"""##),
            .init(
                "zh/community_invite.zh.journey",
##"""
# 一个月内买了两次母婴，请进宝妈群。
旅程 社群邀约 "邀请入群"
  当 30天 内 (购买 满足 品类 是 "母婴") 2次
  面向 客户 满足 非 曾经 (入群 或 退群) 过
  目标 14天 内 入群
  退出条件 退订

  通过 企业微信 发送 邀请入群
  最多 等待 3天 直到 入群
    没等到
      如果 3天 内 点击 过 通过 企业微信 发送 群里在聊 结束
  结束
结束

消息 邀请入群
  用于 企业微信 "附近300位宝妈都在群里聊尺码、聊睡整觉，来坐坐：{链接 "https://shop.example/group"}"
结束

消息 群里在聊
  用于 企业微信 "这周群里在聊：背带怎么选、婴儿床要不要买，还有80码闲置转让。"
结束

测试 "第二次购买后邀请" 用于 社群邀约 开始于 2026-03-02 15:00
  客户 附带 consent: "marketing"
  于 0分钟 购买 附带 金额: 80, 品类: "母婴"
  于 20天 购买 附带 金额: 120, 品类: "母婴"
  于 21天 入群
  预期 邀请入群 通过 企业微信 于 20天
  预期 目标 于 21天
结束

"""##),
        ])

    static let retailCouponExpiry = LibraryFolder(
        "retail/coupon_expiry",
        [
            .init(
                "catalogue.journey",
##"""
event coupon_received also 领券 "Took a coupon"
  coupon also 券 text
end

event coupon_redeemed also 用券 "Paid with a coupon"
  coupon also 券 text
  total also 金额 number
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "coupon_expiry.journey",
##"""
# Coupons are good for a week. Five days after one was taken and not used: two days left.
journey coupon_expiry "A coupon is about to end"
  when coupon_received
    but not coupon_redeemed with same coupon within 5d
  for each coupon
  again after 30d
  goal coupon_redeemed within 2d value total
  exit when unsubscribed

  send two_days_left with coupon: event.coupon via wecom or else sms
  wait up to 1d for coupon_redeemed
    or else
      # The last evening is when people have time.
      wait until 19:00
      send tonight_only with coupon: event.coupon via wecom
  end
end

message two_days_left
  for wecom "{name or "Hello"}, your coupon {event.coupon} is good for two more days."
  for sms   "【Maple】Your coupon {event.coupon} is good for two more days. Reply T to opt out"
end

message tonight_only
  for wecom "Your coupon {event.coupon} ends soon. Shall we use it together?"
end

"""##),
            .init(
                "tests.journey",
##"""
test "each coupon on its own" for coupon_expiry starting 2026-03-02 12:00
  customer with consent: "marketing"
  at 0m coupon_received with coupon: "A"
  at 1h coupon_received with coupon: "B"
  at 2d coupon_redeemed with coupon: "A", total: 80
  at 5d2h coupon_redeemed with coupon: "B", total: 90
  expect two_days_left via wecom at 5d1h with coupon: "B"
  expect goal at 5d2h
end

test "the last evening" for coupon_expiry starting 2026-03-02 12:00
  customer with consent: "marketing"
  at 0m coupon_received with coupon: "A"
  expect two_days_left via wecom at 5d
  expect tonight_only via wecom at 6d7h
end

test "used at the last moment of the five days" for coupon_expiry starting 2026-03-02 12:00
  customer with consent: "marketing"
  at 0m coupon_received with coupon: "A"
  at 5d coupon_redeemed with coupon: "A", total: 80
  expect no messages
end

"""##),
            .init(
                "zh/coupon_expiry.zh.journey",
##"""
# 券七天有效：领了五天还没用，提醒还剩两天。连着写也读得懂。
旅程 用券提醒 "优惠券快到期"
当领券但5天内未用券同一券，按每个券，间隔30天可再次进入
目标2天内用券价值金额，退出条件退订
通过企业微信其次短信发送还剩两天附带券:事件.券
最多等待1天直到用券，没等到，等到19:00，通过企业微信发送最后一晚附带券:事件.券，结束
结束

消息 还剩两天
  用于 企业微信 "{姓名 或 "亲"}，您的{事件.券}还有两天到期，别忘了用。"
  用于 短信 "【枫叶生活】您的{事件.券}还有两天到期，快来用掉它。退订回T"
结束

消息 最后一晚
  用于 企业微信 "您的{事件.券}马上到期啦，要不要现在一起用掉？"
结束

测试 "两张券各算各的"
  用于 用券提醒
  开始于 2026-03-02 12:00
  客户 附带 consent: "marketing"
  于 0分钟 领券 附带 券: "满减券"
  于 1小时 领券 附带 券: "包邮券"
  于 2天 用券 附带 券: "满减券", 金额: 80
  于 5天 2小时 用券 附带 券: "包邮券", 金额: 90
  预期 还剩两天 通过 企业微信 于 5天 1小时 附带 券: "包邮券"
  预期 目标 于 5天 2小时
结束

"""##),
        ])

    static let retailEventInvitation = LibraryFolder(
        "retail/event_invitation",
        [
            .init(
                "catalogue.journey",
##"""
event registered "Said yes to an invitation"
  guests number
end

event attended "Was there"
end

event bought "A paid order"
  total number
end

event unsubscribed
end

customer
  name text
  city text
  visits number
end

audience collectors "Bought often, or much" = number of bought within 365d >= 6
    or sum of bought.total within 365d >= 3000

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "event_invitation.journey",
##"""
# An evening in the flagship store: invite, remind who said yes, thank who came.
journey event_invitation "Invite to the evening in the store"
  when on 2026-04-10 at 10:00
  for customers where in audience collectors and city is "Shanghai"
  # Who was there goes on to the thanks.
  goal attended within 30d and continue
  exit when unsubscribed

  send invitation via wecom or else email
  wait up to 5d for registered
    or else
      send invitation_again via sms
      wait up to 5d for registered or else stop end
  end
  tag guest
  wait until 2026-04-23 18:00
  send see_you_tomorrow via wecom or else sms
  wait up to 1d12h for attended
    if so
      wait until 10:00
      send thank_you_for_coming via wecom or else email
    else
      send what_you_missed via email
  end
end

message invitation
  for wecom "{name or "Hello"}, an evening for forty: new pieces, and those who made them. 24 April, 19:00. Answer to reserve."
  for email
    subject "An evening for forty, 24 April"
    body "New pieces, and those who made them. 19:00 in the flagship store: {link "https://shop.example/evening"}"
end

message invitation_again
  for sms "【Maple】A few seats are left for 24 April, 19:00: shop.example/evening Reply T to opt out"
end

message see_you_tomorrow
  for wecom "Tomorrow at 19:00, 12 Julu Road. Show this message at the door."
  for sms   "【Maple】Tomorrow at 19:00, 12 Julu Road. Show this message at the door. Reply T to opt out"
end

message thank_you_for_coming
  for wecom "It was good to have you with us. The pieces of the evening: {link "https://shop.example/pieces"}"
  for email
    subject "Thank you for coming"
    body "The pieces of the evening: {link "https://shop.example/pieces"}"
end

message what_you_missed
  for email
    subject "The evening in pictures"
    body "We missed you. Here is what we showed: {link "https://shop.example/pictures"}"
end

"""##),
            .init(
                "tests.journey",
##"""
test "invited, registered, reminded, there, thanked" for event_invitation starting 2026-04-01 12:00
  customer with city: "Shanghai", consent: "marketing"
  at 0m bought with total: 3200
  at 10d registered with guests: 1
  at 2026-04-24 19:30 attended
  expect invitation via wecom at 8d22h
  expect see_you_tomorrow via wecom at 22d6h
  expect thank_you_for_coming via wecom at 23d22h
  expect goal at 23d7h30m
end

test "two invitations, no answer, no more" for event_invitation starting 2026-04-01 12:00
  customer with city: "Shanghai", consent: "marketing"
  at 0m bought with total: 3200
  expect invitation via wecom at 8d22h
  expect invitation_again via sms at 13d22h
  expect not in journey at 19d
end

test "who lives elsewhere is not invited" for event_invitation starting 2026-04-01 12:00
  customer with city: "Chengdu", consent: "marketing"
  at 0m bought with total: 3200
  at 60d bought with total: 10
  expect no messages
end

"""##),
        ])

    static let retailMembershipExpiry = LibraryFolder(
        "retail/membership_expiry",
        [
            .init(
                "catalogue.journey",
##"""
event renewed "Renewed the membership"
  total number
end

event unsubscribed
end

customer
  name text
  expires_on date
  renews_by_itself boolean
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "membership_expiry.journey",
##"""
# A week before the paid membership ends, a day before, and a month's grace after it.
journey membership_expiry "The membership ends in a week"
  when 7d before expires_on at 10:00
  # Said of every end date, and of each once. Unknown counts as no.
  for customers where not renews_by_itself = true
  goal renewed within 45d value total
  exit when unsubscribed or renews_by_itself = true

  send ends_in_a_week with "on": expires_on via wecom or else sms
  wait until 1d before expires_on at 19:00
  send ends_tomorrow via wecom or else sms
  # The day after the last one.
  wait until expires_on at 23:59
  wait 10h
  send kept_for_a_month via email
end

message ends_in_a_week
  for wecom "{name or "Hello"}, your membership ends on {expires_on as date}. Renew now and keep your 1,200 saved."
  for sms   "【Maple】Your membership ends on {expires_on as date}. Renew in the app. Reply T to opt out"
end

message ends_tomorrow
  for wecom "Tomorrow is the last day of your membership. It takes one tap: {link "https://shop.example/renew"}"
  for sms   "【Maple】Tomorrow is the last day of your membership: shop.example/renew Reply T to opt out"
end

message kept_for_a_month
  for email
    subject "We keep your points for a month"
    body "Your membership has ended. Renew within 30 days, and all is as it was."
end

"""##),
            .init(
                "tests.journey",
##"""
test "a week before, a day before, and after" for membership_expiry starting 2026-03-01 10:00
  customer with expires_on: 2026-03-15, consent: "marketing"
  at 30d unsubscribed
  expect ends_in_a_week via wecom at 7d
  expect ends_tomorrow via wecom at 13d9h
  expect kept_for_a_month via email at 14d23h59m
end

test "who renews hears no more" for membership_expiry starting 2026-03-01 10:00
  customer with expires_on: 2026-03-15, consent: "marketing"
  at 9d renewed with total: 199
  at 30d unsubscribed
  expect ends_in_a_week via wecom at 7d
  expect goal at 9d
end

test "nothing to do where it renews by itself" for membership_expiry starting 2026-03-01 10:00
  customer with expires_on: 2026-03-15, renews_by_itself: true, consent: "marketing"
  at 30d unsubscribed
  expect no messages
end

"""##),
        ])

    static let retailMembershipUpgrade = LibraryFolder(
        "retail/membership_upgrade",
        [
            .init(
                "catalogue.journey",
##"""
event bought also 购买 "A paid order"
  total also 金额 number
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  tier also 等级 one of "gold", "silver", "bronze"
  visits also 到店次数 number
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "membership_upgrade.journey",
##"""
# The day somebody becomes gold: congratulate, explain what it brings, and let it be used once soon.
journey membership_upgrade "Became gold"
  when tier becomes "gold"
  again after 365d
  goal bought within 30d value total
  exit when unsubscribed or tier is not "gold"
  owner "Membership, Ling"

  tag vip
  send congratulations via wecom or else sms
  wait until monday 10:00
  send what_gold_brings via wecom or else email
  wait 14d
  if not bought within 14d send your_first_privilege via wecom or else sms end
end

# The way back is a way, too: without a word, but without the tag.
journey membership_downgrade "No longer gold"
  when tier changes
  for customers where has tag vip and tier is not "gold"
  again always
  class transactional

  leave membership_upgrade
  untag vip
  send tier_changed via email
end

message congratulations
  for wecom "{name or "Congratulations"}, you are gold! From today on delivery is free and returns take 30 days."
  for sms   "【Maple】You are gold! Free delivery and 30 days for returns from today on. Reply T to opt out"
end

message what_gold_brings
  for wecom "Four things that only gold members have: {link "https://shop.example/gold"}"
  for email
    subject "What gold brings"
    body "Free delivery, 30 days for returns, an advisor of your own, and the sale a day before the others."
end

message your_first_privilege
  for wecom "Have you tried the advisor hour? It comes with gold: {link "https://shop.example/advisor"}"
  for sms   "【Maple】The advisor hour comes with gold: shop.example/advisor Reply T to opt out"
end

message tier_changed
  for email
    subject "Your membership is now {tier or "bronze"}"
    body "Your points stay; what changes stands here: {link "https://shop.example/tiers"}"
end

"""##),
            .init(
                "tests.journey",
##"""
test "from silver to gold, and a first privilege after two quiet weeks" for membership_upgrade starting 2026-03-04 15:00
  customer with tier: "silver", consent: "marketing"
  at 1h customer with tier: "gold"
  expect congratulations via wecom at 1h
  expect what_gold_brings via wecom at 4d19h
  expect your_first_privilege via wecom at 18d19h
  expect that has tag vip at 2h
end

test "who uses it needs no nudge" for membership_upgrade starting 2026-03-04 15:00
  customer with tier: "silver", consent: "marketing"
  at 1h customer with tier: "gold"
  at 10d bought with total: 300
  expect congratulations via wecom at 1h
  expect what_gold_brings via wecom at 4d19h
  expect goal at 10d
end

test "without WeCom the congratulation is a text message" for membership_upgrade starting 2026-03-04 15:00
  customer with tier: "silver", consent: "marketing"
  channel wecom answers unreachable
  at 1h customer with tier: "gold"
  at 2h unsubscribed
  expect congratulations via sms at 1h
end

test "no longer gold: the tag goes" starting 2026-03-04 15:00
  customer with tier: "silver", consent: "marketing"
  at 1h customer with tier: "gold"
  at 2h customer with tier: "silver"
  expect congratulations via wecom at 1h
  expect tier_changed via email at 2h
  expect that not has tag vip at 3h
end

"""##),
            .init(
                "zh/membership_upgrade.zh.journey",
##"""
# 升级当天祝贺，下周一讲权益，两周没用过再提醒一次。
旅程 升级金卡 "会员升级"
  当 等级 变为 "gold"
  间隔 365天 可再次进入
  目标 30天 内 购买 价值 金额
  退出条件 退订 或 等级 不是 "gold"
  负责人 "会员组 小玲"

  打标签 贵宾
  通过 企业微信 其次 短信 发送 升级祝贺
  等到 周一 10:00
  通过 企业微信 其次 邮件 发送 金卡权益
  等待 14天
  如果 14天 内 未 购买 通过 企业微信 其次 短信 发送 权益提醒 结束
结束

消息 升级祝贺
  用于 企业微信 "{姓名 或 "恭喜您"}，您已升级金卡！即日起全场包邮，30天无忧退换。"
  用于 短信     "【枫叶生活】恭喜升级金卡！即日起全场包邮，30天无忧退换。退订回T"
结束

消息 金卡权益
  用于 企业微信 "金卡专属的四件事，一图看懂：{链接 "https://shop.example/gold"}"
  用于 邮件     subject "您的金卡权益" body "包邮、30天退换、专属顾问，还有提前一天进大促会场。"
结束

消息 权益提醒
  用于 企业微信 "专属顾问还没约过吧？金卡每月一次，免费：{链接 "https://shop.example/advisor"}"
  用于 短信     "【枫叶生活】金卡每月一次免费专属顾问，别忘了用 shop.example/advisor 退订回T"
结束

测试 "银卡升金卡" 用于 升级金卡 开始于 2026-03-04 15:00
  客户 附带 等级: "silver", consent: "marketing"
  于 1小时 客户 附带 等级: "gold"
  预期 升级祝贺 通过 企业微信 于 1小时
  预期 金卡权益 通过 企业微信 于 4天 19小时
  预期 权益提醒 通过 企业微信 于 18天 19小时
结束

"""##),
        ])

    static let retailPaymentReminder = LibraryFolder(
        "retail/payment_reminder",
        [
            .init(
                "catalogue.journey",
##"""
event ordered also 下单 "An order that is not paid yet"
  order also 订单 text
  total also 金额 number
end

event paid also 付款 "Paid for an order"
  order also 订单 text
  total also 金额 number
end

event cancelled also 取消订单 "Called an order off"
  order also 订单 text
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "payment_reminder.journey",
##"""
# For each order of its own: who placed two and paid one is reminded of the other.
journey payment_reminder "Ordered, not paid"
  when ordered
    but not paid or cancelled with same order within 30m
  for each order
  again always
  # About an order that the customer placed: a service, and allowed by night.
  class transactional
  priority 10
  goal paid within 1d value total
  exit when cancelled

  send pay_now with order: event.order, total: event.total via wecom or else sms
  wait up to 20h for paid or else send order_closes via sms end
end

message pay_now
  for wecom "Order {event.order} over {event.total as money} is waiting for payment; we keep it for 24 hours."
  for sms   "【Maple】Order {event.order} waits for payment; we keep it for 24 hours."
end

message order_closes
  for sms "【Maple】Order {event.order} will be closed in 3 hours. Pay in the app to keep it."
end

"""##),
            .init(
                "tests.journey",
##"""
test "two orders, one paid: a reminder of the other"
  for payment_reminder
  at 0m ordered with order: "O1", total: 80
  at 5m ordered with order: "O2", total: 120
  at 20m paid with order: "O1", total: 80
  at 2h paid with order: "O2", total: 120
  expect pay_now via wecom at 35m with order: "O2", total: 120
  expect goal at 2h
end

test "paid in time, to the minute"
  for payment_reminder
  at 0m ordered with order: "O1", total: 80
  at 30m paid with order: "O1", total: 80
  expect no messages
end

test "called off after the reminder"
  for payment_reminder
  at 0m ordered with order: "O1", total: 80
  at 40m cancelled with order: "O1"
  expect pay_now via wecom at 30m
  expect not in journey at 41m
end

test "a service message comes without marketing consent, and by text where WeCom cannot"
  for payment_reminder
  channel wecom answers unreachable
  at 0m ordered with order: "O1", total: 80
  expect pay_now via sms at 30m
  expect order_closes via sms at 20h30m
end

"""##),
            .init(
                "zh/payment_reminder.zh.journey",
##"""
# 每个订单各管各的：下了两单付了一单，只催另一单。
旅程 催付 "下单未付款"
  当 下单
    但 30分钟 内 未 付款 或 取消订单 同一 订单
  按 每个 订单
  可重复进入
  类别 服务通知
  优先级 10
  目标 1天 内 付款 价值 金额
  退出条件 取消订单

  通过 企业微信 其次 短信 发送 付款提醒 附带 订单: 事件.订单
  最多 等待 20小时 直到 付款 没等到 通过 短信 发送 订单即将关闭 结束
结束

消息 付款提醒
  用于 企业微信 "您的订单{事件.订单}还未付款，共{事件.金额 格式 money}，为您保留24小时。"
  用于 短信     "【枫叶生活】您的订单{事件.订单}还未付款，为您保留24小时。"
结束

消息 订单即将关闭
  用于 短信 "【枫叶生活】您的订单{事件.订单}将在3小时后关闭，付款后即可保留。"
结束

测试 "两单只付一单，只催另一单"
  用于 催付
  于 0分钟 下单 附带 订单: "O1", 金额: 80
  于 5分钟 下单 附带 订单: "O2", 金额: 120
  于 20分钟 付款 附带 订单: "O1", 金额: 80
  于 2小时 付款 附带 订单: "O2", 金额: 120
  预期 付款提醒 通过 企业微信 于 35分钟 附带 订单: "O2"
  预期 目标 于 2小时
结束

测试 "按时付款不打扰"
  用于 催付
  于 0分钟 下单 附带 订单: "O1", 金额: 80
  于 30分钟 付款 附带 订单: "O1", 金额: 80
  预期 无消息
结束

"""##),
        ])

    static let retailPointsExpiry = LibraryFolder(
        "retail/points_expiry",
        [
            .init(
                "catalogue.journey",
##"""
event redeemed "Paid with points"
  points number
end

event unsubscribed
end

customer
  name text
  points number
  points_expire_on date
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "points_expiry.journey",
##"""
# Two weeks before points end, for those who have enough of them to get something.
journey points_expiry "Points end in two weeks"
  when 14d before points_expire_on at 10:00
  for customers where points >= 200
  goal redeemed within 14d value points
  exit when unsubscribed

  if points between 200 and 999 send small_rewards with points: points via wecom or else sms
  else send big_rewards with points: points via wecom or else sms
  end
  wait until 2d before points_expire_on at 19:00
  send points_last_call with points: points via sms
end

message small_rewards
  for wecom "Your {points} points end on {points_expire_on as date}. They buy a coffee, a tote bag or a candle."
  for sms   "【Maple】Your {points} points end on {points_expire_on as date}: shop.example/points Reply T to opt out"
end

message big_rewards
  for wecom "Your {points} points end on {points_expire_on as date}. They are worth {points / 20 as money} at the till."
  for sms   "【Maple】Your {points} points end on {points_expire_on as date}: shop.example/points Reply T to opt out"
end

message points_last_call
  for sms "【Maple】Two days left for your {points} points: shop.example/points Reply T to opt out"
end

"""##),
            .init(
                "tests.journey",
##"""
test "two weeks and two days before" for points_expiry starting 2026-03-01 10:00
  customer with points: 450, points_expire_on: 2026-03-31, consent: "marketing"
  at 40d unsubscribed
  expect small_rewards via wecom at 16d with points: 450
  expect points_last_call via sms at 28d9h
end

test "who spends them is done" for points_expiry starting 2026-03-01 10:00
  customer with points: 1500, points_expire_on: 2026-03-31, consent: "marketing"
  at 20d redeemed with points: 1500
  at 40d unsubscribed
  expect big_rewards via wecom at 16d
  expect goal at 20d
end

test "199 points buy nothing" for points_expiry starting 2026-03-01 10:00
  customer with points: 199, points_expire_on: 2026-03-31, consent: "marketing"
  at 40d unsubscribed
  expect no messages
end

"""##),
        ])

    static let retailPostPurchaseCare = LibraryFolder(
        "retail/post_purchase_care",
        [
            .init(
                "catalogue.journey",
##"""
event received also 签收 "A parcel arrived"
  order also 订单 text
  product also 商品 text
  category also 品类 text
end

event returned also 退货 "A parcel came back"
  order also 订单 text
end

event bought also 购买 "A paid order"
  total also 金额 number
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "post_purchase_care.journey",
##"""
# After the parcel: how to use it, how it is going, and nothing to buy for two weeks.
journey post_purchase_care "Care after a purchase"
  when received
  for each order
  again always
  exit when returned or unsubscribed
  goal bought within 60d value total and continue

  wait until 20:00
  if event.category in ("appliances", "electronics")
    send how_to_start with product: event.product via wecom
  else
    send thank_you with product: event.product via wecom
  end
  wait 7d
  send all_well with product: event.product via wecom or else sms
end

message how_to_start
  for wecom "Your {event.product} has arrived. Three minutes of film on the first steps: {link "https://shop.example/start"}"
end

message thank_you
  for wecom "Your {event.product} has arrived. Thank you, {name or "and enjoy it"}!"
end

message all_well
  for wecom "A week with {event.product}: is all well? Just answer here, a person reads it."
  for sms   "【Maple】A week with {event.product}: is all well? Call 400 100 2000. Reply T to opt out"
end

"""##),
            .init(
                "tests.journey",
##"""
test "the first steps in the evening, the question a week later" for post_purchase_care starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m received with order: "O1", product: "the kettle", category: "appliances"
  expect how_to_start via wecom at 9h
  expect all_well via wecom at 7d9h
end

test "what arrives after eight in the evening waits for the next" for post_purchase_care starting 2026-03-02 20:01
  customer with consent: "marketing"
  at 0m received with order: "O1", product: "a scarf", category: "fashion"
  at 2d returned with order: "O1"
  expect thank_you via wecom at 23h59m
end

test "the return of one order leaves the other in care" for post_purchase_care starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m received with order: "O1", product: "a scarf", category: "fashion"
  at 1d received with order: "O2", product: "a hat", category: "fashion"
  at 2d returned with order: "O1"
  expect thank_you via wecom at 9h with product: "a scarf"
  expect thank_you via wecom at 1d9h with product: "a hat"
  expect all_well via wecom at 8d9h with product: "a hat"
end

"""##),
            .init(
                "zh/post_purchase_care.zh.journey",
##"""
# 签收之后先教会用，再问问好不好；不急着卖。
旅程 售后关怀 "签收后关怀"
  当 签收
  按 每个 订单
  可重复进入
  退出条件 退货 或 退订
  目标 60天 内 购买 价值 金额 达成后继续

  等到 20:00
  如果 事件.品类 属于 ("家电", "数码") 通过 企业微信 发送 上手指南 附带 商品: 事件.商品
  否则 通过 企业微信 发送 签收感谢 附带 商品: 事件.商品
  结束
  等待 7天
  通过 企业微信 其次 短信 发送 使用回访 附带 商品: 事件.商品
结束

消息 上手指南
  用于 企业微信 "您的{事件.商品}到啦，三分钟看懂怎么用：{链接 "https://shop.example/start"}"
结束

消息 签收感谢
  用于 企业微信 "您的{事件.商品}到啦，{姓名 或 "亲"}，用得开心！"
结束

消息 使用回访
  用于 企业微信 "{事件.商品}用了一周，还顺手吗？有问题直接回复我，都有人看。"
  用于 短信     "【枫叶生活】{事件.商品}用得还好吗？有问题请拨打400-100-2000。退订回T"
结束

测试 "当晚教使用，一周后回访" 用于 售后关怀 开始于 2026-03-02 11:00
  客户 附带 consent: "marketing"
  于 0分钟 签收 附带 订单: "O1", 商品: "电水壶", 品类: "家电"
  预期 上手指南 通过 企业微信 于 9小时
  预期 使用回访 通过 企业微信 于 7天 9小时
结束

测试 "退货就不再打扰" 用于 售后关怀 开始于 2026-03-02 11:00
  客户 附带 consent: "marketing"
  于 0分钟 签收 附带 订单: "O1", 商品: "围巾", 品类: "服饰"
  于 1小时 退货 附带 订单: "O1"
  预期 无消息
结束

"""##),
        ])

    static let retailPriceDrop = LibraryFolder(
        "retail/price_drop",
        [
            .init(
                "catalogue.journey",
##"""
event browsed "Looked at a product"
  product text
  price number
end

event wished_for "Put on the wish list"
  product text
  price number
end

event price_dropped "A price fell; one event for each customer who looked"
  product text
  price number
  before number
end

event bought "A paid order"
  product text
  total number
end

event unsubscribed
end

customer
  name text
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "price_drop.journey",
##"""
# Said only of what they looked at themselves, and only where it is worth saying: a tenth at least.
journey price_drop "What you looked at is cheaper now"
  when browsed or wished_for
    then (price_dropped where price <= before * 0.9 with same product) within 30d without bought
  again after 7d
  goal bought within 3d value total
  exit when unsubscribed
  # A price is news for a day.
  expires 1d

  send cheaper_now with product: event.product, saved: event.before - event.price via wecom
end

message cheaper_now
  for wecom "{name or "Hello"}, {event.product} is {event.before - event.price as money} cheaper today."
end

"""##),
            .init(
                "tests.journey",
##"""
test "a tenth off what was looked at" for price_drop starting 2026-03-02 12:00
  customer with consent: "marketing"
  at 0m wished_for with product: "the kettle", price: 100
  at 9d price_dropped with product: "the kettle", price: 90, before: 100
  expect cheaper_now via wecom at 9d with saved: 10
end

test "a little less is no news" for price_drop starting 2026-03-02 12:00
  customer with consent: "marketing"
  at 0m browsed with product: "the kettle", price: 100
  at 9d price_dropped with product: "the kettle", price: 90.01, before: 100
  expect no messages
end

test "who has paid the old price is not told of the new one" for price_drop starting 2026-03-02 12:00
  customer with consent: "marketing"
  at 0m browsed with product: "the kettle", price: 100
  at 1d bought with product: "the kettle", total: 100
  at 9d price_dropped with product: "the kettle", price: 80, before: 100
  expect no messages
end

"""##),
        ])

    static let retailRestockAlert = LibraryFolder(
        "retail/restock_alert",
        [
            .init(
                "catalogue.journey",
##"""
event asked_for_restock also 到货提醒 "Wants to know when it is back"
  product also 商品 text
end

event restocked also 到货 "It is back; one event for each customer who waits"
  product also 商品 text
  pieces also 件数 number
end

event bought also 购买 "A paid order"
  product also 商品 text
  total also 金额 number
end

customer
  name also 姓名 text
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "restock_alert.journey",
##"""
# They asked for it: at once, and never when it is stale.
journey restock_alert "Back in stock"
  when asked_for_restock
    then (restocked where pieces > 0 with same product) within 60d without bought
  for each product
  again always
  class transactional
  # Six hours later the shelf may be empty again.
  expires 6h
  goal bought within 2d value total

  send back_in_stock with product: event.product via wecom or else sms
end

message back_in_stock
  for wecom "{name or "Good news"}: {event.product} is back, {event.pieces} pieces. You wanted to know."
  for sms   "【Maple】{event.product} is back in stock. You wanted to know: shop.example"
end

"""##),
            .init(
                "tests.journey",
##"""
test "told at once, of this product only" for restock_alert starting 2026-03-02 12:00
  at 0m asked_for_restock with product: "the kettle"
  at 3d restocked with product: "a scarf", pieces: 10
  at 9d restocked with product: "the kettle", pieces: 4
  at 9d1h bought with product: "the kettle", total: 89
  expect back_in_stock via wecom at 9d with product: "the kettle"
  expect goal at 9d1h
end

test "who has bought it elsewhere in the shop no longer waits"
  for restock_alert
  at 0m asked_for_restock with product: "the kettle"
  at 3d bought with product: "the kettle", total: 89
  at 9d restocked with product: "the kettle", pieces: 4
  expect no messages
end

test "after sixty days nobody remembers"
  for restock_alert
  at 0m asked_for_restock with product: "the kettle"
  at 60d1s restocked with product: "the kettle", pieces: 4
  expect no messages
end

"""##),
            .init(
                "zh/restock_alert.zh.journey",
##"""
# 客户自己要的提醒：到货马上说，过了六小时就不发了。
旅程 到货通知 "到货提醒"
  当 到货提醒
    然后 60天 内 到货 满足 件数 大于 0 同一 商品 期间 未 购买
  按 每个 商品
  可重复进入
  类别 服务通知
  过期不发 6小时
  目标 2天 内 购买 价值 金额

  通过 企业微信 其次 短信 发送 已到货 附带 商品: 事件.商品
结束

消息 已到货
  用于 企业微信 "{姓名 或 "您好"}，您要的{事件.商品}到货了，还有{事件.件数}件。"
  用于 短信     "【枫叶生活】您要的{事件.商品}到货了，数量不多，先到先得。"
结束

测试 "只提醒要的那件" 用于 到货通知 开始于 2026-03-02 12:00
  于 0分钟 到货提醒 附带 商品: "电水壶"
  于 3天 到货 附带 商品: "围巾", 件数: 10
  于 9天 到货 附带 商品: "电水壶", 件数: 4
  预期 已到货 通过 企业微信 于 9天 附带 商品: "电水壶"
结束

"""##),
        ])

    static let retailReviewRequest = LibraryFolder(
        "retail/review_request",
        [
            .init(
                "catalogue.journey",
##"""
event received also 签收 "A parcel arrived"
  order also 订单 text
  product also 商品 text
end

event reviewed also 评价 "Wrote a review"
  order also 订单 text
  stars also 星级 number
end

event complained also 投诉
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  points also 积分 number
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "review_request.journey",
##"""
# Asked twice at most, and thanked for any answer. An unhappy one is called, not thanked.
journey review_request "Ask for a review"
  when received
    but not complained within 5d
  for each order
  again after 30d
  exit when complained or unsubscribed

  repeat up to 2 times every 4d until reviewed
    send ask_for_review with product: event.product via wecom or else sms
  end
  if (reviewed where stars >= 4) within 14d
    add 50 to points
    send thanks_for_review via wecom
  else if (reviewed where stars < 4) within 14d
    record callback_wanted with reason: "review", stars: reviewed.stars
  end
end

event callback_wanted "A person should call"
  reason text
  stars number
end

message ask_for_review
  for wecom "{name or "Hello"}, how do you like {event.product}? Two sentences help others, and bring 50 points."
  for sms   "【Maple】How do you like {event.product}? shop.example/review brings 50 points. Reply T to opt out"
end

message thanks_for_review
  for wecom "Thank you! 50 points are on your card; you have {points or 50} now."
end

"""##),
            .init(
                "tests.journey",
##"""
test "asked twice, then left in peace" for review_request starting 2026-03-02 12:00
  customer with consent: "marketing"
  at 0m received with order: "O1", product: "the kettle"
  expect ask_for_review via wecom at 5d
  expect ask_for_review via wecom at 9d
end

test "five stars bring points" for review_request starting 2026-03-02 12:00
  customer with points: 20, consent: "marketing"
  at 0m received with order: "O1", product: "the kettle"
  at 6d reviewed with order: "O1", stars: 5
  expect ask_for_review via wecom at 5d
  expect thanks_for_review via wecom at 6d
  expect that points = 70 at 7d
end

test "two stars are for a person" for review_request starting 2026-03-02 12:00
  customer with consent: "marketing"
  at 0m received with order: "O1", product: "the kettle"
  at 6d reviewed with order: "O1", stars: 2
  expect ask_for_review via wecom at 5d
  expect that callback_wanted within 10d at 7d
end

test "who complained is not asked" for review_request starting 2026-03-02 12:00
  customer with consent: "marketing"
  at 0m received with order: "O1", product: "the kettle"
  at 2d complained
  expect no messages
end

"""##),
            .init(
                "zh/review_request.zh.journey",
##"""
# 最多邀请两次；好评送积分，差评转人工。
旅程 评价邀请 "邀请评价"
  当 签收
    但 5天 内 未 投诉
  按 每个 订单
  间隔 30天 可再次进入
  退出条件 投诉 或 退订

  最多 重复 2次 每隔 4天 直到 评价
    通过 企业微信 其次 短信 发送 请评价 附带 商品: 事件.商品
  结束
  如果 14天 内 (评价 满足 星级 不少于 4) 过
    增加 50 到 积分
    通过 企业微信 发送 感谢评价
  否则如果 14天 内 (评价 满足 星级 小于 4) 过
    打标签 需回访
  结束
结束

消息 请评价
  用于 企业微信 "{姓名 或 "亲"}，{事件.商品}用得怎么样？写两句帮帮后来的人，送您50积分。"
  用于 短信     "【枫叶生活】{事件.商品}用得怎么样？评价送50积分 shop.example/review 退订回T"
结束

消息 感谢评价
  用于 企业微信 "谢谢您的评价！50积分已到账，现在共有{积分 或 50}积分。"
结束

测试 "最多邀请两次" 用于 评价邀请 开始于 2026-03-02 12:00
  客户 附带 consent: "marketing"
  于 0分钟 签收 附带 订单: "O1", 商品: "电水壶"
  预期 请评价 通过 企业微信 于 5天
  预期 请评价 通过 企业微信 于 9天
结束

测试 "差评转人工" 用于 评价邀请 开始于 2026-03-02 12:00
  客户 附带 consent: "marketing"
  于 0分钟 签收 附带 订单: "O1", 商品: "电水壶"
  于 6天 评价 附带 订单: "O1", 星级: 2
  预期 请评价 通过 企业微信 于 5天
  预期 条件 有标签 需回访 于 7天
结束

"""##),
        ])

    static let retailSecondPurchase = LibraryFolder(
        "retail/second_purchase",
        [
            .init(
                "catalogue.journey",
##"""
event bought "A paid order"
  total number
  category text
end

event unsubscribed
end

customer
  name text
  first_category text
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "second_purchase.journey",
##"""
# The second order is the one that makes a customer. It is likelier in the first month than ever after.
journey second_purchase "From the first order to the second"
  when bought
  for customers where number of bought ever = 1
  once
  goal bought within 45d value total
  exit when unsubscribed
  hold out 10%

  set first_category to event.category
  wait 10d
  send goes_well_with with category: event.category via wecom or else email
  wait 14d
  split "reason to return" adaptively
    "delivery"    send free_delivery via wecom or else email
    "bestsellers" send what_others_take via wecom or else email
    "quiet"
  end
end

message goes_well_with
  for wecom "{name or "Hello"}, three things that go well with what you chose: {link "https://shop.example/with"}"
  for email
    subject "Goes well with what you chose"
    body "Three things for those who like {event.category or "good things"}: {link "https://shop.example/with"}"
end

message free_delivery
  for wecom "Your next delivery is on us, this month."
  for email subject "Your next delivery is on us" body "This month, whatever you choose."
end

message what_others_take
  for wecom "What people come back for: {link "https://shop.example/best"}"
  for email
    subject "What people come back for"
    body "Ten things: {link "https://shop.example/best"}"
end

"""##),
            .init(
                "tests.journey",
##"""
test "ten days after the first order" for second_purchase starting 2026-03-02 12:00
  customer ana with name: "Ana", consent: "marketing"
  at 0m bought with total: 80, category: "kitchen"
  at 12d bought with total: 60, category: "kitchen"
  expect goes_well_with via wecom at 10d with category: "kitchen"
  expect goal at 12d
  expect that first_category is "kitchen" at 13d
end

test "back within ten days: nothing to do" for second_purchase starting 2026-03-02 12:00
  customer ana with consent: "marketing"
  at 0m bought with total: 80, category: "kitchen"
  at 9d bought with total: 60, category: "kitchen"
  expect no messages
  expect goal at 9d
end

test "who unsubscribes is left alone" for second_purchase starting 2026-03-02 12:00
  customer ana with consent: "marketing"
  at 0m bought with total: 80, category: "kitchen"
  at 9d unsubscribed
  expect no messages
end

"""##),
        ])

    static let retailStoreVisit = LibraryFolder(
        "retail/store_visit",
        [
            .init(
                "catalogue.journey",
##"""
event visited_store also 到店 "Was in a store; from the till, the counter or the Wi-Fi"
  store also 门店 text
  clerk also 导购 text
end

event bought also 购买 "A paid order"
  total also 金额 number
end

event wecom_added also 加好友 "Added the advisor on WeCom"
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  phone also 手机 text
  visits also 到店次数 number
  wecom_id text
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "store_visit.journey",
##"""
# From the counter to WeCom: who was in the store keeps the advisor in the pocket.
journey store_visit "Follow up on a visit to the store"
  when visited_store
  again after 30d
  goal bought within 30d value total
  exit when unsubscribed

  add 1 to visits
  if reachable via wecom
    wait 2h
    send thanks_for_the_visit with clerk: event.clerk via wecom
    stop
  end
  # One text message is all that a stranger should get.
  send add_your_advisor with store: event.store to phone via sms
  wait up to 7d for wecom_added
    if so
      send hello_from_advisor via wecom
      tag advised
    else
      tag sms_only
  end
end

message thanks_for_the_visit
  for wecom "{name or "Hello"}, it was good to see you today. If something does not fit, just write to me here."
end

message add_your_advisor
  for sms "【Maple】Thank you for your visit. Your advisor on WeCom answers within minutes: shop.example/add Reply T to opt out"
end

message hello_from_advisor
  for wecom "Hello, I am your advisor. What you bought comes with free alterations for 30 days."
end

"""##),
            .init(
                "tests.journey",
##"""
test "who is on WeCom is thanked there" for store_visit starting 2026-03-02 15:00
  customer with name: "Ana", phone: "13900000000", wecom_id: "wm1", consent: "marketing"
  at 0m visited_store with store: "Julu Road", clerk: "Ling"
  expect thanks_for_the_visit via wecom at 2h
  expect that visits = 1 at 3h
end

test "who is not gets one text, and a hello after adding" for store_visit starting 2026-03-02 15:00
  customer with name: "Ben", phone: "13900000001", consent: "marketing"
  channel wecom answers unreachable
  at 0m visited_store with store: "Julu Road", clerk: "Ling"
  expect add_your_advisor via sms at 0m
  expect that has tag sms_only at 8d
end

test "once in thirty days" for store_visit starting 2026-03-02 15:00
  customer with phone: "13900000001", wecom_id: "wm1", consent: "marketing"
  at 0m visited_store with store: "Julu Road"
  at 29d visited_store with store: "Julu Road"
  expect thanks_for_the_visit via wecom at 2h
end

"""##),
            .init(
                "zh/store_visit.zh.journey",
##"""
# 线下到店，线上接住：能用企业微信的当天感谢，不能的只发一条短信请加导购。
旅程 到店跟进 "到店后跟进"
  当 到店
  间隔 30天 可再次进入
  目标 30天 内 购买 价值 金额
  退出条件 退订

  增加 1 到 到店次数
  如果 可触达 企业微信
    等待 2小时
    通过 企业微信 发送 到店感谢 附带 导购: 事件.导购
    停止
  结束
  通过 短信 发送 请加导购 到 手机
  最多 等待 7天 直到 加好友
    等到了
      通过 企业微信 发送 导购问候
      打标签 已加导购
    否则
      打标签 仅短信
  结束
结束

消息 到店感谢
  用于 企业微信 "{姓名 或 "您好"}，今天见到您很开心！尺码、搭配有任何问题，直接在这里找我。"
结束

消息 请加导购
  用于 短信 "【枫叶生活】感谢光临！加导购企业微信，换码改衣随时问 shop.example/add 退订回T"
结束

消息 导购问候
  用于 企业微信 "您好，我是您的专属导购，买的衣服30天内免费改尺寸。"
结束

测试 "当天两小时后感谢" 用于 到店跟进 开始于 2026-03-02 15:00
  客户 附带 姓名: "小安", wecom_id: "wm1", consent: "marketing"
  于 0分钟 到店 附带 门店: "巨鹿路店", 导购: "小玲"
  预期 到店感谢 通过 企业微信 于 2小时
  预期 条件 到店次数 等于 1 于 3小时
结束

"""##),
        ])

    static let retailWelcome = LibraryFolder(
        "retail/welcome",
        [
            .init(
                "catalogue.journey",
##"""
# What happens in the shop, and what is known of a customer.
event signed_up also 注册 "Joined the membership"
  source also 来源 text
end

event bought also 购买 "A paid order"
  total also 金额 number
end

event clicked also 点击
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  points also 积分 number
end

coupon welcome_ten also 新人券 "10 off the first order over 99"
  stock 20000
  1 for each customer
  valid 14d
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "tests.journey",
##"""
test "a new member is welcomed, gets a coupon and is told of its end" for welcome starting 2026-03-02 10:00
  customer ana with name: "Ana", consent: "marketing"
  at 0m signed_up with source: "app"
  expect welcome_letter via wecom at 0m
  expect first_order_coupon via wecom at 1d
  expect coupon_ends via wecom at 12d
  expect that points = 100 at 1h
  expect not in journey at 13d
end

test "who buys is not reminded" for welcome starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m signed_up
  at 2d bought with total: 120
  expect welcome_letter via wecom at 0m
  expect first_order_coupon via wecom at 1d
  expect goal at 2d
end

test "at night the letter waits until eight" for welcome starting 2026-03-02 23:30
  customer with consent: "marketing"
  at 0m signed_up
  at 9h unsubscribed
  expect welcome_letter via wecom at 8h30m
end

test "without WeCom it is a text message" for welcome starting 2026-03-02 10:00
  customer with consent: "marketing"
  channel wecom answers unreachable
  at 0m signed_up
  at 1h unsubscribed
  expect welcome_letter via sms at 0m
end

test "nothing is sent without consent" for welcome starting 2026-03-02 10:00
  at 0m signed_up
  expect no messages
end

"""##),
            .init(
                "welcome.journey",
##"""
# A welcome at once, a coupon for the first order a day later, and the coupon's end in time.
journey welcome "Welcome new members"
  when signed_up
  goal bought within 14d value total
  exit when unsubscribed

  # Enough points to try one thing out.
  add 100 to points
  send welcome_letter via wecom or else sms
  wait 1d
  give welcome_ten
    or else
      # The pool is empty: nothing to promise any more.
      tag no_welcome_coupon
      stop
  end
  send first_order_coupon via wecom or else sms
  wait 11d
  send coupon_ends via wecom or else sms
end

message welcome_letter
  for wecom "Welcome {name or "to the club"}! 100 points are already on your card."
  for sms   "【Maple】Welcome! 100 points are already on your card. Reply T to opt out"
end

message first_order_coupon
  for wecom "10 off your first order over 99, good for 14 days: it is in your wallet."
  for sms   "【Maple】10 off your first order over 99, good for 14 days. Reply T to opt out"
end

message coupon_ends
  for wecom "Your 10 off ends in three days. Shall we keep something for you?"
  for sms   "【Maple】Your 10 off ends in three days. Reply T to opt out"
end

"""##),
            .init(
                "zh/welcome.zh.journey",
##"""
# 入会当时欢迎，第二天送首单券，到期前三天提醒。
旅程 新人欢迎 "新会员欢迎"
  当 注册
  目标 14天 内 购买 价值 金额
  退出条件 退订

  增加 100 到 积分
  通过 企业微信 其次 短信 发送 欢迎语
  等待 1天
  发放 新人券
    不成则
      # 券领完了，就不再承诺。
      打标签 "未领新人券"
      停止
  结束
  通过 企业微信 其次 短信 发送 首单券通知
  等待 11天
  通过 企业微信 其次 短信 发送 新人券到期
结束

消息 欢迎语
  用于 企业微信 "{姓名 或 "亲爱的会员"}，欢迎加入！100积分已到账，快去看看能换什么吧～"
  用于 短信     "【枫叶生活】欢迎加入！100积分已到账，可在会员中心查看。退订回T"
结束

消息 首单券通知
  用于 企业微信 "给您准备了首单满99减10元券，14天内有效，已放进您的卡包。"
  用于 短信     "【枫叶生活】首单满99减10元券已到账，14天内有效。退订回T"
结束

消息 新人券到期
  用于 企业微信 "您的首单券还有3天就过期了，要不要先帮您挑一件？"
  用于 短信     "【枫叶生活】您的首单满减券还有3天过期，别错过。退订回T"
结束

测试 "新会员收到欢迎、首单券和到期提醒" 用于 新人欢迎 开始于 2026-03-02 10:00
  客户 小安 附带 姓名: "小安", consent: "marketing"
  于 0分钟 注册
  预期 欢迎语 通过 企业微信 于 0分钟
  预期 首单券通知 通过 企业微信 于 1天
  预期 新人券到期 通过 企业微信 于 12天
结束

测试 "下单后不再提醒" 用于 新人欢迎 开始于 2026-03-02 10:00
  客户 附带 consent: "marketing"
  于 0分钟 注册
  于 2天 购买 附带 金额: 120
  预期 欢迎语 通过 企业微信 于 0分钟
  预期 首单券通知 通过 企业微信 于 1天
  预期 目标 于 2天
结束

"""##),
        ])

    static let retailWinBack = LibraryFolder(
        "retail/win_back",
        [
            .init(
                "catalogue.journey",
##"""
event bought also 购买 "A paid order"
  total also 金额 number
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  lapsed_for number
end

audience once_loyal also 老客 "Three orders or more in the year" =
    bought at least 3 times within 365d

coupon come_back also 回归券 "30 off over 150"
  codes from "come_back.csv"
  1 for each customer
  valid 14d
end

# `console` prints what would be sent; give the adapter of your provider when you go live.
channel wecom
  adapter console
end

channel sms
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "come_back.csv",
##"""
BACK-7F3K
BACK-9Q2M
BACK-4T8W
BACK-6H1P

"""##),
            .init(
                "tests.journey",
##"""
test "three orders, then sixty days of nothing" for win_back starting 2026-03-02 10:00
  customer ana with name: "Ana", consent: "marketing"
  at 0m bought with total: 100
  at 10d bought with total: 50
  at 20d bought with total: 80
  expect we_miss_you via wecom at 80d
  expect come_back_coupon via wecom at 87d
  expect that has tag lapsed at 102d
end

test "who came once was never a regular" for win_back starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m bought with total: 100
  expect no messages
end

test "who comes back gets no coupon" for win_back starting 2026-03-02 10:00
  customer ana with consent: "marketing"
  at 0m bought with total: 100
  at 10d bought with total: 50
  at 20d bought with total: 80
  at 83d bought with total: 120
  expect we_miss_you via wecom at 80d
  expect goal at 83d
end

test "a day short of sixty is not sixty" for win_back starting 2026-03-02 10:00
  customer ana with consent: "marketing"
  at 0m bought with total: 100
  at 10d bought with total: 50
  at 20d bought with total: 80
  expect not in journey at 79d
  expect we_miss_you via wecom at 80d
  expect come_back_coupon via wecom at 87d
end

"""##),
            .init(
                "win_back.journey",
##"""
# Who used to come and has not for sixty days. Words first; the coupon for those whom words do not bring back.
journey win_back "Nothing bought for 60 days"
  when no bought for 60d
  for customers where in audience once_loyal
  again after 180d
  goal bought within 30d value total
  exit when unsubscribed
  hold out 10%

  set lapsed_for to days since bought
  send we_miss_you via wecom or else sms at best time
  wait 7d
  give come_back
    or else
      send we_miss_you_again via email
      stop
  end
  send come_back_coupon via wecom or else sms
  wait 14d
  tag lapsed
end

message we_miss_you
  for wecom "{name or "Hello"}, two months without you! Here is what is new: {link "https://shop.example/new"}"
  for sms   "【Maple】Two months without you! What is new: shop.example/new Reply T to opt out"
end

message we_miss_you_again
  for email
    subject "Is there something that we could do better?"
    body "Two lines are enough; a person reads them."
end

message come_back_coupon
  for wecom "30 off over 150 for your next visit, good for 14 days."
  for sms   "【Maple】30 off over 150 for your next visit, good for 14 days. Reply T to opt out"
end

"""##),
            .init(
                "zh/win_back.zh.journey",
##"""
# 老客六十天没来：先问候，再给券。
旅程 沉睡召回 "六十天未购买"
  当 60天 未 购买
  面向 客户 满足 属于人群 老客
  间隔 180天 可再次进入
  目标 30天 内 购买 价值 金额
  退出条件 退订
  对照组 10%

  通过 企业微信 其次 短信 发送 想念您 择时
  等待 7天
  发放 回归券 不成则 停止 结束
  通过 企业微信 其次 短信 发送 回归券通知
  等待 14天
  打标签 沉睡
结束

消息 想念您
  用于 企业微信 "{姓名 或 "您好"}，两个月没见了！看看店里都上了什么新：{链接 "https://shop.example/new"}"
  用于 短信     "【枫叶生活】两个月没见，店里上新了，来看看吧 shop.example/new 退订回T"
结束

消息 回归券通知
  用于 企业微信 "给您留了一张满150减30元的回归券，14天内有效。"
  用于 短信     "【枫叶生活】满150减30元回归券已到账，14天内有效。退订回T"
结束

测试 "老客六十天没买，先问候再给券" 用于 沉睡召回 开始于 2026-03-02 10:00
  客户 小安 附带 姓名: "小安", consent: "marketing"
  于 0分钟 购买 附带 金额: 100
  于 10天 购买 附带 金额: 50
  于 20天 购买 附带 金额: 80
  预期 想念您 通过 企业微信 于 80天
  预期 回归券通知 通过 企业微信 于 87天
结束

测试 "只买过一次的不召回"
  用于 沉睡召回
  客户 附带 consent: "marketing"
  于 10小时 购买 附带 金额: 100
  预期 无消息
结束

"""##),
        ])
}

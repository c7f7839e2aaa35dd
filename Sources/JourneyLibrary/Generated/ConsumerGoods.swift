// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let consumerGoods: [LibraryFolder] = [
        consumerGoodsBigBasket,
        consumerGoodsReplenishment,
        consumerGoodsSilentMembers,
        consumerGoodsWeeklyOffers,
    ]

    static let consumerGoodsBigBasket = LibraryFolder(
        "consumer_goods/big_basket",
        [
            .init(
                "big_basket.journey",
##"""
# The first basket over 100: thank for it, and make the second one easy.
journey big_basket "The first big basket"
  when bought where total >= 100
  once
  goal (bought where total >= 100) within 60d value total
  exit when unsubscribed

  set best_basket to event.total
  tag big_basket
  wait until 18:00
  send thanks_for_the_big_shop with total: event.total via wecom or else email
  wait up to 14d for bought where total >= 50 or else send free_delivery via wecom or else email end
end

message thanks_for_the_big_shop
  for wecom "{name or "Hello"}, thank you for the big shop! Next time we carry it home for you: delivery is free over 100."
  for email
    subject "Thank you for the big shop"
    body "Next time we carry it home for you: delivery is free over 100."
end

message free_delivery
  for wecom "Is the fridge empty again? Free delivery, whatever you order this week."
  for email subject "Free delivery this week" body "Whatever you order, whenever it suits."
end

"""##),
            .init(
                "catalogue.journey",
##"""
event bought "A basket at the till, or an order"
  total number
  lines number
end

event unsubscribed
end

customer
  name text
  best_basket number
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
test "thanked in the evening, helped two weeks later" for big_basket starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m bought with total: 132.5, lines: 41
  expect thanks_for_the_big_shop via wecom at 7h with total: 132.5
  expect free_delivery via wecom at 14d7h
  expect that has tag big_basket and best_basket = 132.5 at 1h
end

test "who is back for half as much needs no delivery" for big_basket starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m bought with total: 132.5
  at 6d bought with total: 50
  expect thanks_for_the_big_shop via wecom at 7h
end

test "a hundred to the cent counts, a cent less does not" for big_basket starting 2026-03-02 11:00
  customer low with consent: "marketing"
  at 0m bought with total: 99.99
  expect no messages
  customer exact with consent: "marketing"
  at 0m bought with total: 100
  at 1h unsubscribed
  expect no messages
  expect that has tag big_basket at 2h
end

"""##),
        ])

    static let consumerGoodsReplenishment = LibraryFolder(
        "consumer_goods/replenishment",
        [
            .init(
                "catalogue.journey",
##"""
event bought also 购买 "A paid order"
  product also 商品 text
  category also 品类 text
  lasts also 可用天数 number
  total also 金额 number
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  refill_on also 补货日 date
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
                "replenishment.journey",
##"""
# Formula, diapers, pet food: a word some days before the bag is empty, and one tap to order the same again.
journey replenishment "Nearly used up"
  when bought where category in ("formula", "diapers", "pet food") and product is known
  for each product
  again after 20d
  goal bought with same product within 45d value total
  exit when unsubscribed

  # A bag lasts about a month; who bought two at once has until later.
  if event.total >= 300 wait 24d end
  wait 24d
  send same_again with product: event.product via wecom or else sms
  wait up to 4d for bought or else send last_spoon with product: event.product via wecom end
end

message same_again
  for wecom "{name or "Hello"}, {event.product} should be running low. The same again? One tap: {link "https://shop.example/again"}"
  for sms   "【Maple】{event.product} should be running low: shop.example/again Reply T to opt out"
end

message last_spoon
  for wecom "Before the last spoon: {event.product} ordered today is there the day after tomorrow."
end

"""##),
            .init(
                "tests.journey",
##"""
test "a bag lasts a month" for replenishment starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m bought with product: "Stage 2", category: "formula", total: 180
  at 25d bought with product: "Stage 2", category: "formula", total: 180
  at 26d unsubscribed
  expect same_again via wecom at 24d with product: "Stage 2"
  expect goal at 25d
end

test "two bags last two months" for replenishment starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m bought with product: "Stage 2", category: "formula", total: 360
  at 50d unsubscribed
  expect same_again via wecom at 48d
end

test "a toy is not used up" for replenishment starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m bought with product: "Duck", category: "toys", total: 30
  expect no messages
end

test "the same bought in time" for replenishment starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m bought with product: "Stage 2", category: "formula", total: 180
  at 20d bought with product: "Stage 2", category: "formula", total: 180
  at 40d unsubscribed
  expect no messages
  expect goal at 20d
end

"""##),
            .init(
                "zh/replenishment.zh.journey",
##"""
# 奶粉、纸尿裤、宠粮：快用完前几天提醒，一键再来一份。
旅程 快用完了 "复购提醒"
  当 购买 满足 品类 属于 ("奶粉", "纸尿裤", "宠粮") 且 商品 有值
  按 每个 商品
  间隔 20天 可再次进入
  目标 45天 内 购买 同一 商品 价值 金额
  退出条件 退订

  # 一袋约一个月；一次买两袋的晚一点提醒。
  如果 事件.金额 不少于 300 等待 24天 结束
  等待 24天
  通过 企业微信 其次 短信 发送 再来一份 附带 商品: 事件.商品
  最多 等待 4天 直到 购买 没等到 通过 企业微信 发送 别断粮 附带 商品: 事件.商品 结束
结束

消息 再来一份
  用于 企业微信 "{姓名 或 "亲"}，{事件.商品}快用完了吧？一键再来一份：{链接 "https://shop.example/again"}"
  用于 短信     "【枫叶生活】{事件.商品}快用完了，再来一份 shop.example/again 退订回T"
结束

消息 别断粮
  用于 企业微信 "今天下单，{事件.商品}后天就到，别断了粮。"
结束

测试 "一袋用一个月" 用于 快用完了 开始于 2026-03-02 11:00
  客户 附带 consent: "marketing"
  于 0分钟 购买 附带 商品: "二段", 品类: "奶粉", 金额: 180
  于 25天 购买 附带 商品: "二段", 品类: "奶粉", 金额: 180
  于 26天 退订
  预期 再来一份 通过 企业微信 于 24天
  预期 目标 于 25天
结束

"""##),
        ])

    static let consumerGoodsSilentMembers = LibraryFolder(
        "consumer_goods/silent_members",
        [
            .init(
                "catalogue.journey",
##"""
event bought "A basket at the till, or an order"
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
                "silent_members.journey",
##"""
# Half a year without any sign: ask once whether they want to stay, and then be silent ourselves. It keeps the list clean.
journey silent_members "Silent for half a year"
  when silent for 180d
  goal bought within 30d
  exit when unsubscribed

  send stay_or_go via email
  wait up to 14d for clicked or opened
    or else
      tag asleep
      untag newsletter
  end
end

event opened
end

event clicked
end

message stay_or_go
  for email
    subject "Shall we go on writing?"
    body "One tap and we do: {link "https://shop.example/stay"}. Otherwise this was the last letter."
end

"""##),
            .init(
                "tests.journey",
##"""
test "asked once, then asleep" for silent_members starting 2026-01-05 11:00
  customer with tag: "newsletter", consent: "marketing"
  at 0m bought with total: 20
  expect stay_or_go via email at 180d
  expect that has tag asleep and not has tag newsletter at 195d
end

test "who clicks stays, and is asked again after the next half year" for silent_members starting 2026-01-05 11:00
  customer with tag: "newsletter", consent: "marketing"
  at 0m bought with total: 20
  at 181d clicked
  expect stay_or_go via email at 180d
  expect that has tag newsletter at 185d
  expect stay_or_go via email at 361d
end

test "any sign of life counts" for silent_members starting 2026-01-05 11:00
  customer with consent: "marketing"
  at 0m bought with total: 20
  at 170d opened
  expect not in journey at 349d
  expect stay_or_go via email at 350d
end

"""##),
        ])

    static let consumerGoodsWeeklyOffers = LibraryFolder(
        "consumer_goods/weekly_offers",
        [
            .init(
                "catalogue.journey",
##"""
event bought "A basket at the till, or an order"
  total number
  store text
end

event opened
end

event unsubscribed
end

customer
  name text
  store text
  language one of "en", "zh"
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
test "on Friday at four, for somebody who opens" for weekly_offers starting 2026-03-02 11:00
  customer with store: "Julu Road", consent: "marketing"
  at 0m bought with total: 50
  at 1h opened
  at 5d bought with total: 20
  expect offers_of_the_week via wecom at 4d5h with store: "Julu Road"
  expect goal at 5d
end

test "who never opens and seldom comes gets one letter a month" starting 2026-03-27 11:00
  customer with store: "Julu Road", consent: "marketing"
  at 0m bought with total: 50
  at 6d bought with total: 20
  expect best_of_the_month via email at 5d6h
end

test "nothing without a store" for weekly_offers starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m bought with total: 50
  at 1h opened
  at 5d bought with total: 20
  expect no messages
end

test "bread on Tuesday and Thursday, not at night" for bread_is_out starting 2026-03-02 11:00
  customer with tag: "early_bird", consent: "marketing"
  at 2d12h bought with total: 5
  expect bread via wecom at 21h
end

"""##),
            .init(
                "weekly_offers.journey",
##"""
# Friday afternoon, when the week's shopping is planned; for those who come, and open what we send.
journey weekly_offers "Offers of the week"
  when every friday at 16:00
  for customers where bought within 60d and store is known
  goal bought within 3d value total
  exit when unsubscribed
  expires 20h

  # Four letters unopened: once a month is enough, and that is what the next journey is for.
  if not opened within 30d and number of bought within 60d < 3 stop end
  send offers_of_the_week with store: store via wecom or else email
end

journey monthly_best_of "The best of the month, for those who seldom open"
  when every 1st of month at 17:00
  for customers where bought within 120d and not opened within 30d
  exit when unsubscribed

  send best_of_the_month via email
end

# Fresh bread is no campaign: early risers on weekdays, a line in the app.
journey bread_is_out "The bread is out"
  when every workday at 8:00
  for customers where has tag early_bird and weekday in (tuesday, thursday)
  exit when unsubscribed
  expires 2h

  send bread via wecom
end

message offers_of_the_week
  for wecom "The week at {store}: strawberries, salmon, and three more. {link "https://shop.example/week"}"
  for email
    subject "The week at {store}"
    body "Strawberries, salmon, and three more: {link "https://shop.example/week"}"
end

message best_of_the_month
  for email
    subject "What others liked best this month"
    body "Ten things: {link "https://shop.example/month"}"
end

message bread
  for wecom "The bread is out of the oven."
end

"""##),
        ])
}

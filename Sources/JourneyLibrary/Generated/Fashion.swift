// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let fashion: [LibraryFolder] = [
        fashionNewSeason,
        fashionSizeExchange,
    ]

    static let fashionNewSeason = LibraryFolder(
        "fashion/new_season",
        [
            .init(
                "catalogue.journey",
##"""
event browsed "Looked at a piece"
  product text
  collection text
end

event wished_for "Put on the wish list"
  product text
  collection text
end

event bought "A paid order"
  total number
  collection text
end

event unsubscribed
end

customer
  name text
  email text
end

audience fashion_fans "Buys early in the season, at full price" =
    (bought where collection starts with "new") at least 2 times within 365d
    and min of bought.total within 365d > 100

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
                "new_season.journey",
##"""
# Who becomes a fan sees the new season before the others.
journey fan_preview "Became a fan of the brand"
  when enters audience fashion_fans
  for customers where consented to marketing and email is known
  again after 180d
  goal bought within 30d value total
  exit when unsubscribed or leaves_brand

  send preview_invitation to email via email or else wecom
  wait 3d
  start looks_for_you
end

event leaves_brand "Asked to be forgotten as a fan"
end

# Looked and wished within two days: the outfit around it, once in a while.
journey looks_for_you formerly outfit_ideas "The outfit around a wish"
  when browsed and wished_for within 2d
  again after 21d
  goal (bought where total >= 150) within 14d value total
  exit when unsubscribed

  wait until saturday 10:30
  send outfit_around_it via wecom or else email
end

message preview_invitation
  for email
    subject "The new season, three days before the others"
    body "{name or "Hello"}, the door is open for you: {link "https://shop.example/preview"}"
  for wecom "The new season is open for you, three days early: {link "https://shop.example/preview"}"
end

message outfit_around_it
  for wecom "Three outfits around what you wished for: {link "https://shop.example/looks"}"
  for email
    subject "Three outfits around what you wished for"
    body "Have a look: {link "https://shop.example/looks"}"
end

"""##),
            .init(
                "tests.journey",
##"""
test "two pieces of new collections make a fan" for fan_preview starting 2026-03-02 11:00
  customer with email: "ana@example.com", consent: "marketing"
  at 0m bought with total: 180, collection: "new in spring"
  at 9d bought with total: 220, collection: "new in summer"
  expect preview_invitation via email at 9d
  expect outfit_around_it via wecom at 18d23h30m
end

test "without an address there is nobody to invite" for fan_preview starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m bought with total: 180, collection: "new in spring"
  at 9d bought with total: 220, collection: "new in summer"
  expect no messages
end

test "looked and wished, in any order" for looks_for_you starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m wished_for with product: "the coat", collection: "new in spring"
  at 1d23h browsed with product: "the coat", collection: "new in spring"
  expect outfit_around_it via wecom at 4d23h30m
end

"""##),
        ])

    static let fashionSizeExchange = LibraryFolder(
        "fashion/size_exchange",
        [
            .init(
                "catalogue.journey",
##"""
event return_asked also 申请退货 "Wants to send something back"
  order also 订单 text
  product also 商品 text
  reason also 原因 one of "too small", "too large", "other"
  size also 尺码 number
end

event exchanged also 换货 "Takes another size instead"
  order also 订单 text
  total also 金额 number
end

event refunded also 退款 "Has the money back"
  order also 订单 text
end

customer
  name also 姓名 text
  usual_size also 常穿码 number
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
                "size_exchange.journey",
##"""
# Wrong size: offer the right one before the money goes back. One answer, then peace.
journey size_exchange "Another size instead of a refund"
  when return_asked where reason is not "other"
  for each order
  again always
  # About their own parcel: a service, at any hour but the night.
  class transactional
  goal exchanged within 14d value total
  exit when refunded

  if event.reason is "too small" set usual_size to event.size + 1
  else set usual_size to event.size - 1
  end
  if not time between 8:00 and 22:00 wait until 9:00 end
  send other_size with product: event.product, size: usual_size via wecom or else sms
  wait up to 2d for exchanged or else send label_waits with order: event.order via sms end
end

message other_size
  for wecom "{name or "Hello"}, {event.product} in size {usual_size} is set aside for you. One tap, and the courier swaps it at your door."
  for sms   "【Maple】{event.product} in size {usual_size} is set aside for you: shop.example/swap"
end

message label_waits
  for sms "【Maple】Your return label for order {event.order} waits in the app; the swap is still possible, too."
end

"""##),
            .init(
                "tests.journey",
##"""
test "a size larger is set aside, and taken" for size_exchange starting 2026-03-02 11:00
  at 0m return_asked with order: "O1", product: "the linen shirt", reason: "too small", size: 38
  at 1d exchanged with order: "O1", total: 59
  expect other_size via wecom at 0m with size: 39
  expect goal at 1d
  expect that usual_size = 39 at 2d
end

test "asked by night, answered in the morning" for size_exchange starting 2026-03-02 23:00
  at 0m return_asked with order: "O1", product: "the linen shirt", reason: "too large", size: 38
  at 3d refunded with order: "O1"
  expect other_size via wecom at 10h with size: 37
  expect label_waits via sms at 2d10h
end

test "other reasons are no matter of size" for size_exchange starting 2026-03-02 11:00
  at 0m return_asked with order: "O1", product: "the linen shirt", reason: "other", size: 38
  expect no messages
end

"""##),
            .init(
                "zh/size_exchange.zh.journey",
##"""
# 尺码不对，先换再退：把对的那件先留好。
旅程 尺码换货 "尺码不对先换货"
  当 申请退货 满足 原因 不是 "other"
  按 每个 订单
  可重复进入
  类别 服务通知
  目标 14天 内 换货 价值 金额
  退出条件 退款

  如果 事件.原因 是 "too small" 设置 常穿码 为 事件.尺码 + 1
  否则 设置 常穿码 为 事件.尺码 - 1
  结束
  如果 非 时间 介于 8:00 至 22:00 之间 等到 9:00 结束
  通过 企业微信 其次 短信 发送 合适尺码 附带 商品: 事件.商品, 尺码: 常穿码
  最多 等待 2天 直到 换货 没等到 通过 短信 发送 退货提示 附带 订单: 事件.订单 结束
结束

消息 合适尺码
  用于 企业微信 "{姓名 或 "亲"}，{事件.商品}的{常穿码}码已为您留好，点一下，快递上门换。"
  用于 短信     "【枫叶服饰】{事件.商品}的{常穿码}码已为您留好 shop.example/swap"
结束

消息 退货提示
  用于 短信 "【枫叶服饰】订单{事件.订单}的退货单在小程序里，想换码也还来得及。"
结束

测试 "小了就留大一码" 用于 尺码换货 开始于 2026-03-02 11:00
  于 0分钟 申请退货 附带 订单: "O1", 商品: "亚麻衬衫", 原因: "too small", 尺码: 38
  于 1天 换货 附带 订单: "O1", 金额: 59
  预期 合适尺码 通过 企业微信 于 0分钟 附带 尺码: 39
  预期 目标 于 1天
结束

"""##),
        ])
}

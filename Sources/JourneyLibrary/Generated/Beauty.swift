// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let beauty: [LibraryFolder] = [
        beautyConsultation,
        beautySampleToFullSize,
    ]

    static let beautyConsultation = LibraryFolder(
        "beauty/consultation",
        [
            .init(
                "catalogue.journey",
##"""
event browsed "Looked at a product"
  product text
  line text
end

event booked "Booked an hour with an advisor"
  starts_at text
end

event visited_store "Was at the counter"
end

event bought "A paid order"
  total number
end

event unsubscribed
end

customer
  name text
  skin text
  wishes list
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
                "consultation.journey",
##"""
# Three looks at serums in a week and nothing bought: this needs a person, not a coupon.
journey consultation "Invite to a skin consultation"
  when (browsed where line is "serum") 3 times within 7d
    but not bought or booked within 1d
  for customers where skin is unknown or wishes contains "advice"
  again after 90d
  goal booked within 14d and continue
  exit when unsubscribed or bought where total >= 500

  wait until 12:00
  send free_consultation via wecom at best time
  wait up to 3d for booked
    or else
      send consultation_online via wecom
      stop
  end
  wait up to 10d for visited_store
    if so
      tag consulted
      wait 2d
      send your_skin_plan via wecom or else email
    else
      send another_hour via wecom or else sms
  end
end

message free_consultation
  for wecom "{name or "Hello"}, serums are hard to choose from pictures. Half an hour at the counter, for free: {link "https://shop.example/hour"}"
end

message consultation_online
  for wecom "No time to come by? Send three photos, and we answer with three suggestions."
end

message your_skin_plan
  for wecom "Your plan from the consultation, morning and evening: {link "https://shop.example/plan"}"
  for email
    subject "Your skin plan"
    body "Morning and evening, as discussed: {link "https://shop.example/plan"}"
end

message another_hour
  for wecom "We missed you at the counter. Shall we find another hour?"
  for sms   "【Maple】We missed you at the counter. Another hour: shop.example/hour Reply T to opt out"
end

"""##),
            .init(
                "tests.journey",
##"""
test "three serums, an hour booked, a plan afterwards" for consultation starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m browsed with product: "A", line: "serum"
  at 1h browsed with product: "B", line: "serum"
  at 2h browsed with product: "C", line: "serum"
  at 2d1h booked with starts_at: "2026-03-06 15:00"
  at 4d5h visited_store
  expect free_consultation via wecom at 1d2h
  expect your_skin_plan via wecom at 6d5h
end

test "two serums and a cream are no reason" for consultation starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m browsed with product: "A", line: "serum"
  at 1h browsed with product: "B", line: "serum"
  at 2h browsed with product: "C", line: "cream"
  expect no messages
end

test "whose skin we know needs no invitation" for consultation starting 2026-03-02 10:00
  customer with skin: "dry", consent: "marketing"
  at 0m browsed with product: "A", line: "serum"
  at 1h browsed with product: "B", line: "serum"
  at 2h browsed with product: "C", line: "serum"
  expect no messages
end

"""##),
        ])

    static let beautySampleToFullSize = LibraryFolder(
        "beauty/sample_to_full_size",
        [
            .init(
                "catalogue.journey",
##"""
event got_sample also 领小样 "Took a sample along"
  product also 商品 text
end

event bought also 购买 "A paid order"
  product also 商品 text
  total also 金额 number
end

event unsubscribed also 退订
end

customer
  name also 姓名 text
  skin also 肤质 one of "dry", "oily", "sensitive"
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
                "sample_to_full_size.journey",
##"""
# A sample lasts a week. On the fifth evening: how to use what is left; on the ninth: the full size.
journey sample_to_full_size "From the sample to the full size"
  when got_sample
  for each product
  again after 90d
  goal bought within 30d value total
  exit when unsubscribed

  wait 4d
  wait until 20:30
  if skin is "sensitive" send patch_test_first with product: event.product via wecom
  else send evening_ritual with product: event.product via wecom
  end
  wait 4d
  if not bought within 9d send full_size with product: event.product via wecom or else sms end
end

message patch_test_first
  for wecom "{event.product} on sensitive skin: behind the ear first, a day of patience, then the face."
end

message evening_ritual
  for wecom "{event.product}: two drops, warm in the hands, press, do not rub. See you in the mirror tomorrow."
end

message full_size
  for wecom "{name or "Hello"}, did {event.product} suit you? With the full size comes a travel size of your choice."
  for sms   "【Maple】With {event.product} in full size comes a travel size of your choice. Reply T to opt out"
end

"""##),
            .init(
                "tests.journey",
##"""
test "the ritual on the fourth evening, the offer on the eighth" for sample_to_full_size starting 2026-03-02 15:00
  customer with skin: "dry", consent: "marketing"
  at 0m got_sample with product: "the night oil"
  expect evening_ritual via wecom at 4d5h30m
  expect full_size via wecom at 8d5h30m
end

test "sensitive skin is told to be careful" for sample_to_full_size starting 2026-03-02 15:00
  customer with skin: "sensitive", consent: "marketing"
  at 0m got_sample with product: "the night oil"
  at 7d bought with product: "the night oil", total: 280
  expect patch_test_first via wecom at 4d5h30m
  expect goal at 7d
end

test "the second sample of the same within three months changes nothing" for sample_to_full_size starting 2026-03-02 15:00
  customer with consent: "marketing"
  at 0m got_sample with product: "the night oil"
  at 1h got_sample with product: "the day cream"
  at 20d got_sample with product: "the night oil"
  at 21d unsubscribed
  expect evening_ritual via wecom at 4d5h30m with product: "the night oil"
  expect evening_ritual via wecom at 4d5h30m with product: "the day cream"
  expect full_size via wecom at 8d5h30m
end

"""##),
            .init(
                "zh/sample_to_full_size.zh.journey",
##"""
# 小样能用一周：第四天晚上教用法，第八天晚上推正装。
旅程 小样转正装 "小样转正装"
  当 领小样
  按 每个 商品
  间隔 90天 可再次进入
  目标 30天 内 购买 价值 金额
  退出条件 退订

  等待 4天
  等到 20:30
  如果 肤质 是 "sensitive" 通过 企业微信 发送 先做耳后测试 附带 商品: 事件.商品
  否则 通过 企业微信 发送 晚间护肤 附带 商品: 事件.商品
  结束
  等待 4天
  如果 9天 内 未 购买 通过 企业微信 其次 短信 发送 正装礼遇 附带 商品: 事件.商品 结束
结束

消息 先做耳后测试
  用于 企业微信 "敏感肌用{事件.商品}，先在耳后试一天，没问题再上脸。"
结束

消息 晚间护肤
  用于 企业微信 "{事件.商品}两滴，掌心温热后轻轻按压，别揉搓。明早照镜子见。"
结束

消息 正装礼遇
  用于 企业微信 "{姓名 或 "亲"}，{事件.商品}用得合适吗？带正装回家，任选一支旅行装。"
  用于 短信     "【枫叶美妆】{事件.商品}正装到店即赠旅行装一支。退订回T"
结束

测试 "第四晚教用法，第八晚推正装" 用于 小样转正装 开始于 2026-03-02 15:00
  客户 附带 肤质: "dry", consent: "marketing"
  于 0分钟 领小样 附带 商品: "夜间精油"
  预期 晚间护肤 通过 企业微信 于 4天 5小时 30分钟
  预期 正装礼遇 通过 企业微信 于 8天 5小时 30分钟
结束

"""##),
        ])
}

// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let furniture: [LibraryFolder] = [
        furnitureDeliveryCompanion,
        furnitureQuoteFollowUp,
    ]

    static let furnitureDeliveryCompanion = LibraryFolder(
        "furniture/delivery_companion",
        [
            .init(
                "catalogue.journey",
##"""
event ordered also 下单 "Ordered something that a lorry brings"
  order also 订单 text
  product also 商品 text
end

event rescheduled also 改期 "Chose another day"
end

event delivered_home also 送达 "Carried in and put up"
  order also 订单 text
end

event cancelled also 取消订单 "Called the order off"
  order also 订单 text
end

customer
  name also 姓名 text
  delivery_on also 送货日 date
  floor also 楼层 number
  has_lift also 有电梯 boolean
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
                "delivery_companion.journey",
##"""
# Six weeks of waiting for a sofa are long: who hears nothing, calls.
journey delivery_companion "From the order to the sofa at home"
  when ordered
  for each order
  again always
  class transactional
  goal delivered_home within 120d and continue
  exit when cancelled

  send order_placed with product: event.product via wecom or else sms
  wait up to 30d for delivered_home or rescheduled
  if delivery_on is unknown
    record date_missing with order: event.order
    stop
  end
  wait until 7d before delivery_on at 10:00
  if has_lift = false and floor > 3 send measure_the_stairs with floor: floor via wecom or else sms
  else send make_room via wecom or else sms
  end
  wait until 1d before delivery_on at 18:00
  send tomorrow_we_come via sms
  wait up to 3d for delivered_home
    if so
      wait 14d
      send legs_tight with product: event.product via wecom
    else
      record delivery_late with order: event.order
  end
end

event date_missing "No delivery date four weeks after the order"
  order text
end

event delivery_late "Not delivered two days after the promised day"
  order text
end

message order_placed
  for wecom "{name or "Hello"}, {event.product} is being made for you. You hear from us when it leaves the workshop."
  for sms   "【Maple】{event.product} is being made for you. You hear from us when it leaves the workshop."
end

message make_room
  for wecom "In a week, on {delivery_on as date}, your furniture comes. Is there room, and a way through the door?"
  for sms   "【Maple】Your furniture comes on {delivery_on as date}. Is there room, and a way through the door?"
end

message measure_the_stairs
  for wecom "We carry it up to floor {floor or 1} on {delivery_on as date}. Please measure the narrowest place of the stairs and send it here."
  for sms   "【Maple】We come on {delivery_on as date}. Please measure the stairs and answer with the narrowest width."
end

message tomorrow_we_come
  for sms "【Maple】Tomorrow we come with your furniture; the driver calls an hour before."
end

message legs_tight
  for wecom "Two weeks with {event.product}: wood settles. Tighten the legs once, and it stands for years."
end

"""##),
            .init(
                "tests.journey",
##"""
test "from the order to the tightened legs" for delivery_companion starting 2026-03-02 11:00
  customer with delivery_on: 2026-04-20, floor: 2, has_lift: false
  at 0m ordered with order: "O1", product: "the sofa"
  at 2026-04-20 15:00 delivered_home with order: "O1"
  expect order_placed via wecom at 0m
  expect make_room via wecom at 41d23h
  expect tomorrow_we_come via sms at 48d7h
  expect legs_tight via wecom at 63d4h
  expect goal at 49d4h
end

test "without a lift the stairs are measured" for delivery_companion starting 2026-03-02 11:00
  customer with delivery_on: 2026-04-20, floor: 5, has_lift: false
  at 0m ordered with order: "O1", product: "the sofa"
  at 44d cancelled with order: "O1"
  expect order_placed via wecom at 0m
  expect measure_the_stairs via wecom at 41d23h
end

test "no date after four weeks: somebody must look" for delivery_companion starting 2026-03-02 11:00
  at 0m ordered with order: "O1", product: "the sofa"
  expect order_placed via wecom at 0m
  expect that date_missing within 1d at 30d1h
end

test "not there two days after the promised day" for delivery_companion starting 2026-03-02 11:00
  customer with delivery_on: 2026-04-20, has_lift: true
  channel wecom answers unreachable
  at 0m ordered with order: "O1", product: "the sofa"
  expect order_placed via sms at 0m
  expect make_room via sms at 41d23h
  expect tomorrow_we_come via sms at 48d7h
  expect that delivery_late within 1d at 51d8h
end

"""##),
            .init(
                "zh/delivery_companion.zh.journey",
##"""
# 定制沙发要等六周：主动说，客户就不用打电话催。
旅程 送货陪伴 "从下单到入户"
  当 下单
  按 每个 订单
  可重复进入
  类别 服务通知
  目标 120天 内 送达 达成后继续
  退出条件 取消订单

  通过 企业微信 其次 短信 发送 开始制作 附带 商品: 事件.商品
  最多 等待 30天 直到 送达 或 改期
  如果 送货日 无值
    打标签 缺送货日
    停止
  结束
  等到 送货日 前 7天 10:00
  通过 企业微信 其次 短信 发送 请留位置
  等到 送货日 前 1天 18:00
  通过 短信 发送 明天送到
  最多 等待 3天 直到 送达
    等到了
      等待 14天
      通过 企业微信 发送 拧紧沙发脚 附带 商品: 事件.商品
    否则
      打标签 送货延误
  结束
结束

消息 开始制作
  用于 企业微信 "{姓名 或 "您好"}，{事件.商品}已开始为您制作，出厂时第一时间告诉您。"
  用于 短信     "【枫叶家居】{事件.商品}已开始制作，出厂时第一时间告诉您。"
结束

消息 请留位置
  用于 企业微信 "还有一周，{送货日 格式 date}送货上门，位置留好了吗？门口过得去吗？"
  用于 短信     "【枫叶家居】{送货日 格式 date}送货上门，请预留位置并确认门宽。"
结束

消息 明天送到
  用于 短信 "【枫叶家居】您的家具明天送到，师傅会提前一小时打电话。"
结束

消息 拧紧沙发脚
  用于 企业微信 "{事件.商品}用了两周，木头会回位，脚拧紧一次，能用好多年。"
结束

测试 "从下单到入户" 用于 送货陪伴 开始于 2026-03-02 11:00
  客户 附带 送货日: 2026-04-20
  于 0分钟 下单 附带 订单: "O1", 商品: "沙发"
  于 2026-04-20 15:00 送达 附带 订单: "O1"
  预期 开始制作 通过 企业微信 于 0分钟
  预期 请留位置 通过 企业微信 于 41天 23小时
  预期 明天送到 通过 短信 于 48天 7小时
  预期 拧紧沙发脚 通过 企业微信 于 63天 4小时
  预期 目标 于 49天 4小时
结束

"""##),
        ])

    static let furnitureQuoteFollowUp = LibraryFolder(
        "furniture/quote_follow_up",
        [
            .init(
                "catalogue.journey",
##"""
event measured "A planner was at the customer's home"
  planner text
end

event quoted "A plan with a price"
  plan text
  total number
end

event ordered "Ordered from a plan"
  plan text
  total number
end

event declined "Said no to a plan"
  plan text
  reason text
end

event unsubscribed
end

customer
  name text
  planner text
  budget number
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
                "quote_follow_up.journey",
##"""
# A kitchen is not bought in a week. After ten days without an answer the plan is gone through again, by the planner.
journey quote_follow_up "A plan that nobody answered"
  when measured
    then quoted within 14d
    but not ordered or declined within 10d
  again after 60d
  goal ordered within 60d value total
  exit when declined or unsubscribed

  label first_call
  send shall_we_go_through_it with plan: event.plan via wecom or else email at best time
  # On a working day, when the planner can be reached.
  wait until workday 10:00
  wait up to 7d for replied or ordered
    or else
      if quoted.total > budget * 1.2 send leaner_plan with plan: quoted.plan via email
      else send others_kitchens via email
      end
  end
end

event replied "Wrote back"
end

message shall_we_go_through_it
  for wecom "{name or "Hello"}, shall we go through the plan together once more? Changes cost nothing now."
  for email
    subject "Your plan {event.plan or ""}"
    body "Shall we go through it together once more? Changes cost nothing now."
end

message leaner_plan
  for email
    subject "The same kitchen, a fifth less"
    body "We have replaced three things that nobody sees. Have a look: {link "https://shop.example/plan"}"
end

message others_kitchens
  for email
    subject "Three kitchens of your size"
    body "As built, with what they cost: {link "https://shop.example/kitchens"}"
end

"""##),
            .init(
                "tests.journey",
##"""
test "ten days after the plan, and a leaner one for who it is too dear" for quote_follow_up starting 2026-03-02 11:00
  customer with budget: 20000, consent: "marketing"
  at 0m measured with planner: "Wu"
  at 5d quoted with plan: "P7", total: 26000
  expect shall_we_go_through_it via wecom at 15d with plan: "P7"
  expect leaner_plan via email at 22d23h
end

test "who answers is with the planner" for quote_follow_up starting 2026-03-02 11:00
  customer with budget: 20000, consent: "marketing"
  at 0m measured with planner: "Wu"
  at 5d quoted with plan: "P7", total: 26000
  at 17d replied
  expect shall_we_go_through_it via wecom at 15d
end

test "ordered on the tenth day" for quote_follow_up starting 2026-03-02 11:00
  customer with consent: "marketing"
  at 0m measured with planner: "Wu"
  at 5d quoted with plan: "P7", total: 26000
  at 15d ordered with plan: "P7", total: 26000
  expect no messages
end

"""##),
        ])
}

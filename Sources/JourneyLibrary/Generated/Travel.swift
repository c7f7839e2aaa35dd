// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let travel: [LibraryFolder] = [
        travelFareDrop,
        travelGoldMember,
        travelHotelReview,
        travelTripCompanion,
    ]

    static let travelFareDrop = LibraryFolder(
        "travel/fare_drop",
        [
            .init(
                "catalogue.journey",
##"""
event clicked also 点击
end

event unsubscribed also 退订
end

event fare_watched also 关注航线
  route also 航线 text
end

event fare_dropped also 票价下降
  route also 航线 text
  price also 票价 number
  percent also 降幅 number
end

event flight_booked also 预订机票
  route also 航线 text
  price also 票价 number
end

channel push
  adapter console
end

channel email
  adapter console
end

channel sms
  adapter console
end

policy
  time zone "Asia/Shanghai"
  at most 2 messages per 1d
  at most 1 message per 2d via sms
  require consent marketing
end

"""##),
            .init(
                "fare_drop.journey",
##"""
# A fare that fell is gone by the evening: send it soon or not at all.
journey fare_drop "The fare fell"
  when fare_watched
    then (fare_dropped where percent >= 10 with same route) within 30d without flight_booked
  for each route
  again after 2d
  goal flight_booked within 3d value price
  exit when unsubscribed
  expires 6h

  if not time between 8:00 and 21:00
    # At night a short note in the app, and the details in the morning.
    wait until 8:00
  end
  send fare_fell via push or else email
  wait up to 3h for clicked where message is "fare_fell" or else send fare_fell via sms end
end

message fare_fell "The fare fell"
  for push  "{event.route} is {event.percent}% cheaper: {event.price as money}."
  for email
    subject "{event.route} from {event.price as money}"
    body "The fare you watch fell by {event.percent}%. {link "https://wander.example/fares"}"
  for sms   "【Wander】{event.route} is {event.percent}% cheaper: {event.price as money}. Reply T to opt out."
end

"""##),
            .init(
                "tests.journey",
##"""
test "a fare falls in the afternoon"
  for fare_drop
  customer mia with consent: "marketing"
  at 0m fare_watched with route: "PVG-KMG"
  at 2026-01-08 15:00 fare_dropped with route: "PVG-KMG", price: 480, percent: 22
  at 2026-01-08 16:00 flight_booked with route: "PVG-KMG", price: 480
  expect fare_fell via push at 2026-01-08 15:00
  expect goal at 2026-01-08 16:00
end

test "a fare falls at night"
  for fare_drop
  customer mia with consent: "marketing"
  at 0m fare_watched with route: "PVG-KMG"
  at 2026-01-08 2:00 fare_dropped with route: "PVG-KMG", price: 480, percent: 22
  expect fare_fell via push at 2026-01-08 8:00
  expect fare_fell via sms at 2026-01-08 11:00
end

test "another route, or too little"
  for fare_drop
  customer mia with consent: "marketing"
  at 0m fare_watched with route: "PVG-KMG"
  at 1d fare_dropped with route: "PVG-CAN", price: 480, percent: 22
  at 2d fare_dropped with route: "PVG-KMG", price: 600, percent: 4
  expect no messages
end

test "booked in between"
  for fare_drop
  customer mia with consent: "marketing"
  at 0m fare_watched with route: "PVG-KMG"
  at 1d flight_booked with route: "PVG-KMG", price: 620
  at 2d fare_dropped with route: "PVG-KMG", price: 480, percent: 22
  expect no messages
end

"""##),
        ])

    static let travelGoldMember = LibraryFolder(
        "travel/gold_member",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event stay_booked also 预订酒店
  total also 金额 number
end

customer
  name also 姓名 text
  tier also 等级 one of "basic", "silver", "gold"
end

coupon lounge_pass also 休息室券 "Lounge pass"
  stock 1000
  1 for each customer
  valid 365d
end

channel wechat
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "gold_member.journey",
##"""
# Whoever rises to gold hears of it the same day; whoever falls keeps a way back.
journey gold_member "Welcome to gold"
  when tier becomes "gold"
  again after 365d
  goal stay_booked within 90d value total and continue
  exit when unsubscribed

  send welcome_to_gold via wechat or else email
  give lounge_pass
  # Remembered for the day it is lost: `tier changes` does not say from what.
  tag gold_once
  wait 7d
  send gold_benefits via wechat or else email
end

journey tier_changed "Not gold any more"
  when tier changes
  for customers where tier in ("silver", "basic") and has tag gold_once
  again after 180d
  exit when unsubscribed

  wait until monday 10:00
  if tier is not "gold" send way_back via email end
end

message welcome_to_gold "Welcome to gold"
  for wechat "{name or "Dear guest"}, you are gold as of today. Your lounge pass is in your wallet."
  for email
    subject "You are gold as of today"
    body "Hello {name or "there"}, your lounge pass is in your wallet."
end

message gold_benefits "What gold gives"
  for wechat "Late check-out, breakfast, a better room where there is one: your gold benefits at a glance."
  for email
    subject "Your gold benefits"
    body "Late check-out, breakfast, a better room where there is one."
end

message way_back "The way back"
  for email
    subject "Two stays back to gold"
    body "Hello {name or "there"}, two stays until the end of the quarter and you are gold again."
end

"""##),
            .init(
                "tests.journey",
##"""
test "becomes gold" for gold_member starting 2026-01-05 10:00
  customer amy with consent: "marketing", tier: "silver"
  at 1h customer with tier: "gold"
  at 2h customer with tier: "gold"
  expect welcome_to_gold via wechat at 1h
  expect gold_benefits via wechat at 7d1h
  expect that given lounge_pass
end

test "falls back and is written to on Monday" for tier_changed starting 2026-01-07 10:00
  customer amy with consent: "marketing", tier: "gold", tag: "gold_once"
  at 1h customer with tier: "silver"
  expect way_back via email at 5d
end

test "gold again before Monday" for tier_changed starting 2026-01-07 10:00
  customer amy with consent: "marketing", tier: "gold", tag: "gold_once"
  at 1h customer with tier: "silver"
  at 1d customer with tier: "gold"
  expect no messages
end

test "never was gold" for tier_changed starting 2026-01-07 10:00
  customer amy with consent: "marketing", tier: "basic"
  at 1h customer with tier: "silver"
  expect no messages
end

"""##),
        ])

    static let travelHotelReview = LibraryFolder(
        "travel/hotel_review",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event checked_out also 离店
  hotel also 酒店 text
  nights also 间夜 number
end

event reviewed also 点评
  hotel also 酒店 text
  stars also 星级 number
end

event complaint_opened also 客诉
  hotel also 酒店 text
  stars also 星级 number
end

customer
  name also 姓名 text
end

coupon upgrade also 升级券 "A class better"
  stock 100
  1 for each customer
  valid 365d
end

channel wechat
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "hotel_review.journey",
##"""
# Ask while the memory is fresh; a bad stay goes to a person before it goes to a review site.
journey hotel_review "Review of the stay"
  when checked_out where nights >= 1
  for customers where not reviewed within 30d
  again after 60d
  goal reviewed within 14d and continue
  exit when unsubscribed

  wait until 18:00
  send how_was_your_stay via wechat or else email
  wait up to 3d for reviewed
    if so
      if reviewed.stars <= 2
        record complaint_opened with hotel: event.hotel, stars: reviewed.stars
        send manager_writes via email
      else if reviewed.stars >= 5 and number of (checked_out where nights >= 1) within 365d >= 3
        give upgrade
        send upgrade via wechat or else email
      else
        send thank_you via wechat or else email
      end
    else
      send one_question via wechat or else email at best time
  end
end

message how_was_your_stay "How was your stay?"
  for wechat "{name or "Dear guest"}, how was your stay at {event.hotel}? {link "https://wander.example/review"}"
  for email
    subject "How was {event.hotel}?"
    body "One to five stars, and a word if you like: {link "https://wander.example/review"}"
end

message one_question "One question"
  for wechat "One tap is enough: how many stars for {event.hotel}?"
  for email  subject "One tap is enough" body "How many stars for {event.hotel}?"
end

message thank_you "Thank you"
  for wechat "Thank you. Your words help the next guests."
  for email  subject "Thank you" body "Your words help the next guests."
end

message upgrade "An upgrade"
  for wechat "Three stays, five stars: the next one is a class better. Just book as usual."
  for email
    subject "Your next room is a class better"
    body "Three stays, five stars. Just book as usual."
end

message manager_writes "The manager writes"
  for email
    subject "I am sorry about your stay"
    body "Hello {name or "there"}, this should not have happened at {event.hotel}. I call you tomorrow. The manager"
end

"""##),
            .init(
                "tests.journey",
##"""
test "five stars and the third stay" for hotel_review starting 2026-01-05 11:00
  customer eli with consent: "marketing"
  at 0m checked_out with hotel: "Bund", nights: 1
  at 1h reviewed with hotel: "Bund", stars: 4
  at 40d checked_out with hotel: "Lake", nights: 2
  at 80d checked_out with hotel: "Hill", nights: 3
  at 80d8h reviewed with hotel: "Hill", stars: 5
  expect how_was_your_stay via wechat at 7h
  expect one_question at 3d7h
  expect how_was_your_stay via wechat at 80d7h
  expect upgrade via wechat at 80d8h
end

test "two stars go to the manager" for hotel_review starting 2026-01-05 11:00
  customer eli with consent: "marketing"
  at 0m checked_out with hotel: "Bund", nights: 1
  at 9h reviewed with hotel: "Bund", stars: 2
  expect how_was_your_stay via wechat at 7h
  expect manager_writes via email at 9h
end

test "no word: one question later" for hotel_review starting 2026-01-05 11:00
  customer eli with consent: "marketing"
  channel wechat answers unreachable
  at 0m checked_out with hotel: "Bund", nights: 1
  expect how_was_your_stay via email at 7h
  expect one_question via email at 3d7h
end

test "a day room is no stay" for hotel_review starting 2026-01-05 11:00
  customer eli with consent: "marketing"
  at 0m checked_out with hotel: "Bund", nights: 0
  expect no messages
end

"""##),
            .init(
                "zh/hotel_review.zh.journey",
##"""
# 趁记忆还新问一句；不满意的先找人，别先找点评网站。
旅程 离店点评 "离店点评"
  当 离店 满足 间夜 不少于 1
  面向 客户 满足 30天 内 未 点评
  间隔 60天 可再次进入
  目标 14天 内 点评 达成后继续
  退出条件 退订

  等到 18:00
  通过 公众号 其次 邮件 发送 点评邀请
  最多 等待 3天 直到 点评
    等到了
      如果 点评.星级 不超过 2
        记录 客诉 附带 酒店: 事件.酒店, 星级: 点评.星级
        通过 邮件 发送 经理致歉
      否则
        通过 公众号 其次 邮件 发送 感谢点评
      结束
    否则
      通过 公众号 其次 邮件 发送 一键打分
  结束
结束

消息 点评邀请
  用于 公众号 "{姓名 或 "尊敬的客人"}，在{事件.酒店}住得怎么样？{链接 "https://wander.example/review"}"
  用于 邮件
    subject "{事件.酒店}住得怎么样？"
    body "一到五星，愿意的话再写一句：{链接 "https://wander.example/review"}"
结束

消息 一键打分
  用于 公众号 "点一下就好：{事件.酒店}您给几颗星？"
  用于 邮件   subject "点一下就好" body "{事件.酒店}您给几颗星？"
结束

消息 感谢点评
  用于 公众号 "谢谢。您的话会帮到下一位客人。"
  用于 邮件   subject "谢谢" body "您的话会帮到下一位客人。"
结束

消息 经理致歉
  用于 邮件
    subject "很抱歉让您住得不好"
    body "{姓名 或 "您好"}，这样的事不该发生在{事件.酒店}。明天我给您打电话。值班经理"
结束

测试 "两星交给经理" 用于 离店点评 开始于 2026-01-05 11:00
  客户 eli 附带 consent: "marketing"
  于 0分钟 离店 附带 酒店: "外滩店", 间夜: 1
  于 9小时 点评 附带 酒店: "外滩店", 星级: 2
  预期 点评邀请 通过 公众号 于 7小时
  预期 经理致歉 通过 邮件 于 9小时
结束

"""##),
        ])

    static let travelTripCompanion = LibraryFolder(
        "travel/trip_companion",
        [
            .init(
                "catalogue.journey",
##"""
event trip_booked also 预订行程
  booking also 订单号 text
  destination also 目的地 text
  departs_on also 出发日 date
  returns_on also 返程日 date
end

event trip_cancelled also 取消行程
  booking also 订单号 text
end

event trip_reviewed also 点评行程
  booking also 订单号 text
  stars also 星级 number
end

customer
  name also 姓名 text
  points also 积分 number
  # The trip next in time; the journey keeps them.
  departs_on also 出发日期 date
  returns_on also 返程日期 date
end

channel wechat
  adapter console
end

channel email
  adapter console
end

channel sms
  adapter console
end

policy
  time zone "Asia/Shanghai"
end

"""##),
            .init(
                "tests.journey",
##"""
test "the whole way"
  for trip_companion
  customer noor with points: 10
  at 0m trip_booked with booking: "b1", destination: "Lijiang", departs_on: 2026-02-01,
      returns_on: 2026-02-05
  at 2026-02-07 9:00 trip_reviewed with booking: "b1", stars: 5
  expect booking_confirmed via email at 0m
  expect packing_list via wechat at 2026-01-29 18:00
  expect check_in_open via wechat at 2026-01-31 12:00
  expect have_a_good_trip via wechat at 2026-02-01 6:00
  expect welcome_home via wechat at 2026-02-06 20:00
  expect that points is 60 at 2026-02-07 9:00
end

test "booked the evening before: what is past is not waited for" for trip_companion starting 2026-01-31 20:00
  at 0m trip_booked with booking: "b1", destination: "Lijiang", departs_on: 2026-02-01,
      returns_on: 2026-02-01
  expect booking_confirmed at 0m
  expect packing_list at 0m
  expect check_in_open at 0m
  expect have_a_good_trip at 10h
  expect welcome_home at 2d
end

test "cancelled"
  for trip_companion
  at 0m trip_booked with booking: "b1", destination: "Lijiang", departs_on: 2026-02-01,
      returns_on: 2026-02-05
  at 1d trip_cancelled with booking: "b1"
  expect booking_confirmed at 0m
  expect not in journey at 2d
end

test "at the customer's own clock"
  for trip_companion
  customer with timezone: "Europe/Berlin"
  at 0m trip_booked with booking: "b1", destination: "Lijiang", departs_on: 2026-01-06,
      returns_on: 2026-01-06
  channel wechat answers unreachable
  expect booking_confirmed at 0m
  expect packing_list via email at 0m
  expect check_in_open via sms at 19h
  expect have_a_good_trip via sms at 1d13h
  expect welcome_home via email at 3d3h
end

"""##),
            .init(
                "trip_companion.journey",
##"""
# From the booking to the way home: a service, so without consent, caps and quiet hours.
journey trip_companion "Trip companion"
  when trip_booked
  for each booking
  again always
  class transactional
  exit when trip_cancelled
  owner "Travel service"

  set departs_on to event.departs_on
  set returns_on to event.returns_on
  label booked
  send booking_confirmed via email or else sms
  wait until 3d before departs_on at 18:00
  label packing
  send packing_list via wechat or else email
  wait until 1d before departs_on at 12:00
  label check_in
  send check_in_open via wechat or else sms
  wait until departs_on at 6:00
  label travel_day
  send have_a_good_trip via wechat or else sms
  wait until returns_on at 20:00
  wait 1d
  label home
  send welcome_home via wechat or else email
  wait up to 7d for trip_reviewed if so add 50 to points end
end

message booking_confirmed "Booked"
  for email
    subject "Your trip to {event.destination}"
    body "Hello {name or "there"}, your trip from {event.departs_on as date} to {event.returns_on as date} is booked. Number: {event.booking}."
  for sms   "【Wander】Your trip to {event.destination} is booked: {event.booking}."
end

message packing_list "Packing list"
  for wechat "Three days to {event.destination}: the weather, a packing list and what to know."
  for email
    subject "Three days to go"
    body "The weather in {event.destination}, a packing list and what to know."
end

message check_in_open "Check in"
  for wechat "Check-in is open: {link "https://wander.example/check-in"}"
  for sms    "【Wander】Check-in is open at wander.example/check-in"
end

message have_a_good_trip "Today"
  for wechat "Today is the day. Gate and platform changes reach you here."
  for sms    "【Wander】Today is the day. Our service line is open around the clock."
end

message welcome_home "Welcome home"
  for wechat "Welcome home, {name or "traveller"}. How was {event.destination}? Fifty points for a review."
  for email
    subject "How was {event.destination}?"
    body "Fifty points for two minutes: {link "https://wander.example/review"}"
end

"""##),
            .init(
                "zh/trip_companion.zh.journey",
##"""
# 从预订到回家：属于服务，不看营销授权、频次和免打扰。
旅程 行程陪伴 "行程陪伴"
  当 预订行程
  按 每个 订单号
  可重复进入
  类别 服务通知
  退出条件 取消行程
  负责人 "客服中心"

  设置 出发日期 为 事件.出发日
  设置 返程日期 为 事件.返程日
  通过 邮件 其次 短信 发送 预订成功
  等到 出发日期 前 3天 18:00
  步骤名 "行前"
  通过 公众号 其次 邮件 发送 行前清单
  等到 出发日期 前 1天 12:00
  通过 公众号 其次 短信 发送 值机提醒
  等到 出发日期 6:00
  步骤名 当天
  通过 公众号 其次 短信 发送 出行当天
  等到 返程日期 20:00
  等待 1天
  通过 公众号 其次 邮件 发送 欢迎回家
  最多 等待 7天 直到 点评行程 等到了 增加 50 到 积分 结束
结束

消息 预订成功
  用于 邮件
    subject "{事件.目的地}之行"
    body "{姓名 或 "您好"}，行程已订妥：{事件.出发日 格式 date}至{事件.返程日 格式 date}，订单号{事件.订单号}。"
  用于 短信 "【漫游】{事件.目的地}行程已订妥，订单号{事件.订单号}。"
结束

消息 行前清单
  用于 公众号 "还有三天去{事件.目的地}：天气、行李清单和注意事项。"
  用于 邮件   subject "还有三天" body "{事件.目的地}的天气、行李清单和注意事项。"
结束

消息 值机提醒
  用于 公众号 "可以值机了：{链接 "https://wander.example/check-in"}"
  用于 短信   "【漫游】可以值机了：wander.example/check-in"
结束

消息 出行当天
  用于 公众号 "今天出发。登机口、站台有变动，第一时间告诉您。"
  用于 短信   "【漫游】今天出发，服务热线全天在线。"
结束

消息 欢迎回家
  用于 公众号 "欢迎回家，{姓名 或 "旅行者"}。{事件.目的地}怎么样？写点评得50积分。"
  用于 邮件   subject "{事件.目的地}怎么样？" body "两分钟写点评，得50积分。"
结束

测试 "全程"
  用于 行程陪伴
  客户 noor 附带 积分: 10
  于 0分钟 预订行程 附带 订单号: "b1", 目的地: "丽江", 出发日: 2026-02-01, 返程日: 2026-02-05
  于 2026-02-07 9:00 点评行程 附带 订单号: "b1", 星级: 5
  预期 预订成功 通过 邮件 于 0分钟
  预期 行前清单 通过 公众号 于 2026-01-29 18:00
  预期 值机提醒 通过 公众号 于 2026-01-31 12:00
  预期 出行当天 通过 公众号 于 2026-02-01 6:00
  预期 欢迎回家 通过 公众号 于 2026-02-06 20:00
  预期 条件 积分 等于 60 于 2026-02-07 9:00
结束

"""##),
        ])
}

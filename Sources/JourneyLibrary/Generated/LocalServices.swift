// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let localServices: [LibraryFolder] = [
        localServicesClinicFollowUp,
        localServicesGymNoShow,
        localServicesPropertyViewing,
        localServicesRestaurantBirthday,
        localServicesSalonAppointment,
    ]

    static let localServicesClinicFollowUp = LibraryFolder(
        "local_services/clinic_follow_up",
        [
            .init(
                "catalogue.journey",
##"""
event treated also 治疗
  treatment also 治疗编号 text
  kind also 项目 text
  check_up_on also 复诊日 date
end

event answered also 回复随访
  treatment also 治疗编号 text
  pain also 疼痛评分 number
end

event check_up_done also 完成复诊
end

event care_ended also 结束治疗
end

event nurse_needed also 需要护士
  treatment also 治疗编号 text
  pain also 疼痛评分 number
end

customer
  name also 姓名 text
  nurse also 护士 text
  check_up_on also 下次复诊日 date
end

channel wecom
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
                "clinic_follow_up.journey",
##"""
# After a treatment: how are you, did you come to the check-up. Medical, so transactional, and never by night all the same.
journey clinic_follow_up "After the treatment"
  when treated
  for each treatment
  class transactional
  exit when care_ended
  owner "Nurses"

  wait 1d
  wait until 9:30
  send how_are_you via wecom or else sms
  wait up to 6h for answered
    if so
      if answered.pain >= 7
        record nurse_needed with treatment: event.treatment, pain: answered.pain
        send call_patient to nurse via wecom
      end
    else
      send call_patient to nurse via wecom
  end
  set check_up_on to event.check_up_on
  if check_up_on is known
    wait until 2d before check_up_on at 9:30
    if not check_up_done within 30d send check_up_soon via wecom or else sms end
  end
end

message how_are_you "How are you?"
  for wecom "{name or "Hello"}, how are you a day after {event.kind or "your treatment"}? From 0, no pain, to 10: {link "https://clinic.example/pain"}"
  for sms   "【Elm Clinic】How are you today? Answer with a number from 0, no pain, to 10."
end

message check_up_soon "Check-up"
  for wecom "Your check-up is in two days, on {check_up_on as date or "the day we agreed"}."
  for sms   "【Elm Clinic】Your check-up is in two days. Call us to move it."
end

message call_patient "Task for the nurse"
  for wecom "Please call {name or "the patient"}, treated yesterday: {event.kind or "see the file"}."
end

"""##),
            .init(
                "tests.journey",
##"""
test "little pain, then the check-up" for clinic_follow_up starting 2026-01-05 15:00
  customer wei with nurse: "u-ann"
  at 0m treated with treatment: "t1", kind: "the implant", check_up_on: 2026-01-20
  at 2026-01-07 10:00 answered with treatment: "t1", pain: 2
  expect how_are_you via wecom at 2026-01-07 9:30
  expect check_up_soon via wecom at 2026-01-18 9:30
end

test "much pain calls the nurse at once" for clinic_follow_up starting 2026-01-05 15:00
  customer wei with nurse: "u-ann"
  at 0m treated with treatment: "t1", kind: "the implant"
  at 2026-01-07 10:00 answered with treatment: "t1", pain: 8
  expect how_are_you at 2026-01-07 9:30
  expect call_patient via wecom at 2026-01-07 10:00
end

test "no answer: the nurse calls" for clinic_follow_up starting 2026-01-05 15:00
  customer wei with nurse: "u-ann"
  at 0m treated with treatment: "t1", kind: "the implant"
  expect how_are_you at 2026-01-07 9:30
  expect call_patient via wecom at 2026-01-07 15:30
end

"""##),
        ])

    static let localServicesGymNoShow = LibraryFolder(
        "local_services/gym_no_show",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event class_booked also 预约课程
  class also 课程 text
end

event class_cancelled also 取消课程
  class also 课程 text
end

event checked_in also 到店签到
  class also 课程 text
end

event membership_ended also 会籍到期
end

customer
  name also 姓名 text
  trainer also 教练 text
  membership also 会籍 one of "trial", "active", "ended"
  no_shows also 爽约次数 number
end

coupon guest_pass also 体验券 "A friend trains for free"
  stock 80
  1 for each customer
  valid 14d
end

channel push
  adapter console
end

channel sms
  adapter console
end

channel wecom
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 21:00 to 8:00
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "gym_no_show.journey",
##"""
# Booked and not come: kind the first time, helpful the second, a person the third.
journey gym_no_show "Booked and not come"
  when class_booked
    but not checked_in with same class or class_cancelled with same class within 1d
  for each class
  again always
  for customers where membership is not "ended"
  exit when membership_ended or unsubscribed
  expires 12h

  add 1 to no_shows
  if no_shows = 1
    send missed_you via push or else sms
  else if no_shows = 2
    send other_times via push or else sms
  else
    send call_member to trainer via wecom
    set no_shows to 0
  end
end

journey gym_back "Back again"
  when checked_in
  again always
  class transactional
  exit when membership_ended

  set no_shows to 0
end

# January is over: who has not been here for three weeks stops paying in the fourth.
journey gym_fading "Fading members"
  when no checked_in for 21d
  for customers where membership is "active" and checked_in within 90d
  again after 60d
  goal checked_in within 14d
  exit when membership_ended or unsubscribed

  send come_back via push or else sms at best time
  wait until saturday 9:00
  give guest_pass or else stop end
  send bring_someone via push or else sms
end

message missed_you "We missed you"
  for push "We missed you today, {name or "champion"}. Another class tomorrow?"
  for sms  "【Gym Oak】We missed you today. Another class tomorrow? Reply T to opt out."
end

message other_times "Other times"
  for push "Is the time wrong? These classes begin later."
  for sms  "【Gym Oak】Is the time wrong? Later classes: oak.example/classes Reply T to opt out."
end

message call_member "Task for the trainer"
  for wecom "{name or "A member"} booked and did not come three times: please ask."
end

message come_back "Come back"
  for push "Three weeks without you. Twenty minutes are enough for a start."
  for sms  "【Gym Oak】Three weeks without you. Twenty minutes are enough for a start. Reply T to opt out."
end

message bring_someone "Bring someone"
  for push "Easier together: a free pass for a friend is in your account."
  for sms  "【Gym Oak】Easier together: a free pass for a friend is in your account. Reply T to opt out."
end

"""##),
            .init(
                "tests.journey",
##"""
test "the first time" for gym_no_show starting 2026-01-05 18:00
  customer bo with consent: "marketing", membership: "active"
  at 0m class_booked with class: "yoga 6 Jan"
  expect missed_you via push at 1d
  expect that no_shows is 1
end

test "the third time" for gym_no_show starting 2026-01-05 18:00
  customer bo with consent: "marketing", membership: "active", no_shows: 2, trainer: "u-tom"
  at 0m class_booked with class: "yoga 6 Jan"
  expect call_member via wecom at 1d
  expect that no_shows is 0
end

test "cancelled, or come" for gym_no_show starting 2026-01-05 18:00
  customer bo with consent: "marketing", membership: "active"
  at 0m class_booked with class: "yoga 6 Jan"
  at 1h class_booked with class: "spin 6 Jan"
  at 3h class_cancelled with class: "yoga 6 Jan"
  at 23h checked_in with class: "spin 6 Jan"
  expect no messages
end

test "three weeks away, then a pass on Saturday" for gym_fading starting 2026-01-05 18:00
  customer bo with consent: "marketing", membership: "active"
  at 0m checked_in with class: "yoga 5 Jan"
  expect come_back via push at 21d
  expect bring_someone via push at 2026-01-31 9:00
end

"""##),
            .init(
                "zh/gym_no_show.zh.journey",
##"""
# 第一次温和，第二次帮忙，第三次派人。
旅程 爽约跟进 "约了没来"
  当 预约课程
    但 1天 内 未 到店签到 同一 课程 或 取消课程 同一 课程
  按 每个 课程
  可重复进入
  面向 客户 满足 会籍 不是 "ended"
  退出条件 会籍到期 或 退订
  过期不发 12小时

  增加 1 到 爽约次数
  如果 爽约次数 等于 1
    通过 push 其次 短信 发送 缺课提醒
  否则如果 爽约次数 等于 2
    通过 push 其次 短信 发送 换个时间
  否则
    通过 企业微信 发送 跟进任务 到 教练
    设置 爽约次数 为 0
  结束
结束

消息 缺课提醒
  用于 push "{姓名 或 "健身达人"}，今天没等到您，明天再来一节？"
  用于 短信 "【橡树健身】今天没等到您，明天再来一节？退订回T"
结束

消息 换个时间
  用于 push "时间不合适？这些课开得更晚。"
  用于 短信 "【橡树健身】时间不合适？更晚的课：oak.example/classes 退订回T"
结束

消息 跟进任务
  用于 企业微信 "{姓名 或 "会员"}三次约课没来，请问问原因。"
结束

测试 "第一次" 用于 爽约跟进 开始于 2026-01-05 18:00
  客户 bo 附带 consent: "marketing", 会籍: "active"
  于 0分钟 预约课程 附带 课程: "瑜伽 1月6日"
  预期 缺课提醒 通过 push 于 1天
  预期 条件 爽约次数 等于 1
结束

"""##),
        ])

    static let localServicesPropertyViewing = LibraryFolder(
        "local_services/property_viewing",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event property_opened also 浏览房源
  property also 房源编号 text
  price also 价格 number
end

event viewing_booked also 预约看房
  property also 房源编号 text
end

event viewing_done also 看房
  property also 房源编号 text
  address also 地址 text
end

event viewing_rated also 看房评价
  property also 房源编号 text
  stars also 星级 number
end

event offer_made also 出价
  property also 房源编号 text
  price also 价格 number
end

event property_sold also 成交
  property also 房源编号 text
end

customer
  name also 姓名 text
  role also 角色 text
  agent also 经纪人 text
  budget also 预算 number
end

channel wecom
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 21:00 to 9:00
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "property_viewing.journey",
##"""
# The evening after the viewing; the answer says what to show next.
journey property_viewing "After a viewing"
  when viewing_done
  for each property
  for customers where role not in ("agent", "owner")
  goal offer_made within 30d value price
  exit when property_sold or unsubscribed
  owner "Lettings"

  wait until 18:00
  send how_was_the_viewing via wecom or else email
  wait up to 2d for viewing_rated
    if so
      if viewing_rated.stars >= 4
        tag serious
        send next_steps via wecom or else email
        send call_viewer to agent via wecom
      else
        send similar_homes via email or else wecom
      end
    else
      send similar_homes via email or else wecom
  end
end

# Looked at three times in a week and never been there.
journey invite_to_view "Invitation to a viewing"
  when property_opened 3 times within 7d
  for customers where not viewing_done within 30d
      and min of property_opened.price within 30d <= budget
  again after 14d
  goal viewing_booked within 14d
  exit when unsubscribed

  if time between 9:00 and 19:00 and weekday not in (sunday)
    send shall_we_look via wecom or else email
  else
    wait until workday 10:00
    send shall_we_look via wecom or else email
  end
end

message how_was_the_viewing "How was it?"
  for wecom "{name or "Hello"}, how was {event.address or "the viewing"}? One to five: {link "https://keys.example/rate"}"
  for email
    subject "How was {event.address or "the viewing"}?"
    body "One to five stars, and we know what to show you next: {link "https://keys.example/rate"}"
end

message next_steps "Next steps"
  for wecom "Good choice. Papers, costs, dates: all on one page."
  for email subject "The next steps" body "Papers, costs, dates: all on one page."
end

message similar_homes "Similar homes"
  for email
    subject "Three like it, and one quite different"
    body "Chosen for you by {agent or "our team"}."
  for wecom "Three like it, and one quite different. Have a look?"
end

message shall_we_look "Shall we look at it?"
  for wecom "Pictures are one thing. Shall we look at it together this week?"
  for email
    subject "Shall we look at it together?"
    body "Pictures are one thing. Choose a time: {link "https://keys.example/view"}"
end

message call_viewer "Task for the agent"
  for wecom "{name or "A viewer"} liked {event.address or "the home"}: please call today."
end

"""##),
            .init(
                "tests.journey",
##"""
test "four stars: a call" for property_viewing starting 2026-01-05 10:00
  customer sam with consent: "marketing", agent: "u-pat"
  at 0m viewing_done with property: "h1", address: "Lime Street 4"
  at 10h viewing_rated with property: "h1", stars: 4
  expect how_was_the_viewing via wecom at 8h
  expect next_steps via wecom at 10h
  expect call_viewer via wecom at 10h
end

test "three stars, or none: other homes" for property_viewing starting 2026-01-05 10:00
  customer sam with consent: "marketing"
  at 0m viewing_done with property: "h1", address: "Lime Street 4"
  at 1h viewing_done with property: "h2", address: "Lime Street 9"
  at 10h viewing_rated with property: "h1", stars: 3
  expect how_was_the_viewing at 8h
  expect how_was_the_viewing at 8h
  # The second viewing's list would be the third message within two days: the cap holds it back.
  expect similar_homes via email at 10h
end

test "sold meanwhile" for property_viewing starting 2026-01-05 10:00
  customer sam with consent: "marketing"
  at 0m viewing_done with property: "h1"
  at 1h property_sold with property: "h1"
  expect no messages
end

test "three looks on Sunday: invited on Monday" for invite_to_view starting 2026-01-11 9:00
  customer sam with consent: "marketing", budget: 300000
  at 0m property_opened with property: "h1", price: 280000
  at 1h property_opened with property: "h2", price: 400000
  at 2h property_opened with property: "h1", price: 280000
  expect shall_we_look via wecom at 2026-01-12 10:00
end

test "above the budget" for invite_to_view starting 2026-01-05 9:00
  customer sam with consent: "marketing", budget: 200000
  at 0m property_opened with property: "h1", price: 280000
  at 1h property_opened with property: "h2", price: 400000
  at 2h property_opened with property: "h1", price: 280000
  expect no messages
end

"""##),
        ])

    static let localServicesRestaurantBirthday = LibraryFolder(
        "local_services/restaurant_birthday",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event dined also 用餐
  total also 金额 number
end

event table_booked also 订位
  guests also 人数 number
end

customer
  name also 姓名 text
  birthday also 生日 date
  # The day in this year: a date before which something is to happen has its year.
  next_birthday also 下次生日 date
  member_since also 入会日期 date
end

coupon dessert also 生日甜品 "Dessert for the table"
  stock 500
  1 for each customer
  valid 30d
end

channel wecom
  adapter console
end

channel sms
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 21:00 to 9:00
  at most 1 message per 1d
  require consent marketing
end

"""##),
            .init(
                "restaurant_birthday.journey",
##"""
# A week before, because tables are booked a week before; a word on the day itself.
journey restaurant_birthday "Birthday dinner"
  when 7d before next_birthday at 11:00
  for customers where dined within 365d
  goal table_booked within 14d
  exit when unsubscribed

  give dessert
    or else
      send birthday_wishes via wecom or else sms
      stop
  end
  send birthday_table via wecom or else sms
end

journey birthday_wishes "Happy birthday"
  when on birthday at 9:00
  for customers where dined ever or member_since < 2026-01-01
  exit when unsubscribed

  send birthday_wishes via wecom or else sms
end

message birthday_table "A table for the day"
  for wecom "{name or "Hello"}, a week until your birthday. The dessert is ours; how many will you be?"
  for sms   "【Casa Lina】A week until your birthday: book a table, the dessert is ours. Reply T to opt out."
end

message birthday_wishes "Happy birthday"
  for wecom "Happy birthday, {name or "dear guest"}, from all of us in the kitchen."
  for sms   "【Casa Lina】Happy birthday from all of us in the kitchen. Reply T to opt out."
end

"""##),
            .init(
                "tests.journey",
##"""
test "a week before and on the day"
  customer lin with consent: "marketing", name: "Lin", birthday: 1990-01-20,
      next_birthday: 2026-01-20
  at 1h dined with total: 80
  at 2026-01-14 12:00 table_booked with guests: 4
  at 2026-01-21 12:00 dined with total: 300
  expect birthday_table via wecom at 2026-01-13 11:00
  expect goal at 2026-01-14 12:00
  expect birthday_wishes via wecom at 2026-01-20 9:00
end

test "never dined here"
  for restaurant_birthday
  customer lin with consent: "marketing", birthday: 1990-01-20
  expect no messages
end

test "no consent, no wishes"
  for birthday_wishes
  customer lin with birthday: 1990-01-20
  at 0m dined with total: 80
  at 2026-01-21 12:00 dined with total: 80
  expect no messages
end

test "born on 29 February" for birthday_wishes starting 2026-02-25 12:00
  customer lin with consent: "marketing", birthday: 1996-02-29
  at 0m dined with total: 80
  at 2026-03-02 12:00 dined with total: 80
  expect birthday_wishes at 2026-02-28 9:00
end

"""##),
            .init(
                "zh/restaurant_birthday.zh.journey",
##"""
# 订位都在一周前，所以一周前就说；当天再道一声贺。
旅程 生日订位 "生日聚餐"
  当 下次生日 前 7天 11:00
  面向 客户 满足 365天 内 用餐 过
  目标 14天 内 订位
  退出条件 退订

  发放 生日甜品
    不成则
      通过 企业微信 其次 短信 发送 生日祝福
      停止
  结束
  通过 企业微信 其次 短信 发送 生日订位邀请
结束

旅程 生日祝贺 "生日快乐"
  当 在 生日 9:00
  面向 客户 满足 曾经 用餐 过 或 入会日期 小于 2026-01-01
  退出条件 退订

  通过 企业微信 其次 短信 发送 生日祝福
结束

消息 生日订位邀请
  用于 企业微信 "{姓名 或 "您好"}，离生日还有一周，甜品我们请，几位用餐？"
  用于 短信     "【丽娜小馆】离生日还有一周，订位送甜品。退订回T"
结束

消息 生日祝福
  用于 企业微信 "{姓名 或 "亲爱的客人"}，后厨全体祝您生日快乐！"
  用于 短信     "【丽娜小馆】后厨全体祝您生日快乐！退订回T"
结束

测试 "提前一周和当天"
  客户 lin 附带 consent: "marketing", 姓名: "小林", 生日: 1990-01-20, 下次生日: 2026-01-20
  于 1小时 用餐 附带 金额: 80
  于 2026-01-14 12:00 订位 附带 人数: 4
  于 2026-01-21 12:00 用餐 附带 金额: 300
  预期 生日订位邀请 通过 企业微信 于 2026-01-13 11:00
  预期 目标 于 2026-01-14 12:00
  预期 生日祝福 通过 企业微信 于 2026-01-20 9:00
结束

"""##),
        ])

    static let localServicesSalonAppointment = LibraryFolder(
        "local_services/salon_appointment",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event appointment_made also 预约
  appointment also 预约号 text
  day also 预约日 date
  service also 项目 text
end

event appointment_moved also 改约
  appointment also 预约号 text
end

event appointment_cancelled also 取消预约
  appointment also 预约号 text
end

event visited also 到店
end

customer
  name also 姓名 text
  stylist also 发型师 text
  next_appointment also 下次预约日 date
end

channel wecom
  adapter console
end

channel sms
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 21:00 to 9:00
  at most 2 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "salon_appointment.journey",
##"""
# One reminder the day before, one in the morning, and the next appointment before the colour grows out.
journey salon_appointment "Salon appointment"
  when appointment_made
  for each appointment
  class transactional
  exit when appointment_cancelled
  owner "Front desk"

  set next_appointment to event.day
  send appointment_confirmed via wecom or else sms
  wait until 1d before next_appointment at 10:00
  send see_you_tomorrow via wecom or else sms
  wait up to 1d for appointment_moved if so stop end
end

journey next_haircut "The next appointment"
  when visited
    but not appointment_made within 35d
  again after 28d
  for customers where visited at least 2 times within 365d or has tag regular
  goal appointment_made within 14d
  exit when unsubscribed

  send time_again via wecom or else sms at best time
  wait 10d
  if stylist is known send stylist_has_time via wecom or else sms end
end

message appointment_confirmed "Confirmed"
  for wecom "See you on {event.day as date} for {event.service or "your appointment"}, {name or "and thank you"}."
  for sms   "【Salon Lou】See you on {event.day as date}. Answer N to cancel."
end

message see_you_tomorrow "Tomorrow"
  for wecom "See you tomorrow. Something came up? Move it here: {link "https://lou.example/move"}"
  for sms   "【Salon Lou】See you tomorrow. Answer N to cancel."
end

message time_again "Time again"
  for wecom "{name or "Hello"}, five weeks have passed since your last visit. Which day suits you?"
  for sms   "【Salon Lou】Five weeks since your last visit: lou.example/book Reply T to opt out."
end

message stylist_has_time "Your stylist has time"
  for wecom "{stylist} has two free hours on Thursday. Shall I keep one for you?"
  for sms   "【Salon Lou】{stylist} has two free hours on Thursday: lou.example/book Reply T to opt out."
end

"""##),
            .init(
                "tests.journey",
##"""
test "confirmed and reminded" for salon_appointment starting 2026-01-05 10:00
  customer mo with name: "Mo"
  at 0m appointment_made with appointment: "p1", day: 2026-01-10, service: "a haircut"
  expect appointment_confirmed via wecom at 0m
  expect see_you_tomorrow via wecom at 2026-01-09 10:00
end

test "cancelled in time" for salon_appointment starting 2026-01-05 10:00
  at 0m appointment_made with appointment: "p1", day: 2026-01-10
  at 1d appointment_cancelled with appointment: "p1"
  expect appointment_confirmed at 0m
  expect not in journey at 2d
end

test "made for today: confirmed and reminded at once" for salon_appointment starting 2026-01-05 10:00
  at 0m appointment_made with appointment: "p1", day: 2026-01-05
  expect appointment_confirmed at 0m
  expect see_you_tomorrow at 0m
end

test "five weeks without a new one" for next_haircut starting 2026-01-05 10:00
  customer mo with consent: "marketing", stylist: "Lou", tag: "regular"
  at 0m visited
  at 46d appointment_made with appointment: "p2", day: 2026-02-25
  expect time_again via wecom at 35d
  expect stylist_has_time at 45d
  expect goal at 46d
end

"""##),
            .init(
                "zh/salon_appointment.zh.journey",
##"""
# 前一天提醒一次，改约的不再提醒。
旅程 到店提醒
  当 预约
  按 每个 预约号
  类别 服务通知
  退出条件 取消预约

  设置 下次预约日 为 事件.预约日
  通过 企业微信 其次 短信 发送 预约成功
  等到 下次预约日 前 1天 10:00
  通过 企业微信 其次 短信 发送 明日到店
结束

旅程 该来了 "下一次预约"
  当 到店
    但 35天 内 未 预约
  间隔 28天 可再次进入
  面向 客户 满足 365天 内 到店 至少 2次 或 有标签 常客
  目标 14天 内 预约
  退出条件 退订

  通过 企业微信 其次 短信 发送 五周了 择时
  等待 10天
  如果 发型师 有值 通过 企业微信 其次 短信 发送 发型师有空 结束
结束

消息 预约成功
  用于 企业微信 "{姓名 或 "亲"}，{事件.预约日 格式 date}见，项目：{事件.项目 或 "到店再定"}。"
  用于 短信     "【露造型】{事件.预约日 格式 date}见，取消请回N。"
结束

消息 明日到店
  用于 企业微信 "明天见！临时有事点这里改约：{链接 "https://lou.example/move"}"
  用于 短信     "【露造型】明天见，取消请回N。"
结束

消息 五周了
  用于 企业微信 "{姓名 或 "亲"}，上次到店已经五周了，哪天方便？"
  用于 短信     "【露造型】上次到店已五周，预约：lou.example/book 退订回T"
结束

消息 发型师有空
  用于 企业微信 "{发型师 或 "您的发型师"}周四还有两个空档，帮您留一个？"
  用于 短信     "【露造型】{发型师 或 "您的发型师"}周四还有两个空档。退订回T"
结束

测试 "确认并提醒" 用于 到店提醒 开始于 2026-01-05 10:00
  客户 mo 附带 姓名: "小莫"
  于 0分钟 预约 附带 预约号: "p1", 预约日: 2026-01-10, 项目: "剪发"
  预期 预约成功 通过 企业微信 于 0分钟
  预期 明日到店 通过 企业微信 于 2026-01-09 10:00
结束

"""##),
        ])
}

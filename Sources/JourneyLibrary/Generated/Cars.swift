// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let cars: [LibraryFolder] = [
        carsMotorInsurance,
        carsServiceDue,
        carsTestDrive,
    ]

    static let carsMotorInsurance = LibraryFolder(
        "cars/motor_insurance",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event insurance_renewed also 续保
  premium also 保费 number
end

customer
  name also 姓名 text
  insurance_ends_on also 保险到期日 date
  insurance_premium also 去年保费 number
  claims_made also 出险次数 number
end

coupon fuel_card also 油卡券 "Fuel card of 200"
  codes from "fuel-cards.csv"
  1 for each customer
end

channel email
  adapter console
end

channel sms
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 21:00 to 9:00
  at most 3 messages per 14d
  require consent marketing
end

"""##),
            .init(
                "fuel-cards.csv",
##"""
code
FUEL-7K2M
FUEL-9QX4
FUEL-2B8D

"""##),
            .init(
                "motor_insurance.journey",
##"""
# Insurance can be renewed from 30 days before its end; most people decide in the last week.
journey motor_insurance "Insurance renewal"
  when 30d before insurance_ends_on at 10:00
  for customers where insurance_premium is known
  goal insurance_renewed within 35d value premium
  exit when unsubscribed
  owner "Insurance desk"

  send early_offer with premium: insurance_premium * 0.95 via email or else sms
  wait until 7d before insurance_ends_on at 10:00
  if claims_made = 0 and insurance_premium >= 3000
    give fuel_card
      or else
        send last_week via sms
        wait until 1d before insurance_ends_on at 10:00
        send last_day via sms
        stop
    end
    send fuel_card via email or else sms
  else
    send last_week via sms
  end
  wait until 1d before insurance_ends_on at 10:00
  send last_day via sms
end

message early_offer "Early offer"
  for email
    subject "5% off if you renew early"
    body "Hello {name or "there"}, renewed before the last week, your insurance costs {premium as money}."
  for sms   "【Norda Cars】Renew your motor insurance early: {premium as money}. Reply T to opt out."
end

message last_week "A week left"
  for sms "【Norda Cars】Your motor insurance ends in a week. Renew it at cars.example/insure. Reply T to opt out."
end

message fuel_card "No claims, so a fuel card"
  for email
    subject "A fuel card for a year without claims"
    body "Renew this week and the fuel card is yours."
  for sms   "【Norda Cars】A year without claims: renew this week and get a fuel card. Reply T to opt out."
end

message last_day "Tomorrow"
  for sms "【Norda Cars】Your motor insurance ends tomorrow. Do not drive without. Reply T to opt out."
end

"""##),
            .init(
                "tests.journey",
##"""
test "with claims: reminders only"
  for motor_insurance
  customer lea with consent: "marketing", insurance_ends_on: 2026-03-01, insurance_premium: 4000,
      claims_made: 1
  expect early_offer via email at 2026-01-30 10:00 with premium: 3800
  expect last_week via sms at 2026-02-22 10:00
  expect last_day via sms at 2026-02-28 10:00
end

test "a year without claims"
  for motor_insurance
  customer lea with consent: "marketing", insurance_ends_on: 2026-03-01, insurance_premium: 4000,
      claims_made: 0
  expect early_offer at 2026-01-30 10:00
  expect fuel_card via email at 2026-02-22 10:00
  expect last_day at 2026-02-28 10:00
end

test "renewed early"
  for motor_insurance
  customer lea with consent: "marketing", insurance_ends_on: 2026-03-01, insurance_premium: 4000
  at 2026-02-01 12:00 insurance_renewed with premium: 3800
  expect early_offer at 2026-01-30 10:00
  expect goal at 2026-02-01 12:00
end

test "a premium nobody knows is no offer"
  for motor_insurance
  customer lea with consent: "marketing", insurance_ends_on: 2026-03-01
  expect no messages
end

"""##),
            .init(
                "zh/motor_insurance.zh.journey",
##"""
# 到期前30天可以续保，多数人最后一周才决定。
旅程 车险续保 "车险续保"
  当 保险到期日 前 30天 10:00
  面向 客户 满足 去年保费 有值
  目标 35天 内 续保 价值 保费
  退出条件 退订
  负责人 "车险部"

  通过 邮件 其次 短信 发送 早续优惠 附带 保费: 去年保费 * 0.95
  等到 保险到期日 前 7天 10:00
  如果 出险次数 等于 0 且 去年保费 不少于 3000
    发放 油卡券
      不成则
        通过 短信 发送 最后一周
        等到 保险到期日 前 1天 10:00
        通过 短信 发送 最后一天
        停止
    结束
    通过 邮件 其次 短信 发送 油卡奖励
  否则
    通过 短信 发送 最后一周
  结束
  等到 保险到期日 前 1天 10:00
  通过 短信 发送 最后一天
结束

消息 早续优惠
  用于 邮件
    subject "提前续保立省5%"
    body "{姓名 或 "您好"}，最后一周之前续保，保费只要{保费 格式 money}。"
  用于 短信 "【诺达汽车】提前续保只要{保费 格式 money}。退订回T"
结束

消息 最后一周
  用于 短信 "【诺达汽车】您的车险一周后到期，续保：cars.example/insure 退订回T"
结束

消息 油卡奖励
  用于 邮件 subject "一年没出险，送您油卡" body "本周续保，油卡归您。"
  用于 短信 "【诺达汽车】一年没出险，本周续保送油卡。退订回T"
结束

消息 最后一天
  用于 短信 "【诺达汽车】您的车险明天到期，切勿脱保上路。退订回T"
结束

测试 "有出险：只提醒"
  用于 车险续保
  客户 lea 附带 consent: "marketing", 保险到期日: 2026-03-01, 去年保费: 4000, 出险次数: 1
  预期 早续优惠 通过 邮件 于 2026-01-30 10:00
  预期 最后一周 通过 短信 于 2026-02-22 10:00
  预期 最后一天 通过 短信 于 2026-02-28 10:00
结束

"""##),
        ])

    static let carsServiceDue = LibraryFolder(
        "cars/service_due",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event service_booked also 预约保养
  workshop also 门店 text
end

event service_done also 完成保养
  total also 金额 number
end

event car_sold also 卖车
end

customer
  name also 姓名 text
  plate also 车牌 text
  service_due_on also 保养到期日 date
  services_done also 保养次数 number
end

coupon free_check also 检测券 "Free 20-point check"
  stock 300
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
  at most 2 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "service_due.journey",
##"""
# The date comes from the last service or the mileage, whichever is earlier; the workshop system keeps it up to date.
journey service_due "Service due"
  when 30d before service_due_on at 10:00
  goal service_booked within 45d and continue
  exit when car_sold or unsubscribed
  priority 5

  repeat up to 3 times every 10d until service_booked
    send service_due via wecom or else sms at best time
  end
  if not service_booked within 60d
    wait up to 10d for service_booked
      or else
        give free_check
        send free_check via wecom or else sms
        stop
    end
  end
  wait up to 60d for service_done or else stop end
  add 1 to services_done
  wait 1d
  send how_was_it via wecom
end

message service_due "Service due"
  for wecom "{name or "Hello"}, the service of {plate or "your car"} is due on {service_due_on as date or "the date in your booklet"}. Book: {link "https://cars.example/service"}"
  for sms   "【Norda Cars】The service of {plate or "your car"} is due. Book at cars.example/service. Reply T to opt out."
end

message free_check "A free check"
  for wecom "Not sure whether a service is needed? Your free 20-point check is waiting."
  for sms   "【Norda Cars】Your free 20-point check is waiting at the workshop. Reply T to opt out."
end

message how_was_it "How was it?"
  for wecom "How does {plate or "your car"} run since yesterday? One tap tells us."
end

"""##),
            .init(
                "tests.journey",
##"""
test "booked after the second reminder, asked the day after the service"
  for service_due
  customer kim with consent: "marketing", service_due_on: 2026-02-20, services_done: 2
  at 2026-02-02 15:00 service_booked with workshop: "West"
  at 2026-02-05 16:00 service_done with total: 900
  expect service_due via wecom at 2026-01-21 10:00
  expect service_due via wecom at 2026-01-31 10:00
  expect goal at 2026-02-02 15:00
  expect how_was_it via wecom at 2026-02-06 16:00
  expect that services_done is 3 at 2026-02-05 16:00
end

test "never booked: a free check"
  for service_due
  customer kim with consent: "marketing", service_due_on: 2026-02-20
  expect service_due at 2026-01-21 10:00
  expect service_due at 2026-01-31 10:00
  expect service_due at 2026-02-10 10:00
  expect free_check at 2026-02-20 10:00
  expect that given free_check
end

test "the car is sold"
  for service_due
  customer kim with consent: "marketing", service_due_on: 2026-02-20
  at 2026-01-25 9:00 car_sold
  expect service_due at 2026-01-21 10:00
  expect not in journey at 2026-01-25 9:01
end

test "the date moves before the day comes"
  for service_due
  customer kim with consent: "marketing", service_due_on: 2026-02-20
  at 2026-01-10 9:00 customer with service_due_on: 2026-08-20
  expect not in journey at 2026-01-22 0:00
end

"""##),
        ])

    static let carsTestDrive = LibraryFolder(
        "cars/test_drive",
        [
            .init(
                "catalogue.journey",
##"""
event clicked also 点击
end

event unsubscribed also 退订
end

event test_driven also 试驾 "A test drive took place"
  model also 车型 text
  dealer also 门店 text
end

event offer_requested also 询价
  model also 车型 text
end

event car_ordered also 下定
  model also 车型 text
  price also 成交价 number
end

event lead_closed also 战败
  reason also 原因 text
end

customer
  name also 姓名 text
  advisor also 销售顾问 text
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
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "test_drive.journey",
##"""
# The hour after a test drive decides more than the month after it.
journey test_drive "After the test drive"
  when test_driven
  for each model
  for customers where not has tag staff
  again after 30d
  goal car_ordered within 60d value price
  exit when unsubscribed or has tag lost
  hold out 5%
  owner "Showroom"

  wait 2h
  send thanks_for_driving via wecom or else sms
  wait up to 3d for offer_requested or clicked where message is "thanks_for_driving"
    if so
      tag hot_lead
      send call_driver to advisor via wecom
    else
      # Which nudge works is learned from orders.
      split "nudge" adaptively
        "finance"  send monthly_rate via wecom or else sms
        "trade-in" send trade_in_value via wecom or else sms
        "second"   send drive_again via wecom or else sms
      end
  end
  wait 7d
  if not car_ordered within 10d
    send call_driver to advisor via wecom
    wait up to 7d for lead_closed
      if so
        untag hot_lead
        tag lost
    end
  end
end

message thanks_for_driving "Thank you"
  for wecom "{name or "Hello"}, thank you for driving the {event.model}. Your offer in one tap: {link "https://cars.example/offer"}"
  for sms   "【Norda Cars】Thank you for driving the {event.model}. Your offer: {link "https://cars.example/offer"} Reply T to opt out."
end

message monthly_rate "Monthly rates"
  for wecom "The {event.model} in 36 rates, nothing down: shall I work it out for you?"
  for sms   "【Norda Cars】The {event.model} in 36 rates, nothing down. Reply T to opt out."
end

message trade_in_value "What is your car worth?"
  for wecom "Send me four photos of your present car and I tell you today what it is worth."
  for sms   "【Norda Cars】Four photos, and we tell you what your car is worth. Reply T to opt out."
end

message drive_again "Drive it with your family"
  for wecom "Would your family like to come along? I keep a {event.model} for you on Saturday."
  for sms   "【Norda Cars】Bring your family: a second drive in the {event.model}. Reply T to opt out."
end

message call_driver "Task for the advisor"
  for wecom "Please call {name or "the customer"} about the {event.model} driven at {event.dealer or "the showroom"}."
end

"""##),
            .init(
                "tests.journey",
##"""
test "asks for an offer: an advisor calls" for test_drive starting 2026-01-10 14:00
  customer ida with consent: "marketing", advisor: "u-wang"
  at 0m test_driven with model: "N7", dealer: "West"
  at 1d offer_requested with model: "N7"
  at 5d car_ordered with model: "N7", price: 210000
  expect thanks_for_driving via wecom at 2h
  expect call_driver via wecom at 1d
  expect that has tag hot_lead at 2d
  expect goal at 5d
  expect not in journey at 6d
end

test "another model is another drive" for test_drive starting 2026-01-10 14:00
  customer ida with consent: "marketing", advisor: "u-wang"
  at 0m test_driven with model: "N7"
  at 1h test_driven with model: "N5"
  at 90m car_ordered with model: "N5", price: 180000
  at 1d offer_requested with model: "N7"
  at 2d car_ordered with model: "N7", price: 210000
  expect thanks_for_driving at 2h
  expect call_driver at 1d
end

test "unsubscribed on the way home" for test_drive starting 2026-01-10 14:00
  customer ida with consent: "marketing"
  at 0m test_driven with model: "N7"
  at 1h unsubscribed
  expect no messages
end

test "staff may drive as they like" for test_drive starting 2026-01-10 14:00
  customer ida with consent: "marketing", tag: "staff"
  at 0m test_driven with model: "N7"
  expect no messages
end

"""##),
            .init(
                "zh/test_drive.zh.journey",
##"""
# 试驾后的一小时，比之后的一个月更重要。
旅程 试驾跟进 "试驾后跟进"
  当 试驾
  按 每个 车型
  面向 客户 满足 非 有标签 staff
  间隔 30天 可再次进入
  目标 60天 内 下定 价值 成交价
  退出条件 退订 或 有标签 已战败
  对照组 5%
  负责人 "展厅"

  等待 2小时
  通过 企业微信 其次 短信 发送 试驾感谢
  最多 等待 3天 直到 询价 或 点击 满足 message 是 "试驾感谢"
    等到了
      打标签 高意向
      通过 企业微信 发送 跟进任务 到 销售顾问
    否则
      # 哪种说法有效，由订单来学。
      分流 "说法" 自动优化
        "金融" 通过 企业微信 其次 短信 发送 金融方案
        "置换" 通过 企业微信 其次 短信 发送 置换估价
        "家人" 通过 企业微信 其次 短信 发送 再次试驾
      结束
  结束
  等待 7天
  如果 10天 内 未 下定
    通过 企业微信 发送 跟进任务 到 销售顾问
    最多 等待 7天 直到 战败
      等到了
        去标签 高意向
        打标签 已战败
    结束
  结束
结束

消息 试驾感谢
  用于 企业微信 "{姓名 或 "您好"}，感谢试驾{事件.车型}。报价一键查看：{链接 "https://cars.example/offer"}"
  用于 短信     "【诺达汽车】感谢试驾{事件.车型}，报价见 cars.example/offer 退订回T"
结束

消息 金融方案
  用于 企业微信 "{事件.车型}零首付、36期，要不要我帮您算一算？"
  用于 短信     "【诺达汽车】{事件.车型}零首付36期。退订回T"
结束

消息 置换估价
  用于 企业微信 "发我四张照片，今天就告诉您旧车值多少。"
  用于 短信     "【诺达汽车】四张照片，估出旧车价。退订回T"
结束

消息 再次试驾
  用于 企业微信 "要不要带家人再来试一次？周六我给您留一台{事件.车型}。"
  用于 短信     "【诺达汽车】带家人再试一次{事件.车型}。退订回T"
结束

消息 跟进任务
  用于 企业微信 "请致电{姓名 或 "客户"}：在{事件.门店 或 "展厅"}试驾过{事件.车型}。"
结束

测试 "询价就派任务" 用于 试驾跟进 开始于 2026-01-10 14:00
  客户 ida 附带 consent: "marketing", 销售顾问: "u-wang"
  于 0分钟 试驾 附带 车型: "N7", 门店: "城西"
  于 1天 询价 附带 车型: "N7"
  于 5天 下定 附带 车型: "N7", 成交价: 210000
  预期 试驾感谢 通过 企业微信 于 2小时
  预期 跟进任务 通过 企业微信 于 1天
  预期 目标 于 5天
结束

测试 "路上就退订" 用于 试驾跟进 开始于 2026-01-10 14:00
  客户 ida 附带 consent: "marketing"
  于 0分钟 试驾 附带 车型: "N7"
  于 1小时 退订
  预期 无消息
结束

"""##),
        ])
}

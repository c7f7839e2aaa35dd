// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let finance: [LibraryFolder] = [
        financeCardActivation,
        financeDepositMaturity,
        financeFraudNotice,
        financeLoanApplication,
        financeStatementReady,
    ]

    static let financeCardActivation = LibraryFolder(
        "finance/card_activation",
        [
            .init(
                "card_activation.journey",
##"""
# A card in a drawer earns nothing: three reminders, then a call by the branch.
journey card_activation "Get new cards used"
  when card_delivered
    but not card_activated with same card within 3d
  for each card
  goal card_activated within 30d
  exit when card_cancelled
  owner "Cards team"

  repeat up to 3 times every 5d until card_activated
    send activate_card via push or else sms
  end
  # Whoever has not activated by now rarely does without being asked.
  wait 5d
  if reachable via wecom send activation_call to advisor via wecom end
end

message activate_card "Activate your card"
  for push "{name or "Your card is waiting"}: card {event.card} works as soon as you activate it. It takes a minute in the app."
  for sms  "【Harbour Bank】Your card ending {event.card} is not active yet. Activate it in the app. Reply T to opt out."
end

message activation_call "Task for the advisor"
  for wecom "Please call {name or "the customer"}: card {event.card} is still not active."
end

"""##),
            .init(
                "catalogue.journey",
##"""
event card_delivered also 收到卡片 "The card was handed over"
  card also 卡号后四位 text
end

event card_activated also 激活卡片
  card also 卡号后四位 text
end

event card_cancelled also 注销卡片
  card also 卡号后四位 text
end

customer
  name also 姓名 text
  advisor also 客户经理 text
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
  quiet from 21:00 to 9:00
  at most 2 messages per 1d
  require consent marketing
end

"""##),
            .init(
                "tests.journey",
##"""
test "three reminders and a call" for card_activation starting 2026-01-05 10:00
  customer with consent: "marketing", advisor: "u-lin"
  at 0m card_delivered with card: "4417"
  expect activate_card via push at 3d
  expect activate_card via push at 8d
  expect activate_card via push at 13d
  expect activation_call via wecom at 18d
end

test "activated in time" for card_activation starting 2026-01-05 10:00
  customer with consent: "marketing"
  at 0m card_delivered with card: "4417"
  at 3d card_activated with card: "4417"
  expect no messages
end

test "the second card is another matter" for card_activation starting 2026-01-05 10:00
  customer with consent: "marketing"
  at 0m card_delivered with card: "4417"
  at 1d card_activated with card: "9001"
  at 4d card_activated with card: "4417"
  expect activate_card at 3d
  expect goal at 4d
  expect not in journey at 5d
end

test "without consent nothing leaves" for card_activation starting 2026-01-05 10:00
  at 0m card_delivered with card: "4417"
  expect no messages
end

test "no app, so a text message" for card_activation starting 2026-01-05 10:00
  customer with consent: "marketing"
  channel push answers unreachable
  at 0m card_delivered with card: "4417"
  at 4d card_activated with card: "4417"
  expect activate_card via sms at 3d
end

"""##),
            .init(
                "zh/card_activation.zh.journey",
##"""
# 卡片躺在抽屉里没有价值：提醒三次，再请客户经理打电话。
旅程 新卡激活 "新卡激活"
  当 收到卡片
    但 3天 内 未 激活卡片 同一 卡号后四位
  按 每个 卡号后四位
  目标 30天 内 激活卡片
  退出条件 注销卡片
  负责人 "信用卡部"

  最多 重复 3次 每隔 5天 直到 激活卡片
    通过 push 其次 短信 发送 激活提醒
  结束
  # 到这时还没激活的客户，不打电话很少会自己激活。
  等待 5天
  如果 可触达 企业微信 通过 企业微信 发送 外呼任务 到 客户经理 结束
结束

消息 激活提醒
  用于 push "{姓名 或 "您好"}，尾号{事件.卡号后四位}的卡片还没激活，打开App一分钟就好。"
  用于 短信 "【海湾银行】您尾号{事件.卡号后四位}的卡片尚未激活，打开App即可激活。退订回T"
结束

消息 外呼任务
  用于 企业微信 "请致电{姓名 或 "客户"}：尾号{事件.卡号后四位}的卡片仍未激活。"
结束

测试 "提醒三次，再派任务" 用于 新卡激活 开始于 2026-01-05 10:00
  客户 附带 consent: "marketing", 客户经理: "u-lin"
  于 0分钟 收到卡片 附带 卡号后四位: "4417"
  预期 激活提醒 通过 push 于 3天
  预期 激活提醒 通过 push 于 8天
  预期 激活提醒 通过 push 于 13天
  预期 外呼任务 通过 企业微信 于 18天
结束

测试 "按时激活的不打扰" 用于 新卡激活 开始于 2026-01-05 10:00
  客户 附带 consent: "marketing"
  于 0分钟 收到卡片 附带 卡号后四位: "4417"
  于 3天 激活卡片 附带 卡号后四位: "4417"
  预期 无消息
结束

"""##),
        ])

    static let financeDepositMaturity = LibraryFolder(
        "finance/deposit_maturity",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event deposit_renewed also 续存
  amount also 金额 number
end

customer
  name also 姓名 text
  advisor also 客户经理 text
  matures_on also 到期日 date
  deposit_amount also 存款金额 number
end

coupon tea_set also 茶具 "Tea set at any branch"
  stock 200
  1 for each customer
  valid 30d
end

channel email
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
  quiet from 21:00 to 9:00
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "deposit_maturity.journey",
##"""
# Renewals: two weeks to decide, the last three days by text message, the amount decides the offer.
journey deposit_maturity "Keep deposits that run out"
  when 14d before matures_on at 10:00
  for customers where deposit_amount >= 10000 and consented to marketing
  goal deposit_renewed within 21d value amount
  exit when unsubscribed
  hold out 10%

  split "offer"
    50% "rate"
      send better_rate via email or else sms
    50% "gift"
      give tea_set
        or else
          send better_rate via email or else sms
          stop
      end
      send gift_for_renewal via email or else sms
  end
  wait until 3d before matures_on at 10:00
  send deposit_matures via sms
  if deposit_amount between 500000 and 100000000 send call_depositor to advisor via wecom end
end

message better_rate "A better rate"
  for email
    subject "0.2% more if you stay"
    body "Hello {name or "there"}, your deposit ends on {matures_on as date or "its last day"}. Renewed before, it earns 0.2% more."
  for sms   "【Harbour Bank】Renew your deposit before it ends and earn 0.2% more. Reply T to opt out."
end

message gift_for_renewal "A gift"
  for email
    subject "A tea set for staying"
    body "Hello {name or "there"}, renew before {matures_on as date or "the last day"} and pick up your tea set at any branch."
  for sms   "【Harbour Bank】Renew your deposit and pick up a tea set at any branch. Reply T to opt out."
end

message deposit_matures "Three days left"
  for sms "【Harbour Bank】Your deposit ends in three days. Renew it in the app with two taps. Reply T to opt out."
end

message call_depositor "Task for the advisor"
  for wecom "Please call {name or "the customer"}: {deposit_amount as money or "a deposit"} ends in three days."
end

"""##),
            .init(
                "tests.journey",
##"""
test "an offer two weeks before, a reminder three days before"
  for deposit_maturity
  customer ann with consent: "marketing", matures_on: 2026-01-25, deposit_amount: 20000
  expect gift_for_renewal via email at 2026-01-11 10:00
  expect deposit_matures via sms at 2026-01-22 10:00
end

test "renewed after the offer"
  for deposit_maturity
  customer ann with consent: "marketing", matures_on: 2026-01-25, deposit_amount: 20000
  at 2026-01-12 9:00 deposit_renewed with amount: 20000
  expect gift_for_renewal at 2026-01-11 10:00
  expect goal at 2026-01-12 9:00
end

test "a small deposit is left alone"
  for deposit_maturity
  customer ann with consent: "marketing", matures_on: 2026-01-25, deposit_amount: 900
  expect no messages
end

test "a large one is called"
  for deposit_maturity
  customer ann with consent: "marketing", matures_on: 2026-01-25, deposit_amount: 800000,
      advisor: "u-lin"
  expect gift_for_renewal at 2026-01-11 10:00
  expect deposit_matures at 2026-01-22 10:00
  expect call_depositor via wecom at 2026-01-22 10:00
end

"""##),
            .init(
                "zh/deposit_maturity.zh.journey",
##"""
# 提前两周给选择，最后三天发短信，大额再派人联系。
旅程 存款到期 "留住到期存款"
  当 到期日 前 14天 10:00
  面向 客户 满足 存款金额 不少于 10000 且 已同意 营销
  目标 21天 内 续存 价值 金额
  退出条件 退订
  对照组 10%

  分流 "权益"
    50% "利率"
      通过 邮件 其次 短信 发送 利率上浮
    50% "礼品"
      发放 茶具
        不成则
          通过 邮件 其次 短信 发送 利率上浮
          停止
      结束
      通过 邮件 其次 短信 发送 续存礼
  结束
  等到 到期日 前 3天 10:00
  通过 短信 发送 到期提醒
  如果 存款金额 介于 500000 至 100000000 之间 通过 企业微信 发送 外呼任务 到 客户经理 结束
结束

消息 利率上浮
  用于 邮件
    subject "到期前续存，利率上浮0.2%"
    body "{姓名 或 "您好"}，您的存款将于{到期日 格式 date 或 "近日"}到期，提前续存利率上浮0.2%。"
  用于 短信 "【海湾银行】存款到期前续存，利率上浮0.2%。退订回T"
结束

消息 续存礼
  用于 邮件
    subject "续存送茶具一套"
    body "{姓名 或 "您好"}，到期前续存，凭短信到任一网点领取茶具一套。"
  用于 短信 "【海湾银行】续存送茶具，任一网点可领。退订回T"
结束

消息 到期提醒
  用于 短信 "【海湾银行】您的存款三天后到期，App内点两下即可续存。退订回T"
结束

消息 外呼任务
  用于 企业微信 "请致电{姓名 或 "客户"}：{存款金额 格式 money 或 "大额存款"}三天后到期。"
结束

测试 "小额不打扰"
  用于 存款到期
  客户 bob 附带 consent: "marketing", 到期日: 2026-01-25, 存款金额: 900
  预期 无消息
结束

测试 "两周前给权益，三天前提醒"
  用于 存款到期
  客户 ann 附带 consent: "marketing", 到期日: 2026-01-25, 存款金额: 20000
  预期 续存礼 通过 邮件 于 2026-01-11 10:00
  预期 到期提醒 通过 短信 于 2026-01-22 10:00
结束

"""##),
        ])

    static let financeFraudNotice = LibraryFolder(
        "finance/fraud_notice",
        [
            .init(
                "catalogue.journey",
##"""
event card_charged also 刷卡
  amount also 金额 number
  country also 国家 text
  merchant also 商户 text
  risk also 风险分 number
end

event card_declined also 刷卡被拒
  merchant also 商户 text
end

event charge_confirmed also 确认本人
end

event charge_denied also 否认本人
end

event card_block_requested also 申请冻结
  reason also 原因 text
end

customer
  home_country also 常住国家 text
  phone also 手机 text
end

channel sms
  adapter console
end

channel push
  adapter console
end

policy
  time zone "Asia/Shanghai"
  quiet from 21:00 to 9:00
end

"""##),
            .init(
                "fraud_notice.journey",
##"""
# Seconds count: transactional, before everything else, and worth nothing after ten minutes.
journey fraud_notice "Was that you?"
  when card_charged where risk >= 80 or country != customer.home_country and amount > 500
  again after 30m
  class transactional
  priority 100
  expires 10m
  owner "Fraud desk"

  send was_that_you to phone via sms or else push
  wait up to 15m for charge_confirmed or charge_denied
    if so
      if charge_denied within 15m
        record card_block_requested with reason: "denied by the customer"
        send card_blocked to phone via sms or else push
      end
      # No answer to a very high risk is treated as a no.
    else if event.risk >= 95
      record card_block_requested with reason: "no answer"
      send card_blocked to phone via sms or else push
  end
end

# Refusals in a row ask the same question.
journey refusals "Three refusals in a row"
  when card_declined 3 times within 10m
  again after 30m
  class transactional
  priority 90

  start fraud_notice
end

message was_that_you "Was that you?"
  for sms  "【Harbour Bank】{event.amount as money or "A charge"} at {event.merchant or "a shop"}: was that you? Answer 1 for yes, 2 for no."
  for push "{event.amount as money or "A charge"} at {event.merchant or "a shop"}: was that you?"
end

message card_blocked "Card blocked"
  for sms  "【Harbour Bank】Your card is blocked for your safety. We call you within the hour."
  for push "Your card is blocked for your safety. We call you within the hour."
end

"""##),
            .init(
                "tests.journey",
##"""
test "a no blocks the card, also at night" for fraud_notice starting 2026-01-05 3:00
  customer with home_country: "CN", phone: "13800000000"
  at 0m card_charged with amount: 900, country: "BR", merchant: "Loja", risk: 60
  at 4m charge_denied
  expect was_that_you via sms at 0m
  expect card_blocked via sms at 4m
end

test "a yes ends it"
  for fraud_notice
  customer with home_country: "CN", phone: "13800000000"
  at 0m card_charged with amount: 900, country: "BR", merchant: "Loja", risk: 60
  at 4m charge_confirmed
  expect was_that_you via sms at 0m
  expect not in journey at 5m
end

test "an ordinary charge at home"
  for fraud_notice
  customer with home_country: "CN", phone: "13800000000"
  at 0m card_charged with amount: 900, country: "CN", merchant: "Shop", risk: 10
  expect no messages
end

test "no answer to a very high risk"
  for fraud_notice
  customer with home_country: "CN", phone: "13800000000"
  at 0m card_charged with amount: 50, country: "CN", merchant: "Shop", risk: 97
  expect was_that_you via sms at 0m
  expect card_blocked via sms at 15m
end

test "three refusals in ten minutes, by push where text messages do not arrive" starting 2026-01-05 3:00
  customer with home_country: "CN", phone: "13800000000"
  channel sms answers unreachable
  at 0m card_declined with merchant: "Shop"
  at 4m card_declined with merchant: "Shop"
  at 10m card_declined with merchant: "Shop"
  expect was_that_you via push at 10m
end

"""##),
        ])

    static let financeLoanApplication = LibraryFolder(
        "finance/loan_application",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event application_step also 填写申请 "A page of the application was filled in"
  application also 申请编号 text
  page also 页面 text
  amount also 贷款金额 number
end

event application_submitted also 提交申请
  application also 申请编号 text
  amount also 贷款金额 number
end

event application_withdrawn also 撤回申请
  application also 申请编号 text
end

event application_declined also 申请被拒
  application also 申请编号 text
end

customer
  name also 姓名 text
  advisor also 客户经理 text
end

# Do not chase people whom we would turn down again.
audience declined_lately also 近期被拒 = application_declined within 180d

channel email
  adapter console
end

channel sms
  adapter console
end

channel wecom
  adapter console
end

calendar bank_days
  holiday 2026-01-01 to 2026-01-03
  workday 2026-01-04
end

policy
  time zone "Asia/Shanghai"
  quiet from 21:00 to 9:00 via sms
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "loan_application.journey",
##"""
# Each step filled in starts the hour anew: only a real stop counts.
journey loan_application "Loan applications left half-way"
  when application_step
    restarting on application_step
    but not application_submitted with same application within 1h
  for each application
  for customers where not in audience declined_lately
  goal application_submitted within 14d value amount
  exit when application_withdrawn or unsubscribed
  hold out 10%

  send resume_application via email or else sms
  wait up to 1d for application_step or application_submitted if so stop end
  if event.amount >= 50000 and advisor is known
    # Larger loans are worth a person's time.
    wait until workday 10:00
    send call_applicant to advisor via wecom
  else
    send documents_needed via email or else sms
  end
  wait 5d
  send application_expires via email or else sms
end

message resume_application "Go on where you stopped"
  for email
    subject "Your application is saved"
    body "Hello {name or "there"}, your application is saved. Three minutes and it is done."
  for sms   "【Harbour Bank】Your loan application is saved; go on where you stopped. Reply T to opt out."
end

message documents_needed "What you need"
  for email
    subject "Two documents are all we need"
    body "An identity card and one payslip: take a photo of each, that is all."
  for sms   "【Harbour Bank】All we need: identity card and one payslip, a photo of each. Reply T to opt out."
end

message application_expires "Saved for one more week"
  for email
    subject "We keep your application one more week"
    body "After that its figures are out of date and you would have to begin again."
  for sms   "【Harbour Bank】We keep your application for one more week. Reply T to opt out."
end

message call_applicant "Task for the advisor"
  for wecom "Please call {name or "the applicant"}: {event.amount as money} applied for, stopped at {event.page or "the start"}."
end

"""##),
            .init(
                "tests.journey",
##"""
test "every page starts the hour anew" for loan_application starting 2026-01-05 10:00
  customer zoe with consent: "marketing"
  at 0m application_step with application: "a1", page: "income", amount: 8000
  at 50m application_step with application: "a1", page: "address", amount: 8000
  at 100m application_submitted with application: "a1", amount: 8000
  expect no messages
end

test "a small loan gets the list of documents, then the last notice" for loan_application starting 2026-01-05 10:00
  customer zoe with consent: "marketing"
  at 0m application_step with application: "a1", page: "income", amount: 8000
  expect resume_application via email at 1h
  expect documents_needed via email at 1d1h
  expect application_expires via email at 6d1h
end

test "a large loan on a Friday evening is called on Monday" for loan_application starting 2026-01-09 19:00
  customer zoe with consent: "marketing", advisor: "u-lin"
  at 0m application_step with application: "a1", page: "income", amount: 200000
  expect resume_application via email at 1h
  expect call_applicant via wecom at 2026-01-12 10:00
  expect application_expires via email at 2026-01-17 10:00
end

test "turned down last month" for loan_application starting 2026-01-05 10:00
  customer zoe with consent: "marketing"
  at 0m application_declined with application: "a0"
  at 30d application_step with application: "a1", page: "income", amount: 8000
  expect no messages
end

test "submitted after the reminder" for loan_application starting 2026-01-05 10:00
  customer zoe with consent: "marketing"
  at 0m application_step with application: "a1", page: "income", amount: 8000
  at 3h application_submitted with application: "a1", amount: 8000
  expect resume_application at 1h
  expect goal at 3h
end

"""##),
            .init(
                "zh/loan_application.zh.journey",
##"""
# 每填一页重新计时：真正停下来才算。
旅程 贷款申请挽回
  当 填写申请
    遇 填写申请 重新计时
    但 1小时 内 未 提交申请 同一 申请编号
  按 每个 申请编号
  面向 客户 满足 非 属于人群 近期被拒
  目标 14天 内 提交申请 价值 贷款金额
  退出条件 撤回申请 或 退订
  对照组 10%

  通过 邮件 其次 短信 发送 继续申请
  最多 等待 1天 直到 填写申请 或 提交申请 等到了 停止 结束
  如果 事件.贷款金额 不少于 50000 且 客户经理 有值
    等到 工作日 10:00
    通过 企业微信 发送 外呼任务 到 客户经理
  否则
    通过 邮件 其次 短信 发送 所需材料
  结束
  等待 5天
  通过 邮件 其次 短信 发送 申请即将失效
结束

消息 继续申请
  用于 邮件 subject "您的申请已保存" body "{姓名 或 "您好"}，申请已保存，再花三分钟就能提交。"
  用于 短信 "【海湾银行】您的贷款申请已保存，可从上次停下的地方继续。退订回T"
结束

消息 所需材料
  用于 邮件 subject "只需两份材料" body "身份证和一张工资条，拍照上传即可。"
  用于 短信 "【海湾银行】只需身份证和一张工资条，拍照上传即可。退订回T"
结束

消息 申请即将失效
  用于 邮件 subject "申请再为您保留一周" body "逾期数据失效，需要重新填写。"
  用于 短信 "【海湾银行】您的申请再保留一周。退订回T"
结束

消息 外呼任务
  用于 企业微信 "请致电{姓名 或 "申请人"}：申请{事件.贷款金额 格式 money}，停在{事件.页面 或 "第一页"}。"
结束

测试 "每填一页重新计时" 用于 贷款申请挽回 开始于 2026-01-05 10:00
  客户 zoe 附带 consent: "marketing"
  于 0分钟 填写申请 附带 申请编号: "a1", 页面: "收入", 贷款金额: 8000
  于 50分钟 填写申请 附带 申请编号: "a1", 页面: "地址", 贷款金额: 8000
  于 100分钟 提交申请 附带 申请编号: "a1", 贷款金额: 8000
  预期 无消息
结束

"""##),
        ])

    static let financeStatementReady = LibraryFolder(
        "finance/statement_ready",
        [
            .init(
                "catalogue.journey",
##"""
event statement_ready also 账单已出 "A monthly statement was made"
  statement also 账单号 text
  amount also 应还金额 number
  due_on also 还款日 date
end

event bill_paid also 还款
  statement also 账单号 text
  amount also 应还金额 number
end

customer
  name also 姓名 text
  statement_due also 最近还款日 date
end

channel email
  adapter console
end

channel push
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
                "statement_ready.journey",
##"""
# Statements are a service: no consent needed, no cap asked, no quiet hours.
journey statement_ready "Statement ready, then due"
  when statement_ready
  for each statement
  again always
  class transactional
  exit when bill_paid
  owner "Cards team"

  set statement_due to event.due_on
  label announce
  send statement_ready with amount: event.amount via email or else push
  wait until 3d before statement_due at 9:00
  label remind
  send payment_due with amount: event.amount via push or else sms
  wait until statement_due at 9:00
  label last_day
  send payment_due with amount: event.amount via sms
end

message statement_ready "Your statement"
  for email
    subject "Your statement is ready"
    body """
      Hello {name or "there"},

      {event.amount as money} are due on {event.due_on as date}. The details are in your account.
      """
  for push  "Your statement is ready: {event.amount as money}, due on {event.due_on as date}."
end

message payment_due "Payment is due"
  for push "{event.amount as money} are due on {event.due_on as date}."
  for sms  "【Harbour Bank】{event.amount as money} of your card are due on {event.due_on as date}."
end

"""##),
            .init(
                "tests.journey",
##"""
test "told, reminded, and told once more on the day"
  for statement_ready
  at 0m statement_ready with statement: "s1", amount: 1280, due_on: 2026-01-25
  expect statement_ready via email at 0m with amount: 1280
  expect payment_due via push at 2026-01-22 9:00
  expect payment_due via sms at 2026-01-25 9:00
end

test "paid at once"
  for statement_ready
  at 0m statement_ready with statement: "s1", amount: 1280, due_on: 2026-01-25
  at 2h bill_paid with statement: "s1", amount: 1280
  expect statement_ready via email at 0m
  expect not in journey at 3h
end

test "paying last month's statement does not end this month's"
  for statement_ready
  at 0m statement_ready with statement: "s2", amount: 90, due_on: 2026-01-25
  at 1d bill_paid with statement: "s1", amount: 1280
  expect statement_ready at 0m
  expect payment_due via push at 2026-01-22 9:00
  expect payment_due via sms at 2026-01-25 9:00
end

test "a statement made two days before it is due skips the wait"
  for statement_ready
  at 0m statement_ready with statement: "s3", amount: 90, due_on: 2026-01-07
  expect statement_ready via email at 0m
  expect payment_due via push at 0m
  expect payment_due via sms at 2026-01-07 9:00
end

"""##),
        ])
}

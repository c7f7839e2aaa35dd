// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let saas: [LibraryFolder] = [
        saasDunning,
        saasFeatureAdoption,
        saasLeadNurturing,
        saasNps,
        saasOnboarding,
        saasReferral,
        saasRenewal,
        saasSeatExpansion,
        saasTrialToPaid,
        saasUsageMilestone,
    ]

    static let saasDunning = LibraryFolder(
        "saas/dunning",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event payment_failed also 扣款失败
  invoice also 账单号 text
  amount also 金额 number
end

event paid also 付款
  invoice also 账单号 text
  amount also 金额 number
end

event signed_in also 登录
end

event subscription_ended also 终止订阅
end

event subscription_suspended also 暂停订阅
  invoice also 账单号 text
end

customer
  name also 姓名 text
  account_manager also 客户成功经理 text
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
  time zone "Europe/Berlin"
  quiet from 20:00 to 8:00
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "dunning.journey",
##"""
# A failed payment is mostly an expired card: friendly first, firm later, and the sales mail stops meanwhile.
journey dunning "Failed payments"
  when payment_failed
    but not paid with same invoice within 1h
  for each invoice
  class transactional
  priority 50
  goal paid within 30d value amount
  exit when subscription_ended
  owner "Finance"

  leave upsell
  tag owes
  repeat up to 3 times every 3d until paid
    send pay_invoice with amount: event.amount via email or else sms
  end
  # Ten days after the first one, on a day when somebody answers the telephone.
  wait 3d
  wait until workday 9:00
  send last_notice via email
  send call_about_invoice to account_manager via wecom
  wait up to 5d for paid or else record subscription_suspended with invoice: event.invoice end
end

journey upsell "More seats"
  when signed_in 10 times within 14d
  for customers where not has tag owes
  again after 90d
  exit when unsubscribed

  wait 1d
  send more_seats via email
end

journey paid_up "Paid up"
  when paid
  again always
  class transactional
  exit when subscription_ended

  untag owes
end

message pay_invoice "Payment failed"
  for email
    subject "Your payment did not go through"
    body "Hello {name or "there"}, {amount as money} could not be charged. Mostly a card has expired: {link "https://flow.example/pay"}"
  for sms   "【Flow】{amount as money} could not be charged. Please check your card: flow.example/pay"
end

message last_notice "Last notice"
  for email
    subject "Your account pauses in five days"
    body "Invoice {event.invoice} is still open: {link "https://flow.example/pay"}"
end

message call_about_invoice "Task"
  for wecom "{name or "A customer"} has not paid invoice {event.invoice}: please call."
end

message more_seats "More seats"
  for email
    subject "More of you?"
    body "Ten visits in two weeks: with more seats nobody has to share."
end

"""##),
            .init(
                "tests.journey",
##"""
test "paid after the second reminder" for dunning starting 2026-01-05 10:00
  customer acme
  at 0m payment_failed with invoice: "i1", amount: 90
  at 4d paid with invoice: "i1", amount: 90
  expect pay_invoice via email at 1h with amount: 90
  expect pay_invoice via email at 3d1h
  expect goal at 4d
end

test "never paid" for dunning starting 2026-01-05 10:00
  customer acme with account_manager: "u-jan"
  at 0m payment_failed with invoice: "i1", amount: 90
  expect pay_invoice at 1h
  expect pay_invoice at 3d1h
  expect pay_invoice at 6d1h
  expect last_notice via email at 9d23h
  expect call_about_invoice via wecom at 9d23h
  expect not in journey at 15d
end

test "another invoice does not count" for dunning starting 2026-01-05 10:00
  customer acme
  at 0m payment_failed with invoice: "i1", amount: 90
  at 30m paid with invoice: "i0", amount: 90
  at 2h paid with invoice: "i1", amount: 90
  expect pay_invoice at 1h
  expect goal at 2h
end

test "the mail bounces: a text message" for dunning starting 2026-01-05 10:00
  customer acme
  channel email answers unreachable
  at 0m payment_failed with invoice: "i1", amount: 90
  at 2h paid with invoice: "i1", amount: 90
  expect pay_invoice via sms at 1h
end

"""##),
        ])

    static let saasFeatureAdoption = LibraryFolder(
        "saas/feature_adoption",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event task_repeated also 重复任务
end

event signed_in also 登录
end

event automation_opened also 打开自动化
end

event automation_built also 创建自动化
end

customer
  name also 姓名 text
end

channel in_app
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Europe/Berlin"
  quiet from 20:00 to 8:00 via email
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "feature_adoption.journey",
##"""
# Shown only to those who are at home in the product and have never opened the thing.
journey feature_adoption "Automations for those who need them"
  when task_repeated 5 times within 14d
  for customers where not automation_built ever and signed_in at least 4 times within 14d
  again after 60d
  goal automation_built within 14d
  exit when unsubscribed
  hold out 20%

  split "way of telling" adaptively
    "tip"   send automation_tip via in_app
    "video" send automation_video via email or else in_app
  end
  wait up to 5d for automation_opened
    if so
      wait up to 2d for automation_built or else send automation_help via in_app end
    else
      send automation_example via email or else in_app
  end
end

message automation_tip "A tip"
  for in_app "You did this five times. Shall Flow do it for you?"
end

message automation_video "A video"
  for email
    subject "Forty seconds"
    body "What you did by hand five times, done by itself: {link "https://flow.example/automations"}"
  for in_app "Forty seconds: what you did by hand, done by itself."
end

message automation_help "Stuck?"
  for in_app "Stuck? These three are ready to switch on."
end

message automation_example "An example"
  for email
    subject "An hour a week"
    body "How a team of four saves an hour a week: {link "https://flow.example/example"}"
  for in_app "How a team of four saves an hour a week."
end

"""##),
            .init(
                "tests.journey",
##"""
test "built right away" for feature_adoption starting 2026-01-05 10:00
  customer max with consent: "marketing"
  at 0m signed_in
  at 1m task_repeated
  at 1d signed_in
  at 2d signed_in
  at 3d signed_in
  at 3d1m task_repeated
  at 3d2m task_repeated
  at 3d3m task_repeated
  at 3d4m task_repeated
  at 3d5m automation_built
  expect automation_video via email at 3d4m
  expect goal at 3d5m
end

test "hardly there: no tips" for feature_adoption starting 2026-01-05 10:00
  customer max with consent: "marketing"
  at 0m signed_in
  at 1m task_repeated
  at 2m task_repeated
  at 3m task_repeated
  at 4m task_repeated
  at 5m task_repeated
  expect no messages
end

test "has built one before" for feature_adoption starting 2026-01-05 10:00
  customer max with consent: "marketing"
  at 0m automation_built
  at 1d signed_in
  at 2d signed_in
  at 3d signed_in
  at 4d signed_in
  at 4d1m task_repeated
  at 4d2m task_repeated
  at 4d3m task_repeated
  at 4d4m task_repeated
  at 4d5m task_repeated
  expect no messages
end

"""##),
        ])

    static let saasLeadNurturing = LibraryFolder(
        "saas/lead_nurturing",
        [
            .init(
                "catalogue.journey",
##"""
event clicked also 点击
end

event unsubscribed also 退订
end

event article_read also 阅读文章
  page also 页面 text
end

event page_visited also 访问页面
  page also 页面 text
end

event webinar_attended also 参加直播
  webinar also 直播 text
  topic also 主题 text
  minutes also 分钟数 number
end

event demo_booked also 预约演示
end

event account_opened also 开户
end

customer
  name also 姓名 text
  lead_score also 线索分 number
  interest also 兴趣 text
  sales_rep also 销售 text
end

audience warm_leads also 温线索 "Warm leads" = lead_score >= 20 and lead_score < 60
audience hot_leads also 热线索 "Hot leads" = lead_score >= 60

channel email
  adapter console
end

channel wecom
  adapter console
end

policy
  time zone "Europe/Berlin"
  quiet from 20:00 to 8:00
  at most 2 messages per 3d
  require consent marketing
end

"""##),
            .init(
                "lead_nurturing.journey",
##"""
# Points for what people do, an audience for who is warm, mail for the warm, a call for the hot.
journey points_for_reading "Points: reading"
  when article_read or page_visited where page = "pricing"
  again always
  for customers where not in audience hot_leads
  class transactional
  exit when account_opened

  if event.page is "pricing" add 15 to lead_score
  else add 5 to lead_score
  end
end

journey points_for_webinar "Points: webinar"
  when webinar_attended where minutes >= 20
  for each webinar
  class transactional
  exit when account_opened

  add 25 to lead_score
  set interest to event.topic
end

# Interest cools down: a month without a sign halves the score.
journey cooling_down "Points: cooling down"
  when silent for 30d
  for customers where lead_score > 0
  class transactional
  exit when account_opened

  set lead_score to lead_score / 2
end

journey nurture "Nurture warm leads"
  when enters audience warm_leads
  again after 60d
  goal demo_booked within 30d
  exit when account_opened or unsubscribed or in audience hot_leads

  send guide with topic: interest via email
  wait 3d
  send case_study with topic: interest via email at best time
  wait up to 4d for clicked where message is "case_study" if so add 10 to lead_score end
  wait 4d
  send webinar_invitation via email
end

journey hand_over "Hand hot leads to sales"
  when enters audience hot_leads
  again after 90d
  priority 10
  goal demo_booked within 14d
  exit when account_opened or unsubscribed
  owner "Sales"

  tag with_sales
  send call_lead with score: lead_score to sales_rep via wecom
  wait 1d
  send invitation_to_demo via email
  wait up to 3d for demo_booked
    or else send call_lead with score: lead_score to sales_rep via wecom
  end
end

journey cooled "Back to marketing"
  when leaves audience hot_leads
  again always
  for customers where has tag with_sales
  class transactional
  exit when account_opened

  untag with_sales
end

message guide "The guide"
  for email
    subject "The guide to {topic or "better planning"}"
    body "Hello {name or "there"}, twelve pages, no form to fill in: {link "https://flow.example/guide"}"
end

message case_study "A case"
  for email
    subject "How a team of nine did it"
    body "What changed in {topic or "their planning"} within a quarter: {link "https://flow.example/case"}"
end

message webinar_invitation "Webinar"
  for email
    subject "Thursday, 20 minutes"
    body "Your questions, our screen: {link "https://flow.example/webinar"}"
end

message invitation_to_demo "A demo"
  for email
    subject "20 minutes with your own data"
    body "Choose a time: {link "https://flow.example/demo"}"
end

message call_lead "Task for sales"
  for wecom "Hot lead: {name or "unknown name"}, {score} points, interested in {interest or "nothing in particular"}."
end

"""##),
            .init(
                "tests.journey",
##"""
test "reading warms" starting 2026-01-05 10:00
  customer eva with consent: "marketing"
  at 0m article_read with page: "planning"
  at 1h page_visited with page: "pricing"
  at 2h demo_booked
  expect that lead_score is 20 at 1h
  expect guide via email at 1h
  expect goal at 2h
end

test "hot leads go to sales, and back to the nurturing after a silent month" starting 2026-01-05 10:00
  customer eva with consent: "marketing", lead_score: 50, sales_rep: "u-max"
  at 0m webinar_attended with webinar: "w1", topic: "budgets", minutes: 45
  at 2d demo_booked
  expect call_lead via wecom at 0m with score: 75
  expect invitation_to_demo via email at 1d
  expect that has tag with_sales at 1h
  expect that has tag with_sales at 31d
  expect that not has tag with_sales at 33d
  expect guide via email at 32d
  expect case_study via email at 35d
  expect webinar_invitation via email at 43d
end

test "ten minutes are no webinar" starting 2026-01-05 10:00
  customer eva with consent: "marketing", lead_score: 10
  at 0m webinar_attended with webinar: "w1", topic: "budgets", minutes: 10
  expect that lead_score is 10 at 1d
  expect no messages
end

test "the same webinar counts once"
  for points_for_webinar
  at 0m webinar_attended with webinar: "w1", topic: "budgets", minutes: 45
  at 1h webinar_attended with webinar: "w1", topic: "budgets", minutes: 45
  expect that lead_score is 25 at 2h
end

test "a quiet month halves the score"
  for cooling_down
  customer eva with lead_score: 30
  at 0m article_read with page: "planning"
  expect that lead_score is 15 at 30d
end

"""##),
        ])

    static let saasNps = LibraryFolder(
        "saas/nps",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event survey_answered also 回答问卷
  score also 分数 number
  comment also 评语 text
end

event ticket_closed also 关闭工单
end

event review_written also 写评价
end

event subscription_renewed also 续订
end

event support_case_closed also 完成支持
  rating also 评分 number
end

customer
  name also 姓名 text
  account_manager also 客户成功经理 text
  team_lead also 团队负责人 text
end

coupon thank_you_month also 赠月券 "A month on us"
  stock 50
  1 for each customer
end

channel email
  adapter console
end

channel in_app
  adapter console
end

channel wecom
  adapter console
end

policy
  time zone "Europe/Berlin"
  quiet from 20:00 to 8:00
  at most 4 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "nps.journey",
##"""
# Asked on the day the work was done, answered by what the number says.
journey nps "Recommend us?"
  when survey_answered
  again after 90d
  exit when unsubscribed

  if event.score <= 6
    tag detractor
    send sorry_to_hear via email
    send call_detractor with score: event.score to account_manager via wecom
    wait up to 5d for ticket_closed
      if so send better_now via email
      else send call_detractor with score: event.score to team_lead via wecom
    end
  else if event.score <= 8
    send what_is_missing via email
  else
    tag promoter
    send write_a_review via email
    wait up to 7d for review_written
      if so
        give thank_you_month
        send thank_you_month via email
    end
  end
end

journey ask_nps "Ask"
  when subscription_renewed or support_case_closed where rating >= 3
  again after 90d
  goal survey_answered within 14d
  exit when unsubscribed

  wait 1d
  send how_likely via email
  wait up to 4d for survey_answered or else send how_likely via in_app end
end

message how_likely "How likely?"
  for email
    subject "One number"
    body "From 0 to 10: how likely are you to recommend Flow? {link "https://flow.example/nps"}"
  for in_app "From 0 to 10: how likely are you to recommend Flow?"
end

message sorry_to_hear "Sorry to hear"
  for email
    subject "Thank you for being frank"
    body "Hello {name or "there"}, a person reads your words today and calls you."
end

message better_now "Better now?"
  for email
    subject "Is it better now?"
    body "We closed the matter on our side. Is it closed on yours?"
end

message what_is_missing "What is missing?"
  for email
    subject "What is missing to a ten?"
    body "One sentence is enough: {link "https://flow.example/missing"}"
end

message write_a_review "A review"
  for email
    subject "Would you tell others?"
    body "Two sentences help other teams to choose: {link "https://flow.example/review"}"
end

message thank_you_month "A month on us"
  for email subject "A month on us" body "Thank you for your review. The month is on your account."
end

message call_detractor "Task"
  for wecom "{name or "A customer"} gave {score} of 10: {event.comment or "no comment"}"
end

"""##),
            .init(
                "tests.journey",
##"""
test "a four: sorry, and the account manager, then the team lead" for nps starting 2026-01-05 10:00
  customer jo with consent: "marketing", account_manager: "u-jan", team_lead: "u-kim"
  at 0m survey_answered with score: 4, comment: "slow"
  expect sorry_to_hear via email at 0m
  expect call_detractor via wecom at 0m with score: 4
  expect call_detractor via wecom at 5d
end

test "six is not seven" for nps starting 2026-01-05 10:00
  customer jo with consent: "marketing", account_manager: "u-jan"
  at 0m survey_answered with score: 6
  at 1d ticket_closed
  expect sorry_to_hear at 0m
  expect call_detractor at 0m
  expect better_now at 1d
end

test "an eight" for nps starting 2026-01-05 10:00
  customer jo with consent: "marketing"
  at 0m survey_answered with score: 8
  expect what_is_missing via email at 0m
end

test "a ten that writes a review" for nps starting 2026-01-05 10:00
  customer jo with consent: "marketing"
  at 0m survey_answered with score: 10
  at 2d review_written
  expect write_a_review at 0m
  expect thank_you_month at 2d
  expect that has tag promoter
  expect that given thank_you_month
end

test "asked once a quarter" for ask_nps starting 2026-01-05 10:00
  customer jo with consent: "marketing"
  at 0m subscription_renewed
  at 2d survey_answered with score: 9
  at 20d support_case_closed with rating: 5
  expect how_likely via email at 1d
  expect goal at 2d
end

"""##),
            .init(
                "zh/nps.zh.journey",
##"""
# 事情办完那天问，分数怎么说就怎么办。
旅程 净推荐值跟进 "您会推荐我们吗"
  当 回答问卷
  间隔 90天 可再次进入
  退出条件 退订

  如果 事件.分数 不超过 6
    打标签 贬损者
    通过 邮件 发送 致歉
    通过 企业微信 发送 回访任务 附带 得分: 事件.分数 到 客户成功经理
    最多 等待 5天 直到 关闭工单
      等到了 通过 邮件 发送 改进反馈
      否则 通过 企业微信 发送 回访任务 附带 得分: 事件.分数 到 团队负责人
    结束
  否则如果 事件.分数 不超过 8
    通过 邮件 发送 差什么
  否则
    打标签 推荐者
    通过 邮件 发送 评价邀请
  结束
结束

消息 致歉
  用于 邮件 subject "谢谢您直说" body "{姓名 或 "您好"}，今天就有人读您的话，并给您打电话。"
结束

消息 改进反馈
  用于 邮件 subject "现在好些了吗？" body "我们这边已经处理完，您那边呢？"
结束

消息 差什么
  用于 邮件 subject "离十分还差什么？" body "一句话就够：{链接 "https://flow.example/missing"}"
结束

消息 评价邀请
  用于 邮件 subject "愿意告诉别人吗？" body "两句话，帮别的团队做选择。"
结束

消息 回访任务
  用于 企业微信 "{姓名 或 "客户"}打了{得分}分：{事件.评语 或 "没有留言"}"
结束

测试 "四分：致歉并回访" 用于 净推荐值跟进 开始于 2026-01-05 10:00
  客户 jo 附带 consent: "marketing", 客户成功经理: "u-jan", 团队负责人: "u-kim"
  于 0分钟 回答问卷 附带 分数: 4, 评语: "太慢"
  预期 致歉 通过 邮件 于 0分钟
  预期 回访任务 通过 企业微信 于 0分钟 附带 得分: 4
  预期 回访任务 通过 企业微信 于 5天
结束

测试 "八分" 用于 净推荐值跟进 开始于 2026-01-05 10:00
  客户 jo 附带 consent: "marketing"
  于 0分钟 回答问卷 附带 分数: 8
  预期 差什么 通过 邮件 于 0分钟
结束

"""##),
        ])

    static let saasOnboarding = LibraryFolder(
        "saas/onboarding",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event signed_up also 注册
end

event profile_completed also 完善资料
end

event colleague_invited also 邀请同事
end

event report_built also 生成报表
end

event account_closed also 注销
end

event tagged_slow also 标记起步慢
end

customer
  name also 姓名 text
  account_manager also 客户成功经理 text
end

channel email
  adapter console
end

channel in_app
  adapter console
end

channel wecom
  adapter console
end

policy
  time zone "Europe/Berlin"
  quiet from 20:00 to 8:00
  at most 4 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "onboarding.journey",
##"""
# The first session, the first colleague, the first report: whoever has all three stays.
journey onboarding "Onboarding"
  when signed_up
  goal report_built within 30d
  exit when account_closed or unsubscribed
  priority 20

  send hello via email
  wait up to 1d for profile_completed or else send complete_profile via email end
  label invite_team
  wait until workday 10:00
  if not colleague_invited within 7d
    send invite_team via email
    wait up to 3d for colleague_invited
  end
  label first_report
  send first_report via email
  wait up to 7d for report_built
    or else
      tag slow_start
      start slow_start
  end
end

# Those who need a hand get a person. Whoever gets going on their own leaves.
journey slow_start "A hand for slow starts"
  when tagged_slow
  again after 90d
  exit when report_built or account_closed or unsubscribed

  send book_a_session via email
  wait 4d
  send call_slow_start to account_manager via wecom
end

journey off_to_a_start "Off to a start"
  when report_built
  class transactional
  exit when account_closed

  untag slow_start
  leave slow_start
  send first_report_done via in_app
end

message hello "Hello"
  for email
    subject "Welcome to Flow"
    body "Hello {name or "there"}, three things make the first week worth it. The first takes a minute: your profile."
end

message complete_profile "Your profile"
  for email subject "One minute" body "With your role and team we show you the right examples."
end

message invite_team "Invite a colleague"
  for email
    subject "Better together"
    body "Flow is made for two and more: {link "https://flow.example/invite"}"
end

message first_report "Your first report"
  for email
    subject "Your first report in five minutes"
    body "Choose a template, choose the dates, done."
end

message first_report_done "Done"
  for in_app "Your first report. Share it with a colleague?"
end

message book_a_session "A session"
  for email
    subject "Shall we set it up together?"
    body "Twenty minutes, your data, your questions: {link "https://flow.example/session"}"
end

message call_slow_start "Task for the account manager"
  for wecom "{name or "A new customer"} has no report after two weeks: please call."
end

"""##),
            .init(
                "tests.journey",
##"""
test "all by themselves" starting 2026-01-05 8:00
  customer ada with consent: "marketing"
  at 0m signed_up
  at 1h profile_completed
  at 90m colleague_invited
  at 1d report_built
  expect hello via email at 0m
  expect first_report via email at 2h
  expect first_report_done via in_app at 1d
  expect goal at 1d
end

test "slowly, then with a hand" starting 2026-01-05 10:00
  customer ada with consent: "marketing", account_manager: "u-jan"
  at 0m signed_up
  at 12d report_built
  expect hello at 0m
  expect complete_profile at 1d
  expect invite_team at 1d
  expect first_report at 4d
  expect book_a_session at 11d
  expect that has tag slow_start at 11d
  expect first_report_done via in_app at 12d
  expect that not has tag slow_start at 12d
end

test "signed up on Friday evening: the weekend is free" for onboarding starting 2026-01-09 19:00
  customer ada with consent: "marketing"
  at 0m signed_up
  at 1h profile_completed
  at 2026-01-12 11:00 report_built
  expect hello at 0m
  expect invite_team at 2026-01-12 10:00
end

test "closed at once" for onboarding starting 2026-01-05 10:00
  customer ada with consent: "marketing"
  at 0m signed_up
  at 1h account_closed
  expect hello at 0m
  expect not in journey at 2h
end

"""##),
        ])

    static let saasReferral = LibraryFolder(
        "saas/referral",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event praised also 点赞
end

event survey_answered also 回答问卷
  score also 分数 number
end

event signed_in also 登录
end

event friend_invited also 邀请好友
end

event friend_joined also 好友加入
  friend also 好友 text
end

event account_closed also 注销
end

customer
  name also 姓名 text
  friends_brought also 邀请人数 number
  credit also 余额 number
end

coupon free_month also 赠月券 "A free month"
  stock 500
  6 for each customer
end

channel in_app
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Europe/Berlin"
  quiet from 20:00 to 8:00
  at most 2 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "referral.journey",
##"""
# Happy customers bring the next ones; both get something, each friend counts once.
journey referral "Bring a friend"
  when praised or survey_answered where score between 9 and 10
  for customers where signed_in within 7d
  again after 180d
  goal friend_joined within 60d and continue
  exit when unsubscribed

  wait until 10:00
  send bring_a_friend via in_app or else email at best time
  wait up to 14d for friend_invited if so stop end
  send bring_a_friend via email
end

journey referral_reward "Reward for a friend"
  when friend_joined
  for each friend
  class transactional
  exit when account_closed

  add 1 to friends_brought
  give free_month
    or else
      add 20 to credit
      send credit_added via email
      stop
  end
  send free_month via email
  if friends_brought = 5 tag ambassador end
end

message bring_a_friend "Bring a friend"
  for in_app "You like Flow. Bring a friend, and both of you get a month."
  for email
    subject "A month for you, a month for a friend"
    body "Your own link: {link "https://flow.example/friends"}"
end

message free_month "A month"
  for email
    subject "Your friend is here"
    body "Thank you, {name or "and enjoy"}: a month is on your account."
end

message credit_added "Credit"
  for email subject "Your friend is here" body "Thank you: 20 of credit is on your account."
end

"""##),
            .init(
                "tests.journey",
##"""
test "asked the next morning, asked again after two weeks" for referral starting 2026-01-05 15:00
  customer ana with consent: "marketing"
  at 0m signed_in
  at 1h praised
  expect bring_a_friend via in_app at 19h
  expect bring_a_friend via email at 14d19h
end

test "invites at once" for referral starting 2026-01-05 15:00
  customer ana with consent: "marketing"
  at 0m signed_in
  at 1h survey_answered with score: 10
  at 20h friend_invited
  expect bring_a_friend at 19h
end

test "an eight is no reason to ask" for referral starting 2026-01-05 15:00
  customer ana with consent: "marketing"
  at 0m signed_in
  at 1h survey_answered with score: 8
  expect no messages
end

test "each friend counts once" for referral_reward starting 2026-01-05 15:00
  customer ana with friends_brought: 4
  at 0m friend_joined with friend: "f1"
  at 1h friend_joined with friend: "f1"
  expect free_month via email at 0m
  expect that friends_brought is 5
  expect that has tag ambassador
end

"""##),
        ])

    static let saasRenewal = LibraryFolder(
        "saas/renewal",
        [
            .init(
                "catalogue.journey",
##"""
event contract_renewed also 续约
  yearly also 年费 number
end

event contract_cancelled also 解约
end

event project_created also 创建项目
end

event signed_in also 登录
end

customer
  name also 姓名 text
  plan also 套餐 one of "free", "team", "business", "cancelling"
  seats also 席位数 number
  renews_on also 续约日 date
  account_manager also 客户成功经理 text
end

channel email
  adapter console
end

channel wecom
  adapter console
end

policy
  time zone "Europe/Berlin"
end

"""##),
            .init(
                "renewal.journey",
##"""
# Contracts run a year. Sixty days for the decision, thirty for the paper, one for the reminder.
journey renewal "Contract renewal"
  when 60d before renews_on at 10:00
  for customers where plan in ("team", "business") and plan is not "cancelling"
  goal contract_renewed within 75d value yearly
  exit when contract_cancelled
  owner "Customer success"
  class transactional

  send year_in_numbers with projects: number of project_created within 365d via email
  if not signed_in at least 4 times within 30d or days since signed_in > 14
    label at_risk
    tag at_risk
    send save_account to account_manager via wecom
  end
  wait until 30d before renews_on at 10:00
  if plan is "business" or seats >= 20 send prepare_offer to account_manager via wecom
  else send renewal_notice via email
  end
  wait until 1d before renews_on at 10:00
  send renews_tomorrow via email
end

message year_in_numbers "Your year"
  for email
    subject "Your year with Flow"
    body "Hello {name or "there"}, {projects} projects in a year. On {renews_on as date or "the same day"} the next begins."
end

message renewal_notice "Renewal"
  for email
    subject "Your contract renews in 30 days"
    body "Nothing to do if all is well. Changes: {link "https://flow.example/contract"}"
end

message renews_tomorrow "Tomorrow"
  for email
    subject "Your contract renews tomorrow"
    body "The invoice follows. Questions? Just answer."
end

message save_account "Task: at risk"
  for wecom "{name or "A customer"} hardly signs in and renews in 60 days: please call."
end

message prepare_offer "Task: offer"
  for wecom "{name or "A customer"} with {seats or "many"} seats renews in 30 days: please prepare the offer."
end

"""##),
            .init(
                "tests.journey",
##"""
test "a team that works with it"
  for renewal
  customer acme with plan: "team", seats: 6, renews_on: 2026-04-01
  at 1d project_created
  at 2026-01-20 9:00 signed_in
  at 2026-01-22 9:00 signed_in
  at 2026-01-26 9:00 signed_in
  at 2026-01-28 9:00 signed_in
  at 2026-03-31 12:00 contract_renewed with yearly: 900
  expect year_in_numbers via email at 2026-01-31 10:00 with projects: 1
  expect renewal_notice via email at 2026-03-02 10:00
  expect renews_tomorrow via email at 2026-03-31 10:00
  expect goal at 2026-03-31 12:00
end

test "nobody signs in any more"
  for renewal
  customer acme with plan: "business", seats: 40, renews_on: 2026-04-01, account_manager: "u-jan"
  at 2026-03-05 12:00 contract_cancelled
  expect year_in_numbers at 2026-01-31 10:00
  expect save_account via wecom at 2026-01-31 10:00
  expect prepare_offer via wecom at 2026-03-02 10:00
  expect that has tag at_risk
end

test "the free plan renews nothing"
  for renewal
  customer acme with plan: "free", renews_on: 2026-04-01
  expect no messages
end

"""##),
        ])

    static let saasSeatExpansion = LibraryFolder(
        "saas/seat_expansion",
        [
            .init(
                "catalogue.journey",
##"""
event clicked also 点击
end

event unsubscribed also 退订
end

event seat_filled also 占用席位
  seats also 席位 number
end

event seats_bought also 增购席位
  monthly also 月费 number
end

customer
  name also 姓名 text
  seats also 席位数 number
  seats_used also 已用席位 number
  account_manager also 客户成功经理 text
end

audience nearly_full also 席位将满 = seats_used >= seats * 0.9 and seats > 0

coupon seat_discount also 席位优惠券 "Five for four"
  stock 100
  1 for each customer
  valid 14d
end

channel email
  adapter console
end

channel in_app
  adapter console
end

channel wecom
  adapter console
end

policy
  time zone "Europe/Berlin"
  quiet from 20:00 to 8:00
  at most 2 messages per 3d
  require consent marketing
end

"""##),
            .init(
                "seat_expansion.journey",
##"""
# Nearly full, or growing fast: the moment to offer the next size.
journey seat_expansion "Seat expansion"
  when enters audience nearly_full
  again after 60d
  goal seats_bought within 30d value monthly
  exit when unsubscribed
  owner "Account management"

  if sum of seat_filled.seats within 90d >= 10
    send growing_fast to account_manager via wecom
    wait 2d
  end
  send next_size via email at best time
  wait up to 5d for clicked where message is "next_size"
    if so
      give seat_discount
      send seat_discount via email
    else if weekday in (friday, saturday, sunday)
      wait until monday 10:00
      send next_size via in_app
    else
      send next_size via in_app
  end
end

message next_size "The next size"
  for email
    subject "{seats_used or "Nearly all"} of {seats or "your"} seats are taken"
    body "Before the next colleague has to wait: {link "https://flow.example/seats"}"
  for in_app "{seats_used or "Nearly all"} of {seats or "your"} seats are taken. Add some?"
end

message growing_fast "Task"
  for wecom "{name or "A customer"} fills seats fast: {seats_used or "many"} of {seats or "all"}. Please call."
end

message seat_discount "Five seats for the price of four"
  for email
    subject "Five seats for the price of four"
    body "Valid for two weeks, already on your account."
end

"""##),
            .init(
                "tests.journey",
##"""
test "nearly full and growing fast" for seat_expansion starting 2026-01-05 10:00
  customer acme with consent: "marketing", seats: 20, seats_used: 6, account_manager: "u-jan"
  at 1h seat_filled with seats: 12
  at 1h customer with seats_used: 18
  at 3d seats_bought with monthly: 200
  expect growing_fast via wecom at 1h
  expect next_size via email at 2d1h
  expect goal at 3d
end

test "slowly full: a mail, then a note in the product on Monday" for seat_expansion starting 2026-01-05 10:00
  customer acme with consent: "marketing", seats: 10, seats_used: 8
  at 1h customer with seats_used: 9
  expect next_size via email at 1h
  expect next_size via in_app at 7d
end

test "room enough" for seat_expansion starting 2026-01-05 10:00
  customer acme with consent: "marketing", seats: 10, seats_used: 5
  at 1h customer with seats_used: 8
  expect no messages
end

"""##),
        ])

    static let saasTrialToPaid = LibraryFolder(
        "saas/trial_to_paid",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event trial_started also 开始试用
  plan also 套餐 text
  ends_on also 试用到期日 date
end

event project_created also 创建项目
end

event subscribed also 付费订阅
  plan also 套餐 text
  monthly also 月费 number
end

customer
  name also 姓名 text
  account_manager also 客户成功经理 text
  trial_ends_on also 试用截止日 date
end

coupon first_quarter also 首季半价 "First quarter at half the price"
  stock 100
  1 for each customer
  valid 7d
end

channel email
  adapter console
end

channel wecom
  adapter console
end

policy
  time zone "Europe/Berlin"
  quiet from 20:00 to 8:00
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "tests.journey",
##"""
test "a busy trial is called" for trial_to_paid starting 2026-01-05 10:00
  customer ada with consent: "marketing", account_manager: "u-jan"
  at 0m trial_started with plan: "team", ends_on: 2026-01-19
  at 1h project_created
  at 1d project_created
  at 2d project_created
  at 8d subscribed with plan: "team", monthly: 90
  expect welcome via email at 0m
  expect call_me via wecom at 7d
  expect that has tag active_trial
  expect goal at 8d
end

test "nothing created: help, a tour, the plans" for trial_to_paid starting 2026-01-05 10:00
  customer ada with consent: "marketing"
  at 0m trial_started with plan: "team", ends_on: 2026-01-19
  at 13d subscribed with plan: "team", monthly: 90
  expect welcome at 0m
  expect first_project at 2d
  expect two_minute_tour at 7d
  expect plans at 11d
end

test "the mail server is down: nothing is sent twice" for trial_to_paid starting 2026-01-05 10:00
  customer ada with consent: "marketing"
  channel email answers failed
  at 0m trial_started with plan: "team", ends_on: 2026-01-19
  at 1d subscribed with plan: "team", monthly: 90
  expect no messages
  expect goal at 1d
end

"""##),
            .init(
                "trial_to_paid.journey",
##"""
# Fourteen days: value first, price in the second week, a person for those who use it.
journey trial_to_paid "From trial to paid"
  when trial_started
  goal subscribed within 21d value monthly
  exit when unsubscribed
  owner "Growth"

  set trial_ends_on to event.ends_on
  send welcome via email
  wait up to 2d for project_created or else send first_project via email end
  wait until 7d before trial_ends_on at 10:00
  if project_created at least 3 times within 14d
    tag active_trial
    send call_me to account_manager via wecom
  else
    send two_minute_tour via email
  end
  wait until 3d before trial_ends_on at 10:00
  send plans via email at best time
  wait until trial_ends_on at 10:00
  split "last word"
    50% "extend"
      if not has tag extended_once
        tag extended_once
        send week_more via email
      end
    50% "discount"
      give first_quarter or else stop end
      send first_quarter via email
  end
end

message welcome "Welcome"
  for email
    subject "Your two weeks"
    body "Hello {name or "there"}, until {event.ends_on as date} everything is open. Begin with a project: {link "https://flow.example/new"}"
end

message first_project "First project"
  for email
    subject "Three templates to begin with"
    body "Most teams begin with one of these three: {link "https://flow.example/templates"}"
end

message two_minute_tour "A tour"
  for email
    subject "Two minutes"
    body "What others set up in their first week, in two minutes: {link "https://flow.example/tour"}"
end

message plans "Plans"
  for email
    subject "Which plan fits"
    body "Your trial ends on {trial_ends_on as date or "Friday"}. This is what teams of your size take."
end

message week_more "A week more"
  for email subject "A week more" body "You did not get to it? Take another week, on us."
end

message first_quarter "First quarter"
  for email
    subject "A quarter at half the price"
    body "Your code is in your account and is valid for a week."
end

message call_me "Task for the account manager"
  for wecom "{name or "A trial customer"} has three projects and a week left: please call."
end

"""##),
            .init(
                "zh/trial_to_paid.zh.journey",
##"""
# 十四天：先给价值，第二周谈价格，用得起来的派人联系。
旅程 试用转付费 "试用转付费"
  当 开始试用
  目标 21天 内 付费订阅 价值 月费
  退出条件 退订
  负责人 "增长组"

  设置 试用截止日 为 事件.试用到期日
  通过 邮件 发送 试用欢迎
  最多 等待 2天 直到 创建项目 没等到 通过 邮件 发送 首个项目 结束
  等到 试用截止日 前 7天 10:00
  如果 14天 内 创建项目 至少 3次
    打标签 活跃试用
    通过 企业微信 发送 跟进任务 到 客户成功经理
  否则
    通过 邮件 发送 两分钟导览
  结束
  等到 试用截止日 前 3天 10:00
  通过 邮件 发送 套餐介绍 择时
  等到 试用截止日 10:00
  发放 首季半价 不成则 停止 结束
  通过 邮件 发送 首季优惠
结束

消息 试用欢迎
  用于 邮件
    subject "接下来的两周"
    body "{姓名 或 "您好"}，{事件.试用到期日 格式 date}之前全部功能开放。先建一个项目：{链接 "https://flow.example/new"}"
结束

消息 首个项目
  用于 邮件
    subject "三个模板，任选其一"
    body "多数团队从这三个开始：{链接 "https://flow.example/templates"}"
结束

消息 两分钟导览
  用于 邮件 subject "两分钟" body "别人第一周都做了什么，两分钟看完。"
结束

消息 套餐介绍
  用于 邮件
    subject "哪个套餐合适"
    body "试用到{试用截止日 格式 date 或 "本周五"}为止。和您规模相近的团队都选这个。"
结束

消息 首季优惠
  用于 邮件 subject "首季半价" body "优惠码已放入账户，一周内有效。"
结束

消息 跟进任务
  用于 企业微信 "{姓名 或 "试用客户"}已建三个项目，还剩一周，请致电。"
结束

测试 "用得勤的派人联系" 用于 试用转付费 开始于 2026-01-05 10:00
  客户 ada 附带 consent: "marketing", 客户成功经理: "u-jan"
  于 0分钟 开始试用 附带 套餐: "team", 试用到期日: 2026-01-19
  于 1小时 创建项目
  于 1天 创建项目
  于 2天 创建项目
  于 8天 付费订阅 附带 套餐: "team", 月费: 90
  预期 试用欢迎 通过 邮件 于 0分钟
  预期 跟进任务 通过 企业微信 于 7天
  预期 目标 于 8天
结束

"""##),
        ])

    static let saasUsageMilestone = LibraryFolder(
        "saas/usage_milestone",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event project_created also 创建项目
  members also 成员数 number
end

event tasks_finished also 完成任务
  tasks also 任务数 number
end

event plan_upgraded also 升级套餐
  monthly also 月费 number
end

customer
  name also 姓名 text
  plan also 套餐 one of "free", "team", "business"
end

channel in_app
  adapter console
end

channel email
  adapter console
end

policy
  time zone "Europe/Berlin"
  quiet from 20:00 to 8:00 via email
  at most 2 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "tests.journey",
##"""
test "the tenth project within a month" for usage_milestone starting 2026-01-05 10:00
  customer ada with consent: "marketing", plan: "free"
  at 0m project_created with members: 2
  at 1d project_created with members: 2
  at 2d project_created with members: 2
  at 3d project_created with members: 5
  at 4d project_created with members: 2
  at 5d project_created with members: 2
  at 6d project_created with members: 2
  at 7d project_created with members: 2
  at 8d project_created with members: 2
  at 9d project_created with members: 2
  at 10d project_created with members: 2
  expect ten_projects via in_app at 9d with projects: 10
  expect team_plan via email at 11d
end

test "nine are no ten" for usage_milestone starting 2026-01-05 10:00
  customer ada with consent: "marketing", plan: "free"
  at 0m project_created with members: 2
  at 31d project_created with members: 2
  expect no messages
end

test "a thousand in three weeks" for thousand_tasks starting 2026-01-05 10:00
  customer ada with consent: "marketing"
  at 0m tasks_finished with tasks: 400
  at 7d tasks_finished with tasks: 599
  at 14d tasks_finished with tasks: 1
  at 21d tasks_finished with tasks: 10
  expect thousand_tasks via in_app at 14d
end

"""##),
            .init(
                "usage_milestone.journey",
##"""
# Round numbers are a reason to say well done; once for each number.
journey usage_milestone "Ten projects in a month"
  when project_created
  for customers where number of project_created within 30d >= 10
  goal plan_upgraded within 14d value monthly
  exit when unsubscribed

  send ten_projects with projects: number of project_created ever via in_app or else email
  wait 2d
  if plan is "free" and max of project_created.members within 30d > 3
    send team_plan via email at best time
  end
end

journey thousand_tasks "A thousand tasks"
  when tasks_finished
  for customers where sum of tasks_finished.tasks ever >= 1000
      and average of tasks_finished.tasks within 90d >= 1
  once
  exit when unsubscribed

  send thousand_tasks via in_app or else email
end

message ten_projects "Ten projects"
  for in_app "Ten projects in a month, {projects} in all. Well done, {name or "team"}!"
  for email
    subject "Ten projects in a month"
    body "{projects} in all. Well done, {name or "team"}!"
end

message team_plan "The team plan"
  for email
    subject "You are a team already"
    body "With the team plan everybody sees the same board: {link "https://flow.example/team"}"
end

message thousand_tasks "A thousand tasks"
  for in_app "One thousand tasks done. That is a lot of Mondays."
  for email  subject "One thousand tasks" body "That is a lot of Mondays."
end

"""##),
        ])
}

// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let education: [LibraryFolder] = [
        educationClassReengagement,
        educationCourseStart,
        educationExamCountdown,
        educationHomework,
        educationOpenDay,
        educationWeekPlan,
    ]

    static let educationClassReengagement = LibraryFolder(
        "education/class_reengagement",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event lesson_attended also 上课
  course also 课程 text
end

event exercise_done also 做练习
end

event course_left also 退课
end

customer
  name also 姓名 text
  tutor also 班主任 text
  course_ends_on also 结课日期 date
  lessons_left also 剩余课时 number
end

# Without dates in it: audiences are asked all the time, and the course's end is looked at by the system that keeps `lessons_left`.
audience running_course also 在读学员 = lessons_left > 0 and lesson_attended ever

channel wecom
  adapter console
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
  quiet from 21:30 to 7:30
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "class_reengagement.journey",
##"""
# Ten quiet days in a running course: first the class, then the tutor, then an honest question.
journey class_reengagement "Back to class"
  when no lesson_attended or exercise_done for 10d
  for customers where in audience running_course
  again after 45d
  goal lesson_attended within 14d
  exit when course_left or unsubscribed
  hold out 10%

  send class_misses_you via wecom or else push
  wait 3d
  split "second try"
    50% "tutor"  send ask_how_it_goes to tutor via wecom
    50% "lesson" send short_lesson via wecom or else push
  end
  wait 5d
  send shall_we_pause via email or else sms
end

message class_misses_you "The class misses you"
  for wecom "{name or "Hello"}, your class talked about the subjunctive on Tuesday and missed you."
  for push  "Your class missed you. Shall we catch up?"
end

message short_lesson "Ten minutes"
  for wecom "Ten minutes are a lesson too. This one was made for today."
  for push  "Ten minutes are a lesson too."
end

message ask_how_it_goes "Task for the tutor"
  for wecom "{name or "A learner"} has been away for two weeks, {lessons_left or "some"} lessons left: please ask how it goes."
end

message shall_we_pause "Shall we pause?"
  for email
    subject "Shall we pause your course?"
    body "Life happens. Pause with one click, and your lessons wait."
  for sms   "【Lumen School】Shall we pause your course? Your lessons wait. Reply T to opt out."
end

"""##),
            .init(
                "tests.journey",
##"""
test "comes back after the first message" for class_reengagement starting 2026-01-05 19:00
  customer pia with consent: "marketing", lessons_left: 8
  at 0m lesson_attended with course: "Spanish A1"
  at 11d lesson_attended with course: "Spanish A1"
  expect class_misses_you via wecom at 10d
  expect goal at 11d
end

test "exercises count as being there" for class_reengagement starting 2026-01-05 19:00
  customer pia with consent: "marketing", lessons_left: 8
  at 0m lesson_attended with course: "Spanish A1"
  at 9d exercise_done
  at 18d customer with lessons_left: 0
  expect no messages
end

test "a course that is used up" for class_reengagement starting 2026-01-05 19:00
  customer pia with consent: "marketing", lessons_left: 0
  at 0m lesson_attended with course: "Spanish A1"
  expect no messages
end

test "unsubscribed" for class_reengagement starting 2026-01-05 19:00
  customer pia with consent: "marketing", lessons_left: 8
  at 0m lesson_attended with course: "Spanish A1"
  at 10d1h unsubscribed
  expect class_misses_you at 10d
  expect not in journey at 11d
end

"""##),
            .init(
                "zh/class_reengagement.zh.journey",
##"""
# 课程进行中十天没动静：先是班级，再是班主任，最后坦诚问一句。
旅程 沉默学员唤回 "回来上课"
  当 10天 未 上课 或 做练习
  面向 客户 满足 属于人群 在读学员
  间隔 45天 可再次进入
  目标 14天 内 上课
  退出条件 退课 或 退订
  对照组 10%

  通过 企业微信 其次 push 发送 班级想你
  等待 3天
  分流 "第二步"
    50% "班主任" 通过 企业微信 发送 跟进任务 到 班主任
    50% "短课"   通过 企业微信 其次 push 发送 十分钟短课
  结束
  等待 5天
  通过 邮件 其次 短信 发送 要不要暂停
结束

消息 班级想你
  用于 企业微信 "{姓名 或 "同学"}，周二大家聊虚拟语气时都提到了你。"
  用于 push     "大家想你了，一起补上？"
结束

消息 十分钟短课
  用于 企业微信 "十分钟也是一课，今天这节专门给你准备。"
  用于 push     "十分钟也是一课。"
结束

消息 跟进任务
  用于 企业微信 "{姓名 或 "学员"}两周没来了，还剩{剩余课时 或 "若干"}课时，请关心一下。"
结束

消息 要不要暂停
  用于 邮件 subject "要不要先暂停课程？" body "生活总有别的事。点一下暂停，课时都给你留着。"
  用于 短信 "【流明学堂】要不要先暂停课程？课时都给你留着。退订回T"
结束

测试 "第一条消息就回来" 用于 沉默学员唤回 开始于 2026-01-05 19:00
  客户 pia 附带 consent: "marketing", 剩余课时: 8
  于 0分钟 上课 附带 课程: "西语A1"
  于 11天 上课 附带 课程: "西语A1"
  预期 班级想你 通过 企业微信 于 10天
  预期 目标 于 11天
结束

"""##),
        ])

    static let educationCourseStart = LibraryFolder(
        "education/course_start",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event lesson_attended also 上课
  course also 课程 text
end

event homework_handed_in also 交作业
  course also 课程 text
end

event course_left also 退课
  course also 课程 text
end

customer
  name also 姓名 text
  enrolled_in also 在读课程 text
  course_starts_on also 开课日期 date
  tutor also 班主任 text
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

calendar school_days
  holiday 2026-02-16 to 2026-02-22
  workday 2026-02-14
end

policy
  time zone "Asia/Shanghai"
  quiet from 21:30 to 7:30
  at most 5 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "course_start.journey",
##"""
# A week before the first lesson until the first homework: whoever begins in the first days stays.
journey course_start "Course start"
  when 7d before course_starts_on at 10:00
  for customers where enrolled_in is known
  goal homework_handed_in within 21d
  exit when course_left or unsubscribed

  send course_starts via email or else sms
  wait until 1d before course_starts_on at 18:00
  send first_lesson_tomorrow via wecom or else sms
  wait until course_starts_on at 8:00
  wait up to 1d for lesson_attended
    or else
      label missed_first_lesson
      send recording_is_there via wecom or else email
      send check_on_learner to tutor via wecom
  end
  # The first homework is asked for on a working day, when the tutors answer.
  wait until workday 9:00
  send first_homework via wecom or else email
end

message course_starts "In a week"
  for email
    subject "{enrolled_in} begins in a week"
    body "Hello {name or "there"}, the first lesson is on {course_starts_on as date}. Books, times and the room are in your account."
  for sms   "【Lumen School】{enrolled_in} begins in a week: lumen.example/start Reply T to opt out."
end

message first_lesson_tomorrow "Tomorrow"
  for wecom "Tomorrow it begins: {enrolled_in}. Come ten minutes early to try your microphone."
  for sms   "【Lumen School】{enrolled_in} begins tomorrow. Reply T to opt out."
end

message recording_is_there "The recording"
  for wecom "We missed you today. The recording is there, and questions go here."
  for email
    subject "Your first lesson, recorded"
    body "We missed you. The recording is in your account."
end

message first_homework "First homework"
  for wecom "The first homework is open until Sunday. Twenty minutes are enough."
  for email subject "Your first homework" body "It is open until Sunday. Twenty minutes are enough."
end

message check_on_learner "Task for the tutor"
  for wecom "{name or "A learner"} was not in the first lesson of {enrolled_in}: please ask how it goes."
end

"""##),
            .init(
                "tests.journey",
##"""
test "comes to the first lesson"
  for course_start
  customer joy with consent: "marketing", enrolled_in: "Spanish A1", course_starts_on: 2026-01-19
  at 2026-01-19 19:00 lesson_attended with course: "Spanish A1"
  at 2026-01-22 20:00 homework_handed_in with course: "Spanish A1"
  expect course_starts via email at 2026-01-12 10:00
  expect first_lesson_tomorrow via wecom at 2026-01-18 18:00
  expect first_homework via wecom at 2026-01-20 9:00
  expect goal at 2026-01-22 20:00
end

test "misses it"
  for course_start
  customer joy with consent: "marketing", enrolled_in: "Spanish A1", course_starts_on: 2026-01-19,
      tutor: "u-may"
  expect course_starts at 2026-01-12 10:00
  expect first_lesson_tomorrow at 2026-01-18 18:00
  expect recording_is_there via wecom at 2026-01-20 8:00
  expect check_on_learner via wecom at 2026-01-20 8:00
  expect first_homework at 2026-01-20 9:00
end

test "the holidays are skipped, the Saturday before them is worked" for course_start starting 2026-02-01 8:00
  customer joy with consent: "marketing", enrolled_in: "Spanish A1", course_starts_on: 2026-02-15
  at 2026-02-15 19:00 lesson_attended with course: "Spanish A1"
  expect course_starts at 2026-02-08 10:00
  expect first_lesson_tomorrow at 2026-02-14 18:00
  expect first_homework at 2026-02-23 9:00
end

test "leaves before it begins"
  for course_start
  customer joy with consent: "marketing", enrolled_in: "Spanish A1", course_starts_on: 2026-01-19
  at 2026-01-15 9:00 course_left with course: "Spanish A1"
  expect course_starts at 2026-01-12 10:00
end

"""##),
        ])

    static let educationExamCountdown = LibraryFolder(
        "education/exam_countdown",
        [
            .init(
                "catalogue.journey",
##"""
event mock_taken also 模拟考
  score also 分数 number
end

event exam_passed also 通过考试
end

event exam_cancelled also 取消考试
end

customer
  name also 姓名 text
  tutor also 班主任 text
  exam_on also 考试日期 date
end

channel wecom
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
                "exam_countdown.journey",
##"""
# Two weeks, one week, the evening before, the hour after.
journey exam_countdown "Exam countdown"
  when 14d before exam_on at 18:00
  exit when exam_cancelled
  goal exam_passed within 45d and continue
  class transactional

  send two_weeks via wecom or else email
  wait until 7d before exam_on at 18:00
  if (mock_taken where score >= 60) within 30d
    send on_track via wecom or else email
  else
    send take_a_mock via wecom or else email
    wait up to 3d for mock_taken
      if so
        if mock_taken.score < 60 send tutor_hour to tutor via wecom end
    end
  end
  wait until 1d before exam_on at 18:00
  send sleep_well via wecom or else sms
  wait until exam_on at 18:00
  send how_did_it_go via wecom
end

message two_weeks "Two weeks"
  for wecom "Two weeks to the exam. Your plan: an hour a day, weak chapters first."
  for email subject "Two weeks to go" body "Your plan: an hour a day, weak chapters first."
end

message on_track "On track"
  for wecom "One week. Your mock exam says: you are on track."
  for email subject "You are on track" body "One week, and your mock exam says so."
end

message take_a_mock "Take a mock exam"
  for wecom "One week. Take a mock exam now and know where you stand: {link "https://lumen.example/mock"}"
  for email
    subject "Know where you stand"
    body "Take a mock exam: {link "https://lumen.example/mock"}"
end

message tutor_hour "Task for the tutor"
  for wecom "{name or "A learner"} reached {mock_taken.score or "few"} points in the mock exam: offer an hour before {exam_on as date or "the exam"}."
end

message sleep_well "The evening before"
  for wecom "Pencil, identity card, water. Sleep well, {name or "and good luck"}."
  for sms   "【Lumen School】Exam tomorrow: pencil, identity card, water. Good luck."
end

message how_did_it_go "How did it go?"
  for wecom "It is over. How did it go?"
end

"""##),
            .init(
                "tests.journey",
##"""
test "on track"
  for exam_countdown
  customer tom with exam_on: 2026-02-01
  at 2026-01-20 10:00 mock_taken with score: 71
  at 2026-02-10 10:00 exam_passed
  expect two_weeks via wecom at 2026-01-18 18:00
  expect on_track via wecom at 2026-01-25 18:00
  expect sleep_well via wecom at 2026-01-31 18:00
  expect how_did_it_go via wecom at 2026-02-01 18:00
  expect goal at 2026-02-10 10:00
end

test "a weak mock exam calls the tutor"
  for exam_countdown
  customer tom with exam_on: 2026-02-01, tutor: "u-may"
  at 2026-01-26 20:00 mock_taken with score: 44
  expect two_weeks at 2026-01-18 18:00
  expect take_a_mock at 2026-01-25 18:00
  expect tutor_hour via wecom at 2026-01-26 20:00
  expect sleep_well at 2026-01-31 18:00
  expect how_did_it_go at 2026-02-01 18:00
end

test "cancelled"
  for exam_countdown
  customer tom with exam_on: 2026-02-01
  at 2026-01-19 9:00 exam_cancelled
  expect two_weeks at 2026-01-18 18:00
end

test "no exam, no countdown"
  for exam_countdown
  customer tom
  at 0m mock_taken with score: 71
  expect no messages
end

"""##),
        ])

    static let educationHomework = LibraryFolder(
        "education/homework",
        [
            .init(
                "catalogue.journey",
##"""
event homework_set also 布置作业
  task also 作业 text
end

event homework_handed_in also 交作业
  task also 作业 text
end

event course_left also 退课
end

customer
  name also 姓名 text
  tutor also 班主任 text
  homework_missed also 缺交次数 number
end

channel wecom
  adapter console
end

channel push
  adapter console
end

policy
  time zone "Asia/Shanghai"
end

"""##),
            .init(
                "homework.journey",
##"""
# One look a day, at six: whoever has homework open and has not handed it in.
journey homework "Homework reminder"
  when every day at 18:00
  for customers where homework_set within 2d and not homework_handed_in within 2d
  exit when homework_handed_in or course_left
  class transactional

  if weekday in (saturday, sunday) wait until 19:30 end
  send homework_open via wecom or else push
end

# Three reminders without homework are a matter for the tutor, not for a fourth one.
journey homework_missing "Homework missing"
  when homework_set
    but not homework_handed_in with same task within 4d
  for each task
  class transactional
  exit when homework_handed_in

  add 1 to homework_missed
  if homework_missed >= 3
    send talk_to_learner to tutor via wecom
    set homework_missed to 0
  end
end

message homework_open "Homework is open"
  for wecom "Your homework is still open. Twenty minutes before dinner?"
  for push  "Your homework is still open."
end

message talk_to_learner "Task for the tutor"
  for wecom "{name or "A learner"} missed three homeworks: please ask what is in the way."
end

"""##),
            .init(
                "tests.journey",
##"""
test "reminded until it is handed in" for homework starting 2026-01-05 12:00
  at 2026-01-05 15:00 homework_set with task: "t1"
  at 2026-01-06 20:00 homework_handed_in with task: "t1"
  expect homework_open via wecom at 2026-01-05 18:00
  expect homework_open via wecom at 2026-01-06 18:00
end

test "later on Saturdays" for homework starting 2026-01-10 12:00
  at 2026-01-10 15:00 homework_set with task: "t1"
  at 2026-01-11 10:00 homework_handed_in with task: "t1"
  expect homework_open at 2026-01-10 19:30
end

test "the third one missed goes to the tutor"
  for homework_missing
  customer with tutor: "u-may", homework_missed: 2
  at 0m homework_set with task: "t3"
  at 3d homework_handed_in with task: "t2"
  expect talk_to_learner via wecom at 4d
  expect that homework_missed is 0
end

test "handed in at the last moment"
  for homework_missing
  at 0m homework_set with task: "t3"
  at 4d homework_handed_in with task: "t3"
  expect no messages
  expect that homework_missed is unknown
end

"""##),
            .init(
                "zh/homework.zh.journey",
##"""
# 一句话一个旅程，老师群里就这么写。
旅程 作业提醒
当每天18:00 面向客户满足2天内布置作业过且2天内未交作业 退出条件交作业或退课 类别服务通知
如果星期属于(周六,周日)等到19:30结束
通过企业微信其次push发送作业待交
结束

旅程 缺交三次
当布置作业但4天内未交作业同一作业 按每个作业 类别服务通知 退出条件交作业
缺交次数增加1
如果缺交次数不少于3，通过企业微信发送跟进任务 到班主任，设置缺交次数为0，结束
结束

消息 作业待交
  用于 企业微信 "作业还没交哦，晚饭前花二十分钟？"
  用于 push "作业还没交哦。"
结束

消息 跟进任务
  用于 企业微信 "{姓名 或 "学员"}三次作业没交，请问问卡在哪里。"
结束

测试 "交了就不再提醒" 用于 作业提醒 开始于 2026-01-05 12:00
  于 2026-01-05 15:00 布置作业 附带 作业: "t1"
  于 2026-01-06 20:00 交作业 附带 作业: "t1"
  预期 作业待交 通过 企业微信 于 2026-01-05 18:00
  预期 作业待交 通过 企业微信 于 2026-01-06 18:00
结束

测试 "第三次缺交找班主任" 用于 缺交三次
  客户 附带 班主任: "u-may", 缺交次数: 2
  于 0分钟 布置作业 附带 作业: "t3"
  预期 跟进任务 通过 企业微信 于 4天
  预期 条件 缺交次数 等于 0
结束

"""##),
        ])

    static let educationOpenDay = LibraryFolder(
        "education/open_day",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event registered also 报名开放日
end

customer
  name also 姓名 text
  city also 城市 text
  open_day_on also 开放日日期 date
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
  quiet from 21:30 to 7:30
  at most 3 messages per 14d
  require consent marketing
  stop after 5000 messages per 1h
end

"""##),
            .init(
                "open_day.journey",
##"""
# One date for all; first a tenth of the list, then, when nothing breaks, more: roll out to 50%, 100%.
journey open_day "Invitation to the open day"
  when on 2026-03-02 at 10:00
  from 2026-03-01 until 2026-03-14
  for customers where city starts with "Shang" or city contains "Suzhou" or city is unknown
  roll out to 10%
  goal registered within 12d
  exit when unsubscribed

  send invitation via email or else sms
  wait until 2026-03-09 10:00
  send last_places via wecom or else sms
  wait until 1d before open_day_on at 10:00
  send what_you_miss via email
end

message invitation "Open day"
  for email
    subject "Open day on 14 March"
    body "Hello {name or "there"}, see the rooms, meet the teachers, take a free trial lesson: {link "https://lumen.example/open-day"}"
  for sms   "【Lumen School】Open day on 14 March with free trial lessons: lumen.example/open-day Reply T to opt out."
end

message last_places "The last places"
  for wecom "The trial lessons of Saturday are nearly full. Shall I keep a place for you?"
  for sms   "【Lumen School】The last trial lessons of Saturday: lumen.example/open-day Reply T to opt out."
end

message what_you_miss "Tomorrow"
  for email subject "Tomorrow at ten" body "No place booked? Come anyway, we find a chair."
end

"""##),
            .init(
                "tests.journey",
##"""
test "registers after the first mail" for open_day starting 2026-03-01 9:00
  customer hal with consent: "marketing", city: "Shanghai", open_day_on: 2026-03-14
  at 2026-03-03 9:00 registered
  expect invitation via email at 2026-03-02 10:00
  expect goal at 2026-03-03 9:00
end

test "three messages at most" for open_day starting 2026-03-01 9:00
  customer hal with consent: "marketing", open_day_on: 2026-03-14
  expect invitation at 2026-03-02 10:00
  expect last_places via wecom at 2026-03-09 10:00
  expect what_you_miss at 2026-03-13 10:00
end

test "too far away" for open_day starting 2026-03-01 9:00
  customer hal with consent: "marketing", city: "Chengdu", open_day_on: 2026-03-14
  expect no messages
end

"""##),
        ])

    static let educationWeekPlan = LibraryFolder(
        "education/week_plan",
        [
            .init(
                "catalogue.journey",
##"""
event unsubscribed also 退订
end

event lesson_attended also 上课
  course also 课程 text
  minutes also 分钟数 number
end

event exercise_done also 做练习
end

event course_left also 退课
end

customer
  name also 姓名 text
  course_starts_on also 开课日期 date
  course_ends_on also 结课日期 date
  parent_phone also 家长手机 text
end

channel wecom
  adapter console
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

calendar school_days
  holiday 2026-01-01 to 2026-01-03
  holiday 2026-02-16 to 2026-02-22
end

policy
  time zone "Asia/Shanghai"
  quiet from 21:30 to 7:00
  at most 2 messages per 1d
  require consent marketing
end

"""##),
            .init(
                "tests.journey",
##"""
test "two Mondays" for week_plan starting 2026-01-04 12:00
  customer joy with consent: "marketing", course_starts_on: 2026-01-01, course_ends_on: 2026-01-15
  at 2026-01-07 19:00 lesson_attended with course: "Spanish A1", minutes: 45
  expect plan_catch_up via wecom at 2026-01-05 7:30
  expect plan via wecom at 2026-01-12 7:30
end

test "not before the course" for week_plan starting 2026-01-04 12:00
  customer joy with consent: "marketing", course_starts_on: 2026-03-02, course_ends_on: 2026-06-15
  at 2026-01-06 9:00 course_left
  expect no messages
end

test "practice on working days, unless done" for practice starting 2026-01-08 8:00
  customer joy with consent: "marketing", tag: "practises"
  at 2026-01-12 9:00 exercise_done
  expect practise via push at 2026-01-08 12:30
  expect practise via push at 2026-01-09 12:30
end

test "the report of a month" for month_report starting 2026-01-05 8:00
  customer joy with consent: "marketing", parent_phone: "13800000000"
  at 2026-01-06 19:00 lesson_attended with minutes: 45
  at 2026-01-13 19:00 lesson_attended with minutes: 40
  at 2026-02-01 10:00 exercise_done
  expect month_report via sms at 2026-02-01 9:00 with lessons: 2, minutes: 85
end

"""##),
            .init(
                "week_plan.journey",
##"""
# Monday morning the plan, on working days a minute of practice, on the first of the month the report to the parents.
journey week_plan "The plan for the week"
  when every monday at 7:30
  for customers where course_starts_on <= now and course_ends_on > now
  exit when course_left or unsubscribed

  if number of lesson_attended within 7d = 0 send plan_catch_up via wecom or else email
  else send plan via wecom or else email
  end
end

journey practice "A minute of practice"
  when every workday at 12:30
  for customers where has tag practises and not exercise_done within 12h
  exit when unsubscribed

  send practise via push
end

journey month_report "To the parents"
  when every 1st of month at 9:00
  for customers where parent_phone is known and lesson_attended within 31d
  exit when course_left or unsubscribed

  send month_report with lessons: number of lesson_attended within 31d,
      minutes: sum of lesson_attended.minutes within 31d to parent_phone via sms
end

message plan "This week"
  for wecom "This week: two lessons, one homework. Which evening is yours?"
  for email subject "Your week" body "Two lessons, one homework. Which evening is yours?"
end

message plan_catch_up "Catching up"
  for wecom "Last week passed without a lesson. This week two short ones bring you back."
  for email
    subject "Two short lessons bring you back"
    body "Last week passed without one. Begin with the shorter."
end

message practise "A minute"
  for push "One minute, five words. Ready?"
end

message month_report "The month"
  for sms "【Lumen School】{name or "Your child"} took {lessons} lessons of {minutes} minutes together this month. Reply T to opt out."
end

"""##),
        ])
}

// Written by GeneratedTests from the folder `journeys`; not to be edited.

extension Library {
    static let starterFolder = LibraryFolder(
        "starter",
        [
            .init(
                "README.md",
##"""
# A workspace of journeys

- `catalogue.journey`: what happens in your shop, what is known of a customer, channels, and the rules for all journeys
- `reminder.journey`: the first journey, with its message
- `tests.journey`: what it should do
- `events.jsonl`: a few made-up people, to rehearse on

Four commands, from this folder:

    journey check .
    journey test .
    journey simulate . --events events.jsonl --customer ana
    journey run . --store shop.db

`journey new --list` shows journeys to copy from.

"""##),
            .init(
                "catalogue.journey",
##"""
# What happens in your shop, what is known of a customer, and the rules that hold for every journey.
event browsed "Looked at a product"
  product text
  price number
end

event bought "A paid order"
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

policy
  time zone "Asia/Shanghai"
  quiet from 22:00 to 8:00
  at most 1 message per 1d via sms
  at most 3 messages per 7d
  require consent marketing
end

"""##),
            .init(
                "events.jsonl",
##"""
{"customer":"ana","event":"$set","at":"2026-03-02T08:00:00+08:00","name":"Ana"}
{"customer":"ana","event":"$consent","at":"2026-03-02T08:00:00+08:00","purpose":"marketing","granted":true,"source":"form"}
{"customer":"ben","event":"$consent","at":"2026-03-02T08:05:00+08:00","purpose":"marketing","granted":true,"source":"form"}
{"customer":"王芳","event":"$set","at":"2026-03-02T08:10:00+08:00","name":"王芳"}
{"customer":"王芳","event":"$consent","at":"2026-03-02T08:10:00+08:00","purpose":"marketing","granted":true,"source":"form"}
{"customer":"ana","event":"browsed","at":"2026-03-02T10:00:00+08:00","product":"the kettle","price":89}
{"customer":"ben","event":"browsed","at":"2026-03-02T11:30:00+08:00","product":"the kettle","price":89}
{"customer":"王芳","event":"browsed","at":"2026-03-02T21:30:00+08:00","product":"围巾","price":199}
{"customer":"carla","event":"browsed","at":"2026-03-03T09:00:00+08:00","product":"a lamp","price":49}
{"customer":"ben","event":"bought","at":"2026-03-03T12:00:00+08:00","total":89}
{"customer":"王芳","event":"bought","at":"2026-03-05T20:00:00+08:00","total":199}

"""##),
            .init(
                "reminder.journey",
##"""
# Looked at something, and did not buy within two days.
journey reminder "Looked, and did not buy"
  when browsed
    but not bought within 2d
  again after 14d
  goal bought within 7d value total
  exit when unsubscribed

  send still_thinking with product: event.product via wecom or else sms
end

message still_thinking
  for wecom "{name or "Hello"}, {event.product} is still here for you."
  for sms   "【Maple】{event.product} is still here for you. Reply T to opt out"
end

"""##),
            .init(
                "tests.journey",
##"""
test "reminded after two days" for reminder starting 2026-03-02 10:00
  customer with name: "Ana", consent: "marketing"
  at 0m browsed with product: "the kettle", price: 89
  expect still_thinking via wecom at 2d with product: "the kettle"
end

test "a buyer is left alone" for reminder starting 2026-03-02 10:00
  customer with consent: "marketing"
  at 0m browsed with product: "the kettle", price: 89
  at 1d bought with total: 89
  expect no messages
end

test "without WeCom it is a text message" for reminder starting 2026-03-02 10:00
  customer with consent: "marketing"
  channel wecom answers unreachable
  at 0m browsed with product: "the kettle", price: 89
  expect still_thinking via sms at 2d
end

"""##),
        ])
}

import JourneyModel
import XCTest

@testable import JourneyChannels

final class ChannelFactoryTests: XCTestCase {
    private static let adapters = "`console`, `file`, `webhook`, `exec`, `sms`, `wecom`, `wecom_group`, `wecom_robot`, `email`"

    func testErrorsSayWhatToWrite() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("", to: "file")
        let cases: [(adapter: String, settings: [String: Value], message: String)] = [
            ("pigeon", [:], "channel `wecom` names the adapter `pigeon`, which does not exist; write one of \(Self.adapters)"),
            ("", [:], "channel `wecom` names the adapter ``, which does not exist; write one of \(Self.adapters)"),
            (
                "file", [:],
                "channel `wecom` lacks the setting `path` that the adapter `file` needs; write `path \"out.jsonl\"`"
            ),
            ("file", ["path": .integer(3)], "the setting `path` of channel `wecom` must be the name of a file in quotes"),
            ("file", ["path": .text("")], "the setting `path` of channel `wecom` must be the name of a file in quotes"),
            ("file", ["path": .text("a\0b")], "the setting `path` of channel `wecom` must be the name of a file in quotes"),
            (
                "file", ["path": .text("x"), "secret": .text("s"), "corp": .text("c")],
                "channel `wecom` has the setting `corp`, which the adapter `file` does not know; it takes `path`"
            ),
            (
                "console", ["path": .text("x")],
                "channel `wecom` has the setting `path`, which the adapter `console` does not know; it takes none"
            ),
            (
                "file", ["path": .text("/dev/null")],
                "cannot open `/dev/null` for messages: it is not a regular file; name one, or use the adapter `console`"
            ),
            (
                "file", ["path": .text(scratch.path + "/file/out.jsonl")],
                "cannot open `\(scratch.path)/file/out.jsonl` for messages: Not a directory"
            ),
            (
                "file", ["path": .text(scratch.path + "/file/deeper/out.jsonl")],
                "cannot open `\(scratch.path)/file/deeper/out.jsonl` for messages: its directory `\(scratch.path)/file/deeper` "
                    + "cannot be made: Not a directory"
            ),
        ]
        for (adapter, settings, message) in cases {
            XCTAssertThrowsError(try makeChannel(name: "wecom", adapter: adapter, settings: settings, surroundings())) {
                XCTAssertEqual("\($0)", message)
            }
        }
    }

    func testRelativePathsBeginInTheDirectory() async throws {
        let scratch = try ScratchDirectory()
        let channel = try makeChannel(
            name: "sms", adapter: "file", settings: ["path": .text("sent/sms.jsonl")], surroundings(directory: scratch.path))
        XCTAssertTrue(channel.isIdempotent)
        XCTAssertEqual(try scratch.text("sent/sms.jsonl"), "")
        await channel.close()
    }

    func testEveryAdapterIsListed() throws {
        for adapter in adapterNames {
            do {
                _ = try makeChannel(name: "c", adapter: adapter, settings: [:], surroundings())
            } catch ChannelError.unknownAdapter {
                XCTFail("\(adapter) is listed and unknown")
            } catch {}
        }
    }

    /// What each needs and nothing else.
    private func least(_ scratch: ScratchDirectory) throws -> [String: [String: Value]] {
        try scratch.write("#!/bin/sh\n", to: "program")
        chmod(scratch.path + "/program", 0o755)
        return [
            "console": [:], "file": ["path": .text("out.jsonl")], "webhook": ["url": .text("https://shop.example/messages")], "exec": ["program": .text("./program")],
            "sms": ["access_key_id": .text("AK"), "secret": .text(Self.secret), "signature": .text("茶店")],
            "wecom": ["corp": .text("ww1"), "agent": .integer(1_000_002), "secret": .text(Self.secret)],
            "wecom_group": ["corp": .text("ww1"), "secret": .text(Self.secret)], "wecom_robot": ["key": .text(Self.secret)],
            "email": ["from": .text("茶店 <tea@shop.example>"), "program": .text("./program")],
        ]
    }

    private static let secret = "never-to-be-seen"

    func testWhatEachNeedsIsEnoughAndNothingOfItIsIdle() async throws {
        let scratch = try ScratchDirectory()
        let all = try least(scratch)
        XCTAssertEqual(all.keys.sorted(), adapterNames.sorted())
        for adapter in adapterNames {
            let settings = try XCTUnwrap(all[adapter])
            let channel = try makeChannel(name: "c", adapter: adapter, settings: settings, surroundings(directory: scratch.path))
            await channel.close()
            for name in settings.keys.sorted() where adapter != "email" || name != "program" {
                var fewer = settings
                fewer[name] = nil
                XCTAssertThrowsError(try makeChannel(name: "c", adapter: adapter, settings: fewer, surroundings(directory: scratch.path))) {
                    XCTAssertTrue("\($0)".hasPrefix("channel `c` lacks the setting `\(name)` that the adapter `\(adapter)` needs; write `\(name) "), "\($0)")
                }
                for wrong in [Value.boolean(true), .text(""), .text("a\0b"), .duration(-1)] {
                    fewer[name] = wrong
                    XCTAssertThrowsError(try makeChannel(name: "c", adapter: adapter, settings: fewer, surroundings(directory: scratch.path)), "\(adapter) \(name)") {
                        XCTAssertFalse("\($0)".contains(Self.secret))
                    }
                }
            }
            var more = settings
            more["colour"] = .text(Self.secret)
            XCTAssertThrowsError(try makeChannel(name: "c", adapter: adapter, settings: more, surroundings(directory: scratch.path))) {
                XCTAssertTrue("\($0)".hasPrefix("channel `c` has the setting `colour`, which the adapter `\(adapter)` does not know"), "\($0)")
                XCTAssertFalse("\($0)".contains(Self.secret))
            }
        }
    }

    func testValuesOutsideOfTheirRangeAreRefused() throws {
        let scratch = try ScratchDirectory()
        let all = try least(scratch)
        let cases: [(adapter: String, setting: String, value: Value, message: String)] = [
            ("webhook", "url", .text("ftp://x"), "an address in quotes that begins with \"https://\" or \"http://\""),
            ("webhook", "secret", .integer(1), "`env NAME`"), ("webhook", "timeout", .duration(.hour), "from 1s to 5m"),
            ("webhook", "concurrency", .integer(0), "a number from 1 to 1000"), ("webhook", "idempotent", .text("yes"), "`true` or `false`"),
            ("exec", "in_flight", .integer(0), "a whole number from 1 to 1000"), ("exec", "timeout", .duration(.hour), "a length of time up to 10m, such as `10s`"),
            ("exec", "idempotent", .text("yes"), "`true` or `false`"), ("wecom", "agent", .integer(-1), "a whole number from 0 to 2147483647"),
            ("wecom", "host", .text("qyapi.weixin.qq.com"), "an address that begins with `https://`"),
            ("sms", "host", .text("https://dysmsapi.aliyuncs.com/"), "the name of a server, such as `dysmsapi.aliyuncs.com`"),
            ("email", "from", .text("nobody"), "an address such as `shop@shop.example`"), ("email", "reply_to", .text("a@b, c@d"), "an address such as `help@shop.example`"),
            ("email", "unsubscribe", .text("https://a.example/>x"), "a link such as `https://shop.example/leave?m={key}`"),
        ]
        for (adapter, setting, value, message) in cases {
            var settings = try XCTUnwrap(all[adapter])
            settings[setting] = value
            XCTAssertThrowsError(try makeChannel(name: "c", adapter: adapter, settings: settings, surroundings(directory: scratch.path))) {
                XCTAssertEqual("\($0)", "the setting `\(setting)` of channel `c` must be \(message)")
            }
        }
        XCTAssertThrowsError(try makeChannel(name: "c", adapter: "exec", settings: ["program": .text("/nowhere")], surroundings())) {
            XCTAssertEqual("\($0)", "cannot start the program `/nowhere`: there is no file of this name that may be run")
        }
    }

    /// Numbers may come from the environment, which knows only texts.
    func testANumberMayBeAText() throws {
        var settings = try XCTUnwrap(least(try ScratchDirectory())["wecom"])
        settings["agent"] = .text("1000002")
        XCTAssertNoThrow(try makeChannel(name: "c", adapter: "wecom", settings: settings, surroundings()))
    }
}

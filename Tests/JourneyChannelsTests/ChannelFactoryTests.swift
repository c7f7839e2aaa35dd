import JourneyModel
import XCTest

@testable import JourneyChannels

final class ChannelFactoryTests: XCTestCase {
    func testErrorsSayWhatToWrite() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("", to: "file")
        let cases: [(adapter: String, settings: [String: Value], message: String)] = [
            ("pigeon", [:], "channel `wecom` names the adapter `pigeon`, which does not exist; write one of `console`, `file`, `webhook`"),
            ("", [:], "channel `wecom` names the adapter ``, which does not exist; write one of `console`, `file`, `webhook`"),
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
        let webhooks: [(settings: [String: Value], message: String)] = [
            ([:], "channel `wecom` lacks the setting `url` that the adapter `webhook` needs; write `url \"https://example.com/messages\"`"),
            (
                ["url": .text("ftp://x")],
                "the setting `url` of channel `wecom` must be an address in quotes that begins with \"https://\" or \"http://\""
            ),
            (["url": .text("https://x"), "secret": .integer(1)], "the setting `secret` of channel `wecom` must be `env NAME`"),
            (["url": .text("https://x"), "timeout": .duration(.hour)], "the setting `timeout` of channel `wecom` must be from 1s to 5m"),
            (
                ["url": .text("https://x"), "concurrency": .integer(0)],
                "the setting `concurrency` of channel `wecom` must be a number from 1 to 1000"
            ),
            (["url": .text("https://x"), "idempotent": .text("yes")], "the setting `idempotent` of channel `wecom` must be `true` or `false`"),
        ]
        for (adapter, settings, message) in cases + webhooks.map({ ("webhook", $0.settings, $0.message) }) {
            XCTAssertThrowsError(try makeChannel(name: "wecom", adapter: adapter, settings: settings, clock: { .distantPast })) {
                XCTAssertEqual("\($0)", message)
            }
        }
    }

    func testRelativePathsBeginInTheDirectory() async throws {
        let scratch = try ScratchDirectory()
        let channel = try makeChannel(
            name: "sms", adapter: "file", settings: ["path": .text("sent/sms.jsonl")], directory: scratch.path, clock: { .distantPast })
        XCTAssertTrue(channel.isIdempotent)
        XCTAssertEqual(try scratch.text("sent/sms.jsonl"), "")
        await channel.close()
    }

    func testEveryAdapterIsListed() throws {
        for adapter in adapterNames {
            do {
                _ = try makeChannel(name: "c", adapter: adapter, settings: [:], clock: { .distantPast })
            } catch ChannelError.unknownAdapter {
                XCTFail("\(adapter) is listed and unknown")
            } catch {}
        }
    }
}

import JourneyModel
import XCTest

@testable import JourneyChannels

/// What every adapter must do.
enum ChannelConformance {
    /// - Parameter prepare: gives a message what every message of this channel has: an address of its kind, a text.
    static func check(
        _ make: () throws -> any Channel, prepare: (ChannelMessage) -> ChannelMessage = { $0 }, file: StaticString = #filePath, line: UInt = #line
    ) async throws {
        let channel = try make()
        let nothing = await channel.send([])
        XCTAssertTrue(nothing.isEmpty, "no message, no reply", file: file, line: line)

        let batch = awkwardMessages.map(prepare)
        let replies = await channel.send(batch)
        XCTAssertEqual(replies.map(\.status), batch.map { _ in .sent }, "one reply a message", file: file, line: line)

        if channel.isIdempotent {
            let again = await channel.send(batch.reversed())
            XCTAssertEqual(again.map(\.status), batch.map { _ in .sent }, "a retried key is `sent`", file: file, line: line)
        }
        await channel.close()
        await channel.close()
    }

    /// Texts that break careless writers.
    static let awkwardMessages: [ChannelMessage] = [
        message("plain"),
        message("quotes \" and \\ and / in it"),
        message("line\nbreak\r\ttab\u{0}nul\u{7F}\u{1B}[31m"),
        message("双十一 👩‍👩‍👧 é e\u{301} \u{2028}"),
        message(""),
        message(String(repeating: "long", count: 10_000)),
    ]

    static func message(_ text: String) -> ChannelMessage {
        ChannelMessage(
            key: "key " + text, customer: text, channel: "wecom", to: text, content: text, with: #"{"code":"A\n1"}"#,
            journey: text,
            step: "send#1", at: Timestamp(microseconds: 1_795_422_600_000_000))
    }
}

/// A world without a network, at the beginning of time.
func surroundings(directory: String = "", output: Int32 = 1) -> ChannelSurroundings {
    var surroundings = ChannelSurroundings(clock: { Timestamp(microseconds: 0) })
    surroundings.directory = directory
    surroundings.output = output
    surroundings.transport = { _ in ScriptedTransport { _ in .failure(.notSent("nobody is there")) } }
    return surroundings
}

/// A directory that is gone when the test is over.
final class ScratchDirectory {
    let path: String

    init() throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/channels-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw POSIXError(.EIO) }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
    }
}

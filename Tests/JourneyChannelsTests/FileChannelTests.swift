import JourneyModel
import XCTest

@testable import JourneyChannels

final class FileChannelTests: XCTestCase {
    private static func message(_ key: String, at microseconds: Int64 = 0) -> ChannelMessage {
        ChannelMessage(
            key: key, customer: "c42", channel: "wecom", to: "w1", content: "coupon", with: #"{"off":5}"#, journey: "rescue",
            step: "send#1", at: Timestamp(microseconds: microseconds))
    }

    private func keys(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            MessageLine.escapedKey(in: Array(line.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    func testConforms() async throws {
        let scratch = try ScratchDirectory()
        try await ChannelConformance.check {
            try makeChannel(name: "wecom", adapter: "file", settings: ["path": .text(scratch.path + "/out.jsonl")], clock: { .distantPast })
        }
        let lines = try scratch.text("out.jsonl").split(separator: "\n")
        XCTAssertEqual(lines.count, ChannelConformance.awkwardMessages.count)
        for (line, message) in zip(lines, ChannelConformance.awkwardMessages) {
            let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            XCTAssertEqual(
                object.keys.sorted(), ["at", "channel", "content", "customer", "journey", "key", "step", "to", "with"])
            XCTAssertEqual(object["key"] as? String, message.key)
            XCTAssertEqual(object["customer"] as? String, message.customer)
            XCTAssertEqual(object["content"] as? String, message.content)
        }
    }

    func testTheExactLine() async throws {
        let scratch = try ScratchDirectory()
        let channel = try FileChannel(path: scratch.path + "/made/for/it/out.jsonl")
        _ = await channel.send([Self.message("k1", at: 1_795_422_600_000_000), Self.message("k2", at: 1_500_001)])
        XCTAssertEqual(
            try scratch.text("made/for/it/out.jsonl"),
            """
            {"key":"k1","customer":"c42","channel":"wecom","to":"w1","content":"coupon","with":{"off":5},"journey":"rescue",\
            "step":"send#1","at":"2026-11-23T08:30:00.000Z"}
            {"key":"k2","customer":"c42","channel":"wecom","to":"w1","content":"coupon","with":{"off":5},"journey":"rescue",\
            "step":"send#1","at":"1970-01-01T00:00:01.500001Z"}

            """)
    }

    func testARetriedKeyIsSentOnceOverRestarts() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/out.jsonl"
        let awkward = "a \"b\" \\ 中\n"
        for keys in [["1", "2", "2", awkward], ["2", "3", awkward], ["1", "2", "3", "4"]] {
            let replies = await (try FileChannel(path: path)).send(keys.map { Self.message($0) })
            XCTAssertEqual(replies.map(\.status), keys.map { _ in .sent })
        }
        XCTAssertEqual(keys(try scratch.text("out.jsonl")), ["1", "2", #"a \"b\" \\ 中\n"#, "3", "4"])
    }

    func testMemoryOfKeysIsBounded() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/out.jsonl"
        let batch = (1...6).map { Self.message("\($0)") }
        _ = await (try FileChannel(path: path, remembered: 3)).send(batch)
        let reopened = try FileChannel(path: path, remembered: 3)
        _ = await reopened.send([Self.message("4"), Self.message("5"), Self.message("6"), Self.message("3")])
        XCTAssertEqual(keys(try scratch.text("out.jsonl")), ["1", "2", "3", "4", "5", "6", "3"])
        _ = await reopened.send([Self.message("3"), Self.message("6"), Self.message("4")])
        XCTAssertEqual(keys(try scratch.text("out.jsonl")).suffix(2), ["3", "4"], "4 was the oldest and is forgotten")
    }

    func testATornLineIsCutOff() async throws {
        let whole = #"{"key":"1","customer":"c"}"# + "\n"
        let long = #"{"key":"2","content":""# + String(repeating: "x", count: 200_000)
        for torn in ["{", #"{"key"#, #"{"key":"2""#, #"{"key":"2","customer":"c"}"#, long] {
            for before in ["", whole, whole + whole] {
                let scratch = try ScratchDirectory()
                try scratch.write(before + torn, to: "out.jsonl")
                let channel = try FileChannel(path: scratch.path + "/out.jsonl")
                XCTAssertEqual(try scratch.text("out.jsonl"), before)
                _ = await channel.send([Self.message("1"), Self.message("2")])
                XCTAssertEqual(keys(try scratch.text("out.jsonl")).suffix(2), ["1", "2"])
            }
        }
    }

    func testAForeignFileIsNotCut() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("first\nshopping list", to: "notes.txt")
        XCTAssertThrowsError(try FileChannel(path: scratch.path + "/notes.txt")) {
            XCTAssertEqual(
                "\($0)",
                "cannot open `\(scratch.path)/notes.txt` for messages: its last line is no message and lacks its line break; "
                    + "name another file")
        }
        XCTAssertEqual(try scratch.text("notes.txt"), "first\nshopping list")
    }

    func testAFullDiskIsRetriedAndLeavesNothingBehind() async throws {
        let scratch = try ScratchDirectory()
        let room = Countdown(150)
        let channel = try FileChannel(
            path: scratch.path + "/out.jsonl", remembered: 10,
            writing: { descriptor, bytes in
                let taken = room.take(bytes.count)
                guard taken > 0 else {
                    errno = ENOSPC
                    return -1
                }
                return write(descriptor, bytes.baseAddress, taken)
            })
        let first = await channel.send([Self.message("1"), Self.message("2")])
        XCTAssertEqual(first.map(\.status), [.retry, .retry])
        XCTAssertEqual(
            first.first?.reason, "cannot write messages to `\(scratch.path)/out.jsonl`: No space left on device (write)")
        XCTAssertEqual(try scratch.text("out.jsonl"), "")
        room.add(10_000)
        let second = await channel.send([Self.message("1"), Self.message("2")])
        XCTAssertEqual(second.map(\.status), [.sent, .sent])
        XCTAssertEqual(keys(try scratch.text("out.jsonl")), ["1", "2"])
    }

    func testAFailedSyncIsRetried() async throws {
        let scratch = try ScratchDirectory()
        let faults = Countdown(0)
        let channel = try FileChannel(
            path: scratch.path + "/out.jsonl", remembered: 10,
            syncing: { descriptor in
                guard faults.take(1) == 0 else {
                    errno = EIO
                    return -1
                }
                return fsync(descriptor)
            })
        _ = await channel.send([Self.message("1")])
        faults.add(1)
        let failed = await channel.send([Self.message("2")])
        XCTAssertEqual(failed.map(\.status), [.retry])
        let retried = await channel.send([Self.message("1"), Self.message("2")])
        XCTAssertEqual(retried.map(\.status), [.sent, .sent])
        XCTAssertEqual(keys(try scratch.text("out.jsonl")), ["1", "2"])
    }

    func testAFileMovedAwayIsMadeAnew() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/out.jsonl"
        let channel = try FileChannel(path: path)
        _ = await channel.send([Self.message("1")])
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        _ = await channel.send([Self.message("2")])
        try FileManager.default.removeItem(atPath: path)
        _ = await channel.send([Self.message("3")])
        XCTAssertEqual(keys(try scratch.text("out.jsonl.1")), ["1"])
        XCTAssertEqual(keys(try scratch.text("out.jsonl")), ["3"])
    }

    func testChannelsShareAFile() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/out.jsonl"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<4 {
                group.addTask {
                    let channel = try FileChannel(path: path)
                    for round in 0..<20 { _ = await channel.send((0..<5).map { Self.message("\(sender)/\(round)/\($0)") }) }
                }
            }
            try await group.waitForAll()
        }
        let found = keys(try scratch.text("out.jsonl"))
        XCTAssertEqual(found.count, 400)
        XCTAssertEqual(Set(found).count, 400)
    }
}

/// So much is left to give.
private final class Countdown: @unchecked Sendable {
    private var left: Int
    private let lock = NSLock()

    init(_ left: Int) { self.left = left }

    func add(_ amount: Int) { lock.withLock { left += amount } }

    func take(_ wanted: Int) -> Int {
        lock.withLock {
            let taken = min(left, wanted)
            left -= taken
            return taken
        }
    }
}

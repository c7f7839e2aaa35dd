import JourneyCompiler
import JourneyModel

/// A message of an enrollment that a goal reached later is linked to.
///
/// Kept only while a goal is open. Everything that is needed to tell of it is kept here: when the goal is reached the message may be
/// gone from the outbox, and the enrollment may be in another version or under another id.
public struct Touch: Equatable, Sendable {
    /// The halves of the message's key.
    public var high: UInt64
    public var low: UInt64
    public var at: Timestamp
    /// Numbers of names.
    public var step: UInt32
    public var content: UInt32
    public var channel: UInt32
    /// As far as is known: it did not fail, and nothing keeps it back. A message just queued counts, for it leaves at that instant.
    public var isOut = true

    /// An enrollment keeps so many, the latest.
    public static let limit = 20

    var key: String { String(decoding: StableHash.hex(low: low, high: high), as: UTF8.self) }

    static func halves(of key: String) -> (high: UInt64, low: UInt64) {
        (UInt64(key.prefix(16), radix: 16) ?? 0, UInt64(key.dropFirst(16), radix: 16) ?? 0)
    }
}

/// A message as a conversion names it.
public struct AttributedMessage: Equatable, Sendable {
    public var key: String
    public var step: String
    public var content: String
    public var channel: String
    public var at: Timestamp

    /// `{"key":…,"step":…,"content":…,"channel":…,"at":…}`.
    public var json: String {
        argumentsJSON([
            ("key", .text(key)), ("step", .text(step)), ("content", .text(content)), ("channel", .text(channel)), ("at", .instant(at)),
        ])
    }

    fileprivate var value: Value { .list([.text(key), .text(step), .text(content), .text(channel), .instant(at)]) }

    fileprivate init?(_ value: Value) {
        guard case .list(let parts) = value, parts.count == 5, case .instant(let at) = parts[4] else { return nil }
        (key, step, content, channel) = (parts[0].text, parts[1].text, parts[2].text, parts[3].text)
        self.at = at
    }
}

extension Decision {
    /// The messages of this enrollment before the goal, the latest last; nil where it is no goal, or that of one who is held out.
    public var messagesBefore: [AttributedMessage]? {
        guard case .list(let messages)? = self[.messages] else { return nil }
        return messages.compactMap(AttributedMessage.init)
    }
}

extension Enrollment {
    mutating func note(_ touch: Touch) {
        if touches.count >= Touch.limit, touches.removeFirst().isOut { earlierTouches &+= 1 }
        touches.append(touch)
    }

    mutating func forgetTouches() {
        touches = []
        earlierTouches = 0
    }
}

extension Engine {
    /// A message was queued by an enrollment whose goal is still open.
    func noteTouch(
        _ key: String, _ step: String, _ content: String, _ channel: String, _ version: LoadedVersion, at index: Int,
        _ state: inout CustomerState, _ now: Timestamp
    ) {
        guard version.machine.goal != nil, !state.enrollments[index].hasReachedGoal else { return }
        let names = deployment.names
        let (high, low) = Touch.halves(of: key)
        state.enrollments[index].note(
            Touch(
                high: high, low: low, at: now, step: names.number(step), content: names.number(content), channel: names.number(channel)))
    }

    /// What is known now of a message queued before: whether it is out, and on which channel. False where nothing changed.
    public func noteProgress(
        of message: String, enrollment: UInt64, channel: String, isOut: Bool, in state: inout CustomerState
    ) -> Bool {
        guard let index = state.enrollments.firstIndex(where: { $0.number == enrollment }) else { return false }
        let (high, low) = Touch.halves(of: message)
        guard let place = state.enrollments[index].touches.lastIndex(where: { $0.high == high && $0.low == low }) else { return false }
        var touch = state.enrollments[index].touches[place]
        touch.isOut = isOut
        touch.channel = deployment.names.number(channel)
        if touch == state.enrollments[index].touches[place] { return false }
        state.enrollments[index].touches[place] = touch
        return true
    }

    /// What a conversion is linked to: the entry, and the messages before it, the latest last.
    /// - Parameter at: when the goal's event happened; it may come late.
    func attribution(of enrollment: Enrollment, at: Timestamp, _ now: Timestamp) -> [Decision.Fact] {
        var facts: [Decision.Fact] = [.init(.since, .instant(enrollment.enteredAt))]
        if at != now { facts.append(.init(.happenedAt, .instant(at))) }
        if enrollment.isShadow { return facts }
        let names = deployment.names
        let before = enrollment.touches.filter { $0.isOut && $0.at <= at }.map { touch in
            AttributedMessage(
                key: touch.key, step: names.text(touch.step), content: names.text(touch.content), channel: names.text(touch.channel),
                at: touch.at)
        }
        facts.append(.init(.messages, .list(before.map(\.value))))
        if enrollment.earlierTouches > 0 { facts.append(.init(.earlierMessages, .integer(Int64(enrollment.earlierTouches)))) }
        return facts
    }
}

extension AttributedMessage {
    fileprivate init(key: String, step: String, content: String, channel: String, at: Timestamp) {
        self.key = key
        self.step = step
        self.content = content
        self.channel = channel
        self.at = at
    }
}

// MARK: - Packed

extension Enrollment {
    func encodeTouches(to out: inout ByteWriter) {
        out.unsigned(UInt64(earlierTouches))
        out.count(touches.count)
        for touch in touches {
            out.fixed(touch.high)
            out.fixed(touch.low)
            out.signed(touch.at - enteredAt)
            out.unsigned(UInt64(touch.step))
            out.unsigned(UInt64(touch.content))
            out.unsigned(UInt64(touch.channel) << 1 | (touch.isOut ? 1 : 0))
        }
    }

    mutating func readTouches(_ reader: inout ByteReader) throws {
        earlierTouches = try reader.number()
        for _ in 0..<(try reader.count()) {
            let (high, low) = (try reader.fixed(), try reader.fixed())
            let at = try reader.instant(after: enteredAt.microseconds)
            let (step, content) = (try reader.number(), try reader.number())
            let word = try reader.unsigned()
            guard let channel = UInt32(exactly: word >> 1) else {
                throw DecodingFailure(what: "a number is too large", offset: reader.offset)
            }
            touches.append(
                Touch(high: high, low: low, at: at, step: step, content: content, channel: channel, isOut: word & 1 != 0))
        }
    }
}

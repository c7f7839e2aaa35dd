import Foundation
import JourneyChannels
import JourneyModel

/// Says `sent` to everything, sends nothing, and keeps the messages whose receivers are to react.
final class ReactingChannel: Channel, @unchecked Sendable {
    private let lock = NSLock()
    private var messages: [ChannelMessage] = []

    var isIdempotent: Bool { true }
    var isImmediate: Bool { true }

    func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        lock.withLock { self.messages += messages }
        return [ChannelReply](repeating: ChannelReply(.sent), count: messages.count)
    }

    func close() async {}

    /// The messages sent since the last call.
    func takeMessages() -> [ChannelMessage] {
        lock.withLock {
            defer { messages.removeAll(keepingCapacity: true) }
            return messages
        }
    }
}

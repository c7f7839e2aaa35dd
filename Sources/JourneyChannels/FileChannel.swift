import Glibc
import JourneyModel

/// Appends each message to a file as one line of JSON, on the disk before it counts as sent.
///
/// A batch is one `write` and one `fsync`. What was written of a batch that failed is taken back, and its messages are to be
/// retried. The keys of the last 10,000 lines are remembered, over restarts too: such a message is answered `sent` without a
/// second line. So a retry after a crash is harmless as long as fewer lines than that were written in between; an older key is
/// written again. Several channels and processes may share a file: a lock is held for the length of each batch. A file that was
/// moved away or deleted is made anew.
public actor FileChannel: Channel {
    public nonisolated let isIdempotent = true
    /// How many keys are remembered.
    public static let rememberedKeys = 10_000

    private let path: String
    private let remembered: Int
    private let writing: WriteCall
    private let syncing: SyncCall
    /// Nil after a failure and after `close`: the next batch opens the file anew and sees for itself what is there.
    private var file: MessageFile?

    /// Opens the file, making it and its directory where they are missing; a line torn by a crash is cut off.
    public init(path: String) throws(ChannelError) {
        try self.init(path: path, remembered: Self.rememberedKeys)
    }

    init(
        path: String, remembered: Int, writing: @escaping WriteCall = systemWrite, syncing: @escaping SyncCall = systemSync
    ) throws(ChannelError) {
        self.path = path
        self.remembered = remembered
        self.writing = writing
        self.syncing = syncing
        file = try MessageFile(path: path, remembered: remembered, syncing: syncing)
    }

    public func send(_ messages: [ChannelMessage]) async -> [ChannelReply] {
        guard !messages.isEmpty else { return [] }
        do throws(ChannelError) {
            var file = try current()
            self.file = nil
            try file.append(messages, writing: writing, syncing: syncing)
            self.file = file
            return messages.map { _ in ChannelReply(.sent) }
        } catch {
            return messages.map { _ in ChannelReply(.retry, reason: error.description) }
        }
    }

    public func close() async { file = nil }

    private func current() throws(ChannelError) -> MessageFile {
        if let file, file.isStillThere { return file }
        file = nil
        return try MessageFile(path: path, remembered: remembered, syncing: syncing)
    }
}

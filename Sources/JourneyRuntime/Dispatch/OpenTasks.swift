import JourneyModel
import JourneyStore

/// Messages of one channel that wait for people who have a task, as a store tells of them.
public struct OpenTasks: Sendable, Equatable {
    public var channel: String
    public var messages: Int
    /// When the oldest task was made, by the clock outside.
    public var since: Timestamp
    /// When the next of them is asked about.
    public var nextLookAt: Timestamp

    /// In the order of the channels' names.
    /// - Throws: `StoreError`.
    public static func read(from store: any Store) throws -> [OpenTasks] {
        var found: [String: OpenTasks] = [:]
        for (_, record) in try FollowUpPages(from: store).records {
            let open = OpenTasks(channel: record.channel, messages: 0, since: record.createdAt, nextLookAt: record.dueAt)
            var tasks = found[record.channel] ?? open
            tasks.messages += record.numbers.count
            tasks.since = min(tasks.since, record.createdAt)
            tasks.nextLookAt = min(tasks.nextLookAt, record.dueAt)
            found[record.channel] = tasks
        }
        return found.values.sorted { $0.channel.utf8.lexicographicallyPrecedes($1.channel.utf8) }
    }
}

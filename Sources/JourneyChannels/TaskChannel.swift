import JourneyModel

/// A channel whose messages become tasks of somebody who has yet to do something about them.
///
/// `sent` says that the task is there, and the reply's provider id names it. The dispatcher looks at it again and again until the
/// fate of each of its messages is known, over restarts too, and tells the journeys of it as a provider's receipt would.
public protocol TaskChannel: Channel {
    /// How a task stands now. Reminds whoever it waits for, and ends it when it has waited long enough; may be asked again at any
    /// time.
    func look(at task: ChannelTask, now: Timestamp) async -> TaskReport
    /// There is somebody else to give a task to.
    var reassigns: Bool { get }
    /// Makes tasks of somebody else of messages whose first task has ended; replies as `send` gives them. Asked once for a
    /// message.
    func reassign(_ messages: [ChannelMessage]) async -> [ChannelReply]
}

/// A task as the dispatcher knows it.
public struct ChannelTask: Sendable, Equatable {
    /// The provider's name of it.
    public var id: String
    /// The addresses of those of whom nothing definite is known.
    public var receivers: [String]
    public var createdAt: Timestamp
    /// When somebody was reminded, as far as it matters.
    public var remindedAt: [Timestamp]

    public init(id: String, receivers: [String], createdAt: Timestamp, remindedAt: [Timestamp] = []) {
        self.id = id
        self.receivers = receivers
        self.createdAt = createdAt
        self.remindedAt = remindedAt
    }
}

/// What a channel says of a task.
public struct TaskReport: Sendable, Equatable {
    /// Of one message of a task.
    public enum State: String, Sendable {
        /// It waits for somebody.
        case created
        /// Somebody has taken it up, and it has not left yet.
        case confirmed
        case sent
        /// Nobody has done it in time.
        case declined
        /// The customer has had as many as the provider lets through.
        case capped
        /// The provider finds no way to the customer.
        case unreachable

        /// What journeys are told; nil while nothing is settled.
        public var receipt: String? {
            switch self {
            case .created, .confirmed: nil
            case .sent: "delivered"
            case .declined, .capped, .unreachable: "failed"
            }
        }
    }

    /// By address; who is missing waits, as `created`.
    public var states: [String: State] = [:]
    /// Nothing more comes of the task: who still waits never gets it.
    public var isOver = false
    /// Somebody was reminded just now.
    public var hasReminded = false
    /// After what time to look again.
    public var pause: Microseconds
    /// Why nothing is known; empty where something is.
    public var fault = ""

    public init(pause: Microseconds, fault: String = "") {
        self.pause = pause
        self.fault = fault
    }
}

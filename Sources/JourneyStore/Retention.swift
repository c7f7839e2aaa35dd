import JourneyModel

/// How much of the past a store has let go of.
public struct Retention: Sendable, Equatable {
    /// Events at or before this instant may be gone; all after it are there. Nil where nothing was let go.
    public var through: Timestamp?

    public init(through: Timestamp? = nil) { self.through = through }
}

/// What a slice of letting go came to.
public struct PrunedSlice: Sendable, Equatable {
    /// Records of the log, events and decisions.
    public var records: Int64 = 0
    public var messages: Int64 = 0
    public var isMoreLeft = false

    public init() {}
}

/// The size of a store's file.
public struct StoreExtent: Sendable, Equatable {
    public var bytes: Int64
    /// Of them what is free, and used before the file grows.
    public var freeBytes: Int64
}

extension OutboxMessage.Status {
    /// Nothing will come of the message any more, and nobody is to decide on it.
    public var isOver: Bool {
        switch self {
        case .pending, .held, .sending, .uncertain: false
        case .sent, .failed, .unreachable, .dropped, .expired, .suppressed, .noConsent, .capped, .merged: true
        }
    }
}

import JourneyModel

/// What an operator asked for: `pause`, `deploy`, `merge`. It stays as the audit log's line.
///
/// Commands come from any process; the scheduler does what they ask for between two batches and finishes them in the same transaction.
public struct StoredCommand: Sendable, Equatable {
    public enum Status: Int, Sendable, CaseIterable {
        /// Asked for and not done yet.
        case open = 0
        case done, refused
    }

    /// Given by the store, ascending for ever.
    public var number: Int64
    public var at: Timestamp
    /// Who asked: the account's name.
    public var operatorName: String
    public var verb: String
    /// A JSON object.
    public var arguments: String
    public var status: Status
    public var finishedAt: Timestamp?
    /// What became of it, in words, or the reason for which it was refused.
    public var result: String

    public init(
        number: Int64 = 0, at: Timestamp, operatorName: String, verb: String, arguments: String = "{}", status: Status = .open,
        finishedAt: Timestamp? = nil, result: String = ""
    ) {
        self.number = number
        self.at = at
        self.operatorName = operatorName
        self.verb = verb
        self.arguments = arguments
        self.status = status
        self.finishedAt = finishedAt
        self.result = result
    }
}

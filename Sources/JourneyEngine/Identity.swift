import JourneyModel

/// Which ids are one person, and what is left of one who was forgotten: empty for most.
public struct Identity: Equatable, Sendable {
    /// The most ids of one person. An id that joins more is a shared device or a mistake.
    public static let limit = 256
    /// The most events of two ids that are joined: all of them are looked at anew in one transaction, and whatever else comes waits.
    public static let mostEvents = 1_000_000

    /// The person's other ids, in the order in which they were joined.
    public var aliases: [String] = []
    /// This id is another's: the person's state stands under that one.
    public var joinedTo: String?
    /// All that was known up to here was forgotten.
    public var forgottenAt: Timestamp?
    /// Entries are counted on from here, so that no message gets the key of one that a forgotten person was sent.
    public var entriesBefore: UInt32 = 0

    public init() {}
}

extension CustomerState {
    /// Kept apart, so that the many without any of it pay one word for it.
    indirect enum Tie: Equatable, Sendable {
        case none
        case some(Identity)
    }

    public var identity: Identity {
        get { if case .some(let identity) = tie { identity } else { Identity() } }
        set { tie = newValue == Identity() ? .none : .some(newValue) }
    }

    /// The id under which the person's state stands, where that is another.
    public var joinedTo: String? { if case .some(let identity) = tie { identity.joinedTo } else { nil } }
    public var aliases: [String] { if case .some(let identity) = tie { identity.aliases } else { [] } }
    public var forgottenAt: Timestamp? { if case .some(let identity) = tie { identity.forgottenAt } else { nil } }
    var entriesBefore: UInt32 { if case .some(let identity) = tie { identity.entriesBefore } else { 0 } }

    /// All ids of the person, the one first seen first.
    public var ids: [String] { [id] + aliases }

    /// What is left of a forgotten person under one of the ids: nothing that tells who it was.
    /// - Parameter pseudonym: stands for the id.
    public func forgotten(as pseudonym: String, at instant: Timestamp) -> CustomerState {
        var rest = CustomerState(id: pseudonym)
        var identity = Identity()
        identity.forgottenAt = instant
        identity.entriesBefore = entries.reduce(entriesBefore) { max($0, $1.count) }
        rest.identity = identity
        return rest
    }

    // MARK: Packed

    func encode(_ identity: Identity, to out: inout ByteWriter) {
        out.count(identity.aliases.count)
        for alias in identity.aliases { out.text(alias) }
        out.flag(identity.joinedTo != nil)
        if let joinedTo = identity.joinedTo { out.text(joinedTo) }
        out.flag(identity.forgottenAt != nil)
        if let forgottenAt = identity.forgottenAt { out.signed(forgottenAt.microseconds) }
        out.unsigned(UInt64(identity.entriesBefore))
    }

    mutating func readIdentity(_ reader: inout ByteReader) throws {
        var identity = Identity()
        for _ in 0..<(try reader.count()) { identity.aliases.append(try reader.text()) }
        if try reader.flag() { identity.joinedTo = try reader.text() }
        if try reader.flag() { identity.forgottenAt = try reader.instant(after: 0) }
        identity.entriesBefore = try reader.number()
        self.identity = identity
    }
}

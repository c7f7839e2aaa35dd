import JourneyModel

// Messages as the rows of their table have them.
extension OutboxTable {
    /// What tells whether a message is still of use.
    struct Stub {
        var number: Int64
        var status: OutboxMessage.Status
        var queuedAt: Timestamp
        var customer: String
    }

    static func checked(_ row: Statement) throws -> Statement {
        try row.checkSum(Int32(summed.count), "message \(row.integer(0))")
        return row
    }

    /// Of a row that begins with number and status.
    static func status(_ row: Statement) throws -> OutboxMessage.Status {
        let stored = row.integer(1)
        if stored == freshStatus { return .pending }
        guard let status = OutboxMessage.Status(rawValue: Int(stored)) else {
            throw StoreError.damaged("message \(row.integer(0)) has the unknown status \(stored)")
        }
        return status
    }

    static func message(_ row: Statement) throws -> OutboxMessage {
        _ = try checked(row)
        return OutboxMessage(
            number: row.integer(0), key: row.text(6), customer: row.text(7), journey: row.text(8), step: row.text(9),
            content: row.text(10), channels: TextList.decode(row.text(11)), arguments: row.text(12),
            queuedAt: Timestamp(microseconds: row.integer(4)), address: row.isNull(15) ? nil : row.text(15),
            expiresAt: row.isNull(16) ? nil : Timestamp(microseconds: row.integer(16)), isTransactional: row.integer(17) != 0,
            enrollment: UInt64(bitPattern: row.integer(18)), bodies: row.text(19),
            status: try status(row), channel: Int(try row.count(2, "the channel of a message")),
            attempts: Int(try row.count(3, "the number of attempts of a message")),
            nextAttemptAt: Timestamp(microseconds: row.integer(5)), reason: row.text(13),
            providerID: row.text(14), isInDoubt: row.integer(20) != 0)
    }
}

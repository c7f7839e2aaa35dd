/// What can go wrong below the store's verbs.
public enum StoreError: Error, Equatable {
    /// SQLite's result code and message, and what was being done.
    case database(code: Int32, message: String, doing: String)
    /// A message with this key exists.
    case duplicateMessage(key: String)
    /// The store was written by a later version of the program.
    case newerSchema(found: Int, known: Int)
    /// The file is no store of this program, or its bytes do not decode.
    case damaged(String)
    /// Somebody else has begun to write the store since.
    case takenOver
}

extension StoreError {
    /// The bytes of a row are not those that were written.
    ///
    /// - Parameter row: which one, and of what.
    static func altered(_ row: String) -> StoreError { .damaged(row + alteration) }

    private static let alteration =
        " does not agree with its checksum: the disk holds other bytes than were written; stop the scheduler, let `journey doctor` "
        + "tell what else is altered, and go on from the last `journey backup` on which it finds nothing"

    /// A row is not what was written, as whoever looks at the rows' checksums finds too.
    public var isAlteration: Bool {
        if case .damaged(let what) = self { what.hasSuffix(Self.alteration) } else { false }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .database(let code, let message, let doing): "\(doing): \(message) (SQLite \(code))\(Self.advice(code))"
        case .duplicateMessage(let key): "a message with the key `\(key)` is already in the outbox"
        case .newerSchema(let found, let known):
            "the store has schema \(found) and this program knows up to \(known); use the program that wrote it, or a later one"
        case .damaged(let what): what
        case .takenOver: "another scheduler has taken the store over; this one writes nothing any more, so stop it"
        }
    }
}

extension StoreError {
    /// It may be over by itself, or by what somebody does to the disk: the same store, opened anew, may work again.
    public var mayPass: Bool {
        guard case .database(let code, _, _) = self else { return false }
        // Busy, locked, no memory, read-only, an I/O error, full, cannot be opened, the protocol of locks.
        return [5, 6, 7, 8, 10, 13, 14, 15].contains(code & 0xff)
    }

    private static func advice(_ code: Int32) -> String {
        switch code & 0xff {
        case 8: "; the store, its folder or its disk cannot be written: look at their permissions"
        case 10: "; look at the disk, and at the limits on the size of files"
        case 14: "; even to be read, a store needs its folder to be writable"
        case 13: "; make room on its disk"
        default: ""
        }
    }

    /// SQLite's code for a call out of its order; the in-memory store answers the same.
    static func misuse(_ message: String, doing: String) -> StoreError { .database(code: 21, message: message, doing: doing) }
}

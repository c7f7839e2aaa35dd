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
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .database(let code, let message, let doing): "\(doing): \(message) (SQLite \(code))"
        case .duplicateMessage(let key): "a message with the key `\(key)` is already in the outbox"
        case .newerSchema(let found, let known):
            "the store has schema \(found) and this program knows up to \(known); use the program that wrote it, or a later one"
        case .damaged(let what): what
        }
    }
}

extension StoreError {
    /// SQLite's code for a call out of its order; the in-memory store answers the same.
    static func misuse(_ message: String, doing: String) -> StoreError { .database(code: 21, message: message, doing: doing) }
}

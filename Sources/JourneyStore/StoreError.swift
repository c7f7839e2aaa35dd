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

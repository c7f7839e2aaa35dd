import Foundation
import JourneyModel

/// Whether an operator wants what cannot be undone.
enum Confirmation {
    /// - Parameters:
    ///   - question: what is asked on a terminal.
    ///   - word: what is to be typed.
    /// - Throws: `UsageError` where nobody can be asked.
    static func isGiven(_ arguments: Arguments, _ question: String, word: String) throws -> Bool {
        if arguments.has("yes") { return true }
        guard isatty(0) == 1 else { throw UsageError("nobody can be asked here; `--yes` says that it is meant") }
        put(printable("\(question) Type `\(word)` to go on: "), to: 2)
        return readLine() == word
    }
}

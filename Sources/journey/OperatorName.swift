import Foundation
import JourneyModel

/// Who gives a command: the account's name, for the audit log.
enum OperatorName {
    static var current: String {
        let variables: [String] = ["USER", "LOGNAME"]
        let names = variables.compactMap { name in getenv(name).map { String(cString: $0) } }
        if let name = names.first(where: { !$0.isEmpty }) { return name }
        return getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(getuid())"
    }
}

/// Personal data in what is written down for others to read.
enum Masked {
    /// A phone number or an e-mail address with its middle taken out; any other text as it is.
    static func text(_ text: String) -> String {
        if let at = text.firstIndex(of: "@"), at > text.startIndex { return text.prefix(1) + "***" + text[at...] }
        let digits = text.unicodeScalars.filter { $0.value >= 48 && $0.value <= 57 }.count
        let isPhone = digits >= 7 && text.unicodeScalars.allSatisfy { "+-() 0123456789".unicodeScalars.contains($0) }
        return isPhone ? text.prefix(3) + "****" + text.suffix(2) : text
    }
}

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

/// What becomes of lines that were put into a store's inbox.
func inboxNote(_ path: String) -> String {
    SchedulerLock.holder(ofStore: path) == nil ? "`journey run` will take it up" : "the running scheduler takes it up"
}

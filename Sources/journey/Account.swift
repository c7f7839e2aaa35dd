import Foundation

/// Who runs this program: an operator's name in the audit log.
enum Account {
    /// Of the system's list of accounts, not of the environment, which anybody may write; else the account's number.
    static var name: String {
        let user = geteuid()
        guard let entry = getpwuid(user), let name = entry.pointee.pw_name else { return "user \(user)" }
        return String(cString: name)
    }
}

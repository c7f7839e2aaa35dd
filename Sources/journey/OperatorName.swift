import Foundation

/// Who gives a command: the account's name, for the audit log.
enum OperatorName {
    static var current: String {
        let variables: [String] = ["USER", "LOGNAME"]
        let names = variables.compactMap { name in getenv(name).map { String(cString: $0) } }
        if let name = names.first(where: { !$0.isEmpty }) { return name }
        return getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(getuid())"
    }
}

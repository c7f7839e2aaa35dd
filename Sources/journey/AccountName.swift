import Foundation

/// The name of the account that runs this process, for the audit log.
func accountName() -> String {
    if let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name { return String(cString: name) }
    return String(geteuid())
}

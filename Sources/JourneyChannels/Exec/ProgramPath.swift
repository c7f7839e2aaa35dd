import Glibc

/// Where programs are.
enum ProgramPath {
    /// A path that may be run, or a name that stands in `PATH`.
    static func exists(_ program: String) -> Bool {
        if program.utf8.contains(UInt8(ascii: "/")) { return isProgram(program) }
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return path.split(separator: ":").contains { isProgram("\($0)/\(program)") }
    }

    /// Why a program that does not exist cannot be started.
    static func absence(of program: String) -> String {
        program.utf8.contains(UInt8(ascii: "/"))
            ? "there is no file of this name that may be run"
            : "no folder in PATH has it; write its path, as in `./\(program)`, if it stands elsewhere"
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}

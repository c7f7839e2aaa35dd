/// How the program ends.
enum ExitCode: Int32, Sendable {
    case success = 0
    /// The check or the test found problems.
    case problems = 1
    case usage = 2
    /// It could not run: a file, the store, the system.
    case failure = 3
}

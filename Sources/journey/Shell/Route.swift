/// What a command line asks for.
enum Route {
    case run(Command, Arguments)
    /// To be printed on standard output; exit code 0. Nil: the help of the whole program.
    case help(Command?)
    case version
    /// To be printed on standard error; exit code 2.
    case usage(UsageError)
}

/// Finds the command that the arguments name, whose name may have two words, and reads the rest against it.
func route(_ arguments: [String], among commands: [Command]) -> Route {
    guard let first = arguments.first else { return .help(nil) }
    switch first {
    case "-h", "--help": return .help(nil)
    case "help":
        guard arguments.count > 1 else { return .help(nil) }
        let name = arguments.dropFirst().joined(separator: " ")
        if let command = commands.first(where: { $0.name == name }) { return .help(command) }
        return .usage(unknownCommand(Array(arguments.dropFirst()), commands))
    case "--version": return .version
    default: break
    }
    guard let command = named(arguments, commands) else { return .usage(unknownCommand(arguments, commands)) }
    let words = command.name.split(separator: " ").count
    do throws(UsageError) {
        guard let read = try parse(Array(arguments.dropFirst(words)), for: command) else { return .help(command) }
        return .run(command, read)
    } catch {
        return .usage(error)
    }
}

/// The longest name that the arguments begin with.
private func named(_ arguments: [String], _ commands: [Command]) -> Command? {
    let fitting = commands.filter { arguments.starts(with: $0.name.split(separator: " ").map(String.init)) }
    return fitting.max { $0.name.utf8.count < $1.name.utf8.count }
}

private func unknownCommand(_ arguments: [String], _ commands: [Command]) -> UsageError {
    guard let first = arguments.first else { return UsageError("no command; `journey --help` lists all") }
    let family = commands.filter { $0.name.hasPrefix(first + " ") }
    if !family.isEmpty {
        let names = family.map { "`journey \($0.name)`" }.joined(separator: ", ")
        return UsageError("`journey \(first)` needs one more word: \(names)")
    }
    if first.hasPrefix("-") {
        let mend = suggestion(for: first, among: ["--help", "--version"]).map { "did you mean `\($0)`?" }
        return UsageError("unknown option `\(first)`; " + (mend ?? "`journey --help` tells what there is"))
    }
    let written = [arguments.prefix(2).joined(separator: " "), first]
    let mend = written.lazy.compactMap { suggestion(for: $0, among: commands.map(\.name)) }.first
    return UsageError("unknown command `\(first)`; " + (mend.map { "did you mean `\($0)`?" } ?? "`journey --help` lists all"))
}

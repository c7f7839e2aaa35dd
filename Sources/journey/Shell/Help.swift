import JourneyReports

/// The help of a command: usage, arguments, options, examples.
func help(for command: Command, ink: Ink = .none) -> String {
    var text = "\(command.summary)\n\n\(ink(.bold, "usage"))\n  \(usage(of: command))\n"
    if !command.discussion.isEmpty { text += "\n\(command.discussion)\n" }
    text += section("arguments", command.positionals.map { ($0.name, $0.help) }, ink)
    text += section(
        "options", command.options.map { (form(of: $0), description(of: $0)) } + [("-h, --help", "show this help")], ink)
    if !command.examples.isEmpty {
        text += "\n" + ink(.bold, "examples") + "\n"
        for example in command.examples { text += "  \(example.line)\n      \(ink(.dim, example.meaning))\n" }
    }
    return text
}

/// The help of the program: its commands, and how to go on.
func help(for commands: [Command], examples: [Command.Example], ink: Ink = .none) -> String {
    var text = "journey runs the customer journeys that marketers write\n\n"
    text += ink(.bold, "usage") + "\n  journey COMMAND [ARGUMENT…]\n"
    text += section("commands", commands.map { ($0.name, $0.summary) }, ink)
    text += section("options", [("-h, --help", "show this help, or with a command its help"), ("--version", "show the versions")], ink)
    if !examples.isEmpty {
        text += "\n" + ink(.bold, "examples") + "\n"
        for example in examples { text += "  \(example.line)\n      \(ink(.dim, example.meaning))\n" }
    }
    text += section(
        "exit codes",
        [
            ("0", "all is well"), ("1", "the journeys have errors, or what was asked for is not there"),
            ("2", "the command line is wrong"), ("3", "it could not run: a file, the store, the system"),
        ], ink)
    return text + "\n`journey COMMAND --help` tells more about a command\n"
}

/// `journey run PATH… [options]`.
func usage(of command: Command) -> String {
    let arguments = command.positionals.map { positional in
        let name = positional.name + (positional.repeats ? "…" : "")
        return positional.isRequired ? " \(name)" : " [\(name)]"
    }
    let required = command.options.filter(\.isRequired).map { " --\($0.name) \($0.value ?? "")" }
    let isFree = command.options.contains { !$0.isRequired }
    return "journey \(command.name)" + arguments.joined() + required.joined() + (isFree ? " [options]" : "")
}

private func form(of option: Command.Option) -> String {
    let letter = option.letter.map { "-\($0), " } ?? ""
    return letter + "--\(option.name)" + (option.value.map { " \($0)" } ?? "")
}

private func description(of option: Command.Option) -> String {
    var text = option.help
    if !option.choices.isEmpty { text += ": " + option.choices.joined(separator: ", ") }
    if option.repeats { text += " (may be repeated)" }
    return text
}

private func section(_ title: String, _ rows: [(String, String)], _ ink: Ink) -> String {
    guard !rows.isEmpty else { return "" }
    var table = TextTable([.init("", limit: 40), .init("", limit: 120)], indent: 2)
    for (name, help) in rows { table.add([.init(name, .cyan), .init(help)]) }
    return "\n" + ink(.bold, title) + "\n" + table.text(ink)
}

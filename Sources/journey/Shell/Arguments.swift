/// The arguments of one command, read.
struct Arguments: Equatable, Sendable {
    /// Values of options in the order in which they stood; a flag has an empty one.
    fileprivate(set) var values: [String: [String]] = [:]
    /// Values of positionals by name.
    fileprivate(set) var positionals: [String: [String]] = [:]

    func has(_ option: String) -> Bool { values[option] != nil }
    /// The value of an option; the last where it stood several times.
    func value(_ option: String) -> String? { values[option]?.last }
    func all(_ option: String) -> [String] { values[option] ?? [] }
    func positional(_ name: String) -> String? { positionals[name]?.first }
    func allPositionals(_ name: String) -> [String] { positionals[name] ?? [] }

    /// The value of an option as a number within bounds.
    func integer(_ option: String, in bounds: ClosedRange<Int> = 0...Int.max) throws(UsageError) -> Int? {
        guard let text = value(option) else { return nil }
        guard let number = Int(text), bounds.contains(number) else {
            let span =
                bounds.upperBound == .max ? "from \(bounds.lowerBound)" : "from \(bounds.lowerBound) to \(bounds.upperBound)"
            throw UsageError("`--\(option)` takes a whole number \(span), not `\(text)`")
        }
        return number
    }
}

/// The command line is wrong; exit code 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

/// Reads arguments against a command; nil where `-h` or `--help` stands among them.
///
/// `--opt value`, `--opt=value`, `-o value`; options and positionals in any order; after `--` everything is a positional, and a
/// lone `-` is one (standard input).
func parse(_ arguments: [String], for command: Command) throws(UsageError) -> Arguments? {
    var parser = ArgumentParser(command: command)
    var rest = arguments[...]
    while let argument = rest.popFirst() {
        if argument == "--" {
            parser.loose += rest
            break
        }
        if argument == "--help" || argument == "-h" { return nil }
        if argument.hasPrefix("-"), argument != "-" {
            try parser.option(argument, &rest)
        } else {
            parser.loose.append(argument)
        }
    }
    return try parser.finish()
}

private struct ArgumentParser {
    let command: Command
    var result = Arguments()
    /// What is no option.
    var loose: [String] = []

    init(command: Command) { self.command = command }

    mutating func option(_ argument: String, _ rest: inout ArraySlice<String>) throws(UsageError) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let written = parts[0]
        guard let option = command.options.first(where: { "--" + $0.name == written || $0.letter.map { "-\($0)" } == written })
        else {
            throw unknown(written)
        }
        if option.repeats == false, result.has(option.name) { throw UsageError("`--\(option.name)` stands twice; give it once") }
        guard let name = option.value else {
            if parts.count > 1 { throw UsageError("`\(written)` takes no value; write `\(written)` alone") }
            result.values[option.name, default: []].append("")
            return
        }
        // What looks like the next option is no value; `--opt=--value` says that it is meant.
        let follows = rest.first.map { !$0.hasPrefix("--") } ?? false
        guard let value = parts.count > 1 ? parts[1] : follows ? rest.popFirst() : nil, !value.isEmpty else {
            throw UsageError("`\(written)` needs a value: `\(written) \(name)`")
        }
        if !option.choices.isEmpty, !option.choices.contains(value) {
            let mend = suggestion(for: value, among: option.choices).map { "; did you mean `\($0)`?" } ?? ""
            let choices = option.choices.map { "`\($0)`" }.joined(separator: ", ")
            throw UsageError("`\(written)` takes one of \(choices), not `\(value)`" + mend)
        }
        result.values[option.name, default: []].append(value)
    }

    private func unknown(_ written: String) -> UsageError {
        let known = command.options.map { "--" + $0.name } + ["--help"]
        let mend = suggestion(for: written, among: known).map { "did you mean `\($0)`?" }
        return UsageError("unknown option `\(written)`; " + (mend ?? "`journey \(command.name) --help` lists all"))
    }

    mutating func finish() throws(UsageError) -> Arguments {
        var rest = loose[...]
        for positional in command.positionals {
            let taken = positional.repeats ? Array(rest) : Array(rest.prefix(1))
            rest = rest.dropFirst(taken.count)
            if taken.isEmpty {
                guard positional.isRequired else { continue }
                throw UsageError("\(positional.name) is missing: \(positional.help)")
            }
            result.positionals[positional.name] = taken
        }
        if let extra = rest.first {
            throw UsageError("unexpected argument `\(extra)`; `journey \(command.name) --help` tells what it takes")
        }
        return result
    }
}

import Foundation
import JourneyModel
import JourneyRuntime
import JourneyStore

/// `journey outbox retry`.
enum OutboxRetryCommand: Subcommand {
    static let command = OutboxChange.command(
        .retry, summary: "try messages again that failed or are in doubt",
        discussion: """
            By number, or all that failed or found nobody. A message in doubt is tried again only by its number or with --status
            uncertain: it may have arrived, and its receiver then sees it twice, with the same key.
            """,
        example: .init("journey outbox retry --store shop.db --journey cart_rescue", "all that failed of a journey"))

    static func run(_ arguments: Arguments) throws -> ExitCode { try OutboxChange.run(.retry, arguments) }
}

/// `journey outbox drop`.
enum OutboxDropCommand: Subcommand {
    static let command = OutboxChange.command(
        .drop, summary: "give messages up that wait or are in doubt",
        discussion: "They do not leave any more, and count for no cap. By number, or all of a status or a journey.",
        example: .init("journey outbox drop --store shop.db --status held --journey news", "what quiet hours hold of a journey"))

    static func run(_ arguments: Arguments) throws -> ExitCode { try OutboxChange.run(.drop, arguments) }
}

/// `journey outbox confirm`.
enum OutboxConfirmCommand: Subcommand {
    static let command = OutboxChange.command(
        .confirm, summary: "say that messages in doubt arrived",
        discussion: "Somebody has looked, at the provider's for instance: they count as sent.",
        example: .init("journey outbox confirm 17 18 --store shop.db", "two messages by their numbers"))

    static func run(_ arguments: Arguments) throws -> ExitCode { try OutboxChange.run(.confirm, arguments) }
}

/// What the three have in common.
private enum OutboxChange {
    static func command(_ verb: OutboxCommand, summary: String, discussion: String, example: Command.Example) -> Command {
        Command(
            name: verb.verb, summary: summary, discussion: discussion,
            positionals: [.init(name: "NUMBER", help: "of a message, as `journey outbox list` shows it", isRequired: false, repeats: true)],
            options: [
                .value("store", "FILE", "the store; a scheduler may be running on it, and does it then", isRequired: true),
                .value("status", "STATUS", "all of these, instead of numbers", choices: verb.statuses.map(\.name)),
                .value("journey", "NAME", "all of this journey's, instead of numbers"),
            ], examples: [example])
    }

    static func run(_ verb: OutboxCommand, _ arguments: Arguments) throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: whose outbox it is about") }
        let choice = try choice(arguments)
        let now = SystemClock().now()
        let asked = StoredCommand(at: now, operatorName: accountName(), verb: verb.verb, arguments: choice.json)
        return try OperatorStore.perform(at: path, asked) { store in
            let done = try OutboxCommand.perform(asked, in: store, at: now)
            put(done.result + "\n")
            return .success
        }
    }

    private static func choice(_ arguments: Arguments) throws(UsageError) -> OutboxCommand.Choice {
        var choice = OutboxCommand.Choice(journey: arguments.value("journey"))
        choice.status = arguments.value("status").flatMap { name in OutboxMessage.Status.allCases.first { $0.name == name } }
        for text in arguments.allPositionals("NUMBER") {
            guard let number = Int64(text), number > 0 else { throw UsageError("`\(text)` is no number of a message; `journey outbox list` shows them") }
            choice.numbers.append(number)
        }
        let isChosen = choice.status != nil || choice.journey != nil
        if choice.numbers.isEmpty, !isChosen { throw UsageError("which messages? give their numbers, or `--status` or `--journey`") }
        if !choice.numbers.isEmpty, isChosen { throw UsageError("give numbers, or `--status` and `--journey`, not both") }
        return choice
    }
}

/// A store for an operator's command: done here where no scheduler runs, else asked of the scheduler.
enum OperatorStore {
    /// - Parameter body: does it, the store open to write.
    static func perform(at path: String, _ command: StoredCommand, _ body: (SQLiteStore) throws -> ExitCode) throws -> ExitCode {
        try SQLiteStore.look(at: path, mayBeMissing: false)
        let lock: SchedulerLock
        do { lock = try SchedulerLock(store: path) } catch let held as SchedulerLock.Held {
            try ask(command, path, held.pid)
            return .success
        }
        defer { withExtendedLifetime(lock) {} }
        let store = try SQLiteStore.existing(at: path, access: .owner)
        defer { store.close() }
        return try body(store)
    }

    static func ask(_ command: StoredCommand, _ path: String, _ pid: String) throws {
        let store = try SQLiteStore.existing(at: path, access: .inbox)
        defer { store.close() }
        let number = try store.put(command: command, inbox: [])
        put("asked the scheduler" + (pid.isEmpty ? "" : ", pid \(pid)") + ", as command \(number)\n")
    }
}

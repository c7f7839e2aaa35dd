import JourneyChannels
import JourneyReports
import JourneyRuntime
import JourneyStore

let programVersion = "0.1.0"

let firstSteps = [
    Command.Example("journey check journeys/", "read journeys and say what is wrong"),
    Command.Example("journey simulate journeys/browse --events events.jsonl", "rehearse them on recorded events; nothing is sent"),
    Command.Example("journey run journeys/ --store shop.db --events /var/spool/shop", "run them"),
]

/// One command of the program: its description and what it does.
protocol Subcommand {
    static var command: Command { get }
    static func run(_ arguments: Arguments) async throws -> ExitCode
}

/// Runs a subcommand; what it throws becomes a message and an exit code.
func perform(_ subcommand: (any Subcommand.Type)?, _ arguments: Arguments) async -> ExitCode {
    guard let subcommand else { return .usage }
    do {
        return try await subcommand.run(arguments)
    } catch let error as UsageError {
        complain(error.description)
        return .usage
    } catch {
        complain(describe(error))
        return .failure
    }
}

/// A message on standard error.
func complain(_ text: String) { put(terminal.errors(.red, "error") + ": \(printable(text))\n", to: 2) }

func warn(_ text: String) { put(terminal.errors(.yellow, "warning") + ": \(printable(text))\n", to: 2) }

func note(_ text: String) { put(terminal.errors(.dim, printable(text)) + "\n", to: 2) }

private func describe(_ error: any Error) -> String {
    switch error {
    case let error as StoreError: error.sentence
    default: "\(error)"
    }
}

extension StoreError {
    /// What is wrong and what can be done about it.
    var sentence: String {
        switch self {
        case .database(let code, let message, let doing): "\(doing) failed: \(message) (SQLite \(code))"
        case .duplicateMessage(let key): "message \(key) is in the outbox already"
        case .newerSchema(let found, let known):
            "the store has schema \(found), this program knows \(known); use the newer version of the program"
        case .damaged(let what): "the store cannot be used: \(what)"
        default: "\(self)"
        }
    }
}

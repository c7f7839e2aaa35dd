import Foundation
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

let programVersion = "0.1.0"

/// All versions that can matter in a report of a fault: with other time-zone data a wall clock can read otherwise.
var versionText: String {
    """
    journey \(programVersion)
    SQLite \(sqliteVersion)
    time zones \(TimeZone.timeZoneDataVersion)

    """
}

let firstSteps = [
    Command.Example("journey new shop", "a workspace with a first journey; --list shows ready-made ones"),
    Command.Example("journey check shop", "read journeys and say what is wrong"),
    Command.Example("journey simulate shop --events shop/events.jsonl", "rehearse them; nothing is sent"),
    Command.Example("journey run shop --store shop.db --events /var/spool/shop", "run them for real"),
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
        complain("\(error)")
        return .failure
    }
}

/// The code to end with: results that could not be printed are a failure, whatever they were.
func ending(_ code: ExitCode) -> Int32 {
    guard let fault = outputFault else { return code.rawValue }
    complain("standard output took no more: \(String(cString: strerror(fault))); what was printed is not whole")
    return ExitCode.failure.rawValue
}

/// A message on standard error.
func complain(_ text: String) { put(terminal.errors(.red, "error") + ": \(printable(text))\n", to: 2) }

func warn(_ text: String) { put(terminal.errors(.yellow, "warning") + ": \(printable(text))\n", to: 2) }

func note(_ text: String) { put(terminal.errors(.dim, printable(text)) + "\n", to: 2) }

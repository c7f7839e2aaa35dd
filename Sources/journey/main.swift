import Foundation
import JourneyReports

// A limit on the size of files is an error of the write, not the end.
signal(SIGXFSZ, SIG_IGN)
let terminal = Terminal.current()
let subcommands: [any Subcommand.Type] = [
    NewCommand.self, CheckCommand.self, FormatCommand.self, GraphCommand.self, SimulateCommand.self, RunCommand.self, IngestCommand.self,
    TestCommand.self, ImportCommand.self,
    DeployCommand.self, VersionsCommand.self, PauseCommand.self, ResumeCommand.self, StatusCommand.self, ExplainCommand.self,
    CustomerShowCommand.self, CustomerExportCommand.self, CustomerMergeCommand.self, CustomerMergesCommand.self, CustomerForgetCommand.self,
    PreviewCommand.self, SendCommand.self, OutboxListCommand.self, OutboxRetryCommand.self,
    OutboxDropCommand.self, OutboxConfirmCommand.self, AuditCommand.self, DoctorCommand.self, BackupCommand.self,
]

switch route(Array(CommandLine.arguments.dropFirst()), among: subcommands.map { $0.command }) {
case .help(let command):
    put(command.map { help(for: $0, ink: terminal.output) } ?? help(for: subcommands.map { $0.command }, examples: firstSteps, ink: terminal.output))
    exit(ending(.success))
case .version:
    put(versionText)
    exit(ending(.success))
case .usage(let error):
    complain(error.description)
    exit(ExitCode.usage.rawValue)
case .run(let command, let arguments):
    let subcommand = subcommands.first { $0.command.name == command.name }
    exit(ending(await perform(subcommand, arguments)))
}

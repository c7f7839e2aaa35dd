import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyRuntime
import JourneyStore

/// `journey send`: a message to oneself, through the real channel.
enum SendCommand: Subcommand {
    static let command = Command(
        name: "send", summary: "send a message to one customer now, as a test",
        discussion: """
            It leaves through the real channel, outside caps, consent and quiet hours, and never to somebody who is suppressed. Values come
            from the customer, from the journey that has the customer inside, and from --with. Without --via it takes the first channel
            that the message has a text for and the customer an address.
            """,
        positionals: [
            .init(name: "MESSAGE", help: "the message's name"),
            .init(name: "PATH", help: "a .journey file, or a folder of them", repeats: true),
        ],
        options: [
            .value("store", "FILE", "the store; a scheduler may be running on it, and sends then", isRequired: true),
            .value("to", "ID", "the customer's id, as in the events", isRequired: true),
            .value("via", "CHANNEL", "through this channel"),
            .value("with", "JSON", #"values: {"name":"Lin","event":{"product":"A100"}}"#),
        ],
        examples: [
            .init("journey send cart_reminder journeys --to lin --store shop.db", "the way a customer would get it"),
            .init(#"journey send cart_reminder journeys --to lin --store shop.db --via sms --with '{"event":{"product":"tea"}}'"#, "as a text message"),
        ])

    static func run(_ arguments: Arguments) async throws -> ExitCode {
        guard let path = arguments.value("store") else { throw UsageError("`--store FILE` is missing: where the customer is") }
        guard let customer = arguments.value("to") else { throw UsageError("`--to ID` is missing: whom to send it to") }
        let test = TestMessage(
            content: arguments.positional("MESSAGE") ?? "", customer: customer, channel: arguments.value("via"),
            values: try PreviewCommand.values(arguments))
        let workspace = try Workspace(arguments.allPositionals("PATH"))
        guard workspace.machines() != nil else { return .problems }
        if let refusal = PreviewCommand.unknown(test.content, workspace) {
            complain(refusal)
            return .problems
        }
        try SQLiteStore.look(at: path, mayBeMissing: false)
        let now = SystemClock().now()
        let asked = StoredCommand(at: now, operatorName: accountName(), verb: TestMessage.verb, arguments: test.json)
        let lock: SchedulerLock
        do { lock = try SchedulerLock(store: path) } catch let held as SchedulerLock.Held {
            try OperatorStore.ask(asked, path, held.pid)
            return .success
        }
        defer { withExtendedLifetime(lock) {} }
        let routes = try ChannelRoutes.open(workspace, output: 1)
        let store = try SQLiteStore.existing(at: path, access: .owner)
        defer { store.close() }
        let engine = try PreviewCommand.engine(of: workspace, names: store.names, versions: store.versions())
        let (done, outcomes) = try await test.send(asked, with: engine, routes: routes, in: store, at: now)
        if done.status == .refused {
            complain(done.result)
            return .problems
        }
        for outcome in outcomes {
            put("\(outcome.status.name) via \(outcome.channel)" + (outcome.reason.isEmpty ? "" : ": \(printable(outcome.reason))") + "\n")
        }
        return outcomes.contains { $0.status == .sent } ? .success : .problems
    }
}

import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyReports
import JourneyRuntime
import JourneyStore

/// `journey preview`: what each channel would get of a message.
enum PreviewCommand: Subcommand {
    static let command = Command(
        name: "preview", summary: "show what a message says on each channel",
        discussion: """
            Values come from the customer and from the journey that has the customer inside, and from --with, which goes before. What is
            not known stands as its placeholder; such a message would not be sent, and the command ends with 1.
            """,
        positionals: [
            .init(name: "MESSAGE", help: "the message's name"),
            .init(name: "PATH", help: "a .journey file, or a folder of them", repeats: true),
        ],
        options: [
            .value("customer", "ID", "as this customer would get it; goes with --store"),
            .value("store", "FILE", "the store that knows the customer; a scheduler may be running on it"),
            .value("with", "JSON", #"values: {"name":"Lin","event":{"product":"A100"}}"#),
            .value("channel", "NAME", "only this channel"),
            .flag("json", "one JSON object"),
        ],
        examples: [
            .init("journey preview cart_reminder journeys", "every channel, with the placeholders"),
            .init("journey preview cart_reminder journeys --customer c42 --store shop.db", "as one customer would get it"),
            .init(#"journey preview cart_reminder journeys --channel sms --with '{"event":{"product":"tea"}}'"#, "with values of your own"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        if arguments.has("customer") != arguments.has("store") { throw UsageError("`--customer ID` and `--store FILE` go together") }
        let values = try values(arguments)
        let workspace = try Workspace(arguments.allPositionals("PATH"))
        guard workspace.machines() != nil else { return .problems }
        let content = arguments.positional("MESSAGE") ?? ""
        if let refusal = unknown(content, workspace) {
            complain(refusal)
            return .problems
        }
        let store = try arguments.value("store").map { try SQLiteStore.existing(at: $0, access: .reader) }
        defer { store?.close() }
        let engine = try engine(of: workspace, names: store?.names ?? NameTable(), versions: store?.versions() ?? [])
        let customer = arguments.value("customer") ?? ""
        var state = CustomerState(id: customer)
        if let store, let known = try CustomerCache.state(of: customer, in: store) {
            state = known
        } else if store != nil {
            complain("no event is of customer `\(customer)`")
            return .problems
        }
        let previews = try previews(content, arguments.value("channel"), engine, state, values)
        let page = MessagePage(content: content, customer: arguments.value("customer"), previews: previews)
        put(arguments.has("json") ? page.json + "\n" : page.text(ink: terminal.output))
        return previews.contains { !$0.missing.isEmpty || $0.isTooLong } ? .problems : .success
    }

    private static func previews(_ content: String, _ only: String?, _ engine: Engine, _ state: CustomerState, _ values: PreviewValues)
        throws -> [MessagePreview]
    {
        let channels = engine.channels(of: content) ?? []
        if let only, !channels.contains(only) {
            let mend = suggestion(for: only, among: channels).map { "; did you mean `\($0)`?" } ?? ""
            throw UsageError("the message `\(content)` has no text for `\(only)`" + mend)
        }
        // A key that no message has: only the length of the links is to be right.
        let link = MessageLink(key: String(repeating: "0", count: 32), journey: "journey", step: "send#1")
        return channels.filter { only ?? $0 == $0 }.compactMap {
            engine.preview(content, via: $0, of: state, with: values, link: link, at: SystemClock().now())
        }
    }

    // MARK: Shared with `send`

    static func values(_ arguments: Arguments) throws -> PreviewValues {
        guard let json = arguments.value("with") else { return PreviewValues() }
        guard let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)), object is [String: Any] else {
            throw UsageError(#"`--with` takes a JSON object such as {"name":"Lin"}, not `\#(json)`"#)
        }
        return PreviewValues(members: Array(json.trimmingCharacters(in: .whitespacesAndNewlines).utf8.dropFirst().dropLast()))
    }

    /// Why there is nothing to show of a message; nil where there is.
    static func unknown(_ content: String, _ workspace: Workspace) -> String? {
        let messages = workspace.compiled.catalogue.messages
        if messages.contains(where: { $0.name == content && !$0.bodies.isEmpty }) { return nil }
        if messages.isEmpty { return "no `message` is declared in these files, so `\(content)` is a name alone" }
        let mend = suggestion(for: content, among: messages.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
        return "no message `\(content)` with a text is declared" + mend
    }

    static func engine(of workspace: Workspace, names: NameTable, versions: [StoredVersion]) throws -> Engine {
        let deployment = try Deployer.load(versions, with: workspace.compiled.definitions, names: names)
        return Engine(deployment: deployment, isBackfill: false, policy: workspace.compiled.policy)
    }
}

/// The previews of a message, for people and for programs.
struct MessagePage {
    var content: String
    var customer: String?
    var previews: [MessagePreview]

    func text(ink: Ink) -> String {
        previews.map { preview in
            var text = ink(.bold, printable(preview.channel)) + "  " + ink(.dim, preview.lengths) + "\n"
            for (name, part) in preview.body.parts {
                if preview.body.parts.count > 1 { text += "  " + ink(.dim, printable(name)) + "\n" }
                for line in part.split(separator: "\n", omittingEmptySubsequences: false) { text += "  " + printable(String(line)) + "\n" }
            }
            var table = TextTable([.init("", limit: 48), .init("", limit: 48), .init("", limit: 40)], indent: 2)
            for value in preview.values {
                table.add([
                    .init("{\(value.written)}", .cyan), .init(value.value ?? "unknown", value.value == nil ? .red : nil), .init(value.origin, .dim),
                ])
            }
            if !preview.values.isEmpty { text += "\n" + table.text(ink) }
            if !preview.missing.isEmpty { text += "  " + ink(.red, "would not be sent: missing_value " + preview.missing.joined(separator: ", ")) + "\n" }
            if preview.isTooLong { text += "  " + ink(.red, "would not be sent: too long") + "\n" }
            return text
        }.joined(separator: "\n")
    }

    var json: String {
        let customer = customer.map { JSONText.quoted($0) } ?? "null"
        return "{\"message\":\(JSONText.quoted(content)),\"customer\":\(customer),\"channels\":[\(previews.map(\.json).joined(separator: ","))]}"
    }
}

extension MessagePreview {
    private var isSMS: Bool { channel == "sms" }

    /// `96 bytes of 2,048 at most`; of a text message its places and how many it takes.
    fileprivate var lengths: String {
        let text = body["text"]
        if isSMS {
            let length = SMSLength(text)
            return counted(Int64(text.unicodeScalars.count), "character") + ", " + counted(Int64(length.messages), "text message")
                + (length.isGSM ? " (GSM-7)" : " (UCS-2)")
        }
        guard let limit else { return counted(Int64(text.count), "character") }
        return "\(grouped(Int64(limit.length(of: text)))) of \(grouped(Int64(limit.most))) \(limit.unit.rawValue)"
    }

    fileprivate var json: String {
        let text = body["text"]
        let length = SMSLength(text)
        let parts = body.parts.map { "\(JSONText.quoted($0.name)):\(JSONText.quoted($0.text))" }.joined(separator: ",")
        let shown = values.map { value in
            "{\"placeholder\":\(JSONText.quoted(value.written)),\"value\":\(value.value.map { JSONText.quoted($0) } ?? "null"),"
                + "\"origin\":\(JSONText.quoted(value.origin))}"
        }.joined(separator: ",")
        let limit = limit.map { "{\"most\":\($0.most),\"unit\":\"\($0.unit.rawValue)\"}" } ?? "null"
        let sms = isSMS ? ",\"sms\":{\"alphabet\":\"\(length.isGSM ? "GSM-7" : "UCS-2")\",\"places\":\(length.places),\"messages\":\(length.messages)}" : ""
        return "{\"channel\":\(JSONText.quoted(channel)),\"parts\":{\(parts)},\"bytes\":\(text.utf8.count),"
            + "\"characters\":\(text.unicodeScalars.count),\"limit\":\(limit)\(sms),\"values\":[\(shown)],"
            + "\"missing\":[\(missing.map { JSONText.quoted($0) }.joined(separator: ","))],\"too_long\":\(isTooLong)}"
    }
}

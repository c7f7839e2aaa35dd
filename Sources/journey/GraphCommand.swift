import JourneyCompiler
import JourneyLanguage

/// `journey graph`: the state machine of a journey as a picture.
enum GraphCommand: Subcommand {
    static let command = Command(
        name: "graph", summary: "draw the state machine of a journey",
        positionals: [.init(name: "PATH", help: "a .journey file, or a folder of them", repeats: true)],
        options: [
            .value("as", "FORMAT", "what to write; mermaid is the default", choices: GraphFormat.allCases.map(\.rawValue)),
            .value("journey", "NAME", "only this journey"),
            .value(
                "language", "LANGUAGE", "of the words on an svg picture; en is the default",
                choices: Language.allCases.map(\.rawValue)),
        ],
        examples: [
            .init("journey graph cart.journey --as svg > cart.svg", "a picture for a slide"),
            .init("journey graph cart.journey", "Mermaid, for a page or a chat"),
            .init("journey graph cart.journey --as dot | dot -Tpng > cart.png", "a drawing by Graphviz"),
            .init("journey graph journeys/ --journey winback --as json", "for a program"),
        ])

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let workspace = try Workspace(arguments.allPositionals("PATH"))
        guard var machines = workspace.machines() else { return .problems }
        if let name = arguments.value("journey") {
            let known = machines.map(\.name)
            machines = machines.filter { $0.name == name }
            if machines.isEmpty {
                let mend = suggestion(for: name, among: known).map { "did you mean `\($0)`?" }
                throw UsageError(
                    "there is no journey `\(name)`; " + (mend ?? "there are \(known.map { "`\($0)`" }.joined(separator: ", "))"))
            }
        }
        let format = arguments.value("as").flatMap(GraphFormat.init) ?? .mermaid
        let language = arguments.value("language").flatMap(Language.init) ?? .english
        put(machinesGraph(machines, as: format, in: language))
        return .success
    }
}

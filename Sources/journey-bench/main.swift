import Foundation

// `journey-bench` measures; `journey-bench scenario NAME …` is one measurement in a process of its own, so that its peak memory is its
// own.
do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "scenario" {
        try await ScenarioRun(Array(arguments.dropFirst())).run()
    } else if arguments.first == "language" {
        if let options = try BenchOptions(Array(arguments.dropFirst())) { try LanguageBench(options).run() } else { print(BenchOptions.help) }
    } else if arguments.first == "webhook" {
        try await WebhookBench(Array(arguments.dropFirst())).run()
    } else if arguments.first == "generate", arguments.count > 1 {
        if let options = try BenchOptions(Array(arguments.dropFirst(2))) {
            _ = try generateEvents(
                to: arguments[1], options: GeneratorOptions(events: options.events, customers: options.customers, seed: options.seed))
        }
    } else if arguments.first == "sink" {
        var sink = try Sink()
        sink.run()
    } else if let options = try BenchOptions(arguments) {
        try Bench(options).run()
    } else {
        print(BenchOptions.help)
    }
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(3)
}

import JourneyCompiler
import JourneyLanguage
import JourneyModel

/// A program, or a condition that is put into one, and the events that it runs over: nothing ends the process, states and
/// decisions come back from their packed form, and the same comes of the same.
enum RunningTarget {
    private static let divider = Array("\n---\n".utf8)

    static func check(_ input: [UInt8]) throws {
        let (program, log) = parts(input)
        let events = events(log)
        for text in programs(program) {
            let parsed = parse(SourceText(name: "fuzz.journey", bytes: text))
            if parsed.hasErrors { continue }
            let compiled = compile([("fuzz.journey", parsed)])
            if compiled.hasErrors { continue }
            guard let first = try run(compiled, events), let second = try run(compiled, events) else { continue }
            try require(first == second, "the same events give other decisions")
        }
    }

    private static func run(_ compiled: CompiledWorkspace, _ events: EventBatch) throws -> [String]? {
        var run = EngineRun(compiled.machines, policy: compiled.policy, definitions: compiled.definitions)
        for event in events.events { try run.take(event, of: events) }
        if let last = events.events.map(\.at).max() { try run.fire(before: last + 400 * .day) }
        return run.decisions.map { "\($0)" }
    }

    private static func parts(_ input: [UInt8]) -> (program: [UInt8], log: [UInt8]) {
        guard let place = input.indices.first(where: { input[$0...].starts(with: divider) }) else { return (input, []) }
        return (Array(input[..<place]), Array(input[(place + divider.count)...]))
    }

    /// A program as it is; else a condition at each of the places where one can stand, and a value.
    private static func programs(_ text: [UInt8]) -> [[UInt8]] {
        if contains(text, "when") || contains(text, "当") { return [text] }
        func around(_ before: String, _ after: String) -> [UInt8] { Array(before.utf8) + text + Array(after.utf8) }
        return [
            around("when browsed again always if (", ") tag yes else tag no end"),
            around("when bought where (", ") again always tag bought"),
            around("when browsed again always set x to (", ") record seen with it: x, of: event.total"),
            around("when browsed for customers where (", ") again always exit when (\(String(decoding: text, as: UTF8.self))) tag inside"),
        ]
    }

    private static func contains(_ text: [UInt8], _ word: String) -> Bool {
        let word = Array(word.utf8)
        return text.indices.contains { text[$0...].starts(with: word) }
    }

    /// The good lines, at most forty.
    private static func events(_ log: [UInt8]) -> EventBatch {
        var batch = EventBatch(names: NameTable())
        let reader = EventLineReader()
        for (number, line) in log.split(separator: 0x0a).prefix(40).enumerated() {
            try? Array(line).withUnsafeBytes {
                try reader.read($0, position: UInt64(number) + 1, next: 0, context: EventText.context, into: &batch)
            }
        }
        return batch
    }
}

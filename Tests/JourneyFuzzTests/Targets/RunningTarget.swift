import JourneyCompiler
import JourneyEngine
import JourneyLanguage
import JourneyModel

/// A program, or a condition that is put into one, and the events that it runs over: nothing ends the process, states and
/// decisions come back from their packed form, and the same comes of the same.
enum RunningTarget {
    private static let divider = Array("\n---\n".utf8)
    private static let english = Array("when".utf8)
    private static let chinese = Array("当".utf8)

    static func check(_ input: [UInt8], _ sample: Sample) throws {
        let (program, log) = parts(input)
        let texts = programs(program)
        var events: EventBatch?
        for (index, text) in texts.enumerated() where sample.takes(texts.count, index) {
            let parsed = parse(SourceText(name: "fuzz.journey", bytes: text))
            if parsed.hasErrors { continue }
            let compiled = compile([("fuzz.journey", parsed)])
            if compiled.hasErrors { continue }
            let shown = events ?? Self.events(log)
            events = shown
            let first = try run(compiled, shown)
            guard sample.takes(oneIn: 8, 0) else { continue }
            try require(first == (try run(compiled, shown)), "the same events give other decisions")
        }
    }

    private static func run(_ compiled: CompiledWorkspace, _ events: EventBatch) throws -> [Decision] {
        var run = EngineRun(compiled.machines, policy: compiled.policy, definitions: compiled.definitions)
        for event in events.events { try run.take(event, of: events) }
        if let last = events.events.map(\.at).max() { try run.fire(before: last + 400 * .day) }
        return run.decisions
    }

    private static func parts(_ input: [UInt8]) -> (program: [UInt8], log: [UInt8]) {
        guard let place = place(of: divider, in: input) else { return (input, []) }
        return (Array(input[..<place]), Array(input[(place + divider.count)...]))
    }

    /// A program as it is; else a condition at each of the places where one can stand, and a value.
    private static func programs(_ text: [UInt8]) -> [[UInt8]] {
        if place(of: english, in: text) != nil || place(of: chinese, in: text) != nil { return [text] }
        func around(_ before: String, _ after: String) -> [UInt8] { Array(before.utf8) + text + Array(after.utf8) }
        return [
            around("when browsed again always if (", ") tag yes else tag no end"),
            around("when bought where (", ") again always tag bought"),
            around("when browsed again always set x to (", ") record seen with it: x, of: event.total"),
            around("when browsed for customers where (", ") again always exit when (\(String(decoding: text, as: UTF8.self))) tag inside"),
        ]
    }

    private static func place(of word: [UInt8], in text: [UInt8]) -> Int? {
        guard text.count >= word.count else { return nil }
        return (0...text.count - word.count).first { start in
            text[start] == word[0] && word.indices.allSatisfy { text[start + $0] == word[$0] }
        }
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

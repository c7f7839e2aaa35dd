import Foundation
import JourneyModel
import JourneyStore

/// What an operator asks of the one who holds the store, as its row in the table of commands says it.
public struct OperatorRequest: Equatable, Sendable {
    public enum Verb: String, Sendable, CaseIterable {
        case pause, resume, deploy, rollback
        /// Only noted: a scheduler that begins.
        case start
    }

    public var verb: Verb
    /// Of `pause` and `resume`; empty: all.
    public var journeys: [String] = []
    /// Of `pause`: entries are held.
    public var holds = false
    /// Of `rollback`: a number or the first digits of a hash; nil: the version before.
    public var version: String?
    /// Of `deploy`: where the journeys are read from, absolute.
    public var paths: [String] = []
    /// Of `deploy`: the version of each journey that was previewed; others are refused. Empty: whatever stands there.
    public var hashes: [String: String] = [:]
    /// Of `deploy`: those inside older versions go on in the current ones.
    public var moves = false
    /// Of `deploy`: those inside journeys that are gone leave.
    public var drains = false

    public init(_ verb: Verb) { self.verb = verb }

    private struct Arguments: Codable {
        var journeys: [String]?
        var all: Bool?
        var hold: Bool?
        var version: String?
        var paths: [String]?
        var hashes: [String: String]?
        var move: Bool?
        var drain: String?
    }

    /// The row that asks for it.
    public func command(at: Timestamp, by operatorName: String) -> StoredCommand {
        func some(_ flag: Bool) -> Bool? { flag ? true : nil }
        let arguments = Arguments(
            journeys: journeys.isEmpty ? nil : journeys, all: some(journeys.isEmpty && (verb == .pause || verb == .resume)),
            hold: some(holds), version: version, paths: paths.isEmpty ? nil : paths, hashes: hashes.isEmpty ? nil : hashes,
            move: some(moves), drain: drains ? "exit" : nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts and flags are all that there is to encode.
        let json = (try? encoder.encode(arguments)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return StoredCommand(at: at, operatorName: operatorName, verb: verb.rawValue, arguments: json)
    }

    /// What a row asks for; nil where this program does not know it.
    public init?(_ command: StoredCommand) {
        guard let verb = Verb(rawValue: command.verb),
            let arguments = try? JSONDecoder().decode(Arguments.self, from: Data(command.arguments.utf8))
        else { return nil }
        self.verb = verb
        journeys = arguments.journeys ?? []
        // What names nothing and does not say `all` is not taken for everything.
        if journeys.isEmpty, arguments.all != true, verb == .pause || verb == .resume { return nil }
        holds = arguments.hold ?? false
        version = arguments.version
        paths = arguments.paths ?? []
        hashes = arguments.hashes ?? [:]
        moves = arguments.move ?? false
        drains = arguments.drain == "exit"
    }
}

extension StoredCommand {
    public func ended(_ status: Status, _ result: String, at now: Timestamp) -> StoredCommand {
        var ended = self
        ended.status = status
        ended.result = result
        ended.finishedAt = now
        return ended
    }

    /// As the log keeps it.
    public func encoded() -> [UInt8] {
        var out = ByteWriter()
        out.signed(number)
        out.text(operatorName)
        out.text(verb)
        out.text(arguments)
        out.unsigned(UInt64(status.rawValue))
        out.text(result)
        return out.bytes
    }

    /// Ends the command's row, or makes one that is ended, in the open transaction, and journals where it stands among the events.
    public func end(_ status: Status, _ result: String, at now: Timestamp, in store: any Store) throws {
        var ended = ended(status, result, at: now)
        if ended.number == 0 { ended.number = try store.put(command: ended, inbox: []) } else { try store.finish(ended) }
        try store.append(.command, customer: "", at: now, bytes: ended.encoded())
    }
}

extension [Deployer.Change] {
    /// `new: a, b; changed: c`; what is unchanged is not told.
    public var told: String {
        let kinds: [Deployer.Change.Kind] = [.new, .changed, .renamed, .gone, .rolledBack]
        return kinds.compactMap { kind in
            let names = filter { $0.kind == kind }.map(\.journey)
            return names.isEmpty ? nil : "\(kind.rawValue): \(names.joined(separator: ", "))"
        }.joined(separator: "; ")
    }
}

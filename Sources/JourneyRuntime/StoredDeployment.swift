import Foundation
import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

/// What a deployment is made of beside the machines, as a store keeps it: commands that are given no files find in it what they need
/// to decide as the scheduler does.
public struct StoredDeployment: Codable, Equatable, Sendable {
    public var definitions: Definitions
    public var policy: Policy
    /// The files and folders that the scheduler reads, absolute.
    public var paths: [String]
    /// When it was deployed.
    public var at: Timestamp

    static let setting = "deployment"

    public init(definitions: Definitions, policy: Policy, paths: [String] = [], at: Timestamp) {
        self.definitions = definitions
        self.policy = policy
        self.paths = paths
        self.at = at
    }

    /// A store whose journeys cannot be run from what it says of them.
    public struct Unreadable: Error, CustomStringConvertible {
        public var description: String
    }

    /// What the store has; nil where nothing was ever deployed to it.
    /// - Throws: `Unreadable` where another release wrote it: the next start of the scheduler writes it anew.
    public init?(_ store: any Store) throws {
        guard let bytes = try store.setting(Self.setting) else { return nil }
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else {
            throw Unreadable(
                description: "another release of the program wrote the store's deployment; `journey run` writes it anew when it starts")
        }
        self = read
    }

    public static func isThere(in store: any Store) throws -> Bool { try store.setting(setting) != nil }

    /// Writes it where it says something new, in the open transaction; gives whether it did.
    @discardableResult
    func write(to store: any Store) throws -> Bool {
        var before = try? Self(store)
        before?.at = at
        if before == self { return false }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try store.set(setting: Self.setting, to: [UInt8](try encoder.encode(self)))
        return true
    }
}

extension Deployer {
    /// The engine that a scheduler on this store has, for commands that are given no files. Nothing is written.
    /// - Throws: `StoredDeployment.Unreadable` where nothing was deployed, or by another release.
    public static func engine(of store: any Store, isBackfill: Bool = false) throws -> Engine {
        guard let stored = try StoredDeployment(store) else {
            throw StoredDeployment.Unreadable(description: "no journey was ever deployed to this store; `journey run` and `journey deploy` do")
        }
        var history = try HistorySetting(store)
        let former = try EpochBook(store).former
        let deployment = try load(try store.versions(), with: stored.definitions, names: store.names) { kept in
            var epoch = history.note(kept, isBeforeAnyEvent: store.progress.clock == .distantPast)
            epoch.former = former
            return epoch
        }
        var engine = Engine(deployment: deployment, isBackfill: isBackfill, policy: stored.policy)
        engine.prunedThrough = store.retention.through
        return engine
    }
}

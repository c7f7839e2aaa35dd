import JourneyCompiler
import JourneyEngine
import JourneyModel
import JourneyStore

extension Deployer {
    /// A rollback that cannot be done; nothing changed.
    public struct NoRollback: Error, Equatable, CustomStringConvertible {
        public var description: String
    }

    /// Puts an earlier version of a journey back, in a transaction of its own. It stays although the file says otherwise, until the
    /// machine in the file is another.
    /// - Parameters:
    ///   - version: the number, or the first digits of the hash, of the version; nil: the one that was current before.
    ///   - also: done in the same transaction, with the number of the version.
    /// - Throws: `NoRollback`, `StoredDeployment.Unreadable`, `StoreError`.
    public static func rollBack(
        _ journey: String, to version: String? = nil, in store: any Store, at now: Timestamp, also: (UInt32) throws -> Void = { _ in }
    ) throws -> Deployment {
        let definitions = try StoredDeployment(store)?.definitions ?? Definitions()
        return try transaction(on: store) {
            var desk = try Desk(store, at: now)
            let (index, current) = try choose(journey, version, desk)
            try requireNames(of: desk.versions[index], in: definitions)
            // What the file says is the pin's where there is one.
            let fromFile = desk.book.pins[journey]?.hash ?? desk.versions[current].hash
            #if FaultInjection
                if PlantedBug.chosen == .rollbackKeepsNew {
                    try also(desk.versions[index].number)
                    return try desk.settle(definitions)
                }
                if PlantedBug.chosen == .rollbackUnpinned {
                    try desk.makeCurrent(index)
                    try also(desk.versions[index].number)
                    return try desk.settle(definitions)
                }
            #endif
            try desk.makeCurrent(index)
            let chosen = desk.versions[index]
            desk.book.pins[journey] = chosen.hash == fromFile ? nil : VersionBook.Pin(version: chosen.number, hash: fromFile)
            let deployment = try desk.settle(definitions)
            try also(chosen.number)
            return deployment
        }
    }

    /// Indices of the version that is meant and of the current one.
    private static func choose(_ journey: String, _ version: String?, _ desk: Desk) throws -> (chosen: Int, current: Int) {
        let all = desk.versions.indices.filter { desk.versions[$0].journey == journey }
        guard let current = all.first(where: { desk.versions[$0].isCurrent }) else {
            throw NoRollback(description: "no journey `\(journey)` runs in this store")
        }
        func told(_ index: Int) -> String { "\(desk.versions[index].number) (\(desk.versions[index].hash.prefix(8)))" }
        guard let version else {
            let since = desk.book.since
            let earlier = all.filter { $0 != current }.max {
                let (a, b) = (desk.versions[$0].number, desk.versions[$1].number)
                return (since[a] ?? .distantPast, a) < (since[b] ?? .distantPast, b)
            }
            guard let earlier else { throw NoRollback(description: "journey `\(journey)` has only one version, \(told(current))") }
            return (earlier, current)
        }
        let fitting = all.filter { String(desk.versions[$0].number) == version }
        let chosen = fitting.isEmpty && version.utf8.count >= 4 ? all.filter { desk.versions[$0].hash.hasPrefix(version) } : fitting
        guard chosen.count == 1 else {
            throw NoRollback(
                description: "journey `\(journey)` has no version `\(version)`; it has " + all.map(told).joined(separator: ", "))
        }
        if chosen[0] == current { throw NoRollback(description: "version \(told(current)) of journey `\(journey)` is current already") }
        return (chosen[0], current)
    }

    /// An earlier version may name an audience that nobody declares any more: it would let nobody in, without a word.
    private static func requireNames(of version: StoredVersion, in definitions: Definitions) throws {
        let machine = try version.decoded()
        let known = Set(definitions.audiences.map(\.name))
        var missing: Set<String> = []
        machine.forEachFormula { root in
            root.forEachPart { if case .inAudience(let name) = $0, !known.contains(name) { missing.insert(name) } }
        }
        switch machine.trigger {
        case .entersAudience(let name), .leavesAudience(let name): if !known.contains(name) { missing.insert(name) }
        default: break
        }
        guard let first = missing.sorted().first else { return }
        throw NoRollback(
            description: "version \(version.number) of journey `\(version.journey)` asks for the audience `\(first)`, which is not declared any more")
    }
}

import Foundation
import JourneyModel

extension Machine {
    /// Canonical JSON: keys sorted, nothing optional. Equal machines give equal bytes.
    public func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }

    /// Reads what `encoded` wrote. Throws a `DecodingError` for anything else, a transition that leads nowhere included.
    public init(encoded: [UInt8]) throws {
        let machine = try JSONDecoder().decode(Machine.self, from: Data(encoded))
        let targets = machine.states.flatMap(\.transitions).map(\.target) + machine.states.flatMap(\.loops)
        guard !machine.states.isEmpty, targets.allSatisfy(machine.states.indices.contains) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "a transition leads to no state"))
        }
        self = machine
    }

    /// The version of a journey: 32 hexadecimal digits, SipHash-2-4-128 with a zero key over the canonical JSON.
    ///
    /// Stable over processes, machines and releases. Comments and layout are not in it.
    public var hash: String {
        // Encoding fails only for numbers that JSON cannot hold, and a machine holds integers and texts alone.
        Machine.digest((try? encoded()) ?? [])
    }

    /// As `hash`, of the trigger alone: a watch carries on over a deployment that leaves it as it was.
    public var triggerHash: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Machine.digest([UInt8]((try? encoder.encode(trigger)) ?? Data()))
    }

    private static func digest(_ bytes: [UInt8]) -> String {
        let sip = SipHash(k0: 0, k1: 0, compressionRounds: 2, finalizationRounds: 4)
        let (low, high) = bytes.withUnsafeBytes { sip.hash128($0) }
        return String(decoding: StableHash.hex(low: low, high: high), as: UTF8.self)
    }
}

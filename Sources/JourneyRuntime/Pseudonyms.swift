import JourneyModel

/// What stands for the id of somebody who was forgotten: a keyed hash, from which nobody reads the id back.
public struct Pseudonyms {
    private let hash: SipHash

    public init(salt: [UInt8]) {
        var key = salt
        if let last = key.indices.last { key[last] ^= 0x80 }
        hash = SipHash(key: key)
    }

    func pseudonym(of id: UnsafeRawBufferPointer) -> String {
        let (low, high) = hash.hash128(id)
        return "forgotten-" + String(decoding: StableHash.hex(low: low, high: high), as: UTF8.self)
    }

    public func pseudonym(of id: String) -> String {
        var id = id
        return id.withUTF8 { pseudonym(of: UnsafeRawBufferPointer($0)) }
    }
}

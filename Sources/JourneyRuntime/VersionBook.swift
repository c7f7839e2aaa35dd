import JourneyModel
import JourneyStore

/// What a store remembers of its versions beside their machines: since when each is current, and which an operator put back.
public struct VersionBook: Equatable, Sendable {
    /// A journey that stays at an earlier version although its file says otherwise.
    public struct Pin: Equatable, Sendable {
        public var version: UInt32
        /// Of the file's machine when it was rolled back: another one in the file ends the pin.
        public var hash: String

        public init(version: UInt32, hash: String) {
            self.version = version
            self.hash = hash
        }
    }

    private static let setting = "versions"
    private static let format: UInt8 = 1

    /// By the version's number: when it became current the last time.
    public var since: [UInt32: Timestamp] = [:]
    /// By journey.
    public var pins: [String: Pin] = [:]

    /// What the store has; nothing where none was written.
    public init(_ store: any Store) throws {
        guard let bytes = try store.setting(Self.setting) else { return }
        do {
            try bytes.withUnsafeBytes { buffer in
                var reader = ByteReader(buffer)
                guard try reader.byte() == Self.format else { throw DecodingFailure(what: "unknown format", offset: 0) }
                for _ in 0..<(try reader.count()) {
                    let number = UInt32(truncatingIfNeeded: try reader.unsigned())
                    since[number] = Timestamp(microseconds: try reader.signed())
                }
                for _ in 0..<(try reader.count()) {
                    let journey = try reader.text()
                    pins[journey] = Pin(version: UInt32(truncatingIfNeeded: try reader.unsigned()), hash: try reader.text())
                }
            }
        } catch {
            throw StoreError.damaged("what the store says of versions does not decode: \(error)")
        }
    }

    func write(to store: any Store) throws {
        var out = ByteWriter()
        out.byte(Self.format)
        out.count(since.count)
        for (number, at) in since.sorted(by: { $0.key < $1.key }) {
            out.unsigned(UInt64(number))
            out.signed(at.microseconds)
        }
        out.count(pins.count)
        for (journey, pin) in pins.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            out.text(journey)
            out.unsigned(UInt64(pin.version))
            out.text(pin.hash)
        }
        try store.set(setting: Self.setting, to: out.bytes)
    }
}

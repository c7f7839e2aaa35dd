import JourneyModel
import JourneyStore

extension Store {
    /// A setting in an encoding of the caller's, which begins with the number of its format; nil where none was written.
    /// - Parameter what: for the error: `what the store says of WHAT does not decode`.
    /// - Throws: `StoreError.damaged`.
    func setting<Content>(
        _ name: String, format: UInt8, of what: String, _ decode: (inout ByteReader) throws -> Content
    ) throws -> Content? {
        guard let bytes = try setting(name) else { return nil }
        do {
            return try bytes.withUnsafeBytes { buffer in
                var reader = ByteReader(buffer)
                guard try reader.byte() == format else { throw DecodingFailure(what: "unknown format", offset: 0) }
                return try decode(&reader)
            }
        } catch {
            throw StoreError.damaged("what the store says of \(what) does not decode: \(error)")
        }
    }
}

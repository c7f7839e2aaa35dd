import JourneyModel

/// The signature of Alibaba Cloud's interfaces, version 3.
///
/// https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
struct ACS3Signature {
    var accessKeyID: String
    var accessKeySecret: String
    /// A host's name, or an address without a path, for a server that speaks no HTTPS.
    var server: String
    var version: String

    /// A request with its parameters in the query, as interfaces of the RPC style take it.
    /// - Parameter nonce: never the same twice.
    func request(_ action: String, _ parameters: [(name: String, value: String)], nonce: String, at now: Timestamp) -> HTTPRequest {
        let query = Self.query(parameters)
        let address = server.contains("://") ? server : "https://\(server)"
        let host = address.split(separator: "/").last.map(String.init) ?? server
        let bodyHash = SHA256.hash([]).hex
        // In the order of their names, as the signature wants them.
        let headers = [
            (name: "host", value: host), (name: "x-acs-action", value: action), (name: "x-acs-content-sha256", value: bodyHash),
            (name: "x-acs-date", value: Self.date(now)), (name: "x-acs-signature-nonce", value: nonce),
            (name: "x-acs-version", value: version),
        ]
        let names = headers.map(\.name).joined(separator: ";")
        let lines = headers.map { "\($0.name):\($0.value)\n" }.joined()
        let canonical = "POST\n/\n\(query)\n\(lines)\n\(names)\n\(bodyHash)"
        let signed = "ACS3-HMAC-SHA256\n" + SHA256.hash(canonical.utf8).hex
        let signature = HMAC.sha256(signed.utf8, key: Array(accessKeySecret.utf8)).hex
        let authorization = "ACS3-HMAC-SHA256 Credential=\(accessKeyID),SignedHeaders=\(names),Signature=\(signature)"
        return HTTPRequest("POST", "\(address)/?\(query)", headers: headers.dropFirst() + [(name: "Authorization", value: authorization)])
    }

    /// By name, each part with all but letters, digits and `-_.~` as `%XX` of its UTF-8 (RFC 3986).
    static func query(_ parameters: [(name: String, value: String)]) -> String {
        parameters.map { (PercentCode.encoded($0.name), PercentCode.encoded($0.value)) }
            .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map { "\($0)=\($1)" }.joined(separator: "&")
    }

    /// UTC to the second: `2023-10-26T10:22:32Z`.
    private static func date(_ now: Timestamp) -> String { String(now.rfc3339.prefix { $0 != "." && $0 != "Z" }) + "Z" }
}

/// RFC 3986, section 2.
enum PercentCode {
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
                out.append(byte)
            default: out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

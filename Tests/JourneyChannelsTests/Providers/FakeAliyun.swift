import JourneyModel
import Synchronization
import XCTest

@testable import JourneyChannels

/// `SendSms` as its documentation tells of it, behind a gateway that works out the signature of what came in for itself.
final class FakeAliyun: FakeProvider {
    struct State {
        var keys: [String: String] = [:]
        var nonces: Set<String> = []
        /// Codes of the next requests whose signature is right.
        var codes: [(code: String, status: Int)] = []
        var taken: [(number: String, key: String)] = []
    }

    let state: Mutex<State>
    private let clock: @Sendable () -> Timestamp

    init(keys: [String: String], clock: @escaping @Sendable () -> Timestamp) {
        state = Mutex(State(keys: keys))
        self.clock = clock
    }

    var taken: [(number: String, key: String)] { state.withLock { $0.taken } }

    func answer(_ request: HTTPRequest) -> ScriptedTransport.Answer {
        let now = clock()
        return state.withLock { state in
            if let (code, status) = Self.gatewayFault(request, state, now) { return Self.says(code, status) }
            state.nonces.insert(request.header("x-acs-signature-nonce") ?? "")
            if !state.codes.isEmpty {
                let (code, status) = state.codes.removeFirst()
                return Self.says(code, status)
            }
            guard let number = request.parameter("PhoneNumbers"), request.parameter("SignName") != nil, request.parameter("TemplateCode") != nil else {
                return Self.says("isv.INVALID_PARAMETERS", 200)
            }
            let digits = number.hasPrefix("86") ? number.dropFirst(2) : number[...]
            if digits.count != 11 || !digits.hasPrefix("1") { return Self.says("isv.MOBILE_NUMBER_ILLEGAL", 200) }
            state.taken.append((number, request.parameter("OutId") ?? ""))
            return .json(#"{"Message":"OK","RequestId":"R","Code":"OK","BizId":"biz-\#(state.taken.count)^0"}"#)
        }
    }

    private static func says(_ code: String, _ status: Int) -> ScriptedTransport.Answer {
        .json(#"{"Code":"\#(code)","Message":"said by the fake","RequestId":"R","HostId":"127.0.0.1"}"#, status: status)
    }

    /// https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature, read from the gateway's side.
    private static func gatewayFault(_ request: HTTPRequest, _ state: State, _ now: Timestamp) -> (code: String, status: Int)? {
        let authorization = request.header("authorization") ?? ""
        func part(_ name: String) -> String {
            authorization.components(separatedBy: name + "=").dropFirst().first.map { String($0.prefix { $0 != "," }) } ?? ""
        }
        guard authorization.hasPrefix("ACS3-HMAC-SHA256 ") else { return ("IncompleteSignature", 400) }
        guard let secret = state.keys[part("Credential")] else { return ("InvalidAccessKeyId.NotFound", 404) }
        guard request.header("x-acs-action") == "SendSms", request.header("x-acs-version") == "2017-05-25" else { return ("InvalidVersion", 400) }
        guard let said = request.header("x-acs-date").flatMap({ Timestamp(rfc3339: $0) }), (now - said).magnitude <= (15 * Microseconds.minute).magnitude
        else { return ("InvalidTimeStamp.Expired", 400) }
        guard let nonce = request.header("x-acs-signature-nonce"), !state.nonces.contains(nonce) else { return ("SignatureNonceUsed", 400) }
        let bodyHash = SHA256.hash(request.body).hex
        guard request.header("x-acs-content-sha256") == bodyHash else { return ("SignatureDoesNotMatch", 400) }
        let names = part("SignedHeaders").split(separator: ";").map(String.init)
        guard names == names.sorted(), ["host", "x-acs-action", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"].allSatisfy(names.contains) else {
            return ("IncompleteSignature", 400)
        }
        let target = request.url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        // Sorted anew: that they come so is not taken on trust.
        let query = target.count > 1 ? target[1].split(separator: "&").sorted().joined(separator: "&") : ""
        let headers = names.map { "\($0):\(request.header($0) ?? "")\n" }.joined()
        let canonical = [request.method, target[0], query, headers, names.joined(separator: ";"), bodyHash].joined(separator: "\n")
        let signed = "ACS3-HMAC-SHA256\n" + SHA256.hash(canonical.utf8).hex
        return part("Signature") == HMAC.sha256(signed.utf8, key: Array(secret.utf8)).hex ? nil : ("SignatureDoesNotMatch", 400)
    }
}

import JourneyModel

/// What an answer of `SendSms` means.
///
/// https://help.aliyun.com/zh/sms/developer-reference/api-error-codes, and for what all interfaces of Alibaba Cloud answer
/// https://help.aliyun.com/document_detail/48054.html. A refusal is an answer with a `Code`, mostly under status 200. Its
/// `Message` may repeat what was asked, signature and number included, and is not shown.
enum SMSAnswer {
    static func reply(_ response: HTTPResponse, now: Timestamp) -> ChannelReply {
        guard let answer = AnswerJSON(response.body), let code = answer.text("Code") else {
            // Taken or not, nobody knows what was said.
            if (200..<300).contains(response.status) {
                return ChannelReply(.uncertain, reason: "the provider's answer is not readable")
            }
            return response.reply(now: now, isIdempotent: false)
        }
        if code == "OK" { return ChannelReply(.sent, providerID: answer.text("BizId", upTo: 200)) }
        let shown = String(code.prefix(100))
        if let (status, wait, words) = meanings[code] {
            return ChannelReply(status, reason: "\(shown): \(words)", retryAfter: wait)
        }
        let wait = RetryAfter.wait(response.header("retry-after"), now: now)
        if code.hasPrefix("Throttling") || code.hasPrefix("ServiceUnavailable") || code.hasPrefix("InternalError") {
            return ChannelReply(.retry, reason: "\(shown): the provider is busy", retryAfter: wait)
        }
        if response.status == 429 || response.status >= 500 {
            return ChannelReply(.retry, reason: shown, retryAfter: wait)
        }
        return ChannelReply(.failed, reason: shown)
    }

    /// What waits for somebody to pay or to set a right is tried again: the messages are not at fault.
    private static let meanings: [String: (ChannelReply.Status, Microseconds?, String)] = [
        "isv.MOBILE_NUMBER_ILLEGAL": (.unreachable, nil, "no number that takes text messages"),
        "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": (.unreachable, nil, "the template is for numbers abroad"),
        "isv.SMS_TEST_NUMBER_LIMIT": (.unreachable, nil, "the template is for the account's test numbers"),
        "isv.BLACK_KEY_CONTROL_LIMIT": (.unreachable, nil, "the number has complained or left before"),
        "isv.CUSTOMER_REFUSED": (.unreachable, nil, "the number wants no advertisements"),
        // Counts by minute, hour and day and over all senders, and says not which.
        "isv.BUSINESS_LIMIT_CONTROL": (.retry, 10 * .minute, "this number has had as many as the provider lets through"),
        "isv.DAY_LIMIT_CONTROL": (.retry, .hour, "the day's limit of the account is reached"),
        "isv.MONTH_LIMIT_CONTROL": (.retry, 6 * .hour, "the month's limit of the account is reached"),
        "isv.AMOUNT_NOT_ENOUGH": (.retry, .hour, "the account's balance is used up"),
        "isv.OUT_OF_SERVICE": (.retry, .hour, "the account is suspended: its balance is used up"),
        "isv.SECURITY_FROZEN_ACCOUNT": (.retry, .hour, "the account is frozen, since it was not used for long"),
        "isp.SYSTEM_ERROR": (.retry, nil, "the provider's system is in trouble"),
        "isp.GATEWAY_ERROR": (.retry, nil, "the provider's system is in trouble"),
        "isp.RAM_PERMISSION_DENY": (.retry, 10 * .minute, "the access key may not send text messages"),
        "isv.DENY_IP_RANGE": (.retry, 10 * .minute, "the provider does not serve this machine's region"),
        "isv.PRODUCT_UN_SUBSCRIPT": (.retry, 10 * .minute, "the account has no text messages"),
        "isv.PRODUCT_UNSUBSCRIBE": (.retry, 10 * .minute, "the account has no text messages"),
        "isv.ACCOUNT_NOT_EXISTS": (.retry, 10 * .minute, "there is no such account"),
        "isv.ACCOUNT_ABNORMAL": (.retry, 10 * .minute, "something is wrong with the account"),
        "isv.SMS_TEMPLATE_ILLEGAL": (.failed, nil, "the template does not exist, is not approved, or has other variables"),
        "isv.SMS_SIGNATURE_ILLEGAL": (.failed, nil, "the signature does not exist, or is not approved"),
        "isv.SMS_SIGN_ILLEGAL": (.failed, nil, "the signature may not be used"),
        "isv.SIGN_STATE_ILLEGAL": (.failed, nil, "the signature may not be used now"),
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL": (.failed, nil, "the signature is not for this kind of template"),
        "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT": (.failed, nil, "the test signature and the test template go together only"),
        "isv.EXTEND_CODE_ERROR": (.failed, nil, "the extension belongs to another signature"),
        "isv.TEMPLATE_MISSING_PARAMETERS": (.failed, nil, "a variable of the template has no value"),
        "isv.TEMPLATE_PARAMS_ILLEGAL": (.failed, nil, "a variable of the template has a value of another kind than it takes"),
        "isv.PARAM_LENGTH_LIMIT": (.failed, nil, "a variable is too long"),
        "isv.PARAM_NOT_SUPPORT_URL": (.failed, nil, "a variable holds a link, which the provider refuses"),
        "isv.SMS_CONTENT_ILLEGAL": (.failed, nil, "the provider refuses the content"),
        "isv.UNSUPPORTED_CONTENT": (.failed, nil, "the text holds signs that the provider does not take"),
        "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE": (.failed, nil, "the template is not for advertisements"),
        "isv.MOBILE_COUNT_OVER_LIMIT": (.failed, nil, "too many numbers at once"),
        "isv.INVALID_PARAMETERS": (.failed, nil, "the provider does not take the parameters"),
        "isv.INVALID_JSON_PARAM": (.failed, nil, "the provider does not take the variables"),
        "SignatureDoesNotMatch": (.retry, 10 * .minute, "the secret of the access key is not right"),
        "IncompleteSignature": (.retry, 10 * .minute, "the secret of the access key is not right"),
        "InvalidAccessKeyId.NotFound": (.retry, 10 * .minute, "there is no such access key"),
        "InvalidAccessKeyId.Inactive": (.retry, 10 * .minute, "the access key is switched off"),
        "Forbidden.RAM": (.retry, 10 * .minute, "the access key may not send text messages"),
        "InvalidTimeStamp.Expired": (.retry, .minute, "this machine's clock is off by more than 15 minutes"),
        "SignatureNonceUsed": (.uncertain, nil, "the provider has seen this request before"),
    ]
}

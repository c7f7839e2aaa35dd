import JourneyModel

/// What an answer of `SendSms` means.
///
/// https://www.alibabacloud.com/help/en/sms/developer-reference/api-error-codes. A refusal is an answer with a `Code`, mostly under status
/// 200. Its `Message` may repeat what was asked, signature and number included, and is not shown.
enum SMSAnswer {
    static func reply(_ response: HTTPResponse, now: Timestamp) -> ChannelReply {
        guard let answer = AnswerJSON(response.body), let code = answer.text("Code") else {
            // Taken or not, nobody knows what was said.
            if (200..<300).contains(response.status) { return ChannelReply(.uncertain, reason: "the provider's answer is not readable") }
            return response.reply(now: now)
        }
        if code == "OK" { return ChannelReply(.sent, providerID: String((answer.text("BizId") ?? "").prefix(200))) }
        let shown = String(code.prefix(100))
        if let (status, wait, words) = meanings[code] {
            return ChannelReply(status, reason: "\(shown): \(words)", retryAfter: wait)
        }
        if code.hasPrefix("Throttling") || code.hasPrefix("ServiceUnavailable") || code.hasPrefix("InternalError") {
            return ChannelReply(.retry, reason: "\(shown): the provider is busy", retryAfter: RetryAfter.wait(response.header("retry-after"), now: now))
        }
        if response.status == 429 || response.status >= 500 {
            return ChannelReply(.retry, reason: shown, retryAfter: RetryAfter.wait(response.header("retry-after"), now: now))
        }
        return ChannelReply(.failed, reason: shown)
    }

    /// What waits for somebody to pay or to set a right is tried again: the messages are not at fault.
    private static let meanings: [String: (ChannelReply.Status, Microseconds?, String)] = [
        "isv.MOBILE_NUMBER_ILLEGAL": (.unreachable, nil, "no number that takes text messages"),
        "isv.PHONENUMBER_ILLEGAL": (.unreachable, nil, "no number that takes text messages"),
        "isv.INVALID_PHONE_NUMBER": (.unreachable, nil, "no number that takes text messages"),
        "isv.NOT_SUPPORTED_COUNTRY": (.unreachable, nil, "the provider does not send to that country"),
        "isv.COUNTRY_RESTRICTED": (.unreachable, nil, "the provider does not send to that country"),
        "isv.BLACK_KEY_CONTROL_LIMIT": (.failed, nil, "a variable holds words that the provider refuses"),
        "isv.PHONE_BLACKLIST": (.unreachable, nil, "the number wants no messages"),
        "isv.BUSINESS_LIMIT_CONTROL": (.retry, 10 * .minute, "this number has had as many as the provider lets through"),
        "isv.DAY_LIMIT_CONTROL": (.retry, .hour, "the day's limit of the account is reached"),
        "isv.MONTH_LIMIT_CONTROL": (.retry, 6 * .hour, "the month's limit of the account is reached"),
        "isv.AMOUNT_NOT_ENOUGH": (.retry, .hour, "the account's balance is used up"),
        "isv.OUT_OF_SERVICE": (.retry, .hour, "the account is suspended"),
        "isp.SYSTEM_ERROR": (.retry, nil, "the provider's system is in trouble"),
        "isp.GATEWAY_ERROR": (.retry, nil, "the provider's system is in trouble"),
        "isp.RAM_PERMISSION_DENY": (.retry, 10 * .minute, "the access key may not send text messages"),
        "isv.RAM_PERMISSION_DENY": (.retry, 10 * .minute, "the access key may not send text messages"),
        "isv.PRODUCT_UN_SUBSCRIPT": (.retry, 10 * .minute, "the account has no text messages"),
        "isv.ACCOUNT_NOT_EXISTS": (.retry, 10 * .minute, "there is no such account"),
        "isv.ACCOUNT_ABNORMAL": (.retry, 10 * .minute, "something is wrong with the account"),
        "isv.SMS_TEMPLATE_ILLEGAL": (.failed, nil, "the template does not exist, or is not approved"),
        "isv.SMS_SIGNATURE_ILLEGAL": (.failed, nil, "the signature does not exist, or is not approved"),
        "isv.TEMPLATE_MISSING_PARAMETERS": (.failed, nil, "a variable of the template has no value"),
        "isv.TEMPLATE_PARAMS_ILLEGAL": (.failed, nil, "a variable of the template has a value that it does not take"),
        "isv.PARAM_LENGTH_LIMIT": (.failed, nil, "a variable is too long"),
        "isv.PARAM_NOT_SUPPORT_URL": (.failed, nil, "a variable holds a link, which the provider refuses"),
        "isv.INVALID_PARAMETERS": (.failed, nil, "the provider does not take the parameters"),
        "isv.INVALID_JSON_PARAM": (.failed, nil, "the provider does not take the variables"),
        "SignatureDoesNotMatch": (.retry, 10 * .minute, "the secret of the access key is not right"),
        "InvalidAccessKeyId.NotFound": (.retry, 10 * .minute, "there is no such access key"),
        "InvalidAccessKeyId.Inactive": (.retry, 10 * .minute, "the access key is switched off"),
        "InvalidTimeStamp.Expired": (.retry, .minute, "this machine's clock is off"),
        "SignatureNonceUsed": (.uncertain, nil, "the provider has seen this request before"),
    ]
}

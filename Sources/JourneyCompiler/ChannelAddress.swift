import JourneyModel

/// Where a channel finds a customer's address, and what it looks like.
public struct ChannelAddress: Codable, Hashable, Sendable {
    public var channel: String
    /// Any one of them will do; empty: the channel asks for none, and everybody can be reached.
    public var attributes: [String]
    public var form: AddressForm

    public init(channel: String, attributes: [String], form: AddressForm = .any) {
        self.channel = channel
        self.attributes = attributes
        self.form = form
    }

    /// The channel's own `address` setting, else the usual attributes among those declared; nil where there is nothing to say.
    public init?(_ channel: ChannelConfiguration, declared: [String]) {
        let form = AddressForm.usual(of: channel.name, adapter: channel.adapter, country: channel.country)
        if let address = channel.text("address") {
            self.init(channel: channel.name, attributes: [address], form: form)
            return
        }
        let usual = Self.usual[channel.name] ?? Self.usual[channel.adapter] ?? []
        let attributes = usual.filter(declared.contains)
        if attributes.isEmpty, channel.country == nil { return nil }
        self.init(channel: channel.name, attributes: attributes, form: form)
    }

    private static let usual = [
        "sms": ["phone"], "email": ["email"], "wecom": ["wecom_id", "external_userid"],
        "wecom_group": ["external_userid", "wecom_id"],
    ]

    private enum CodingKeys: String, CodingKey { case channel, attributes, form }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            channel: try members.decode(String.self, forKey: .channel), attributes: try members.decode([String].self, forKey: .attributes),
            form: try members.decodeIfPresent(AddressForm.self, forKey: .form) ?? .any)
    }
}

extension AddressForm {
    /// By what the channel or its adapter is called.
    public static func usual(of channel: String, adapter: String? = nil, country: String? = nil) -> AddressForm {
        if channel == "sms" || adapter == "sms" || country != nil { return .phone(country: country) }
        return channel == "email" || adapter == "email" ? .email : .any
    }
}

extension ChannelConfiguration {
    /// What the program itself sees to, whatever the adapter.
    public static let commonSettings = ["address", "country", "cost"]

    /// `country 86`: the calling code of numbers that bring none.
    public var country: String? {
        switch self["country"] {
        case .number(.integer(let code)) where (1...999).contains(code): String(code)
        case .text(let text) where (1...3).contains(text.utf8.count) && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }: text
        default: nil
        }
    }

    /// `cost 0.045`: what one message costs, in millionths.
    public var cost: Int64? {
        switch self["cost"] {
        case .number(.integer(let whole)) where (0...1_000_000).contains(whole): whole * 1_000_000
        case .number(.decimal(let micros)) where micros >= 0: micros
        default: nil
        }
    }
}

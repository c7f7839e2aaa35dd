import JourneyModel

/// What the declarations of a workspace give to the engine beside the journeys: plain data, as the machines are.
public struct Definitions: Codable, Hashable, Sendable {
    /// Without cycles; an audience may use others, in any order.
    public var audiences: [AudienceDefinition]
    /// Of the channels whose customers need an address.
    public var addresses: [ChannelAddress]
    public var coupons: [CouponTerms]
    /// Together they say which days are worked.
    public var calendars: [Catalogue.WorkCalendar]
    /// Conditions that are asked from outside of the journeys, as tests do: what they look at of the past is kept for them.
    public var questions: [Formula]

    public init(
        audiences: [AudienceDefinition] = [], addresses: [ChannelAddress] = [], coupons: [CouponTerms] = [],
        calendars: [Catalogue.WorkCalendar] = [], questions: [Formula] = []
    ) {
        self.questions = questions
        self.audiences = audiences
        self.addresses = addresses
        self.coupons = coupons
        self.calendars = calendars
    }
}

/// `audience NAME = CONDITION`.
public struct AudienceDefinition: Codable, Hashable, Sendable {
    public var name: String
    public var formula: Formula

    public init(name: String, formula: Formula) {
        self.name = name
        self.formula = formula
    }
}

extension Definitions {
    /// An upper bound of how long after the last event somebody may enter or leave an audience by time alone. Saturates.
    public var longestWindow: Microseconds {
        var longest: Microseconds = 0
        for audience in audiences {
            audience.formula.forEachPart { part in
                switch part {
                case .history(let query): longest = max(longest, query.within ?? 0)
                case .compare(_, .daysSince, .literal(.integer(let days))) where days >= 0:
                    longest = max(longest, (days < 1_000_000 ? days + 1 : 1_000_000) * .day)
                default: break
                }
            }
        }
        return longest == 0 ? 0 : longest + 1
    }
}

/// Where a channel finds a customer's address.
public struct ChannelAddress: Codable, Hashable, Sendable {
    public var channel: String
    /// Any one of them will do.
    public var attributes: [String]

    public init(channel: String, attributes: [String]) {
        self.channel = channel
        self.attributes = attributes
    }

    /// The channel's own `address` setting, else the usual attributes among those declared; nil where none is declared: then
    /// everybody can be reached.
    public init?(_ channel: ChannelConfiguration, declared: [String]) {
        if let address = channel.text("address") {
            self.init(channel: channel.name, attributes: [address])
            return
        }
        let usual = Self.usual[channel.name] ?? Self.usual[channel.adapter] ?? []
        let attributes = usual.filter(declared.contains)
        if attributes.isEmpty { return nil }
        self.init(channel: channel.name, attributes: attributes)
    }

    private static let usual = [
        "sms": ["phone"], "email": ["email"], "wecom": ["wecom_id", "external_userid"],
        "wecom_group": ["external_userid", "wecom_id"],
    ]
}

extension Formula {
    /// The history that it asks, audiences it names not followed.
    public var asksHistory: Bool {
        var asks = false
        forEachPart { part in
            switch part {
            case .history, .daysSince: asks = true
            default: break
            }
        }
        return asks
    }
}

/// What the engine keeps to when it gives a coupon. The codes are the store's.
public struct CouponTerms: Codable, Hashable, Sendable {
    public var name: String
    /// How many there are where no file has the codes.
    public var stock: Int?
    /// How many one customer may have; nil where nothing bounds it.
    public var perCustomer: Int?
    /// From the moment it is given.
    public var valid: Microseconds?

    public init(name: String, stock: Int? = nil, perCustomer: Int? = nil, valid: Microseconds? = nil) {
        self.name = name
        self.stock = stock
        self.perCustomer = perCustomer
        self.valid = valid
    }
}

extension CompiledWorkspace {
    /// What the engine is given beside the machines.
    public var definitions: Definitions {
        let attributes = catalogue.attributes.map(\.name)
        return Definitions(
            audiences: catalogue.audiences.map { AudienceDefinition(name: $0.name, formula: $0.condition) },
            addresses: channels.compactMap { ChannelAddress($0, declared: attributes) },
            coupons: catalogue.coupons.map {
                CouponTerms(name: $0.name, stock: $0.stock, perCustomer: $0.perCustomer, valid: $0.valid)
            }, calendars: catalogue.calendars)
    }
}

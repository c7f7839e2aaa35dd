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
    /// What is said on each channel, of the messages that have texts.
    public var messages: [MessageTemplate]
    /// Conditions that are asked from outside of the journeys, as tests do: what they look at of the past is kept for them.
    public var questions: [Formula]
    /// Names of the events that the catalogue declares, as they come in.
    public var events: [String]
    /// Events that come in under other names than the declared ones.
    public var renamed: [RenamedEvent]

    public init(
        audiences: [AudienceDefinition] = [], addresses: [ChannelAddress] = [], coupons: [CouponTerms] = [],
        calendars: [Catalogue.WorkCalendar] = [], messages: [MessageTemplate] = [], questions: [Formula] = [],
        events: [String] = [], renamed: [RenamedEvent] = []
    ) {
        self.events = events
        self.renamed = renamed
        self.messages = messages
        self.questions = questions
        self.audiences = audiences
        self.addresses = addresses
        self.coupons = coupons
        self.calendars = calendars
    }
}

extension Definitions {
    private enum CodingKeys: String, CodingKey { case audiences, addresses, coupons, calendars, messages, questions, events, renamed }

    /// What an earlier release did not write is empty.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            audiences: try members.decode([AudienceDefinition].self, forKey: .audiences),
            addresses: try members.decode([ChannelAddress].self, forKey: .addresses),
            coupons: try members.decode([CouponTerms].self, forKey: .coupons),
            calendars: try members.decode([Catalogue.WorkCalendar].self, forKey: .calendars),
            messages: try members.decodeIfPresent([MessageTemplate].self, forKey: .messages) ?? [],
            questions: try members.decode([Formula].self, forKey: .questions),
            events: try members.decodeIfPresent([String].self, forKey: .events) ?? [],
            renamed: try members.decodeIfPresent([RenamedEvent].self, forKey: .renamed) ?? [])
    }
}

/// `event NAME from "TEXT"`.
public struct RenamedEvent: Codable, Hashable, Sendable {
    /// As it comes in.
    public var from: String
    public var name: String

    public init(from: String, name: String) {
        self.from = from
        self.name = name
    }
}

extension Definitions {
    /// What an event that comes in under a name is called in the journeys.
    public func declaredName(of event: String) -> String { renamed.first { $0.from == event }?.name ?? event }
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
        let adapters = Dictionary(channels.map { ($0.name, $0.adapter) }, uniquingKeysWith: { first, _ in first })
        return Definitions(
            audiences: catalogue.audiences.map { AudienceDefinition(name: $0.name, formula: $0.condition) },
            addresses: channels.compactMap { ChannelAddress($0, declared: attributes) },
            coupons: catalogue.coupons.map {
                CouponTerms(name: $0.name, stock: $0.stock, perCustomer: $0.perCustomer, valid: $0.valid)
            }, calendars: catalogue.calendars,
            messages: catalogue.messages.filter { !$0.bodies.isEmpty }.map { MessageTemplate($0, adapters: adapters) },
            events: catalogue.events.flatMap { [$0.name] + [$0.from].compactMap { $0 } },
            renamed: catalogue.events.compactMap { event in event.from.map { RenamedEvent(from: $0, name: event.name) } })
    }
}

import JourneyModel

extension Catalogue {
    /// A content, with what it says on each channel.
    public struct Message: Sendable, Hashable, Codable {
        public var name: String
        public var also: [String]
        public var title: String?
        public var bodies: [Body]

        public init(name: String, also: [String] = [], title: String? = nil, bodies: [Body] = []) {
            self.name = name
            self.also = also
            self.title = title
            self.bodies = bodies
        }

        /// What it says on a channel; nil where it has nothing for it.
        public func body(via channel: String) -> Body? { bodies.first { $0.channel == channel } }
    }
}

extension Catalogue.Message {
    public struct Body: Sendable, Hashable, Codable {
        public var channel: String
        /// One part without a name, or parts with a name each (`subject`, `body`).
        public var parts: [Part]

        public init(channel: String, parts: [Part]) {
            self.channel = channel
            self.parts = parts
        }
    }

    public struct Part: Sendable, Hashable, Codable {
        public var name: String?
        /// A literal, or `Formula.text` with a formula for each placeholder.
        ///
        /// A bare name is `.attribute`, or `.argument` where a send gives one of that name.
        /// `event.x` is `.triggerProperty`, `coupon.code` `.lastEvent("coupon", property: "code")`, `bought.x` the last such event.
        public var text: Formula
        /// The placeholders without `or …`, as written and in their order, whose value may be unknown for some customer.
        public var mayBeUnknown: [String]

        public init(name: String? = nil, text: Formula, mayBeUnknown: [String] = []) {
            self.name = name
            self.text = text
            self.mayBeUnknown = mayBeUnknown
        }
    }
}

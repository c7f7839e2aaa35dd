import JourneyLanguage
import JourneyModel

/// What a workspace declares of its contents, as plain data.
public struct Catalogue: Sendable, Hashable, Codable {
    /// Of the customer.
    public var attributes: [Field]
    public var coupons: [Coupon]

    public init(attributes: [Field] = [], coupons: [Coupon] = []) {
        self.attributes = attributes
        self.coupons = coupons
    }

    /// A property of an event or an attribute of the customer.
    public struct Field: Sendable, Hashable, Codable {
        public var name: String
    }

    public struct Coupon: Sendable, Hashable, Codable {
        public var name: String
        public var also: [String]
        public var title: String?
        /// A file with one code a line, as written; nil where there is a stock.
        public var codesFrom: String?
        /// How many there are, all alike.
        public var stock: Int?
        /// How many one customer may have; nil where nothing bounds it.
        public var perCustomer: Int?
        /// From the moment it is given.
        public var valid: Microseconds?

        public init(name: String, also: [String] = [], title: String? = nil) {
            self.name = name
            self.also = also
            self.title = title
        }
    }

    init(_ programs: [Program]) {
        attributes = programs.flatMap(\.items).flatMap { item in
            guard case .customer(let declaration) = item else { return [Field]() }
            return declaration.fields.map { Field(name: $0.name.text) }
        }
        coupons = programs.flatMap(\.items).compactMap { item in
            guard case .coupon(let declaration) = item else { return nil }
            var coupon = Coupon(name: declaration.name.text, also: declaration.also.map(\.text), title: declaration.title)
            for rule in declaration.rules {
                switch rule.kind {
                case .codesFrom(let path): coupon.codesFrom = path
                case .stock(let stock): coupon.stock = stock
                case .forEachCustomer(let share): coupon.perCustomer = share
                case .valid(let duration): coupon.valid = duration.microseconds
                }
            }
            return coupon
        }
    }
}

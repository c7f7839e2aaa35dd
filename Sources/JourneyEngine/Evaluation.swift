import JourneyCompiler
import JourneyModel

/// One event as the engine sees it. Valid only during the call it is passed to.
public struct EventView {
    /// The event's name in the name table.
    public var name: UInt32
    public var at: Timestamp
    /// JSON members without the outer braces.
    public var properties: UnsafeRawBufferPointer

    public init(name: UInt32, at: Timestamp, properties: UnsafeRawBufferPointer) {
        self.name = name
        self.at = at
        self.properties = properties
    }

    func property(_ name: String) -> Value { JSONMembers.value(of: name, in: properties) }

    /// An unknown is the same as nothing.
    func hasSame(_ name: String, as scope: borrowing Scope) -> Bool { Value.compare(property(name), scope.captured(name)) == .equal }
}

/// Where the names in a formula get their values.
struct Scope {
    /// The event being matched.
    var event: EventView?
    var attributes: [CustomerState.Attribute]
    var tags: [UInt32]
    /// Properties of the trigger's event: names and values side by side.
    var capturedNames: [String] = []
    var captured: [Value] = []
    var now: Timestamp
    var series: [SeriesMemory]
    var surroundings: Surroundings
    /// The attribute that names the customer's zone, and the zone of those who have none.
    var timeZone: UInt32
    var zone: Zone
    var consents: [Consent]
    var coupons: [GivenCoupon]
    var suppressions: [Suppression]
    var rules: SendingRules
    /// How many audiences this is inside of.
    var depth = 0

    var names: NumberedNames { surroundings.names }
    var customerZone: Zone { Zone.of(attribute(timeZone)) ?? zone }
    /// What the customer's clock shows.
    var local: (days: Int, time: Microseconds) { customerZone.local(now) }

    func attribute(_ name: UInt32) -> Value {
        for attribute in attributes where attribute.name == name { return attribute.value }
        return .unknown
    }

    func captured(_ name: String) -> Value {
        guard let index = capturedNames.firstIndex(of: name), index < captured.count else { return .unknown }
        return captured[index]
    }

    /// As the audience's condition says of this moment, whatever event is being looked at.
    func isIn(audience name: String) -> Bool {
        guard depth < AudienceTable.depth, let formula = surroundings.audiences[name] else { return false }
        var inner = self
        inner.event = nil
        inner.capturedNames = []
        inner.depth = depth + 1
        return formula.holds(inner)
    }
}

/// What conditions look up beside the customer: made once for a deployment.
final class Surroundings: Sendable {
    let names: NumberedNames
    let history: HistoryTable
    /// The audiences that journeys name.
    let audiences: [String: Formula]

    init(names: NumberedNames, history: HistoryTable, audiences: [String: Formula]) {
        self.names = names
        self.history = history
        self.audiences = audiences
    }
}

extension Scope {
    func hasConsent(to purpose: UInt32) -> Bool { consents.last { $0.purpose == purpose }?.isGranted ?? false }

    /// Whether a message could be brought to the customer.
    func isReachable(via channel: String) -> Bool {
        if !suppressions.isEmpty {
            let number = names.number(channel)
            if suppressions.contains(where: { $0.channel ?? number == number }) { return false }
        }
        guard let attributes = rules.addresses[channel] else { return true }
        return attributes.contains { rules.isAddress(attribute($0), via: channel) }
    }

    /// The code given last, of a coupon or (`coupon`) of any.
    func code(of coupon: String) -> String? {
        if coupons.isEmpty { return nil }
        let number = names.number(coupon)
        return coupons.last { $0.coupon == number || coupon == "coupon" }?.code
    }
}

extension Formula {
    /// Whether a condition holds. Logic is two-valued: what is not true is false.
    func holds(_ scope: borrowing Scope) -> Bool {
        switch self {
        case .and(let a, let b): a.holds(scope) && b.holds(scope)
        case .or(let a, let b): a.holds(scope) || b.holds(scope)
        case .not(let a): !a.holds(scope)
        case .compare(let comparison, let a, let b): comparison.holds(a.value(scope), b.value(scope))
        case .between(let a, let low, let high): Self.isBetween(a.value(scope), low.value(scope), high.value(scope))
        case .isIn(let a, let list, let negated):
            Self.isIn(a.value(scope), list, scope) != negated
        case .isKnown(let a): a.value(scope) != .unknown
        case .hasTag(let tag): scope.tags.contains(scope.names.number(tag))
        case .literal, .now, .property, .triggerProperty, .attribute, .negative, .arithmetic, .daysSince, .lastEvent, .weekday,
            .timeOfDay, .localTime, .text, .fallback, .formatted, .link, .argument:
            value(scope) == .boolean(true)
        case .history(let query): scope.holds(query)
        case .inAudience(let name): scope.isIn(audience: name)
        case .consentedTo(let purpose): scope.hasConsent(to: scope.names.number(purpose))
        case .reachableVia(let channel): scope.isReachable(via: channel)
        case .given(let coupon): scope.code(of: coupon) != nil
        }
    }

    func value(_ scope: borrowing Scope) -> Value {
        switch self {
        case .literal(let value): value
        case .now: .instant(scope.now)
        case .property(let name): scope.event?.property(name) ?? .unknown
        case .triggerProperty(let name): scope.captured(name)
        case .attribute(let name): scope.attribute(scope.names.number(name))
        case .argument(let name): scope.argument(name) ?? scope.attribute(scope.names.number(name))
        case .negative(let a): Value.negative(a.value(scope))
        case .arithmetic(let operation, let a, let b): operation.apply(a.value(scope), b.value(scope))
        case .hasTag, .not, .and, .or, .compare, .between, .isIn, .isKnown, .inAudience, .consentedTo, .reachableVia, .given:
            .boolean(holds(scope))
        case .history(let query): scope.value(query)
        case .daysSince(let event): scope.daysSince(event)
        case .lastEvent(let event, "code") where scope.code(of: event) != nil: scope.code(of: event).map { .text($0) } ?? .unknown
        case .lastEvent(let event, let property): scope.captured(Self.lastEventKey(event, property))
        case .weekday: .integer(Int64(CivilDate.weekday(days: scope.local.days)))
        case .timeOfDay: .timeOfDay(seconds: Int32(truncatingIfNeeded: scope.local.time / .second))
        case .localTime(let days, let seconds): .instant(scope.customerZone.instant(days: Int(days), seconds: Int(seconds)))
        case .text(let pieces): Self.text(of: pieces, scope)
        case .fallback(let a, let b):
            switch a.value(scope) {
            case .unknown: b.value(scope)
            case let known: known
            }
        case .formatted(let a, let format): a.value(scope).formatted(format, in: scope.customerZone)
        // In a message's text its key is added.
        case .link(let address): address.value(scope)
        }
    }

    /// Under which name a property of the last such event is remembered.
    static func lastEventKey(_ event: String, _ property: String) -> String { event + "\u{0}" + property }

    /// Unknown where one piece is: no message says "Dear null".
    private static func text(of pieces: [Formula], _ scope: borrowing Scope) -> Value {
        var text = ""
        for piece in pieces {
            let value = piece.value(scope)
            if value == .unknown { return .unknown }
            text += value.text
        }
        return .text(text)
    }

    private static func isBetween(_ value: Value, _ low: Value, _ high: Value) -> Bool {
        Comparison.greaterOrEqual.holds(value, low) && Comparison.lessOrEqual.holds(value, high)
    }

    private static func isIn(_ value: Value, _ list: [Formula], _ scope: borrowing Scope) -> Bool {
        for element in list where Comparison.equal.holds(value, element.value(scope)) { return true }
        return false
    }
}

extension Formula.Comparison {
    /// A comparison with an unknown or of different types is false; `!=` is the negation of `=`.
    func holds(_ a: Value, _ b: Value) -> Bool {
        switch self {
        case .equal: Value.compare(a, b) == .equal
        case .notEqual: Value.compare(a, b) != .equal
        case .less: Value.compare(a, b) == .less
        case .lessOrEqual: Value.compare(a, b).map { $0 != .greater } ?? false
        case .greater: Value.compare(a, b) == .greater
        case .greaterOrEqual: Value.compare(a, b).map { $0 != .less } ?? false
        case .contains: Self.contains(a, b)
        case .startsWith: Self.startsWith(a, b)
        }
    }

    private static func contains(_ a: Value, _ b: Value) -> Bool {
        switch (a, b) {
        case (.text(let whole), .text(let part)): whole.utf8.contains(part.utf8)
        case (.list(let list), let element): list.contains { Value.compare($0, element) == .equal }
        default: false
        }
    }

    private static func startsWith(_ a: Value, _ b: Value) -> Bool {
        guard case .text(let whole) = a, case .text(let start) = b else { return false }
        return whole.utf8.starts(with: start.utf8)
    }
}

extension Formula.Arithmetic {
    func apply(_ a: Value, _ b: Value) -> Value {
        switch self {
        case .plus: Value.plus(a, b)
        case .minus: Value.minus(a, b)
        case .times: Value.times(a, b)
        case .divided: Value.divided(a, by: b)
        }
    }
}

extension String.UTF8View {
    /// Byte-wise, as everywhere that decides.
    fileprivate func contains(_ part: String.UTF8View) -> Bool {
        if part.isEmpty { return true }
        var start = startIndex
        while start != endIndex {
            if self[start...].starts(with: part) { return true }
            formIndex(after: &start)
        }
        return false
    }
}

extension Array where Element == Matcher {
    /// Whether one of these matches the event. What `with same` asks for stands among the scope's captured values.
    func match(_ event: EventView, _ scope: () -> Scope) -> Bool {
        for index in indices where self[index].event == event.name {
            if let property = self[index].property {
                if property.holds(event) { return true }
                continue
            }
            let matcher = self[index]
            if matcher.condition == nil, matcher.same == nil { return true }
            let scope = scope()
            if matcher.condition?.holds(scope) ?? true, matcher.same.map({ event.hasSame($0, as: scope) }) ?? true { return true }
        }
        return false
    }
}

extension Value {
    /// A number in millionths; nil where it is none or too large.
    var micros: Int64? {
        switch self {
        case .integer(let integer):
            let (micros, overflow) = integer.multipliedReportingOverflow(by: 1_000_000)
            return overflow ? nil : micros
        case .decimal(let micros): return micros
        default: return nil
        }
    }
}

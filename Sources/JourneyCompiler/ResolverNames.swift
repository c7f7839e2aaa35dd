import JourneyLanguage
import JourneyModel

/// Bare and dotted names.
extension Resolver {
    func path(_ names: [Name], _ range: SourceRange) -> Typed {
        guard let first = names.first else { return Typed(.literal(.unknown), .any) }
        guard names.count > 1, let last = names.last else { return bare(first) }
        let rest = names.count == 2 ? names[1].text : names.dropFirst().map(\.text).joined(separator: ".")
        let place = SourceRange(names[1].range.start, last.range.end)
        switch owner(first.text) {
        case "customer": return attribute(rest, at: place)
        case "event": return triggering(rest, at: place)
        default:
            if own != nil { return property(first.text + "." + rest, at: range) }
            return lastEvent(first, rest, place)
        }
    }

    /// 客户 and 事件 are `customer` and `event`; a name in Latin letters is not compared with them, which takes long.
    private func owner(_ name: String) -> String {
        if name.utf8.first ?? 0 < 0x80 { return name }
        return name == "客户" ? "customer" : name == "事件" ? "event" : name
    }

    private func bare(_ name: Name) -> Typed {
        if own != nil { return property(name.text, at: name.range) }
        if case .message(let arguments) = scope, arguments.contains(name.text) { return Typed(.argument(name.text), .any) }
        return attribute(name.text, at: name.range)
    }

    private func attribute(_ name: String, at range: SourceRange) -> Typed {
        let (attribute, type, use) = context.attribute(name, at: range)
        return Typed(.attribute(attribute), type, use: use)
    }

    private func property(_ name: String, at range: SourceRange) -> Typed {
        let (property, type, use) = ownProperty(name, at: range)
        return Typed(.property(property), type, use: use)
    }

    /// A property of the event whose `where` this is.
    func property(_ name: Name) -> (name: String, type: ValueType, use: TypeUses.Key?) {
        ownProperty(name.text, at: name.range)
    }

    private func ownProperty(_ name: String, at range: SourceRange) -> (name: String, type: ValueType, use: TypeUses.Key?) {
        guard let own else { return context.property(name, of: [], at: range) }
        return context.property(name, of: CollectionOfOne(own), at: range)
    }

    /// `event.x`.
    func triggering(_ name: String, at range: SourceRange, expecting: ValueType = .any) -> Typed {
        switch scope {
        case .trigger: return property(name, at: range)
        case .between(let events), .past(of: let events):
            let (property, type, use) = context.property(name, of: events, at: range)
            return Typed(.triggerProperty(property), type, use: use)
        case .audience:
            findings.report(.notInAudience("event." + name), at: range)
            return Typed(.triggerProperty(name), .any)
        case .absence, .event, .customer, .message: break
        }
        switch context.trigger {
        case .events(let events):
            let (property, type, use) = context.property(name, of: events, at: range)
            return Typed(.triggerProperty(property), type, use: use)
        case .none:
            findings.report(.noTriggeringEvent(name), at: range)
            return Typed(.triggerProperty(name), .any)
        case .anything: return Typed(.triggerProperty(context.names.canonicalProperty(name)), .any)
        }
    }

    /// `bought.total`, of the last such event; `coupon.code`, of the coupon that was given last.
    private func lastEvent(_ event: Name, _ name: String, _ range: SourceRange) -> Typed {
        if case .audience = scope {
            findings.report(.notInAudience(event.text + "." + name), at: range)
            return Typed(.lastEvent(event.text, property: name), .any)
        }
        let canonical = context.names.canonical(event.text, .event)
        if canonical == "coupon" || canonical == "优惠券池", context.names.fields(of: canonical) == nil {
            if name != "code" { findings.report(.couponMember(name), at: range) }
            return Typed(.lastEvent("coupon", property: name), .text)
        }
        // `spring_twenty.code`, of that coupon, where no event is called so.
        if context.names.fields(of: canonical) == nil, let coupon = context.names[.coupon].canonical[event.text] {
            if name != "code" { findings.report(.couponMember(name), at: range) }
            return Typed(.lastEvent(coupon, property: name), .text)
        }
        context.names.note(lastEvent: event, context.findings)
        let (property, type, use) = context.property(name, of: CollectionOfOne(canonical), at: range)
        return Typed(.lastEvent(canonical, property: property), type, use: use)
    }
}

import JourneyLanguage
import JourneyModel

/// Gathers the declarations of a workspace and makes their names known, before anything that uses them is looked at.
///
/// What a name is declared as first stands; what bears the same name or `also` name again is told and left out.
struct CatalogueCheck {
    /// A declaration, and the file it stands in.
    struct Declared<Syntax> {
        var syntax: Syntax
        var findings: Findings
    }

    private struct Owner {
        var findings: Findings
        var range: SourceRange
    }

    /// By name and `also` name, of one kind.
    private typealias Owners = FewNames<Owner>

    let names: WorkspaceNames
    private(set) var catalogue = Catalogue()
    private(set) var audiences: [Declared<AudienceDeclaration>] = []
    private(set) var messages: [Declared<MessageDeclaration>] = []
    private(set) var tests: [Declared<TestDeclaration>] = []
    private var owners = [Owners](repeating: Owners(), count: NameKind.allCases.count)
    private var calendarOwners = Owners()
    private var attributeTypes: [String: Catalogue.FieldType] = [:]

    init(_ names: WorkspaceNames) { self.names = names }

    mutating func gather(_ program: Program, _ findings: Findings) {
        let events = program.items.count { if case .event = $0 { true } else { false } }
        names.reserve(events, .event)
        owners[NameKind.event.rawValue].reserve(events)
        for item in program.items {
            switch item {
            case .event(let event): gather(event, findings)
            case .customer(let customer): gather(customer, findings)
            case .audience(let audience): gather(audience, findings)
            case .message(let message): gather(message, findings)
            case .coupon(let coupon): gather(coupon, findings)
            case .calendar(let calendar): gather(calendar, findings)
            case .test(let test): tests.append(Declared(syntax: test, findings: findings))
            case .rule, .journey, .channel, .policy: break
            }
        }
    }

    /// Nil where another bears the name; `also` names that another bears are told too, and the rest is given back.
    private static func claim(_ name: Name, _ also: [Name], _ owners: inout Owners, _ findings: Findings) -> [String]? {
        guard claim(name, &owners, findings) else { return nil }
        return also.isEmpty ? [] : also.filter { claim($0, &owners, findings) }.map(\.text)
    }

    private static func claim(_ name: Name, _ owners: inout Owners, _ findings: Findings) -> Bool {
        if let owner = owners.add(Owner(findings: findings, range: name.range), name.text) {
            findings.report(.declaredTwice(name.text, place: owner.findings.place(owner.range, from: findings)), at: name.range)
            return false
        }
        return true
    }

    private mutating func claim(_ name: Name, _ also: [Name], _ kind: NameKind, _ findings: Findings) -> [String]? {
        Self.claim(name, also, &owners[kind.rawValue], findings)
    }

    private mutating func gather(_ declaration: EventDeclaration, _ findings: Findings) {
        guard let also = claim(declaration.name, declaration.also, .event, findings) else { return }
        var event = Catalogue.Event(
            name: declaration.name.text, also: also, title: declaration.title, from: declaration.from)
        // The properties of an event are declared here and nowhere else.
        var properties = Owners(minimumCapacity: declaration.fields.count)
        for field in declaration.fields {
            guard let also = Self.claim(field.name, field.also, &properties, findings) else { continue }
            event.fields.append(Catalogue.Field(name: field.name.text, also: also, type: Catalogue.FieldType(field.kind)))
            check(field, findings)
        }
        catalogue.events.append(event)
        names.add(event)
    }

    /// An attribute may be declared again where that says the same: each file of a workspace can bring what it needs.
    private mutating func gather(_ declaration: CustomerDeclaration, _ findings: Findings) {
        names.check(.attribute)
        for field in declaration.fields {
            let type = Catalogue.FieldType(field.kind)
            if attributeTypes[field.name.text] == type { continue }
            guard let also = claim(field.name, field.also, .attribute, findings) else { continue }
            attributeTypes[field.name.text] = type
            let attribute = Catalogue.Field(name: field.name.text, also: also, type: type)
            catalogue.attributes.append(attribute)
            names.add(attribute)
            check(field, findings)
        }
    }

    private func check(_ field: Field, _ findings: Findings) {
        guard case .oneOf(let choices) = field.kind else { return }
        var seen: Set<String> = []
        for choice in choices where !seen.insert(choice).inserted {
            findings.report(.choiceTwice(choice, of: field.name.text), at: field.range)
        }
    }

    private mutating func gather(_ declaration: AudienceDeclaration, _ findings: Findings) {
        guard let also = claim(declaration.name, declaration.also, .audience, findings) else { return }
        names.add(declaration.name.text, also: also, .audience)
        var kept = declaration
        kept.also = kept.also.filter { also.contains($0.text) }
        audiences.append(Declared(syntax: kept, findings: findings))
    }

    private mutating func gather(_ declaration: MessageDeclaration, _ findings: Findings) {
        guard let also = claim(declaration.name, declaration.also, .message, findings) else { return }
        names.add(declaration.name.text, also: also, .message)
        var kept = declaration
        kept.also = kept.also.filter { also.contains($0.text) }
        messages.append(Declared(syntax: kept, findings: findings))
    }

    private mutating func gather(_ declaration: CouponDeclaration, _ findings: Findings) {
        guard let also = claim(declaration.name, declaration.also, .coupon, findings) else { return }
        names.add(declaration.name.text, also: also, .coupon)
        var coupon = Catalogue.Coupon(name: declaration.name.text, also: also, title: declaration.title)
        let errors = findings.errorCount
        for rule in declaration.rules { apply(rule, to: &coupon, findings) }
        if coupon.codesFrom == nil, coupon.stock == nil, findings.errorCount == errors {
            findings.report(.couponWithoutCodes(coupon.name), at: declaration.name.range)
        }
        catalogue.coupons.append(coupon)
    }

    private func apply(_ rule: CouponDeclaration.Rule, to coupon: inout Catalogue.Coupon, _ findings: Findings) {
        switch rule.kind {
        case .codesFrom(let path): coupon.codesFrom = path
        case .stock(let number): coupon.stock = number
        case .forEachCustomer(let number): coupon.perCustomer = number
        case .valid(let duration): coupon.valid = duration.microseconds
        }
        if coupon.codesFrom != nil, coupon.stock != nil { findings.report(.codesAndStock(coupon.name), at: rule.range) }
    }

    private mutating func gather(_ declaration: CalendarDeclaration, _ findings: Findings) {
        guard let also = Self.claim(declaration.name, declaration.also, &calendarOwners, findings) else { return }
        var calendar = Catalogue.WorkCalendar(name: declaration.name.text, also: also, title: declaration.title)
        for days in declaration.days {
            let last = days.to ?? days.from
            if last.days < days.from.days { findings.report(.datesReversed, at: days.range) }
            calendar.days.append(.init(first: days.from.days, last: last.days, isWorkday: days.isWorkday))
        }
        catalogue.calendars.append(calendar)
    }

    mutating func set(audiences: [Catalogue.Audience], messages: [Catalogue.Message]) {
        catalogue.audiences = audiences
        catalogue.messages = messages
    }
}

extension Catalogue.FieldType {
    init(_ kind: Field.Kind) {
        switch kind {
        case .number: self = .number
        case .text: self = .text
        case .boolean: self = .boolean
        case .date: self = .date
        case .time: self = .time
        case .list: self = .list
        case .oneOf(let choices): self = .oneOf(choices)
        }
    }
}

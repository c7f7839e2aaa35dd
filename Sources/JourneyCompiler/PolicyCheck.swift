import Foundation
import JourneyLanguage
import JourneyModel

/// Puts the policies of all files together; a rule may stand twice where it says the same.
struct PolicyCheck {
    /// A rule that was said first, and where.
    private struct Said {
        var text: String
        var path: String
    }

    /// What a rule is about: two that are about the same thing must say the same.
    private enum Subject: Hashable {
        case timeZone, grace, holdOut, keepEvents, onlyToTag, stopAfter, catchUp
        case quiet(String?)
        case cap(per: Microseconds, String?)
    }

    private let names: WorkspaceNames
    private let uses: TypeUses
    /// How many of each coupon there are, where a number says it.
    private let stocks: [String: Int]
    private var said: [Subject: Said] = [:]
    private var policy = Policy()

    init(_ names: WorkspaceNames, _ uses: TypeUses, coupons: [Catalogue.Coupon]) {
        self.names = names
        self.uses = uses
        stocks = Dictionary(coupons.compactMap { coupon in coupon.stock.map { (coupon.name, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    mutating func policy(_ programs: [Program], _ findings: [Findings]) -> Policy {
        for (program, findings) in zip(programs, findings) {
            let context = CheckContext(findings: findings, names: names, uses: uses)
            for case .policy(let declaration) in program.items {
                for rule in declaration.rules { take(rule, context) }
            }
        }
        return policy
    }

    private mutating func take(_ rule: PolicyDeclaration.Rule, _ context: CheckContext) {
        let findings = context.findings
        switch rule.kind {
        case .timeZone(let name):
            if TimeZone(identifier: name) == nil {
                let suggestion = closest(to: name, among: TimeZone.knownTimeZoneIdentifiers.sorted())
                findings.report(.unknownTimeZone(name, suggestion: suggestion), at: rule.range)
            } else if isFirst(.timeZone, "time zone " + Spelling.text(name), rule, findings) {
                policy.timeZone = name
            }
        case .grace(let duration):
            if isFirst(.grace, "grace " + durationText(duration.microseconds), rule, findings) { policy.grace = duration.microseconds }
        case .quiet(let from, let to, let via): take(quietFrom: from, to, via, rule, context)
        case .atMost(let count, let per, let via): take(atMost: count, per, via, rule, context)
        case .requireConsent(let purpose):
            if !policy.requiredConsents.contains(purpose.text) { policy.requiredConsents.append(purpose.text) }
        case .unique(let attributes):
            for attribute in attributes.map(context.attribute) where !policy.uniqueAttributes.contains(attribute) {
                policy.uniqueAttributes.append(attribute)
            }
        case .holdOut(let share): take(holdOut: share, rule, context)
        case .keepEvents(let duration):
            let isNew = isFirst(.keepEvents, "keep events " + durationText(duration.microseconds), rule, findings)
            if isNew { policy.keepEvents = duration.microseconds }
        case .onlyToTag(let tag):
            if isFirst(.onlyToTag, "only to tag " + Spelling.name(tag.text), rule, findings) { policy.onlyToTag = tag.text }
        case .stopAfter(let count, let per):
            let text = "stop after \(count) messages per " + durationText(per.microseconds)
            if isFirst(.stopAfter, text, rule, findings) { policy.fuse = .init(count: count, per: per.microseconds) }
        case .catchUp(let count, let per):
            if isFirst(.catchUp, "catch up at \(count) per \(per.rawValue)", rule, findings) { policy.catchUp = Rate(count: count, per: per) }
        case .alert(let alarm, let via): take(alarm, via, rule, context)
        }
    }

    private mutating func take(
        quietFrom from: TimeLiteral, _ to: TimeLiteral, _ via: Name?, _ rule: PolicyDeclaration.Rule, _ context: CheckContext
    ) {
        let channel = via.map { context.name($0, .channel) }
        if from.seconds == to.seconds { context.findings.report(.quietAllDay, at: rule.range) }
        let text =
            "quiet from " + Spelling.literal(.timeOfDay(seconds: from.seconds)) + " to "
            + Spelling.literal(.timeOfDay(seconds: to.seconds)) + Self.via(channel)
        if isFirst(.quiet(channel), text, rule, context.findings) {
            policy.quietHours.append(.init(from: from.seconds, to: to.seconds, channel: channel))
        }
    }

    private mutating func take(
        atMost count: Int, _ per: DurationLiteral, _ via: Name?, _ rule: PolicyDeclaration.Rule, _ context: CheckContext
    ) {
        let channel = via.map { context.name($0, .channel) }
        let text =
            "at most \(count) message\(count == 1 ? "" : "s") per " + durationText(per.microseconds) + Self.via(channel)
        if isFirst(.cap(per: per.microseconds, channel), text, rule, context.findings) {
            policy.caps.append(.init(count: count, per: per.microseconds, channel: channel))
        }
    }

    private mutating func take(holdOut share: PercentLiteral, _ rule: PolicyDeclaration.Rule, _ context: CheckContext) {
        context.checkPrecision(share)
        let text = Spelling.percent(micros: share.micros)
        if isFirst(.holdOut, "hold out " + text, rule, context.findings) {
            if share.micros == 1_000_000 { context.findings.report(.holdsOutEverybody, at: share.range) }
            policy.holdOut = share.tenThousandths
        }
    }

    private mutating func take(
        _ alarm: PolicyDeclaration.Rule.Alarm, _ via: Name, _ rule: PolicyDeclaration.Rule, _ context: CheckContext
    ) {
        let channel = context.name(via, .channel)
        let told: Policy.Alert.Alarm
        switch alarm {
        case .silent(let span): told = .silent(span.microseconds)
        case .couponBelow(let name, let count):
            let coupon = context.name(name, .coupon)
            if let stock = stocks[coupon], stock < count {
                context.findings.report(.alertFromTheStart(coupon, stock: stock), at: rule.range)
            }
            told = .coupon(coupon, below: count)
        case .channelFails(let name, let times):
            let failing = context.name(name, .channel)
            if failing == channel { context.findings.report(.alertViaItself(channel), at: via.range) }
            told = .channel(failing, fails: times)
        case .rejectedAbove(let count, let per): told = .rejected(above: count, per: per.microseconds)
        case .lateAbove(let count, let per): told = .late(above: count, per: per.microseconds)
        case .paused: told = .paused
        }
        let alert = Policy.Alert(told, via: channel)
        if !policy.alerts.contains(alert) { policy.alerts.append(alert) }
    }

    private static func via(_ channel: String?) -> String { channel.map { " via " + Spelling.name($0) } ?? "" }

    /// False where something was said of the subject before, which is an error where it was something else.
    private mutating func isFirst(_ subject: Subject, _ text: String, _ rule: PolicyDeclaration.Rule, _ findings: Findings) -> Bool {
        guard let first = said[subject] else {
            said[subject] = Said(text: text, path: findings.path)
            return true
        }
        if first.text != text { findings.report(.contradiction(text, first.text, path: first.path), at: rule.range) }
        return false
    }
}

/// A keyword of the language, whatever the tongue it is written in.
///
/// A phrase of several words (`wait up to`) is one keyword. `Keywords.rows` gives their forms.
public enum Keyword: UInt8, Sendable, Hashable, CaseIterable {
    /// Not a keyword: what `Token.keyword` holds for every other token.
    case none

    // Items
    case journey, formerly, channel, policy, event, customer, audience, message, coupon, test

    // Triggers
    case when, then, but, butNot, and, or, not, within, without, `where`, with, withSame, same
    case times, restartingOn, no, silentFor, changes, becomes, entersAudience, leavesAudience
    case every, day, ofMonth, on, before, at

    // Headers
    case `for`, forCustomersWhere, forEach, again, againAfter, againAlways, once, goal, value, andContinue
    case exit, exitWhen, holdOut, rollOutTo, from, until, priority, owner, expires, `class`, marketing, transactional

    // Steps
    case send, via, to, atBestTime, orElse, wait, waitUntil, waitUpTo, ifSo, so, `if`, elseIf, `else`, end
    case split, adaptively, arm, `repeat`, repeatUpTo, set, add, tag, untag, give, record, start, leave, stop, label

    // Conditions
    case `is`, isNot, isKnown, isUnknown, between, `in`, notIn, contains, startsWith, ever, atLeast, `true`, `false`, now
    case numberOf, sumOf, averageOf, maxOf, minOf, daysSince
    case hasTag, inAudience, consentedTo, reachableVia, given, weekday, time
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    // Signs that have a word in another tongue
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, member

    // Declarations
    case also, number, text, boolean, date, list, oneOf, codesFrom, stock, forEachCustomer, valid
    case env, limit, per, retry
    case calendar, holiday, workday
    case timeZone, grace, quietFrom, atMost, requireConsent, unique, keepEvents, onlyToTag, stopAfter, catchUpAt
    case alertWhen, below, fails, rejectedAbove, lateAbove, paused

    // Tests
    case starting, expect, noMessages, inJourney, notInJourney, answers, that

    // Placeholders
    case `as`, link
}

/// A tongue that programs and diagnostics are written in.
public enum Language: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case chinese = "zh"
}

extension Keyword {
    /// As the formatter writes it; a keyword without a form in this language is written in English.
    public func spelling(_ language: Language = .english) -> String {
        let row = Keywords.rowsByKeyword[Int(rawValue)]
        switch language {
        case .english: return row.english.first ?? ""
        case .chinese: return row.chinese.first ?? row.english.first ?? ""
        }
    }

    /// The words of its English spelling.
    var words: [String] { Keywords.words[Int(rawValue)] }

    /// Never a bare name: a name spelled so must be quoted.
    public var isReserved: Bool { Keywords.rowsByKeyword[Int(rawValue)].isReserved }

    /// One word that may stand as a name where a name is expected.
    public var isAllowedAsName: Bool { Keywords.allowedAsName[Int(rawValue)] }
}

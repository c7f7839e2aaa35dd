/// A set of keywords, as bits.
struct KeywordSet: Sendable {
    private var words: SIMD4<UInt64> = .zero

    init(_ keywords: some Sequence<Keyword>) { for keyword in keywords { insert(keyword) } }

    mutating func insert(_ keyword: Keyword) { words[Int(keyword.rawValue >> 6)] |= 1 << UInt64(keyword.rawValue & 63) }

    @inline(__always)
    func contains(_ keyword: Keyword) -> Bool {
        words[Int(keyword.rawValue >> 6)] >> UInt64(keyword.rawValue & 63) & 1 != 0
    }

    func union(_ other: KeywordSet) -> KeywordSet {
        var union = self
        union.words |= other.words
        return union
    }

    func subtracting(_ other: KeywordSet) -> KeywordSet {
        var rest = self
        rest.words &= ~other.words
        return rest
    }
}

/// What may stand at a place in glued Chinese text, told from the token before it.
struct ChinesePlace: Sendable {
    /// What a name here is, which says what can end it.
    enum NameKind: Int, Sendable {
        /// A keyword is expected; what is none is a name all the same.
        case none
        case event
        /// A property, an attribute, or another value of a condition.
        case operand
        /// A member after a dot.
        case member
        /// Content, channel, tag, audience, coupon, journey.
        case other
    }

    var name: NameKind
    /// The keywords that may stand here instead of a name.
    var openers: KeywordSet
    /// A keyword is taken even where a longer name is known.
    var prefersKeyword = false

    /// A name, or a value, must stand here.
    var needsName: Bool { name != .none }

    @inline(__always)
    static func after(_ keyword: Keyword) -> ChinesePlace { byKeyword[Int(keyword.rawValue)] }

    /// The keywords that may end a glued name of this kind that nobody knows.
    @inline(__always)
    static func enders(_ kind: NameKind) -> KeywordSet { endersByKind[kind.rawValue] }

    /// A value or condition: 满足, 如果, 大于 and the like stand before it.
    static let operand = ChinesePlace(name: .operand, openers: valueOpeners)
    static let member = ChinesePlace(name: .member, openers: nothing)
    /// After a name, number or text.
    static let afterWhole = ChinesePlace(name: .none, openers: afterValue)
    /// At the beginning of a clause.
    static let clause = ChinesePlace(name: .none, openers: clauseOpeners)
    /// The same, no space between.
    static let afterGlued = ChinesePlace(name: .none, openers: afterValue, prefersKeyword: true)
    static let afterDuration = ChinesePlace(name: .none, openers: all, prefersKeyword: true)
    /// After 但 2天 内, where only 未 can go on.
    static let negated = ChinesePlace(name: .event, openers: KeywordSet([.not]), prefersKeyword: true)
    /// After 于 2小时, where a test says what happens.
    static let testMoment = ChinesePlace(name: .event, openers: eventOpeners.union(KeywordSet([.customer, .channel])))
    /// After a word such as `customer`, which may be a property that is being declared.
    static let afterEnglishItem = ChinesePlace(
        name: .other, openers: fieldWords.union(KeywordSet([.with])))
    /// After 且 and 或 of a pattern.
    static let patternJoined = ChinesePlace(name: .event, openers: eventOpeners)

    // MARK: Sets

    static let nothing = KeywordSet([])
    static let all = KeywordSet(Keyword.allCases)
    /// A name is never negated from behind: a word with 未 after one is the next name.
    private static let afterValue = all.subtracting(KeywordSet([.not]))

    /// Keywords that are values by themselves: nothing of a name can follow them.
    static let valueWords = KeywordSet([
        .weekday, .time, .now, .true, .false, .monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday,
    ])

    /// Keywords that stand behind what they belong to, so that no clause begins with one.
    private static let postfixes = KeywordSet([
        .within, .times, .changes, .becomes, .before, .to, .isKnown, .isUnknown, .is, .isNot, .between, .in, .notIn, .contains,
        .startsWith, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .member, .numberOf, .sumOf, .averageOf,
        .maxOf, .minOf, .day, .andContinue, .withSame, .restartingOn,
    ])
    private static let clauseOpeners = all.subtracting(postfixes)
    /// What may stand in the place of an event: no declaration begins inside of a sentence, and 客户, 消息, 测试 begin many names.
    private static let eventOpeners = clauseOpeners.subtracting(
        KeywordSet([
            .where, .when, .journey, .channel, .policy, .event, .customer, .audience, .message, .coupon, .test, .number, .text,
            .boolean, .date, .list, .oneOf, .valid, .stock, .time, .weekday, .marketing, .that, .for,
        ]))

    /// Words that ask something of the customer, which 非 and 不 negate without parentheses: 非属于人群.
    static let questions = KeywordSet([.hasTag, .inAudience, .consentedTo, .reachableVia, .given, .daysSince, .ever])
    private static let valueOpeners = questions.union(valueWords).union(KeywordSet([.not, .notIn]))

    static let joins = KeywordSet([.then, .but, .butNot, .and, .or, .where])
    static let blockWords = KeywordSet([.end, .else, .elseIf, .ifSo, .orElse])

    private static let verbs = KeywordSet([
        .send, .via, .wait, .waitUntil, .waitUpTo, .if, .split, .repeatUpTo, .set, .add, .tag, .untag, .give, .start, .leave,
        .label,
    ])
    /// What may follow the end of a block in the same word.
    static let afterEnd = verbs.union(blockWords).union(KeywordSet([.stop, .record]))

    private static let headers = KeywordSet([
        .forCustomersWhere, .forEach, .againAfter, .againAlways, .once, .goal, .exitWhen, .holdOut, .rollOutTo, .from, .priority,
        .owner, .expires, .class,
    ])
    private static let patternEnders = joins.union(headers).union(verbs).union(
        KeywordSet([
            .without, .withSame, .restartingOn, .changes, .becomes, .before, .ever, .numberOf, .sumOf, .averageOf, .maxOf, .minOf,
            .atLeast, .daysSince, .member, .value, .andContinue, .ifSo, .orElse, .else, .elseIf, .with,
        ]))
    private static let comparisons = KeywordSet([
        .is, .isNot, .isKnown, .isUnknown, .between, .in, .notIn, .contains, .startsWith, .equal, .notEqual, .less, .lessOrEqual,
        .greater, .greaterOrEqual,
    ])
    /// Where a keyword is looked for only to see that a name has ended before it.
    static let following = clauseOpeners.union(postfixes).subtracting(KeywordSet([.day, .at, .to]))
    static let alsoWords = KeywordSet([.also])
    /// English keywords that are names where the others are Chinese.
    static let namesAmongChinese = KeywordSet([
        .number, .text, .boolean, .date, .time, .list, .weekday, .class, .value, .stock, .priority, .owner, .expires, .valid, .limit, .link,
        .day, .grace, .unique, .retry, .marketing, .transactional, .message,
    ])
    /// What goes on with the declaration of a field.
    static let fieldWords = KeywordSet([.also, .number, .text, .boolean, .date, .time, .list, .oneOf])
    /// 于 ends a name where a moment follows, 到 where somebody does: 通过短信于2小时, 发送优惠券到手机.
    static let aims = KeywordSet([.at, .to])
    /// What a number may follow at once.
    static let numberTakers = comparisons.union(KeywordSet([.atLeast, .add, .wait, .atMost, .waitUpTo, .repeatUpTo, .priority]))
    private static let aggregates = KeywordSet([.numberOf, .sumOf, .averageOf, .maxOf, .minOf, .ever, .daysSince])

    private static let endersByKind: [KeywordSet] = {
        let steps = joins.subtracting(KeywordSet([.where])).union(verbs).union(blockWords)
        let operand = patternEnders.union(comparisons).union(KeywordSet([.end, .stop])).subtracting(aggregates)
        return [
            all.subtracting(KeywordSet([.to, .at, .day, .within, .true, .false, .not])),
            patternEnders,
            operand,
            operand.union(aggregates),
            steps.union(headers).union(KeywordSet([.with, .stop, .atBestTime, .at, .to, .when, .formerly, .also, .andContinue, .fails])),
        ]
    }()

    // MARK: Places

    private static let byKeyword: [ChinesePlace] = {
        var places = [ChinesePlace](repeating: clause, count: Keyword.allCases.count)
        func set(_ kind: NameKind, _ openers: KeywordSet, _ keywords: Keyword...) {
            for keyword in keywords { places[Int(keyword.rawValue)] = ChinesePlace(name: kind, openers: openers) }
        }
        let trigger = KeywordSet([.on, .every, .ofMonth, .silentFor, .entersAudience, .leavesAudience, .ever])
        let types = KeywordSet([
            .end, .event, .customer, .audience, .message, .coupon, .channel, .policy, .test, .journey, .when, .also,
        ])
        set(.event, trigger, .when)
        set(.event, nothing, .not, .butNot, .without, .until, .record, .no)
        set(.event, eventOpeners, .within, .then, .goal, .at, .ever, .daysSince, .restartingOn)
        set(.operand, valueOpeners, .where, .forCustomersWhere, .if, .elseIf, .exitWhen, .becomes, .that)
        set(.operand, valueOpeners.union(KeywordSet([.workday])), .waitUntil)
        set(.operand, valueOpeners, .is, .isNot, .contains, .startsWith)
        set(.other, valueOpeners, .add)
        set(.operand, nothing, .withSame, .forEach, .value, .set, .to, .on, .with, .unique)
        set(.other, nothing, .tag, .untag, .give, .start, .leave, .label, .hasTag, .inAudience, .consentedTo, .given)
        set(.other, nothing, .entersAudience, .leavesAudience, .journey, .also, .formerly)
        set(.other, alsoWords, .event, .audience, .message, .coupon, .channel, .calendar)
        set(.other, nothing, .requireConsent, .onlyToTag, .reachableVia, .env, .answers, .for)
        set(.other, KeywordSet([.via, .with]), .send)
        set(.other, nothing, .via)
        set(.other, clauseOpeners, .orElse, .else)
        set(.other, KeywordSet([.noMessages, .inJourney, .notInJourney, .goal, .that]), .expect)
        set(.other, types, .number, .text, .boolean, .date, .list)
        set(.other, types.union(KeywordSet([.with])), .customer)
        set(.none, all, .end, .stop, .times, .andContinue, .changes, .isKnown, .isUnknown, .againAlways, .once, .atBestTime)
        set(.none, all, .numberOf, .sumOf, .averageOf, .maxOf, .minOf, .againAfter, .between, .every, .ofMonth, .marketing)
        set(.none, all, .transactional, .day, .before, .monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday)
        set(.none, all, .weekday, .time, .now, .true, .false, .inJourney, .noMessages)
        return places
    }()
}

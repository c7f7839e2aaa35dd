/// What may stand at a place, told from the tokens and the white space before it.
extension Lexer {
    mutating func place(isAfterSpace: Bool) -> ChinesePlace {
        lookBack()
        return place(after: lexed.tokens.count - 1, isAfterSpace: isAfterSpace)
    }

    func place(after index: Int, isAfterSpace: Bool) -> ChinesePlace {
        guard index >= 0 else { return .clause }
        let tokens = lexed.tokens
        let token = tokens[index]
        switch token.kind {
        // After a dot every word is a name.
        case .keyword where index > 0 && tokens[index - 1].kind == .dot: return isAfterSpace ? .afterWhole : .afterGlued
        case .keyword:
            switch token.keyword {
            // What a test expects, and not what a journey is for.
            case .goal where index > 0 && tokens[index - 1].keyword == .expect: return isAfterSpace ? .afterWhole : .afterGlued
            case .to where index >= 2 && tokens[index - 2].keyword == .set: return .operand
            case .and, .or: return surroundings.isCondition ? .operand : .patternJoined
            case .message where index >= 1 && tokens[index - 1].kind == .integer: return .clause
            case .within where index >= 2 && tokens[index - 2].keyword == .but: return .negated
            // 至 stands between the bounds of a value.
            case .until where bytes[Int(token.start)] == 0xE8: return .operand
            // 7天 内 未 评价 is about an event; 非 时间 介于 … is any condition.
            case .not where surroundings.isCondition && !(index >= 1 && tokens[index - 1].keyword == .within): return .operand
            case _ where token.value == 1 || isName(index): return isAfterSpace ? .afterWhole : .afterGlued
            // The property `customer`, of some type.
            case .event, .customer, .audience, .message, .coupon, .channel, .calendar:
                return bytes[Int(token.start)] < 0x80 ? .afterEnglishItem : .after(token.keyword)
            default: return .after(token.keyword)
            }
        case .comma, .pause: return surroundings.depth > 0 ? .operand : .clause
        case .dot: return .member
        case .leftParenthesis:
            var before = index - 1
            while before >= 0, tokens[before].kind == .leftParenthesis { before -= 1 }
            if before >= 0, tokens[before].keyword == .not, surroundings.isCondition { return .operand }
            let outside = place(after: before, isAfterSpace: isAfterSpace)
            return outside.needsName ? outside : surroundings.isCondition ? .operand : .patternJoined
        case .colon, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star, .slash:
            return .operand
        case .duration where index >= 1 && tokens[index - 1].keyword == .at,
            .time where index >= 2 && tokens[index - 1].kind == .date && tokens[index - 2].keyword == .at:
            return .testMoment
        case .duration: return .afterDuration
        case .text where isAfterSpace: return index > 0 && takesValue(tokens[index - 1]) ? .afterWhole : .clause
        default: return isAfterSpace ? .afterWhole : .afterGlued
        }
    }

    /// A text after this token is a value or a name, and no title.
    private func takesValue(_ token: Token) -> Bool {
        switch token.kind {
        case .colon, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .leftParenthesis: true
        case .keyword where token.keyword == .and || token.keyword == .or: true
        default: ChinesePlace.after(token.keyword).needsName
        }
    }

    /// An English keyword in the place of a name is one: `send message`, `tag coupon`.
    func isName(_ index: Int) -> Bool {
        let token = lexed.tokens[index]
        guard index > 0, bytes[Int(token.start)] < 0x80 else { return false }
        let before = lexed.tokens[index - 1]
        if before.kind == .dot { return true }
        guard token.keyword.isAllowedAsName else { return false }
        if surroundings.isChinese, ChinesePlace.namesAmongChinese.contains(token.keyword) { return true }
        let outside: ChinesePlace
        switch before.keyword {
        case .none: return false
        case .and, .or: outside = surroundings.isCondition ? .operand : .patternJoined
        case .orElse, .else: return true
        default: outside = .after(before.keyword)
        }
        return outside.needsName && !outside.openers.contains(token.keyword)
    }

    /// Reads what the tokens since the last word have changed.
    mutating func lookBack() {
        while surroundings.scanned < lexed.tokens.count {
            let token = lexed.tokens[surroundings.scanned]
            surroundings.scanned += 1
            if token.kind == .keyword, bytes[Int(token.start)] >= 0x80 { surroundings.isChinese = true }
            switch token.kind {
            case .keyword where surroundings.scanned >= 2 && lexed.tokens[surroundings.scanned - 2].kind == .dot: break
            case .keyword:
                switch token.keyword {
                case .where, .forCustomersWhere, .if, .elseIf, .exitWhen, .that, .audience, .set: surroundings.isCondition = true
                case .add: (surroundings.isCondition, surroundings.isAdding) = (true, true)
                case .to: surroundings.isAdding = false
                // 至 stands between the bounds of a value, too.
                case .until where bytes[Int(token.start)] == 0xE8: break
                case .when, .goal, .until, .waitUpTo, .but, .butNot, .record: surroundings.isCondition = false
                default: if surroundings.isAdding, token.keyword.beginsStep { surroundings.isAdding = false }
                }
            // The value of an argument.
            case .colon: surroundings.isCondition = true
            case .leftParenthesis:
                surroundings.outer = surroundings.outer << 1 | (surroundings.isCondition ? 1 : 0)
                surroundings.depth += 1
            case .rightParenthesis where surroundings.depth > 0:
                surroundings.isCondition = surroundings.outer & 1 == 1
                surroundings.outer >>= 1
                surroundings.depth -= 1
            default: break
            }
        }
    }

    // MARK: White space

    func isSpace(_ offset: Int) -> Bool {
        guard offset < count else { return true }
        if bytes[offset] < 0x80 { return bytes[offset] <= 0x20 || bytes[offset] == UInt8(ascii: "#") }
        if case .space = Characters.wide(Characters.scalar(bytes + offset).value) { return true }
        return false
    }

    func isSpaceBefore(_ offset: Int) -> Bool {
        guard offset > 0 else { return true }
        if bytes[offset - 1] < 0x80 { return bytes[offset - 1] <= 0x20 }
        guard offset >= 2 else { return false }
        if bytes[offset - 2] >= 0xC0 { return isSpace(offset - 2) }
        return offset >= 3 && bytes[offset - 3] >= 0xC0 && isSpace(offset - 3)
    }
}

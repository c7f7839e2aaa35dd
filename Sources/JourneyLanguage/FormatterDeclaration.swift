/// Lays the declarations of the catalogue: what they declare on a line, and a line for each of their parts.
extension Formatter {
    mutating func event(_ event: EventDeclaration) {
        let from = event.from.map { writer.words(writer[word: .from], Spelling.text($0)) } ?? ""
        open(writer[.event], event.name, event.also, event.title, from, event.range)
        block(event.fields.map { (writer.field($0), $0.range) }, event.range)
    }

    mutating func customer(_ customer: CustomerDeclaration) {
        page.line(writer[.customer], SourceRange(customer.range.start, customer.range.start))
        block(customer.fields.map { (writer.field($0), $0.range) }, customer.range)
    }

    mutating func audience(_ audience: AudienceDeclaration) {
        let head = writer.heading(writer[.audience], audience.name, audience.also, audience.title)
        page.line(head + " =" + softBreak + writer.condition(audience.condition), audience.range)
    }

    mutating func coupon(_ coupon: CouponDeclaration) {
        open(writer[.coupon], coupon.name, coupon.also, coupon.title, "", coupon.range)
        block(coupon.rules.map { (writer.rule($0.kind), $0.range) }, coupon.range)
    }

    mutating func calendar(_ calendar: CalendarDeclaration) {
        open(writer[.calendar], calendar.name, calendar.also, calendar.title, "", calendar.range)
        block(calendar.days.map { (writer.days($0), $0.range) }, calendar.range)
    }

    mutating func channel(_ channel: ChannelDeclaration) {
        open(writer[.channel], channel.name, channel.also, channel.title, "", channel.range)
        var lines = channel.settings.map { (text: writer.setting($0), range: $0.range) }
        func insert(_ text: String, _ range: SourceRange) {
            lines.insert((text, range), at: lines.firstIndex { $0.range.start > range.start } ?? lines.count)
        }
        for limit in channel.limits {
            let unit = writer.unit(limit.per)
            let text = writer.order(
                [writer[.limit], "\(limit.count)", writer[.per], unit], [writer[.limit], writer[.every] + unit, "\(limit.count)"])
            insert(text, limit.range)
        }
        if let retries = channel.retries {
            insert(writer.words(writer[.retry], writer.times(retries)), page.token(.retry, in: channel.range))
        }
        block(lines, channel.range)
    }

    mutating func policy(_ policy: PolicyDeclaration) {
        page.line(writer[.policy], SourceRange(policy.range.start, policy.range.start))
        block(policy.rules.map { (writer.rule($0.kind), $0.range) }, policy.range)
    }

    private mutating func open(
        _ keyword: String, _ name: Name, _ also: [Name], _ title: String?, _ rest: String, _ range: SourceRange
    ) {
        let text = writer.words(writer.heading(keyword, name, also, title), rest)
        page.line(text, SourceRange(range.start, range.start))
    }

    mutating func block(_ lines: [(text: String, range: SourceRange)], _ range: SourceRange) {
        page.depth += 1
        page.gap = .none
        for line in lines {
            page.line(line.text, line.range)
            page.gap = .kept
        }
        page.depth -= 1
        page.close(range, writer[.end])
    }
}

/// Prints the lines of declarations.
extension Writer {
    /// `event bought also 购买 "A paid order"`: a declaration keeps its names in every tongue.
    func heading(_ keyword: String, _ name: Name, _ also: [Name], _ title: String?) -> String {
        words(keyword, declared(name), others(also), title.map { Spelling.text($0) } ?? "")
    }

    private func declared(_ name: Name) -> String { Spelling.name(name.text, isDeclared: names.isDeclared(name.text)) }

    private func others(_ also: [Name]) -> String {
        also.isEmpty ? "" : words(self[.also], also.map(declared).joined(separator: ", "))
    }

    func field(_ field: Field) -> String {
        let kind: String
        switch field.kind {
        case .number: kind = self[.number]
        case .text: kind = self[.text]
        case .boolean: kind = self[.boolean]
        case .date: kind = self[.date]
        case .time: kind = self[.time]
        case .list: kind = self[.list]
        case .oneOf(let choices): kind = words(self[.oneOf], choices.map { Spelling.text($0) }.joined(separator: "," + softBreak))
        }
        return words(declared(field.name), others(field.also), kind)
    }

    func rule(_ rule: CouponDeclaration.Rule.Kind) -> String {
        switch rule {
        case .codesFrom(let file): words(self[.codesFrom], Spelling.text(file))
        case .stock(let count): words(self[.stock], "\(count)")
        case .forEachCustomer(let count): order(["\(count)", self[.forEachCustomer]], [self[.forEachCustomer], "\(count)张"])
        case .valid(let span): words(self[.valid], duration(span))
        }
    }

    func days(_ days: CalendarDeclaration.Days) -> String {
        let to = days.to.map { words(order([self[.to]], ["至"]), date($0)) } ?? ""
        return words(self[days.isWorkday ? .workday : .holiday], date(days.from), to)
    }

    func setting(_ setting: ChannelDeclaration.Setting) -> String {
        let argument: String
        switch setting.argument {
        case .word(let word): argument = Spelling.member(word)
        case .text(let text): argument = Spelling.text(text)
        case .number(let number): argument = literal(number)
        case .duration(let span): argument = duration(span)
        case .boolean(let holds): argument = self[holds ? .true : .false]
        case .environment(let name): argument = words(self[.env], Spelling.member(name))
        }
        // A key is never quoted: a text here would be another argument.
        return words(setting.key.text, argument)
    }

    func unit(_ unit: TimeUnit) -> String {
        guard language == .chinese else { return unit.rawValue }
        return Keywords.units.first { $0.english.contains(unit.rawValue) }?.chinese.first ?? unit.rawValue
    }

    func rule(_ rule: PolicyDeclaration.Rule.Kind) -> String {
        switch rule {
        case .timeZone(let zone): return words(self[.timeZone], Spelling.text(zone))
        case .grace(let span): return words(self[.grace], duration(span))
        case .quiet(let from, let to, let channel):
            return words(self[.quietFrom], time(from), order([self[.to]], ["至"]), time(to), via(channel))
        case .atMost(let count, let per, let channel):
            let limit = words(self[.atMost], messages(count))
            return order(
                [limit, self[.per], duration(per), via(channel)], [self[.every], duration(per), limit, via(channel)])
        case .requireConsent(let name): return words(self[.requireConsent], purpose(name))
        case .unique(let attributes): return words(self[.unique], list(attributes, .attribute))
        case .holdOut(let share): return words(self[.holdOut], percent(share))
        case .keepEvents(let span): return words(self[.keepEvents], duration(span))
        case .onlyToTag(let tag): return words(self[.onlyToTag], name(tag))
        case .stopAfter(let count, let per):
            return order(
                [self[.stopAfter], messages(count), self[.per], duration(per)],
                [self[.stopAfter], self[.every], duration(per), messages(count)])
        case .catchUp(let count, let per):
            return order(
                [self[.catchUpAt], "\(count)", self[.per], unit(per)], [self[.catchUpAt], self[.every] + unit(per), "\(count)"])
        case .alert(let alarm, let channel): return words(self[.alertWhen], self.alarm(alarm), via(channel))
        }
    }

    private func alarm(_ alarm: PolicyDeclaration.Rule.Alarm) -> String {
        switch alarm {
        case .silent(let span): words(self[.silentFor], duration(span))
        case .couponBelow(let coupon, let count): words(self[.coupon], name(coupon, .coupon), order([self[.below]], ["低于"]), "\(count)")
        case .channelFails(let channel, let count): words(self[.channel], name(channel, .channel), self[.fails], times(count))
        case .rejectedAbove(let count, let per): share(.rejectedAbove, count, per)
        case .lateAbove(let count, let per): share(.lateAbove, count, per)
        case .paused: self[.paused]
        }
    }

    private func share(_ keyword: Keyword, _ count: Int, _ per: DurationLiteral) -> String {
        order([self[keyword], "\(count)", self[.per], duration(per)], [self[.every], duration(per), self[keyword], "\(count)"])
    }

    private func messages(_ count: Int) -> String {
        order(["\(count)", count == 1 ? "message" : "messages"], ["\(count)条", self[.message]])
    }

    func via(_ channel: Name?) -> String { channel.map { words(self[.via], name($0, .channel)) } ?? "" }
}

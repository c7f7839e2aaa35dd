import JourneyModel

/// The packed form of a customer's state, as the store keeps it.
///
/// A format byte, then counts and fields in order; instants after the first of an enrollment or watch are differences, which are
/// mostly short.
extension CustomerState {
    private static let format: UInt8 = 2
    /// Of the first stores: without values of `for each`, and nothing after the enrollments. It is read, and written anew as the second.
    private static let firstFormat: UInt8 = 1

    /// What may follow at the end, each with its number before it.
    private enum Section: UInt8 {
        case identity = 1
    }

    public func encoded() -> [UInt8] {
        var out = ByteWriter(reserving: 96)
        out.byte(Self.format)
        out.text(id)
        out.count(attributes.count)
        for attribute in attributes {
            out.unsigned(UInt64(attribute.name))
            out.value(attribute.value)
            out.signed(attribute.writtenAt.microseconds)
        }
        out.count(tags.count)
        for tag in tags { out.unsigned(UInt64(tag)) }
        out.count(entries.count)
        for entry in entries {
            out.unsigned(UInt64(entry.journey))
            out.unsigned(UInt64(entry.count))
            out.signed(entry.lastAt.microseconds)
            out.value(entry.instance)
        }
        out.count(triggers.count)
        for trigger in triggers { trigger.encode(to: &out) }
        out.count(enrollments.count)
        for enrollment in enrollments { enrollment.encode(to: &out) }
        encodeSchedules(to: &out)
        out.count(consents.count)
        for consent in consents {
            out.unsigned(UInt64(consent.purpose))
            out.flag(consent.isGranted)
            out.signed(consent.at.microseconds)
            out.text(consent.source)
        }
        encodeSending(to: &out)
        if hasPast || tie != .none { encodePast(to: &out) }
        if case .some(let identity) = tie {
            out.byte(Section.identity.rawValue)
            encode(identity, to: &out)
        }
        return out.bytes
    }

    /// - Throws: `DecodingFailure` on bytes that no `encoded()` wrote.
    public init(encoded bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            return try CustomerState(&reader)
        }
    }

    private init(_ reader: inout ByteReader) throws {
        let format = try reader.byte()
        let isFirst = format == Self.firstFormat
        guard format == Self.format || isFirst else { throw DecodingFailure(what: "unknown format of a customer", offset: 0) }
        id = try reader.text()
        for _ in 0..<(try reader.count()) {
            attributes.append(
                Attribute(name: try reader.number(), value: try reader.value(), writtenAt: try reader.instant(after: 0)))
        }
        for _ in 0..<(try reader.count()) { tags.append(try reader.number()) }
        for _ in 0..<(try reader.count()) {
            entries.append(
                EntryMemory(
                    journey: try reader.number(), count: try reader.number(), lastAt: try reader.instant(after: 0),
                    instance: isFirst ? .unknown : try reader.value()))
        }
        for _ in 0..<(try reader.count()) { triggers.append(try TriggerMemory(&reader, isFirst: isFirst)) }
        for _ in 0..<(try reader.count()) { enrollments.append(try Enrollment(&reader)) }
        if isFirst { return }
        try readSchedules(&reader)
        for _ in 0..<(try reader.count()) {
            consents.append(
                Consent(
                    purpose: try reader.number(), isGranted: try reader.flag(), at: try reader.instant(after: 0),
                    source: try reader.text()))
        }
        try readSending(&reader)
        if !reader.isAtEnd { try readPast(&reader) }
        while !reader.isAtEnd {
            switch Section(rawValue: try reader.byte()) {
            case .identity: try readIdentity(&reader)
            case nil: throw DecodingFailure(what: "unknown part of a customer", offset: reader.offset)
            }
        }
    }
}

extension TriggerMemory {
    fileprivate func encode(to out: inout ByteWriter) {
        out.unsigned(UInt64(trigger))
        out.value(instance)
        out.unsigned(UInt64(nextSerial))
        out.count(marks.count)
        for mark in marks {
            out.unsigned(mark.place.number)
            out.signed(mark.at.microseconds)
            out.count(mark.used.count)
            for serial in mark.used { out.unsigned(UInt64(serial)) }
            out.count(mark.values.count)
            for value in mark.values { out.value(value) }
        }
        out.flag(watch != nil)
        guard let watch else { return }
        out.unsigned(watch.number)
        out.signed(watch.beganAt.microseconds)
        out.signed(watch.due - watch.beganAt)
        out.unsigned(UInt64(watch.version))
        out.count(watch.captured.count)
        for value in watch.captured { out.value(value) }
    }

    fileprivate init(_ reader: inout ByteReader, isFirst: Bool) throws {
        trigger = try reader.number()
        instance = isFirst ? .unknown : try reader.value()
        nextSerial = try reader.number()
        for _ in 0..<(try reader.count()) {
            guard let place = Place(number: try reader.unsigned()) else {
                throw DecodingFailure(what: "a place's number is too large", offset: reader.offset)
            }
            let at = try reader.instant(after: 0)
            marks.append(
                Mark(
                    place: place, at: at, used: try (0..<(try reader.count())).map { _ in try reader.number() },
                    values: isFirst ? [] : try (0..<(try reader.count())).map { _ in try reader.value() }))
        }
        guard try reader.flag() else { return }
        let number = try reader.unsigned()
        let beganAt = try reader.instant(after: 0)
        watch = Watch(
            number: number, beganAt: beganAt, due: try reader.instant(after: beganAt.microseconds), version: try reader.number(),
            captured: try (0..<(try reader.count())).map { _ in try reader.value() })
    }
}

extension Enrollment {
    private struct Flags: OptionSet {
        var rawValue: UInt8
        static let hasDue = Flags(rawValue: 1)
        static let isFinished = Flags(rawValue: 2)
        static let hasReachedGoal = Flags(rawValue: 4)
        static let isShadow = Flags(rawValue: 8)
        /// Rounds, visits or arms follow.
        static let hasPath = Flags(rawValue: 16)
        static let hasInstance = Flags(rawValue: 32)
        static let awaitsBestHour = Flags(rawValue: 64)
        static let hasTouches = Flags(rawValue: 128)
    }

    fileprivate func encode(to out: inout ByteWriter) {
        var flags: Flags = []
        if due != nil { flags.insert(.hasDue) }
        if isFinished { flags.insert(.isFinished) }
        if hasReachedGoal { flags.insert(.hasReachedGoal) }
        if instance != .unknown { flags.insert(.hasInstance) }
        if isShadow { flags.insert(.isShadow) }
        if awaitsBestHour { flags.insert(.awaitsBestHour) }
        let hasPath = !(rounds.isEmpty && visits.isEmpty && arms.isEmpty)
        if hasPath { flags.insert(.hasPath) }
        if !touches.isEmpty { flags.insert(.hasTouches) }
        out.byte(flags.rawValue)
        out.unsigned(number)
        out.unsigned(UInt64(version))
        out.unsigned(UInt64(ordinal))
        out.unsigned(UInt64(state))
        out.signed(enteredAt.microseconds)
        out.signed(stateEnteredAt - enteredAt)
        if let due { out.signed(due - enteredAt) }
        if instance != .unknown { out.value(instance) }
        out.count(captured.count)
        for value in captured { out.value(value) }
        if hasPath { encodePath(to: &out) }
        if !touches.isEmpty { encodeTouches(to: &out) }
    }

    private func encodePath(to out: inout ByteWriter) {
        out.count(rounds.count)
        for round in rounds {
            out.unsigned(UInt64(round.head))
            out.unsigned(UInt64(round.number))
            out.signed(round.beganAt - enteredAt)
            out.signed(round.startedAt - enteredAt)
        }
        out.count(visits.count)
        for visit in visits {
            out.unsigned(UInt64(visit.state))
            out.unsigned(UInt64(visit.count))
        }
        out.count(arms.count)
        for arm in arms {
            out.unsigned(UInt64(arm.state))
            out.unsigned(UInt64(arm.arm))
        }
    }

    private mutating func readPath(_ reader: inout ByteReader) throws {
        let base = enteredAt.microseconds
        rounds = try (0..<(try reader.count())).map { _ in
            Round(
                head: try reader.number(), number: try reader.number(), beganAt: try reader.instant(after: base),
                startedAt: try reader.instant(after: base))
        }
        visits = try (0..<(try reader.count())).map { _ in Visit(state: try reader.number(), count: try reader.number()) }
        arms = try (0..<(try reader.count())).map { _ in Arm(state: try reader.number(), arm: try reader.number()) }
    }

    fileprivate init(_ reader: inout ByteReader) throws {
        let flags = Flags(rawValue: try reader.byte())
        number = try reader.unsigned()
        version = try reader.number()
        ordinal = try reader.number()
        state = try reader.number()
        enteredAt = try reader.instant(after: 0)
        stateEnteredAt = try reader.instant(after: enteredAt.microseconds)
        due = flags.contains(.hasDue) ? try reader.instant(after: enteredAt.microseconds) : nil
        if flags.contains(.hasInstance) { instance = try reader.value() }
        isFinished = flags.contains(.isFinished)
        hasReachedGoal = flags.contains(.hasReachedGoal)
        isShadow = flags.contains(.isShadow)
        awaitsBestHour = flags.contains(.awaitsBestHour)
        captured = try (0..<(try reader.count())).map { _ in try reader.value() }
        if flags.contains(.hasPath) { try readPath(&reader) }
        if flags.contains(.hasTouches) { try readTouches(&reader) }
    }
}

extension ByteReader {
    mutating func number() throws -> UInt32 {
        guard let number = UInt32(exactly: try unsigned()) else {
            throw DecodingFailure(what: "a number is too large", offset: offset)
        }
        return number
    }

    mutating func instant(after base: Int64) throws -> Timestamp {
        Timestamp(microseconds: base) + (try signed())
    }
}

import JourneyModel

/// The packed form of a decision in the journal. Customer and instant stand in the log's record.
extension Decision {
    private static let shadowBit: UInt8 = 0x80

    public func encoded(names: NameTable) -> [UInt8] {
        var out = ByteWriter(reserving: 48)
        out.byte(action.rawValue | (isShadow ? Self.shadowBit : 0))
        out.unsigned(UInt64(names.number(journey)))
        out.unsigned(enrollment)
        out.text(step)
        out.count(facts.count)
        for fact in facts {
            out.byte(fact.detail.rawValue)
            out.value(fact.value)
        }
        return out.bytes
    }

    /// - Throws: `DecodingFailure` on bytes that no `encoded()` wrote.
    public init(encoded bytes: [UInt8], at: Timestamp, customer: String, names: NameTable) throws {
        self = try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            let kind = try reader.byte()
            guard let action = Action(rawValue: kind & ~Self.shadowBit) else {
                throw DecodingFailure(what: "unknown kind of decision", offset: 0)
            }
            let journey = try reader.unsigned()
            guard journey < UInt64(names.count) else {
                throw DecodingFailure(what: "unknown name in a decision", offset: reader.offset)
            }
            var decision = Decision(
                at: at, customer: customer, journey: names[UInt32(journey)], enrollment: try reader.unsigned(),
                step: try reader.text(), action: action, isShadow: kind & Self.shadowBit != 0)
            for _ in 0..<(try reader.count()) {
                guard let detail = Detail(rawValue: try reader.byte()) else {
                    throw DecodingFailure(what: "unknown detail of a decision", offset: reader.offset)
                }
                decision.facts.append(Fact(detail, try reader.value()))
            }
            return decision
        }
    }
}

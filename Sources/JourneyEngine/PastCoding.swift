import JourneyModel

/// The packed form of what is kept of a customer's past: at the end of the state, and only where there is any.
extension CustomerState {
    /// Beside the epoch: properties of past events follow.
    private static let keepsProperties: UInt64 = 1 << 32
    /// Beside the epoch: the membership's steps follow it.
    private static let hasSteps: UInt64 = 1 << 33

    func encodePast(to out: inout ByteWriter) {
        let keepsProperties = series.contains { !$0.kept.isEmpty }
        let steps = membership?.steps ?? 0
        out.unsigned(UInt64(epoch) | (keepsProperties ? Self.keepsProperties : 0) | (steps > 0 ? Self.hasSteps : 0))
        out.count(series.count)
        for memory in series { memory.encode(to: &out) }
        out.flag(membership != nil)
        membership?.encode(to: &out)
        if steps > 0 { out.unsigned(UInt64(steps)) }
        guard keepsProperties else { return }
        for memory in series {
            out.count(memory.kept.count)
            for properties in memory.kept { out.text(String(decoding: properties, as: UTF8.self)) }
        }
    }

    mutating func readPast(_ reader: inout ByteReader) throws {
        let word = try reader.unsigned()
        epoch = UInt32(truncatingIfNeeded: word)
        for _ in 0..<(try reader.count()) { series.append(try SeriesMemory(&reader)) }
        if try reader.flag() { membership = try AudienceMembership(&reader) }
        if word & Self.hasSteps != 0 { membership?.steps = try reader.number() }
        guard word & Self.keepsProperties != 0 else { return }
        for index in series.indices {
            let kept = try (0..<(try reader.count())).map { _ in Array(try reader.text().utf8) }
            guard kept.isEmpty || kept.count == series[index].moments.count else {
                throw DecodingFailure(what: "not as many properties as events of the past", offset: reader.offset)
            }
            series[index] = SeriesMemory(
                series: series[index].series, totals: series[index].totals, events: series[index].moments.map { ($0.at, $0.micros) }, kept: kept)
        }
    }
}

extension SeriesMemory {
    fileprivate func encode(to out: inout ByteWriter) {
        out.unsigned(UInt64(series))
        out.signed(totals.count)
        if totals.count != 0 {
            out.wide(totals.sum)
            out.wide(totals.least)
            out.wide(totals.greatest)
        }
        out.count(moments.count)
        var before: Int64 = 0
        for moment in moments {
            out.signed(moment.at.microseconds &- before)
            out.wide(moment.micros)
            before = moment.at.microseconds
        }
    }

    fileprivate init(_ reader: inout ByteReader) throws {
        let series = try reader.number()
        var totals = Totals()
        totals.count = try reader.signed()
        guard totals.count >= 0, totals.count < 1 << 60 else {
            throw DecodingFailure(what: "a number of events is out of range", offset: reader.offset)
        }
        if totals.count != 0 {
            totals.sum = try reader.wide()
            totals.least = try reader.wide()
            totals.greatest = try reader.wide()
        }
        var events: [(at: Timestamp, micros: Int128)] = []
        var before: Int64 = 0
        for _ in 0..<(try reader.count()) {
            before = before &+ (try reader.signed())
            events.append((Timestamp(microseconds: before), try reader.wide()))
        }
        self.init(series: series, totals: totals, events: events)
    }
}

extension AudienceMembership {
    fileprivate func encode(to out: inout ByteWriter) {
        out.count(members.count)
        for member in members { out.unsigned(UInt64(member)) }
        for timer in [check, wake] {
            out.flag(timer != nil)
            guard let timer else { continue }
            out.signed(timer.due.microseconds)
            out.unsigned(timer.number)
        }
    }

    fileprivate init(_ reader: inout ByteReader) throws {
        for _ in 0..<(try reader.count()) { members.append(try reader.number()) }
        func timer() throws -> Timer? {
            guard try reader.flag() else { return nil }
            return Timer(due: try reader.instant(after: 0), number: try reader.unsigned())
        }
        check = try timer()
        wake = try timer()
    }
}

extension ByteWriter {
    /// 128 bits, short where the number is.
    fileprivate mutating func wide(_ number: Int128) {
        signed(Int64(truncatingIfNeeded: number >> 64))
        let low = UInt64(truncatingIfNeeded: number)
        // Small negative numbers have a low half full of ones.
        unsigned(number < 0 ? ~low : low)
    }
}

extension ByteReader {
    fileprivate mutating func wide() throws -> Int128 {
        let high = try signed()
        let low = try unsigned()
        return Int128(high) << 64 | Int128(high < 0 ? ~low : low)
    }
}

import JourneyModel

/// Lines of JSON: an event or a reason. An event that is taken in, written down as JSON and read again is the same event.
enum EventsTarget {
    static func check(_ input: [UInt8]) throws {
        let names = NameTable()
        var batch = EventBatch(names: names)
        let reader = EventLineReader()
        var position: UInt64 = 0
        for line in input.split(separator: 0x0a, omittingEmptySubsequences: false) {
            let line = Array(line)
            let (bytes, events) = (batch.bytes.count, batch.events.count)
            do {
                try line.withUnsafeBytes {
                    try reader.read($0, position: position, next: position + 1, context: EventText.context, into: &batch)
                }
            } catch {
                try require(!"\(error)".isEmpty, "a rejection without a reason")
                try require(batch.bytes.count == bytes && batch.events.count == events, "a rejected line left something behind")
                position += 1
                continue
            }
            try require(batch.events.count == events + 1, "a line became \(batch.events.count - events) events")
            try EventText.checkComesBack(batch.events[events], of: batch, reader)
            if position > 0 { try checkOrder(line, batch.events[events].at) }
            position += 1
        }
    }

    /// The glance at `at` alone, by which logs are sorted, sees what the whole reading sees.
    private static func checkOrder(_ line: [UInt8], _ at: Timestamp) throws {
        switch line.withUnsafeBytes({ EventOrder.at(of: $0) }) {
        case .at(let seen): try require(seen == at, "sorted by \(seen.rfc3339), read as \(at.rfc3339)")
        case .absent: try require(at == EventText.now, "read as \(at.rfc3339), sorted as if it had no time")
        case .unclear: break
        }
    }
}

/// An accepted event as text.
enum EventText {
    static let now = Timestamp(microseconds: 1_800_000_000_123_456)

    static var context: EventContext { EventContext(source: 0, identity: "fuzz", now: now) }

    /// As one line of JSON.
    static func line(_ event: EventRecord, of batch: EventBatch) -> [UInt8] {
        var line = Array("{\"customer\":".utf8)
        JSONText.append(batch.text(event.customer), to: &line)
        line += Array(",\"event\":".utf8)
        JSONText.append(batch.names[event.name], to: &line)
        line += Array(",\"id\":".utf8)
        JSONText.append(batch.text(event.id), to: &line)
        line += Array(",\"at\":\"\(event.at.rfc3339)\"".utf8)
        let properties = bytes(event.properties, of: batch)
        if !properties.isEmpty { line += [UInt8(ascii: ",")] + properties }
        return line + [UInt8(ascii: "}")]
    }

    static func bytes(_ range: ByteRange, of batch: EventBatch) -> [UInt8] {
        Array(batch.bytes[Int(range.start)..<Int(range.start) + Int(range.count)])
    }

    static func checkComesBack(_ event: EventRecord, of batch: EventBatch, _ reader: EventLineReader) throws {
        let properties = bytes(event.properties, of: batch)
        try checkProperties(properties)
        let line = line(event, of: batch)
        var again = EventBatch(names: batch.names)
        do {
            try line.withUnsafeBytes { try reader.read($0, position: 1, next: 2, context: context, into: &again) }
        } catch {
            throw Violation("written down it is no event: \(error)\n\(String(decoding: line, as: UTF8.self))")
        }
        let copy = again.events[0]
        try require(
            copy.at == event.at && copy.name == event.name && bytes(copy.customer, of: again) == bytes(event.customer, of: batch)
                && bytes(copy.id, of: again) == bytes(event.id, of: batch) && bytes(copy.properties, of: again) == properties,
            "written down it is another event: \(String(decoding: line, as: UTF8.self))")
    }

    /// What a walk over the properties finds, a look for the name finds too.
    private static func checkProperties(_ properties: [UInt8]) throws {
        var found: [(name: String, value: Value)] = []
        JSONMembers.forEach(in: properties) { found.append(($0, $1)) }
        var seen: Set<[UInt8]> = []
        for (name, value) in found where seen.insert(Array(name.utf8)).inserted {
            // `a.b` is two things where there is a member of that name beside one inside `a`.
            guard found.lazy.filter({ $0.name.utf8.elementsEqual(name.utf8) }).count == 1 else { continue }
            guard name.utf8.lazy.filter({ $0 == UInt8(ascii: ".") }).count < 2 else { continue }
            let looked = JSONMembers.value(of: name, in: properties)
            try require(looked == value, "`\(name)` is \(value) to a walk and \(looked) to a look")
        }
    }
}

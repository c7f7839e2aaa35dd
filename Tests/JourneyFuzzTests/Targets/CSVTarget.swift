import JourneyModel

/// A CSV file: its header and each record give events or reasons, and an event is the same as the one of a line of JSON.
enum CSVTarget {
    static func check(_ input: [UInt8]) throws {
        let records = split(input)
        try require(records == split(input, inStepsOf: 1 + Int(Sample.fingerprint(input) % 7)), "records end elsewhere when bytes come slowly")
        guard let header = records.first else { return }
        try check(header, Array(records.dropFirst()), ColumnMap())
        guard let map = try? ColumnMap(parsing: "customer=user_id,event=action,at=ts") else { throw Violation("a map does not read") }
        try check(header, Array(records.dropFirst()), map)
        if let map = try? ColumnMap(parsing: String(decoding: header.prefix(80), as: UTF8.self)) {
            try check(header, Array(records.dropFirst()), map)
        }
    }

    private static func check(_ header: [UInt8], _ records: [[UInt8]], _ map: ColumnMap) throws {
        let reader = EventCSVReader(map: map)
        do { try header.withUnsafeBytes { try reader.readHeader($0) } } catch {
            return try require(!"\(error)".isEmpty, "a header refused without a reason")
        }
        var batch = EventBatch(names: NameTable())
        let lines = EventLineReader()
        for record in records {
            let (bytes, events) = (batch.bytes.count, batch.events.count)
            do {
                try record.withUnsafeBytes { try reader.read($0, position: 1, next: 2, context: EventText.context, into: &batch) }
            } catch {
                try require(!"\(error)".isEmpty, "a rejection without a reason")
                try require(batch.bytes.count == bytes && batch.events.count == events, "a rejected record left something behind")
                continue
            }
            // A column that is mapped away may leave another of its name: a property that JSON could not say.
            let properties = EventText.bytes(batch.events[events].properties, of: batch)
            if hasReservedName(properties) { continue }
            try EventText.checkComesBack(batch.events[events], of: batch, lines)
        }
    }

    private static func hasReservedName(_ properties: [UInt8]) -> Bool {
        var has = false
        JSONMembers.forEach(in: properties) { name, _ in if ["customer", "event", "at", "id"].contains(name) { has = true } }
        return has
    }

    private static func split(_ input: [UInt8], inStepsOf step: Int = .max) -> [[UInt8]] {
        var records: [[UInt8]] = []
        var start = 0
        var search = CSVRecord.Search()
        var seen = 0
        while seen < input.count {
            seen = step < input.count - seen ? seen + step : input.count
            input.withUnsafeBytes { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<seen])
                while let end = CSVRecord.end(bytes, from: start, state: &search) {
                    records.append(Array(bytes[start..<end]))
                    start = end + 1
                }
            }
        }
        if start < input.count { records.append(Array(input[start...])) }
        return records
    }
}

import JourneyModel

extension SQLiteStore {
    public func accept(_ batch: borrowing EventBatch, eventNames: [UInt32], isNew: inout [Bool]) throws {
        let tables = try writable("accepting events")
        let count = batch.events.count
        if isNew.count != count { isNew = [Bool](repeating: false, count: count) }
        try batch.bytes.withUnsafeBytes { bytes in
            try batch.events.withUnsafeBufferPointer { events in
                scratch.fill(events, bytes: bytes, hash: hash)
                try isNew.withUnsafeMutableBufferPointer { isNew in
                    try tables.index.insert(scratch.entries, isNew)
                    try append(events, bytes: bytes, eventNames: eventNames, isNew: isNew, to: tables)
                }
            }
        }
    }

    private func append(
        _ events: UnsafeBufferPointer<EventRecord>, bytes: UnsafeRawBufferPointer, eventNames: [UInt32],
        isNew: UnsafeMutableBufferPointer<Bool>, to tables: Tables
    ) throws {
        let log = tables.log
        let packer = log.packer
        let index = tables.index
        for number in 0..<events.count where isNew[number] {
            let event = events[number]
            try log.makeRoom(Int(event.id.count) + Int(event.customer.count) + Int(event.properties.count))
            let isUUID = scratch.isUUID[number]
            let customer = bytes.run(event.customer)
            packer.event(
                at: event.at, name: eventNames[Int(event.name)], id: isUUID ? scratch.uuid(number) : bytes.run(event.id),
                isUUID: isUUID, customer: customer, properties: bytes.run(event.properties))
            index.note(hash.customer(customer), chunk: log.chunk)
        }
    }

    public func append(_ kind: LogRecord.Kind, customer: String, at: Timestamp, bytes: [UInt8]) throws {
        let tables = try writable("appending to the log")
        var customer = customer
        try customer.withUTF8 { name in
            try bytes.withUnsafeBytes { bytes in
                let name = UnsafeRawBufferPointer(name)
                try tables.log.makeRoom(name.count + bytes.count)
                tables.log.packer.other(kind, at: at, customer: name, bytes: bytes)
                if !name.isEmpty { tables.index.note(hash.customer(name), chunk: tables.log.chunk) }
            }
        }
    }

    public func history(of customer: String) throws -> [LogRecord] {
        let tables = try opened("reading a history")
        if isWriting { try tables.log.flush() }
        var records: [LogRecord] = []
        var customer = customer
        try customer.withUTF8 { name in
            let name = UnsafeRawBufferPointer(name)
            func take(_ record: PackedRecord, at place: Int64) {
                guard record.customer.equals(name), !isErasing(record) else { return }
                records.append(record.record)
                records[records.count - 1].place = place
            }
            // Records of nobody are not indexed.
            guard !name.isEmpty else { return try tables.log.forEach(after: 0) { take($1, at: $0) } }
            try tables.loadTail(hash)
            for chunk in try tables.index.places(of: hash.customer(name)).chunks {
                guard try tables.log.forEach(in: chunk, { take($0, at: chunk) }) else {
                    throw StoreError.damaged("chunk \(chunk) of the log, of which the index tells, is missing")
                }
            }
        }
        return records
    }

    public func endPart() throws -> Int64 {
        let log = try writable("appending to the log").log
        try log.close()
        return log.chunk - 1
    }

    public func events(after instant: Timestamp) throws -> [LogRecord] {
        let tables = try opened("reading the log")
        if isWriting { try tables.log.flush() }
        var records: [LogRecord] = []
        try tables.log.forEach(after: instant) { record in
            if record.kind == .event, record.at > instant { records.append(record.record) }
        }
        return records
    }

    public func customersInLog(from place: Int64) throws -> (customers: [String], next: Int64?) {
        let tables = try opened("reading the log")
        if isWriting { try tables.log.flush() }
        var customers: [String] = []
        let first = max(place, tables.retention.content.chunk + 1)
        let last = min(first + Self.chunksAtOnce - 1, tables.log.chunk)
        guard first <= last else { return ([], nil) }
        for chunk in first...last {
            try tables.log.forEach(in: chunk) { record in
                if record.kind == .event, record.customer.count > 0 { customers.append(String(decoding: record.customer, as: UTF8.self)) }
            }
        }
        return (customers, last < tables.log.chunk ? last + 1 : nil)
    }

    public func eventsInLog(from place: Int64) throws -> (events: [LogRecord], next: Int64?) {
        let tables = try opened("reading the log")
        if isWriting { try tables.log.flush() }
        var events: [LogRecord] = []
        let first = max(place, tables.retention.content.chunk + 1)
        let last = min(first + Self.chunksAtOnce - 1, tables.log.chunk)
        guard first <= last else { return ([], nil) }
        for chunk in first...last {
            try tables.log.forEach(in: chunk) { if $0.kind == .event { events.append($0.record) } }
        }
        return (events, last < tables.log.chunk ? last + 1 : nil)
    }

    private static let chunksAtOnce: Int64 = 16
}

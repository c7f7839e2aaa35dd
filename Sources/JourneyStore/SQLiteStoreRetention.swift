import JourneyModel

extension SQLiteStore {
    /// Chunks of 24 KB that one slice lets go of: more than a batch of 10,000 events fills.
    private static let oldChunksAtOnce = 48
    private static let oldMessagesAtOnce = 500
    private static let oldForgottenAtOnce = 1_000

    public var retention: Retention {
        guard let content = try? opened("reading the store").retention.content, content.chunk > 0 else { return Retention() }
        return Retention(through: content.through)
    }

    public func prune(before limit: Timestamp, watching events: Set<UInt32>, _ leave: ([String]) throws -> Void) throws -> PrunedSlice {
        let tables = try writable("letting go of old events")
        var slice = PrunedSlice()
        if try pruneLog(before: limit, watching: events, leave, tables, &slice) { return slice }
        if try pruneMessages(before: limit, tables, &slice) { return slice }
        try discardSegments(tables)
        slice.isMoreLeft = try letGoOfForgotten(tables)
        return slice
    }

    /// Who was forgotten is known as long as an event of theirs from before could come in. True where it is not over.
    private func letGoOfForgotten(_ tables: Tables) throws -> Bool {
        // The rows tell an owner that opens the store anew that the write-ahead log is still to be emptied.
        guard tables.people.jobs.isEmpty, !emptiesWAL else { return false }
        let through = tables.retention.content.through
        return try tables.people.letGo(through: through, limit: Self.oldForgottenAtOnce) == Self.oldForgottenAtOnce
    }

    /// Lets the first chunks go in which nothing is as late as the limit. True where it is not over.
    private func pruneLog(
        before limit: Timestamp, watching events: Set<UInt32>, _ leave: ([String]) throws -> Void, _ tables: Tables, _ slice: inout PrunedSlice
    ) throws -> Bool {
        let folded = tables.meta.content.foldedChunk
        let old = try tables.retention.old(before: limit, through: folded, limit: Self.oldChunksAtOnce)
        guard let last = old.last else {
            // Only what segments tell of is let go: then memory and segments need not be looked through for it.
            try tables.log.flush()
            guard try !tables.retention.old(before: limit, through: .max, limit: 1).isEmpty else { return false }
            try tables.beginFold()
            slice.isMoreLeft = true
            return true
        }
        if !events.isEmpty { try leave(try customers(of: events, in: old, tables)) }
        try tables.retention.remove(through: last.number)
        var content = tables.retention.content
        content.chunk = last.number
        content.through = old.reduce(content.through) { max($0, $1.hi) }
        try tables.retention.set(content)
        try tables.noteWhatIsGone(hash)
        slice.records = old.reduce(0) { $0 + $1.records }
        slice.isMoreLeft = true
        return true
    }

    /// Whoever has such an event in the chunks, once each.
    private func customers(of events: Set<UInt32>, in chunks: [RetentionTable.Chunk], _ tables: Tables) throws -> [String] {
        var seen: Set<String> = []
        var found: [String] = []
        for chunk in chunks {
            try tables.log.forEach(in: chunk.number) { record in
                guard record.kind == .event, events.contains(record.name), record.customer.count > 0 else { return }
                let customer = String(decoding: record.customer, as: UTF8.self)
                if seen.insert(customer).inserted { found.append(customer) }
            }
        }
        return found
    }

    /// Lets messages go that are over and were queued before the limit. True where it is not over.
    private func pruneMessages(before limit: Timestamp, _ tables: Tables, _ slice: inout PrunedSlice) throws -> Bool {
        let folded = tables.meta.content.foldedMessage
        let stubs = try tables.outbox.stubs(after: prunedMessage, through: folded, limit: Self.oldMessagesAtOnce)
        for stub in stubs {
            guard stub.queuedAt < limit else { break }
            prunedMessage = stub.number
            guard stub.status.isOver else { continue }
            try tables.outbox.remove(stub)
            slice.messages += 1
        }
        if stubs.count == Self.oldMessagesAtOnce, stubs.last?.number == prunedMessage {
            slice.isMoreLeft = true
            return true
        }
        let next = try tables.outbox.stubs(after: max(prunedMessage, folded), through: .max, limit: 1)
        if let next = next.first, next.queuedAt < limit, stubs.last.map({ $0.number == prunedMessage }) ?? true {
            try tables.beginFold()
            slice.isMoreLeft = true
            return true
        }
        // What is left behind is looked at again the next time.
        prunedMessage = 0
        return false
    }

    /// Discards segments of the index that tell of nothing that is there but a few messages.
    private func discardSegments(_ tables: Tables) throws {
        var content = tables.retention.content
        guard let reach = tables.index.emptyReach(through: content.chunk) else { return }
        let most = Tables.mostLoose
        if reach > content.looseMessage, try tables.outbox.stubs(after: 0, through: reach, limit: most + 1).count <= most {
            content.looseMessage = reach
            try tables.retention.set(content)
        }
        try tables.noteWhatIsGone(hash)
        try tables.index.discard(through: .init(chunk: content.chunk, message: content.looseMessage))
    }

    /// The file as it is; the write-ahead log is not counted.
    public func extent() throws -> StoreExtent {
        let doing = "reading the store's size"
        try transactions.wait()
        let page = try database.integer("PRAGMA page_size", doing: doing)
        return StoreExtent(
            bytes: try database.integer("PRAGMA page_count", doing: doing) * page,
            freeBytes: try database.integer("PRAGMA freelist_count", doing: doing) * page)
    }
}

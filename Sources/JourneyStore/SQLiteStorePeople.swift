import JourneyModel

// Refused merges, and forgetting: a person is erased a slice at a time, between batches.
extension SQLiteStore {
    /// Chunks of the log that one slice rewrites at most; each is 24 KB.
    private static let chunksAtOnce = 16
    /// Rows of states, a megabyte each, that one slice looks through.
    private static let redoRowsAtOnce = 4

    public func note(_ refused: RefusedMerge) throws { try writable("noting a refused merge").people.note(refused) }

    public func removeRefusedMerges(among ids: [String]) throws {
        try writable("deleting a refused merge").people.removeRefused(among: ids)
    }

    public func refusedMerges(limit: Int) throws -> [RefusedMerge] {
        try opened("reading refused merges").people.refused(limit: limit)
    }

    public func forget(_ forgetting: Forgetting) throws {
        let tables = try writable("forgetting a person")
        for id in forgetting.ids {
            for message in try messages(of: id) { try tables.outbox.empty(message.number) }
        }
        try tables.people.begin(forgetting, lastChunk: tables.log.chunk, lastRedo: tables.customers.lastRedo)
    }

    public func forgotten() throws -> [(key: UInt64, at: Timestamp)] { try opened("reading who was forgotten").people.forgotten() }

    public func forgettings() throws -> [Forgetting] { try opened("reading what is to be forgotten").people.jobs.map(\.forgetting) }

    public func eraseSlice() throws -> Bool {
        let tables = try writable("forgetting a person")
        guard var job = tables.people.jobs.first else { return false }
        if try !eraseRecords(&job, tables) || !eraseRedoRows(&job, tables) {
            try tables.people.write(job)
            return true
        }
        for key in job.forgetting.keys { try tables.customers.overwrite(key) }
        try tables.people.finish(job)
        emptiesWAL = true
        return !tables.people.jobs.isEmpty
    }

    /// True where no chunk is left.
    private func eraseRecords(_ job: inout ForgettingTable.Job, _ tables: Tables) throws -> Bool {
        if job.chunk >= job.lastChunk { return true }
        // The chunk being filled is closed first: a closed one is no longer written.
        if job.lastChunk >= tables.log.chunk { try tables.log.close() }
        var chunks: Set<Int64> = []
        for id in job.forgetting.ids + job.partners { chunks.formUnion(try tables.index.places(of: hash.customer(id)).chunks) }
        let left = chunks.filter { $0 > job.chunk && $0 <= job.lastChunk }.sorted()
        let eraser = RecordEraser(job.forgetting, partners: job.partners, hash: hash)
        for chunk in left.prefix(Self.chunksAtOnce) { try tables.log.rewrite(chunk, eraser.erase) }
        job.chunk = left.count > Self.chunksAtOnce ? left[Self.chunksAtOnce - 1] : job.lastChunk
        return left.count <= Self.chunksAtOnce
    }

    /// True where no row is left.
    private func eraseRedoRows(_ job: inout ForgettingTable.Job, _ tables: Tables) throws -> Bool {
        if job.redo >= job.lastRedo { return true }
        let last = try tables.customers.purgeRedo(
            of: Set(job.forgetting.keys), after: job.redo, through: job.lastRedo, limit: Self.redoRowsAtOnce)
        job.redo = last ?? job.lastRedo
        return last == nil
    }

    /// The records of the log but those that are being erased.
    func isErasing(_ record: PackedRecord) -> Bool {
        guard let jobs = try? opened("reading the log").people.jobs, !jobs.isEmpty else { return false }
        return jobs.contains { job in
            record.at <= job.forgetting.at && job.forgetting.ids.contains { $0.utf8.elementsEqual(record.customer) }
        }
    }
}

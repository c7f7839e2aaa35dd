import JourneyModel

/// The tables of a store, each with its statements and what it keeps in memory.
final class Tables {
    let meta: MetaTable
    let names: NameRows
    let sources: SourceTable
    let counters: CounterTable
    let versions: VersionTable
    let settings: SettingTable
    let codes: CodeTable
    let inbox: InboxTable
    let commands: CommandTable
    let log: LogTable
    let index: LogIndex
    let customers: CustomerTable
    let timers: TimerTable
    let outbox: OutboxTable
    let people: ForgettingTable
    let retention: RetentionTable

    private let options: SQLiteStore.Options
    private var hasTail = false

    /// - Parameters:
    ///   - reader: a connection beside the owner's.
    ///   - path: of the database, where states may be read ahead beside its owner.
    init(_ database: Database, reader: Database?, _ options: SQLiteStore.Options, path: String?) throws {
        self.options = options
        meta = try MetaTable(database)
        names = try NameRows(database)
        sources = try SourceTable(database)
        counters = try CounterTable(database)
        versions = try VersionTable(database)
        settings = try SettingTable(database)
        codes = try CodeTable(database)
        inbox = try InboxTable(database, reader)
        commands = try CommandTable(database, reader)
        log = try LogTable(database)
        index = try LogIndex(database, reader, foldEvery: max(1, options.foldEvery))
        customers = try CustomerTable(database, reader, foldEvery: max(1, options.foldStatesEvery), path: path)
        timers = try TimerTable(database, reader)
        outbox = try OutboxTable(database, freshSpan: options.freshSpan)
        people = try ForgettingTable(database)
        retention = try RetentionTable(database)
    }

    /// Takes the last durable state into memory, and forgets whatever is newer.
    func load(_ access: SQLiteStore.Options.Access) throws -> EntryHash {
        try meta.load()
        let hash = EntryHash(salt: meta.salt)
        guard access != .inbox else { return hash }
        try names.load()
        counters.load()
        try customers.load()
        timers.load()
        try outbox.load(known: meta.content.foldedMessage, isOwner: access == .owner)
        try people.load()
        try retention.load()
        try index.load(toWrite: access == .owner)
        if retention.content.chunk > 0 { try noteWhatIsGone(hash) }
        try log.load(folded: meta.content.foldedChunk)
        hasTail = false
        if access == .owner { try loadTail(hash) }
        return hash
    }

    /// Reads again what no segment covers yet: the owner at once, a reader when it is asked for one customer.
    func loadTail(_ hash: EntryHash) throws {
        guard !hasTail else { return }
        hasTail = true
        try log.forEach(after: meta.content.foldedChunk) { chunk, record in
            if record.kind == .event {
                index.remember(record.entry(hash))
            }
            if record.customer.count > 0 { index.note(hash.customer(record.customer), chunk: chunk) }
        }
        let folded = meta.content.foldedMessage
        guard outbox.lastNumber > folded else { return }
        try outbox.forEach(folded + 1...outbox.lastNumber) { message in
            index.remember(hash.message(key: message.key))
            index.note(hash.customer(message.customer), message: message.number)
        }
    }

    /// Writes everything that waited for the commit; gives how much there is to fold for it.
    func flush() throws -> (entries: Int, states: Int) {
        try names.flush()
        try log.flush()
        try timers.flush()
        try outbox.flush()
        try counters.flush()
        let states = try customers.writeRedoRows()
        return (
            max(options.leastEntries, options.entriesPerID * index.takeAdded()), max(options.leastStates, options.statesPerState * states)
        )
    }

    /// A slice of folds and merges, and the row that tells how far they are.
    func fold(entries: Int, states: Int) throws {
        if index.wantsFold { try beginFold() }
        if let mark = try index.work(entries) {
            meta.content.foldedChunk = mark.chunk
            meta.content.foldedMessage = mark.message
        }
        try customers.work(states)
        try meta.flush()
    }

    /// Everything in memory goes into segments, however little it is.
    func beginFold() throws {
        guard !index.isFolding else { return }
        try log.close()
        try index.beginFold(.init(chunk: log.chunk - 1, message: outbox.lastNumber))
    }

    /// Tells the index what it need not look for any more.
    func noteWhatIsGone(_ hash: EntryHash) throws {
        let content = retention.content
        let loose = try outbox.stubs(after: 0, through: content.looseMessage, limit: Self.mostLoose)
        index.letGo(
            .init(chunk: content.chunk, message: try outbox.firstNumber() - 1),
            loose: loose.map { (hash.customer($0.customer), $0.number) })
    }

    /// Messages that outlive what the index tells of them: what waits or is put aside for longer than events are kept.
    static let mostLoose = 10_000

    var hasWork: Bool { index.hasWork || customers.hasWork }

    /// A slice of what folds and merges have left to do, for an idle moment; gives whether more is left.
    func maintain() throws -> Bool {
        try fold(entries: 40 * SegmentTable.entriesPerPage, states: 1_000)
        return hasWork
    }
}

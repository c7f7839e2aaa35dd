/// The tables of a store, as the steps that make them.
///
/// A step once released never changes; the schema grows by a step at the end. Each runs in a transaction of its own together
/// with its number, so a crash leaves the schema before or after a step.
enum Schema {
    /// "JRNY" in the file's header tells a store from another program's database.
    static let applicationID: Int64 = 0x4a52_4e59

    /// `migrations[n]` makes schema n + 1 of schema n.
    static let migrations: [String] = [
        first, messageTerms, settings, coupons, commands, people, outboxWays, retention, doubt, sums,
    ]

    static var version: Int { migrations.count }

    private static let first = [meta, log, segments, customers, timers, outbox, inbox].joined()

    /// `folded_*`: how far ids and customers of chunks and messages are in segments; what follows is read again at opening.
    private static let meta = """
        CREATE TABLE meta(
          id INTEGER PRIMARY KEY CHECK (id = 1), salt BLOB NOT NULL, clock INTEGER NOT NULL, next_number INTEGER NOT NULL,
          folded_chunk INTEGER NOT NULL, folded_message INTEGER NOT NULL) STRICT;
        CREATE TABLE name(number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
        CREATE TABLE source(name TEXT PRIMARY KEY, identity TEXT NOT NULL, offset INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE counter(
          journey TEXT NOT NULL, step TEXT NOT NULL, metric TEXT NOT NULL, value INTEGER NOT NULL,
          PRIMARY KEY (journey, step, metric)) STRICT, WITHOUT ROWID;
        CREATE TABLE version(
          number INTEGER PRIMARY KEY, journey TEXT NOT NULL, hash TEXT NOT NULL, deployed_at INTEGER NOT NULL,
          machine BLOB NOT NULL, is_current INTEGER NOT NULL) STRICT;

        """

    /// Packed records (`RecordPacker`); `n`, `lo` and `hi` stand before the bytes, so that a search by time reads no more.
    private static let log = """
        CREATE TABLE log(
          chunk INTEGER PRIMARY KEY, n INTEGER NOT NULL, lo INTEGER NOT NULL, hi INTEGER NOT NULL, data BLOB NOT NULL) STRICT;

        """

    /// Sorted runs of 12-byte entries (`SegmentBuilder`). A page's id is segment << 24 | page; from 0x800000 on the pages of the
    /// filter.
    private static let segments = """
        CREATE TABLE segment(
          id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, level INTEGER NOT NULL, state INTEGER NOT NULL, n INTEGER NOT NULL,
          lines INTEGER NOT NULL, fences BLOB NOT NULL) STRICT;
        CREATE TABLE segment_page(id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;

        """

    private static let customers = """
        CREATE TABLE customer(key INTEGER PRIMARY KEY, state BLOB NOT NULL) STRICT;
        CREATE TABLE redo(seq INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;

        """

    private static let timers = """
        CREATE TABLE timer(
          due INTEGER NOT NULL, number INTEGER NOT NULL, customer INTEGER NOT NULL,
          PRIMARY KEY (due, number)) STRICT, WITHOUT ROWID;

        """

    /// Partial indexes, all small: messages are handed out by number, the next attempt is asked for by time, and what a crash left
    /// with a channel is looked for once at the start.
    private static let outbox = """
        CREATE TABLE outbox(
          number INTEGER PRIMARY KEY, status INTEGER NOT NULL, channel INTEGER NOT NULL, attempts INTEGER NOT NULL,
          queued_at INTEGER NOT NULL, next_attempt_at INTEGER NOT NULL, key TEXT NOT NULL, customer TEXT NOT NULL,
          journey TEXT NOT NULL, step TEXT NOT NULL, content TEXT NOT NULL, channels TEXT NOT NULL, arguments TEXT NOT NULL,
          reason TEXT NOT NULL, provider_id TEXT NOT NULL) STRICT;
        CREATE INDEX outbox_pending ON outbox(number, next_attempt_at) WHERE status = 0;
        CREATE INDEX outbox_next ON outbox(next_attempt_at) WHERE status = 0;
        CREATE INDEX outbox_sending ON outbox(number) WHERE status = 7;
        CREATE TABLE outbox_count(status INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;

        """

    /// Where a message goes, until when, and whether the rules of marketing are for it.
    private static let messageTerms = """
        ALTER TABLE outbox ADD COLUMN address TEXT;
        ALTER TABLE outbox ADD COLUMN expires_at INTEGER;
        ALTER TABLE outbox ADD COLUMN is_transactional INTEGER NOT NULL DEFAULT 0;

        """

    private static let settings = "CREATE TABLE setting(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;"

    /// The codes of a coupon have places from 0; the first `given` of them are given. And held messages, which wait as pending ones do.
    private static let coupons = """
        CREATE TABLE pool(coupon TEXT PRIMARY KEY, size INTEGER NOT NULL, given INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE code(
          coupon TEXT NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (coupon, place)) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX code_once ON code(coupon, code);
        ALTER TABLE outbox ADD COLUMN enrollment INTEGER NOT NULL DEFAULT 0;
        DROP INDEX outbox_pending;
        DROP INDEX outbox_next;
        CREATE INDEX outbox_pending ON outbox(number, next_attempt_at) WHERE status IN (0, 8);
        CREATE INDEX outbox_next ON outbox(next_attempt_at) WHERE status IN (0, 8);

        """

    /// What operators ask for, and the bodies of messages as they were when they were queued.
    private static let commands = """
        CREATE TABLE command(
          number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, operator TEXT NOT NULL, verb TEXT NOT NULL,
          arguments TEXT NOT NULL, status INTEGER NOT NULL, finished_at INTEGER, result TEXT NOT NULL) STRICT;
        CREATE INDEX command_open ON command(number) WHERE status = 0;
        ALTER TABLE outbox ADD COLUMN bodies TEXT NOT NULL DEFAULT '';

        """

    /// Ids that could not be joined, a row a pair; who was forgotten, by the keys of their states; and what is still to be erased.
    private static let people = """
        CREATE TABLE refused_merge(
          customer TEXT NOT NULL, other TEXT NOT NULL, at INTEGER NOT NULL, n INTEGER NOT NULL, reason TEXT NOT NULL,
          PRIMARY KEY (customer, other)) STRICT, WITHOUT ROWID;
        CREATE TABLE forgotten(key INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        CREATE TABLE forgetting(
          number INTEGER PRIMARY KEY, ids TEXT NOT NULL, partners TEXT NOT NULL, keys BLOB NOT NULL, at INTEGER NOT NULL,
          last_chunk INTEGER NOT NULL, chunk INTEGER NOT NULL, last_redo INTEGER NOT NULL, redo INTEGER NOT NULL) STRICT;

        """

    /// What waits is handed out by its way; by number it is gone through where journeys go on again.
    private static let outboxWays = """
        DROP INDEX outbox_pending;
        DROP INDEX outbox_next;
        CREATE INDEX outbox_waiting ON outbox(number) WHERE status IN (0, 8);
        CREATE INDEX outbox_due ON outbox(channels, channel, is_transactional, journey, next_attempt_at) WHERE status IN (0, 8);

        """

    /// How far the log's beginning was let go, and which chunks and messages the segments reach to: to those of the fold, where that was
    /// not noted. The index tells what reaches past an instant without a look at every chunk.
    private static let retention = """
        CREATE TABLE retention(
          id INTEGER PRIMARY KEY CHECK (id = 1), chunk INTEGER NOT NULL, through INTEGER NOT NULL, loose_message INTEGER NOT NULL) STRICT;
        INSERT INTO retention VALUES (1, 0, -9223372036854775808, 0);
        CREATE INDEX log_hi ON log(hi);
        ALTER TABLE segment ADD COLUMN last_chunk INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE segment ADD COLUMN last_message INTEGER NOT NULL DEFAULT 0;
        UPDATE segment SET last_chunk = (SELECT folded_chunk FROM meta), last_message = (SELECT folded_message FROM meta);

        """

    /// Whether a message may have arrived by an attempt that had no clear answer.
    private static let doubt = "ALTER TABLE outbox ADD COLUMN is_in_doubt INTEGER NOT NULL DEFAULT 0;"

    /// What each row keeps of itself (`RowSum`). What is small gets its sums at once, the rest as it is written anew.
    private static let sums =
        summed.map { "ALTER TABLE \($0) ADD COLUMN sum INTEGER;\n" }.joined() + """
            UPDATE name SET sum = row_sum(number, text);
            UPDATE version SET sum = row_sum(number, journey, hash, deployed_at, machine, is_current);
            UPDATE setting SET sum = row_sum(name, value);

            """

    /// The tables with sums: those of schema 10.
    static let summed = [
        "meta", "name", "source", "counter", "version", "log", "segment", "segment_page", "customer", "redo", "timer", "outbox",
        "outbox_count", "setting", "pool", "code", "command", "refused_merge", "forgotten", "forgetting", "retention", "inbox",
    ]

    /// Lets rows that somebody put right by hand stand without sums.
    static var clearingSums: String { summed.map { "UPDATE \($0) SET sum = NULL;" }.joined() }

    /// Numbers that SQLite gives as it inserts a row: no sum has them, as they are not known before. One that breaks the order of the rows
    /// the check of the file's pages finds; others in the order only name their rows, but for a line of the inbox that waits: one whose
    /// number turns into one that was taken in already is not taken in.
    static let givenNumbers = ["command": "number", "forgetting": "number", "inbox": "row"]

    /// Row numbers are positions of a source, so a number must not come back after its row is gone.
    private static let inbox = """
        CREATE TABLE inbox(row INTEGER PRIMARY KEY AUTOINCREMENT, line BLOB NOT NULL) STRICT;

        """
}

extension Schema {
    /// Sees to it that the file is a store of this program, made or brought up to date where `salt` and access allow.
    ///
    /// - Parameter salt: what a new store is made with; nil where a new one is not wanted.
    static func prepare(_ database: Database, path: String, salt: [UInt8]?, isReadOnly: Bool) throws {
        let doing = "opening the store `\(path)`"
        let found = Int(try database.integer("PRAGMA user_version", doing: doing))
        let application = try database.integer("PRAGMA application_id", doing: doing)
        let isEmpty = try database.integer("SELECT count(*) FROM sqlite_schema", doing: doing) == 0
        if isEmpty, found == 0, application == 0, let salt, !isReadOnly {
            return try make(database, salt: salt, doing: doing)
        }
        guard application == applicationID, found > 0 else {
            let what = isEmpty ? "is an empty file" : "is a database of another program"
            throw StoreError.damaged("`\(path)` \(what), no store of journey; name another file")
        }
        guard found <= version else { throw StoreError.newerSchema(found: found, known: version) }
        guard found < version else { return }
        if isReadOnly {
            throw StoreError.damaged("`\(path)` has the older schema \(found); run the scheduler once to bring it up to date")
        }
        try migrate(database, doing: doing)
    }

    private static func make(_ database: Database, salt: [UInt8], doing: String) throws {
        guard salt.count == 16 else { throw StoreError.misuse("a salt has 16 bytes, not \(salt.count)", doing: doing) }
        try database.execute("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL", doing: doing)
        try transaction(database, doing: doing) {
            // Another process may have made it since we looked.
            guard try database.integer("PRAGMA user_version", doing: doing) == 0 else { return }
            try step(database, through: 0..<version, doing: doing)
            let insert = try database.prepare("INSERT INTO meta VALUES (1, ?1, ?2, 1, 0, 0, row_sum(1, ?1, ?2, 1, 0, 0))", doing: doing)
            insert.bind(1, bytes: salt)
            insert.bind(2, Int64.min)
            try insert.run()
        }
    }

    /// Steps are done one transaction each, in order.
    static func migrate(_ database: Database, doing: String) throws {
        for next in 0..<version {
            try transaction(database, doing: doing) {
                guard try database.integer("PRAGMA user_version", doing: doing) == next else { return }
                try step(database, through: next..<next + 1, doing: doing)
            }
        }
    }

    private static func step(_ database: Database, through steps: Range<Int>, doing: String) throws {
        for step in steps { try database.execute(migrations[step], doing: doing) }
        try database.execute("PRAGMA user_version = \(steps.upperBound); PRAGMA application_id = \(applicationID)", doing: doing)
    }

    private static func transaction(_ database: Database, doing: String, _ body: () throws -> Void) throws {
        try database.execute("BEGIN IMMEDIATE", doing: doing)
        do {
            try body()
            try database.execute("COMMIT", doing: doing)
        } catch {
            try? database.execute("ROLLBACK", doing: doing)
            throw error
        }
    }
}

import JourneyModel

/// The tables `pool` and `code`: the codes of coupons, in the order in which they are given.
final class CodeTable {
    private let readPools: Statement
    private let readPool: Statement
    private let writePool: Statement
    private let insert: Statement
    private let read: Statement
    private static let size = "the size of a pool of coupons"
    private static let given = "the number of coupons given"

    init(_ database: Database) throws {
        readPools = try database.prepare("SELECT coupon, size, given, sum FROM pool ORDER BY coupon", doing: "reading coupons")
        readPool = try database.prepare("SELECT coupon, size, given, sum FROM pool WHERE coupon = ?", doing: "reading a coupon")
        writePool = try database.prepareSummed("INSERT OR REPLACE INTO pool VALUES (?, ?, ?, ?)", doing: "writing a coupon")
        insert = try database.prepareSummed("INSERT OR IGNORE INTO code VALUES (?, ?, ?, ?) RETURNING 1", doing: "adding a code")
        read = try database.prepare(
            "SELECT coupon, place, code, sum FROM code WHERE coupon = ? AND place >= ? ORDER BY place LIMIT ?", doing: "reading codes")
    }

    func pools() throws -> [StoredPool] {
        var found: [StoredPool] = []
        try readPools.forEach { found.append(try Self.pool($0)) }
        return found
    }

    func pool(_ coupon: String) throws -> StoredPool {
        readPool.bind(1, text: coupon)
        return try readPool.first { try Self.pool($0) } ?? StoredPool(coupon: coupon)
    }

    private static func pool(_ row: Statement) throws -> StoredPool {
        try row.checkSum(3, "the coupon `\(row.text(0))`")
        return StoredPool(coupon: row.text(0), size: try row.count(1, size), given: try row.count(2, given))
    }

    func add(_ codes: [String], to coupon: String) throws -> Int {
        var pool = try pool(coupon)
        let before = pool.size
        for code in codes {
            insert.bind(1, text: coupon)
            insert.bind(2, pool.size)
            insert.bind(3, text: code)
            insert.bindSum(4)
            let isNew: Bool? = try insert.first { _ in true }
            if isNew == true { pool.size += 1 }
        }
        try write(pool)
        return Int(pool.size - before)
    }

    func codes(of coupon: String, from place: Int64, limit: Int) throws -> [String] {
        read.bind(1, text: coupon)
        read.bind(2, place)
        read.bind(3, limit)
        var found: [String] = []
        try read.forEach { row in
            try row.checkSum(3, "code \(row.integer(1)) of the coupon `\(coupon)`")
            found.append(row.text(2))
        }
        return found
    }

    func set(given: Int64, of coupon: String) throws {
        var pool = try pool(coupon)
        pool.given = given
        try write(pool)
    }

    private func write(_ pool: StoredPool) throws {
        writePool.bind(1, text: pool.coupon)
        writePool.bind(2, pool.size)
        writePool.bind(3, pool.given)
        writePool.bindSum(4)
        try writePool.run()
    }
}

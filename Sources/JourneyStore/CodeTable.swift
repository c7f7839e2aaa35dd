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
        readPools = try database.prepare("SELECT coupon, size, given FROM pool ORDER BY coupon", doing: "reading coupons")
        readPool = try database.prepare("SELECT size, given FROM pool WHERE coupon = ?", doing: "reading a coupon")
        writePool = try database.prepare("INSERT OR REPLACE INTO pool VALUES (?, ?, ?)", doing: "writing a coupon")
        insert = try database.prepare("INSERT OR IGNORE INTO code VALUES (?, ?, ?) RETURNING 1", doing: "adding a code")
        read = try database.prepare(
            "SELECT code FROM code WHERE coupon = ? AND place >= ? ORDER BY place LIMIT ?", doing: "reading codes")
    }

    func pools() throws -> [StoredPool] {
        var found: [StoredPool] = []
        try readPools.forEach { found.append(StoredPool(coupon: $0.text(0), size: try $0.count(1, Self.size), given: try $0.count(2, Self.given))) }
        return found
    }

    func pool(_ coupon: String) throws -> StoredPool {
        readPool.bind(1, text: coupon)
        return try readPool.first { StoredPool(coupon: coupon, size: try $0.count(0, Self.size), given: try $0.count(1, Self.given)) }
            ?? StoredPool(coupon: coupon)
    }

    func add(_ codes: [String], to coupon: String) throws -> Int {
        var pool = try pool(coupon)
        let before = pool.size
        for code in codes {
            insert.bind(1, text: coupon)
            insert.bind(2, pool.size)
            insert.bind(3, text: code)
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
        try read.forEach { found.append($0.text(0)) }
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
        try writePool.run()
    }
}

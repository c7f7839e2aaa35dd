import JourneyModel

/// The table `name`: what the numbers in packed records stand for.
final class NameRows {
    let table = NameTable()
    private var written = 0
    private let read: Statement
    private let write: Write

    init(_ database: Database) throws {
        read = try database.prepare("SELECT number, text, sum FROM name ORDER BY number", doing: "reading names")
        write = try database.prepareSummedWrite("INSERT INTO name VALUES (?, ?, ?)", doing: "writing a name")
    }

    /// Names numbered since the last commit stay numbered: nothing durable refers to them yet, and the next commit writes them.
    func load() throws {
        written = 0
        try read.forEach { row in
            try row.checkSum(2, "the name `\(row.text(1))`")
            guard row.integer(0) == written, table.number(row.text(1)) == UInt32(written) else {
                throw StoreError.damaged("the names of the store are not numbered one after another")
            }
            written += 1
        }
    }

    func flush() throws {
        while written < table.count {
            write.bind(1, written)
            write.bind(2, text: table[UInt32(written)])
            write.bindSum(3)
            try write.run()
            written += 1
        }
    }
}

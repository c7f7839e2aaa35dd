import JourneyCompiler
import JourneyLanguage
import JourneyModel
import XCTest

@testable import JourneyEngine

/// Every bound that input meets: one below it and at it all is well, one above it there is an error that says so.
final class LimitTests: XCTestCase {
    private struct Bound {
        var name: String
        var limit: Int
        /// What the error says, in part.
        var says: String
        /// Gives the errors for so many.
        var errors: (Int) -> String

        init(_ name: String, _ limit: Int, _ says: String, _ errors: @escaping (Int) -> String) {
            self.name = name
            self.limit = limit
            self.says = says
            self.errors = errors
        }
    }

    private func check(_ bounds: [Bound]) {
        for bound in bounds {
            for below in [bound.limit - 1, bound.limit] { XCTAssertEqual(bound.errors(below), "", "\(bound.name): \(below)") }
            let above = bound.errors(bound.limit + 1)
            XCTAssertTrue(above.contains(bound.says), "\(bound.name): \(bound.limit + 1): `\(above)`")
        }
    }

    // MARK: Events

    private func x(_ count: Int) -> String { String(repeating: "x", count: count) }

    private func json(_ members: String) -> String { line(#"{"customer":"c","event":"b","at":1"# + members + "}") }

    private func line(_ text: String, latest: Timestamp = .distantFuture, names: NameTable = NameTable()) -> String {
        var context = EventContext(source: 0, identity: "limits")
        context.latest = latest
        var batch = EventBatch(names: names)
        do {
            try Array(text.utf8).withUnsafeBytes {
                try EventLineReader().read($0, position: 1, next: 2, context: context, into: &batch)
            }
            return batch.events.count == 1 ? "" : "no event"
        } catch { return "\(error)" }
    }

    private func csv(_ header: String, _ record: String) -> String {
        let reader = EventCSVReader()
        var batch = EventBatch(names: NameTable())
        do {
            try Array(header.utf8).withUnsafeBytes { try reader.readHeader($0) }
            try Array(record.utf8).withUnsafeBytes {
                try reader.read($0, position: 1, next: 2, context: EventContext(source: 0, identity: "limits"), into: &batch)
            }
            return batch.events.count == 1 ? "" : "no event"
        } catch { return "\(error)" }
    }

    func testLinesOfJSON() {
        let around = #"{"customer":"c","event":"b","at":1,"a":""}"#.utf8.count
        check([
            Bound("bytes of a line", Limits.lineBytes, "the line is longer than 1048576 bytes") {
                self.json(#","a":"\#(self.x($0 - around))""#)
            },
            Bound("properties", Limits.properties, "more than 256 properties") { count in
                self.json((0..<count).map { ",\"p\($0)\":\($0)" }.joined())
            },
            Bound("properties of an object", Limits.properties - 1, "more than 256 properties") { count in
                self.json(",\"o\":{" + (0..<count).map { "\"p\($0)\":\($0)" }.joined(separator: ",") + "}")
            },
            // The event itself is the first.
            Bound("lists in lists", Limits.nesting - 1, "nested more than 16 deep") {
                self.json(",\"a\":" + String(repeating: "[", count: $0) + String(repeating: "]", count: $0))
            },
            Bound("objects in objects", Limits.nesting - 1, "nested more than 16 deep") {
                self.json(",\"a\":" + String(repeating: "{\"a\":", count: $0) + "1" + String(repeating: "}", count: $0))
            },
            Bound("bytes of a customer", Limits.customerBytes, "`customer` is longer than 512 bytes") {
                self.line(#"{"customer":"\#(self.x($0))","event":"b","at":1}"#)
            },
            Bound("bytes of a customer in escapes", Limits.customerBytes, "`customer` is longer than 512 bytes") {
                self.line(#"{"customer":"\#(String(repeating: "\\u0078", count: $0))","event":"b","at":1}"#)
            },
            Bound("bytes of a name", Limits.eventNameBytes, "`event` is longer than 512 bytes") {
                self.line(#"{"customer":"c","event":"\#(self.x($0))","at":1}"#)
            },
            Bound("bytes of an id", Limits.idBytes, "`id` is longer than 512 bytes") { self.json(#","id":"\#(self.x($0))""#) },
            Bound("digits of an id", Limits.idBytes, "`id` is longer than 512 bytes") {
                self.json(",\"id\":" + String(repeating: "1", count: $0))
            },
            Bound("milliseconds", 253_402_300_799_999, "up to the year 9999") {
                self.line(#"{"customer":"c","event":"b","at":\#($0)}"#)
            },
            Bound("milliseconds before 1970", 62_167_219_200_000, "no instant") {
                self.line(#"{"customer":"c","event":"b","at":-\#($0)}"#)
            },
            Bound("milliseconds after the clock", 600_000, "after the clock") {
                self.line(#"{"customer":"c","event":"b","at":\#($0)}"#, latest: Timestamp(microseconds: 0) + Limits.future)
            },
        ])
    }

    func testNamesOfEvents() {
        let names = NameTable()
        for number in 0..<Limits.eventNames - 1 { _ = names.number("e\(number)") }
        func named(_ name: String) -> String { line(#"{"customer":"c","event":"\#(name)","at":1}"#, names: names) }
        XCTAssertEqual(named("the last"), "")
        XCTAssertEqual(names.count, Limits.eventNames)
        XCTAssertTrue(named("one more").contains("more than 65536 different event names"))
        XCTAssertEqual(named("the last") + named("e7"), "")
        XCTAssertEqual(names.count, Limits.eventNames)
    }

    /// What customers' events name grows the table of the store: where it is full, what is new is not noted, and counted.
    func testNamesOfCustomers() throws {
        var run = EngineRun([])
        let names = run.names
        while names.count < Limits.names - 1 { _ = names.number("n\(names.count)") }
        func take(_ event: String, _ properties: String) throws { try run.take(event, at: EventText.now, customer: "c", Array(properties.utf8)) }
        for (property, refused) in [("the_last", 0), ("one_more", 1), ("the_last", 1)] {
            try take("$set", "\"\(property)\":7")
            XCTAssertEqual(run.output.namesRefused, Int64(refused), property)
            XCTAssertEqual(names.count, Limits.names)
            XCTAssertEqual(names.known(property).map { run.states["c"]?.attribute($0) }, property == "the_last" ? .integer(7) : nil)
        }
        for (event, properties) in [
            ("$tag", #""tag":"new""#), ("$consent", #""purpose":"new","granted":true"#), ("$suppress", #""channel":"new""#),
        ] {
            let before = run.output.namesRefused
            try take(event, properties)
            XCTAssertEqual(run.output.namesRefused, before + 1, event)
        }
        try take("$suppress", #""channel":"new","removed":true"#)
        XCTAssertEqual(run.states["c"]?.suppressions.count, 0)
    }

    func testLengthsOfNamesOfCustomers() throws {
        for (length, refused) in [(Limits.nameBytes - 1, 0), (Limits.nameBytes, 0), (Limits.nameBytes + 1, 1)] {
            var run = EngineRun([])
            try run.take("$tag", at: EventText.now, customer: "c", Array("\"tag\":\"\(x(length))\"".utf8))
            XCTAssertEqual(run.output.namesRefused, Int64(refused), "\(length)")
        }
    }

    func testRecordsOfCSV() {
        func columns(_ count: Int) -> String { "customer,event,at" + (3..<max(count, 3)).map { ",p\($0)" }.joined() }
        check([
            Bound("bytes of a record", Limits.lineBytes, "the line is longer than 1048576 bytes") {
                self.csv("customer,event,at,a", "c,b,1," + self.x($0 - "c,b,1,".utf8.count))
            },
            Bound("columns", Limits.columns, "more than 1024 fields") {
                self.csv(columns($0), "c,b,1" + String(repeating: ",", count: $0 - 3))
            },
            Bound("properties", Limits.properties, "more than 256 properties") {
                self.csv(columns($0 + 3), "c,b,1" + String(repeating: ",1", count: $0))
            },
            Bound("bytes of a customer", Limits.customerBytes, "`customer` is longer than 512 bytes") {
                self.csv("customer,event,at", self.x($0) + ",b,1")
            },
            Bound("bytes of a name", Limits.eventNameBytes, "`event` is longer than 512 bytes") {
                self.csv("customer,event,at", "c," + self.x($0) + ",1")
            },
            Bound("bytes of an id", Limits.idBytes, "`id` is longer than 512 bytes") {
                self.csv("customer,event,at,id", "c,b,1," + self.x($0))
            },
        ])
    }

    /// Deeper lists are not written; who reads them all the same is told.
    func testStoredLists() {
        check([
            Bound("lists in lists", Limits.valueNesting, "a list nests too deep") { depth in
                // A list of one, so many times, around an unknown.
                let bytes: [UInt8] = (0..<depth).flatMap { _ in [6, 1] as [UInt8] } + [0]
                return bytes.withUnsafeBytes { bytes in
                    var reader = ByteReader(bytes)
                    do { return try reader.value() == .unknown ? "no list" : "" } catch { return "\(error)" }
                }
            }
        ])
        var value = Value.integer(1)
        for _ in 0..<Limits.valueNesting + 5 { value = .list([value]) }
        var writer = ByteWriter()
        writer.value(value)
        XCTAssertNoThrow(
            try writer.bytes.withUnsafeBytes { bytes in
                var reader = ByteReader(bytes)
                return try reader.value()
            })
    }

    // MARK: Programs

    private func errors(_ program: String) -> String {
        let parsed = parse(SourceText(name: "limits.journey", program))
        return compile([("limits.journey", parsed)]).diagnostics.map(\.diagnostic).filter { $0.severity == .error }
            .map { "\($0.code) \($0.message)" }.joined(separator: "; ")
    }

    private func nested(_ open: String, _ count: Int, _ inside: String, _ close: String) -> String {
        String(repeating: open, count: count) + inside + String(repeating: close, count: count)
    }

    private func condition(_ text: String) -> String { errors("when a if \(text) tag t end") }

    func testDepthOfPrograms() {
        check([
            Bound("brackets", 99, "J0120") { self.condition(self.nested("(", $0, "a = 1", ")")) },
            Bound("negations", 99, "J0120") { self.condition(self.nested("not ", $0, "a = 1", "")) },
            Bound("signs", 99, "J0120") { self.condition(self.nested("-", $0, "a = 1", "")) },
            Bound("sums", 99, "J0120") { self.condition(self.nested("a + ", $0, "1 = 1", "")) },
            Bound("ors", 99, "J0120") { self.condition(self.nested("a = 1 or ", $0, "a = 1", "")) },
            Bound("ifs", 100, "J0120") { self.errors("when x " + self.nested("if a = 1 ", $0, "tag t", " end")) },
            Bound("rounds", 100, "J0120") {
                self.errors("when x " + self.nested("repeat up to 2 times every 1d ", $0, "tag t", " end"))
            },
        ])
    }

    func testSizesOfPrograms() {
        let journey = "when x tag t\n"
        check([
            Bound("bytes of a file", 4 << 20, "J0017") { self.errors(journey + "#" + self.x($0 - journey.utf8.count - 1)) },
            Bound("steps", 10_000, "J0172") { self.errors("when x " + self.tags($0)) },
            Bound("steps in blocks", 10_000, "J0172") { count in
                self.errors("when x " + String(repeating: "if a = 1 tag t else tag u end ", count: count / 3) + self.tags(count % 3))
            },
            Bound("arms", 1_000, "J0173") { count in
                let arms = (1..<count).map { "0.05% \"a\($0)\" tag t " }.joined()
                return self.errors("when x split \"s\" \(arms)\(self.rest(count - 1))% \"rest\" tag u end")
            },
            Bound("adaptive arms", 1_000, "J0173") { count in
                let arms = (0..<count).map { "\"a\($0)\" tag t " }.joined()
                return self.errors("journey j when x goal b within 1d split \"s\" adaptively \(arms)end end")
            },
        ])
        XCTAssertEqual(errors("when x " + tags(6_000) + "\nwhen y " + tags(6_000)), "", "each journey counts its own")
    }

    private func tags(_ count: Int) -> String { String(repeating: "tag t ", count: count) }

    /// What so many shares of 0.05% leave.
    private func rest(_ count: Int) -> String {
        let hundredths = 10_000 - count * 5
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    func testNumbersOfPrograms() {
        check([
            Bound("times", 1_000, "J0125") { self.errors("when a \($0) times within 7d tag t") },
            Bound("rounds", 1_000, "J0125") { self.errors("when a repeat up to \($0) times every 1d tag t end") },
            Bound("at least", 1_000, "J0125") { self.condition("bought at least \($0) times within 1d") },
            Bound("retries", 1_000, "J0125") { self.errors("channel c adapter console retry \($0) times end") },
            Bound("day of the month", 31, "out of range") { self.errors("when every \($0)th of month at 9:00 tag t") },
            Bound("stock", 1_000_000_000, "out of range") { self.errors("coupon c stock \($0) end") },
            Bound("messages of a cap", 1_000_000_000, "out of range") { self.errors("policy at most \($0) messages per 1d end") },
            Bound("share", 100, "J0119") { self.errors("journey j when a goal b within 1d hold out \($0)% tag t end") },
            Bound("hours", 23, "J0013") { self.condition("a = \($0):59") },
            Bound("minutes", 59, "J0013") { self.condition("a = 9:\($0)") },
            Bound("days of a month", 30, "J0014") { self.condition("a = 2026-11-\($0)") },
            Bound("decimals", 6, "J0009") { self.condition("a = 1." + String(repeating: "1", count: $0)) },
            Bound("decimals of a share", 4, "J0009") { self.condition("a = 1." + String(repeating: "1", count: $0) + "%") },
        ])
        for (fine, tooLarge, says) in [
            ("9223372036854775807", "9223372036854775808", "J0008"), ("9223372036854.775807", "9223372036854.775808", "J0008"),
            ("106751991d", "106751992d", "J0012"), ("106751991d14454s", "106751991d14455s", "J0012"),
            ("15250284w", "15250285w", "J0012"), ("922337203685477%", "922337203685478%", "J0008"),
        ] {
            XCTAssertEqual(condition("a = \(fine)"), "", fine)
            XCTAssertTrue(condition("a = \(tooLarge)").contains(says), "\(tooLarge): \(condition("a = \(tooLarge)"))")
        }
    }

    func testAudiencesInsideOneAnother() {
        check([
            Bound("depth", 8, "J1109") { depth in
                self.errors((1..<depth).map { "audience a\($0) = in audience a\($0 + 1)\n" }.joined() + "audience a\(depth) = has tag t")
            },
            // Of an audience with one part: as many uses, the operators between them, and what stands inside each.
            Bound("conditions", 333, "J1109") { count in
                // A row of operators is itself only so deep: brackets divide it.
                let uses = (0..<count).map { _ in "in audience b" }
                let groups = stride(from: 0, to: count, by: 50).map { start in
                    "(" + uses[start..<min(start + 50, count)].joined(separator: " and ") + ")"
                }
                return self.errors("audience b = has tag t\naudience a = " + groups.joined(separator: " and "))
            },
        ])
    }

    func testComplaints() {
        for count in [99, 100, 101, 600] {
            let found = parse(SourceText(name: "limits.journey", String(repeating: "when a send b via\n", count: count))).diagnostics
            XCTAssertEqual(found.count, min(count, 100))
            XCTAssertEqual(found.last?.code == "J0199", count > 100, "\(count): \(found.last?.code ?? "")")
        }
    }

    /// As large as a sentence may be, a journey goes into a store and comes back from it.
    func testTheDeepestMachineIsStored() throws {
        for condition in [nested("not ", 99, "a = 1", ""), nested("a + ", 99, "1 = 1", ""), nested("a = 1 or ", 99, "a = 1", "")] {
            let parsed = parse(SourceText(name: "limits.journey", "when x for customers where \(condition) tag t"))
            let machines = compile([("limits.journey", parsed)]).machines
            XCTAssertEqual(machines.count, 1)
            for machine in machines { XCTAssertEqual(try Machine(encoded: machine.encoded()), machine) }
        }
    }
}

import JourneyCompiler
import JourneyModel

@testable import JourneyEngine
@testable import JourneyRuntime
@testable import JourneyStore

/// What a store holds of a small shop after a few days, in packed form: where the changes of `FuzzTarget.stored` begin.
enum StoredSeeds {
    static func all() throws -> [(name: String, bytes: [UInt8])] {
        guard var run = StoredTarget.engine else { throw Violation("the shop does not compile") }
        var seeds: [(name: String, bytes: [UInt8])] = []
        func add(_ kind: StoredTarget.Kind, _ name: String, _ bytes: [UInt8]) { seeds.append(("\(kind)-\(name)", [kind.rawValue] + bytes)) }
        let start = Timestamp(microseconds: 1_800_000_000_000_000)
        for (index, (name, properties)) in StoredTarget.happenings.enumerated() {
            try run.take(name, at: start + Int64(index) * 7 * .hour, customer: "ana", Array(properties.utf8))
            if let state = run.states["ana"] { add(.customer, "\(index)", state.encoded()) }
        }
        try run.fire(before: start + 40 * .day)
        if let state = run.states["ana"] { add(.customer, "later", state.encoded()) }
        let names = NameTable()
        for (index, decision) in run.decisions.prefix(12).enumerated() {
            var decision = decision
            decision.journey = "journey\(index % 8)"
            for number in 0..<8 { _ = names.number("journey\(number)") }
            add(.decision, "\(index)", decision.encoded(names: names))
        }
        var pauses = run.output.pauses
        pauses.pause(1, Pauses.Pause(since: start, holdsEntries: true, heldEntries: 3), in: run.engine.deployment)
        for second in Int64(0)..<3 { pauses.noteMessage(of: 2, at: start + second * .second) }
        add(.pauses, "two", pauses.takeEncoded(names: run.names))
        add(.outcome, "sent", Dispatcher.Outcome(key: "k1", channel: "sms", status: .sent, reason: "").encoded())
        for version in run.engine.deployment.versions {
            add(.machine, version.machine.name, try version.machine.encoded())
        }
        addStored(start, add)
        return seeds
    }

    private static func addStored(_ start: Timestamp, _ add: (StoredTarget.Kind, String, [UInt8]) -> Void) {
        let packer = RecordPacker()
        Array("ana".utf8).withUnsafeBytes { customer in
            Array(#""price":120"#.utf8).withUnsafeBytes { bytes in
                Array("e1".utf8).withUnsafeBytes {
                    packer.event(at: start, name: 3, id: $0, isUUID: false, customer: customer, properties: bytes)
                }
                Array(UInt8(0)..<16).withUnsafeBytes {
                    packer.event(at: start + 1, name: 300, id: $0, isUUID: true, customer: customer, properties: bytes)
                }
                for kind in LogRecord.Kind.allCases where kind != .event { packer.other(kind, at: start, customer: customer, bytes: bytes) }
            }
        }
        add(.records, "five", Array(packer.bytes))
        add(.redo, "two", [1, 0, 0, 0, 0, 0, 0, 0, 2, 7, 7, 2, 0, 0, 0, 0, 0, 0, 128, 0])
        add(.texts, "three", Array(TextList.encode(["sms", "", "a\nb\\"]).utf8))
        add(.experiments, "two", (UInt8(0)..<9).flatMap { [0, 0, 0, 0, 0, 0, $0, 40 - $0] })
        let store = MemoryStore()
        if var setting = try? HistorySetting(store) {
            setting.signature = "bought ever"
            setting.audiences = ["champions": "x", "warm": "y"]
            setting.unsettled = ["warm"]
            if let bytes = try? packed(store, "history", setting.write) { add(.history, "two", bytes) }
        }
        if var book = try? EpochBook(store) {
            let series = [FormerEpoch.Series(kind: "- of bought", keepsTotals: true)]
            book.former = [FormerEpoch(number: 1, isFromTheStart: true, series: series, place: 3, clock: .distantFuture)]
            book.present = FormerEpoch(number: 2, isFromTheStart: false, series: series, place: 0, clock: .distantPast)
            if let bytes = try? packed(store, "history epochs", book.write) { add(.history, "epochs", bytes) }
        }
        if var setting = try? ScheduleSetting(store) {
            setting.settled = [1, 5]
            setting.open = [7]
            setting.place = 12
            if let bytes = try? packed(store, "schedules", setting.write) { add(.schedules, "three", bytes) }
        }
    }

    private static func packed(_ store: MemoryStore, _ name: String, _ write: (any Store) throws -> Void) throws -> [UInt8] {
        try store.begin()
        try write(store)
        return try store.setting(name) ?? []
    }
}

import JourneyCompiler
import JourneyLanguage
import JourneyModel

@testable import JourneyEngine
@testable import JourneyRuntime
@testable import JourneyStore

/// What a store keeps in packed form, damaged: an error, or something that packs to the same again and that the engine can work
/// with. Nothing ends the process, whatever stands there.
enum StoredTarget {
    /// By the first byte of an input. New ones go to the end: the corpus counts on their numbers.
    enum Kind: UInt8, CaseIterable {
        case customer, decision, pauses, outcome, machine, records, redo, texts, history, schedules, experiments
    }

    static func check(_ input: [UInt8], _ sample: Sample) throws {
        guard let first = input.first else { return }
        let bytes = Array(input.dropFirst())
        switch Kind.allCases[Int(first) % Kind.allCases.count] {
        case .customer: try checkCustomer(bytes, sample)
        case .decision: try checkDecision(bytes)
        case .pauses: try checkPauses(bytes)
        case .outcome: try checkOutcome(bytes)
        case .machine: try checkMachine(bytes, sample)
        case .records: try checkRecords(bytes)
        case .redo: checkRedo(bytes)
        case .texts: try checkTexts(bytes)
        case .history: try checkHistory(bytes)
        case .schedules: try checkSchedules(bytes)
        case .experiments: checkExperiments(bytes)
        }
    }

    // MARK: Of the engine

    private static func checkCustomer(_ bytes: [UInt8], _ sample: Sample) throws {
        guard let state = try? CustomerState(encoded: bytes) else { return }
        let packed = state.encoded()
        try require(try CustomerState(encoded: packed).encoded() == packed, "a state comes back as another one: \(state)")
        guard sample.takes(oneIn: 8, 0), var run = engine, run.engine.deployment.fault(in: state) == nil else { return }
        run.set(state)
        try exercise(&run, state.id)
    }

    /// Every event that means something to the shop's journeys, and every timer.
    static func exercise(_ run: inout EngineRun, _ customer: String) throws {
        let start = Timestamp(microseconds: 1_800_000_000_000_000)
        try run.fire(before: start)
        for (index, (name, properties)) in happenings.enumerated() {
            try run.take(name, at: start + Int64(index) * 7 * .hour, customer: customer, Array(properties.utf8))
        }
        try run.fire(before: .distantFuture)
    }

    static let happenings: [(String, String)] = [
        ("browsed", #""price":120,"product":"A1""#), ("added_to_cart", #""total":250,"order":"o1""#), ("$tag", #""tag":"vip""#),
        ("bought", #""total":99.5,"order":"o1","product":"A1""#), ("$set", #""tier":"gold","birthday":"1990-02-28","timezone":"Asia/Tokyo""#),
        ("clicked", #""message":"cart_reminder""#), ("browsed", #""product":"B""#), ("bought", #""total":5,"order":"o2""#),
        ("$consent", #""purpose":"marketing","granted":true,"source":"web""#), ("unsubscribed", ""),
    ]

    /// Deployed once; inputs come one after another.
    nonisolated(unsafe) static let engine: EngineRun? = {
        let compiled = compile([("shop.journey", parse(SourceText(name: "shop.journey", shop)))])
        return compiled.hasErrors ? nil : EngineRun(compiled.machines, policy: compiled.policy, definitions: compiled.definitions)
    }()

    private static func checkDecision(_ bytes: [UInt8]) throws {
        let names = NameTable()
        for number in 0..<8 { _ = names.number("journey\(number)") }
        guard let decision = try? Decision(encoded: bytes, at: .distantPast, customer: "c", names: names) else { return }
        let again = try Decision(encoded: decision.encoded(names: names), at: .distantPast, customer: "c", names: names)
        try require(again == decision, "a decision comes back as another one: \(decision)")
    }

    private static func checkPauses(_ bytes: [UInt8]) throws {
        let names = NameTable()
        let fuse = Policy.Fuse(count: 10, per: .hour)
        guard var pauses = try? Pauses(encoded: bytes, fuse: fuse, names: names) else { return }
        for journey in 0..<UInt32(names.count) {
            for _ in 0..<3 {
                _ = pauses.blows(fuse, of: journey, at: EventText.now)
                pauses.noteMessage(of: journey, at: EventText.now)
            }
        }
        let packed = pauses.takeEncoded(names: names)
        var again = try Pauses(encoded: packed, fuse: fuse, names: names)
        try require(again.takeEncoded(names: names) == packed, "pauses come back as other ones")
    }

    private static func checkMachine(_ bytes: [UInt8], _ sample: Sample) throws {
        guard let machine = try? Machine(encoded: bytes) else { return }
        try require(try Machine(encoded: machine.encoded()) == machine, "a machine comes back as another one")
        guard sample.takes(oneIn: 8, 0) else { return }
        var run = EngineRun([machine])
        try exercise(&run, "c")
    }

    private static func checkExperiments(_ bytes: [UInt8]) {
        var numbers = stride(from: 0, to: bytes.count - 7, by: 8).map { start in
            Int64(bitPattern: bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) })
        }.makeIterator()
        let split = Experiments.Split(journey: "j", name: "s")
        var experiments = Experiments()
        experiments.restore(split, arms: ["a", "b"]) { _ in numbers.next() ?? 0 }
        for hour in Int64(0)..<3 {
            let now = EventText.now + hour * .hour
            let arm = experiments.draw(split, arms: ["a", "b"], seed: { UInt64($0) }, at: now)
            experiments.noteDraw(split, arm: ["a", "b"][arm], at: now)
            experiments.noteConversion(split, arm: ["a", "b"][arm], at: now)
            experiments.takeChanges { _, _, _ in }
        }
    }

    // MARK: Of the runtime

    private static func checkOutcome(_ bytes: [UInt8]) throws {
        guard let outcome = try? Dispatcher.Outcome(encoded: bytes) else { return }
        let packed = outcome.encoded()
        try require(try Dispatcher.Outcome(encoded: packed).encoded() == packed, "an outcome comes back as another one: \(outcome)")
    }

    private static func checkHistory(_ bytes: [UInt8]) throws {
        let store = MemoryStore()
        try store.begin()
        try store.set(setting: "history", to: bytes)
        try store.set(setting: "history epochs", to: bytes)
        if let book = try? EpochBook(store) {
            try book.write(to: store)
            try require(try EpochBook(store) == book, "the book of epochs comes back as another one")
        }
        guard var setting = try? HistorySetting(store) else { return }
        try setting.write(to: store)
        try require(try HistorySetting(store) == setting, "the setting of the past comes back as another one")
        _ = setting.note(Deployment.KeptPast(signature: "bought ever", series: [], audiences: [("champions", "z")]), isBeforeAnyEvent: false)
    }

    private static func checkSchedules(_ bytes: [UInt8]) throws {
        let store = MemoryStore()
        try store.begin()
        try store.set(setting: "schedules", to: bytes)
        guard var setting = try? ScheduleSetting(store) else { return }
        try setting.write(to: store)
        try require(try ScheduleSetting(store) == setting, "the setting of schedules comes back as another one")
        setting.note([1, 2], isBeforeAnyEvent: false)
        setting.settle()
    }

    // MARK: Of the store

    private static func checkRecords(_ bytes: [UInt8]) throws {
        var records: [LogRecord] = []
        do {
            try bytes.withUnsafeBytes { try RecordReader.forEach(in: $0) { records.append($0.record) } }
        } catch { return }
        let packer = RecordPacker()
        try bytes.withUnsafeBytes { try packer.resume($0) }
        try require(packer.records == records.count, "\(records.count) records to a reader, \(packer.records) to a packer")
        packer.removeAll()
        for record in records { pack(record, packer) }
        var again: [LogRecord] = []
        try RecordReader.forEach(in: packer.bytes) { again.append($0.record) }
        try require(again == records, "records come back as other ones")
    }

    private static func pack(_ record: LogRecord, _ packer: RecordPacker) {
        let uuids = UUIDText.Packer()
        Array(record.id.utf8).withUnsafeBytes { id in
            Array(record.customer.utf8).withUnsafeBytes { customer in
                record.bytes.withUnsafeBytes { bytes in
                    guard record.kind == .event else { return packer.other(record.kind, at: record.at, customer: customer, bytes: bytes) }
                    var packed = [UInt8](repeating: 0, count: UUIDText.packedLength)
                    packed.withUnsafeMutableBytes { space in
                        let isUUID = space.baseAddress.map { uuids.pack(id, to: $0) } ?? false
                        packer.event(
                            at: record.at, name: record.name, id: isUUID ? UnsafeRawBufferPointer(space) : id, isUUID: isUUID,
                            customer: customer, properties: bytes)
                    }
                }
            }
        }
    }

    private static func checkRedo(_ bytes: [UInt8]) {
        let table = StateTable()
        bytes.withUnsafeBytes { bytes in
            var reader = PackedReader(bytes)
            while !reader.isAtEnd {
                guard let key = try? reader.fixed(), let state = try? reader.text() else { return }
                table.put(key, state)
            }
        }
        for key in table.sortedKeys() { _ = table[key] }
    }

    private static func checkTexts(_ bytes: [UInt8]) throws {
        let texts = TextList.decode(String(decoding: bytes, as: UTF8.self))
        let packed = TextList.encode(texts)
        try require(TextList.encode(TextList.decode(packed)) == packed, "texts come back as other ones")
    }

    // MARK: A shop

    /// A journey of each kind, so that a state can stand anywhere.
    static let shop = """
        journey absence when added_to_cart where total >= 100 but not bought with same order within 2h
          for customers where tier is "gold" or lifetime_value >= 0 or not in audience champions again after 14d
          goal bought within 7d value total exit when unsubscribed or tier is "out" hold out 10%
          send cart_reminder with product: event.product, price: browsed.price via wecom or else sms
          wait up to 1d for clicked where message is "cart_reminder" if so tag warm else send coupon via sms end
          split "incentive" 50% "a" send twenty via wecom 50% "b" give spring or else tag none end end
          wait until 20:00 if bought within 3d stop end
          repeat up to 3 times every 2d until bought send nudge via email end
          set best to event.total + 1 add 2 to visits record rescued with total: event.total
        end
        journey sequence when browsed then added_to_cart within 1d then bought within 2d without unsubscribed for each product again always
          goal clicked within 2d and continue
          split "s" adaptively "x" tag x "y" tag y end
          start absence leave follower wait until monday 9:00 untag x
        end
        journey counts when browsed 3 times within 7d again always wait 1d send many via sms end
        journey pair when browsed and bought with same product within 2d again always goal clicked within 1d and continue wait 2d tag both end
        journey quiet when silent for 30d send miss_you via sms end
        journey nobuy when no bought for 20d again always wait until 3d before birthday send come_back via sms end
        journey daily when every day at 9:00 for customers where sum of bought.total within 90d > 10 send daily via sms end
        journey yearly when on birthday at 9:00 send birthday via wecom end
        journey before when 7d before birthday at 10:00 send soon via wecom end
        journey monthly when every 31st of month at 8:00 send monthly via wecom end
        journey changes when tier changes again always send tier with days: days since bought, n: number of bought ever via wecom end
        journey becomes when tier becomes "gold" send gold via wecom end
        journey members when enters audience champions send welcome via wecom wait 1d leave absence end
        journey leavers when leaves audience champions again always send bye via wecom end
        journey follower when browsed, restarting on browsed, but not bought within 2h again always tag idle end
        audience champions = sum of bought.total within 365d >= 50 and not has tag staff
        coupon spring stock 3 2 for each customer valid 7d end
        channel wecom adapter console end
        channel sms adapter console end
        channel email adapter console end
        policy quiet from 22:00 to 8:00 at most 3 messages per 7d stop after 20 messages per 1h end
        """
}

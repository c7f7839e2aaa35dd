import JourneyModel
import XCTest

@testable import JourneyEngine

/// States and decisions through their packed forms: the same comes back, and any bytes at all give a value or an error.
final class CodingTests: XCTestCase {
    private var state: UInt64 = 42

    func testEveryStateComesBack() throws {
        for _ in 0..<2_000 {
            let customer = customer()
            XCTAssertEqual(try CustomerState(encoded: customer.encoded()), customer)
        }
    }

    func testEveryDecisionComesBack() throws {
        let names = names()
        for _ in 0..<2_000 {
            let decision = decision(names)
            XCTAssertEqual(
                try Decision(encoded: decision.encoded(names: names), at: decision.at, customer: decision.customer, names: names), decision)
        }
    }

    func testAnyBytesAreAValueOrAnError() throws {
        let names = names()
        var accepted = 0
        for round in 0..<100_000 {
            let bytes: [UInt8]
            switch round % 4 {
            case 0: bytes = (0..<below(40)).map { _ in UInt8(below(256)) }
            case 1: bytes = mutated(round % 8 == 1 ? customer().encoded() : decision(names).encoded(names: names))
            // Mostly small numbers, so that counts and kinds are often right.
            default: bytes = [2] + (0..<below(30)).map { _ in below(4) == 0 ? UInt8(below(256)) : UInt8(below(4)) }
            }
            if let customer = try? CustomerState(encoded: bytes) {
                accepted += 1
                _ = try CustomerState(encoded: customer.encoded())
            }
            if let decision = try? Decision(encoded: bytes, at: .distantPast, customer: "c", names: names) {
                accepted += 1
                let again = try Decision(encoded: decision.encoded(names: names), at: .distantPast, customer: "c", names: names)
                XCTAssertEqual(again, decision)
            }
        }
        XCTAssertGreaterThan(accepted, 5_000)
    }

    // MARK: Made up

    private func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        return z ^ (z >> 29)
    }

    private func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }
    private func number() -> UInt32 { below(3) == 0 ? .max : UInt32(below(300)) }
    private func some<Element>(_ make: () -> Element) -> [Element] { (0..<below(4)).map { _ in make() } }

    /// Of the years that events may have; differences to it never saturate.
    private func instant() -> Timestamp { Timestamp(microseconds: Int64(below(1 << 60)) - 1 << 59) }

    private func value(depth: Int = 0) -> Value {
        switch below(depth > 3 ? 10 : 11) {
        case 0: .unknown
        case 1: .boolean(below(2) == 0)
        case 2: .integer(Int64(bitPattern: next()))
        case 3: .decimal(micros: Int64(bitPattern: next()))
        case 4: .text("é购\(below(9))")
        case 5: .date(days: Int32(truncatingIfNeeded: below(1 << 32)))
        case 6: .instant(instant())
        case 7: .duration(Int64(bitPattern: next()))
        case 8: .timeOfDay(seconds: Int32(below(86_400)))
        case 9: .integer([.min, .max, 0][below(3)])
        default: .list(some { value(depth: depth + 1) })
        }
    }

    private func customer() -> CustomerState {
        var customer = CustomerState(id: "c\(below(1_000))")
        customer.attributes = some { .init(name: number(), value: value(), writtenAt: instant()) }
        customer.tags = some(number)
        customer.entries = some { .init(journey: number(), count: number(), lastAt: instant(), instance: below(2) == 0 ? .unknown : value()) }
        customer.triggers = some(trigger)
        customer.enrollments = some {
            Enrollment(
                number: next(), version: number(), ordinal: number(), enteredAt: instant(), state: number(),
                stateEnteredAt: instant(), due: below(2) == 0 ? instant() : nil, isFinished: below(2) == 0,
                hasReachedGoal: below(2) == 0, instance: below(2) == 0 ? .unknown : value(), captured: some { value() })
        }
        for index in customer.enrollments.indices where below(2) == 0 {
            customer.enrollments[index].touches = some {
                Touch(
                    high: next(), low: next(), at: instant(), step: number(), content: number(), channel: number(), isOut: below(2) == 0)
            }
            if !customer.enrollments[index].touches.isEmpty { customer.enrollments[index].earlierTouches = number() }
        }
        customer.schedules = some {
            ScheduleMemory(
                trigger: number(), number: next(), due: below(2) == 0 ? instant() : nil,
                last: below(2) == 0 ? Int64(bitPattern: next()) : nil)
        }
        if below(2) == 0 { addPast(to: &customer) }
        return customer
    }

    private func addPast(to customer: inout CustomerState) {
        customer.epoch = number()
        customer.series = some {
            var totals = SeriesMemory.Totals()
            for _ in 0..<below(3) { totals.add(wide()) }
            return SeriesMemory(series: number(), totals: totals, events: some { (instant(), wide()) })
        }
        customer.consents = some { Consent(purpose: number(), isGranted: below(2) == 0, at: instant(), source: "é\(below(9))") }
        guard below(2) == 0 else { return }
        var membership = AudienceMembership()
        membership.members = some(number)
        if below(2) == 0 { membership.check = Timer(due: instant(), number: next()) }
        if below(2) == 0 { membership.wake = Timer(due: instant(), number: next()) }
        customer.membership = membership
    }

    private func wide() -> Int128 {
        switch below(4) {
        case 0: Int128(below(1_000)) - 500
        case 1: Int128(Int64(bitPattern: next())) * 1_000_000
        case 2: Int128(Int64(bitPattern: next())) << 40
        default: [Int128(Int64.max), Int128(Int64.min), -1, 0][below(4)]
        }
    }

    private func trigger() -> TriggerMemory {
        var trigger = TriggerMemory(trigger: number(), instance: below(2) == 0 ? .unknown : value())
        trigger.nextSerial = number()
        trigger.marks = some {
            let place = number()
            return .init(place: below(2) == 0 ? .base(group: place) : .reached(stage: place), at: instant(), used: some(number), values: some { value() })
        }
        if below(2) == 0 {
            trigger.watch = .init(number: next(), beganAt: instant(), due: instant(), version: number(), captured: some { value() })
        }
        return trigger
    }

    private func names() -> NameTable {
        let names = NameTable()
        for number in 0..<8 { _ = names.number("journey\(number)") }
        return names
    }

    private func decision(_ names: NameTable) -> Decision {
        Decision(
            at: instant(), customer: "c", journey: names[UInt32(below(8))], enrollment: next(), step: "send#\(below(9))",
            action: Decision.Action.allCases[below(Decision.Action.allCases.count)],
            facts: some { .init(Decision.Detail.allCases[below(Decision.Detail.allCases.count)], value()) })
    }

    /// A few bytes changed, lost or added, or the end cut off.
    private func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<1 + below(3) where !bytes.isEmpty {
            let place = below(bytes.count)
            switch below(5) {
            case 0: bytes[place] = UInt8(below(256))
            case 1: bytes[place] ^= UInt8(1 << below(8))
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8(below(256)), at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}

import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

final class CircuitBreakerTests: XCTestCase {
    private enum Step {
        case fault, success, probe, probeFault, probeSuccess
        case expect(CircuitBreaker.Permission)
        case pass(Microseconds)
    }

    func testOpensProbesAndCloses() {
        let opened = [Step](repeating: .fault, count: 5)
        func alternately(_ times: Int) -> [Step] { [[Step]](repeating: [.fault, .success], count: times).flatMap { $0 } }
        let rows: [(steps: [Step], line: UInt)] = [
            ([.expect(.everything), .fault, .fault, .fault, .fault, .expect(.everything), .fault, .expect(.nothing)], #line),
            // Only in a row.
            ([.fault, .fault, .fault, .fault, .success, .fault, .fault, .fault, .fault, .expect(.everything)], #line),
            // Every other one: ten of the last twenty, and not before twenty.
            ([Step](repeating: .success, count: 1) + alternately(9) + [.fault, .expect(.nothing)], #line),
            (alternately(9) + [.fault, .success, .expect(.everything), .fault, .expect(.nothing), .pass(.second), .expect(.oneMessage)], #line),
            // One in three is borne with, and what is long past counts no more.
            ([[Step]](repeating: [.fault, .success, .success], count: 40).flatMap { $0 } + [.expect(.everything)], #line),
            (alternately(8) + [Step](repeating: .success, count: 20) + alternately(8) + [.expect(.everything)], #line),
            // A trial that succeeds lets the past be.
            (
                alternately(10) + [.fault, .expect(.nothing), .pass(.second), .probe, .probeSuccess] + alternately(9) + [.expect(.everything)], #line
            ),
            (opened + [.pass(999_999), .expect(.nothing), .pass(1), .expect(.oneMessage), .probe, .expect(.nothing)], #line),
            (opened + [.pass(.second), .probe, .probeSuccess, .expect(.everything), .fault, .expect(.everything)], #line),
            // 1 s, 2 s, 4 s.
            (
                opened + [
                    .pass(.second), .probe, .probeFault, .pass(1_999_999), .expect(.nothing), .pass(1), .expect(.oneMessage), .probe,
                    .probeFault, .pass(3_999_999), .expect(.nothing), .pass(1), .expect(.oneMessage),
                ], #line
            ),
            // What began before it opened neither closes it nor makes it wait longer.
            (opened + [.success, .fault, .expect(.nothing), .pass(.second), .expect(.oneMessage), .probe, .fault, .success, .expect(.nothing)], #line),
        ]
        for row in rows {
            var breaker = CircuitBreaker()
            var now = Case.epoch
            for step in row.steps {
                switch step {
                case .fault: breaker.note(isFault: true, isProbe: false, at: now)
                case .success: breaker.note(isFault: false, isProbe: false, at: now)
                case .probe: breaker.probe()
                case .probeFault: breaker.note(isFault: true, isProbe: true, at: now)
                case .probeSuccess: breaker.note(isFault: false, isProbe: true, at: now)
                case .expect(let permission): XCTAssertEqual(breaker.permission(at: now), permission, line: row.line)
                case .pass(let length): now = now + length
                }
            }
        }
    }

    func testThePauseEndsAtFiveMinutes() {
        var breaker = CircuitBreaker()
        var now = Case.epoch
        for _ in 0..<5 { breaker.note(isFault: true, isProbe: false, at: now) }
        for round in 1...20 {
            let pause = (breaker.openUntil ?? now) - now
            XCTAssertEqual(pause, min(Microseconds.second << Int64(round - 1), 5 * .minute))
            now = now + pause
            breaker.probe()
            breaker.note(isFault: true, isProbe: true, at: now)
        }
        XCTAssertEqual(breaker.openSince, Case.epoch)
    }
}

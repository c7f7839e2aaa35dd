import JourneyModel
import XCTest

@testable import JourneyFaults
@testable import JourneyRuntime

/// What a span may hold is never exceeded, and never more is kept back than the mark of a taking costs.
final class TokenBucketTests: XCTestCase {
    private let start = Case.epoch

    func testTakings() {
        let rows: [(size: Int, span: Microseconds, steps: [(after: Microseconds, wanted: Int, got: Int)], line: UInt)] = [
            (20, .second, [(0, 30, 20), (999_999, 1, 0), (1_000_000, 30, 20), (1_999_999, 1, 0), (2_000_000, 5, 5)], #line),
            (3, .minute, [(0, 1, 1), (10 * .second, 1, 1), (20 * .second, 9, 1), (.minute, 9, 1), (69 * .second, 9, 0), (70 * .second, 9, 1)], #line),
            (1_000, .day, [(0, 999, 999), (.hour, 2, 1), (.day - 1, 9, 0), (.day, 2_000, 999), (25 * .hour, 9, 1)], #line),
            (0, .second, [(0, 9, 0), (.day, 9, 0)], #line),
            // A clock set back brings nothing back early.
            (5, .second, [(10 * .second, 5, 5), (0, 9, 0), (10_900_000, 9, 0), (11 * .second, 9, 5)], #line),
            // Takings close together count as their last.
            (10, 128 * .second, [(0, 1, 1), (900_000, 1, 1), (128 * .second, 9, 8), (128 * .second + 900_000, 9, 2)], #line),
        ]
        for row in rows {
            var bucket = TokenBucket(size: row.size, span: row.span)
            for step in row.steps {
                let now = start + step.after
                let got = min(step.wanted, bucket.available(at: now))
                XCTAssertEqual(got, step.got, "after \(step.after)", line: row.line)
                bucket.take(got, at: now)
            }
        }
    }

    func testNoSpanHoldsMoreAndLittleIsLost() {
        for seed in UInt64(0)..<40 {
            var random = Random(seed)
            let size = 1 + random.below(50)
            let span = [Microseconds.second, .minute, .hour][random.below(3)]
            var bucket = TokenBucket(size: size, span: span)
            var taken: [(at: Timestamp, tokens: Int)] = []
            var now = start
            for _ in 0..<2_000 {
                now = now + Microseconds(random.below(Int(span / 10)))
                let tokens = min(1 + random.below(4), bucket.available(at: now))
                if tokens > 0 { taken.append((now, tokens)) }
                bucket.take(tokens, at: now)
                XCTAssertLessThanOrEqual(bucket.takings.count, 130)
                let held = taken.reduce(0) { now - $1.at < span ? $0 + $1.tokens : $0 }
                XCTAssertLessThanOrEqual(held, size, "seed \(seed)")
                if bucket.available(at: now) == 0 {
                    guard let ready = bucket.readyAt(now) else { return XCTFail("seed \(seed): nothing available, and ready") }
                    XCTAssertGreaterThan(bucket.available(at: ready), 0, "seed \(seed)")
                    XCTAssertLessThanOrEqual(ready - now, span, "seed \(seed)")
                }
            }
        }
    }
}

import JourneyModel
import XCTest

@testable import JourneyEngine

/// Adaptive splits: what a draw knows, and that it draws from what is known.
final class ExperimentsTests: XCTestCase {
    private let split = Experiments.Split(journey: "j", name: "s")
    private let arms = ["a", "b"]
    private let start = Timestamp(microseconds: 500_000 * .hour)

    private func seed(_ arm: Int, _ draw: Int) -> UInt64 { SipHash(k0: 7, k1: 11).hash64("\(arm)/\(draw)") }

    /// How often each arm is drawn, of `count` draws.
    private func draws(_ experiments: Experiments, at now: Timestamp, count: Int = 600) -> [Int] {
        var found = [0, 0]
        for draw in 0..<count { found[experiments.draw(split, arms: arms, seed: { self.seed($0, draw) }, at: now)] += 1 }
        return found
    }

    private func note(_ experiments: inout Experiments, _ arm: String, drawn: Int, converted: Int, at now: Timestamp) {
        for _ in 0..<drawn { experiments.noteDraw(split, arm: arm, at: now) }
        for _ in 0..<converted { experiments.noteConversion(split, arm: arm, at: now) }
    }

    func testWithoutExperienceAllArmsAreAlike() {
        let found = draws(Experiments(), at: start)
        XCTAssertEqual(Double(found[0]) / 600, 0.5, accuracy: 0.07)
    }

    func testWhatConvertsIsDrawnMoreOften() {
        var experiments = Experiments()
        note(&experiments, "a", drawn: 100, converted: 10, at: start)
        note(&experiments, "b", drawn: 100, converted: 20, at: start)
        // P(Beta(11, 91) > Beta(21, 81)), by numerical integration.
        let found = draws(experiments, at: start + .hour, count: 6_000)
        XCTAssertEqual(Double(found[0]) / 6_000, 0.0248, accuracy: 0.006)
    }

    func testADrawKnowsWhatWasBeforeItsHour() {
        var experiments = Experiments()
        note(&experiments, "a", drawn: 10, converted: 5, at: start)
        let before = draws(experiments, at: start + .hour)
        // Within the next hour much is learnt; draws of that hour do not know it.
        note(&experiments, "b", drawn: 400, converted: 399, at: start + .hour)
        XCTAssertEqual(draws(experiments, at: start + .hour), before)
        XCTAssertEqual(draws(experiments, at: start + 2 * .hour - 1), before)
        XCTAssertEqual(draws(experiments, at: start + 2 * .hour)[0], 0)
        // The last instant of an hour belongs to it, the first of the next knows it.
        var late = Experiments()
        note(&late, "b", drawn: 400, converted: 399, at: start + .hour - 1)
        XCTAssertGreaterThan(draws(late, at: start + .hour - 1)[0], 200)
        XCTAssertLessThan(draws(late, at: start + .hour)[0], 20)
    }

    func testHoursInWhichNothingHappensChangeNothing() {
        var experiments = Experiments()
        note(&experiments, "a", drawn: 50, converted: 20, at: start)
        note(&experiments, "b", drawn: 50, converted: 10, at: start)
        XCTAssertEqual(draws(experiments, at: start + .hour), draws(experiments, at: start + 30 * .day))
        // A look alone learns nothing.
        var looked = experiments
        looked.noteDraw(split, arm: "a", at: start + 5 * .hour)
        XCTAssertEqual(draws(looked, at: start + 5 * .hour), draws(experiments, at: start + 5 * .hour))
    }

    func testTheStoreKeepsWhatWasLearnt() {
        var experiments = Experiments()
        var stored: [String: Int64] = [:]
        func write() {
            experiments.takeChanges { journey, metric, amount in
                XCTAssertEqual(journey, "j")
                stored[metric, default: 0] += amount
            }
        }
        for hour in 0..<5 {
            note(&experiments, "a", drawn: 7 + hour, converted: hour, at: start + Microseconds(hour) * .hour)
            write()
            note(&experiments, "b", drawn: 5, converted: 3 - hour % 3, at: start + Microseconds(hour) * .hour + .minute)
            write()
            var restored = Experiments()
            restored.restore(split, arms: arms) { stored[$0] ?? 0 }
            for ahead in [0, 1, 30] as [Microseconds] {
                let now = start + Microseconds(hour) * .hour + ahead * .hour
                XCTAssertEqual(draws(restored, at: now, count: 300), draws(experiments, at: now, count: 300), "\(hour), \(ahead)")
            }
        }
        // Nothing new, nothing to write.
        write()
        var calls = 0
        experiments.takeChanges { _, _, _ in calls += 1 }
        XCTAssertEqual(calls, 0)
    }

    /// Mean s+1 / n+2 and variance of Beta(s + 1, f + 1), both below and above the exact limit.
    func testDrawsHaveTheDistributionOfWhatIsKnown() {
        for (successes, failures) in [(0, 0), (3, 1), (0, 40), (100, 300), (400, 200), (5_000, 45_000), (600_000, 200)] as [(Int64, Int64)] {
            var (sum, squares) = (0.0, 0.0)
            let count = 1_500
            for draw in 0..<count {
                let fraction = Double(BetaDraw.fraction(successes: successes, failures: failures, seed: seed(0, draw))) / Double(BetaDraw.one)
                sum += fraction
                squares += fraction * fraction
            }
            let (a, b) = (Double(successes + 1), Double(failures + 1))
            let mean = a / (a + b)
            let variance = a * b / ((a + b) * (a + b) * (a + b + 1))
            let found = sum / Double(count)
            XCTAssertEqual(found, mean, accuracy: 4 * (variance / Double(count)).squareRoot(), "\(successes)/\(failures)")
            XCTAssertEqual(squares / Double(count) - found * found, variance, accuracy: variance * 0.2, "\(successes)/\(failures)")
        }
    }

    func testNothingIsTooLargeToDrawFrom() {
        for successes in [0, 1, Int64.max / 2, Int64.max, -5] {
            for failures in [0, 1, Int64.max / 2, Int64.max, -5] {
                XCTAssertLessThanOrEqual(BetaDraw.fraction(successes: successes, failures: failures, seed: 1), BetaDraw.one)
            }
        }
    }
}

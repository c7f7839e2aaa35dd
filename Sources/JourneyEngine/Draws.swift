import JourneyCompiler
import JourneyModel

/// Random choices: a stable hash into 10,000 buckets, equally likely.
///
/// Nobody's choice changes with time, with a replay or on another machine; raising a share only adds people.
package struct Draws: Sendable {
    static let buckets = 10_000
    private let hash: StableHash

    package init(salt: String) {
        let key = SipHash(k0: 0, k1: 0)
        hash = StableHash(salt: [key.hash64(salt), key.hash64(salt + "\u{0}")].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
        })
    }

    package func split(_ journey: String, _ name: String, _ customer: String) -> Int { hash.bucket(journey, "split", name, customer) }

    /// Of an adaptive split: another number for each entry.
    func adaptiveSeed(_ journey: String, _ name: String, arm: Int, _ customer: String, ordinal: UInt32) -> UInt64 {
        hash.hash(journey, "adaptive", name, String(arm), customer, String(ordinal))
    }

    package func rollOut(_ journey: String, _ customer: String) -> Int { hash.bucket(journey, "roll out", "", customer) }

    package func holdOut(_ journey: String, _ customer: String) -> Int { hash.bucket(journey, "hold out", "", customer) }

    /// Of the whole workspace.
    package func holdOut(_ customer: String) -> Int { hash.bucket("", "hold out", "", customer) }
}

extension Engine {
    /// The arm of a split, drawn at the first visit and kept.
    func arm(
        of place: LoadedVersion.LoadedState, _ split: State.Split, _ version: LoadedVersion, at index: Int, in number: Int,
        _ state: inout CustomerState, _ now: Timestamp, _ output: inout Output
    ) -> LoadedVersion.WayOut? {
        let enrollment = state.enrollments[index]
        if let kept = enrollment.arms.first(where: { $0.state == number }), Int(kept.arm) < place.arms.count {
            return place.arms[Int(kept.arm)]
        }
        guard !place.arms.isEmpty else { return nil }
        var drawn = place.arms.count - 1
        let journey = version.machine.name
        if split.isAdaptive {
            let names = place.arms.map(\.transition.name)
            let experiment = Experiments.Split(journey: journey, name: split.name)
            let customer = state.id
            drawn = output.experiments.draw(
                experiment, arms: names,
                seed: { draws.adaptiveSeed(journey, split.name, arm: $0, customer, ordinal: enrollment.ordinal) }, at: now)
            if !enrollment.isShadow { output.experiments.noteDraw(experiment, arm: names[drawn], at: now) }
        } else {
            let bucket = draws.split(journey, split.name, state.id)
            var end = 0
            for (arm, way) in place.arms.enumerated() {
                if case .arm(let share) = way.transition.cause { end += share }
                if bucket < end {
                    drawn = arm
                    break
                }
            }
        }
        state.enrollments[index].arms.append(
            Enrollment.Arm(state: UInt32(truncatingIfNeeded: number), arm: UInt32(truncatingIfNeeded: drawn)))
        return place.arms[drawn]
    }

    /// A conversion counts for every arm that the enrollment drew.
    func noteConversion(_ version: LoadedVersion, of enrollment: Enrollment, _ now: Timestamp, _ output: inout Output) {
        guard !enrollment.isShadow else { return }
        for drawn in enrollment.arms where Int(drawn.state) < version.states.count {
            let place = version.states[Int(drawn.state)]
            guard let split = place.split, Int(drawn.arm) < place.arms.count else { continue }
            let way = place.arms[Int(drawn.arm)]
            output.count(way.tally + place.arms.count)
            if split.isAdaptive {
                output.experiments.noteConversion(
                    .init(journey: version.machine.name, name: split.name), arm: way.transition.name, at: now)
            }
        }
    }
}

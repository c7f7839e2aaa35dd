import Foundation

extension FaultSimulation {
    /// Takes parts out of a failing simulation as long as it fails: classes of faults, journeys, customers, events.
    /// - Parameter most: simulations that are tried at most.
    public static func shrunk(_ failing: Swarm, in folder: URL, most: Int = 250) -> Swarm {
        var small = failing
        var left = most
        func fails(_ candidate: Swarm) -> Bool {
            guard left > 0, candidate != small else { return false }
            left -= 1
            return !run(candidate, in: folder).passed
        }
        var isSmaller = true
        while isSmaller, left > 0 {
            let before = small
            for fault in FaultClass.allCases where small.has(fault) {
                var candidate = small
                candidate.classes.remove(fault)
                if fails(candidate) { small = candidate }
            }
            for journey in small.journeys where small.journeys.count > 1 && !small.isShipped {
                var candidate = small
                candidate.journeys.removeAll { $0 == journey }
                if fails(candidate) { small = candidate }
            }
            while small.customers > 1 {
                var candidate = small
                candidate.customers /= 2
                guard fails(candidate) else { break }
                small = candidate
            }
            var rest = small
            takeOut(\.events, of: &rest, while: fails)
            small = rest
            isSmaller = small != before
        }
        return small
    }

    /// Halves first, then ever shorter runs, down to single ones.
    private static func takeOut(_ part: WritableKeyPath<Swarm, [Int]>, of small: inout Swarm, while fails: (Swarm) -> Bool) {
        var length = max(small[keyPath: part].count / 2, 1)
        while true {
            var place = 0
            while place < small[keyPath: part].count {
                var candidate = small
                candidate[keyPath: part].removeSubrange(place..<min(place + length, small[keyPath: part].count))
                if fails(candidate) { small = candidate } else { place += length }
            }
            if length == 1 { return }
            length /= 2
        }
    }
}

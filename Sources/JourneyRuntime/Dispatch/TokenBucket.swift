import JourneyModel

/// So many messages in any span of a length: a token comes back one span after it was taken.
///
/// What a second, a minute or a day may hold is never exceeded, wherever the span begins. Takings within a 128th of the span count as the
/// last of them, so that a bucket stays small and a token comes back that much later at most.
struct TokenBucket: Equatable {
    struct Taking: Equatable {
        /// Of the first and of the last of the tokens.
        var since: Timestamp
        var at: Timestamp
        var tokens: Int
    }

    let size: Int
    let span: Microseconds
    /// Those that are not back yet, as far as anybody looked; in their order.
    private(set) var takings: [Taking] = []

    init(size: Int, span: Microseconds, takings: [Taking] = []) {
        self.size = max(size, 0)
        self.span = max(span, 1)
        self.takings = takings
    }

    func available(at now: Timestamp) -> Int {
        var left = size
        #if FaultInjection
            if PlantedBug.chosen == .rateOffByOne { left += 1 }
        #endif
        for taking in takings where now - taking.at < span && left > 0 { left -= min(taking.tokens, left) }
        return left
    }

    /// - Parameter tokens: no more than are available.
    mutating func take(_ tokens: Int, at now: Timestamp) {
        guard tokens > 0 else { return }
        takings.removeAll { now - $0.at >= span }
        // A clock set back must not bring tokens back early.
        let at = max(now, takings.last?.at ?? now)
        if let last = takings.last, at - last.since < span / 128 {
            takings[takings.count - 1].at = at
            takings[takings.count - 1].tokens += tokens
        } else {
            takings.append(Taking(since: at, at: at, tokens: tokens))
        }
    }

    /// When there is a token, if not now.
    func readyAt(_ now: Timestamp) -> Timestamp? {
        if size == 0 { return .distantFuture }
        if available(at: now) > 0 { return nil }
        return takings.lazy.filter { now - $0.at < span }.map { $0.at + span }.min()
    }
}

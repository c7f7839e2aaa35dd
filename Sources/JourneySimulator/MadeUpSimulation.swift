import JourneyModel
import JourneyRuntime
import JourneyStore

extension Simulation {
    /// Runs the journeys over people who are made up, and who react to what they are sent.
    ///
    /// Time goes in slices that end before anybody can react to a message of the slice: then everything is decided in order, as if the
    /// reactions had been recorded. Schedules run to the end of the terms.
    /// - Parameters:
    ///   - reactions: nil where no journey looks at any.
    ///   - took: told of each batch before it is decided.
    /// - Returns: the totals.
    public func run(
        over events: MadeUpEvents, reactions: Reactions?, wantsDecisions: Bool, took: (EventBatch) throws -> Void = { _ in },
        observer: Scheduler.Observer = .init()
    ) async throws -> [Counter: Int64] {
        let channel = ReactingChannel()
        // Nothing comes late.
        let stage = try stage(on: channel, wantsDecisions: wantsDecisions, grace: 0, keepsMessages: reactions != nil)
        let (stepper, dispatcher) = (stage.stepper, stage.dispatcher)
        dispatcher.gate = stepper
        let intake = ReactionIntake(events, reactions ?? Reactions.none)
        var batch = EventBatch(names: events.names)
        var rejects: [Rejection] = []
        let slice = reactions == nil ? Microseconds.hour : Reactions.leastDelay

        func goOn(to limit: Timestamp) async throws {
            while let next = [intake.nextAt, try stepper.nextTimer()].compactMap({ $0 }).min(), next <= limit {
                // What falls back to another channel leaves in this slice, whenever it was queued.
                let earliest = next
                events.window = min(next + slice, limit == .distantFuture ? limit : limit + 1)
                var isOpen = true
                while isOpen {
                    batch.removeAll()
                    _ = try intake.read(into: &batch, limit: Scheduler.batchLimit, rejects: &rejects)
                    isOpen = intake.nextAt.map { $0 < events.window } ?? false
                    if !batch.events.isEmpty {
                        try took(batch)
                        try stepper.step(batch, now: .distantFuture)
                        observer.read(batch.events.count)
                    }
                    if !isOpen { try stepper.advance(to: events.window) }
                    let outcomes = try await dispatcher.runOnce(at: stepper.clock, looksAgain: false)
                    let messages = channel.takeMessages()
                    if reactions != nil { intake.react(to: messages, sentAfter: earliest) }
                    try observer.decided(stepper.takeDecisions(), outcomes)
                }
            }
        }

        switch until {
        case .at(let instant): try await goOn(to: instant)
        case .now: try await goOn(to: now)
        case .last, .done: try await goOn(to: events.terms.end)
        }
        if case .done = until {
            stepper.endSchedules(at: events.terms.end)
            try await goOn(to: events.terms.end + longest)
        }
        return try stage.store.counters()
    }
}

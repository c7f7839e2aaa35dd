import JourneyModel
import JourneyRuntime
import JourneyStore

/// A source whose lines come in by the true time; its position counts them.
final class ArrivalSource: EventSource {
    let name = "simulated"
    var context = EventContext(source: 0, identity: "simulated")
    private let arrivals: [Workload.Arrival]
    private let time: VirtualTime
    private let reader = EventLineReader()
    private(set) var next: Int
    /// Lines that were refused, by their ids: too far ahead of the clock.
    var refused: (String) -> Void = { _ in }
    /// How long events are kept, and the engine's time: what is older may be refused.
    var keeps: Microseconds?
    var clock: () -> Timestamp = { .distantPast }
    private var latestAt = Timestamp.distantPast

    /// Lines that it does not have any more, since it was told that they are durable.
    private let gone: Int
    private let letsGo: (Int) -> Void

    /// - Parameters:
    ///   - gone: so many lines are not there any more.
    ///   - letsGo: told up to where it lets go of its lines.
    init(_ arrivals: [Workload.Arrival], _ time: VirtualTime, gone: Int, letsGo: @escaping (Int) -> Void) {
        self.arrivals = arrivals
        self.time = time
        self.gone = gone
        self.letsGo = letsGo
        next = gone
    }

    var position: SourcePosition? { SourcePosition(identity: "", offset: UInt64(next)) }
    /// When the next line comes.
    var nextAt: Timestamp? { next < arrivals.count ? arrivals[next].at : nil }

    func resume(from position: SourcePosition) throws { next = max(Int(clamping: position.offset), gone) }

    func acknowledge(through position: SourcePosition) throws { letsGo(Int(clamping: position.offset)) }

    func read(into batch: inout EventBatch, limit: Int, rejects: inout [Rejection]) throws -> SourceState {
        while next < arrivals.count, arrivals[next].at <= time.instant, batch.events.count < limit {
            let line = Array(arrivals[next].line.utf8)
            let place = UInt64(next)
            let result: Result<Void, EventFault> = line.withUnsafeBytes { bytes in
                do throws(EventFault) {
                    return .success(try reader.read(bytes, position: place, next: place + 1, context: context, into: &batch))
                } catch {
                    return .failure(error)
                }
            }
            latestAt = max(latestAt, arrivals[next].event.at, clock())
            if let keeps, arrivals[next].event.at < latestAt - keeps { refused(arrivals[next].id) }
            if case .failure(let fault) = result {
                rejects.append(Rejection(source: name, line: place + 1, reason: fault.reason, text: line))
                refused(arrivals[next].id)
            }
            next += 1
        }
        return next < arrivals.count && arrivals[next].at <= time.instant ? .more : .atEnd
    }

    func close() {}
}

extension Workload.Arrival {
    var line: String {
        let members = event.properties.dropFirst()
        return "{\"id\":\"\(id)\",\"customer\":\"\(event.customer)\",\"event\":\"\(event.name)\",\"at\":\"\(event.at.rfc3339)\","
            + (members == "}" ? "\"n\":0}" : members)
    }
}

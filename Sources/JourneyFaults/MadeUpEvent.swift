import JourneyEngine
import JourneyModel

/// An event of a case or of a made-up workload.
struct MadeUpEvent: Equatable {
    var at: Timestamp
    var customer: String
    var name: String
    /// A JSON object.
    var properties: String

    /// When made-up workloads begin, and cases count from.
    static let epoch = Timestamp(rfc3339: "2026-01-05T00:00:00Z") ?? .distantPast

    /// The same content is the same event.
    var id: String { "\(at.microseconds)/\(customer)/\(name)/\(properties)" }
}

extension EventBatch {
    mutating func append(_ event: MadeUpEvent, id: String? = nil, position: UInt64 = 0) {
        func run(_ text: String) -> ByteRange {
            let start = bytes.count
            bytes.append(contentsOf: text.utf8)
            return ByteRange(start: start, count: bytes.count - start)
        }
        let members = String(event.properties.dropFirst().dropLast())
        // An event's bytes lie side by side: properties, customer, id.
        let properties = run(members)
        let customer = run(event.customer)
        events.append(
            EventRecord(
                at: event.at, name: names.number(event.name), source: 0, customer: customer, id: run(id ?? event.id),
                properties: properties, position: position))
    }
}

extension Decision {
    /// With the number of the watch or enrollment and the message's key.
    var numberedLine: String {
        var key = ""
        if case .text(let text)? = self[.key] { key = " \(text)" }
        return "\(line) #\(enrollment)\(key)"
    }

    /// As the case files write it.
    var line: String {
        var words = [(at - MadeUpEvent.epoch).short, customer] + (journey.isEmpty ? [] : [journey]) + [action.name] + (isShadow ? ["shadow"] : [])
        if !step.isEmpty { words.append(step) }
        // What decided is tested where it is explained.
        for fact in facts where ![.key, .since, .because, .messages].contains(fact.detail) && fact.value != .text("{}") {
            var text = fact.value.text
            if case .instant(let instant) = fact.value { text = (instant - MadeUpEvent.epoch).short }
            words.append("\(fact.detail.name)=" + (text.contains(" ") && !text.hasPrefix("{") ? "\"\(text)\"" : text))
        }
        let messages = (messagesBefore ?? []).map { "\($0.content)/\($0.channel)@\(($0.at - MadeUpEvent.epoch).short)" }
        if !messages.isEmpty { words.append("after=" + messages.joined(separator: ",")) }
        return words.joined(separator: " ")
    }
}

extension Microseconds {
    /// `1d2h30m`: every unit that is not zero, `0s` for none.
    var short: String {
        var rest = self
        var text = ""
        for (unit, length) in [("d", Microseconds.day), ("h", .hour), ("m", .minute), ("s", .second)] where rest >= length {
            text += "\(rest / length)\(unit)"
            rest %= length
        }
        return text.isEmpty ? "0s" : text
    }
}

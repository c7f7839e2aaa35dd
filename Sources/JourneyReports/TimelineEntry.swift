import JourneyModel

/// Something that happened to a customer, as a timeline tells it.
public struct TimelineEntry: Sendable, Equatable {
    public enum What: Sendable, Equatable {
        /// An event; `details` in words: `amount 35.94, store s330`.
        case event(String, details: String)
        case watchBegan(by: String, for: Microseconds)
        case watchCancelled(by: String)
        case watchFired
        /// `by` is the trigger in the words of the journey; empty where nobody knows it.
        case entered(by: String)
        /// Passes through without any effect, for comparison.
        case heldOut(by: String)
        case refused(reason: String)
        /// `events` empty: for nothing but the time.
        case waiting(for: Microseconds, events: [String])
        /// For a moment of the calendar, as the customer's clock shows it: `10:00`, `2026-11-24 10:00`.
        case waitingUntil(String)
        /// A wait for events ended with one, or (nil) because its time was over.
        case waitOver(event: String?)
        /// Which way a step took: `if#1`, `then`; the title says the same in the words of the journey, where it is not empty.
        case branched(step: String, way: String, title: String)
        /// Of a loop; `of` 0 where nobody knows how many.
        case round(Int, of: Int)
        /// `outcome` as in semantics: `sent`, `capped`, …; `queued` where none is known yet.
        case message(String, channel: String, outcome: String, reason: String)
        case attribute(String, value: String)
        case tagged(String)
        case untagged(String)
        /// An event that a step emitted.
        case recorded(String)
        /// Sent into another journey, or out of it.
        case starting(String)
        case leaving(String)
        /// Without a code: why there was none.
        case coupon(String, code: String, reason: String)
        case paused(reason: String)
        /// Its entry is held until the journey goes on.
        case entryHeld
        /// To another version, from the step of this name to the other.
        case moved(from: String, to: String)
        /// `value` as a decimal number, empty where the conversion carries none; `links`: how long after the entry and the last message.
        case goal(by: String, value: String, links: String)
        case exited(by: String)
        case stopped
        case finished
        /// Another id is the same person's, or was said to be.
        case joined(with: String)
        case notJoined(with: String, reason: String)
        /// Ended, as an earlier entry of the same person stays.
        case merged
        /// A watch ended, as another of the same person goes on.
        case watchMerged
    }

    public var at: Timestamp
    /// Empty where no journey is concerned.
    public var journey: String
    /// Another id of the person, under which it happened.
    public var alias: String
    public var what: What

    public init(at: Timestamp, journey: String = "", alias: String = "", _ what: What) {
        self.at = at
        self.journey = journey
        self.alias = alias
        self.what = what
    }
}

extension TimelineEntry {
    /// What happened, in words to be read aloud.
    public var words: String { printable(sentence) }

    private var sentence: String {
        switch what {
        case .event(let name, let details): details.isEmpty ? name : "\(name) (\(details))"
        case .watchBegan(let event, let span): "\(event) began the \(spanAdjective(span)) watch of \(journey)"
        case .watchCancelled(let event): "\(event) came in time and ended the watch of \(journey)"
        case .watchFired: "the watch of \(journey) ran out"
        case .entered(let trigger): "entered \(journey)" + (trigger.isEmpty ? "" : ": \(trigger)")
        case .heldOut(let trigger): "is held out of \(journey)" + (trigger.isEmpty ? "" : ": \(trigger)")
        case .refused(let reason): "was not let into \(journey): \(spoken(reason))"
        case .waiting(let span, let events):
            events.isEmpty
                ? "waits \(spanText(span)) in \(journey)"
                : "waits up to \(spanText(span)) for \(events.joined(separator: " or ")) in \(journey)"
        case .waitingUntil(let time): "waits until \(time) in \(journey)"
        case .waitOver(let event?): "\(event) came, so \(journey) goes on"
        case .waitOver(nil): "nothing came in time, so \(journey) goes on"
        case .branched(_, _, let title) where !title.isEmpty: title
        case .branched(let step, let way, _): "took the way \"\(way)\" at \(step) of \(journey)"
        case .round(let number, let limit): "round \(number)" + (limit > 0 ? " of \(limit)" : "") + " begins in \(journey)"
        case .message(let content, let channel, let outcome, let reason): Self.message(content, channel, outcome, reason)
        case .attribute(let name, let value): "\(name) became \(value)"
        case .tagged(let tag): "was tagged \(tag)"
        case .untagged(let tag): "lost the tag \(tag)"
        case .recorded(let event): "\(journey) recorded \(event)"
        case .starting(let other): "\(journey) starts \(other)"
        case .leaving(let other): "\(journey) ends \(other)"
        case .coupon(let coupon, "", let reason): "no code of \(coupon): \(reason)"
        case .coupon(let coupon, let code, _): "was given \(code) of \(coupon)"
        case .paused(let reason): "\(journey) was paused: \(reason)"
        case .entryHeld: "waits for \(journey) to go on, which is paused"
        case .moved(let from, let to): "goes on in the current version of \(journey), from \(from) to \(to)"
        case .goal(let event, let value, let links):
            "\(event) reached the goal of \(journey)" + (value.isEmpty ? "" : ", worth \(grouped(value))")
                + (links.isEmpty ? "" : ": \(links)")
        case .exited(let cause): "left \(journey) because of \(spoken(cause))"
        case .stopped: "was stopped in \(journey)"
        case .finished: "finished \(journey)"
        case .joined(let other): "is one person with \(other)"
        case .notJoined(let other, let reason): "was not joined with \(other): \(reason)"
        case .watchMerged: "the watch of \(journey) ended: another of the same person goes on"
        case .merged: "ended in \(journey): the same person's earlier entry stays"
        }
    }

    private static func message(_ content: String, _ channel: String, _ outcome: String, _ reason: String) -> String {
        let because = reason.isEmpty ? "" : ": \(reason)"
        switch outcome {
        case "sent": return "message \(content) sent via \(channel)"
        case "queued", "pending": return "message \(content) queued for \(channel)"
        case "held": return "message \(content) held back for \(channel)\(because)"
        default: return "message \(content) not sent via \(channel): \(spoken(outcome))" + (reason.isEmpty ? "" : " (\(reason))")
        }
    }

    /// One column wide.
    var sign: String {
        switch what {
        case .event: "·"
        case .watchBegan, .watchCancelled, .watchFired, .watchMerged: "◦"
        case .entered: "▸"
        case .heldOut: "▹"
        case .refused, .notJoined: "×"
        case .waiting, .waitingUntil, .waitOver, .branched, .round, .moved: "…"
        case .message(_, _, "sent", _): "✉"
        case .message: "!"
        case .attribute, .tagged, .untagged, .recorded, .starting, .leaving, .coupon: "+"
        case .paused, .entryHeld: "‖"
        case .goal: "★"
        case .exited, .stopped, .finished, .merged: "▪"
        case .joined: "="
        }
    }

    var tone: Ink.Tone? {
        switch what {
        case .event, .watchBegan, .watchCancelled, .watchFired, .watchMerged, .heldOut, .refused, .waiting, .waitingUntil, .waitOver,
            .branched, .round:
            .dim
        case .entered: .cyan
        case .message(_, _, "sent", _): .bold
        case .message, .paused, .entryHeld, .notJoined: .yellow
        case .goal: .green
        case .attribute, .tagged, .untagged, .recorded, .starting, .leaving, .coupon, .exited, .stopped, .finished, .moved, .joined,
            .merged:
            nil
        }
    }
}

import JourneyCompiler
import JourneyModel

/// Something that a made-up customer will do.
struct Deed {
    enum What {
        /// Becomes known: attributes, consents, tags.
        case joins
        /// An event of the repertoire, by its place there, such that the condition holds, as a rule.
        case does(event: Int, condition: Formula?, same: String?)
        /// Nil: any other value.
        case sets(attribute: String, Value?)
        case withdraws(purpose: String)
        case isSuppressed
    }

    var at: Timestamp
    var what: What
    /// What belongs together speaks of the same product, order, or booking.
    var story: Story
}

/// Deeds that follow from one another.
struct Story {
    var seed: UInt64
    var since: Timestamp
    /// What the first event was chosen for.
    var opening: Formula?
}

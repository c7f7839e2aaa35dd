import JourneyModel

/// Where the clock stops in a run that ends.
public enum Until: Sendable, Equatable {
    case now
    /// The last event.
    case last
    /// When nothing is pending any more, at most the longest way through a journey after the last event.
    case done
    case at(Timestamp)
}

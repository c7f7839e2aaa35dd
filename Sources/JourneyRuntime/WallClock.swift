import JourneyModel

/// The only way to the time of day. Tests and dry runs bring their own.
public protocol WallClock: Sendable {
    func now() -> Timestamp
    func sleep(for length: Microseconds) async
}

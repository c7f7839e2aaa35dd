import JourneyModel

// Nothing is let go of what ends with the process.
extension MemoryStore {
    public var retention: Retention { Retention() }

    public func endPart() throws -> Int64 { 0 }

    public func maintain() throws -> Bool { false }

    public func prune(before limit: Timestamp, watching events: Set<UInt32>, _ leave: ([String]) throws -> Void) throws -> PrunedSlice {
        try requireTransaction("letting go of old events")
        return PrunedSlice()
    }
}

import JourneyModel

extension UnsafeRawBufferPointer {
    func run(_ range: ByteRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[Int(range.start)..<Int(range.start) + Int(range.count)])
    }
}

extension EventBatch {
    func raw(_ range: ByteRange) -> ArraySlice<UInt8> {
        bytes[Int(range.start)..<Int(range.start) + Int(range.count)]
    }
}

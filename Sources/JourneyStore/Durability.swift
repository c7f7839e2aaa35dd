extension MemoryStore {
    public var isDurable: Bool { false }
}

extension SQLiteStore {
    public var isDurable: Bool { true }
}

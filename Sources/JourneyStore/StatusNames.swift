extension OutboxMessage.Status {
    /// By raw value: describing a case takes a microsecond, and each message asks.
    static let names: [String] = {
        var names = [String](repeating: "", count: (allCases.map(\.rawValue).max() ?? 0) + 1)
        for status in allCases { names[status.rawValue] = status == .noConsent ? "no_consent" : String(describing: status) }
        return names
    }()
}

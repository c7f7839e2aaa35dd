import JourneyModel

/// What a provider tells of a message that it took: a line of the inbox, as `journey ingest` puts it there.
struct ProviderReceipt {
    var id: String
    /// When it happened: the same whenever it is told.
    var at: Timestamp
    var customer: String
    var status: String
    var channel: String
    /// Empty where the provider names its own id alone.
    var key: String
    var providerID: String
    /// The key under which the message was handed over.
    var attempt: String

    var line: [UInt8] {
        var text = "{\"id\":\"\(id)\",\"customer\":\"\(customer)\",\"event\":\"$message\",\"at\":\"\(at.rfc3339)\",\"status\":\"\(status)\""
        for (name, value) in [("channel", channel), ("key", key), ("provider_id", providerID)] where !value.isEmpty {
            text += ",\"\(name)\":\"\(value)\""
        }
        return Array((text + "}").utf8)
    }
}

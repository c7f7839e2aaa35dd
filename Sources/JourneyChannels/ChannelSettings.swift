import JourneyModel

/// The settings of a channel's declaration, read one by one.
///
/// Values never stand in an error: they may be secrets.
struct ChannelSettings {
    let channel: String
    let adapter: String
    private let values: [String: Value]

    /// - Throws: where a setting is none of those known.
    init(_ channel: String, _ adapter: String, _ values: [String: Value], known: [String]) throws(ChannelError) {
        for setting in values.keys.sorted() where !known.contains(setting) {
            throw .unknownSetting(channel: channel, adapter: adapter, setting: setting, known: known)
        }
        self.channel = channel
        self.adapter = adapter
        self.values = values
    }

    /// - Parameter example: how it is written.
    func text(_ name: String, example: String) throws(ChannelError) -> String {
        guard values[name] != nil else {
            throw .missingSetting(channel: channel, adapter: adapter, setting: name, example: "\(name) \(example)")
        }
        let text = try text(name, or: "")
        guard !text.isEmpty else { throw wrong(name, "a text in quotes") }
        return text
    }

    func text(_ name: String, or usual: String) throws(ChannelError) -> String {
        guard let value = values[name] else { return usual }
        guard case .text(let text) = value, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw wrong(name, "a text in quotes")
        }
        return text
    }

    func whole(_ name: String, or usual: Int, _ range: ClosedRange<Int>) throws(ChannelError) -> Int {
        let number: Int?
        switch values[name] {
        case nil: return usual
        case .integer(let value)?: number = Int(exactly: value)
        case .text(let text)?: number = Int(text)
        default: number = nil
        }
        guard let number, range.contains(number) else {
            throw wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func duration(
        _ name: String, or usual: Microseconds, _ range: ClosedRange<Microseconds> = Microseconds.second / 10...10 * .minute,
        _ expected: String = "a length of time up to 10m, such as `10s`"
    ) throws(ChannelError) -> Microseconds {
        guard let value = values[name] else { return usual }
        guard case .duration(let length) = value, range.contains(length) else { throw wrong(name, expected) }
        return length
    }

    func flag(_ name: String, or usual: Bool) throws(ChannelError) -> Bool {
        guard let value = values[name] else { return usual }
        guard case .boolean(let flag) = value else { throw wrong(name, "`true` or `false`") }
        return flag
    }

    /// `https://…`, or `http://…` for a machine's own servers.
    func address(_ name: String, or usual: String) throws(ChannelError) -> String {
        let address = try text(name, or: usual)
        guard ["https://", "http://"].contains(where: { address.hasPrefix($0) && address.utf8.count > $0.utf8.count }) else {
            throw wrong(name, "an address that begins with `https://`")
        }
        return address
    }

    func wrong(_ name: String, _ expected: String) -> ChannelError {
        .wrongSetting(channel: channel, setting: name, expected: expected)
    }
}

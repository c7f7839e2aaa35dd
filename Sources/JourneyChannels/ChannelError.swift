/// Why a channel cannot be opened as it is declared, or cannot go on.
public enum ChannelError: Error, Equatable, Sendable, CustomStringConvertible {
    case unknownAdapter(channel: String, adapter: String, known: [String])
    case missingSetting(channel: String, adapter: String, setting: String, example: String)
    case unknownSetting(channel: String, adapter: String, setting: String, known: [String])
    case wrongSetting(channel: String, setting: String, expected: String)
    /// The system's word on a file, and what to do about it.
    case cannotOpen(path: String, reason: String)
    /// The system's word on a file that was open.
    case cannotWrite(path: String, reason: String)
    /// The system's word on a program.
    case cannotStart(program: String, reason: String)

    public var description: String {
        switch self {
        case .unknownAdapter(let channel, let adapter, let known):
            "channel `\(channel)` names the adapter `\(adapter)`, which does not exist; write one of \(Self.list(known))"
        case .missingSetting(let channel, let adapter, let setting, let example):
            "channel `\(channel)` lacks the setting `\(setting)` that the adapter `\(adapter)` needs; write `\(example)`"
        case .unknownSetting(let channel, let adapter, let setting, let known):
            "channel `\(channel)` has the setting `\(setting)`, which the adapter `\(adapter)` does not know; "
                + (known.isEmpty ? "it takes none" : "it takes \(Self.list(known))")
        case .wrongSetting(let channel, let setting, let expected):
            "the setting `\(setting)` of channel `\(channel)` must be \(expected)"
        case .cannotOpen(let path, let reason):
            "cannot open `\(path)` for messages: \(reason)"
        case .cannotWrite(let path, let reason):
            "cannot write messages to `\(path)`: \(reason)"
        case .cannotStart(let program, let reason):
            "cannot start the program `\(program)`: \(reason)"
        }
    }

    private static func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
